"""What is left over beside the published: a sum of hidden cells is itself a figure, and keeps the rules of a figure.

Of a department 30 persons are published, and 25 of one kind; the other kinds are hidden, one by one and each of them
widely. Everybody can still say that five persons are of the others. So for each published cell, and each level that
cuts it, what remains when its published parts are taken away has to pass the rules by itself, or one part more is
hidden. To hide a part that may be shown only adds to the remainder persons enough and hands enough, so the rule, once
kept, stays kept whatever else is hidden.
"""

from itertools import product

import numpy as np

from amparo.methods.disclosure.ledger import Hidden, Integers
from amparo.methods.disclosure.linked import Sets
from amparo.methods.disclosure.plan import Flags, Plan
from amparo.methods.disclosure.primary import Cells, sums_of, too_small

type Codes = tuple[tuple[str, ...], Flags]  # codes of one dimension, and the leaves of each
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


def left_over(plan: Plan, cells: Cells, persons: Integers, other: Sets) -> list[Hidden]:
    """What would be left of each cell, planned here or elsewhere, beside all its parts that the rules let show.

    Where that breaks the rules it must stay hidden like a cell. To hide a part more is one way; whatever is hidden in
    the end, and in whatever table or edition a part or the whole is told, the attacker is asked for it.
    """
    table = next(each for each in plan.tables if each.name == cells.table)
    shown = [plan.codes(table, each) for each in plan.dimensions]
    safe = cells.possible & ~np.any([*cells.unsafe.values(), np.zeros(len(cells.codes), bool)], axis=0)
    found = []
    for axis, dimension in enumerate(plan.dimensions):
        names, flags = shown[axis]
        if dimension.name not in dict(table.levels):
            continue
        wholes = np.concatenate([flags, other[dimension.name]])
        codes = [*shown[:axis], (tuple(map(str, range(len(wholes)))), wholes), *shown[axis + 1 :]]
        of, sizes = sums_of(plan, codes, persons)
        by_whole, by_part = _along(codes, axis, of, sizes), _along(shown, axis, cells.persons, cells.size)
        fine = np.moveaxis(safe.reshape(_sizes(shown)), axis, 0).reshape(len(names), -1)
        bad = np.any(list(too_small(of, plan).values()), axis=0).reshape(_sizes(codes))
        bad = np.moveaxis(bad, axis, 0).reshape(len(wholes), -1)
        place = {name: number for number, name in enumerate(names)}
        label = np.moveaxis(np.arange(len(cells.codes)).reshape(_sizes(shown)), axis, 0).reshape(len(names), -1)
        for level, (whole, leaves) in product(dimension.levels, enumerate(wholes)):
            parts = [place[code] for code, _ in level.codes if code in place and _within(flags[place[code]], leaves)]
            if not parts or len({*np.argwhere(flags[parts])[:, 1].tolist()}) < int(flags[parts].sum()):
                continue  # nothing, or parts that overlap: their sum is of nobody
            told = fine[parts]
            rest = by_whole[0][:, whole] - (by_part[0][:, parts] * told).sum(axis=1)
            size = by_whole[1][whole] - (by_part[1][parts] * told).sum(axis=0)
            wrong = np.any(list(too_small(rest, plan).values()), axis=0) & (size > 0) & ~bad[whole]
            for cell in np.flatnonzero(wrong):
                left = leaves & ~flags[parts][told[:, cell]].any(axis=0)
                found.append(_gap(plan, cells, int(label[0, cell]), axis, left))
    return found


def _gap(plan: Plan, cells: Cells, like: int, axis: int, left: Flags) -> Hidden:
    """What is left, as a cell like another one but for its leaves of one dimension."""
    dimension = plan.dimensions[axis]
    leaves = tuple(leaf for leaf, flag in zip(dimension.leaves, left, strict=True) if flag)
    where = tuple((name, leaves if name == dimension.name else of) for name, of in cells.where[like])
    place = [name for name, _ in cells.where[like]].index(dimension.name)
    codes = cells.codes[like]
    label = (cells.table, *codes[:place], "+".join(leaves), *codes[place + 1 :])
    return Hidden(label, where, ("remainder",), sensitive=True, shown=False)


def _along(codes: list[Codes], axis: int, persons: Integers, sizes: Integers) -> tuple[Integers, Integers]:
    """Persons (organisations, codes of an axis, other codes) and sizes (codes of the axis, other codes)."""
    shape = _sizes(codes)
    moved = np.moveaxis(persons.reshape(-1, *shape), axis + 1, 1)
    return (
        moved.reshape(len(persons), shape[axis], -1),
        np.moveaxis(sizes.reshape(shape), axis, 0).reshape(shape[axis], -1),
    )


def _sizes(codes: list[Codes]) -> tuple[int, ...]:
    return tuple(len(names) for names, _ in codes)


def _within(part: Flags, whole: Flags) -> bool:
    """Is a set of leaves within another, and smaller?"""
    return bool((part <= whole).all() and (part != whole).any())


def _shape(plan: Plan, cells: Cells) -> tuple[int, ...]:
    table = next(each for each in plan.tables if each.name == cells.table)
    return tuple(len(plan.codes(table, each)[0]) for each in plan.dimensions)
