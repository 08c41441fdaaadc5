"""The largest score of each of many data: over all zones and windows, in the way that fits what was expected."""

from typing import Any

import numpy as np

from amparo.methods.chance import compiled
from amparo.methods.spacetime.kernels import CLOSE, LEAST, score, walk, with_cases

BESIDE = 16  # replicates of one pass: their counts fill the registers of a processor


@compiled
def of_counts(
    first: Any, member: Any, starts: Any, mass: Any, least: Any, kind: int, cases: float, events: float
) -> Any:
    """Without time: counts of sites only.

    ``mass`` and ``least`` are of positions: what the zone holds, and the count from which its score has to be computed.
    Replicates are taken side by side, so that one instruction adds for several of them.
    """
    best = np.zeros(len(starts))
    count = np.zeros((starts.shape[1] - 1, BESIDE), np.int32)
    held = np.zeros(BESIDE, np.int32)
    for block in range(0, len(starts), BESIDE):
        for site in range(len(count)):
            for beside in range(BESIDE):
                replicate = min(block + beside, len(starts) - 1)  # the last is repeated where the block is not full
                count[site, beside] = starts[replicate, site + 1] - starts[replicate, site]
        for centre in range(len(first) - 1):
            held[:] = 0
            for at in range(first[centre], first[centre + 1]):
                need = least[at]
                for beside in range(BESIDE):
                    held[beside] += count[np.uint32(member[at]), beside]
                most = held[0]
                for beside in range(1, BESIDE):
                    most = max(most, held[beside])
                if most < need:
                    continue
                for beside in range(min(BESIDE, len(starts) - block)):
                    if held[beside] >= need:
                        found = score(kind, float(held[beside]), mass[at], cases, events)
                        best[block + beside] = max(best[block + beside], found)
    return best


@compiled
def of_products(
    first: Any, member: Any, closing: Any, around: Any, spot_of: Any, scale: Any, grid: Any, starts: Any, whens: Any,
    longest: int, alive: bool, most: Any, kind: int, cases: float, events: float,
) -> Any:  # fmt: skip
    """With time, where what is expected is a factor of the zone times one of the window: one row of the grid."""
    best, centres, steps = np.zeros(len(starts)), len(first) - 1, grid.shape[1] - 1
    ones, days, counts = np.ones(whens.shape[1]), np.empty(max(steps, whens.shape[1]), np.int64), np.empty(steps)
    spots, filled, held = np.empty(len(member), np.int32), np.empty(centres, np.int64), np.empty(centres, np.int64)
    to_end = grid[0, steps] - grid[0]
    for replicate in range(len(starts)):
        start, when = starts[replicate], whens[replicate]
        _looked_up(first, around, spot_of, start, spots, filled, held)
        if alive:
            best[replicate] = _to_the_end(
                first, spots, filled, held, member, closing, scale, to_end, start, when, most, kind, cases, events, days
            )
            continue
        for centre in range(centres):
            if held[centre] >= LEAST:
                found, _, _, _ = walk(
                    spots[first[centre] :], filled[centre], first[centre], member, closing, scale, grid, start, when,
                    ones, longest, alive, most, kind, cases, events, days, counts, _nearly(best[replicate]),
                )  # fmt: skip
                best[replicate] = max(best[replicate], found)
    return best


@compiled
def _looked_up(first: Any, around: Any, spot_of: Any, start: Any, spots: Any, filled: Any, held: Any) -> None:
    """Each case looks up the zones it lies in: of every centre the positions with cases, sorted, and how many cases."""
    filled[:], held[:] = 0, 0
    for site in range(len(start) - 1):
        here = start[site + 1] - start[site]
        if here == 0:
            continue
        for each in range(around[site], around[site + 1]):
            centre, spot = spot_of[each, 0], spot_of[each, 1]
            begin = first[centre]
            place = begin + filled[centre]
            while place > begin and spots[place - 1] > spot:
                spots[place] = spots[place - 1]
                place -= 1
            spots[place] = spot
            filled[centre] += 1
            held[centre] += here


@compiled
def _to_the_end(
    first: Any, spots: Any, filled: Any, held: Any, member: Any, closing: Any, scale: Any, to_end: Any, start: Any,
    when: Any, most: Any, kind: int, cases: float, events: float, days: Any,
) -> float:  # fmt: skip
    """The largest score of windows that reach the last step. The days of a zone's cases stand from the latest back, so
    that the window that begins at the i-th holds i of them."""
    best = 0.0
    for centre in range(len(first) - 1):
        if held[centre] < LEAST:
            continue
        listed, changed = 0, len(days)
        last = first[centre] + filled[centre]
        for at in range(first[centre], last):
            site, j = member[spots[at]], closing[spots[at]]
            for each in range(start[site], start[site + 1]):
                place = listed
                while place > 0 and days[place - 1] < when[each]:
                    days[place] = days[place - 1]
                    place -= 1
                days[place] = when[each]
                listed += 1
                changed = min(changed, place)
            if at + 1 < last and closing[spots[at + 1]] == j:
                continue
            for i in range(max(changed, LEAST - 1), listed):
                mass = scale[j] * to_end[days[i]]
                if mass < most[i + 1]:
                    best = max(best, score(kind, i + 1.0, mass, cases, events))
            changed = len(days)
    return best


@compiled
def _nearly(best: float) -> float:
    """What is below this is not looked for: so far below the best that scores which are one lose nothing."""
    return max(best - 2 * CLOSE, 0.0)


@compiled
def of_tables(
    first: Any, member: Any, closes: Any, closing: Any, scale: Any, table: Any, starts: Any, whens: Any, longest: int,
    alive: bool, most: Any, kind: int, cases: float, events: float,
) -> Any:  # fmt: skip
    """With time, where what is expected is its own in each site and step: ``table (sites, steps + 1)`` of sums."""
    best, open_ = np.zeros(len(starts)), np.zeros(starts.shape[1] - 1, np.bool_)
    ones, days, counts = np.ones(whens.shape[1]), np.empty(table.shape[1] - 1, np.int64), np.empty(table.shape[1] - 1)
    spots = np.empty(starts.shape[1], np.int32)
    for centre in range(len(first) - 1):
        grid = rows_of(first[centre], first[centre + 1], member, table)
        for replicate in range(len(starts)):
            start, when = starts[replicate], whens[replicate]
            many = with_cases(first[centre], first[centre + 1], member, closes, start, open_, spots)
            found, _, _, _ = walk(
                spots, many, first[centre], member, closing, scale, grid, start, when, ones, longest, alive, most,
                kind, cases, events, days, counts, _nearly(best[replicate]),
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
    first: Any, member: Any, closes: Any, closing: Any, scale: Any, table: Any, apart: bool, start: Any, when: Any,
    weight: Any, shut: Any, longest: int, alive: bool, most: Any, kind: int, cases: float, events: float,
) -> Any:  # fmt: skip
    """Of one data set, for every centre: the best score, its position, its first and its last step."""
    best, where = np.zeros(len(first) - 1), np.full((len(first) - 1, 3), -1, np.int64)
    days, counts = np.empty(table.shape[1] - 1, np.int64), np.empty(table.shape[1] - 1)
    spots = np.empty(len(start), np.int32)
    for centre in range(len(first) - 1):
        grid = rows_of(first[centre], first[centre + 1], member, table) if apart else table
        many = with_cases(first[centre], first[centre + 1], member, closes, start, shut, spots)
        best[centre], where[centre, 0], where[centre, 1], where[centre, 2] = walk(
            spots, many, first[centre], member, closing, scale, grid, start, when, weight, longest, alive, most, kind,
            cases, events, days, counts, 0.0,
        )  # fmt: skip
    return best, where
