"""Cases before they are scanned: what would look like a cluster and is none is taken out here, and said.

* **One person told twice.** The same person and the same kind of case within seven days is one. Else one case that was
  written down well makes a cluster.
* **What comes late.** Of the last days not everything has arrived. They are dropped, or left in and marked.
* **A place that has just opened.** Of a place with less than sixty days of history nobody knows what is usual there:
  its cases are left out, and what was expected of it as well. One that opened within the period is said.
* **An unknown end.** A window that reaches to today has to know what today is. Nothing here asks a clock.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from amparo.methods.columns import by_place, numbers, texts
from amparo.methods.estimate import SHOWN_ROWS, Floats, Integers, Refused, Remark, in_plain_words, remark, whole
from amparo.methods.spacetime.places import Places

WITHIN = 7  # days in which the same of the same person is one case
YOUNG = 60  # days of history under which a place is left out: two periods of thirty days to compare
type Day = int | datetime.date
type Names = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases that may be scanned, by the number of their day; sorted, so that the order of rows says nothing."""

    place: Integers = field(repr=False)  # (n,): index into the places
    day: Integers = field(repr=False)  # (n,)
    count: Floats = field(repr=False)  # (n,)
    person: tuple[str, ...] | None = field(repr=False)  # "" where nobody knows
    organisation: tuple[str, ...] | None = field(repr=False)
    row: Integers = field(repr=False, metadata={"export": False})  # (n,): of the data that came in
    since: int
    until: int  # the last day that is looked at
    dated: bool  # are days dates, or numbers?
    late: int = 0  # of the last days that are looked at so many are not complete
    young: tuple[int, ...] = field(default=(), repr=False)  # places that were left out: they have no history yet
    warnings: tuple[Remark, ...] = ()

    def named(self, day: int) -> int | str:
        """A day as it is told: YYYY-MM-DD, or the number that came in."""
        return datetime.date.fromordinal(day).isoformat() if self.dated else day


def tidy(
    places: Places, place: Sequence[str], day: Sequence[Day], *, count: Sequence[float] | None = None,
    person: Names | None = None, kind: Names | None = None, organisation: Names | None = None, since: Day | None = None,
    until: Day | None = None, late: int = 0, late_stays: bool = False, opened: Mapping[str, Day] | None = None,
    within: int = WITHIN, young: int = YOUNG,
) -> Cases:  # fmt: skip
    """Cases of known places and days, without what was told twice, too late, or by a place that has just opened.

    Parameters
    ----------
    places : of the cases, see ``on_earth``.
    place, day : of each row. Days are dates, or whole numbers where a step is no day.
    count : cases of a row; 1 where nothing is said. Fractions only a Poisson scan takes.
    person, kind, organisation : who, by a key that means nothing elsewhere; what; and who told it. What is missing is
        not known: two persons of whom nothing is known are two, and nobody's organisation is none.
    since, until : the period, both in it; rows outside are left out. Without them, from the first case to the last.
    late, late_stays : so many of the last days are not complete. They are dropped, or with ``late_stays`` only marked.
    opened : when a place opened; of one that is not among them it is said. ``{}``: all of them are old.
    within : days in which the same person and kind of case are one.
    young : days of history below which a place is left out.

    Raises
    ------
    Refused
        ``lengths``, ``unknown_place``, ``bad_day``, ``bad_count``, ``no_cases``, ``days_mixed``, ``period``,
        ``opened_unknown``, with the rows; ``not_whole``: late days below 0.

    References
    ----------
    Kulldorff et al. (2005), see ``scans`` (cases by place and day).
    """
    whole("late", late, least=0)
    place, day = by_place(place), by_place(day)
    person, kind, organisation = (None if each is None else texts(each) for each in (person, kind, organisation))
    (dated, days), known = _days(day), {name: at for at, name in enumerate(places.ids)}
    _refuse(known, place, days, (count, person, kind, organisation))
    counts, (first, last) = _counts(count, len(days)), _period(days, since, until, dated)
    said = [] if until is not None else [remark("until_unknown", UNKNOWN_END)]
    last -= 0 if late_stays else late
    at = np.array([known[name] for name in place], np.int64)
    short = _short(known, opened, dated, last, young)
    some = counts > 0
    twice = _twice(np.flatnonzero(some), days, places.site[at], person, kind, organisation, within)
    away = {"late": days > last, "before": days < first, "twice": twice,
            "young": _fresh(place, opened, first, short, said)}  # fmt: skip
    said += _left_out({code: rows & some for code, rows in away.items()}, within, young)
    rows = np.flatnonzero(some & ~np.logical_or.reduce(list(away.values())))
    if not len(rows):
        raise Refused(remark("no_cases", "There is no case in this period."), *said)
    rows, out = rows[np.lexsort((rows, days[rows], at[rows]))], tuple(sorted(known[name] for name in short))
    return Cases(at[rows], days[rows], counts[rows], _of(person, rows), _of(organisation, rows), rows, first, last,
                 dated, late if late_stays else 0, out, tuple(said))  # fmt: skip


def _counts(count: Sequence[float] | None, rows: int) -> Floats:
    """How many cases each row is."""
    counts = np.ones(rows) if count is None else numbers("count", count)
    wrong = np.flatnonzero(~(np.isfinite(counts) & (counts >= 0)))
    if len(wrong):
        raise Refused(remark("bad_count", "A count has to be a number, zero or more.", rows=wrong.tolist()))
    return counts


def _left_out(away: Mapping[str, np.ndarray], within: int, young: int) -> list[Remark]:
    """What was left out, and which rows."""
    asked = {"twice": {"days": within}, "young": {"days": young}}
    return [
        remark(code, SAID[code], rows=np.flatnonzero(rows).tolist(), many=int(rows.sum()), **asked.get(code, {}))
        for code, rows in away.items()
        if rows.any()
    ]


UNKNOWN_END = in_plain_words(
    "Nobody said on which day the period ends: the day of the last case was taken. Quiet days after it are lost."
)
SAID = {
    "late": in_plain_words("Cases after the last complete day were left out: %(many)s."),
    "before": in_plain_words("Cases from before the period were left out: %(many)s."),
    "twice": in_plain_words("The same of the same person within %(days)s days is one case. Left out: %(many)s."),
    "young": in_plain_words("Cases of places with less than %(days)s days of history were left out: %(many)s."),
}


def _days(day: Sequence[Day]) -> tuple[bool, Integers]:
    """Are they dates? and their numbers."""
    if any(each is None for each in day):
        numbers_of(day)  # refuses them, with every other day that is none
    dates = [isinstance(each, datetime.date) for each in day]
    if any(dates) and not all(dates):
        mixed = [row for row, is_date in enumerate(dates) if not is_date]
        raise Refused(remark("days_mixed", "Some days are dates and some are numbers.", rows=mixed))
    return bool(dates) and dates[0], np.array(numbers_of(day), np.int64)


def numbers_of(day: Sequence[Day]) -> list[int]:
    """Days by their number; a half day, or one that is missing, is refused with its row."""
    wrong = [row for row, each in enumerate(day) if not _is_day(each)]
    if wrong:
        raise Refused(remark("bad_day", "A day has to be a date, or a whole number.", rows=wrong))
    return [number_of(each) for each in day]


def number_of(day: Day) -> int:
    """The number of one day."""
    if not _is_day(day):
        raise Refused(remark("bad_day", "A day has to be a date, or a whole number."))
    return day.toordinal() if isinstance(day, datetime.date) else int(day)


def _is_day(day: object) -> bool:
    numeric = isinstance(day, int | float | np.integer | np.floating) and not isinstance(day, bool)
    return isinstance(day, datetime.date) or (numeric and bool(np.isfinite(day)) and int(day) == day)  # type: ignore


def _refuse(
    known: Mapping[str, int], place: Sequence[str], days: Integers, more: Sequence[Sequence[object] | None]
) -> None:
    """Columns of one length, and only places that are listed."""
    if len({len(place), len(days), *(len(each) for each in more if each is not None)}) > 1:
        raise Refused(remark("lengths", "The columns have not the same length."))
    if not len(days):
        raise Refused(remark("no_cases", "There is no case in this period."))
    unknown = [row for row, name in enumerate(place) if name not in known]
    if unknown:
        raise Refused(remark("unknown_place", "These rows name a place that is not in the list.", rows=unknown))


def _period(days: Integers, since: Day | None, until: Day | None, dated: bool) -> tuple[int, int]:
    """The first and the last day."""
    if any(each is not None and isinstance(each, datetime.date) != dated for each in (since, until)):
        raise Refused(remark("days_mixed", "Some days are dates and some are numbers."))
    first = int(days.min()) if since is None else number_of(since)
    last = int(days.max()) if until is None else number_of(until)
    if first > last:
        raise Refused(remark("period", "The period ends before it begins."))
    return first, last


def _twice(
    rows: Integers, days: Integers, site: Integers, person: Names | None, kind: Names | None,
    organisation: Names | None, within: int,
) -> np.ndarray:  # fmt: skip
    """Rows of a person and kind that come within so many days after one that was kept; of one day, one is kept by its
    place and who told it, so that the order of rows says nothing."""
    again = np.zeros(len(days), np.bool_)
    if person is None:
        return again
    house = organisation if organisation is not None else [""] * len(days)
    kept: dict[tuple[str, str], int] = {}
    for row in sorted(rows.tolist(), key=lambda row: (days[row], site[row], house[row] or "")):
        key = (person[row] or "", (kind[row] or "") if kind is not None else "")
        if not key[0]:
            continue
        if key in kept and days[row] - kept[key] <= within:
            again[row] = True
        else:
            kept[key] = int(days[row])
    return again


def _short(
    known: Mapping[str, int], opened: Mapping[str, Day] | None, dated: bool, last: int, young: int
) -> frozenset[str]:
    """Places that have no history yet; opened on days of the same kind, and places that are listed."""
    if not opened:
        return frozenset()
    if any(isinstance(day, datetime.date) != dated for day in opened.values()):
        raise Refused(remark("days_mixed", "Some days are dates and some are numbers."))
    if strange := sorted(opened.keys() - known.keys()):
        names = ", ".join(strange[:SHOWN_ROWS])
        raise Refused(remark("opened_unknown", "Places opened that are not in the list: %(places)s.", places=names))
    return frozenset(name for name, day in opened.items() if last - number_of(day) + 1 < young)


def _fresh(
    place: Sequence[str], opened: Mapping[str, Day] | None, first: int, short: frozenset[str], said: list[Remark]
) -> np.ndarray:
    """Rows of places that have no history yet; a word on those that opened within the period, or nobody knows when."""
    if opened is None:
        said.append(remark("history_unknown", "Nobody said when the places opened: a new one can look like a cluster."))
        return np.zeros(len(place), np.bool_)
    within = {name for name, day in opened.items() if number_of(day) > first} - short
    if opened and (rows := [row for row, name in enumerate(place) if name not in opened]):
        said.append(
            remark("opened_not_said", "Of some places nobody said when they opened: they are taken as old.", rows=rows)
        )
    if rows := [row for row, name in enumerate(place) if name in within]:
        said.append(
            remark(
                "opened_within",
                "Some places opened within the period: what is usual there is known for a part of it only.",
                rows=rows,
            )
        )
    return np.array([name in short for name in place], np.bool_)


def _of(column: Names | None, rows: Integers) -> tuple[str, ...] | None:
    return None if column is None else tuple(column[row] or "" for row in rows.tolist())
