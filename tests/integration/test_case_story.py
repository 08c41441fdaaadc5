"""Notes and the story of a case: written, changed, never written over, the newest first, folded after ten."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases, parts, tasks
from amparo.casework.actions.permissions import write_summary
from amparo.casework.models import Case
from amparo.casework.queries.timeline import story_of
from amparo.formats.case_questions import Answer
from tests.cases import a_reachable_case, a_task, person
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.over_the_wire import hidden

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def a_note(house: Letters, case: Case, text: str) -> Any:
    return parts.add_part(case, kind="note", answers={"note_text": Answer(text)}, by=person(house, "ana"))


def sent(page: Any, **more: Any) -> dict[str, Any]:
    return {"seen": hidden(page.content.decode(), "seen"), **more}


def test_a_note_is_written_changed_and_an_empty_one_is_none(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    add = reverse("case_note_add", args=[case.reference])
    empty = ana.post(add, sent(ana.get(add), note_text=""))
    assert "Write what happened, or go back." in empty.content.decode()
    assert ana.post(add, sent(ana.get(add), note_text="Vino con su hermana")).status_code == 302
    (note,) = cases.open_case(case, by=person(house, "ana")).of_kind("note")
    where = reverse("case_note", args=[case.reference, note.reference])
    assert "Vino con su hermana" in ana.get(where).content.decode()
    assert ana.post(where, sent(ana.get(where), note_text="Vino con su prima")).status_code == 302
    (note,) = cases.open_case(case, by=person(house, "ana")).of_kind("note")
    assert note.said("note_text") == "Vino con su prima"


def test_two_who_write_the_same_note_see_both(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    note = a_note(house, case, "Al principio")
    where = reverse("case_note", args=[case.reference, note.reference])
    page, berta = ana.get(where), opened_client(house.cast.berta)
    assert berta.post(where, sent(berta.get(where), note_text="De Berta")).status_code == 302
    told = ana.post(where, sent(page, note_text="De Ana"))
    text = told.content.decode()
    assert (told.status_code, "De Berta" in text, "De Ana" in text) == (409, True, True)


def test_a_note_of_another_case_and_a_closed_case(house: Letters) -> None:
    case, other, ana = a_reachable_case(house), a_reachable_case(house), opened_client(house.cast.ana)
    note = a_note(house, case, "Una nota")
    assert ana.get(reverse("case_note", args=[other.reference, note.reference])).status_code == 404
    task = a_task(house, case)
    assert ana.get(reverse("case_note", args=[case.reference, task.reference])).status_code == 404
    cases.close(case, reason="agreed", by=person(house, "ana"))
    where = reverse("case_note", args=[case.reference, note.reference])
    page = ana.get(where)
    assert "Una nota" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert ana.post(where, {"note_text": "x", "seen": ""}).status_code == 403


def test_her_key_shut_meanwhile_and_her_words_are_on_the_answer(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    del ana.cookies[settings.UNLOCK_COOKIE_NAME]
    answer = ana.post(reverse("case_note_add", args=[case.reference]), {"note_text": "Palabras de ejemplo"})
    assert (answer.status_code, "Palabras de ejemplo" in answer.content.decode()) == (403, True)


def test_the_story_is_the_newest_first_and_what_waits_is_not_in_it(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    a_note(house, case, "La primera")
    done, _waiting = a_task(house, case, what="Lo hecho"), a_task(house, case, what="Lo que falta")
    a_note(house, case, "La última")
    tasks.finish_task(case, reference=done.reference, outcome="reached", told="Está bien", by=ana)
    opened = cases.open_case(case, by=ana)
    told = [(each.kind, each.words) for each in story_of(case, opened.parts) if each.kind in {"note", "task"}]
    assert told == [
        ("note", "La última"), ("task", "Lo hecho. We spoke with her. Está bien"), ("note", "La primera"),
    ]  # fmt: skip


def test_of_what_happened_to_her_the_story_says_only_that_it_was_written(house: Letters) -> None:
    """A kind that has no line of its own (a summary stands for it) shows no words to who passes by."""
    case, ana = a_reachable_case(house), person(house, "ana")
    write_summary(case, text=Answer("Palabras de ejemplo"), was={}, by=ana)
    told = {each.kind: each.words for each in story_of(case, cases.open_case(case, by=ana).parts)}
    assert told["summary"] == ""
    assert told["permission"] in {
        "Go with her and keep what is hers: She said yes",
        "Reach her by one way, as she says: She said yes",
    }


def test_after_ten_the_rest_is_folded(house: Letters) -> None:
    case, ana = a_reachable_case(house), opened_client(house.cast.ana)
    where = reverse("case", args=[case.reference])
    before = len(story_of(case, cases.open_case(case, by=person(house, "ana")).parts))
    for number in range(10 - before):
        a_note(house, case, f"Nota {number}")
    assert "What was before" not in ana.get(where).content.decode()
    a_note(house, case, "La que hace once")
    page = ana.get(where).content.decode()
    open_part, folded = re.split("What was before", page)
    assert "La que hace once" in open_part
    assert folded.count("<time") == 1
