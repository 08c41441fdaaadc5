"""What is left over beside the published: a sum of hidden cells is itself a figure, and keeps the rules of a figure.

Of a department 30 persons are published, and 25 of one kind; the other kinds are hidden, one by one and each of them
widely. Everybody can still say that five persons are of the others. So for each published cell, and each level that
cuts it, what remains when its published parts are taken away has to pass the rules by itself, or one part more is
hidden. To hide a part that may be shown only adds to the remainder persons enough and hands enough, so the rule, once
kept, stays kept whatever else is hidden.
"""

from itertools import product

import numpy as np

from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Flags, Plan
from amparo.methods.disclosure.primary import Cells, too_small

type Family = tuple[int, int, Integers]  # the axis, the parent's code, the codes of its parts


def families(plan: Plan, cells: Cells) -> list[Family]:
    """Every published cell as a sum of parts: by each dimension, and each of its levels that the table shows."""
    table = next(each for each in plan.tables if each.name == cells.table)
    found = []
    for axis, dimension in enumerate(plan.dimensions):
        names, flags = plan.codes(table, dimension)
        place = {name: number for number, name in enumerate(names)}
        for level, (parent, whole) in product(dimension.levels, enumerate(flags)):
            parts = [place[code] for code, _ in level.codes if code in place]
            inside = [part for part in parts if (flags[part] <= whole).all() and part != parent]
            if inside and not any((flags[part] == whole).all() for part in inside):
                found.append((axis, parent, np.array(inside)))
    return found


def too_little_left(plan: Plan, cells: Cells, family: Family, shown: Flags) -> Flags:
    """Where what remains of the parent beside its shown parts may not be told; a flag for each other code."""
    axis, parent, parts = family
    counts = cells.persons.reshape(-1, *_shape(plan, cells))
    size, shown = cells.size.reshape(counts.shape[1:]), shown.reshape(counts.shape[1:])
    told = np.take(shown, parts, axis)
    persons = np.take(counts, parent, axis + 1) - (np.take(counts, parts, axis + 1) * told).sum(axis=axis + 1)
    rest = np.take(size, parent, axis) - (np.take(size, parts, axis) * told).sum(axis=axis)
    rules = too_small(persons.reshape(len(counts), -1), plan).values()
    unsafe = np.any(list(rules), axis=0).reshape(rest.shape)
    answer: Flags = unsafe & (rest > 0) & np.take(shown, parent, axis)
    return answer


def hidden_for_remainders(plan: Plan, cells: Cells, shown: Flags, cost: Integers, may: Flags) -> Integers:
    """Which shown cells to hide as well, the cheapest part of each remainder first; ``shown`` is changed.

    Parameters
    ----------
    cost : what it costs to hide a cell, no two alike.
    may : cells that can be hidden; where no part and no parent can, the remainder stays and the audit decides.
    """
    hidden, shape = [], _shape(plan, cells)
    numbers, moved = np.arange(len(shown)).reshape(shape), True
    while moved:
        moved = False
        for family in families(plan, cells):
            axis, parent, parts = family
            wrong = too_little_left(plan, cells, family, shown)
            if not wrong.any():
                continue
            whole = np.take(numbers, parent, axis)[wrong]
            children = np.moveaxis(np.take(numbers, parts, axis), axis, -1)[wrong]
            for one, few in zip(whole, children, strict=True):
                able = [each for each in few if shown[each] and may[each]] or [one] * bool(may[one])
                if able and shown[one]:
                    hidden.append(min(able, key=lambda each: int(cost[each])))
                    shown[hidden[-1]] = False
                    moved = True
    return np.array(hidden, np.int64)


def anything_left(plan: Plan, cells: Cells, shown: Flags) -> bool:
    """Does the remainder of any published cell break the rules?"""
    return any(bool(too_little_left(plan, cells, family, shown).any()) for family in families(plan, cells))


def _shape(plan: Plan, cells: Cells) -> tuple[int, ...]:
    table = next(each for each in plan.tables if each.name == cells.table)
    return tuple(len(plan.codes(table, each)[0]) for each in plan.dimensions)
