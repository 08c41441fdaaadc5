"""From which day to which day a coupon is given and holds, and which act is refused where it stands: by hand."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from amparo.fieldwork.actions.coupons import runs_out
from amparo.fieldwork.policies import coupons as policies
from amparo.fieldwork.policies.coupons import BACK, NEXT, is_unsaid, may_give, may_redeem, may_replace, may_void, stands

FRIDAY, SUNDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 29), date(2026, 11, 30)


def person(*roles: str) -> Any:
    return SimpleNamespace(is_authenticated=True, role_codes=roles, has_role=lambda *some: bool({*some} & {*roles}))


LEADS, ASKS, READS = person("study_lead"), person("interviewer"), person("reviewer")


def study(**more: Any) -> Any:
    said = {
        "state": "running",
        "ends_on": date(2027, 3, 1),
        "stops_days_before": 10,
        "coupons_each": 2,
        "weeks_valid": 4,
    }
    return SimpleNamespace(**said | more)


def coupon(state: str = "printed", **more: Any) -> Any:
    said = {"pk": 1, "state": state, "is_seed": False, "given_by": "", "expires_on": None, "number": 1234}
    return SimpleNamespace(**said | more)


@pytest.mark.parametrize(("on", "weeks", "ends", "until"), [
    (FRIDAY, 4, None, date(2026, 12, 27)), (SUNDAY, 4, None, date(2026, 12, 27)), (MONDAY, 4, None, date(2027, 1, 3)),
    (FRIDAY, 1, None, date(2026, 12, 6)), (FRIDAY, 4, date(2026, 12, 20), date(2026, 12, 20)),
    (FRIDAY, 4, date(2026, 12, 27), date(2026, 12, 27)), (FRIDAY, 4, date(2027, 1, 5), date(2026, 12, 27)),
    (FRIDAY, 0, FRIDAY, FRIDAY), (MONDAY, 1, SUNDAY, date(2026, 12, 13)),
])  # fmt: skip
def test_it_holds_to_a_sunday_and_not_beyond_the_study(on: date, weeks: int, ends: date | None, until: date) -> None:
    found: Any = study(weeks_valid=weeks, ends_on=ends)
    assert runs_out(found, on) == until
    assert until.isoweekday() == 7 or until == ends


@pytest.mark.parametrize(("on", "state"), [(FRIDAY, "issued"), (SUNDAY, "issued"), (MONDAY, "expired")])
def test_on_its_last_day_it_still_holds(on: date, state: str) -> None:
    held = coupon("issued", expires_on=SUNDAY)
    assert stands(held, on) == state
    assert may_redeem.allows(ASKS, study(), held, on) is (state == "issued")
    assert may_replace.allows(ASKS, study(), held, coupon(pk=2), on) is (state == "issued")
    assert may_redeem.allows(LEADS, study(), held, on, True)
    assert may_redeem.allows(ASKS, study(), held, on, True) is False, "late is written down by who leads"


@pytest.mark.parametrize(("on", "is_given"), [(date(2027, 2, 19), True), (date(2027, 2, 20), False)])
def test_ten_days_before_the_end_is_the_last_on_which_one_is_given(on: date, is_given: bool) -> None:
    assert may_give.allows(ASKS, study(), coupon(), 0, on, False) is is_given
    if not is_given:
        assert "20" in str(may_give.reason(ASKS, study(), coupon(), 0, on, False)), "since when"
    assert may_give.allows(LEADS, study(), coupon(is_seed=True), 0, on, True)
    assert may_give.allows(ASKS, study(), coupon("redeemed"), 0, on, False), "who gave it may be said later"


@pytest.mark.parametrize(("given", "is_allowed"), [(0, True), (1, True), (2, False), (3, False)])
def test_one_person_hands_on_as_many_as_the_plan_says(given: int, is_allowed: bool) -> None:
    assert may_give.allows(ASKS, study(), coupon(), given, FRIDAY, False) is is_allowed


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_outside_the_field_nothing_is_given_asked_or_replaced(state: str) -> None:
    away = study(state=state)
    assert not may_give.allows(ASKS, away, coupon(), 0, FRIDAY, False)
    assert not may_redeem.allows(ASKS, away, coupon("issued", expires_on=SUNDAY), FRIDAY)
    assert not may_replace.allows(ASKS, away, coupon("issued", expires_on=SUNDAY), coupon(pk=2), FRIDAY)
    assert may_redeem.allows(LEADS, away, coupon("expired"), MONDAY, True)


@pytest.mark.parametrize(("seed", "was_given", "is_allowed"), [
    (False, True, True), (False, False, False), (True, True, False), (True, False, False),
])  # fmt: skip
def test_one_that_nobody_gave_yet(seed: bool, was_given: bool, is_allowed: bool) -> None:
    assert may_redeem.allows(ASKS, study(), coupon(is_seed=seed), FRIDAY, False, was_given) is is_allowed


def test_only_its_own_kind_takes_the_place_of_a_lost_one() -> None:
    lost, seed = coupon("issued", expires_on=SUNDAY), coupon("issued", is_seed=True, expires_on=SUNDAY)
    assert may_replace.allows(ASKS, study(), lost, coupon(pk=2), FRIDAY)
    assert not may_replace.allows(ASKS, study(), lost, coupon(pk=2, is_seed=True), FRIDAY)
    assert not may_replace.allows(LEADS, study(), seed, coupon(pk=2), FRIDAY)
    assert may_replace.allows(LEADS, study(), seed, coupon(pk=2, is_seed=True), FRIDAY)
    assert not may_replace.allows(ASKS, study(), seed, coupon(pk=2, is_seed=True), FRIDAY)
    assert not may_replace.allows(ASKS, study(), lost, coupon("issued", pk=2), FRIDAY)
    assert not may_replace.allows(ASKS, study(), lost, lost, FRIDAY)


@pytest.mark.parametrize("state", sorted(NEXT))
def test_each_state_that_refuses_says_why(state: str) -> None:
    is_void = may_void.reason(LEADS, coupon(state))
    assert (is_void is None) is ("void" in NEXT[state]) is (state in {"printed", "issued"})
    told = may_redeem.reason(ASKS, study(), coupon(state, expires_on=SUNDAY), FRIDAY)
    assert (told is None) is (state == "issued")
    assert may_void.reason(ASKS, coupon(state)), "and only who leads makes one void"
    assert may_redeem.reason(READS, study(), coupon(state), FRIDAY)


def test_who_gave_it_is_unsaid_only_where_somebody_came() -> None:
    assert is_unsaid(coupon("redeemed"))
    assert not is_unsaid(coupon("printed"))
    assert not is_unsaid(coupon("redeemed", given_by="a" * 64))
    assert not is_unsaid(coupon("redeemed", is_seed=True))


def test_the_ways_on_and_back_are_of_states_that_there_are() -> None:
    assert set(NEXT) == set(policies.WHY) | {"issued"}
    assert {each for some in (*NEXT.values(), *BACK.values()) for each in some} <= set(NEXT)
