"""The compiled loops of the two bootstraps that draw anew, by groups: Gile's successive sampling, and Salganik's chain.

Everything here works on plain arrays. The cells of a group stand in the order of their degree, the smallest first.
The bootstraps themselves, and when to use which, are in ``gile_bootstrap`` and ``salganik_bootstrap``.
"""

from typing import Any

import numpy as np

from amparo.methods.chance import Words, below, compiled, start, uniform
from amparo.methods.estimate import Floats, Integers

FILLS, OTHER, PEOPLE, DEGREE, WEIGHT = range(5)  # columns of the table of cells
MASS, HEADS, LOW, SIZE = range(4)  # and of what is left of each group
TRIES = 8  # of drawing from the whole group before what is left of it is added up


@compiled
def _alias(degree: Floats, people: Integers, weight: Floats, begin: Integers) -> Any:
    """A row for each cell: how much of its own column it fills, whose the rest is (Walker, Vose), and what it holds."""
    table = np.empty((len(degree), 5))
    table[:, PEOPLE], table[:, DEGREE], table[:, WEIGHT] = people, degree, weight
    stack = np.empty(len(degree), np.int64)
    for group in range(len(begin) - 1):
        low, high = begin[group], begin[group + 1]
        mean = (degree[low:high] * people[low:high]).sum() / max(1, high - low)
        small, large = 0, high - low  # two stacks in one array: of those below the mean, and of the others
        for cell in range(low, high):
            table[cell, FILLS], table[cell, OTHER] = degree[cell] * people[cell] / mean, cell
            if table[cell, FILLS] < 1.0:
                stack[small] = cell
                small += 1
            else:
                large -= 1
                stack[large] = cell
        while small > 0 and large < high - low:
            small -= 1
            cell, giver = stack[small], stack[large]
            table[cell, OTHER] = giver
            table[giver, FILLS] -= 1.0 - table[cell, FILLS]
            if table[giver, FILLS] < 1.0:
                large += 1
                stack[small] = giver
                small += 1
    return table


@compiled
def _drawn_cell(state: Any, table: Floats, left: Integers, low: int, size: int) -> Any:
    """A cell of one group by the degree that is left in it, and one person taken out of it.

    A cell drawn by the degree of the whole group is kept in proportion to how many of it are left. Where that fails
    too often, the degree that is left is added up cell by cell; both are draws from the same distribution.
    """
    for _ in range(TRIES):
        aim = uniform(state) * size
        cell = low + int(aim)
        if aim - int(aim) >= table[cell, FILLS]:
            cell = int(table[cell, OTHER])
        if left[cell] == table[cell, PEOPLE] or uniform(state) * table[cell, PEOPLE] < left[cell]:
            left[cell] -= 1
            return cell
    total = 0.0
    for cell in range(low, low + size):
        total += table[cell, DEGREE] * left[cell]
    aim, chosen = uniform(state) * total, low
    for cell in range(low, low + size):
        if left[cell] > 0:
            chosen = cell
            aim -= table[cell, DEGREE] * left[cell]
            if aim < 0:
                break
    left[chosen] -= 1
    return chosen


@compiled
def _drawn_group(state: Any, pull: Floats, source: int, rest: Floats) -> Any:
    """A group by its pull times the degree that is left in it; by what is left alone, where nothing pulls."""
    pulled, left = 0.0, 0.0
    for group in range(len(rest)):
        pulled += pull[source, group] * rest[group, MASS]
        left += rest[group, MASS]
    aim, chosen = uniform(state) * (pulled if pulled > 0 else left), -1
    for group in range(len(rest)):
        share = (pull[source, group] if pulled > 0 else 1.0) * rest[group, MASS]
        if share > 0:
            chosen = group
            if aim < share:
                break
            aim -= share
    return chosen


@compiled
def _successive_sample(
    state: Any, table: Floats, left: Integers, rest: Floats, pull: Floats, recruits: Integers, first: int,
    queue: Integers, sums: Floats,
) -> None:  # fmt: skip
    """One sample: the weight of each person goes to the sum of her group; what is left is used up on the way."""
    recruiter, coupons = -1, 0
    for person in range(len(queue)):
        source = len(rest)
        if person >= first:
            if coupons == 0:
                recruiter += 1
                coupons = recruits[below(state, len(recruits))]
            coupons -= 1
            source = queue[recruiter]
        group = _drawn_group(state, pull, source, rest)
        low, size = int(rest[group, LOW]), int(rest[group, SIZE])
        cell = _drawn_cell(state, table, left, low, size)
        rest[group, HEADS] -= 1
        owed = table[low, DEGREE] * rest[group, HEADS]  # by those who are left, of the smallest degree at least
        gone = rest[group, HEADS] == 0
        rest[group, MASS] = 0.0 if gone else max(rest[group, MASS] - table[cell, DEGREE], owed)
        queue[person] = group
        sums[group] += table[cell, WEIGHT]


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
    table = _alias(degree, people, weight, begin)
    whole = np.zeros((groups, 4))
    for group in range(groups):
        low, high = begin[group], begin[group + 1]
        whole[group, MASS] = (degree[low:high] * people[low:high]).sum()
        whole[group, HEADS] = people[low:high].sum()
        whole[group, LOW], whole[group, SIZE] = low, high - low
    answer = np.zeros((len(seeds), groups))
    queue = np.empty(n, np.int64)
    for each in range(len(seeds)):
        _successive_sample(
            start(seeds[each]), table, people.copy(), whole.copy(), pull, recruits, first, queue, answer[each]
        )
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
