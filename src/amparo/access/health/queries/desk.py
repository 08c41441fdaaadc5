"""Agreed doors at the desk. Above somebody's tier a place does not exist, and so no door of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from amparo.access.health.models import FREED, HELD, WALK_IN, Channel, Slot, Window
from amparo.access.health.policies import may_read
from amparo.access.health.queries.after import After, next_after
from amparo.access.health.queries.channels import (
    ENDED,
    OPEN,
    FreeSlot,
    channels,
    day_there,
    free_slots,
    last_days,
    needs_of_channels,
    place_state,
    state_of,
    zone_at,
)
from amparo.commons import clock
from amparo.commons.directory.policies import highest_tier
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.sittings import Sitting, next_sitting, sitting_on

A_LIST = 8  # free places that a page offers


@dataclass(frozen=True, slots=True)
class Line:
    """A door in a list, as it stands at a moment."""

    channel: Channel
    state: str
    place_state: str
    again_on: date
    over_on: date
    walk_in: Sitting | None
    slots: list[FreeSlot]
    held: int = 0  # codes that somebody carries for days to come

    @property
    def works(self) -> bool:
        """Is somebody sent there?"""
        return self.state in ("checked", "again") and self.place_state == OPEN

    @property
    def slot(self) -> FreeSlot | None:
        """The first free place."""
        return self.slots[0] if self.slots else None


@dataclass(slots=True)
class Town:
    """The doors of one town."""

    name: str
    lines: list[Line] = field(default_factory=list)


def visible(actor: Actor) -> QuerySet[Channel]:
    """The doors that she may know of."""
    if not actor.is_authenticated:
        raise Hidden
    may_read.check(actor)
    return channels().filter(service__tier__lte=highest_tier(actor))


def line_of(channel: Channel, now: datetime) -> Line:
    """A door as it stands."""
    zone, windows, today = zone_at(channel), list(channel.windows.all()), clock.day(now)
    return Line(
        channel, state_of(channel, today), place_state(channel, today), *last_days(channel),
        next_sitting([each for each in windows if each.kind == WALK_IN], zone, now), free_slots(windows, zone, now),
        Slot.objects.filter(window__in=windows, state=HELD, day__gte=day_there(channel, now)).count(),
    )  # fmt: skip


def towns_for(actor: Actor, now: datetime, *, ended: bool = False) -> list[Town]:
    """Every door that she may know of, by town: those that ended apart."""
    found: dict[str, Town] = {}
    for channel in visible(actor).order_by("service__name", "reference"):
        line = line_of(channel, now)
        if (line.state == ENDED) is ended:
            name = town_of(channel)
            found.setdefault(name, Town(name)).lines.append(line)
    return [found[name] for name in sorted(found, key=str.casefold)]


def town_of(channel: Channel) -> str:
    """In which town it is, as the list of places says."""
    place = channel.location.place
    return str(place.name if place else channel.location.place_text)


def get_channel(actor: Actor, reference: str) -> Channel:
    """One door; for whom its place does not exist it does not either."""
    found = visible(actor).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def instead_of(line: Line, now: datetime) -> tuple[str, After] | None:
    """Where a door does not take anybody in now, or has no room: the nearest places for what it gave first."""
    if line.works and (line.slots or line.walk_in):
        return None
    needs = [each for each in needs_of_channels() if each in line.channel.needs]
    if not needs:
        return None
    return needs[0], next_after(line.channel.service.reference, needs[0], None, (), now)


def doors_of(service: Any) -> list[tuple[str, str]]:
    """The doors of a place of the directory: the reference of each, and how it is told apart."""
    found = [door.location for door in service.at_locations.all()]
    return [(each.reference, " · ".join(filter(None, (each.name, each.street, _town(each))))) for each in found]


def _town(location: Any) -> str:
    return str(location.place.name if location.place else location.place_text)


def location_of(service: Any, reference: str) -> Any:
    """One of its doors by its reference."""
    for door in service.at_locations.all():
        if door.location.reference == reference:
            return door.location
    raise Hidden


def lines_of(channel: Channel) -> list[Window]:
    """Its agreed hours, in the order of the week."""
    return sorted(channel.windows.all(), key=lambda each: (each.days & -each.days, each.opens, each.reference))


def codes_of_day(channel: Channel, day: date) -> list[tuple[Window, Sitting, list[Slot]]]:
    """The codes of a day, by the hours for which they are good; in the order of the codes, which is none."""
    slots = Slot.objects.filter(window__channel=channel, day=day).exclude(state=FREED).order_by("code")
    by_window: dict[int, list[Slot]] = {}
    for slot in slots:
        by_window.setdefault(slot.window_id, []).append(slot)
    zone = zone_at(channel)
    found = [
        (line, sitting_on(line, day, zone), by_window[line.pk]) for line in lines_of(channel) if line.pk in by_window
    ]
    return sorted(found, key=lambda each: each[1].begins)


def days_with_codes(channel: Channel, now: datetime) -> list[tuple[date, int]]:
    """The days for which somebody carries a code, from yesterday on, each with how many."""
    since = day_there(channel, now) - timedelta(days=1)
    days = Slot.objects.filter(window__channel=channel, day__gte=since).exclude(state=FREED)
    return _counted(days.values_list("day", flat=True))


def _counted(days: Iterable[date]) -> list[tuple[date, int]]:
    all_days = list(days)
    return [(day, all_days.count(day)) for day in sorted(set(all_days))]


def is_agreed(service: Any, location: Any) -> bool:
    """Is there a way in at this door that has not ended?"""
    return Channel.objects.filter(service=service, location=location, ended_on=None).exists()
