"""Which cells are too small, too few hands', or too alike to be shown: the rules before any arithmetic of sums.

P1  fewer persons than the threshold, and not none.
P2  fewer contributing organisations than three, or fewer persons than the threshold once the largest contributor, or
    the so many that are taken to put together what they know, takes her own away.
P3  a group below 30 persons that is wholly of one sensitive kind: whoever knows that somebody is in the group knows it.
P4  nobody: where zeros are protected, no zero is shown but those of what cannot occur.

A rule is applied to every planned cell, and to every cell that nobody planned but that the planned ones cut out: the
finest cells, and the parts in which two groups overlap that are not nested in each other, such as a department and the
border strip.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Dimension, Flags, Plan, Table, Where
from amparo.methods.estimate import in_plain_words

REASONS = {
    "few_persons": in_plain_words("fewer persons than the threshold"),
    "few_organisations": in_plain_words("too few contributing organisations"),
    "one_contributor": in_plain_words("too few persons without its largest contributors"),
    "whole_group": in_plain_words("a small group that is all of one sensitive kind"),
    "zero": in_plain_words("nobody, where zeros are protected"),
    "late": in_plain_words("too few came late: the earlier figure stands"),
    "hidden_before": in_plain_words("hidden in an earlier edition"),
    "follows": in_plain_words("a hidden cell would follow from it"),
    "remainder": in_plain_words("what is left beside it would be too few persons"),
    "interval": in_plain_words("a hidden cell could be told too narrowly with it"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells of one table: codes of each, what it sums, persons by organisation, and which rule hides it."""

    table: str
    codes: tuple[tuple[str, ...], ...]  # of each cell
    where: tuple[Where, ...]
    persons: Integers  # (organisations, cells)
    size: Integers  # finest cells that each sums
    unsafe: dict[str, Flags]  # for each rule that hides any, which cells
    possible: Flags  # cells that can occur at all

    def reasons(self, cell: int) -> tuple[str, ...]:
        """Which rules hide a cell."""
        return tuple(name for name, flags in self.unsafe.items() if flags[cell])


def too_small(persons: Integers, plan: Plan) -> dict[str, Flags]:
    """P1, P2 and P4 for cells of given persons by organisation, shape (organisations, cells)."""
    total = persons.sum(axis=0)
    told = {"few_persons": (total > 0) & (total < plan.persons)}
    if plan.least_organisations:
        told["few_organisations"] = (total > 0) & ((persons > 0).sum(axis=0) < plan.least_organisations)
        largest = np.sort(persons, axis=0)[::-1][: plan.colluding].sum(axis=0)
        told["one_contributor"] = (total > 0) & (total - largest < plan.persons)
    if plan.zeros == "protected":
        told["zero"] = total == 0
    return told


def planned(plan: Plan, table: Table, persons: Integers) -> Cells:
    """The cells that a table shows, by the rules. ``persons``: (organisations, *leaves)."""
    codes = [plan.codes(table, each) for each in plan.dimensions]
    cells = _cells(plan, table, codes, persons)
    alike = _whole_groups(plan, table, codes, cells.persons.sum(axis=0))
    if alike.any():
        cells.unsafe["whole_group"] = alike & cells.possible
    return cells


def implied(plan: Plan, table: Table, persons: Integers) -> tuple[Cells, ...]:
    """The cells that a table cuts out without showing them: its finest, and parts of groups that overlap."""
    shown = [plan.codes(table, each) for each in plan.dimensions]
    finest = [_finest(plan, table, each) for each in plan.dimensions]
    parts = []
    if any(
        len(codes) > len(told[0]) or not _all_in(flags, told[1])
        for (codes, flags), told in zip(finest, shown, strict=True)
    ):
        parts.append(finest)
    for place, (names, flags) in enumerate(shown):
        pieces = _pieces(names, flags)
        if pieces[0]:
            parts.append([*shown[:place], pieces, *shown[place + 1 :]])
    return tuple(_cells(plan, table, codes, persons) for codes in parts)


def _cells(plan: Plan, table: Table, codes: list[tuple[tuple[str, ...], Flags]], persons: Integers) -> Cells:
    cannot = plan.cannot_be()
    inside = np.where(cannot, 0, persons)
    summed, size = inside, (~cannot).astype(np.int64)
    for axis, (_, flags) in enumerate(codes):
        summed = np.moveaxis(np.tensordot(summed, flags.astype(np.int64), (axis + 1, 1)), -1, axis + 1)
        size = np.moveaxis(np.tensordot(size, flags.astype(np.int64), (axis, 1)), -1, axis)
    by_organisation, sizes = summed.reshape(len(persons), -1), size.ravel()
    possible = sizes > 0
    unsafe = {name: flags & possible for name, flags in too_small(by_organisation, plan).items()}
    where = [
        [(each.name, tuple(np.array(each.leaves, object)[row])) for row in flags]
        for each, (_, flags) in zip(plan.dimensions, codes, strict=True)
    ]
    named = {key for key, _ in table.levels}
    kept = [pairs if pairs[0][0] in named else [None] for pairs in where]
    return Cells(
        table.name,
        tuple(tuple(c for c in each if c) for each in product(*(names for names, _ in codes))),
        tuple(tuple(pair for pair in each if pair) for each in product(*kept)),
        by_organisation, sizes, {name: flags for name, flags in unsafe.items() if flags.any()}, possible,
    )  # fmt: skip


def _whole_groups(plan: Plan, table: Table, codes: list[tuple[tuple[str, ...], Flags]], total: Integers) -> Flags:
    """P3: where a sensitive code holds everybody of a small group that the same table shows."""
    shape = tuple(len(names) for names, _ in codes)
    counts, alike = total.reshape(shape), np.zeros(shape, bool)
    for axis, (dimension, (names, flags)) in enumerate(zip(plan.dimensions, codes, strict=True)):
        if dimension.name not in dict(table.levels):
            continue
        for child, parent in product(range(len(names)), repeat=2):
            if names[child] in dimension.sensitive and _inside(flags[child], flags[parent]):
                few, of = np.take(counts, child, axis), np.take(counts, parent, axis)
                whole = (few == of) & (few > 0) & (of < plan.whole_below)
                np.moveaxis(alike, axis, 0)[child] |= whole
    return alike.ravel()


def _inside(few: Flags, of: Flags) -> bool:
    """Is one set of leaves within another, and smaller?"""
    return bool((few <= of).all() and (few != of).any())


def _finest(plan: Plan, table: Table, dimension: Dimension) -> tuple[tuple[str, ...], Flags]:
    """The leaves that a table can tell apart: those that no shown code separates stand together."""
    names, flags = plan.codes(table, dimension)
    if dimension.name not in dict(table.levels):
        return names, flags
    kinds, kind = np.unique(flags, axis=1, return_inverse=True)
    first = [int(np.flatnonzero(kind == each)[0]) for each in range(kinds.shape[1])]
    order = np.argsort(first)  # as the leaves come
    sets = np.array([kind == each for each in order])
    kept = sets[[bool(flags[:, row].any()) for row in sets]] if len(sets) else sets
    return tuple("+".join(np.array(dimension.leaves, object)[row]) for row in kept), kept


def _pieces(names: tuple[str, ...], flags: Flags) -> tuple[tuple[str, ...], Flags]:
    """What two codes have in common, and what one has and the other not, where they overlap and are not nested."""
    known = {row.tobytes() for row in flags}
    found: dict[bytes, tuple[str, NDArray[np.bool_]]] = {}
    for (one, a), (two, b) in product(zip(names, flags, strict=True), repeat=2):
        if not (a & b).any() or (a <= b).all() or (b <= a).all():
            continue
        for name, part in ((f"{one} ∩ {two}", a & b), (f"{one} ∖ {two}", a & ~b)):
            if part.tobytes() not in known:
                found.setdefault(part.tobytes(), (name, part))
    pairs = list(found.values())
    return tuple(name for name, _ in pairs), np.array([part for _, part in pairs], bool).reshape(-1, flags.shape[1])


def _all_in(some: Flags, flags: Flags) -> bool:
    """Is each of these sets one of those?"""
    known = {row.tobytes() for row in flags}
    return all(row.tobytes() in known for row in some)
