"""Coming back with eight words: her page, the same work and the same size for everybody, and forms that end."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.access.reporting.actions.desk import LONGEST_ANSWER
from amparo.access.reporting.models import Tally, Thread
from amparo.access.reporting.queries import tickets
from amparo.access.reporting.queries.hers import LARGEST_ANSWER, may_stand_on_her_page, steps_of, weight
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.sealing import receipts as receipts_of_sealing
from amparo.sealing.words import fresh_words
from amparo.vault.actions import receipts
from amparo.vault.actions.rings import turn_ring
from tests.letters import (
    WORDS,
    a_house_for_letters,
    answered,
    her_page,
    hidden,
    letter,
    opened_back,
    read_as,
    reply,
)  # fmt: skip

pytestmark = pytest.mark.django_db
HERS = 24_576  # bytes of her page, always
TEXT = "Lo que escribí primero."
ANSWER = "Te creemos.\nEl jueves te espera alguien <b> & te acompaña."
SHOWN = "Te creemos.<br>El jueves te espera alguien &lt;b&gt; &amp; te acompaña."
OPENS_NOTHING = 'role="alert"'


@pytest.fixture
def house(cast: Any) -> Any:
    return a_house_for_letters(cast)


@pytest.fixture
def words(house: Any) -> str:
    return " ".join(letter(Client(), TEXT))


def fresh_ticket(client: Client) -> str:
    return hidden(client.get(f"/{WORDS['back']}").text, "t")


def post(client: Client, name: str, **data: Any) -> Any:
    return client.post(f"/{WORDS[name]}", {"t": fresh_ticket(client)} | data)


def test_her_words_open_her_page_and_not_what_she_wrote(house: Any, words: str) -> None:
    acts = Act.objects.count()
    page = her_page(Client(), words)
    assert TEXT not in page
    assert SHOWN not in page
    answered(house, "ana", Thread.objects.get(), ANSWER)
    acts += 1
    page = her_page(Client(), words)
    assert SHOWN in page
    assert TEXT not in page
    assert "Ana" not in re.findall(r"<main.*</main>", page, re.DOTALL)[0]
    older = post(Client(), "back_older", p=words).text
    assert older.index(TEXT) < older.index(SHOWN)
    assert Act.objects.count() == acts, "coming back leaves no row"


@pytest.mark.parametrize(
    "change", [str.upper, lambda w: w.replace(" ", ",\n"), lambda w: " ".join(x[:4] for x in w.split())]
)
def test_words_are_read_as_people_write_them(house: Any, words: str, change: Any) -> None:
    assert OPENS_NOTHING not in her_page(Client(), change(words))


@pytest.mark.parametrize("typed", ["uno dos", "a b c d e f g h i", ""])
def test_what_cannot_be_eight_words_is_said_before_any_work(
    house: Any, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "derive_receipt", None)
    answer = opened_back(Client(), typed)
    assert OPENS_NOTHING in answer.text
    assert len(answer.content) == HERS


def test_the_word_that_nobody_knows_is_named_by_its_number(house: Any, words: str) -> None:
    typed = words.split()
    typed[2] = "xyzxyzxyzxyz"
    page = her_page(Client(), " ".join(typed))
    assert re.search(r'role="alert">[^<]*3[^<]*<', page)
    assert "xyzxyzxyzxyz" in page, "she can mend it"


def statements(act: Any) -> list[str]:
    """The statements of an act, without the values in them."""
    with CaptureQueriesContext(connections["default"]) as captured:
        act()
    return [re.sub(r"'[^']*'|\b\d+\b|X'[^']*'|s\d+_x\d+", "?", each["sql"]) for each in captured]


def test_words_that_open_and_words_that_do_not_cost_the_same(
    house: Any, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(house, "ana", Thread.objects.get(), ANSWER)
    derived = []

    def counted(*args: Any) -> Any:
        derived.append(args)
        return receipts_of_sealing.derive_receipt(*args)

    monkeypatch.setattr(receipts, "derive_receipt", counted)
    found = {}
    for who, typed in (("hers", words), ("nobody's", " ".join(fresh_words("es")))):
        client = Client()
        ticket = fresh_ticket(client)
        derived.clear()
        data = {"p": typed, "t": ticket}
        answers: list[Any] = []
        told = statements(lambda: answers.append(client.post(f"/{WORDS['back_open']}", data)))  # noqa: B023
        [answer] = answers
        found[who] = (told, len(derived), answer.status_code, len(answer.content), headers_of(answer))
    assert found["hers"][0] == found["nobody's"][0]
    assert found["hers"][1:] == found["nobody's"][1:]
    assert found["hers"][1] == 1
    assert len(found["hers"][0]) >= 5


def headers_of(answer: Any) -> dict[str, str]:
    """All the headers of an answer."""
    return dict(answer.headers.items())


ANSWERS = {
    "none": None,
    "a word": "sí",
    "Spanish": "Te esperamos el jueves en la mañana, ¿puedes? " * 86,
    "signs": "“¿Sí?” & <no>\n" * 200,
    "Bengali": "অ" * 4_000,
    "emoji": "😀" * 4_000,
}


@pytest.mark.parametrize("prefix", ["", "/pt", "/en"])
def test_her_page_is_as_long_whatever_waits_for_her(house: Any, words: str, prefix: str) -> None:
    thread, sizes = Thread.objects.get(), {}
    for name, text in ANSWERS.items():
        if text is not None:
            answered(house, "ana", thread, text[:LONGEST_ANSWER], role="coordinator")
        answer = opened_back(Client(headers={"accept-encoding": "gzip"}), words, prefix=prefix)
        assert text is None or text[:3].strip()[:1] in answer.text
        sizes[name] = (len(answer.content), answer["Content-Length"], sorted(headers_of(answer).items()))
        assert not answer.has_header("Content-Encoding")
        assert answer["Cache-Control"] == "no-store, no-transform"
    assert {size for size, _length, _headers in sizes.values()} == {HERS}
    assert len({repr(each) for each in sizes.values()}) == 1


def test_an_answer_that_would_show_by_its_size_is_not_sent(house: Any, words: str) -> None:
    assert [steps_of(length) for length in (4_000, 7_876, 7_877)] == [3, 3, 4], "room for the longest answer, always"
    assert weight("a" * 4_000) <= LARGEST_ANSWER
    assert weight("😀" * 4_000) <= LARGEST_ANSWER
    assert not may_stand_on_her_page.allows('"' * 4_000)
    with pytest.raises(Denied):
        answered(house, "ana", Thread.objects.get(), '"' * 4_000)


@pytest.mark.parametrize("around", ["", '"' * 320, "&" * 320])
def test_her_page_stays_as_long_whatever_else_makes_it_long(house: Any, words: str, around: str) -> None:
    """After the lock was turned, and with much typed around her words, that stands in the forms of the page."""
    thread = Thread.objects.get()
    for _ in range(3):
        turn_ring(thread.ring)
    before = len(opened_back(Client(), words + around).content)
    answered(house, "ana", thread, "😀" * 4_000)
    assert len(opened_back(Client(), words + around).content) == before
    assert before % 8_192 == 0


# Forms end.


@pytest.mark.parametrize("name", ["back_open", "back_older", "back_reply", "back_change", "back_end"])
def test_a_form_that_is_sent_again_shows_nothing(house: Any, words: str, name: str) -> None:
    answered(house, "ana", Thread.objects.get(), ANSWER)
    client = Client()
    data = {"p": words, "t": fresh_ticket(client), "text": "una respuesta mía"}
    first, second = (client.post(f"/{WORDS[name]}", data) for _ in range(2))
    assert first.status_code == second.status_code == 200
    for told in (SHOWN, TEXT, "una respuesta mía", words):
        assert told not in second.text
    assert OPENS_NOTHING in second.text


@pytest.mark.parametrize("name", ["back_open", "back_older", "back_reply", "back_change", "back_end"])
def test_a_form_ends_after_an_hour(house: Any, words: str, name: str) -> None:
    made = (clock.now() - timedelta(minutes=61)).timestamp()
    data = {"p": words, "t": tickets.new_ticket(made), "text": "una respuesta mía", "sure": "1"}
    answer = Client().post(f"/{WORDS[name]}", data)
    assert TEXT not in answer.text
    assert words not in answer.text
    assert "una respuesta mía" in answer.text, "unsent, it is not lost"
    assert Thread.objects.count() == 1


def test_wrong_words_are_not_shown_again_out_of_the_history(house: Any, words: str) -> None:
    client = Client()
    typed = " ".join(words.split()[:7])
    data = {"p": typed, "t": fresh_ticket(client)}
    assert typed in client.post(f"/{WORDS['back_open']}", data).text
    assert typed not in client.post(f"/{WORDS['back_open']}", data).text


# What she does.


def test_a_reply_reaches_those_who_read(house: Any, words: str) -> None:
    answered(house, "ana", Thread.objects.get(), ANSWER)
    answer = reply(Client(), words, "Sí, el jueves.")
    assert 'role="status"' in answer.text
    assert [said.text for said in read_as(house, "berta")] == [TEXT, ANSWER, "Sí, el jueves."]
    assert Thread.objects.get().state == "ours"
    assert dict(Tally.objects.values_list("what", "count")) == {"letter": 1, "reply": 1}


@pytest.mark.parametrize("text", ["", "a" * 20_001])
def test_a_reply_that_is_wrong_comes_back_on_her_page(house: Any, words: str, text: str) -> None:
    client = Client()
    answer = reply(client, words, text)
    assert OPENS_NOTHING in answer.text
    assert (text in answer.text) is True
    again = {"p": words, "t": hidden(answer.text, "t"), "text": "ahora sí"}
    assert "ahora sí" not in client.post(f"/{WORDS['back_reply']}", again).text
    assert [said.text for said in read_as(house, "ana")] == [TEXT, "ahora sí"]


def test_new_words_count_from_the_moment_she_says_that_she_has_them(house: Any, words: str) -> None:
    answered(house, "ana", Thread.objects.get(), ANSWER)
    client = Client()
    turn_ring(Thread.objects.get().ring)
    shown = post(client, "back_change", p=words).text
    fresh = hidden(shown, "w")
    assert OPENS_NOTHING not in her_page(Client(), words), "nothing has changed yet"
    assert OPENS_NOTHING in her_page(Client(), fresh)
    done = client.post(f"/{WORDS['back_change']}", {"p": words, "w": fresh, "t": hidden(shown, "t")}).text
    assert all(word in done for word in fresh.split())
    assert SHOWN in her_page(Client(), fresh)
    assert OPENS_NOTHING in her_page(Client(), words)
    assert TEXT in post(Client(), "back_older", p=fresh).text, "what was sealed before opens too"


def test_new_words_that_are_the_old_ones_are_refused_in_words(house: Any, words: str) -> None:
    answer = post(Client(), "back_change", p=words, w=words)
    assert OPENS_NOTHING in answer.text
    assert OPENS_NOTHING not in her_page(Client(), words)


def test_taking_everything_back_asks_once_and_leaves_nothing(house: Any, words: str) -> None:
    client = Client()
    asked = post(client, "back_end", p=words)
    assert Thread.objects.count() == 1
    gone = client.post(f"/{WORDS['back_end']}", {"p": words, "t": hidden(asked.text, "t"), "sure": "1"})
    assert gone.status_code == 200
    assert not Thread.objects.exists()
    assert OPENS_NOTHING in her_page(Client(), words)
    assert read_as(house, "ana") == []


def test_who_has_words_has_a_line_of_her_own(house: Any, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "LONGEST_WAIT", 0.01)
    for _ in range(2):
        receipts.LINES["new"].acquire()
    try:
        assert OPENS_NOTHING not in her_page(Client(), words)
        for _ in range(2):
            receipts.LINES["holders"].acquire()
        client = Client()
        busy = client.post(f"/{WORDS['back_reply']}", {"p": words, "t": fresh_ticket(client), "text": "no me pierdas"})
        assert (busy.status_code, busy["Retry-After"]) == (503, "20")
        assert "no me pierdas" in busy.text
    finally:
        for line in receipts.LINES.values():
            for _ in range(2):
                line.release()


@pytest.mark.parametrize("name", ["back_open", "back_older", "back_reply", "back_change", "back_end", "back_sealed"])
def test_nothing_of_hers_is_in_an_address_or_a_cookie(house: Any, words: str, name: str) -> None:
    client = Client()
    assert client.get(f"/{WORDS[name]}", {"p": words}).status_code == 302
    answer = client.post(f"/{WORDS[name]}", {"p": words})
    assert not client.cookies
    assert "Location" not in answer.headers
