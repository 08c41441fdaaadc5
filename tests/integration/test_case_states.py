"""From each state of a case to each, by every act: what the table says happens; what is refused changes nothing."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.casework.actions import cases, transfer
from amparo.casework.models import Case
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied
from amparo.formats.codes import codes
from tests.case_states import ACTS, CLOSED, MOVED, OVER, SENT, STATES, leads
from tests.cases import a_case, person
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.properties.test_case_machine import AWAY, ACase
from tests.transfers import NOW, allows, sent

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
VERBS = {MOVED: "case.moved", CLOSED: "case.closed", SENT: "case.transferred"}
THEN = clock.day(NOW - timedelta(days=3))


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    """A case whose file is on its way to another organisation."""
    case = a_case(house)
    sent(house, case, allows(house, case, "identity"))
    return case


def stands(case: Case) -> dict[str, Any]:
    """What of a case moves with its state."""
    (row,) = Case.objects.filter(pk=case.pk).values()
    return row


@contextmanager
def put_at(case: Case, state: str) -> Iterator[dict[str, Any]]:
    """The case as it stood in this state since three days; afterwards, as before."""
    over = {"closed_on": THEN, "keep_until": THEN + timedelta(days=730), "closure_reason": "agreed"}
    with transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=state, last_on=THEN, **(over if state in OVER else {}))
        yield stands(case)
        transaction.set_rollback(True)


TRIES = [  # each pair by the act that says a state; from each state the two acts that have one end
    *((MOVED, at, to) for at in STATES for to in STATES),
    *((CLOSED, at, "closed") for at in STATES),
    *((SENT, at, "transferred") for at in STATES),
]


def check(case: Case, do: Callable[[str, str], Any]) -> None:
    """What is tried happens where the table says so, and else leaves the case and the trail as they were."""
    done = 0
    for act, at, to in TRIES:
        with put_at(case, at) as before:
            told = list(Act.objects.filter(verb__in=VERBS.values()).values_list("verb", flat=True))
            do(act, to)
            after, now_told = (
                stands(case),
                list(Act.objects.filter(verb__in=VERBS.values()).values_list("verb", flat=True)),
            )
            if not leads(at, to, act):
                assert (after, now_told) == (before, told), (act, at, to)
                continue
            done += 1
            assert after["state"] == to, (act, at, to)
            assert [after[name] is not None for name in ("closed_on", "keep_until")] == [to in OVER] * 2, (act, at, to)
            assert sorted(now_told) == sorted([*told, VERBS[act]]), (act, at, to)
    assert done == 13 + 5 + 5  # counted by hand in the table


def test_the_table_names_every_state_and_each_pair_once() -> None:
    assert list(STATES) == [each.code for each in codes("case_state")]
    assert len(ACTS) == 49
    assert {at for at, to in ACTS if to == "closed" and ACTS[at, to] == CLOSED} == set(STATES) - set(OVER)


def test_an_act_brings_a_case_only_where_the_table_says(house: Letters, case: Case) -> None:
    ana = person(house, "ana")

    def do(act: str, to: str) -> None:
        now = stands(case)["state"]
        with contextlib.suppress(Denied, ValueError), transaction.atomic():
            if act == MOVED:
                cases.move(case, to=to, by=ana)
            elif act == CLOSED:
                cases.close(case, reason="agreed", by=ana)
            else:
                transfer.say_arrived(case, how="", by=ana)
            assert stands(case)["state"] != now, "what is not refused does something"

    check(case, do)


def test_a_page_brings_a_case_only_where_the_table_says(house: Letters, case: Case) -> None:
    ana = opened_client(house.cast.ana)

    def do(act: str, to: str) -> None:
        name = {MOVED: "case_move", CLOSED: "case_close", SENT: "case_arrived"}[act]
        sends = {MOVED: {"to": to}, CLOSED: {"reason": "agreed", "sure": "1"}, SENT: {"how": "Lo dijo Marta"}}[act]
        assert ana.post(reverse(name, args=[case.reference]), sends).status_code in {200, 302, 403}

    check(case, do)


@pytest.mark.parametrize("act", [MOVED, CLOSED])
def test_where_the_list_were_wrong_it_is_seen(house: Letters, case: Case, act: str) -> None:
    """A planted fault: an act that goes where it may not, and one that refuses what it may."""

    def wrong(tried: str, to: str) -> None:
        if tried == act:
            Case.objects.filter(pk=case.pk).update(last_on=clock.day(NOW))

    with pytest.raises(AssertionError):
        check(case, wrong)


def test_the_machine_of_any_order_goes_by_hand_through_every_state_and_back() -> None:
    """What went to another organisation stays there; only a move of the table is one, by whoever reads it."""
    made = ACase()
    made.it_is_opened()
    for step in ("assessment", "plan", "follow_up", "support", "follow_up", "opening", "transferred", "closed", "plan"):
        made.it_is_moved(by="ana", to=step)
        made.it_is_moved(by="berta", to="support")
        made.it_stands_where_it_should()
    made.she_says(by="ana", what="them", answer="yes")
    made.it_is_sent(by="ana")
    made.they_say_that_it_arrived(by="ana")
    for step in STATES:
        made.it_is_moved(by="ana", to=step)
    assert made.state == AWAY
    made.it_is_closed(by="ana")
    made.it_stands_where_it_should()
    assert made.state == AWAY
    made.teardown()
