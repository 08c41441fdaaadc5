"""Her page weighs the same whether an answer waits or none, to whoever watches the line: heads and all, in both ways.

A real server is asked over a socket, as a phone without script asks it and as the script does. And the daily note by
mail is the same letter on a day on which something came.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from amparo.commons import clock
from amparo.config import digest
from tests import acts_of_a_day as acts
from tests.letters import a_house_for_letters, letter
from tests.real_server import Served, real_server

FULL = 24_576  # bytes of her page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with real_server(tmp_path_factory.mktemp("served")) as made:
        yield made


def letters_of_all_kinds(world: dict[str, Any]) -> dict[str, list[str]]:
    """Threads in every state that her page can show: her words, and the lookup of her phone."""
    from amparo.access.reporting.actions import desk
    from amparo.access.reporting.actions.letters import write_reply
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.sealing.keys import derive
    from amparo.sealing.receipts import LOOKUP, derive_key
    from amparo.sealing.words import folded
    from amparo.vault.queries.standing import house

    now, berta, found = clock.now(), acts.opened("berta", world["secrets"]), {}
    answers = {
        "none": "", "one word": "Ven.", "long": "a" * 4_000, "with signs": "<&>\"'" * 160 + "a" * 3_000,
        "emoji": "🌱" * 3_999, "lines": "a\n" * 1_500,
    }  # fmt: skip
    kinds = [
        (answer, replies) for answer in answers for replies in (0, 2, 11) if replies == 0 or answer in {"none", "emoji"}
    ]
    for answer, replies in kinds:
        thread, words = acts.write(now, "Hola.")
        for number in range(replies):
            write_reply(thread, text=f"Más {number}.", ticket=new_ticket(), now=now)
        if answers[answer]:
            desk.answer(thread, text=answers[answer], role="reader", seen=replies + 1, by=berta, now=now)
        key = derive_key(tuple(map(folded, words)), bytes(house().salt))
        found[f"{answer}, {replies}"] = [" ".join(words), derive(key, LOOKUP).hex()]
    return found


def lengths(answers: dict[str, bytes]) -> dict[str, tuple[int, int]]:
    """Of each answer the bytes of its head and of all of it."""
    return {name: (len(answer.partition(b"\r\n\r\n")[0]), len(answer)) for name, answer in answers.items()}


def test_an_answer_that_waits_and_none_are_the_same_number_of_bytes(served: Served) -> None:
    threads = served.inside.ask(letters_of_all_kinds, served.world)
    assert len(threads) == 10
    pages = {kind: served.her_page(words) for kind, (words, _lookup) in threads.items()}
    for kind, page in pages.items():
        assert page.startswith(b"HTTP/1.1 200"), kind
        assert (b'<blockquote class="said">' in page) == (not kind.startswith("none")), kind
    assert len(set(lengths(pages).values())) == 1, lengths(pages)
    assert {len(page.partition(b"\r\n\r\n")[2]) for page in pages.values()} == {FULL}
    told = {kind: served.form("back_sealed", lookup=lookup, do="open") for kind, (_words, lookup) in threads.items()}
    for kind, answer in told.items():
        body = json.loads(answer.partition(b"\r\n\r\n")[2])
        assert (body["answer"] is None) == kind.startswith("none"), kind
    assert len(set(lengths(told).values())) == 1, lengths(told)


def test_words_that_open_nothing_weigh_as_much(served: Served) -> None:
    threads = served.inside.ask(letters_of_all_kinds, served.world)
    words, lookup = threads["none, 0"]
    other = " ".join(reversed(words.split()))
    assert other != words
    pages = {
        "hers": served.her_page(words),
        "nobody's": served.her_page(other),
        "not eight": served.her_page("uno dos"),
    }
    assert len(set(lengths(pages).values())) == 1, lengths(pages)
    told = {
        "hers": served.form("back_sealed", lookup=lookup, do="open"),
        "nobody's": served.form("back_sealed", lookup="0" * 64, do="open"),
    }
    assert len(set(lengths(told).values())) == 1, lengths(told)


def test_a_length_that_tells_is_seen(served: Served) -> None:
    """The control: the page with the field for her words and the list of all words are not as long as each other."""
    pages = {name: served.raw("GET", f"/{settings.PATHS[name]}") for name in ("back", "words")}
    assert len(set(lengths(pages).values())) == 2


# --- the daily note ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_daily_note_is_the_same_with_and_without_letters(cast: Any) -> None:
    def note() -> str:
        made = digest.messages(["lee@red.example"], sender="casa@red.example", language="es", now=acts.moment(9, 0))
        return re.sub(r"<[0-9a-f]{32}@", "<@", made[0].as_string())

    a_house_for_letters(cast)
    before = note()
    letter(Client(), "Me siguen.", early=True)
    letter(Client(), "Me siguen.", early=True, hum="house")
    assert note() == before
    assert not re.search(r"\b\d{1,2}:(?!00:00)\d\d:\d\d", before), "of the time no more than the hour"
    made = digest.messages(["a@red.example"], sender="b@red.example", language="es", now=acts.moment(9, 41))
    assert "09:00:00" in str(made[0]["Date"])
