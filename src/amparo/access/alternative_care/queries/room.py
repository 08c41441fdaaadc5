"""Which places have room when: the carers who are there, what is given, and what works instead."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from amparo.access.alternative_care.models import TAKES_ROOM, Booking, CarePlace, Carer, Minded
from amparo.access.alternative_care.policies import (
    Near,
    Taken,
    ends_on,
    is_there,
    may_look,
    why_not,
)
from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Hidden, Sentence
from amparo.formats.care_hours import Stay, night_of, stay_on

AHEAD = timedelta(days=14)  # so far the nearest room is looked for
MOST_NEAR = 4


@dataclass(frozen=True, slots=True)
class Room:
    """Carers and what is given of some places over some days, asked once."""

    carers: dict[int, list[Carer]]  # by place
    given: dict[tuple[int, date], set[int]]  # by place and day, the numbers that are taken

    def taken(self, place: CarePlace, day: date) -> Taken:
        """What is known of a place on a day."""
        return Taken(len(self.there(place, day)), len(self.given.get((place.pk, day), ())))

    def there(self, place: CarePlace, day: date) -> list[Carer]:
        """Who may mind children there on this day, to its end."""
        return [each for each in self.carers.get(place.pk, ()) if is_there(each, day, ends_on(place, day))]

    def free(self, place: CarePlace, day: date) -> int | None:
        """The lowest number that nobody has, or None."""
        held = self.given.get((place.pk, day), set())
        return next((each for each in range(1, place.capacity + 1) if each not in held), None)


def room_of(places: Iterable[CarePlace], first: date, last: date) -> Room:
    """Carers and given room of these places from one day to another, in two questions."""
    keys = [each.pk for each in places]
    carers: dict[int, list[Carer]] = {}
    here = Carer.objects.filter(Q(user=None) | Q(user__is_active=True), place__in=keys)
    for each in here.select_related("user").order_by("name_used", "pk"):
        carers.setdefault(each.place_id, []).append(each)
    given: dict[tuple[int, date], set[int]] = {}
    rows = Booking.objects.filter(place__in=keys, day__range=(first, last), state__in=TAKES_ROOM)
    for place, day, slot in rows.exclude(slot=None).values_list("place", "day", "slot"):
        assert slot is not None
        given.setdefault((place, day), set()).add(slot)
    return Room(carers, given)


def stay_at(place: CarePlace, day: date) -> Stay:
    """The stay that begins there on this day."""
    return stay_on(day, place.opens, place.closes, place.zone)


def tonight_at(place: CarePlace, now: datetime) -> date:
    """The day to which this moment belongs at a place."""
    return night_of(now, place.opens, place.closes, place.zone)


def cells_of(child: Any, now: datetime) -> set[int]:
    """The half hours in which a child is somewhere, from now on."""
    rows = Minded.objects.filter(child=child, cell__gte=int(now.timestamp()) // 1800 - 48)
    return set(rows.values_list("cell", flat=True))


def near(place: CarePlace, day: date, ages: Collection[int], *, held: set[int], now: datetime) -> list[Near]:
    """Where there is room instead: elsewhere on that day, or here on the next days; at most a few."""
    places = list(CarePlace.objects.filter(is_open=True).order_by("name", "pk"))
    from_day = max(day, tonight_at(place, now))
    room = room_of(places, from_day, from_day + AHEAD)
    found = []
    for ahead in range(AHEAD.days):
        on = from_day + timedelta(days=ahead)
        for each in sorted(places, key=lambda one: one.pk != place.pk):
            works = why_not(each, on, ages, room.taken(each, on), now) is None
            if works and held.isdisjoint(stay_at(each, on).cells):
                found.append(Near(each, on))
    return found[:MOST_NEAR]


def places_for(actor: Actor) -> list[CarePlace]:
    """Every place, those that are open first."""
    may_look.check(actor)
    return list(CarePlace.objects.order_by("-is_open", "name", "pk"))


def get_place(actor: Actor, reference: str) -> CarePlace:
    """One place, for whoever sees them."""
    may_look.check(actor)
    place = CarePlace.objects.filter(reference=reference).first()
    if place is None:
        raise Hidden
    return place


@dataclass(frozen=True, slots=True)
class Night:
    """A place as it is on one day: who minds there, and how much room is left."""

    place: CarePlace
    day: date
    carers: list[Carer] = field(repr=False)
    given: int
    is_closed: bool
    why: Sentence | None  # why it takes nobody of any age now

    @property
    def left(self) -> int:
        """How many more it takes."""
        return max(0, self.place.capacity - self.given)


def nights(actor: Actor, now: datetime) -> list[Night]:
    """Each place as it is now: three questions, however many there are."""
    places = [each for each in places_for(actor) if each.is_open]
    today = clock.day(now)
    room = room_of(places, today - timedelta(days=2), today + timedelta(days=2))
    return [_night(each, tonight_at(each, now), room, now) for each in places]


def night_at(place: CarePlace, day: date, now: datetime) -> Night:
    """One place on one day."""
    return _night(place, day, room_of([place], day, day), now)


def _night(place: CarePlace, day: date, room: Room, now: datetime) -> Night:
    taken = room.taken(place, day)
    closed = not place.is_open or str(day.weekday()) not in place.days
    fits = range(place.age_from, place.age_to + 1)
    return Night(place, day, room.there(place, day), taken.given, closed, why_not(place, day, fits, taken, now))
