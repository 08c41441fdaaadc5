"""What was to be expected: people between two counts, and people of several kinds."""

import datetime
from collections.abc import Sequence

import numpy as np

from amparo.methods.columns import by_place, numbers, without
from amparo.methods.estimate import SHOWN_ROWS, Floats, Refused, remark, whole
from amparo.methods.spacetime.cases import Day, number_of, numbers_of
from amparo.methods.spacetime.places import Places


def standardised(stratum: Sequence[str], population: Sequence[float], cases: Sequence[float]) -> Floats:
    """Cases that each row would have at the rates of its stratum anywhere (indirect standardisation).

    e_r = n_r (cases of the stratum) / (people of the stratum). A row is a place and a stratum, or a place, a time and a
    stratum; the sum over its strata is what is expected of a place. Together they are as many as the cases.

    Parameters
    ----------
    stratum : of each row, such as age and gender together.
    population, cases : of each row; people, or time of people.

    Returns
    -------
    Floats
        Cases, ``(rows,)``.

    Raises
    ------
    Refused
        ``lengths``, ``not_finite`` (below zero too), ``stratum_missing``, ``nobody_in_stratum``: cases where no people
        are; with the rows.

    References
    ----------
    Kulldorff (1997), see ``scans`` (what expected cases are for).
    """
    people, sick = numbers("population", population), numbers("cases", cases)
    if not len(stratum) == len(people) == len(sick):
        raise Refused(remark("lengths", "The columns have not the same length."))
    wrong = np.flatnonzero(~(np.isfinite(people) & np.isfinite(sick) & (people >= 0) & (sick >= 0)))
    if len(wrong):
        raise Refused(remark("not_finite", "People and cases have to be numbers, zero or more.", rows=wrong.tolist()))
    _, of = np.unique(without("stratum", stratum), return_inverse=True)
    every, found = np.bincount(of, weights=people), np.bincount(of, weights=sick)
    nobody = np.flatnonzero((every[of] == 0) & (sick > 0))
    if len(nobody):
        raise Refused(
            remark("nobody_in_stratum", "There are cases of a stratum that has no people.", rows=nobody.tolist())
        )
    rate = np.divide(found, every, out=np.zeros_like(every), where=every > 0)
    expected: Floats = people * rate[of]
    return expected


def person_time(
    places: Places, place: Sequence[str], day: Sequence[Day], population: Sequence[float], *, since: Day, until: Day,
    step: int = 1,
) -> Floats:  # fmt: skip
    """People by time, ``(places, steps)`` in person-days, from counts on some days.

    Between two counts the number of people changes evenly, and before the first and after the last it stays; each step
    holds the area under that line over its days, exactly.

    Parameters
    ----------
    places : see ``on_earth``.
    place, day, population : of each count.
    since, until : the period, both days in it, a multiple of ``step`` days.
    step : days of a step.

    Returns
    -------
    Floats
        Person-days.

    Raises
    ------
    Refused
        ``lengths``, ``days_mixed``, ``bad_day``, ``unknown_place``, ``not_finite``, ``counted_twice`` (a place twice on
        a day), ``never_counted``, ``not_in_steps``; with the rows.

    References
    ----------
    Kulldorff (1997), see ``scans``. SaTScan User Guide, version 10.1, p. 9 (people between two counts).
    """
    place, day = by_place(place), by_place(day)
    if not len(place) == len(day) == len(population):
        raise Refused(remark("lengths", "The columns have not the same length."))
    if len({isinstance(each, datetime.date) for each in (since, until, *day)}) > 1:
        raise Refused(remark("days_mixed", "Some days are dates and some are numbers."))
    first, last = number_of(since), number_of(until)
    whole("step", step, least=1)
    if first > last or (last - first + 1) % step:
        raise Refused(remark("not_in_steps", "The period is no multiple of the step of %(step)s days.", step=step))
    counted = _counted(places, place, day, numbers("population", population))
    edges = np.arange(first, last + 2, step, dtype=np.float64)
    return np.array([np.diff(_area(sorted(mine.items()), edges)) for mine in counted])


def _counted(places: Places, place: Sequence[str], day: Sequence[Day], people: Floats) -> list[dict[int, float]]:
    """Of each place its counts by day."""
    known = {name: at for at, name in enumerate(places.ids)}
    unknown = [row for row, name in enumerate(place) if name not in known]
    if unknown:
        raise Refused(remark("unknown_place", "These rows name a place that is not in the list.", rows=unknown))
    wrong = np.flatnonzero(~(np.isfinite(people) & (people >= 0)))
    if len(wrong):
        raise Refused(remark("not_finite", "People and cases have to be numbers, zero or more.", rows=wrong.tolist()))
    counted: list[dict[int, float]] = [{} for _ in places.ids]
    for row, (name, when) in enumerate(zip(place, numbers_of(day), strict=True)):
        mine = counted[known[name]]
        if when in mine:
            raise Refused(remark("counted_twice", "A place was counted twice on one day.", rows=[row]))
        mine[when] = float(people[row])
    never = [name for name, mine in zip(places.ids, counted, strict=True) if not mine]
    if never:
        names = ", ".join(sorted(never)[:SHOWN_ROWS])
        raise Refused(remark("never_counted", "Nobody counted people here: %(places)s.", places=names))
    return counted


def _area(counts: list[tuple[int, float]], edges: Floats) -> Floats:
    """The area under the line through the counts, level outside, from the first edge to each; a count is at the
    beginning of its day."""
    days, people = np.array([day for day, _ in counts], np.float64), np.array([many for _, many in counts])
    knots = np.unique(np.concatenate([days[(days > edges[0]) & (days < edges[-1])], edges]))
    height = np.interp(knots, days, people)
    area = np.concatenate([[0.0], np.cumsum(np.diff(knots) * (height[1:] + height[:-1]) / 2)])
    return area[np.searchsorted(knots, edges)]
