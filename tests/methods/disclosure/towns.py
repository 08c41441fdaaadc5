"""Small invented worlds that the tests publish: plans, persons, and what was published as plain sums of places."""

import itertools
from collections.abc import Sequence

import numpy as np

from amparo.methods.disclosure import Counts, Edition, Ledger, Plan, count, dimension, table

PLACES, KINDS = ("a", "b", "c"), ("x", "y", "z")


def plan_of(places: Sequence[str] = PLACES, kinds: Sequence[str] = KINDS, **rules) -> Plan:
    """A table of places by kinds with both totals; rules of a small number, so that oracles can count everything."""
    rules = {"subject": "other", "threshold": 5, "least_organisations": 0, "colluding": 0, "width": 2} | rules
    dims = (dimension("place", places), dimension("kind", kinds))
    return Plan(dims, (table("t", {"place": ("each", "total"), "kind": ("each", "total")}),), **rules)


def counted(plan: Plan, persons: Sequence, organisations: Sequence[str] = ()) -> Counts:
    """Counts from an array of shape (*leaves), (batches, *leaves) or (organisations, batches, *leaves)."""
    array = np.asarray(persons)
    while array.ndim < 2 + len(plan.shape):
        array = array[None]
    at = np.indices(array.shape).reshape(array.ndim, -1)
    columns = {each.name: at[2 + axis] for axis, each in enumerate(plan.dimensions)}
    names = organisations or (("only",) if array.shape[0] == 1 else tuple(f"o{i}" for i in range(array.shape[0])))
    told = bool(organisations) or array.shape[0] > 1
    return count(
        columns, plan=plan, persons=array.ravel(), batch=at[1], batches=array.shape[1],
        organisation=at[0] if told else None, organisations=names if told else (),
    )  # fmt: skip


def places_of(edition: Edition, where) -> frozenset[int]:
    """Positions of finest cells that a choice sums, by hand: the product of its leaves, in the order of the scope."""
    named = dict(where)
    each = [[leaves.index(leaf) for leaf in named.get(name, leaves)] for name, leaves in edition.scope]
    sizes = [len(leaves) for _, leaves in edition.scope]
    told = set()
    for combination in itertools.product(*each):
        flat = 0
        for index, size in zip(combination, sizes, strict=True):
            flat = flat * size + index
        told.add(flat)
    return frozenset(told)


def sums_of(edition: Edition) -> list[tuple[frozenset[int], int, int]]:
    """What one edition tells, as sums of places; where zeros are shown a gap tells that it is none."""
    told = [(places_of(edition, each.where), each.low, each.high) for each in edition.figures if each.of is None]
    if edition.zeros == "shown":
        told += [(places_of(edition, each.where), 1, 10**9) for each in edition.hidden if each.shown]
    return told


def sensitive(edition: Edition) -> list[frozenset[int]]:
    """The cells that have to stay hidden."""
    return [places_of(edition, each.where) for each in edition.hidden if each.sensitive]


def without_gap(edition: Edition, number: int, value: int) -> Edition:
    """The edition with one gap filled again, as if it had been forgotten."""
    from dataclasses import replace

    from amparo.methods.disclosure import Figure

    gap = edition.hidden[number]
    rest = tuple(replace(each, shown=False) if each is gap else each for each in edition.hidden)
    return replace(edition, figures=(*edition.figures, Figure(gap.label, gap.where, value, value)), hidden=rest)


def alone(edition: Edition) -> Ledger:
    """A ledger of one edition."""
    return Ledger().adding(edition)
