"""The largest score of each of many data: over all zones and windows, in the way that fits what was expected."""

from typing import Any

import numpy as np

from amparo.methods.chance import compiled
from amparo.methods.spacetime.kernels import LEAST, score, walk


@compiled
def of_counts(
    first: Any, member: Any, starts: Any, mass: Any, most: Any, kind: int, cases: float, events: float
) -> Any:
    """Without time: counts of sites only. ``mass (positions,)``, infinite where no zone closes."""
    best = np.zeros(len(starts))
    count = np.empty(starts.shape[1] - 1, np.int64)
    for replicate in range(len(starts)):
        for site in range(len(count)):
            count[site] = starts[replicate, site + 1] - starts[replicate, site]
        for centre in range(len(first) - 1):
            c = 0
            for at in range(first[centre], first[centre + 1]):
                c += count[member[at]]
                if mass[at] < most[c]:
                    found = score(kind, float(c), mass[at], cases, events)
                    if found > best[replicate]:
                        best[replicate] = found
    return best


@compiled
def of_products(
    first: Any, member: Any, closes: Any, scale: Any, grid: Any, starts: Any, whens: Any, longest: int, alive: bool,
    most: Any, kind: int, cases: float, events: float,
) -> Any:  # fmt: skip
    """With time, where what is expected is a factor of the zone times one of the window: one row of the grid."""
    best = np.zeros(len(starts))
    ones, open_ = np.ones(whens.shape[1]), np.zeros(starts.shape[1] - 1, np.bool_)
    days, counts = np.empty(grid.shape[1] - 1, np.int64), np.empty(grid.shape[1] - 1)
    for replicate in range(len(starts)):
        start, when = starts[replicate], whens[replicate]
        for centre in range(len(first) - 1):
            held = 0
            for at in range(first[centre], first[centre + 1]):
                held += start[member[at] + 1] - start[member[at]]
            if held < LEAST:
                continue
            found, _, _, _ = walk(
                first[centre], first[centre + 1], member, closes, scale, grid, start, when, ones, open_, longest,
                alive, most, kind, cases, events, days, counts,
            )  # fmt: skip
            best[replicate] = max(best[replicate], found)
    return best


@compiled
def of_tables(
    first: Any, member: Any, closes: Any, scale: Any, table: Any, starts: Any, whens: Any, longest: int, alive: bool,
    most: Any, kind: int, cases: float, events: float,
) -> Any:  # fmt: skip
    """With time, where what is expected is its own in each site and step: ``table (sites, steps + 1)`` of sums."""
    best = np.zeros(len(starts))
    ones, open_ = np.ones(whens.shape[1]), np.zeros(starts.shape[1] - 1, np.bool_)
    days, counts = np.empty(table.shape[1] - 1, np.int64), np.empty(table.shape[1] - 1)
    for centre in range(len(first) - 1):
        grid = rows_of(first[centre], first[centre + 1], member, table)
        for replicate in range(len(starts)):
            found, _, _, _ = walk(
                first[centre], first[centre + 1], member, closes, scale, grid, starts[replicate], whens[replicate],
                ones, open_, longest, alive, most, kind, cases, events, days, counts,
            )  # fmt: skip
            best[replicate] = max(best[replicate], found)
    return best


@compiled
def rows_of(first: int, last: int, member: Any, table: Any) -> Any:
    """For each position of a centre the sums over its zone, ``(positions, steps + 1)``."""
    grid = np.empty((last - first, table.shape[1]))
    for at in range(first, last):
        for step in range(table.shape[1]):
            before = grid[at - first - 1, step] if at > first else 0.0
            grid[at - first, step] = before + table[member[at], step]
    return grid


@compiled
def of_each_centre(
    first: Any, member: Any, closes: Any, scale: Any, table: Any, apart: bool, start: Any, when: Any, weight: Any,
    shut: Any, longest: int, alive: bool, most: Any, kind: int, cases: float, events: float,
) -> Any:  # fmt: skip
    """Of one data set, for every centre: the best score, its position, its first and its last step."""
    best, where = np.zeros(len(first) - 1), np.full((len(first) - 1, 3), -1, np.int64)
    days, counts = np.empty(table.shape[1] - 1, np.int64), np.empty(table.shape[1] - 1)
    for centre in range(len(first) - 1):
        grid = rows_of(first[centre], first[centre + 1], member, table) if apart else table
        best[centre], where[centre, 0], where[centre, 1], where[centre, 2] = walk(
            first[centre], first[centre + 1], member, closes, scale, grid, start, when, weight, shut, longest, alive,
            most, kind, cases, events, days, counts,
        )  # fmt: skip
    return best, where
