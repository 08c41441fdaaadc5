"""The list of the day: what reaches her first, papers after; what she took back is refused; sixty cost as one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases, hers, tasks
from amparo.casework.actions.today import list_day
from amparo.casework.queries.today import MOST, day_of
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Locked
from amparo.formats.case_questions import Answer
from tests.cases import HOURS, NUMBER, WORD, a_case, a_reachable_case, a_task, allows_way, person
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = [pytest.mark.django_db(databases=["default"])]


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def whats(found: list[Any]) -> list[str]:
    return [each.what for each in found]


@pytest.mark.clock
def test_late_and_today_stand_there_and_what_reaches_her_comes_first(house: Letters) -> None:
    case, today = a_reachable_case(house), date(2026, 11, 20)
    plan = [
        ("paper_work", "un papel", 0), ("ask_service", "preguntar", -9), ("call", "llamar hoy", 0),
        ("call", "llamar tarde", -3), ("call", "llamar mañana", 1), ("other", "otra", 0),
    ]  # fmt: skip
    for kind, what, days in plan:
        a_task(house, case, kind, what=what, due_on=today + timedelta(days=days))
    day = day_of(person(house, "ana"), today=today)
    assert whats(day.for_her) == ["llamar tarde", "llamar hoy", "preguntar", "otra"]
    assert whats(day.papers) == ["un papel"]
    assert (day.without, day.is_cut) == ([], False)


@pytest.mark.clock
def test_whoever_does_not_read_a_case_finds_nothing_of_it(house: Letters) -> None:
    a_task(house, a_reachable_case(house))
    assert whats(day_of(person(house, "ana"), today=clock.today()).for_her) == ["Preguntar si hay cama"]
    day = day_of(person(house, "berta"), today=clock.today())
    assert (day.for_her, day.papers, day.without, day.mine) == ([], [], [], [])
    with pytest.raises(Denied):
        day_of(house.cast.diana, today=clock.today())
    with pytest.raises(Locked):
        day_of(type(house.cast.ana).objects.get(pk=house.cast.ana.pk), today=clock.today())


@pytest.mark.clock
def test_a_closed_case_has_no_day_and_an_open_one_without_a_step_is_named(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    (ahead,) = day_of(ana, today=clock.today()).without
    assert ahead.case.reference == case.reference
    a_task(house, case, due_on=clock.today() + timedelta(days=90))
    assert day_of(ana, today=clock.today()).without == []
    cases.close(case, reason="agreed", by=ana)
    day = day_of(ana, today=clock.today())
    assert (day.for_her, day.without) == ([], [])


@pytest.mark.clock
def test_what_she_took_back_is_refused_on_the_list_too(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    a_task(house, case)
    (task,) = day_of(ana, today=clock.today()).for_her
    assert task.why_not == ""
    later = clock.now() + timedelta(days=91)
    (task,) = day_of(ana, today=clock.today(), now=later).for_her
    assert "Her permission ran out." in task.why_not, "a yes lasts ninety days"
    allows_way(house, case, answer="no")
    (task,) = day_of(ana, today=clock.today()).for_her
    assert "She took it back." in task.why_not


@pytest.mark.clock
def test_what_she_wrote_on_her_own_page_and_nobody_read_stops_everything_that_reaches_her(house: Letters) -> None:
    """It may be a no. Nobody knows before the case is opened, so until then nobody calls."""
    case, ana = a_reachable_case(house), person(house, "ana")
    task = a_task(house, case)
    assert hers.say(case, {"ways": ["NO"]})
    (shown,) = day_of(ana, today=clock.today()).for_her
    assert "Open her case first." in shown.why_not
    with pytest.raises(Denied, match="Open her case first"):
        a_task(house, case)
    cases.open_case(case, by=ana)
    (shown,) = day_of(ana, today=clock.today()).for_her
    assert "not to be contacted" in shown.why_not
    with pytest.raises(Denied):
        tasks.finish_task(case, reference=task.reference, outcome="reached", told="", by=ana)


@pytest.mark.clock
def test_the_page_shows_when_and_by_which_way_and_keeps_the_number_where_opening_is_written_down(
    house: Letters,
) -> None:
    case = a_reachable_case(house)
    a_task(house, case)
    ana = opened_client(house.cast.ana)
    before = Act.objects.count()
    page = ana.get(reverse("cases_today")).content.decode()
    assert [each.verb for each in Act.objects.order_by("number")[before:]] == ["cases.day_listed"]
    for each in ("Today, for her", "Preguntar si hay cama", HOURS, "A call at the hour we agreed on", "Papers"):
        assert each in page
    for each in (NUMBER, WORD):
        assert each not in page
    assert page.index("Today, for her") < page.index(">Papers<")


@pytest.mark.clock
def test_what_came_of_what_she_did_is_told_to_her_alone(house: Letters) -> None:
    case, ana = a_reachable_case(house), person(house, "ana")
    cases.share(case, reader=house.readers["berta"], by=ana)
    task = a_task(house, case, who="berta")
    berta = person(house, "berta")
    tasks.finish_task(case, reference=task.reference, outcome="reached", told="", by=berta)
    assert [each.outcome for each in day_of(berta, today=clock.today()).mine] == ["reached"]
    assert day_of(ana, today=clock.today()).mine == []
    later = clock.today() + timedelta(days=15)
    assert day_of(berta, today=later).mine == []


def test_sixty_cases_cost_as_many_questions_as_one(house: Letters) -> None:
    ana, told = person(house, "ana"), []
    for more in (1, 59):
        for _ in range(more):
            case = a_case(house, contact_ways=Answer(("APP",)))
            a_task(house, case, "her_page")
            a_task(house, case, "paper_work")
        with CaptureQueriesContext(connections["default"]) as captured:
            day = day_of(ana, today=clock.today())
        told.append(len(captured))
    assert told[0] == told[1] <= 8, told
    assert (len(day.for_her), len(day.papers), day.is_cut) == (MOST, MOST, True)


def test_looking_is_an_act(house: Letters) -> None:
    list_day(by=person(house, "ana"), today=clock.today())
    assert Act.objects.order_by("-number").first().verb == "cases.day_listed"
