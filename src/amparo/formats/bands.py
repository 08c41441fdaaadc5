"""Bands of age and of time passed: what may be counted instead of a day, an hour or a date of birth. Pure.

The limit itself is inside, as in ``clock``: 72:00 is within 72 hours, 72:01 is not; day 3 is up to three days, day 4 is
not. (A system in wide use counts day 4 among "0 to 3 days", and so inside the window of a medicine.) What is known
only by its month is unknown, never too late: nobody was in time or late because she forgot a day.

Moments carry their zone, or are refused. They are compared in UTC: two moments of one zone, subtracted as they stand,
would be an hour off across a change of the clocks.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from amparo.formats.codes import codes
from amparo.formats.elapsed import HOUR, Elapsed, exactly, in_month
from amparo.formats.elapsed import UNKNOWN as NOT_KNOWN

UNKNOWN = "unknown"
FIRST_YEAR, OLDEST = 1880, 125


def aware(moment: datetime, name: str) -> datetime:
    """The moment in UTC; without a zone it is refused, because then nobody knows which one it is."""
    if moment.utcoffset() is None:
        raise ValueError(f"{name} has no time zone.")
    return moment.astimezone(UTC)


def day_at(moment: datetime, zone: tzinfo) -> date:
    """The day on the calendar of this place at this moment."""
    return aware(moment, "moment").astimezone(zone).date()


# --- time passed ---


def passed(since: datetime, until: datetime) -> Elapsed:
    """The time between two moments, in minutes rounded up, wherever they were written down.

    Care before it happened is a slip of the pen: then nothing is known, and it is not the shortest time there is.
    """
    start, end = aware(since, "since"), aware(until, "until")
    return exactly(start, end) if start <= end else NOT_KNOWN


def passed_since_day(day: date, until: datetime, zone: tzinfo) -> Elapsed:
    """Only the day is known: at least since its last moment, at most since its first. A day has 23 to 25 hours."""
    first = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    last = datetime(after.year, after.month, after.day, tzinfo=zone)
    end = aware(until, "until")
    if aware(first, "first") > end:
        return NOT_KNOWN
    least, most = exactly(aware(last, "last"), end).least, exactly(aware(first, "first"), end).least
    return Elapsed(least, most, most)


def passed_since_month(year: int, month: int, until: datetime, zone: tzinfo) -> Elapsed:
    """Only the month is known."""
    return in_month(year, month, aware(until, "until").astimezone(zone))


type Span = tuple[datetime, datetime]  # no earlier than, no later than


def span_of(day: date, at: time | None, zone: tzinfo) -> Span:
    """When something was: a moment where its hour is known, else from the first moment of its day to the last."""
    if at is not None:
        moment = datetime.combine(_whole(day, "day"), at, zone)
        return moment, moment
    first, after = _whole(day, "day"), day + timedelta(days=1)
    return datetime.combine(first, time(), zone), datetime.combine(after, time(), zone)


def between(first: Span, second: Span) -> Elapsed:
    """The time from one to the other, as far as both are known; a second that was before the first is a slip."""
    start, start_most = (aware(each, "first") for each in first)
    end, end_most = (aware(each, "second") for each in second)
    is_day = end != end_most  # and then its last moment is not of that day any more
    if end_most < start or (is_day and end_most == start):
        return NOT_KNOWN
    most = exactly(start, end_most).least
    return Elapsed(exactly(start_most, end).least, most, most)


def care_delay(elapsed: Elapsed) -> str:
    """The band of hours until care (list ``care_delay``), where the whole range lies in one band; else unknown."""
    if elapsed.month_only or elapsed.most is None:
        return UNKNOWN
    bands = {_band_of_minutes(elapsed.least), _band_of_minutes(elapsed.most)}
    return bands.pop() if len(bands) == 1 else UNKNOWN


def _band_of_minutes(minutes: int) -> str:
    for code in codes("care_delay"):
        if minutes <= code.more.get("most_hours", 0) * HOUR:
            return code.code
    return "later"


def report_delay(happened_on: date | None, told_on: date | None) -> str:
    """The band of days until she first told a service (list ``report_delay``).

    None where the day is not known, also where a month is. A day after the telling is a slip, and so unknown too.
    """
    if happened_on is None or told_on is None:
        return UNKNOWN
    days = (_whole(told_on, "told_on") - _whole(happened_on, "happened_on")).days
    if days < 0:
        return UNKNOWN
    return next((code.code for code in codes("report_delay") if days <= code.more.get("most_days", -1)), "later")


def _whole(day: date, name: str) -> date:
    if isinstance(day, datetime):
        raise ValueError(f"{name} is a moment: say in which zone it is a day, with day_at.")
    return day


# --- age ---


def age_on(born_on: date, day: date) -> int:
    """Whole years on a day. Who was born on a 29 February is a year older on 1 March where there is none."""
    born, on = _whole(born_on, "born_on"), _whole(day, "day")
    if born > on or born.year < FIRST_YEAR:
        raise ValueError(f"born_on is {born}, which cannot be on {on}.")
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_band(age: int | None) -> str:
    """Our own band of her age (list ``age_band``)."""
    return _band_of_years("age_band", age)


def age_group(age: int | None) -> str:
    """The group of GBVIMS (list ``age_group``), whose cuts are others: 25 is below 26 there and above 24 here."""
    return _band_of_years("age_group", age)


def is_wholly_under(years: int, list_name: str, band: str) -> bool:
    """Is everybody in this band younger than so many years? Of an age that is not known nobody says so."""
    firsts = [(code.code, code.more["least"]) for code in codes(list_name) if "least" in code.more]
    ends = {code: after for (code, _), (_, after) in pairwise(firsts)}  # a band ends where the next begins
    return band in ends and ends[band] <= years


def _band_of_years(list_name: str, age: int | None) -> str:
    if age is None:
        return UNKNOWN
    if type(age) is not int or not 0 <= age <= OLDEST:
        raise ValueError(f"age is {age!r}, which is not a number of years from 0 to {OLDEST}.")
    return [code.code for code in codes(list_name) if "least" in code.more and code.more["least"] <= age][-1]
