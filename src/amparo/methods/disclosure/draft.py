"""A draft of an edition: every planned cell that the rules let through, and nothing hidden beyond them.

It is what most agencies would print. It is not safe: differences and sums tell what it hides. ``protect`` begins with
it; on its own it is here so that anybody can show what it gives away, with ``audit``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from amparo.methods.disclosure.atoms import Atoms, atoms_of
from amparo.methods.disclosure.counts import Counts
from amparo.methods.disclosure.ledger import Edition, Figure, Hidden, Integers, Ledger
from amparo.methods.disclosure.linked import Sets, elsewhere
from amparo.methods.disclosure.past import Past
from amparo.methods.disclosure.plan import Plan, Table, chosen
from amparo.methods.disclosure.primary import Cells, implied, planned
from amparo.methods.disclosure.remainder import left_over
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
        ``category_gone``: the plan lacks a category of an earlier edition; ``other_counts``: the counts are not of
        these batches; ``contradiction``: they contradict a figure that is published already; ``cannot_be``,
        ``impossible_now``: somebody stands in a cell that cannot occur, or one that could is called so.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit`` (the primary rules).
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
    others = [elsewhere(plan, each, ledger) for each in plan.tables]
    tables = tuple(planned(plan, *each) for each in _with(plan, by_leaf, others))
    figures, gaps = _parted(tables)
    unplanned = [each for every in _with(plan, by_leaf, others) for each in implied(plan, *every)]
    left = [left_over(plan, cells, by_leaf, other) for cells, other in zip(tables, others, strict=True)]
    gaps = _once(gaps, (*_unshown(unplanned), *(each for few in left for each in few)))
    edition = Edition(name, audience, plan.leaves(), figures, gaps, plan.width, plan.zeros, revise, plan.impossible)
    past = Past(ledger, atoms, amounts, plan)
    return Draft(past.beside(edition, (*tables, *unplanned)), atoms, amounts, tables)


def _with(plan: Plan, persons: Integers, others: list[Sets]) -> list[tuple[Table, Integers, Sets]]:
    return [(each, persons, other) for each, other in zip(plan.tables, others, strict=True)]


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


def _unshown(unplanned: list[Cells]) -> Iterator[Hidden]:
    """Cells that nobody planned, where the rules would hide them."""
    for cells in unplanned:
        for cell in np.flatnonzero(np.any([*cells.unsafe.values(), np.zeros(len(cells.codes), bool)], axis=0)):
            label, where = (cells.table, *cells.codes[cell]), cells.where[cell]
            yield Hidden(label, where, cells.reasons(int(cell)), sensitive=True, shown=False)


def _once(gaps: tuple[Hidden, ...], unshown: tuple[Hidden, ...]) -> tuple[Hidden, ...]:
    """The gaps, and of what is not shown each set of finest cells once."""
    seen = {each.where for each in gaps}
    kept = list(gaps)
    for each in unshown:
        if each.where not in seen:
            seen.add(each.where)
            kept.append(each)
    return tuple(kept)


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
    _refuse_impossible(counts, plan, ledger)


def _refuse_impossible(counts: Counts, plan: Plan, ledger: Ledger) -> None:
    """Nobody stands where nobody can; and what was hidden as possible is not called impossible later."""
    now, leaves = plan.cannot_be(), plan.leaves()
    ever = now.copy()
    for edition in ledger.editions:
        then = np.zeros_like(now)
        for where in edition.impossible:
            then |= chosen(where, leaves)
        ever |= then
        new = now & ~then & chosen(edition.scope, leaves)
        for gap in edition.hidden if new.any() else ():
            if gap.sensitive and bool((chosen(gap.where, leaves) & new).any()):
                raise Refused(
                    remark(
                        "impossible_now",
                        "The edition “%(edition)s” hid %(label)s as something that can be. It cannot be called"
                        " impossible now: that would tell it.",
                        edition=edition.name, label=" · ".join(gap.label),
                    )
                )  # fmt: skip
    if cannot := counts.persons[:, :, ever].sum():
        raise Refused(
            remark(
                "cannot_be",
                "%(many)s persons stand in cells that the plan, or an earlier edition, calls impossible.",
                many=int(cannot),
            )
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
