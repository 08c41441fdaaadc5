"""What was agreed with a place, as it holds at a moment: for a page of the desk, and beside a place she is sent to.

Nothing here asks who she is. Whoever calls says which needs and, where she told it, how long ago it was; both are read
and forgotten.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from amparo.access.health.models import FREED, SLOTS, WALK_IN, Channel, Slot, Window
from amparo.commons import clock
from amparo.commons.directory.queries.freshness import HIDDEN, freshness
from amparo.commons.directory.queries.projection import codes_of, is_only_phone, zone_of
from amparo.formats.codes import by_code, codes
from amparo.formats.elapsed import UNKNOWN, Elapsed, Reading
from amparo.formats.sittings import Sitting, next_sitting, sittings
from amparo.formats.windows import readings, window_of

CHECKED, AGAIN, OVER, ENDED = "checked", "again", "over", "ended"
OPEN, CLOSED, UNSEEN, MOVED = "open", "closed", "unseen", "moved"  # of the place itself


def needs_of_channels() -> list[str]:
    """The needs for which a way in may be agreed, in the order of their list."""
    return [each.code for each in codes("need") if each.more.get("channel")]


def channels() -> QuerySet[Channel]:
    """Every channel, with all that its page reads."""
    found = Channel.objects.select_related(
        "service__organisation", "service__source", "location__place__admin1__country"
    )
    return found.prefetch_related("windows", "service__attributes", "service__at_locations")


def zone_at(channel: Channel) -> clock.Zone:
    """The time zone of the place; where nobody knows its town, that of its country, or of the house."""
    place = channel.location.place
    return clock.zone(place.admin1.timezone if place else zone_of(channel.location.country))


def day_there(channel: Channel, now: datetime) -> date:
    """The day that it is at the place: hours and codes are of that day."""
    return now.astimezone(zone_at(channel)).date()


def last_days(channel: Channel) -> tuple[date, date]:
    """From which day on it has to be made sure of again, and from which it is not offered any more."""
    fresh: Any = freshness(channel.checked_on, None, only_phone=True)
    return fresh.stale_on, fresh.hidden_on


def state_of(channel: Channel, today: date) -> str:
    """Made sure of, to be made sure of again, not offered any more for nobody did, or ended."""
    if channel.ended_on and today >= channel.ended_on:
        return ENDED
    again, over = last_days(channel)
    return OVER if today >= over else AGAIN if today >= again else CHECKED


def place_state(channel: Channel, today: date) -> str:
    """Does the list of places still show where she is sent?

    A place that nobody confirmed yet is not on public pages, but whoever agreed hours with it has been there.
    """
    service: Any = channel.service
    if service.status != "active":
        return CLOSED
    if all(door.location_id != channel.location_id for door in service.at_locations.all()):
        return MOVED
    as_of = service.source.as_of if service.source else None
    only_phone = is_only_phone(codes_of(service))
    fresh = freshness(service.checked_on, as_of, only_phone=only_phone, changed=service.changed_since_check)
    return UNSEEN if fresh is not None and fresh.state(today) == HIDDEN else OPEN


def works(channel: Channel, now: datetime) -> bool:
    """Is somebody sent there today?"""
    today = clock.day(now)
    return state_of(channel, today) in (CHECKED, AGAIN) and place_state(channel, today) == OPEN


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """Hours with a code in which there is still room."""

    window: str
    sitting: Sitting
    left: int


def free_slots(windows: Iterable[Window], zone: clock.Zone, now: datetime) -> list[FreeSlot]:
    """All of them within two weeks, the first one first: one statement, however many lines of hours there are."""
    lines = [each for each in windows if each.kind == SLOTS]
    since = clock.day(now) - timedelta(days=2)
    kept = Slot.objects.filter(window__in=lines, day__gte=since).exclude(state=FREED)
    taken = {
        (row["window"], row["day"]): row["count"]
        for row in kept.values("window", "day").annotate(count=Count("pk")).order_by()
    } if lines else {}  # fmt: skip
    found = [
        FreeSlot(line.reference, each, left)
        for line in lines
        for each in sittings(line, zone, now)
        if (left := line.capacity - taken.get((line.pk, each.day), 0)) > 0
    ]
    return sorted(found, key=lambda each: (each.sitting.begins.astimezone(UTC), each.window))


@dataclass(frozen=True, slots=True)
class Said:
    """What is said beside a place to which she may be sent. Small, and of nobody."""

    channel: str
    service: str
    needs: tuple[str, ...]  # of those that were asked, what this door gives
    receives: str
    ask_for: str
    no_papers: str  # yes, no, unknown
    no_complaint: str
    name_used: str
    walk_in: Sitting | None
    slot: FreeSlot | None
    is_stale: bool
    checked_on: date
    zone: clock.Zone
    clocks: tuple[Reading, ...] = ()
    waits_too_long: bool = False  # no agreed hour comes before the time is over: she goes anywhere, today

    @property
    def first(self) -> Sitting | None:
        """What is open first, with a code or without."""
        both = [each for each in (self.walk_in, self.slot.sitting if self.slot else None) if each]
        return min(both, key=lambda each: each.begins.astimezone(UTC), default=None)


def said_of(service_reference: str, needs: Iterable[str], now: datetime, *, elapsed: Elapsed = UNKNOWN) -> Said | None:
    """What was agreed with this place for one of these needs and holds now; None where nothing is."""
    return said_of_many([service_reference], needs, now, elapsed=elapsed).get(service_reference)


def said_of_many(
    references: Sequence[str], needs: Iterable[str], now: datetime, *, elapsed: Elapsed = UNKNOWN
) -> dict[str, Said]:
    """The same for several places, by their references. Of two doors of one place, the one that is open first."""
    wanted, said = list(dict.fromkeys(needs)), dict[str, Said]()
    for channel in channels().filter(Q(ended_on=None), service__reference__in=references).order_by("reference"):
        gives = tuple(need for need in wanted if need in channel.needs)
        if gives and works(channel, now):
            here = _said(channel, gives, now, elapsed)
            before = said.get(here.service)
            said[here.service] = here if before is None or _opens(here, now) < _opens(before, now) else before
    return said


def _opens(said: Said, now: datetime) -> datetime:
    """When it is first open; what has no hours comes after all that has."""
    return said.first.begins.astimezone(UTC) if said.first else now + timedelta(days=400)


def _said(channel: Channel, gives: tuple[str, ...], now: datetime, elapsed: Elapsed) -> Said:
    """One channel, said."""
    zone, windows = zone_at(channel), list(channel.windows.all())
    walk_in = next_sitting([each for each in windows if each.kind == WALK_IN], zone, now)
    slot = next(iter(free_slots(windows, zone, now)), None)
    clocks = clocks_of(gives, elapsed)
    said = Said(
        channel=channel.reference, service=channel.service.reference, needs=gives, receives=channel.receives,
        ask_for=channel.ask_for, no_papers=channel.no_papers, no_complaint=channel.no_complaint,
        name_used=channel.name_used, walk_in=walk_in, slot=slot,
        is_stale=state_of(channel, clock.day(now)) == AGAIN, checked_on=channel.checked_on, zone=zone,
        clocks=clocks,
    )  # fmt: skip
    return replace(said, waits_too_long=any(lets_it_pass(reading, said.first, now) for reading in clocks))


def clocks_of(needs: Iterable[str], elapsed: Elapsed) -> tuple[Reading, ...]:
    """What the clocks of these needs say, each once. Without a time that she told they say what people usually ask."""
    known = by_code("need")
    windows = dict.fromkeys(code for need in needs if need in known for code in known[need].more.get("windows", ()))
    return tuple(readings(windows, elapsed))


def lets_it_pass(reading: Reading, first: Sitting | None, now: datetime) -> bool:
    """Would waiting for these hours let the time pass? Where nobody knows the time, any day but today would be long.

    Beyond the time nothing is lost by waiting; of what has months or no limit neither.
    """
    if reading.state in ("always", "after") or not window_of(reading.code).in_hours:
        return False
    if first is None:
        return True
    begins = max(first.begins.astimezone(UTC), now.astimezone(UTC))
    if reading.state == "open":
        return begins > now.astimezone(UTC) + timedelta(minutes=reading.left or 0)
    return begins.astimezone(first.begins.tzinfo).date() > now.astimezone(first.begins.tzinfo).date()
