"""The compiled loops of the two bootstraps that draw anew, by groups: Gile's successive sampling, and Salganik's chain.

Everything here works on plain arrays. The cells of a group stand in the order of their degree, the smallest first.
The bootstraps themselves, and when to use which, are in ``gile_bootstrap`` and ``salganik_bootstrap``.
"""

from typing import Any

import numpy as np

from amparo.methods.chance import Words, below, compiled, start, uniform
from amparo.methods.estimate import Floats, Integers

TRIES = 8  # of drawing from the whole group before what is left of it is added up


@compiled
def _alias(mass: Floats, begin: Integers) -> Any:
    """For each cell how much of its own column it fills, and whose the rest of the column is (Walker, Vose)."""
    fills, other = np.ones(len(mass)), np.arange(len(mass))
    stack = np.empty(len(mass), np.int64)
    for group in range(len(begin) - 1):
        low, high = begin[group], begin[group + 1]
        mean = mass[low:high].sum() / max(1, high - low)
        small, large = 0, high - low  # two stacks in one array: of those below the mean, and of the others
        for cell in range(low, high):
            fills[cell] = mass[cell] / mean
            if fills[cell] < 1.0:
                stack[small] = cell
                small += 1
            else:
                large -= 1
                stack[large] = cell
        while small > 0 and large < high - low:
            small -= 1
            cell, giver = stack[small], stack[large]
            other[cell] = giver
            fills[giver] -= 1.0 - fills[cell]
            if fills[giver] < 1.0:
                large += 1
                stack[small] = giver
                small += 1
    return fills, other


@compiled
def _drawn_cell(
    state: Any, fills: Floats, other: Integers, people: Integers, left: Integers, degree: Floats, low: int, size: int
) -> Any:  # fmt: skip
    """A cell of one group by the degree that is left in it, and one person taken out of it.

    A cell drawn by the degree of the whole group is kept in proportion to how many of it are left. Where that fails
    too often, the degree that is left is added up cell by cell; both are draws from the same distribution.
    """
    for _ in range(TRIES):
        aim = uniform(state) * size
        cell = low + int(aim)
        if aim - int(aim) >= fills[cell]:
            cell = other[cell]
        if left[cell] == people[cell] or uniform(state) * people[cell] < left[cell]:
            left[cell] -= 1
            return cell
    total = 0.0
    for cell in range(low, low + size):
        total += degree[cell] * left[cell]
    aim, chosen = uniform(state) * total, low
    for cell in range(low, low + size):
        if left[cell] > 0:
            chosen = cell
            aim -= degree[cell] * left[cell]
            if aim < 0:
                break
    left[chosen] -= 1
    return chosen


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
    state: Any, begin: Integers, degree: Floats, people: Integers, fills: Floats, other: Integers, left: Integers,
    mass: Floats, heads: Integers, pull: Floats, recruits: Integers, first: int, queue: Integers, cells: Integers,
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
        cell = _drawn_cell(state, fills, other, people, left, degree, low, size)
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
    fills, other = _alias(degree * people, begin)
    mass, heads = np.zeros(groups), np.zeros(groups, np.int64)
    for group in range(groups):
        for cell in range(begin[group], begin[group + 1]):
            mass[group] += degree[cell] * people[cell]
            heads[group] += people[cell]
    answer = np.zeros((len(seeds), groups))
    queue, cells = np.empty(n, np.int64), np.empty(n, np.int64)
    for each in range(len(seeds)):
        _successive_sample(
            start(seeds[each]), begin, degree, people, fills, other, people.copy(), mass.copy(), heads.copy(), pull,
            recruits, first, queue, cells,
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
