"""What flows and what does not: every way, in every state of her permission, written down by hand.

Each row is one way (``tests/flows.py``), gone through the pages, the lists or the night by which people go it. Whatever
stands in no set of ``LETS`` lets nothing through there. A flow without a row fails, and so does a place in the program
that asks about a flow, or seals something of a case for somebody, and is not named here.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Thread
from amparo.casework.actions import cases
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission
from amparo.casework.models import Case, Part
from amparo.casework.queries import coded
from amparo.casework.queries.parts import ENGAGED
from amparo.casework.queries.permissions import permission_for, recipient_named, recipient_of_way
from amparo.commons import clock
from amparo.formats.consent.permission import ANYBODY, DAYS, HOUSE, Recipient
from tests import flows as way
from tests import flows_to_doors as to_doors
from tests import flows_to_lawyers as to_lawyers
from tests import flows_to_partners as to_partners
from tests.cases import REACH, SOME, person
from tests.cast import make_cast
from tests.flows import GOES, LESS, NO, WHO, Day, a_day
from tests.integration.test_her_case import agreed as on_her_page
from tests.letters import letter, opened_client
from tests.maps import small_map
from tests.once import laid_once, undone

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]

LONG_AGO = timedelta(days=100)  # a permission holds for ninety
LONG = 120  # days: longer than any quarter, so that who allows it is counted whatever day it is
ELSE = "Otra casa de ejemplo"
OF_STATE = recipient_named(WHO, is_state=True)
THEM, OTHERS = recipient_named(WHO, is_state=False), recipient_named(ELSE, is_state=False)
PHONE, PEER = recipient_of_way("TEL_H"), recipient_of_way("PAR")
NAMED = {THEM.reference: WHO, OF_STATE.reference: WHO, OTHERS.reference: ELSE}
CODED, NEED, CONTACT = frozenset({"coded_only"}), frozenset({"need_summary"}), frozenset({"contact"})
TELLS = frozenset({"coded_only", "identity"})
YES_AND_LIMITS = {"allowed": GOES, "with_limits": GOES}
WHATEVER = ("never_asked", "refused", "allowed", "with_limits", "expired", "taken_back_at_the_desk",
            "taken_back_on_her_page", "somebody_else", "smaller_scope", "of_the_state", "anybody",
            "another_kind")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One way: for which flow, what she has to say to whom, how it is gone, and by hand what lets something through."""

    flow: str
    kind: str
    to: Recipient
    content: frozenset[str]
    lets: dict[str, str]
    goes: Callable[[Day, Case], str]
    before: Callable[[Day, Case], None] = lambda day, case: None  # what lies in a queue since


def of_colleague(goes: Any, lets: dict[str, str] = YES_AND_LIMITS, before: Any = Row.before) -> Row:
    return Row("colleague", "engage_services", HOUSE, ALL_OF_IT, lets, goes, before)


def of_referral(goes: Any, content: frozenset[str], lets: dict[str, str], before: Any = Row.before) -> Row:
    return Row("referral", "share_for_referral", THEM, content, lets, goes, before)


def of_duty(goes: Any, lets: dict[str, str]) -> Row:
    """Outside her permission: whatever she said to a referral to the same body."""
    return Row("duty_or_danger", "share_for_referral", THEM, NEED, lets, goes)


LETS: dict[str, Row] = {
    "letting a colleague in": of_colleague(way.letting_in),
    "letting in who asked": of_colleague(way.lets_in_who_asked, before=way.asks_to_read),
    "handing all over": of_colleague(way.handing_all),
    "supervision": of_colleague(way.supervising),
    "asking a lawyer of the house": of_colleague(to_lawyers.asks_lawyer, before=to_lawyers.a_lawyer),
    "a list for a colleague": of_colleague(way.takes_list, before=way.asks_for_colleague),
    "a transfer here": of_referral(way.sends, TELLS, {**YES_AND_LIMITS, "smaller_scope": LESS}),
    "they say that it arrived": of_referral(way.arrives, TELLS, before=way.was_sent, lets=YES_AND_LIMITS),
    "a list for an organisation": of_referral(
        way.takes_list, CODED, {**YES_AND_LIMITS, "anybody": GOES}, way.asks_for_list
    ),
    "a transfer abroad": Row(
        "cross_border", "cross_border_transfer", THEM, TELLS, {**YES_AND_LIMITS, "smaller_scope": LESS}, way.sends
    ),
    "the table of GBVIMS": Row(
        "gbvims", coded.ALLOWS, THEM, CODED, {"allowed": GOES}, way.takes_table, way.asks_for_table
    ),
    "being counted at night": Row("statistics", coded.ALLOWS, HOUSE, CODED, {"allowed": GOES}, way.counted),
    "being passed on in codes": Row(
        "partner_rows",
        "share_coded_rows",
        THEM,
        CODED,
        {"allowed": GOES},
        to_partners.passed_on,
        to_partners.counted_here,
    ),
    "planning a call": Row("contact", "contact_by_channel", PHONE, CONTACT, YES_AND_LIMITS, way.plans),
    "a call that was planned": Row(
        "contact", "contact_by_channel", PHONE, CONTACT, YES_AND_LIMITS, way.calls, way.was_planned
    ),
    "telling a door": of_referral(to_doors.tells, CODED, YES_AND_LIMITS, to_doors.is_sent),
    "telling a door of the State, two people": Row(
        "to_state",
        "share_for_referral",
        OF_STATE,
        CODED,
        {**YES_AND_LIMITS, "of_the_state": GOES},
        to_doors.tells,
        to_doors.second_agrees,
    ),
    "telling a door of the State, alone": Row(
        "to_state", "share_for_referral", OF_STATE, CODED, {}, to_doors.tells, to_doors.is_sent_to_state
    ),
    "sealing it to whoever answers there": of_referral(to_doors.passes, TELLS, YES_AND_LIMITS, to_doors.is_sent),
    "telling because of a law, two people": of_duty(way.two_tell, dict.fromkeys(WHATEVER, GOES)),
    "telling because of a law, alone": of_duty(way.one_tells, {}),
    "telling because of a law, a no": of_duty(way.tells_after_no, {}),
}


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Day]:
    with laid_once(django_db_blocker, lambda: a_day(make_cast(), small_map())) as made:
        yield made


@pytest.fixture
def day(laid: Day, db: None) -> Day:
    return deepcopy(laid)


# --- what she said before ---


def say(day: Day, case: Case, row: Row, answer: str = "yes", **more: Any) -> None:
    """She says something to what this way needs, or to something near it."""
    said = {"kind": row.kind, "recipient": row.to, "content": row.content, "method": "written", **more}
    now = said.pop("now", None)
    said.setdefault("days", DAYS if now else LONG)
    ana = person(day.house, "ana")
    standing = permission_for(cases.opened(ana, case).parts, said["kind"], said["recipient"])
    said["name"] = NAMED.get(said["recipient"].reference, "")
    seen = {"seen": standing.part.number, "saw_taken": standing.by_herself} if standing else {}
    write_permission(case, said=Said(answer=answer, **said, **seen), by=ana, now=now)


def took_back_at_the_desk(day: Day, case: Case, row: Row) -> None:
    say(day, case, row)
    standing: Any = permission_for(cases.opened(person(day.house, "ana"), case).parts, row.kind, row.to)
    arguments = [case.reference, row.kind, standing.part.reference]
    answer = day.press("case_permission_again", arguments, {"answer": "no", "number": standing.part.number})
    assert answer.status_code == 302


def took_back_on_her_page(day: Day, case: Case, row: Row) -> None:
    say(day, case, row)
    standing: Any = permission_for(cases.opened(person(day.house, "ana"), case).parts, row.kind, row.to)
    on_her_page(HER_WORDS[case.pk], f"take:{standing.part.reference}")
    assert Part.objects.get(reference=standing.part.reference).ended_on


def at_another_recipient(day: Day, case: Case, row: Row) -> None:
    say(day, case, row, recipient=PEER if row.to == PHONE else OTHERS)


STATES: dict[str, Callable[[Day, Case, Row], None]] = {
    "never_asked": lambda day, case, row: None,
    "refused": lambda day, case, row: say(day, case, row, "no"),
    "allowed": lambda day, case, row: say(day, case, row),
    "with_limits": lambda day, case, row: say(day, case, row, "yes_with_limits"),
    "expired": lambda day, case, row: say(day, case, row, now=clock.now() - LONG_AGO),
    "taken_back_at_the_desk": took_back_at_the_desk,
    "taken_back_on_her_page": took_back_on_her_page,
    "somebody_else": at_another_recipient,
    "smaller_scope": lambda day, case, row: say(day, case, row, content=CODED if row.content == TELLS else NEED),
    "of_the_state": lambda day, case, row: say(day, case, row, recipient=Recipient(row.to.reference, is_state=True)),
    "anybody": lambda day, case, row: say(day, case, row, recipient=ANYBODY),
    "another_kind": lambda day, case, row: say(day, case, row, kind="notify_family"),
}
HER_WORDS: dict[int, str] = {}


def a_case(day: Day, row: Row, state: str) -> Case:
    """A case of Ana's in which that was said; out of a letter, where she takes it back on her own page."""
    case = begun(day, row, by_letter=state == "taken_back_on_her_page")
    STATES[state](day, case, row)
    return case


def begun(day: Day, row: Row, *, by_letter: bool) -> Case:
    """A case of Ana's, in which nothing was said yet of this way."""
    ana, answers = person(day.house, "ana"), {**SOME, **REACH}
    if by_letter:
        before = set(Thread.objects.values_list("pk", flat=True))
        words = " ".join(letter(Client(), "Una carta de ejemplo."))
        thread = desk.get_thread(ana, Thread.objects.exclude(pk__in=before).get().reference)
        case: Case = desk.begin_case(thread, answers=answers, by=ana)
        HER_WORDS[case.pk] = words
    else:
        case = cases.begin_case(answers=answers, by=ana, now=clock.now() - LONG_AGO)
    if row.kind != "engage_services":
        say(day, case, LETS["letting a colleague in"])
    return case


# --- the table ---


@pytest.mark.walk
@pytest.mark.parametrize("name", LETS)
@pytest.mark.by_turns
def test_only_what_she_allowed_flows(day: Day, name: str) -> None:
    """Each state in a house in which another woman allowed it; what is done in one is undone for the next."""
    row = LETS[name]
    states = [each for each in STATES if not (each == "taken_back_on_her_page" and row.kind == ENGAGED)]
    hers = {False: begun(day, row, by_letter=False)}
    if "taken_back_on_her_page" in states:  # that we go with her she ends by closing her case, and not on that page
        hers[True] = begun(day, row, by_letter=True)
    found = {"allowed": gone(day, row, a_case(day, row, "allowed"))}
    for state in [each for each in states if each != "allowed"]:
        with undone():
            case = Case.objects.get(pk=hers[state == "taken_back_on_her_page"].pk)
            STATES[state](day, case, row)
            found[state] = gone(day, row, case)
    assert found == {state: row.lets.get(state, NO) for state in states}


def gone(day: Day, row: Row, case: Case) -> str:
    """What this way lets through, after what lies in a queue since."""
    row.before(day, case)
    return row.goes(day, case)


def test_a_no_opens_no_case(day: Day) -> None:
    """The flow «case»: on its page her no opens none, whatever else is sent; her yes opens it."""
    ana, page = opened_client(day.house.cast.ana), reverse("case_begin")
    sent = {"name_used": "Yuli de ejemplo", "need_first": "food"}
    for forged in ({}, {"sure": "1"}, {"override": "1", "consent_overridden": "1"}):
        assert ana.post(page, {**sent, "agreed": "no", **forged}).status_code == 200
        assert not Case.objects.exists()
    assert ana.post(page, {**sent, "agreed": "verbal_witnessed"}).status_code == 302
    assert Case.objects.count() == 1
