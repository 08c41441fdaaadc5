"""Agreed hours: when a door is next open, and which lines of hours are in each other's way. Pure; now is an argument.

Hours are those of the wall at the place. Before two moments are compared both are told in universal time, so that a day
of 23 or 25 hours shifts nobody's turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

AHEAD_DAYS = 14  # a code is given out for at most so many days ahead
DAY, WEEK = 24 * 60, 7 * 24 * 60  # minutes


class Hours(Protocol):
    """On these days of the week (bit 0 is Monday), from one hour to another; the second may be of the next morning."""

    days: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Sitting:
    """Hours on one day: from when until when, told in the hour of the place."""

    day: date
    begins: datetime
    ends: datetime

    def is_now(self, now: datetime) -> bool:
        """Is it open? At the moment of closing it is not; at the moment of opening it is."""
        return self.begins.astimezone(UTC) <= now < self.ends.astimezone(UTC)


def sitting_on(hours: Hours, day: date, zone: tzinfo) -> Sitting:
    """The hours that begin on this day. An hour that the clock leaves out is told as the clock shows it then."""
    last = day if hours.closes > hours.opens else day + timedelta(days=1)
    begins, ends = datetime.combine(day, hours.opens, zone), datetime.combine(last, hours.closes, zone)
    return Sitting(day, *(each.astimezone(UTC).astimezone(zone) for each in (begins, ends)))


def sittings(hours: Hours, zone: tzinfo, now: datetime, *, ahead: int = AHEAD_DAYS) -> Iterator[Sitting]:
    """What is open now or opens within some days, the first one first. Last night's hours may still be open."""
    today = now.astimezone(zone).date()
    for number in range(-1, ahead + 1):
        day = today + timedelta(days=number)
        if hours.days >> day.weekday() & 1:
            found = sitting_on(hours, day, zone)
            if found.ends.astimezone(UTC) > now:
                yield found


def next_sitting(lines: Iterable[Hours], zone: tzinfo, now: datetime) -> Sitting | None:
    """Of several lines of hours, the one that is open or opens first."""
    found = [first for line in lines if (first := next(sittings(line, zone, now), None))]
    return min(found, key=lambda each: each.begins.astimezone(UTC), default=None)


def clash(lines: Sequence[Hours]) -> tuple[int, int] | None:
    """The first two lines that are open at the same minute of a week, by their place in the list; or none."""
    for later in range(len(lines)):
        for earlier in range(later):
            if any(_meet(one, other) for one in _spans(lines[earlier]) for other in _spans(lines[later])):
                return earlier, later
    return None


def _spans(hours: Hours) -> list[tuple[int, int]]:
    """Each of its days as the first and the last minute of a week; the last may lie past its end."""
    opens, closes = (each.hour * 60 + each.minute for each in (hours.opens, hours.closes))
    length = (closes - opens) % DAY or DAY
    return [(day * DAY + opens, day * DAY + opens + length) for day in range(7) if hours.days >> day & 1]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Have they a minute in common? Sunday night goes on into Monday."""
    return any(one[0] < other[1] + turn and other[0] + turn < one[1] for turn in (-WEEK, 0, WEEK))
