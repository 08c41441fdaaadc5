"""On which days nobody works in a country: Sundays, holidays, and what a house added or took away. Pure.

Whether a Saturday counts as a working day hangs on who decides (an office, a court). Where no page says it, the earlier
date counts it and the later one does not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)  # what is counted; anything else is a slip of the pen
SATURDAY, SUNDAY = 5, 6
OFF, WORKS, UNKNOWN = "off", "works", "unknown"
WEEKEND, NATIONAL, HOUSE = "weekend", "national", "house"


class OutOfReach(ValueError):
    """A day that no calendar here reaches."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A day that a house adds as one on which nobody works, or takes away from those."""

    day: date
    is_off: bool
    name: str
    source: str = ""
    place: str = ""  # of one city or court; empty: of the whole country


@dataclass(frozen=True)
class Calendar:
    """The days on which nobody works: by name the holidays, and what a house changed."""

    code: str
    holidays: Mapping[date, str] = field(default_factory=dict, repr=False)
    edits: tuple[Edit, ...] = ()
    saturday: str = UNKNOWN

    @cached_property
    def last_word(self) -> dict[date, Edit]:
        """What a house says last of each day; of a place after what it says of the whole country."""
        return {each.day: each for each in sorted(self.edits, key=lambda edit: bool(edit.place))}

    @cached_property
    def added(self) -> dict[date, str]:
        """Days that a house added, and that were none before."""
        return {day: each.name for day, each in self.last_word.items() if each.is_off and day not in self.holidays}

    @cached_property
    def taken(self) -> frozenset[date]:
        """Holidays on which work is done, as a house says."""
        return frozenset(day for day, each in self.last_word.items() if not each.is_off and day in self.holidays)

    @cached_property
    def strict(self) -> "Week":
        """The fewest days off that can be: Saturdays count unless a page says otherwise, and no day that was added."""
        return Week(frozenset(self.holidays) - self.taken, saturday_off=self.saturday == OFF)

    @cached_property
    def usual(self) -> "Week":
        """The days off as they are usually taken: Saturdays too unless a page says otherwise, and what was added."""
        off = (frozenset(self.holidays) - self.taken) | frozenset(self.added)
        return Week(off, saturday_off=self.saturday != WORKS)

    def name(self, day: date) -> str:
        """The name of a holiday; nothing on another day."""
        return "" if day in self.taken else self.holidays.get(day) or self.added.get(day, "")

    def kind(self, day: date) -> str:
        """Why nobody works on a day: of the country, of the house, or as a day of the week."""
        if day in self.added:
            return HOUSE
        return NATIONAL if day in self.holidays and day not in self.taken else WEEKEND


class Week:
    """Which days are worked, one number for each, so that a thousand deadlines are counted at once."""

    def __init__(self, off: frozenset[date], *, saturday_off: bool) -> None:
        self.off = sorted(off)
        closed = {day.toordinal() for day in off}
        rest = (SATURDAY, SUNDAY) if saturday_off else (SUNDAY,)
        days = range(FIRST.toordinal(), LAST.toordinal() + 1)
        self.worked = [each for each in days if (each - 1) % 7 not in rest and each not in closed]

    def is_worked(self, day: date) -> bool:
        """Is this a working day?"""
        at = bisect_left(self.worked, day.toordinal())
        return at < len(self.worked) and self.worked[at] == day.toordinal()

    def at_or_after(self, day: date, number: int = 0) -> date:
        """The first working day that is this one or comes after it, and ``number`` working days more."""
        return self._at(bisect_left(self.worked, day.toordinal()) + number)

    def after(self, day: date, number: int = 0) -> date:
        """The first working day after this one, and ``number`` working days more."""
        return self._at(bisect_right(self.worked, day.toordinal()) + number)

    def off_between(self, first: date, last: date) -> list[date]:
        """The holidays from one day to another, both too."""
        return self.off[bisect_left(self.off, first) : bisect_right(self.off, last)]

    def _at(self, place: int) -> date:
        if place >= len(self.worked):
            raise OutOfReach(f"No calendar reaches beyond {LAST.isoformat()}.")
        return date.fromordinal(self.worked[place])


def with_edits(calendar: Calendar, edits: Iterable[Edit], place: str = "") -> Calendar:
    """The calendar of a country, or of one place in it, with what a house says of that."""
    mine = tuple(each for each in edits if each.place in ("", place))
    return Calendar(calendar.code, calendar.holidays, mine, calendar.saturday)


def reaches(day: date) -> bool:
    """Is it a day that a calendar here reaches?"""
    return FIRST <= day <= LAST
