"""Counting a deadline: two dates, the safe one and that of the rule's own text. Pure, and without a clock.

The safe date is the earliest that any reading gives: of two pages that differ the shorter, all days where a page does
not say working days, the day itself where it does not say the next one, the first day of a month, the zone where it is
earliest, Saturdays counted where nobody says they are not, and no day off that only this house knows of. The other date
is the rule as it is usually read. The first never comes after the second.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from amparo.formats.deadlines.calendars import Calendar, OutOfReach, Week, reaches
from amparo.formats.deadlines.rules import (
    CALENDAR,
    DAY_AFTER,
    HOURS,
    MONTHS,
    NEXT_WORKING_DAY,
    SAME_DAY,
    UNKNOWN,
    WORKING,
    Count,
    Rule,
    held_on,
)
from amparo.formats.deadlines.triggers import Trigger, zones_of

COUNTED, NOT_IN_FORCE, NO_NUMBER, ANY_TIME = "counted", "not_in_force", "no_number", "any_time"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A holiday on the way, which was not counted; its kind is ``house`` where only this house knows it."""

    day: date
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a rule, and the day on which it ends; with hours also the moment, in the zone of the country."""

    on: date
    count: Count
    first: date
    at: datetime | None = None
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Computed:
    """What came out: two dates, or why there are none. ``doubts`` are codes of ``doubts.DOUBTS``."""

    rule: Rule
    trigger: Trigger
    state: str
    safe: Reading | None = None
    legal: Reading | None = None
    instead: Rule | None = None
    doubts: tuple[str, ...] = ()
    trusted: bool = False
    checked_on: date | None = None
    review_by: date | None = None

    @property
    def safe_on(self) -> date | None:
        """The day before whose end to act."""
        return self.safe.on if self.safe else None

    @property
    def legal_on(self) -> date | None:
        """The last day as the rule is usually read."""
        return self.legal.on if self.legal else None

    @property
    def is_one_date(self) -> bool:
        """Do both readings end at the same time?"""
        return bool(self.safe and self.legal and (self.safe.on, self.safe.at) == (self.legal.on, self.legal.at))


def due(rule: Rule, trigger: Trigger, calendar: Calendar, zones: Sequence[ZoneInfo] = ()) -> Computed:
    """Count a rule from a trigger.

    Parameters
    ----------
    rule, trigger : what is counted, and from when.
    calendar : the days on which nobody works, there.
    zones : the zones in which it can have been, the usual one first; of the rule's country where none is given.

    Raises
    ------
    OutOfReach : a day before or after all calendars here.
    """
    where = tuple(zones) or zones_of(rule.country)
    first, last = trigger.days(where[0])
    if not (reaches(first) and reaches(last)):
        raise OutOfReach("That day lies beyond what is counted here.")
    if not (rule.in_force_on(first) or rule.in_force_on(last)):
        return Computed(rule, trigger, NOT_IN_FORCE, instead=held_on(rule, first) or held_on(rule, last))
    if rule.any_time:
        return Computed(rule, trigger, ANY_TIME)
    if rule.count is None:
        return Computed(rule, trigger, NO_NUMBER)
    safe = min((_earliest(each, trigger, calendar, where) for each in rule.counts()), key=_when)
    legal = _usual(rule.count, trigger, calendar, where)
    return Computed(rule, trigger, COUNTED, safe, legal)


def _when(reading: Reading) -> tuple[date, float]:
    """What is earlier; of two on one day the moment, and the end of the day after every moment."""
    return reading.on, reading.at.timestamp() if reading.at else float("inf")


def _earliest(count: Count, trigger: Trigger, calendar: Calendar, zones: Sequence[ZoneInfo]) -> Reading:
    """The strictest reading of one count."""
    if count.unit == HOURS:
        moment = min(trigger.moments(each)[0] for each in zones) + timedelta(hours=count.number)
        return _at(moment, count, trigger, zones[0])
    start = SAME_DAY if count.start == UNKNOWN else count.start
    day_type = CALENDAR if count.day_type == UNKNOWN else count.day_type
    first = min(trigger.days(each)[0] for each in zones)
    return _of_days(replace(count, start=start, day_type=day_type), first, calendar, calendar.strict)


def _usual(count: Count, trigger: Trigger, calendar: Calendar, zones: Sequence[ZoneInfo]) -> Reading:
    """The rule as it is usually read: from the next day on, and all days where it does not say working days."""
    if count.unit == HOURS:
        return _at(trigger.moments(zones[0])[1] + timedelta(hours=count.number), count, trigger, zones[0])
    start = DAY_AFTER if count.start == UNKNOWN else count.start
    day_type = CALENDAR if count.day_type == UNKNOWN else count.day_type
    return _of_days(replace(count, start=start, day_type=day_type), trigger.days(zones[0])[1], calendar, calendar.usual)


def _at(moment: datetime, count: Count, trigger: Trigger, zone: ZoneInfo) -> Reading:
    here = moment.astimezone(zone)
    return Reading(here.date(), count, trigger.days(zone)[0], at=here)


def _of_days(count: Count, day: date, calendar: Calendar, week: Week) -> Reading:
    """Days or months from a day, whose count says everything."""
    if count.unit == MONTHS:
        first = week.after(day) if count.start == NEXT_WORKING_DAY else day + timedelta(count.start == DAY_AFTER)
        whole = _months(day if count.start == DAY_AFTER else first, count.number)
        on = whole if count.start == DAY_AFTER else whole - timedelta(1)
    elif count.day_type == WORKING:
        first = week.at_or_after(day) if count.start == SAME_DAY else week.after(day)
        on = week.at_or_after(first, count.number - 1)
    else:
        first = week.after(day) if count.start == NEXT_WORKING_DAY else day + timedelta(count.start == DAY_AFTER)
        on = first + timedelta(count.number - 1)
    if not reaches(on):
        raise OutOfReach("That deadline lies beyond what is counted here.")
    begins = day + timedelta(count.start != SAME_DAY)
    until = on if count.day_type == WORKING else first if count.start == NEXT_WORKING_DAY else None
    off = week.off_between(begins, until) if until else []
    return Reading(
        on, count, first, skipped=tuple(Skipped(each, calendar.name(each), calendar.kind(each)) for each in off)
    )


def _months(day: date, number: int) -> date:
    """The same day of a later month; its last day where it has no such day."""
    years, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
