"""What other tables and earlier editions tell apart: a difference of two figures need not be one of one table.

A bulletin of departments and another of the border strip are each beyond reproach. Whoever has both takes the strip
from the department, and has those who live outside it. So the rules are asked not only of what one table cuts out but
of what it cuts out together with every other table of the plan, and with every edition of the past.
"""

from collections.abc import Iterator

import numpy as np

from amparo.methods.disclosure.ledger import Ledger
from amparo.methods.disclosure.plan import Dimension, Flags, Plan, Table, Where

type Sets = dict[str, Flags]  # for each dimension sets of leaves, shape (sets, leaves)


def elsewhere(plan: Plan, table: Table, ledger: Ledger) -> Sets:
    """For each dimension the sets of leaves that are shown elsewhere, and are no code of this table.

    Of a dimension that the table sums over only what earlier editions knew of it: last year's months, say.
    """
    return {each.name: _sets(plan, table, each, ledger) for each in plan.dimensions}


def _sets(plan: Plan, table: Table, dimension: Dimension, ledger: Ledger) -> Flags:
    own = {row.tobytes() for row in plan.codes(table, dimension)[1]}
    found: dict[bytes, Flags] = {}
    place = {leaf: number for number, leaf in enumerate(dimension.leaves)}
    for leaves in dict.fromkeys(_past(dimension, ledger, named=dimension.name in dict(table.levels))):
        row = np.zeros(len(place), bool)
        row[[place[leaf] for leaf in leaves]] = True
        found.setdefault(row.tobytes(), row)
    if dimension.name in dict(table.levels):
        for other in plan.tables:
            for row in plan.codes(other, dimension)[1]:
                found.setdefault(row.tobytes(), row)
    kept = [row for key, row in found.items() if key not in own and row.any()]
    return np.array(kept, bool).reshape(len(kept), len(place))


def _past(dimension: Dimension, ledger: Ledger, *, named: bool) -> Iterator[tuple[str, ...]]:
    """The leaves that earlier editions put together, and all that each of them knew."""
    for edition in ledger.editions:
        known = dict(edition.scope).get(dimension.name, dimension.leaves)
        yield known
        if not named:
            continue
        seen: dict[Where, None] = {}
        for figure in edition.figures:
            seen[figure.where] = None
            if figure.of is not None:
                seen[figure.of] = None
        for where in seen:
            yield dict(where).get(dimension.name, known)
