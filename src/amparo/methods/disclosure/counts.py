"""Persons in finest cells: from one row a person to counts by organisation, arrival and cell.

Every person is counted once, in one cell, by one organisation. Who was seen by two is to be put together before: no
rule about three organisations means anything where one person stands for two of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amparo.methods.disclosure.ledger import Integers, Leaves
from amparo.methods.disclosure.plan import Plan
from amparo.methods.estimate import SECRET, Refused, remark, whole

MOST_CELLS = 50_000_000  # organisations times arrivals times finest cells: 400 MB


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Persons by contributing organisation, arrival batch and finest cell."""

    persons: Integers = field(repr=False, metadata=SECRET)  # (organisations, batches, *leaves of each dimension)
    organisations: tuple[str, ...]  # none where the data come from no organisation
    leaves: Leaves = field(repr=False)


def count(
    columns: Mapping[str, ArrayLike],
    *,
    plan: Plan,
    organisation: ArrayLike | None = None,
    organisations: Sequence[str] = (),
    batch: ArrayLike | None = None,
    batches: int = 1,
    persons: ArrayLike | None = None,
) -> Counts:
    """Count persons from whole-number codes, one row a person, or ``persons`` a row.

    Parameters
    ----------
    columns : for each dimension of the plan the position of each row's leaf, shape (n,).
    organisation : position in ``organisations`` of who contributed each row. Needed where the plan asks for it.
    batch : with which edition each row arrived, 0 for the first; everything came with the first where it is not said.
    batches : how many editions there are with this one.

    Raises
    ------
    Refused
        A code that is none; a column that is missing or of another length; no organisation where the plan needs them.
    """
    whole("batches", batches, least=1)
    if plan.least_organisations and organisation is None:
        raise Refused(
            remark(
                "no_organisation",
                "The plan asks for %(least)s organisations behind each cell, and it is not said who contributed what.",
                least=plan.least_organisations,
            )
        )
    shape = (max(1, len(organisations)), batches, *plan.shape)
    if np.prod([float(each) for each in shape]) > MOST_CELLS:
        raise Refused(remark("too_many_cells", "There are more than %(most)s finest cells to count.", most=MOST_CELLS))
    missing = [each.name for each in plan.dimensions if each.name not in columns]
    if missing:
        raise Refused(remark("no_column", "There is no column for %(names)s.", names=", ".join(missing)))
    size = len(np.asarray(columns[plan.dimensions[0].name]))
    flat = np.zeros(size, np.int64)
    given = (organisation, batch, *(columns[each.name] for each in plan.dimensions))
    names = ("organisation", "batch", *(each.name for each in plan.dimensions))
    for name, column, codes in zip(names, given, shape, strict=True):
        flat *= codes
        if column is not None:
            flat += _codes(name, column, size, codes)
    amounts = None if persons is None else _codes("persons", persons, size, None)
    told = np.bincount(flat, amounts, int(np.prod(shape)))
    return Counts(np.rint(told).astype(np.int64).reshape(shape), tuple(organisations), plan.leaves())


def _codes(name: str, given: ArrayLike, size: int, codes: int | None) -> NDArray[np.integer]:
    """A column of whole numbers from 0 on, each below ``codes``; the rows that are not are named."""
    column = np.asarray(given)
    if column.shape != (size,) or column.dtype.kind not in "iu":
        raise Refused(remark("column", "The column %(name)s is not one whole number for each row.", name=name))
    if size and (column.min() < 0 or (codes is not None and column.max() >= codes)):
        wrong = np.flatnonzero((column < 0) | (column >= codes if codes is not None else False))
        raise Refused(
            remark(
                "unknown_code",
                "The column %(name)s has values that the plan does not know.",
                name=name,
                rows=wrong.tolist(),
            )
        )
    return column
