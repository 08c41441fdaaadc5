"""Every page she may see of the channel, as a phone asks for it: for tests that look at all of them."""

from collections.abc import Iterator
from typing import Any

from django.test import Client

from amparo.access.reporting.models import Thread
from amparo.access.reporting.queries import tickets
from amparo.vault.actions.readers import close_channel
from tests.letter_sheet import old_ticket
from tests.letters import WORDS, Letters, answered, hidden, letter, opened_back, sheet_page

TEXT = "Una cosa que pasó."
ANSWER = "Te creemos. Vuelve el jueves."
type Named = tuple[str, Any]


def her_pages(client: Client, prefix: str, house: Letters) -> Iterator[Named]:
    """Each by a name; the last one closes the channel."""
    yield from pages_of_writing(client, prefix, house)
    yield from pages_of_coming_back(client, prefix, house)
    yield "readers", client.get(f"{prefix}/{WORDS['readers']}")
    close_channel(by="house.setup")
    sent = {"sentence": TEXT, "t": tickets.new_ticket()}
    yield "closed", client.post(f"{prefix}/{WORDS['sentence']}", sent)


def pages_of_writing(client: Client, prefix: str, house: Letters) -> Iterator[Named]:
    """From the first page to the eight words."""

    def post(name: str, **data: Any) -> Any:
        return client.post(f"{prefix}/{WORDS[name]}", data)

    def sheet(**asked: Any) -> dict[str, str]:
        page = sheet_page(client, prefix=prefix, **asked)
        return {"e": hidden(page, "e"), "t": hidden(page, "t"), "text": TEXT, "wish": "answer"}

    yield "home", client.get(f"{prefix}/")
    yield "kept", client.get(f"{prefix}/{WORDS['kept']}")
    yield "letter", client.get(f"{prefix}/{WORDS['letter']}")
    yield "letter in a country", post("letter", d="EC")
    yield "sheet", post("letter_write", d="EC")
    yield "sheet outside", post("letter_write", hum="house")
    yield "nowhere", post("letter_write", hum="outside", a=[f"team:{each.reference}" for each in teams_of(house)])
    yield "refused", post("letter_send", **(sheet() | {"text": TEXT * 1_200}))
    arrived = sheet()
    yield "arrived", post("letter_send", **arrived)
    yield "used", post("letter_send", **arrived)
    yield "arrived without words", post("letter_send", **(sheet() | {"no_words": "1"}))
    yield "heard", post("letter_send", **(sheet() | {"wish": "listen"}))
    yield "sentence again", post("sentence", sentence="", t=tickets.new_ticket())


def pages_of_coming_back(client: Client, prefix: str, house: Letters) -> Iterator[Named]:
    """From the eight words to the end."""
    Thread.objects.all().delete()
    words = " ".join(letter(client, TEXT, prefix=prefix))

    def post(name: str, **data: Any) -> Any:
        return client.post(f"{prefix}/{WORDS[name]}", {"p": words, "t": tickets.new_ticket()} | data)

    yield "back", client.get(f"{prefix}/{WORDS['back']}")
    yield "few words", opened_back(client, "uno dos", prefix=prefix)
    yield "no page", opened_back(client, " ".join(reversed(words.split())), prefix=prefix)
    yield "waiting", opened_back(client, words, prefix=prefix)
    answered(house, "ana", Thread.objects.get(), ANSWER)
    yield "answered", opened_back(client, words, prefix=prefix)
    yield "reply refused", post("back_reply", text="")
    yield "reply of an old page", post("back_reply", text=TEXT, t=old_ticket(2 * 3600))
    yield "reply", post("back_reply", text=TEXT)
    yield "older", post("back_older")
    yield "agreed, nothing yet", post("back_case")
    change = post("back_change")
    yield "change", change
    words = hidden(change.text, "w")
    old = hidden(change.text, "p")
    yield "changed", post("back_change", p=old, w=words)
    yield "end", post("back_end")
    yield "gone", post("back_end", sure="1")


def teams_of(house: Letters) -> list[Any]:
    """The teams whose people read."""
    return [house.cast.border, house.cast.coast]
