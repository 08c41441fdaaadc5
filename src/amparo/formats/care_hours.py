"""When a place minds children: a day or a night in the time of the place, and the half hours that it holds.

A night belongs to the day on which it begins. It crosses midnight where it closes at an earlier hour than it opens, or
at the same. Two stays overlap where they hold the same half hour, wherever on the map each of them is.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

CELL = 1800  # seconds: children come and go at the half hour, so no stay is cut finer
WEEK = "0123456"  # days of the week, 0 for Monday


@dataclass(frozen=True, slots=True)
class Stay:
    """From when until when, in universal time."""

    starts: datetime
    ends: datetime

    @property
    def cells(self) -> range:
        """The half hours that it holds, counted from 1970. Where one ends another may begin."""
        return range(int(self.starts.timestamp()) // CELL, -(-int(self.ends.timestamp()) // CELL))


def stay_on(day: date, opens: time, closes: time, zone: str) -> Stay:
    """The stay that begins on this day of the place."""
    there = ZoneInfo(zone)
    last = day if closes > opens else day + timedelta(days=1)
    starts, ends = (datetime.combine(on, at, there).astimezone(UTC) for on, at in ((day, opens), (last, closes)))
    return Stay(starts, ends)


def night_of(now: datetime, opens: time, closes: time, zone: str) -> date:
    """The day to which this moment belongs there: after midnight still yesterday, until it closes."""
    today = now.astimezone(ZoneInfo(zone)).date()
    before = today - timedelta(days=1)
    return before if stay_on(before, opens, closes, zone).ends > now else today


def last_day(day: date, opens: time, closes: time) -> date:
    """The day of the place on which it ends: whoever minds until the morning must be allowed to until the morning."""
    return day if closes > opens else day + timedelta(days=1)


def is_zone(text: str) -> bool:
    """Is it the name of a zone that this computer knows?"""
    return text in available_timezones()
