"""What a browser adds to a form stands for no word of hers; and what was begun before her no does not end after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import cases, second_yes, transfer
from amparo.casework.models import Case, Request
from amparo.casework.policies.young import YES
from amparo.casework.queries.parts import ENGAGED
from amparo.casework.queries.permissions import permission_for
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.doors.deidentify.actions import SOURCES, run
from amparo.doors.deidentify.models import Intent
from amparo.formats.case_questions import Answer
from amparo.formats.consent.flows import flows
from tests import flows as way
from tests.cases import person
from tests.coded import built
from tests.flows import GOES, NO, Day, a_day, a_night
from tests.integration.test_flows_refused import HER_WORDS, LETS, Row, a_case, say
from tests.integration.test_her_case import agreed as on_her_page
from tests.transfers import to
from tests.young import ASKED, WHY, protects

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]
FORGED = {
    "sure": "1", "override": "1", "consent_overridden": "1", "consent": "given", "state": "given", "answer": "yes",
    "met": "second_person", "second_person": "on", "reason": "other", "law": "1", "flow": "case", "now": "2020-01-01",
    "agreed": "written", "is_staff": "1", "by": "house.setup",
}  # fmt: skip


@pytest.fixture
def day(cast: Any, places_small: dict[str, Any]) -> Day:
    return a_day(cast, places_small)


# --- forged ---


EVER = {name: row for name, row in LETS.items() if row.lets}  # the others go in no state of it: test_flows_refused
HERS = [name for name, row in EVER.items() if flows()[row.flow].kind]


@pytest.mark.parametrize("name", HERS)
def test_nothing_that_a_browser_adds_stands_for_her_yes(day: Day, name: str) -> None:
    """In the form, in the address and as JSON; with the name of a permission that another person gave."""
    row = LETS[name]
    other, case = a_case(day, row, "allowed"), a_case(day, row, "taken_back_at_the_desk")
    theirs: Any = permission_for(cases.opened(person(day.house, "ana"), other).parts, row.kind, row.to)
    row.before(day, case)
    day.forged = FORGED | {"permission": theirs.part.reference, "part": theirs.part.reference}
    for day.as_json in (False, True):
        assert row.goes(day, case) == NO
    day.forged, day.as_json = {}, False
    row.before(day, other)
    assert row.goes(day, other) == GOES, "the other one did allow it"


def test_nothing_that_a_browser_adds_stands_for_a_second_person(day: Day) -> None:
    """Where her yes is not asked: whoever asked cannot answer herself, whatever her browser says."""
    case = a_case(day, LETS["telling because of a law, alone"], "allowed")
    day.forged = FORGED | {"yes_by": "user:0123456789abcdef", "said_on": "2020-01-01", "agreed": "yes"}
    for day.as_json in (False, True):
        assert way.one_tells(day, case) == NO
    day.forged, day.as_json = {}, False
    assert way.two_tell(day, case) == GOES


def test_the_permission_of_another_person_sends_nothing_of_hers(day: Day) -> None:
    row = LETS["a transfer here"]
    other, case, ana = a_case(day, row, "allowed"), a_case(day, row, "never_asked"), person(day.house, "ana")
    theirs: Any = permission_for(cases.opened(ana, other).parts, row.kind, row.to)
    with pytest.raises(Denied, match="allowed nobody by name"):
        transfer.send(case, to=to(theirs.part.reference), by=ana)
    with pytest.raises(Denied, match="could reach somebody"):
        transfer.send(other, to=to(theirs.part.reference, met=frozenset()), by=ana)
    assert transfer.send(other, to=to(theirs.part.reference), by=ana)


# --- begun before her no ---


def takes_back(day: Day, case: Case, row: Row) -> None:
    """On her own page, while something waits at the desk; that we go with her she says at the desk alone."""
    if row.kind == ENGAGED:
        say(day, case, row, "no")
        return
    standing: Any = permission_for(cases.opened(person(day.house, "ana"), case).parts, row.kind, row.to)
    on_her_page(HER_WORDS[case.pk], f"take:{standing.part.reference}")


def hers_again(day: Day, row: Row) -> Case:
    """A case out of a letter, in which she allows it now: what she took back before she said anew."""
    case = a_case(day, row, "refused" if row.kind == ENGAGED else "taken_back_on_her_page")
    say(day, case, row)
    return case


QUEUED = [name for name, row in EVER.items() if row.before is not Row.before]


@pytest.mark.parametrize("name", QUEUED)
def test_what_lies_in_a_queue_when_she_takes_it_back_goes_no_more(day: Day, name: str) -> None:
    """A list that was let go and not taken yet, a request to read, a planned call."""
    row, case = LETS[name], hers_again(day, LETS[name])
    row.before(day, case)
    takes_back(day, case, row)
    assert row.goes(day, case) == NO
    say(day, case, row)
    assert row.goes(day, case) == GOES, "she says yes again, and what still waits goes"


@pytest.mark.parametrize("name", ["a transfer here", "a transfer abroad"])
def test_a_page_that_was_left_open_sends_nothing_after_her_no(day: Day, name: str) -> None:
    row, case = LETS[name], hers_again(day, LETS[name])
    assert row.goes(day, case) == GOES
    sent = Act.objects.filter(verb="case.sent").count()
    takes_back(day, case, row)
    assert way.sends_again(day, case) == NO
    assert Act.objects.filter(verb="case.sent").count() == sent


@pytest.mark.parametrize("answered_first", [True, False])
def test_the_yes_of_a_second_person_does_not_outlive_hers(day: Day, answered_first: bool) -> None:
    row, ana, carla = LETS["a transfer here"], person(day.house, "ana"), person(day.house, "carla")
    case = a_case(day, row, "allowed")
    seen = cases.opened(ana, case).numbers
    cases.write_answers(case, answers={"age_band": Answer("12_17")}, seen=seen, by=ana)
    cases.share(case, reader=day.house.readers["carla"], by=ana)
    protects(day.house, "carla")
    carla.forget_roles()
    standing: Any = permission_for(cases.opened(ana, case).parts, row.kind, row.to)
    about = standing.part.reference
    second_yes.ask(case, act="transfer", about=about, answers={"yes_why": WHY}, by=ana)
    (asked,) = cases.open_case(case, by=ana).of_kind(YES)

    def carla_says_yes() -> None:
        said = {"yes_asked": ASKED, "yes_words": Answer("Lo leí.")}
        second_yes.answer(case, reference=asked.reference, yes=True, answers=said, by=carla)

    acts: list[Callable[[], None]] = [carla_says_yes, lambda: say(day, case, row, "no")]
    for act in acts if answered_first else acts[::-1]:
        act()
    with pytest.raises(Denied):
        transfer.send(case, to=to(about), by=ana)
    say(day, case, row)
    assert transfer.send(case, to=to(about), by=ana), "she says yes again, and Carla's is still there"


def test_a_night_that_began_before_her_no_counts_her_no_more(day: Day) -> None:
    """Between the moment in which the night looks who is counted and the one in which it carries them."""
    row, source = LETS["being counted at night"], SOURCES[0]
    case = hers_again(day, row)
    day.browser("ana").get(reverse("case", args=[case.reference]))
    there = a_night()

    def look_and_then_she_says_no(now: datetime) -> list[int]:
        ids = source.ids(now)
        assert len(ids) == there
        takes_back(day, case, row)
        return ids

    run(now=clock.now(), rng=Random(3), sources=[replace(source, ids=look_and_then_she_says_no)])
    assert len(built()) == there - 1
    assert not Intent.objects.exists()
    assert a_night() == there - 1


def test_a_list_of_two_goes_without_whom_took_it_back(day: Day) -> None:
    """One of two took it back after it was let go: the file is of the other alone, and the page says so."""
    row = LETS["a list for an organisation"]
    one, two = hers_again(day, row), a_case(day, row, "allowed")
    before = set(Request.objects.values_list("pk", flat=True))
    sent = {
        "kind": "handover", "cases": [one.reference, two.reference], "reason": "network", "organisation": way.WHO,
        "recipient": way.KEY, "second": day.house.readers["berta"].reference,
    }  # fmt: skip
    day.press("export_ask", [], sent)
    day.waiting = Request.objects.exclude(pk__in=before).get().reference
    day.press("export_agree", [day.waiting], {}, "berta")
    takes_back(day, one, row)
    assert way.takes_list(day, two) == GOES
    text = way.opened_by_them(day.last.content)
    assert two.reference in text
    assert one.reference not in text
    assert not Act.objects.filter(verb="case.exported", target=f"case:{one.reference}").exists()
