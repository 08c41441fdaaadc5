"""The compiled loops of the two bootstraps that draw anew, by groups: Gile's successive sampling, and Salganik's chain.

Everything here works on plain arrays. The cells of a group stand in the order of their degree, the smallest first.
The bootstraps themselves, and when to use which, are in ``gile_bootstrap`` and ``salganik_bootstrap``.
"""

from typing import Any

import numpy as np

from amparo.methods.chance import Words, below, compiled, start, uniform
from amparo.methods.estimate import Floats, Integers

TRIES = 64  # of a draw that one in 10¹⁵ times hits a cell that is empty


@compiled
def _summed_up(mass: Floats, begin: Integers) -> Any:
    """The masses of each group's cells as a binary indexed tree (Fenwick), all groups behind each other."""
    tree = np.zeros(len(mass))
    for group in range(len(begin) - 1):
        low, size = begin[group], begin[group + 1] - begin[group]
        for cell in range(1, size + 1):
            tree[low + cell - 1] += mass[low + cell - 1]
            above = cell + (cell & -cell)
            if above <= size:
                tree[low + above - 1] += tree[low + cell - 1]
    return tree


@compiled
def _drawn_cell(state: Any, tree: Floats, left: Integers, degree: Floats, low: int, size: int, total: float) -> Any:
    """A cell of one group, drawn by the degree that is left in it, and one person taken out of it."""
    leap = 1
    while leap * 2 <= size:
        leap *= 2
    cell = size
    for _ in range(TRIES):
        aim, cell, step = uniform(state) * total, 0, leap
        while step > 0:
            if cell + step <= size and tree[low + cell + step - 1] <= aim:
                cell += step
                aim -= tree[low + cell - 1]
            step //= 2
        if cell < size and left[low + cell] > 0:  # what rounding leaves behind never draws from an empty cell
            break
        cell = size
    if cell == size:  # rounding left nothing that can be told apart: the largest degree is far above all others
        cell = 0
        while left[low + cell] == 0:
            cell += 1
    left[low + cell] -= 1
    at = cell + 1
    while at <= size:
        tree[low + at - 1] -= degree[low + cell]
        at += at & -at
    return low + cell


@compiled
def _drawn_group(state: Any, pull: Floats, mass: Floats, heads: Integers) -> Any:
    """A group by its pull times the degree that is left in it; by what is left alone, where nothing pulls."""
    pulled, left = 0.0, 0.0
    for group in range(len(mass)):
        if heads[group] > 0:
            pulled += pull[group] * mass[group]
            left += mass[group]
    aim, chosen = uniform(state) * (pulled if pulled > 0 else left), -1
    for group in range(len(mass)):
        share = (pull[group] if pulled > 0 else 1.0) * mass[group]
        if heads[group] > 0 and share > 0:
            chosen = group
            if aim < share:
                break
            aim -= share
    return chosen


@compiled
def _successive_sample(
    state: Any, begin: Integers, degree: Floats, left: Integers, tree: Floats, mass: Floats, heads: Integers,
    pull: Floats, recruits: Integers, first: int, queue: Integers, cells: Integers,
) -> None:  # fmt: skip
    """One sample: ``queue`` gets the group of each person, ``cells`` her cell; what is left is used up on the way."""
    recruiter, coupons = -1, 0
    for person in range(len(queue)):
        source = len(mass)
        if person >= first:
            if coupons == 0:
                recruiter += 1
                coupons = recruits[below(state, len(recruits))]
            coupons -= 1
            source = queue[recruiter]
        group = _drawn_group(state, pull[source], mass, heads)
        low, size = begin[group], begin[group + 1] - begin[group]
        cell = _drawn_cell(state, tree, left, degree, low, size, mass[group])
        heads[group] -= 1
        mass[group] = max(mass[group] - degree[cell], degree[low] * heads[group])  # never below what rounding owes
        queue[person], cells[person] = group, cell


@compiled
def successive_sums(
    seeds: Words, begin: Integers, degree: Floats, people: Integers, weight: Floats, pull: Floats, recruits: Integers,
    first: int, n: int,
) -> Any:  # fmt: skip
    """The sum of the weights of each group in samples drawn by successive sampling, ``(m, G)``.

    ``begin`` ``(G + 1,)``: where the cells of each group begin; ``degree``, ``people`` and ``weight`` of each cell;
    ``pull`` ``(G + 1, G)``: ties from one group for a unit of the degree of another, and in the last row how seeds are
    drawn; ``recruits``: how many those had who had any; ``first`` seeds, ``n`` people in each sample.
    """
    groups = len(begin) - 1
    whole = _summed_up(degree * people, begin)
    mass, heads = np.zeros(groups), np.zeros(groups, np.int64)
    for group in range(groups):
        for cell in range(begin[group], begin[group + 1]):
            mass[group] += degree[cell] * people[cell]
            heads[group] += people[cell]
    answer = np.zeros((len(seeds), groups))
    queue, cells = np.empty(n, np.int64), np.empty(n, np.int64)
    for each in range(len(seeds)):
        _successive_sample(
            start(seeds[each]), begin, degree, people.copy(), whole.copy(), mass.copy(), heads.copy(), pull, recruits,
            first, queue, cells,
        )  # fmt: skip
        for person in range(n):
            answer[each, queue[person]] += weight[cells[person]]
    return answer


@compiled
def chain_sums(
    seeds: Words, begin: Integers, pool: Integers, group: Integers, anyone: Integers, columns: Floats
) -> Any:  # fmt: skip
    """Each column added up over a chain as long as the sample, ``(m, k)``.

    ``pool[begin[g]:begin[g + 1]]`` are those whom group ``g`` recruited, as positions in the sample; ``anyone`` are
    all who were recruited: they stand in where a group recruited nobody. ``columns`` is ``(n, k)``.
    """
    n, wide = columns.shape
    answer = np.zeros((len(seeds), wide))
    for each in range(len(seeds)):
        state = start(seeds[each])
        person = below(state, n)
        for _ in range(n):
            for column in range(wide):
                answer[each, column] += columns[person, column]
            low, high = begin[group[person]], begin[group[person] + 1]
            near = high > low
            person = pool[low + below(state, high - low)] if near else anyone[below(state, len(anyone))]
    return answer
