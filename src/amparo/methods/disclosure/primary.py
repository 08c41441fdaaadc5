"""Which cells are too small, too few hands', or too alike to be shown: the rules before any arithmetic of sums.

P1  fewer persons than the threshold, and not none.
P2  fewer contributing organisations than three, or fewer persons than the threshold once the largest contributor, or
    the so many that are taken to put together what they know, takes her own away. Who published figures of her own is
    not counted among either: everybody can take hers away.
P3  a group below 30 persons that is wholly of one sensitive kind: whoever knows that somebody is in the group knows it.
P4  nobody: where zeros are protected, no zero is shown but those of what cannot occur.

A rule is applied to every planned cell, and to every cell that nobody planned but that the planned ones cut out: the
finest cells, and the parts in which two groups overlap that are not nested in each other, such as a department and the
border strip. The groups of other tables, and of every earlier edition, cut as well (``linked``).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.linked import Sets
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
        unknown = persons[len(plan.known_whole) :]  # whoever published figures of her own hides nobody
        told["few_organisations"] = (total > 0) & ((unknown > 0).sum(axis=0) < plan.least_organisations)
        largest = np.sort(unknown, axis=0)[::-1][: plan.colluding].sum(axis=0)
        told["one_contributor"] = (total > 0) & (unknown.sum(axis=0) - largest < plan.persons)
    if plan.zeros == "protected":
        told["zero"] = total == 0
    return told


def planned(plan: Plan, table: Table, persons: Integers, other: Sets) -> Cells:
    """The cells that a table shows, by the rules. ``persons``: (organisations, *leaves); ``other``: of ``linked``."""
    codes = [plan.codes(table, each) for each in plan.dimensions]
    cells = cells_of(plan, table, codes, persons)
    alike = _whole_groups(plan, table, codes, persons.sum(axis=0), other)
    if alike.any():
        cells.unsafe["whole_group"] = alike & cells.possible
    return cells


def implied(plan: Plan, table: Table, persons: Integers, other: Sets) -> tuple[Cells, ...]:
    """The cells that a table cuts out without showing them: its finest, and parts of groups that overlap."""
    shown = [plan.codes(table, each) for each in plan.dimensions]
    finest = [_finest(each, told, other[each.name]) for each, told in zip(plan.dimensions, shown, strict=True)]
    parts = []
    if any(
        len(codes) > len(told[0]) or not _all_in(flags, told[1])
        for (codes, flags), told in zip(finest, shown, strict=True)
    ):
        parts.append(finest)
    for place, (names, flags) in enumerate(shown):
        pieces = _pieces(plan.dimensions[place], names, flags, other[plan.dimensions[place].name])
        if pieces[0]:
            parts.append([*shown[:place], pieces, *shown[place + 1 :]])
    return tuple(cells_of(plan, table, codes, persons) for codes in parts)


def sums_of(plan: Plan, codes: list[tuple[tuple[str, ...], Flags]], persons: Integers) -> tuple[Integers, Integers]:
    """Persons by organisation of every combination of codes, and how many possible finest cells each sums."""
    possible = ~plan.cannot_be()
    for axis, (names, flags) in enumerate(codes):
        used = flags.any(axis=0)  # what nothing sums is not carried along: of all periods often one is told
        if not used.all():
            persons, possible = np.compress(used, persons, axis + 1), np.compress(used, possible, axis)
            codes = [*codes[:axis], (names, flags[:, used]), *codes[axis + 1 :]]
    summed, size = (persons * possible).astype(float), possible.astype(float)  # exact: no sum is near 2^53
    fewer = sorted(range(len(codes)), key=lambda axis: codes[axis][1].shape[0] / codes[axis][1].shape[1])
    for axis in fewer:  # what is summed most first: so little is left for the others
        flags = codes[axis][1].astype(float)
        summed = np.moveaxis(np.tensordot(summed, flags, (axis + 1, 1)), -1, axis + 1)
        size = np.moveaxis(np.tensordot(size, flags, (axis, 1)), -1, axis)
    return np.rint(summed).astype(np.int64).reshape(len(persons), -1), np.rint(size).astype(np.int64).ravel()


def cells_of(plan: Plan, table: Table, codes: list[tuple[tuple[str, ...], Flags]], persons: Integers) -> Cells:
    """The cells of every combination of these codes; a dimension that is not cut at all stands in none of them."""
    by_organisation, sizes = sums_of(plan, codes, persons)
    possible = sizes > 0
    unsafe = {name: flags & possible for name, flags in too_small(by_organisation, plan).items()}
    where = [
        [(each.name, tuple(np.array(each.leaves, object)[row])) for row in flags]
        for each, (_, flags) in zip(plan.dimensions, codes, strict=True)
    ]
    named = {key for key, _ in table.levels}
    kept = [
        pairs if pairs and (pairs[0][0] in named or not flags.all()) else [None] * len(pairs)
        for pairs, (_, flags) in zip(where, codes, strict=True)
    ]
    return Cells(
        table.name,
        tuple(tuple(c for c in each if c) for each in product(*(names for names, _ in codes))),
        tuple(tuple(pair for pair in each if pair) for each in product(*kept)),
        by_organisation, sizes, {name: flags for name, flags in unsafe.items() if flags.any()}, possible,
    )  # fmt: skip


def _whole_groups(
    plan: Plan, table: Table, codes: list[tuple[tuple[str, ...], Flags]], total: Integers, other: Sets
) -> Flags:
    """P3: where a sensitive code holds everybody of a small group that is shown, or that its parts add up to."""
    shape = tuple(len(names) for names, _ in codes)
    alike, inside = np.zeros(shape, bool), np.where(plan.cannot_be(), 0, total)
    for axis, (dimension, (names, flags)) in enumerate(zip(plan.dimensions, codes, strict=True)):
        if dimension.name not in dict(table.levels) or not dimension.sensitive:
            continue
        parents = np.concatenate([flags, other[dimension.name], np.ones((1, flags.shape[1]), bool)])
        counts = inside
        for place, (_, each) in enumerate(codes):
            every = (np.concatenate([flags, parents]) if place == axis else each).astype(np.int64)
            counts = np.moveaxis(np.tensordot(counts, every, (place, 1)), -1, place)
        for child, parent in product(range(len(names)), range(len(parents))):
            if names[child] in dimension.sensitive and _inside(flags[child], parents[parent]):
                few, of = np.take(counts, child, axis), np.take(counts, len(names) + parent, axis)
                np.moveaxis(alike, axis, 0)[child] |= (few == of) & (few > 0) & (of < plan.whole_below)
    return alike.ravel()


def _inside(few: Flags, of: Flags) -> bool:
    """Is one set of leaves within another, and smaller?"""
    return bool((few <= of).all() and (few != of).any())


def _finest(dimension: Dimension, shown: tuple[tuple[str, ...], Flags], other: Flags) -> tuple[tuple[str, ...], Flags]:
    """The leaves that can be told apart: those that no shown code separates, here or elsewhere, stand together."""
    names, flags = shown
    if len(names) == 1 and flags.all() and not len(other):
        return shown
    every = np.concatenate([flags, other])
    kinds, kind = np.unique(every, axis=1, return_inverse=True)
    first = [int(np.flatnonzero(kind == each)[0]) for each in range(kinds.shape[1])]
    order = np.argsort(first)  # as the leaves come
    sets = np.array([kind == each for each in order])
    kept = sets[[bool(every[:, row].any()) for row in sets]]
    return tuple("+".join(np.array(dimension.leaves, object)[row]) for row in kept), kept


def _pieces(dimension: Dimension, names: tuple[str, ...], flags: Flags, other: Flags) -> tuple[tuple[str, ...], Flags]:
    """What two codes have in common, and what one has and the other not, where they overlap and are not nested.

    What is left of a code beside one that is nested in it is a remainder (``remainder``), where both are of one table;
    with one of elsewhere it is a piece too.
    """
    known = {row.tobytes() for row in flags}
    found: dict[bytes, tuple[str, NDArray[np.bool_]]] = {}
    sets = [*zip(names, flags, strict=True), *((_named(dimension, row), row) for row in other)]
    for (one, a), (two, b) in product(enumerate(sets), repeat=2):
        if one >= len(names) and two >= len(names):
            continue
        nested = one < len(names) and two < len(names) and bool((a[1] <= b[1]).all() or (b[1] <= a[1]).all())
        if nested or not (a[1] & b[1]).any():
            continue
        for name, part in ((f"{a[0]} ∩ {b[0]}", a[1] & b[1]), (f"{a[0]} ∖ {b[0]}", a[1] & ~b[1])):
            if part.any() and part.tobytes() not in known:
                found.setdefault(part.tobytes(), (name, part))
    pairs = list(found.values())
    return tuple(name for name, _ in pairs), np.array([part for _, part in pairs], bool).reshape(-1, flags.shape[1])


def _named(dimension: Dimension, row: Flags) -> str:
    """A set of leaves by the code it has, or by its leaves."""
    leaves = tuple(leaf for leaf, flag in zip(dimension.leaves, row, strict=True) if flag)
    codes = (code for level in dimension.levels for code, of in level.codes if set(of) == set(leaves))
    return next(codes, "+".join(leaves))


def _all_in(some: Flags, flags: Flags) -> bool:
    """Is each of these sets one of those?"""
    known = {row.tobytes() for row in flags}
    return all(row.tobytes() in known for row in some)
