"""A draft of an edition: every planned cell that the rules let through, and nothing hidden beyond them.

It is what most agencies would print. It is not safe: differences and sums tell what it hides. ``protect`` begins with
it; on its own it is here so that anybody can show what it gives away, with ``audit``.
"""

from dataclasses import dataclass, field

import numpy as np

from amparo.methods.disclosure.counts import Counts
from amparo.methods.disclosure.ledger import Edition, Figure, Hidden, Integers, Ledger
from amparo.methods.disclosure.plan import Plan
from amparo.methods.disclosure.primary import Cells, implied, planned, too_small
from amparo.methods.disclosure.system import Atoms, atoms_of
from amparo.methods.estimate import SECRET, Refused, remark


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """An edition with nothing hidden but what the rules hide, and what it takes to hide more."""

    edition: Edition
    atoms: Atoms = field(repr=False)
    amounts: Integers = field(repr=False, metadata=SECRET)  # persons of each atom, (organisations, atoms)
    tables: tuple[Cells, ...] = field(repr=False, metadata=SECRET)


def draft(
    counts: Counts, *, plan: Plan, ledger: Ledger, name: str, audience: str = "public", revise: bool = False
) -> Draft:
    """The edition that the rules alone would let out. It has not been audited, and must not be published.

    Parameters
    ----------
    counts, plan, ledger, name, audience, revise : as for ``protect``.

    Raises
    ------
    Refused
        The plan lacks a category of an earlier edition; the counts are not of these batches, or contradict a figure
        that is published already; somebody stands in a cell that cannot occur.
    """
    _refuse_misfits(counts, plan, ledger)
    empty = Edition(name, audience, plan.leaves(), (), (), plan.width, plan.zeros, revise, plan.impossible)
    atoms = atoms_of(ledger.adding(empty), plan.leaves())
    amounts = amounts_of(counts, atoms)
    refuse_contradictions(ledger, atoms, amounts)
    now = np.zeros((len(amounts), int(np.prod(plan.shape))), np.int64)
    for row, each in zip(now, amounts, strict=True):
        np.add.at(row, atoms.cell, each)
    by_leaf = now.reshape(len(amounts), *plan.shape)
    tables = tuple(planned(plan, each, by_leaf) for each in plan.tables)
    figures, gaps = _parted(tables)
    unplanned = [
        Hidden(
            (cells.table, *cells.codes[cell]), cells.where[cell], cells.reasons(int(cell)), sensitive=True, shown=False
        )
        for each in plan.tables
        for cells in implied(plan, each, by_leaf)
        for cell in np.flatnonzero(np.any([*cells.unsafe.values(), np.zeros(len(cells.codes), bool)], axis=0))
    ]
    edition = Edition(
        name, audience, plan.leaves(), figures, (*gaps, *unplanned), plan.width, plan.zeros, revise, plan.impossible
    )
    return Draft(_with_the_past(edition, ledger, atoms, amounts, plan), atoms, amounts, tables)


def _parted(tables: tuple[Cells, ...]) -> tuple[tuple[Figure, ...], tuple[Hidden, ...]]:
    """Planned cells as figures and gaps."""
    figures, gaps = [], []
    for cells in tables:
        total = cells.persons.sum(axis=0)
        for cell, codes in enumerate(cells.codes):
            label, where = (cells.table, *codes), cells.where[cell]
            if reasons := cells.reasons(cell):
                gaps.append(Hidden(label, where, reasons, sensitive=True))
            else:
                figures.append(Figure(label, where, int(total[cell]), int(total[cell])))
    return tuple(figures), tuple(gaps)


def _with_the_past(edition: Edition, ledger: Ledger, atoms: Atoms, amounts: Integers, plan: Plan) -> Edition:
    """What was hidden stays hidden; a figure whose difference from its earlier self is too small is kept back."""
    now = len(ledger.editions)
    before: dict[bytes, None] = {}
    earlier: dict[tuple[str, ...], list[tuple[int, Figure]]] = {}
    for number, past in enumerate(ledger.editions):
        for gap in past.hidden:
            if gap.shown and gap.since < 0:
                before[atoms.of(gap.where, number).tobytes()] = None
        for figure in past.figures:
            if figure.of is None:
                earlier.setdefault(figure.label, []).append((number, figure))
    figures, gaps = [], []
    for figure in edition.figures:
        held = atoms.of(figure.where, now)
        if held.tobytes() in before:
            gaps.append(Hidden(figure.label, figure.where, ("hidden_before",), sensitive=False))
            continue
        late = [
            number
            for number, past in earlier.get(figure.label, ())
            if _too_little_between(held, atoms.of(past.where, number), amounts, plan)
        ]
        if late:
            gaps.append(Hidden(figure.label, figure.where, ("late",), sensitive=False))
            gaps += [
                Hidden(figure.label, figure.where, ("late",), sensitive=True, shown=False, since=each) for each in late
            ]
        else:
            figures.append(figure)
    return Edition(
        edition.name, edition.audience, edition.scope, tuple(figures), (*edition.hidden, *gaps), edition.width,
        edition.zeros, edition.revises, edition.impossible,
    )  # fmt: skip


def _too_little_between(held: Integers, earlier: Integers, amounts: Integers, plan: Plan) -> bool:
    """Is what came between two editions of one figure too small to be told, as their difference tells it?"""
    if not np.isin(earlier, held).all() or len(earlier) == len(held):
        return False
    between = amounts[:, np.setdiff1d(held, earlier)].sum(axis=1, keepdims=True)
    return any(bool(flags[0]) for flags in too_small(between, plan).values())


def amounts_of(counts: Counts, atoms: Atoms) -> Integers:
    """Persons of each atom by organisation: those who arrived after the closing before it, up to its own."""
    flat = counts.persons.reshape(*counts.persons.shape[:2], -1)
    arrived = np.concatenate([np.zeros_like(flat[:, :1]), flat.cumsum(axis=1)], axis=1)  # before each batch
    again = np.concatenate([[False], atoms.cell[1:] == atoms.cell[:-1]])
    before = np.where(again, np.concatenate([[0], atoms.upto[:-1]]) + 1, 0)
    return np.asarray(arrived[:, atoms.upto + 1, atoms.cell] - arrived[:, before, atoms.cell], np.int64)


def _refuse_misfits(counts: Counts, plan: Plan, ledger: Ledger) -> None:
    """The plan, the counts and the past have to speak of the same cells."""
    if counts.leaves != plan.leaves() or counts.persons.shape[1] != len(ledger.editions) + 1:
        raise Refused(
            remark(
                "other_counts",
                "The counts are not of the plan's categories, or not of %(batches)s arrivals, one for each edition.",
                batches=len(ledger.editions) + 1,
            )
        )
    known = dict(plan.leaves())
    for edition in ledger.editions:
        for name, leaves in edition.scope:
            gone = [leaf for leaf in leaves if leaf not in known.get(name, ())]
            if gone:
                raise Refused(
                    remark(
                        "category_gone",
                        "The edition “%(edition)s” published by %(name)s: %(gone)s. The plan has to know it still,"
                        " even if it shows it no more.",
                        edition=edition.name, name=name, gone=", ".join(gone),
                    )
                )  # fmt: skip
    cannot = counts.persons[:, :, plan.cannot_be()].sum()
    if cannot:
        raise Refused(
            remark("cannot_be", "%(many)s persons stand in cells that the plan calls impossible.", many=int(cannot))
        )


def refuse_contradictions(ledger: Ledger, atoms: Atoms, amounts: Integers) -> None:
    """What was published has to be what the counts say: those of a closed cell are kept as they were."""
    persons = amounts.sum(axis=0)
    for number, edition in enumerate(ledger.editions):
        for figure in edition.figures:
            told = int(persons[atoms.of(figure.where, number)].sum())
            if figure.of is None and not figure.low <= told <= figure.high:
                raise Refused(
                    remark(
                        "contradiction",
                        "The edition “%(edition)s” published %(figure)s for %(label)s, and the counts now give another"
                        " figure. Counts of a closed edition have to be kept as they were.",
                        edition=edition.name, figure=figure.low, label=" · ".join(figure.label),
                    )
                )  # fmt: skip
