"""The arithmetic of a scan, compiled: scores of zones and windows, and the largest of each replicate.

Two things make it quick, and neither changes an answer.

*Only what holds a case can be the maximum.* Around one centre zones only grow. Where the next place brings no case into
a window, the zone grew and the count did not, so the score fell. The same is true of a day without a case at the edge
of a window. So windows begin and end on days with a case, and are looked at only when a place has just brought one of
their cases.

Where a zone has cases on most days, that saves little. There windows of one length are looked at side by side, in one
instruction for several, against a bound without logarithm: with d = c - e,

    LLR <= d^2 / (2 e) + d^2 / (C - e),   as x ln x - x + 1 <= (x - 1)^2 / 2 from 1 on, and <= (x - 1)^2 below.

*Most candidates need no logarithm.* For a count c the score falls as what was expected rises. ``largest_masses`` finds
for each c how much may have been expected for a score of at least ``floor``; a comparison then stands for two
logarithms. A replicate in which nothing reaches the floor is scanned again without it.

Arrays: ``start (sites + 1,)``, ``when`` and ``weight`` list the cases of each site by time step. ``scale (positions,)``
times the difference of ``grid (rows, steps + 1)`` is what a zone and window hold of the expected (or, for Bernoulli, of
all events); there is one row of the grid for all zones, or one for each position of the centre.
"""

from typing import Any

import numpy as np

from amparo.methods.chance import compiled

POISSON, BERNOULLI = 0, 1
LEAST = 2  # cases of a cluster: one is none
CLOSE = 1e-9  # scores that differ by less are one
THICK = 4  # where more than one of so many days has a case, all windows are looked at side by side


@compiled
def _with_log(x: float, y: float) -> float:
    """x ln(x / y), and nothing where x is nothing."""
    return x * np.log(x / y) if x > 0.0 else 0.0


@compiled
def score(kind: int, c: float, mass: float, cases: float, events: float) -> float:
    """The logarithm of the likelihood ratio: more inside than outside, against the same on both sides; 0 if fewer.

    Poisson: c cases where ``mass`` were expected, of ``cases`` in all. Bernoulli: c cases among ``mass`` events, of
    ``cases`` among ``events``.
    """
    out = cases - c
    if kind == POISSON:
        if c <= mass or mass <= 0.0 or mass >= cases:
            return 0.0
        return _with_log(c, mass) + _with_log(out, cases - mass)
    rest = events - mass
    if mass <= 0.0 or rest <= 0.0 or c * rest <= out * mass:
        return 0.0
    inside = _with_log(c, mass) + _with_log(mass - c, mass)
    outside = _with_log(out, rest) + _with_log(rest - out, rest)
    return inside + outside - _with_log(cases, events) - _with_log(events - cases, events)


@compiled
def largest_masses(kind: int, floor: float, cases: float, events: float) -> Any:
    """For each count up to the number of cases: below which mass its score is at least ``floor``; -1 where never."""
    many = int(np.ceil(cases - CLOSE))
    most = np.full(many + 1, -1.0)
    for count in range(LEAST, many + 1):
        c = min(float(count), cases)
        high = c if kind == POISSON else c * events / cases
        if floor <= 0.0:
            most[count] = high
            continue
        low = 0.0 if kind == POISSON else c
        if kind == BERNOULLI and score(kind, c, low, cases, events) < floor:
            continue
        for _ in range(60):
            middle = (low + high) / 2
            if score(kind, c, middle, cases, events) >= floor:
                low = middle
            else:
                high = middle
        most[count] = high * (1 + 1e-9)
    return most


@compiled
def walk(
    spots: Any, many: int, first: int, member: Any, closing: Any, scale: Any, grid: Any, start: Any, when: Any,
    weight: Any, longest: int, alive: bool, most: Any, kind: int, cases: float, events: float, days: Any, counts: Any,
    least: float,
) -> Any:  # fmt: skip
    """The best zone and window around one centre: its score, position, first and last step; the smallest of equals.
    Where none is above ``least``, that, and position -1.

    ``spots``: the positions of members with a case, ``many`` of them, from near to far. ``closing``: of each position
    the one at which the next zone ends. ``first``: the position of the centre. ``alive``: only windows that reach the
    last step. ``days`` and ``counts`` are room to work in, as long as there are steps.
    """
    listed, held, steps = 0, 0.0, grid.shape[1] - 1
    low: Any = steps
    high: Any = -1
    best, at, since, till = least, -1, 0, 0
    sums = np.empty(steps + 1)
    for spot in range(many):
        site, j = member[spots[spot]], closing[spots[spot]]
        for each in range(start[site], start[site + 1]):
            day: Any = when[each]
            listed = _entered(days, counts, listed, day, weight[each])
            held += weight[each]
            low, high = min(low, day), max(high, day)
        if spot + 1 < many and closing[spots[spot + 1]] == j:
            continue
        if held >= LEAST:
            row = j - first if len(grid) > 1 else 0
            if kind == POISSON and not alive and THICK * listed > steps:
                value, begins, ends = _thick(
                    days, counts, listed, low, high, longest, scale[j], grid[row], most, cases, best, sums
                )
            else:
                value, begins, ends = _windows(
                    days, counts, listed, low, high, longest, alive, scale[j], grid[row], most, kind, cases, events,
                    best,
                )  # fmt: skip
            if value > best + CLOSE:
                best, at, since, till = value, j, begins, ends
        low, high = steps, -1
    return best, at, since, till


@compiled
def with_cases(first: int, last: int, member: Any, closes: Any, start: Any, shut: Any, spots: Any) -> int:
    """The positions of a centre whose members have a case, up to the last zone without a place that is ``shut``."""
    many = kept = 0
    for at in range(first, last):
        site = member[at]
        if shut[site]:
            break
        if start[site + 1] > start[site]:
            spots[many] = at
            many += 1
        if closes[at]:
            kept = many
    return kept


@compiled
def _entered(days: Any, counts: Any, listed: int, day: int, weight: float) -> int:
    """Put a case among the sorted days of a zone; how many days are listed then."""
    place = listed
    while place > 0 and days[place - 1] > day:
        place -= 1
    if place > 0 and days[place - 1] == day:
        counts[place - 1] += weight
        return listed
    for other in range(listed, place, -1):
        days[other] = days[other - 1]
        counts[other] = counts[other - 1]
    days[place], counts[place] = day, weight
    return listed + 1


@compiled
def _windows(
    days: Any, counts: Any, listed: int, low: int, high: int, longest: int, alive: bool, scale: float, row: Any,
    most: Any, kind: int, cases: float, events: float, best: float,
) -> Any:  # fmt: skip
    """The best window of one zone among those with a case that has just entered, from step ``low`` to ``high``."""
    value, since, till = best, 0, -1
    if alive:
        till, c = len(row) - 2, 0.0
        for i in range(listed - 1, -1, -1):
            if till - days[i] >= longest:
                break
            c += counts[i]
            if days[i] > high or c < LEAST:
                continue
            mass = scale * (row[till + 1] - row[days[i]])
            if mass < most[int(np.ceil(c - CLOSE))]:
                found = score(kind, c, mass, cases, events)
                if found > value + CLOSE:
                    value, since = found, days[i]
        return value, since, till
    for i in range(np.searchsorted(days[:listed], low - longest, side="right"), listed):
        if days[i] > high:
            break
        c = 0.0
        for k in range(i, listed):
            if days[k] - days[i] >= longest:
                break
            c += counts[k]
            if days[k] < low or c < LEAST:
                continue
            mass = scale * (row[days[k] + 1] - row[days[i]])
            if mass < most[int(np.ceil(c - CLOSE))]:
                found = score(kind, c, mass, cases, events)
                if found > value + CLOSE or (found > value - CLOSE and till - since > days[k] - days[i]):
                    value, since, till = found, days[i], days[k]
    return value, since, till


@compiled
def _thick(
    days: Any, counts: Any, listed: int, low: int, high: int, longest: int, scale: float, row: Any, most: Any,
    cases: float, best: float, sums: Any,
) -> Any:  # fmt: skip
    """The same as ``_windows`` of a zone with cases on many days (Poisson, windows anywhere): length by length."""
    steps, value, since, till = len(row) - 1, best, 0, -1
    sums[:] = 0.0
    for i in range(listed):
        sums[days[i] + 1] = counts[i]
    for step in range(steps):
        sums[step + 1] += sums[step]
    for length in range(1, min(longest, steps) + 1):
        first, last = max(0, low - length + 1), min(high, steps - length) + 1
        if first >= last:
            continue
        c_first, c_last = sums[first:last], sums[first + length : last + length]
        m_first, m_last = row[first:last], row[first + length : last + length]
        floor, hits = 2.0 * (value + CLOSE), 0
        for at in range(last - first):
            mass = scale * (m_last[at] - m_first[at])
            more = max(c_last[at] - c_first[at] - mass, 0.0)
            hits += more * more * (cases + mass) > floor * mass * (cases - mass)
        if hits == 0:
            continue
        for at in range(last - first):
            c, mass = c_last[at] - c_first[at], scale * (m_last[at] - m_first[at])
            if c >= LEAST and mass < most[int(np.ceil(c - CLOSE))]:
                found = score(POISSON, c, mass, cases, cases)
                if found > value + CLOSE:
                    value, since, till = found, first + at, first + at + length - 1
    return value, since, till
