"""On every path on which one person would be enough, an export of more than one person is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.casework.actions import cases, exports, requests
from amparo.casework.models import Case, Request
from amparo.commons.accounts.models import User
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import SERVER, SETUP, Denied, Hidden, Locked
from tests.cases import person
from tests.cast import Cast
from tests.exports import NOW, agreed, asked, says, taken, two_cases
from tests.letters import Letters, a_house_for_letters

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


type Act_ = Callable[[], Any]
REFUSED: dict[str, Callable[[Letters, Request, Case], Act_]] = {}


def refusal(function: Callable[[Letters, Request, Case], Act_]) -> Callable[[Letters, Request, Case], Act_]:
    """What was done before, and the act that has to be refused."""
    REFUSED[function.__name__] = function
    return function


def agrees(house: Letters, made: Request) -> None:
    exports.agree(made, by=person(house, "berta"), now=NOW)


@refusal
def alone(house: Letters, made: Request, one: Case) -> Act_:
    return lambda: taken(house, made)


@refusal
def agrees_with_herself(house: Letters, made: Request, one: Case) -> Act_:
    ana = person(house, "ana")
    return lambda: exports.agree(made, by=ana, now=NOW)


@refusal
def somebody_it_is_not_sealed_to(house: Letters, made: Request, one: Case) -> Act_:
    carla = person(house, "carla")
    return lambda: exports.agree(made, by=carla, now=NOW)


@refusal
def a_process_agrees(house: Letters, made: Request, one: Case) -> Act_:
    return lambda: exports.agree(made, by=SERVER, now=NOW)


@refusal
def a_process_takes(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    return lambda: exports.write_export(made, by=SETUP, now=NOW, language="en")


@refusal
def her_key_is_shut(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    shut = User.objects.get(pk=house.cast.ana.pk)
    return lambda: exports.write_export(made, by=shut, now=NOW, language="en")


@refusal
def whoever_agreed_takes(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    return lambda: taken(house, made, "berta")


@refusal
def twice(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    taken(house, made)
    return lambda: taken(house, made)


@refusal
def too_late_to_take(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    return lambda: taken(house, made, now=NOW + timedelta(hours=24))


@refusal
def too_late_to_agree(house: Letters, made: Request, one: Case) -> Act_:
    berta = person(house, "berta")
    return lambda: exports.agree(made, by=berta, now=NOW + timedelta(days=7))


@refusal
def refused_before(house: Letters, made: Request, one: Case) -> Act_:
    exports.refuse(made, why="No la conozco", by=person(house, "berta"), now=NOW)
    return lambda: taken(house, made)


@refusal
def taken_back_by_who_agreed(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    requests.take_back(made, by=person(house, "berta"))
    return lambda: taken(house, made)


@refusal
def taken_back_by_who_asked(house: Letters, made: Request, one: Case) -> Act_:
    requests.take_back(made, by=person(house, "ana"))
    berta = person(house, "berta")
    return lambda: exports.agree(made, by=berta, now=NOW)


@refusal
def a_case_that_she_reads_no_more(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    cases.share(one, reader=house.readers["carla"], by=person(house, "ana"), now=NOW)
    cases.leave(one, by=person(house, "ana"))
    return lambda: taken(house, made)


@refusal
def a_case_that_is_destroyed(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    cases.destroy(one.reference, by=person(house, "ana"))
    return lambda: taken(house, made)


@refusal
def whoever_agreed_left_the_house(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    User.objects.filter(pk=house.cast.berta.pk).update(is_active=False)
    return lambda: taken(house, made)


@refusal
def whoever_agreed_came_by_the_hands_of_who_asked(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    User.objects.filter(pk=house.cast.berta.pk).update(handed_by=house.cast.ana.reference)
    return lambda: taken(house, made)


@refusal
def whoever_agreed_was_left_out_since(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    cases.share(one, reader=house.readers["berta"], by=person(house, "ana"), now=NOW)
    cases.leave(one, by=person(house, "berta"))
    return lambda: taken(house, made)


@refusal
def who_looks_was_left_out_before_she_looked(house: Letters, made: Request, one: Case) -> Act_:
    cases.share(one, reader=house.readers["berta"], by=person(house, "ana"), now=NOW)
    cases.leave(one, by=person(house, "berta"))
    return lambda: agrees(house, made)


@refusal
def every_permission_was_taken_back(house: Letters, made: Request, one: Case) -> Act_:
    agrees(house, made)
    for each in Case.objects.all():
        says(house, each, "no", now=NOW)
    return lambda: taken(house, made)


@refusal
def put_in_the_state_agreed_by_hand(house: Letters, made: Request, one: Case) -> Act_:
    """Even where somebody changes the table: the word of one person stays the word of one."""
    for wrong in ({"state": "agreed"}, {"state": "agreed", "second": house.cast.ana.reference}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.filter(pk=made.pk).update(**wrong)
    return lambda: taken(house, made)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_on_every_path(house: Letters, name: str) -> None:
    one, two = two_cases(house)
    made = asked(house, one, two)
    act = REFUSED[name](house, made, one)
    with pytest.raises((Denied, Hidden, Locked)):
        act()
    wrote = Act.objects.filter(verb="case.exported").count()
    assert wrote == (2 if name == "twice" else 0)


def test_the_same_way_without_a_fault_is_not_refused(house: Letters) -> None:
    """The control of the table above."""
    one, two = two_cases(house)
    assert taken(house, agreed(house, one, two)).count == 2
