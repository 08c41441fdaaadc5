"""Children who are minded: room, stays, and who may collect. Expected values are worked out by hand."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.access.alternative_care.actions import bookings, places
from amparo.access.alternative_care.models import Booking, Minded
from amparo.access.alternative_care.policies import NoRoom
from amparo.access.alternative_care.queries import children as queries
from amparo.access.alternative_care.queries.room import room_of
from amparo.commons.policy.policies import Denied
from tests.cast import Cast
from tests.minding import (
    MORNING,
    NOW,
    TODAY,
    Minding,
    a_child,
    book,
    make_minding,
    vet,
)

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def house(cast: Cast) -> Minding:
    return make_minding(cast)


def near(refusal: Any) -> list[tuple[str, date]]:
    return [(each.place.name.split(",")[0], each.day) for each in refusal.value.near]


# --- room ---


def test_a_night_gets_a_number_of_the_room_and_every_half_hour_of_it(house: Minding) -> None:
    stay = book(house, a_child(house))
    assert (stay.state, stay.slot, stay.slots) == ("booked", 1, 3)
    assert stay.ends_at == MORNING
    assert Minded.objects.filter(booking=stay).count() == 24  # twelve hours, two cells each
    assert book(house, a_child(house, name="Otra")).slot == 2


def test_three_fit_and_the_fourth_is_told_what_works(house: Minding) -> None:
    for name in ("Uno", "Dos", "Tres"):
        book(house, a_child(house, name=name))
    with pytest.raises(NoRoom, match="is full then: all 3 are given") as refusal:
        book(house, a_child(house, name="Cuatro"))
    days = [date(2026, 11, 28), date(2026, 11, 29)]  # tonight Casa Dos is over: it closed at 18:00
    assert near(refusal) == [(name, day) for day in days for name in ("Casa Uno", "Casa Dos")]


@pytest.mark.parametrize(("fact", "value", "sentence"), [
    ("capacity", 0, "has no room for anybody yet"),
    ("days", "012356", "is closed on that day"),  # the 27th is a Friday: 4
    ("is_open", False, "is closed on that day"),
    ("age_from", 9, "takes children from 9 to 11 years"),
])  # fmt: skip
def test_a_place_that_cannot_says_why_and_what_can(house: Minding, fact: str, value: Any, sentence: str) -> None:
    places.change_place(house.one, by=house.person("pilar"), **{fact: value})
    with pytest.raises(NoRoom, match=sentence) as refusal:
        book(house, a_child(house))
    assert ("Casa Dos", date(2026, 11, 28)) in near(refusal)
    assert not Booking.objects.exists()


def test_whose_age_nobody_said_stays_only_where_all_ages_do(house: Minding) -> None:
    child = a_child(house, age="")
    with pytest.raises(NoRoom, match="Write first how old"):
        book(house, child)
    assert book(house, child, house.two, on=date(2026, 11, 28), by="vera").slot == 1


def test_an_age_that_reaches_over_the_edge_does_not_fit(house: Minding) -> None:
    with pytest.raises(NoRoom, match="from 3 to 11 years"):
        book(house, a_child(house, age="from_12"))
    assert book(house, a_child(house, age="from_9")).slot == 1


def test_a_child_is_in_one_place_also_across_midnight(house: Minding) -> None:
    """Casa Uno until 07:00; another night that begins at 06:30 overlaps it by half an hour, one at 07:00 does not."""
    child = a_child(house)
    book(house, child)
    early = places.make_place(by=house.person("pilar"), **{**dos_early(), "opens": time(6, 30)})
    vet(early, house.people["noa"], house.person("pilar"))
    with pytest.raises(NoRoom, match="somewhere else at that hour"):
        book(house, child, early, on=date(2026, 11, 28))
    places.change_place(early, by=house.person("pilar"), opens=time(7))
    assert book(house, child, early, on=date(2026, 11, 28)).slot == 1


def dos_early() -> dict[str, Any]:
    from tests.minding import dos

    return {**dos(), "name": "Casa Tres, un ejemplo"}


def test_two_zones_are_one_clock(house: Minding) -> None:
    """08:00 to 18:00 in Bogotá is the same ten hours as in Guayaquil, and 14:00 to 15:00 in São Paulo lies in it."""
    child, by = a_child(house), house.person("pilar")
    book(house, child, house.two, on=date(2026, 11, 28))
    far = places.make_place(
        by=by, **{**dos_early(), "zone": "America/Sao_Paulo", "opens": time(14), "closes": time(15)}
    )
    vet(far, house.people["noa"], by)
    with pytest.raises(NoRoom, match="somewhere else"):
        book(house, child, far, on=date(2026, 11, 28))
    places.change_place(far, by=by, opens=time(20), closes=time(21))  # 18:00 in Guayaquil, when Casa Dos closes
    assert book(house, child, far, on=date(2026, 11, 28)).slot == 1


@pytest.mark.parametrize(("until", "has_room"), [(date(2026, 11, 27), False), (date(2026, 11, 28), True)])
def test_a_night_needs_somebody_until_the_morning(house: Minding, until: date, has_room: bool) -> None:
    house.one.carers.all().delete()
    vet(house.one, house.people["vera"], house.person("pilar"), until=until)
    child = a_child(house)
    if has_room:
        assert book(house, child).slot == 1
        return
    with pytest.raises(NoRoom, match="nobody who may mind children is there"):
        book(house, child)


def test_whoever_is_not_there_on_that_day_minds_nobody(house: Minding) -> None:
    house.one.carers.all().delete()
    vet(house.one, house.people["vera"], house.person("pilar"), days="0")
    with pytest.raises(NoRoom, match="nobody who may mind") as refusal:
        book(house, a_child(house))
    assert ("Casa Uno", date(2026, 11, 30)) in near(refusal), "the next Monday"


def test_a_closed_account_minds_nobody(house: Minding) -> None:
    from amparo.commons.accounts import actions as accounts

    for name in ("vera", "noa"):
        accounts.close_account(house.people[name], by=accounts.SETUP)
    assert room_of([house.one], TODAY, TODAY).there(house.one, TODAY) == []


def test_a_day_that_is_over_is_not_booked(house: Minding) -> None:
    with pytest.raises(NoRoom, match="That day is over"):
        book(house, a_child(house), on=date(2026, 11, 26))
    with pytest.raises(NoRoom, match="That day is over"):
        book(house, a_child(house), now=MORNING)
    assert book(house, a_child(house), now=MORNING - timedelta(minutes=1)).slot == 1, "until it closes it is that night"


def test_the_tables_refuse_too_whoever_asks(house: Minding) -> None:
    child = a_child(house)
    stay = book(house, child)
    again: dict[str, Any] = {"child": child, "place": house.one, "day": TODAY, "ends_at": MORNING, "state": "booked"}
    for slot, slots in ((1, 3), (4, 3), (0, 3), (None, 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(slot=slot, slots=slots, **again)
    cell = stay.minded.order_by("cell").first()
    assert cell is not None
    other = Booking.objects.create(slot=2, slots=3, **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Minded.objects.create(booking=other, child=child, cell=cell.cell)


def test_who_waits_gets_room_when_there_is_some(house: Minding) -> None:
    stays = [book(house, a_child(house, name=name)) for name in ("Uno", "Dos", "Tres")]
    by = house.person("vera")
    waits = bookings.ask(a_child(house, name="Cuatro"), place=house.one, on=TODAY, by=by, now=NOW)
    assert (waits.state, waits.slot) == ("asked", None)
    with pytest.raises(NoRoom):
        bookings.move(waits, to="booked", by=by, now=NOW)
    bookings.move(stays[1], to="cancelled", by=by, now=NOW)
    assert not Minded.objects.filter(booking=stays[1]).exists()
    bookings.move(waits, to="booked", by=by, now=NOW)
    waits.refresh_from_db()
    assert (waits.state, waits.slot) == ("booked", 2), "the number that came free"


def test_a_child_comes_on_its_day_and_not_before(house: Minding) -> None:
    by, child = house.person("vera"), a_child(house)
    stay = book(house, child, on=date(2026, 11, 28))
    with pytest.raises(Denied, match="On that day write whether the child came"):
        bookings.move(stay, to="came", by=by, now=NOW)
    with pytest.raises(Denied, match="cannot go there"):
        bookings.move(stay, to="collected", by=by, now=NOW)
    bookings.move(stay, to="came", by=by, now=NOW + timedelta(days=1))


def test_twins_are_told_apart_by_a_mark(house: Minding) -> None:
    by = house.person("vera")
    for mark in ("la de trenzas", "la de gorra"):
        book(house, a_child(house, name="Sol", told_apart=mark))
    third = a_child(house, name="sol")
    book(house, third)
    lines = queries.list_of(by)
    assert sorted(each.mark for each in lines) == sorted(["la de trenzas", "la de gorra", third.reference[:4]])
    other = a_child(house, name="Mar", told_apart="nadie pregunta")
    assert {each.child.pk: each.mark for each in queries.list_of(by)}[other.pk] == ""
