"""The ways to every page of a letter, as its own forms lead there; for tests that look at all pages."""

from collections.abc import Callable, Sequence

from tests.browser.person import Person

ANSWERED = "Cerrada en la casa, ya contestada"
WITH_A_CASE = "A medio camino"
LONG_WORDS = "otorrinolaringológicamente" * 8 + " " + "palabra " * 60

type Way = Callable[[Person], None]
type Fields = dict[str, str | Sequence[str]]


def letter_pages() -> dict[str, Way]:
    """By name; each leaves the person on that page."""
    return {
        "letter": lambda person: person.lands_on("letter"),
        "letter in another country": lambda person: person.lands_on("letter", {"d": "CO"}),
        "letter_write": lambda person: person.lands_on("letter_write", {}),
        "sheet about the house": lambda person: person.lands_on("letter_write", {"hum": "house", "o": ["POL"]}),
        "nowhere": nowhere,
        "sheet again": lambda person: sends(person, text="", no_words="1"),
        "arrived": lambda person: sends(person, text=LONG_WORDS),
        "arrived without words": lambda person: sends(person, text="hola", no_words="1"),
        "used": used,
        "heard": lambda person: sends(person, text="hola", wish="listen"),
        "sentence again": sentence_again,
        "back": lambda person: person.lands_on("back"),
        "few words": lambda person: opens_hers(person, "uno dos"),
        "hers": lambda person: opens_hers(person, answered(person)),
        "hers, nothing yet": lambda person: opens_hers(person, fresh_words(person)),
        "older": lambda person: on_hers(person, "back_older"),
        "reply refused": lambda person: on_hers(person, "back_reply", text=""),
        "change": lambda person: on_hers(person, "back_change"),
        "changed": changed,
        "agreed": agreed,
        "agreed, nothing yet": lambda person: on_hers(person, "back_case"),
        "agreed, closing": lambda person: agreed(person, do="close"),
        "end": lambda person: on_hers(person, "back_end"),
        "gone": gone,
        "readers": lambda person: person.lands_on("readers"),
        "slip": lambda person: person.lands_on("slip"),
        "slip again": lambda person: person.lands_on("slip", {"slip": "AAAA-AAAA-AAAA-AAAA", "slip_heard": "fully"}),
    }


def hidden(person: Person, name: str) -> str:
    """What the page hands on in a hidden field."""
    return str(person.page.locator(f"main input[type=hidden][name={name}]").first.get_attribute("value"))


def sends(person: Person, **said: str) -> Fields:
    """A letter, without the script; what was sent."""
    person.lands_on("letter_write", {})
    fields: Fields = {**said, "e": hidden(person, "e"), "t": hidden(person, "t")}
    person.lands_on("letter_send", fields)
    return fields


def used(person: Person) -> None:
    person.lands_on("letter_send", sends(person, text="dos veces"))


def nowhere(person: Person) -> None:
    person.lands_on("letter")
    everybody = [str(each.get_attribute("value")) for each in person.page.locator("input[name=a]").all()]
    person.lands_on("letter_write", {"hum": "outside", "a": everybody})


def sentence_again(person: Person) -> None:
    person.lands_on("home")
    person.lands_on("sentence", {"sentence": "", "t": hidden(person, "t")})


def answered(person: Person) -> str:
    """Words of a made-up letter to which somebody answered."""
    return person.house.told.letters[ANSWERED]


def fresh_words(person: Person) -> str:
    """Those of a letter that was written just now."""
    sends(person, text=LONG_WORDS)
    return " ".join(person.page.locator("ol.words li").all_inner_texts())


def opens_hers(person: Person, words: str) -> None:
    person.lands_on("back")
    person.lands_on("back_open", {"p": words, "t": hidden(person, "t")})


def on_hers(person: Person, name: str, words: str = "", **more: str) -> None:
    """What she can do on her page."""
    words = words or answered(person)
    opens_hers(person, words)
    person.lands_on(name, {"p": words, "t": hidden(person, "t"), **more})


def changed(person: Person) -> None:
    words = fresh_words(person)
    on_hers(person, "back_change", words)
    person.lands_on("back_change", {"p": words, "w": hidden(person, "w"), "t": hidden(person, "t")})


def gone(person: Person) -> None:
    on_hers(person, "back_end", fresh_words(person), sure="1")


def agreed(person: Person, **said: str) -> None:
    """What was agreed, with the words of the made-up letter from which a case began."""
    on_hers(person, "back_case", person.house.told.letters[WITH_A_CASE], **said)
