"""A study goes whole, whatever its coupons came through, whatever runs meanwhile, and whatever else cannot go."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest

from amparo.casework import retention as cases
from amparo.commons import clock
from amparo.commons.nightly.actions import note_night
from amparo.config.management.commands.tidy import tidy
from amparo.doors.intake.actions import door, ending
from amparo.evidence.queries import rows_of
from amparo.fieldwork import retention
from amparo.fieldwork.actions import coupons, studies
from amparo.fieldwork.actions.ending import EXPIRY, destroy_study
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Coupon, Study, Submission, Thanks
from amparo.vault.models import CaseKey
from tests.cast import make_cast
from tests.field import ENDS, NOW, TODAY, Field, filled, make_field
from tests.once import laid_once, same_ledger

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
CLOSED = ENDS


def closed() -> Field:
    """A closed study: one coupon was lost and replaced, and a form redeemed the other, for which was thanked."""
    made = make_field(make_cast(), design="rds")
    leda = made.person("leda")
    (lost, first), (_other, second) = coupons.print_coupons(made.study, many=2, by=leda, is_seed=True)
    coupons.give(made.study, code=first, by=leda, on=TODAY)
    coupons.replace(made.study, number=lost.number, code=second, by=leda, on=TODAY)
    receive(made.deployment, Sent(filled(1, coupon=second)), now=NOW)
    door.build(made.study, by=leda)
    coupons.thank(made.study, code=second, by=leda, on=TODAY)
    Coupon.objects.filter(state="redeemed").update(is_redeemed_by_form=True)
    studies.close_study(made.study, by=leda, on=CLOSED)
    made.study.refresh_from_db()
    return made


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    """It writes into both rooms, and nothing of it stays in either."""
    with laid_once(django_db_blocker, closed) as made:
        yield made


@pytest.fixture(autouse=True)
def _its_own_ledger() -> Iterator[None]:
    with same_ledger():
        yield


def test_its_coupons_stand_as_they_came_through_it(house: Field) -> None:
    assert sorted(Coupon.objects.values_list("state", "is_redeemed_by_form")) == [
        ("redeemed", True), ("replaced", False),
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["leda", EXPIRY])
def test_it_is_destroyed_with_coupons_that_were_lost_and_that_a_form_redeemed(house: Field, by: str) -> None:
    if by == EXPIRY:
        destroy_study(house.study.reference, by=EXPIRY)
    else:
        ending.destroy(house.study, by=house.person(by), rows_too=True)
    left = (Study, Submission, Coupon, Thanks)
    assert [each.objects.count() for each in left] == [0, 0, 0, 0]
    assert not CaseKey.objects.filter(ring=house.study.ring).exists()


def test_two_months_after_the_end_its_coupons_go_whatever_a_form_said_of_them(house: Field) -> None:
    now = clock.at(CLOSED, 3) + timedelta(days=62)
    for item in retention.due(now):
        retention.shred(item)
    assert (Coupon.objects.count(), Thanks.objects.count(), Study.objects.count()) == (0, 0, 1)


def test_what_cannot_be_destroyed_holds_nothing_else_back_and_is_told(
    house: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_item: Any) -> None:
        raise RuntimeError("a case that does not go")

    note_night(CLOSED, ledger=0)
    monkeypatch.setattr(cases, "due", lambda _now: ["one", "two"])
    monkeypatch.setattr(cases, "shred", breaks)
    Study.objects.update(ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1))
    with pytest.raises(RuntimeError):
        tidy(clock.at(CLOSED, 3), StringIO().write)
    assert not Study.objects.exists()


def test_a_build_that_was_on_its_way_brings_nothing_of_a_study_that_was_destroyed(
    house: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who lead it, at two desks: one opens the door, and before its rows are written the other destroys it all."""
    Study.objects.filter(pk=house.study.pk).update(design="convenience")
    house.study.refresh_from_db()
    for number in range(2, 14):
        receive(house.deployment, Sent(filled(number)), now=NOW)
    begun = door.begin

    def begin_and_lose(source: str) -> str:
        token = begun(source)
        ending.destroy(house.study, by=house.person("leda"), rows_too=True)
        return token

    source = house.study.source
    monkeypatch.setattr(door, "begin", begin_and_lose)
    door.build(house.study, by=house.person("leda"))
    assert list(rows_of(source)) == []
