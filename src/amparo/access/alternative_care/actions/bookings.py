"""Stays: each gets a number of the room there is, while the place and the child are held, or it gets none.

Whoever books locks the place first and the child second, always in this order. So two who book at once come one after
the other, and what the rule saw is still so when the stay is written. The constraints of the tables refuse the same
once more, whoever asks.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.access.alternative_care.actions.letting_in import CARE, let_in_where_it_stays
from amparo.access.alternative_care.models import ASKED, BOOKED, CAME, TAKES_ROOM, Booking, CarePlace, Child, Minded
from amparo.access.alternative_care.policies import NoRoom, ends_on, may_come, may_mind, may_move, why_not
from amparo.access.alternative_care.queries.children import get_booking, get_child, opened
from amparo.access.alternative_care.queries.room import cells_of, near, room_of, stay_at
from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor, Denied


@audited("stay.booked", using=CARE)
def book(child: Child, *, place: CarePlace, on: date, by: Actor, now: datetime) -> Booking:
    """Give a child room at a place on a day, or :class:`NoRoom` with what works instead."""
    may_mind.check(by)
    place, child, ages = _held(place, child, by)
    slot = _room(place, child, on, ages, now)
    booking = Booking.objects.filter(child=child, place=place, day=on, state=ASKED).first() or Booking(
        child=child, place=place, day=on
    )
    _give(booking, place, slot)
    _stays_until(child, place, on)
    let_in_where_it_stays(child, by=by, now=now)
    return booking


@audited("stay.asked", using=CARE)
def ask(child: Child, *, place: CarePlace, on: date, by: Actor, now: datetime) -> Booking:
    """There is no room, and the mother asked: the stay waits. If it never gets any, that is counted."""
    may_mind.check(by)
    place, child, _ages = _held(place, child, by)
    stay = stay_at(place, on)
    if stay.ends <= now:
        raise Denied(_("That day is over."))
    booking, _is_new = Booking.objects.get_or_create(
        child=child, place=place, day=on, state=ASKED, defaults={"ends_at": stay.ends}
    )
    _stays_until(child, place, on)
    return booking


@audited("stay.moved", target="booking", using=CARE)
def move(booking: Booking, *, to: str, by: Actor, now: datetime) -> None:
    """Say how a stay goes on: it got room after all, the child came or did not, it is not needed any more."""
    place, child, ages = _held(booking.place, booking.child, by)
    booking = get_booking(by, booking.reference, held=True)
    may_move.check(by, booking, to)
    if to == BOOKED:
        _give(booking, place, _room(place, child, booking.day, ages, now))
        let_in_where_it_stays(child, by=by, now=now)
        return
    if to == CAME:
        may_come.check(by, booking, stay_at(place, booking.day).starts, now)
    booking.state = to
    booking.slot = booking.slot if to in TAKES_ROOM else None
    booking.save(update_fields=["state", "slot"])
    if to not in TAKES_ROOM:
        booking.minded.all().delete()


def _held(place: CarePlace, child: Child, by: Actor) -> tuple[CarePlace, Child, range]:
    """Place and child as they are now, held until the act is over, and how old the child is."""
    row = CarePlace.objects.select_for_update().get(pk=place.pk)
    held = get_child(by, child.reference, held=True)
    return row, held, opened(by, held).ages


def _room(place: CarePlace, child: Child, on: date, ages: Collection[int], now: datetime) -> int:
    """The number that is given, or the sentence why there is none with what works instead."""
    room, held = room_of([place], on, on), cells_of(child, now)
    refusal: Any = why_not(place, on, ages, room.taken(place, on), now)
    if refusal is None and not held.isdisjoint(stay_at(place, on).cells):
        refusal = _("This child is somewhere else at that hour already. End that stay first, or choose another day.")
    slot = room.free(place, on)
    if refusal is not None or slot is None:
        raise NoRoom(refusal or _("It is full then."), near(place, on, ages, held=held, now=now))
    return slot


def _give(booking: Booking, place: CarePlace, slot: int) -> None:
    """Write that this room is given, with every half hour of it."""
    stay = stay_at(place, booking.day)
    booking.state, booking.slot, booking.slots, booking.ends_at = BOOKED, slot, place.capacity, stay.ends
    booking.save()
    Minded.objects.bulk_create(Minded(booking=booking, child=booking.child, cell=cell) for cell in stay.cells)


def _stays_until(child: Child, place: CarePlace, on: date) -> None:
    child.last_on = max(child.last_on, ends_on(place, on))
    child.save(update_fields=["last_on"])
