"""Threads at the desk: who finds which, opening one, answering her."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from amparo.access.reporting.actions import letters as writing
from amparo.access.reporting.models import CLOSED, EARLY, HERS, Thread
from amparo.access.reporting.queries import lists
from amparo.access.reporting.queries.hers import her_page
from amparo.access.reporting.queries.tickets import new_ticket
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.vault.actions.receipts import open_with_words, receipt_of_text
from tests.cast import browser_of
from tests.letters import a_house_for_letters, opened_client
from tests.threads import NOW, act, kinds_reading, who_gets_it, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read; Olga stands outside; the sheets are with Diana, Elena and in a box."""
    return a_house_for_letters(cast)


# --- who finds what --------------------------------------------------------------------------------------------------


def test_whoever_reads_finds_a_thread_and_opens_it(house: Any) -> None:
    letter = written("Vivo en la calle Olmedo.")
    assert who_gets_it(house, letter) == {
        "ana": 200, "berta": 200, "carla": 200, "diana": 403, "elena": 403, "stranger": 302, "olga": 404,
    }  # fmt: skip
    page = opened_client(house.cast.ana).get(letter.page)
    assert "Vivo en la calle Olmedo." in page.text
    assert page["Cache-Control"] == "no-store"
    assert f"Hilo {letter.reference[:4]}" in page.text or f"Thread {letter.reference[:4]}" in page.text
    assert letter.reference not in re.sub(r"(href|action)=\"[^\"]*\"", "", page.text), (
        "its whole name is in addresses only"
    )


@pytest.mark.parametrize(("asked", "reads"), [
    ({}, {"ana", "berta", "carla", "recovery"}),
    ({"roles": ["counsel"]}, {"ana", "berta", "recovery"}),
    ({"roles": ["coordinator", "counsel"]}, {"berta", "olga", "recovery"}),
    ({"complaint": "house"}, {"olga"}),
])  # fmt: skip
def test_whom_she_leaves_out_finds_nothing(house: Any, asked: dict[str, Any], reads: set[str]) -> None:
    letter = written(**asked)
    assert kinds_reading(letter) == reads
    codes = who_gets_it(house, letter)
    for name in ("ana", "berta", "carla", "olga"):
        assert codes[name] == (200 if name in reads else 404), name
        person = house.outside if name == "olga" else getattr(house.cast, name)
        listed = opened_client(person).get(reverse("desk_letters")).text
        assert (letter.reference in listed) == (name in reads), name


def test_who_was_left_out_sees_the_same_bytes_with_and_without(house: Any) -> None:
    """No number, no gap, no other sentence: on the lists, on the first page, in the menu, and looking for a number."""
    client = opened_client(house.cast.ana)
    pages = [reverse("desk"), reverse("desk_letters"), reverse("keys")]

    def seen() -> list[str]:
        found = [client.get(page).text for page in pages]
        found.append(client.post(reverse("desk_letters_find"), {"phone": "0991234567"}).text)
        return [re.sub(r'value="[A-Za-z0-9]{64}"', "", each) for each in found]

    before = seen()
    written("Llámame al 099 123 4567.", roles=["coordinator"])
    assert seen() == before
    written("Llámame al 099 123 4567.")
    assert seen() != before, "the look is not blind: a thread of hers changes the page"


def test_the_list_says_what_waits_and_for_whom(house: Any) -> None:
    today = clock.now()
    due = written(now=today - timedelta(days=9))
    later = written(now=today)
    early = written(now=today, lane=EARLY)
    answered, closed = written(now=today), written(now=today)
    Thread.objects.filter(pk=answered.thread.pk).update(state=HERS, answer_by=None)
    Thread.objects.filter(pk=closed.thread.pk).update(state=CLOSED, answer_by=None)
    context = opened_client(house.cast.berta).get(reverse("desk_letters")).context
    names = (lists.DUE, lists.LATER, lists.WAITING, lists.IN_A_HURRY, lists.SHUT)
    assert {name: [each.reference for each in context[name].threads] for name in names} == {
        lists.DUE: [due.reference],
        lists.LATER: [later.reference],
        lists.WAITING: [answered.reference],
        lists.IN_A_HURRY: [early.reference],
        lists.SHUT: [closed.reference],
    }


def test_what_should_have_been_answered_stands_first_and_says_so(house: Any) -> None:
    """On Wednesday 25 November: one was for the 24th, one is for today, one for the 27th."""
    days = {"today": date(2026, 11, 25), "past": date(2026, 11, 24), "later": date(2026, 11, 27)}
    threads = {}
    for name, answer_by in days.items():
        threads[name] = written().reference
        Thread.objects.filter(reference=threads[name]).update(answer_by=answer_by)
    found = lists.today(house.cast.berta, on=date(2026, 11, 25))
    due = found[lists.DUE]
    assert [each.reference for each in due.threads] == [threads["past"], threads["today"]]
    assert [each.reference for each in found[lists.LATER].threads] == [threads["later"]]
    with translation.override("es"):
        lines = {
            day: render_to_string("reporting/desk_line.html", {"list": due, "thread": due.threads[0], "by": day})
            for day in days.values()
        }
    assert "La fecha era el 24 de noviembre de 2026. Responder todavía le sirve." in lines[days["past"]]
    assert "Responde antes" not in lines[days["past"]]
    for name in ("today", "later"):
        assert "La fecha era" not in lines[days[name]]
        assert "Responde antes" in lines[days[name]]


def test_no_title_bears_a_number_and_empty_lists_say_what_comes(house: Any) -> None:
    client = opened_client(house.cast.ana)
    empty = client.get(reverse("desk_letters")).text
    assert 'class="empty"' in empty
    for _ in range(3):
        written()
    page = client.get(reverse("desk_letters")).text
    for part in re.findall(r"<title>.*?</title>|<h1>.*?</h1>|<nav.*?</nav>", page, re.DOTALL):
        assert not re.search(r">[^<]*\d[^<]*<", part), part


def test_at_an_empty_desk_nothing_is_there(house: Any) -> None:
    letter = written()
    client = opened_client(house.cast.ana)
    session = client.session
    session["empty"] = True
    session.save()
    assert client.get(letter.page).status_code == 403
    assert reverse("desk_letters") not in client.get(reverse("desk")).text


# --- opening ---------------------------------------------------------------------------------------------------------


def test_opening_is_in_the_trail_to_the_hour(house: Any) -> None:
    letter = written()
    opened_client(house.cast.carla).get(letter.page)
    last = Act.objects.filter(verb="thread.opened").get()
    assert (last.actor, last.target) == (f"user:{house.cast.carla.reference}", f"thread:{letter.reference}")
    assert (last.at.minute, last.at.second) == (0, 0)


def test_with_the_key_shut_the_list_shows_and_a_thread_does_not(house: Any) -> None:
    letter = written()
    client = browser_of(house.cast.ana)
    assert client.get(reverse("desk_letters")).status_code == 200
    answer = client.get(letter.page)
    assert answer.status_code != 200
    assert "No quiero dar mi nombre" not in answer.text
    assert not Act.objects.filter(verb="thread.opened").exists()


# --- answering -------------------------------------------------------------------------------------------------------


def test_an_answer_is_sealed_for_her_and_only_then_shown(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    sent = act(client, letter, "answer", text="El martes te espero.", role="reader", seen="1")
    assert (sent.status_code, sent["Location"]) == (302, letter.page)
    letter.thread.refresh_from_db()
    assert (letter.thread.state, letter.thread.answer_by) == (HERS, None)
    hers = her_page(open_with_words(receipt_of_text(" ".join(letter.words), "es")))
    assert hers.answer is not None
    assert (hers.answer.text, hers.answer.role) == ("El martes te espero.", "reader")
    assert Act.objects.filter(verb="thread.answered").get().at.minute == 0
    assert b"El martes" not in bytes(letter.thread.messages.last().box)


@pytest.mark.parametrize(("sent", "taken"), [
    ({"text": "x" * 4000, "role": "reader", "seen": "1"}, True),
    ({"text": "x" * 4001, "role": "reader", "seen": "1"}, False),
    ({"text": "", "role": "reader", "seen": "1"}, False),
    ({"text": "hola", "role": "counsel", "seen": "1"}, False),  # a role that she does not have
    ({"text": "hola", "role": "moderator", "seen": "1"}, True),
    ({"text": "hola", "role": "reader", "seen": ""}, False),
])  # fmt: skip
def test_what_an_answer_must_be(house: Any, sent: dict[str, str], taken: bool) -> None:
    letter = written()
    answer = act(opened_client(house.cast.berta), letter, "answer", **sent)
    assert answer.status_code == (302 if taken else 200)
    assert letter.thread.messages.count() == (2 if taken else 1)
    if not taken and sent["text"]:
        assert sent["text"] in answer.text, "what was written stays on the page"


def test_nobody_answers_past_a_message_that_came_meanwhile(house: Any) -> None:
    letter, client = written(), opened_client(house.cast.berta)
    writing.write_reply(letter.thread, text="Ya no estoy en esa calle.", ticket=new_ticket(), now=NOW)
    answer = act(client, letter, "answer", text="Voy a la calle Olmedo.", role="reader", seen="1")
    assert answer.status_code == 409
    assert "Ya no estoy en esa calle." in answer.text
    assert "Voy a la calle Olmedo." in answer.text
    assert 'name="seen" value="2"' in answer.text
    assert letter.thread.messages.count() == 2
