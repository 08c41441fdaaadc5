"""Looking through the instruments of the library: each look is a function from instruments to complaints.

``test_library.py`` shows that each finds nothing in ours and finds what was planted.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from amparo.formats.codebook import TIMES
from amparo.formats.codes import LANGUAGES
from amparo.formats.instruments import ARMS, NOT_SAID, Instrument, Item
from amparo.formats.readability import LONGEST_SENTENCE, passes, score, sentences, words

WORDS_A_MINUTE, SECONDS_A_QUESTION = 130, 4
ZONES = ("border", "urban", "rural")
ADULT = "not(selected(${age}, '12_17'))"
HARD = "selected(${go_on}, 'yes')"
HARD_LISTS = {"incident_type", "perpetrator_class", "signs_forced_way", "signs_forced_here", "care_delay"}
WARNED_OF = ("risks", "treatment", "pressures", "conditions")

# Folded to small letters without accents.
FORBIDDEN = {
    "es": r"victim|rescat|agresor|beneficiari|\b(?:la|de|es) trata\b|\btrata de (?:personas|blancas|mujeres)|delit"
    r"|delinc|crimen|(?<!dis)crimin|\bilegal|prostit|\bsegur[oa]s?\b|anonim|garantiz|confidencial|nacionalidad"
    r"|venezolan|colombian|haitian|peruan|ecuatorian",
    "pt": r"vitima|resgat|agressor|beneficiari|\btrafico\b|crime|(?<!dis)crimin|\bilegal|prostit|\bsegur[oa]s?\b|anonim"
    r"|garanti|confidencia|\bcolega|nacionalidade|venezuelan|colombian|haitian|peruan|equatorian",
    "en": r"victim|rescue|aggressor|abuser|perpetrator|beneficiar|traffick|crime|(?<!dis)crimin|illegal|offen[cs]e"
    r"|prostit|\bsafe|anonym|guarantee|confidential|nationality|venezuelan|colombian|haitian|peruvian|ecuadorian",
}
ASKED_NOWHERE = re.compile(
    r"tienes vih|tem hiv|have hiv|seropositiv|soropositiv|hiv.positive|carga viral|viral load"
    r"|sexo legal|legal sex|sexo al nacer|sex at birth|situacion migratoria|situacao migratoria|migration status"
    r"|fecha de nacimiento|data de nascimento|date of birth|en que calle|em que rua|which street|direccion exacta"
    r"|como te llamas|qual e o seu nome|what is your name"
)


def fold(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def said(item: Item, language: str) -> list[str]:
    """What is read to her: the question and its answers, without the two that stand behind each."""
    own = [each.texts[language] for each in item.choices if each.code not in NOT_SAID]
    return [item.texts[language], *own] if item.texts else []


def everything(found: Instrument) -> Iterator[tuple[str, str, str]]:
    """Where, language and text of all that somebody reads, without the sources."""
    for language in LANGUAGES:
        yield "title", language, found.texts[language]
        yield "note", language, found.note[language]
        for group in found.groups:
            yield group.code, language, group.texts[language]
        for item in found.questions:
            for text in [*said(item, language), *([item.hints[language]] if item.hints else [])]:
                yield item.name, language, text
        for design in found.designs:
            yield design.code, language, design.texts[language]


def forms(found: Instrument) -> Iterator[tuple[str, list[Item]]]:
    """Every form that can be made of it at its longest: a zone, the page for trans women, one of the two lists."""
    arms = [each for each in ARMS if each in found.modules] or [""]
    groups = {group.code: group for group in found.groups}
    for zone, arm in product(ZONES, arms):
        taken = frozenset({zone, "trans", arm})
        yield f"{zone} {arm}".strip(), [each for each in found.questions if groups[each.group].is_in(taken)]


def minutes(items: list[Item]) -> float:
    """How long it takes to read it aloud in Spanish and to answer."""
    spoken = sum(len(words(text)) for item in items for text in said(item, "es"))
    asked = sum(item.is_asked for item in items)
    return spoken / WORDS_A_MINUTE + asked * SECONDS_A_QUESTION / 60


def lint_time(found: Instrument) -> list[str]:
    longest = {form: minutes(items) for form, items in forms(found)}
    return [f"{found.name}, {form}: {took:.1f} minutes" for form, took in longest.items() if took > found.minutes]


def lint_words(found: Instrument) -> list[str]:
    complaints = []
    for where, language, text in everything(found):
        folded = fold(text)
        complaints += [f"{found.name}.{where}.{language}: {hit}" for hit in re.findall(FORBIDDEN[language], folded)]
        complaints += [f"{found.name}.{where}.{language}: asks {hit}" for hit in ASKED_NOWHERE.findall(folded)]
    return complaints


def lint_reading(found: Instrument) -> list[str]:
    """Questions with their hints are easy by themselves, without short answers that would flatter them."""
    complaints = []
    for language in LANGUAGES:
        asked = [each for each in found.questions if each.texts]
        lines = [text for each in asked for text in (each.texts[language], each.hints.get(language, "")) if text]
        whole = [text for where, of, text in everything(found) if of == language and where != "note"]
        for name, text in (("questions", "\n".join(lines)), ("all", "\n".join(whole))):
            if not passes(text, language):
                complaints.append(f"{found.name}.{name}.{language}: reads at {score(text, language):.1f}")
    for where, language, text in everything(found):
        most = LONGEST_SENTENCE + (7 if where == "note" else 0)  # the note is for who asks, not for her
        complaints += [
            f"{found.name}.{where}.{language}: over {most} words: {each}"
            for each in sentences(text)
            if len(words(each)) > most
        ]
    return complaints


def lint_copies(found: Instrument) -> list[str]:
    texts: dict[tuple[str, int], dict[str, str]] = {}
    counts: dict[tuple[str, str], int] = {}
    for where, language, text in everything(found):
        place = counts[where, language] = counts.get((where, language), 0) + 1
        texts.setdefault((where, place), {})[language] = text
    return [
        f"{found.name}.{where}: {one} and {other} are the same: {table[one]}"
        for (where, _), table in texts.items()
        for one, other in (("es", "pt"), ("es", "en"), ("pt", "en"))
        if len(table[one]) > 12 and table[one] == table[other]
    ]


def lint_coded(found: Instrument) -> list[str]:
    """A coded answer has a list; words and voices are sealed; a number is made coarse; every select can be left."""
    complaints = []
    for each in found.questions:
        where = f"{found.name}.{each.name}"
        if each.do == "coded" and not (each.variable and (each.list or each.kind in TIMES)):
            complaints.append(f"{where}: coded without a variable or a list")
        if each.type in ("text", "voice") and each.do not in ("sealed", "link"):
            complaints.append(f"{where}: her words are {each.do}")
        if each.type == "number" and each.list != "degree_band":
            complaints.append(f"{where}: a number that stays a number")
        if each.type in ("one", "many") and tuple(each.codes[-2:]) != NOT_SAID:
            complaints.append(f"{where}: it cannot be left")
        if each.list in ("place_kind", "zone_type", "arrangement", "country") or each.kind == "place":
            complaints.append(f"{where}: a place, a kind of place or of work")
        if each.list == "perpetrator_class" and [*each.codes[:-2]][-1] != "PEER":
            complaints.append(f"{where}: PEER is not last")
    return complaints


def lint_under_18(found: Instrument) -> list[str]:
    """Nobody who says that she is under 18 is asked more than whether she wants help."""
    names = [each.name for each in found.questions]
    if "age" not in names:
        return []
    after = found.questions[names.index("age") + 1 :]
    hers = {"under_18", "help", "help_with", "thanks"}
    asked = [each for each in after if each.name not in hers]
    return [f"{found.name}.{each.name}" for each in asked if not each.relevant.startswith(ADULT)]


def lint_hard(found: Instrument) -> list[str]:
    """What is hard is asked only of who said, after the warning, that we go on."""
    return [
        f"{found.name}.{each.name}"
        for each in found.questions
        if found.name in WARNED_OF
        and (each.list in HARD_LISTS or each.name.startswith(("cw_", "list_")))
        and HARD not in each.relevant
    ]
