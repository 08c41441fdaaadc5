"""What is wrong with a letter is said, and nothing she wrote is lost; what was sent is never shown again."""

import io
from typing import Any

import pytest
from django.test import Client

from amparo.access.reporting.models import Thread, UsedTicket
from amparo.access.reporting.queries import tickets
from amparo.vault.actions import receipts
from tests.letter_sheet import TEXT, escaped, old_ticket, sent
from tests.letters import WORDS, a_house_for_letters, hidden, read_as, sheet_page
from tests.over_the_wire import words_on

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


@pytest.fixture
def house(cast: Any) -> Any:
    return a_house_for_letters(cast)


# What is refused comes back whole.


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"text": TEXT + "a" * 20_000}, 200),
        ({"t": None}, 200),  # the line was cut before the end of the form
        ({"t": "aa"}, 200),
        ({"t": DAY + 5}, 200),  # seconds ago: the ticket is made when its test begins, not when tests are collected
        ({"t": 2 * DAY - 600}, 200),
        ({"e": "broken"}, 200),
        ({"e": None}, 200),
        ({"photo": io.BytesIO(b"no photo at all")}, 200),
    ],
    ids=["long", "cut", "half a ticket", "a day old", "nearly two days old", "no decision", "none", "no photo"],
)
def test_whatever_is_wrong_her_text_comes_back_with_a_sentence(
    house: Any, changes: dict[str, Any], status: int
) -> None:
    client = Client()
    if isinstance(changes.get("t"), int):
        changes = {"t": old_ticket(changes["t"])}
    answer = sent(client, **changes)
    assert answer.status_code == status
    assert escaped(TEXT) in answer.text
    assert 'role="alert"' in answer.text
    assert not Thread.objects.exists()
    again = {"e": hidden(answer.text, "e"), "t": hidden(answer.text, "t"), "text": TEXT, "wish": "answer"}
    assert len(words_on(client.post(f"/{WORDS['letter_send']}", again).text)) == 8


def test_an_empty_letter_is_asked_for_one_word(house: Any) -> None:
    answer = sent(Client(), text=" \n ")
    assert 'role="alert"' in answer.text
    assert not Thread.objects.exists()


def test_a_letter_sent_twice_is_kept_once_and_never_shown_again(house: Any) -> None:
    client = Client()
    page = sheet_page(client)
    data = {"e": hidden(page, "e"), "t": hidden(page, "t"), "text": TEXT, "wish": "answer"}
    first = client.post(f"/{WORDS['letter_send']}", data)
    second = client.post(f"/{WORDS['letter_send']}", data)
    assert (first.status_code, second.status_code) == (200, 409)
    assert escaped(TEXT) not in second.text
    assert words_on(second.text) == ()
    assert Thread.objects.count() == 1
    for changes in ({"text": TEXT * 800}, {"e": "broken"}, {"photo": io.BytesIO(b"x")}):
        third = client.post(f"/{WORDS['letter_send']}", data | changes)
        assert (third.status_code, escaped(TEXT) in third.text) == (409, False), "refused before it is looked at"


def test_a_form_that_was_refused_ends_with_the_one_that_arrives(house: Any) -> None:
    """Back leads to the refused form: once the letter has arrived, sending that again shows nothing."""
    client = Client()
    page = sheet_page(client)
    wrong = {"e": hidden(page, "e"), "t": hidden(page, "t"), "text": TEXT + "a" * 20_000, "wish": "answer"}
    refused = client.post(f"/{WORDS['letter_send']}", wrong).text
    again = {"e": hidden(refused, "e"), "t": hidden(refused, "t"), "text": TEXT, "wish": "answer"}
    assert len(words_on(client.post(f"/{WORDS['letter_send']}", again).text)) == 8
    replayed = client.post(f"/{WORDS['letter_send']}", wrong)
    assert (replayed.status_code, escaped(TEXT) in replayed.text) == (409, False)


def test_a_form_that_had_grown_old_ends_too(house: Any) -> None:
    client, old = Client(), old_ticket(DAY + 600)
    refused = sent(client, t=old).text
    assert hidden(refused, "u") == old
    again = {"e": hidden(refused, "e"), "u": old, "t": hidden(refused, "t"), "text": TEXT, "wish": "answer"}
    assert len(words_on(client.post(f"/{WORDS['letter_send']}", again).text)) == 8
    replayed = sent(client, t=old)
    assert (replayed.status_code, escaped(TEXT) in replayed.text) == (409, False)


def test_a_form_of_last_week_shows_nothing(house: Any) -> None:
    answer = sent(Client(), t=old_ticket(2 * DAY + 5))
    assert (answer.status_code, escaped(TEXT) in answer.text) == (409, False)


@pytest.mark.parametrize("changes", [{}, {"sentence": ""}, {"sentence": TEXT + "a" * 2_000}, {"t": "x"}, {"t": None}])
def test_una_frase_comes_back_too(house: Any, changes: dict[str, Any]) -> None:
    client = Client()
    data = {"sentence": TEXT, "t": old_ticket(DAY + 600)} | changes
    answer = client.post(f"/{WORDS['sentence']}", {name: value for name, value in data.items() if value is not None})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert (escaped(TEXT) in answer.text) == (changes.get("sentence") != "")
    assert not Thread.objects.exists()


def test_too_many_at_once_gives_the_text_back_and_says_when(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "LONGEST_WAIT", 0.01)
    for _ in range(2):
        receipts.LINES["new"].acquire()
    try:
        answers = [
            sent(Client()),
            Client().post(f"/{WORDS['sentence']}", {"sentence": TEXT, "t": tickets.new_ticket()}),
        ]
    finally:
        for _ in range(2):
            receipts.LINES["new"].release()
    for answer in answers:
        assert (answer.status_code, answer["Retry-After"]) == (503, "20")
        assert escaped(TEXT) in answer.text
    assert not UsedTicket.objects.exists()


def test_lines_are_counted_as_she_counts_them(house: Any) -> None:
    """A browser counts a line end as one and sends two."""
    text = "a\r\n" * 9_999 + "aa"
    assert len(words_on(sent(Client(), text=text).text)) == 8
    assert read_as(house, "ana")[0].text == text.replace("\r\n", "\n")
