"""Tasks: what reaches her is refused on every way that leads to it, until she said how and allows it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from amparo.casework.actions import cases, parts, tasks
from amparo.casework.models import Case, Part
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past
from amparo.vault.models import SealedField
from amparo.vault.queries.parts import BODY
from tests.cases import HOURS, WORD, a_case, a_reachable_case, a_task, allows_way, person, rows_as_text
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])
SOURCES = Path(__file__).resolve().parents[2] / "src" / "amparo"
REACHING = [code for code, each in by_code("task_kind").items() if each.more["reaches_her"]]
OTHERS = [code for code in by_code("task_kind") if code not in REACHING]
WAYS = {
    "call": "TEL_H", "message": "MSG_N", "by_peer": "PAR", "visit": "PRES", "meet": "PRES", "accompany": "PRES",
    "her_page": "APP",
}  # fmt: skip


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def opened(house: Letters, case: Case, name: str = "ana") -> Any:
    return cases.open_case(case, by=person(house, name))


def add_raw(house: Letters, case: Case, kind: str) -> Part:
    """The way around the action of tasks: the one that adds anything to a case."""
    answers = {"task_kind": Answer(kind)} if kind else {"task_what": Answer("sin decir de qué se trata")}
    more = {"who": opaque(house.cast.ana)}
    return parts.add_part(case, kind="task", answers=answers, by=person(house, "ana"), more=more, due_on=clock.today())


@pytest.mark.parametrize("kind", [*REACHING, ""])
def test_without_a_rule_and_a_yes_nothing_that_reaches_her_is_planned(house: Letters, kind: str) -> None:
    """By the action, by the one beneath it, and by turning a paper into a call. What names no kind is refused too."""
    case = a_case(house, contact_ways=Answer(()), contact_where=Answer(""))
    if kind:
        with pytest.raises(Denied, match="how to reach her"):
            a_task(house, case, kind)
        paper, ana = a_task(house, case, "paper_work"), person(house, "ana")
        answers, was = {"task_kind": Answer(kind)}, {"task_kind": digest_of(Answer("paper_work"))}
        whose = {"who": opaque(house.cast.ana), "due_on": clock.today()}
        with pytest.raises(Denied):
            tasks.change_task(case, reference=paper.reference, answers=answers, was=was, by=ana, **whose)
        with pytest.raises(Denied):
            parts.change_part(case, reference=paper.reference, kind="task", answers=answers, was=was, by=ana)
        assert opened(house, case).of_kind("task")[0].said("task_kind") == "paper_work"
    else:
        with pytest.raises(Denied):
            add_raw(house, case, kind)
    assert len(opened(house, case).of_kind("task")) == bool(kind)


@pytest.mark.parametrize("kind", OTHERS)
def test_what_does_not_reach_her_needs_no_rule(house: Letters, kind: str) -> None:
    case = a_case(house, contact_ways=Answer(("NO",)))
    a_task(house, case, kind)
    assert opened(house, case).of_kind("task")[0].said("task_kind") == kind


@pytest.mark.parametrize("kind", REACHING)
def test_with_a_rule_and_her_yes_to_this_very_way_it_is_planned(house: Letters, kind: str) -> None:
    """Her yes to another way is none; her page needs no yes, for it is she who comes."""
    way = WAYS[kind]
    other = "TEL_H" if way != "TEL_H" else "PRES"
    more = {"contact_hours": Answer(HOURS), "contact_word": Answer(WORD), "contact_others": Answer("Yoli de ejemplo")}
    case = a_case(house, contact_ways=Answer((way,)), **more)
    allows_way(house, case, other)
    if kind != "her_page":
        with pytest.raises(Denied, match="permission"):
            a_task(house, case, kind)
        allows_way(house, case, way)
    a_task(house, case, kind)
    assert opened(house, case).of_kind("task")[0].said("task_kind") == kind


def test_who_comes_with_her_words_only_is_not_called_and_finds_an_answer_on_her_page(house: Letters) -> None:
    case = a_case(house, contact_ways=Answer(("APP",)))
    for kind in set(REACHING) - {"her_page"}:
        with pytest.raises(Denied, match="her words only"):
            a_task(house, case, kind)
    a_task(house, case, "her_page")


def finish(house: Letters, case: Case, task: Part, outcome: str, **more: Any) -> Any:
    return tasks.finish_task(case, reference=task.reference, outcome=outcome, told="", by=person(house, "ana"), **more)


def withdrawn(house: Letters, case: Case) -> None:
    allows_way(house, case, answer="no")


def says_no(house: Letters, case: Case) -> None:
    seen = opened(house, case).numbers
    answers = {"contact_ways": Answer(("NO",))}
    cases.write_answers(case, answers=answers, seen=seen, by=person(house, "ana"))


@pytest.mark.parametrize("change", [withdrawn, says_no])
def test_what_was_planned_before_she_said_no_is_refused_when_it_is_marked_done(house: Letters, change: Any) -> None:
    case = a_reachable_case(house)
    task = a_task(house, case)
    change(house, case)
    for outcome in ("reached", "nobody", "somebody_else"):
        with pytest.raises(Denied):
            finish(house, case, task, outcome)
    with pytest.raises(Denied):
        parts.end_part(case, reference=task.reference, by=person(house, "ana"))
    assert opened(house, case).of_kind("task")[0].said("task_outcome") is None
    with pytest.raises(Denied):
        finish(house, case, task, "postponed", next_on=clock.today() + timedelta(days=1))
    assert not opened(house, case).of_kind("task")[0].is_over, "nothing is half done"
    finish(house, case, task, "not_done")
    (found,) = opened(house, case).of_kind("task")
    assert (found.is_over, found.said("task_outcome")) == (True, "not_done")


def test_that_she_asked_us_to_stop_stops_everything_that_waits(house: Letters) -> None:
    case = a_reachable_case(house)
    first, second = a_task(house, case), a_task(house, case, every=7)
    assert finish(house, case, first, "stop", next_on=clock.today()) is None, "nothing follows"
    assert opened(house, case).answers["contact_ways"] == Answer(("NO",))
    with pytest.raises(Denied, match="not to be contacted"):
        finish(house, case, second, "reached")
    with pytest.raises(Denied):
        a_task(house, case)


def test_the_following_one_is_planned_and_an_end_is_an_end(house: Letters) -> None:
    case, on = a_reachable_case(house), clock.today() + timedelta(days=7)
    task = a_task(house, case, every=7)
    finish(house, case, task, "reached", next_on=on)
    waiting = [each for each in opened(house, case).of_kind("task") if not each.is_over]
    assert [(each.part.due_on, each.more["every"], each.said("task_kind")) for each in waiting] == [(on, 7, "call")]
    assert "task_outcome" not in waiting[0].answers
    with pytest.raises(ValueError, match="no outcome"):
        finish(house, case, waiting[0].part, "done")


def test_only_who_reads_the_case_does_something_in_it(house: Letters) -> None:
    case = a_reachable_case(house)
    with pytest.raises(ValueError, match="who reads"):
        a_task(house, case, who="berta")
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    task = a_task(house, case, who="berta")
    with pytest.raises(Hidden):
        tasks.finish_task(case, reference=task.reference, outcome="reached", told="", by=person(house, "carla"))
    for bad in ({"every": 5}, {"answers": {"task_kind": Answer("call"), "task_outcome": Answer("not_done")}}):
        given = {
            "answers": {"task_kind": Answer("call")},
            "who": opaque(house.cast.ana),
            "due_on": clock.today(),
            **bad,
        }
        with pytest.raises(ValueError, match=r"every|planned"):
            tasks.add_task(case, by=person(house, "ana"), **given)


def test_two_who_change_it_at_once_see_both(house: Letters) -> None:
    case, on = a_reachable_case(house), clock.today()
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    task = a_task(house, case, "paper_work")
    was = {"task_who": digest_of(Answer(opaque(house.cast.ana))), "task_due": digest_of(Answer(str(on)))}

    def change(who: str, days: int) -> None:
        whose = {"who": opaque(getattr(house.cast, who)), "due_on": on + timedelta(days=days)}
        tasks.change_task(case, reference=task.reference, answers={}, was=was, by=person(house, "ana"), **whose)

    change("berta", 0)
    change("ana", 2)  # she left the person as it stood on her page: what Berta's colleague chose stays
    (found,) = opened(house, case).of_kind("task")
    assert (found.part.due_on, found.more["who"]) == (on + timedelta(days=2), opaque(house.cast.berta))
    with pytest.raises(Past) as past:
        change("ana", 3)
    assert past.value.names == ["task_due"]
    (found,) = opened(house, case).of_kind("task")
    assert (found.part.due_on, found.more["who"]) == (on + timedelta(days=2), opaque(house.cast.berta))


def test_a_dump_tells_its_day_and_nothing_else(house: Letters) -> None:
    case = a_reachable_case(house)
    task = a_task(house, case)
    finish(house, case, task, "reached")
    lying = rows_as_text(Part, SealedField, Act)
    assert str(clock.today()) in lying
    for each in ("task", "call", "reached", "Preguntar si hay cama", HOURS, WORD):
        assert each not in lying
    assert SealedField.objects.get(thing=task.reference, name=BODY)


def writes_bodies(source: str) -> bool:
    """Does a file seal the body of a part, or make one?"""
    return bool(re.search(r"\{BODY:|Part\.objects\.(create|bulk_create)", source))


def test_no_other_file_seals_a_part_than_those_that_ask_or_write_no_task() -> None:
    """The guard stands where parts are sealed: another place to seal one would be a way around it."""
    assert writes_bodies("write_fields(by, ring, thing, {BODY: body}, {})")
    assert writes_bodies("Part.objects.create(case=case)")
    found = {
        path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py") if writes_bodies(path.read_text("utf-8"))
    }
    # A legal matter has parts and a lock of its own, and no task is among them.
    found = {each for each in found if not each.startswith("legal/")}
    # hers writes notes and a summary, young what is there because of her age, cases and handing who was let in,
    # carrying what came from another house, where a task is no task any more but a thing that was brought, calling_back
    # that an organisation got a list, blanks what holds nothing, her_doors that a place turned her away, as she said
    named = ("blanks", "parts", "hers", "young", "cases", "handing", "carrying", "calling_back", "her_doors")
    assert found == {f"casework/actions/{name}.py" for name in named}
