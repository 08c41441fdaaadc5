"""Persons in finest cells: from one row a person to counts by organisation, arrival and cell.

Every person is counted once, in one cell, by one organisation. Who was seen by two is to be put together before: no
rule about three organisations means anything where one person stands for two of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from amparo.methods.columns import plain_codes
from amparo.methods.disclosure.ledger import Integers, Leaves
from amparo.methods.disclosure.names import alike
from amparo.methods.disclosure.plan import Plan
from amparo.methods.disclosure.system import MOST
from amparo.methods.estimate import SECRET, Refused, remark, whole

type Column = tuple[str, ArrayLike | None]

MOST_CELLS = 50_000_000  # organisations times arrivals times finest cells: 400 MB


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Persons by contributing organisation, arrival batch and finest cell."""

    persons: Integers = field(repr=False, metadata=SECRET)  # (organisations, batches, *leaves of each dimension)
    organisations: tuple[str, ...]  # none where the data come from no organisation
    leaves: Leaves = field(repr=False)
    known: int = 0  # so many organisations, the first ones, are known to everybody with all that they gave


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
    """Count persons from whole-number codes, one row a person.

    Parameters
    ----------
    columns : for each dimension of the plan the position of each row's leaf, shape ``(n,)``.
    plan : whose dimensions and rules these are.
    organisation : position in ``organisations`` of who contributed each row, ``(n,)``.
    organisations : the names of those who contribute.
    batch : with which edition each row arrived, ``(n,)``, 0 for the first, which is also what stands where nothing is
        said.
    batches : how many editions there are with this one.
    persons : how many each row stands for, ``(n,)``; 1 where nothing is said.

    Raises
    ------
    Refused
        ``no_column``, ``column``, ``unknown_code``: a column that is missing or no row of whole numbers, a code that
        the plan does not know; ``no_organisation``, ``organisations_alike``, ``organisations_not_asked``: nobody says
        who contributed, one is written in two ways, the plan asks for none; ``known_first``: those whom everybody knows
        do not stand first; ``too_many_cells``, ``too_many_persons``;
        ``not_whole``: no edition.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    _refuse_organisations(plan, organisation, organisations)
    if missing := [name for name, _ in plan.leaves() if name not in columns]:
        raise Refused(remark("no_column", "There is no column for %(names)s.", names=", ".join(missing)))
    given = [
        ("organisation", organisation),
        ("batch", batch),
        *((each.name, columns[each.name]) for each in plan.dimensions),
    ]
    shape = (max(1, len(organisations)), whole("batches", batches, least=1), *plan.shape)
    return Counts(_counted(given, shape, persons), tuple(organisations), plan.leaves(), len(plan.known_whole))


def _refuse_organisations(plan: Plan, organisation: ArrayLike | None, organisations: Sequence[str]) -> None:
    """Organisations that nobody asks for, that are one in two spellings, or that are asked for and not said."""
    if organisations and not plan.least_organisations and plan.subject != "other":
        raise Refused(
            remark(
                "organisations_not_asked",
                "The plan asks for no organisations behind a cell. For this subject that is only for data that come"
                " from none.",
            )
        )
    if tuple(organisations[: len(plan.known_whole)]) != plan.known_whole:
        raise Refused(
            remark(
                "known_first",
                "Who published figures of its own stands first among the organisations: %(names)s.",
                names=", ".join(plan.known_whole),
            )
        )
    if same := alike(organisations, loosely=True):
        raise Refused(
            remark(
                "organisations_alike",
                "There are organisations without a name, or one written in two ways: %(names)s. They would count"
                " as two.",
                names=", ".join(map(repr, same)),
            )
        )
    if plan.least_organisations and organisation is None:
        raise Refused(
            remark(
                "no_organisation",
                "The plan asks for %(least)s organisations behind each cell, and it is not said who contributed what.",
                least=plan.least_organisations,
            )
        )


def _counted(
    given: Sequence[tuple[str, ArrayLike | None]], shape: tuple[int, ...], persons: ArrayLike | None
) -> Integers:
    """Persons of each combination of codes; a column that is not given is all of its first code."""
    if np.prod([float(each) for each in shape]) > MOST_CELLS:
        raise Refused(remark("too_many_cells", "There are more than %(most)s finest cells to count.", most=MOST_CELLS))
    size = len(np.asarray(given[-1][1]))
    flat = np.zeros(size, np.int64)
    for (name, column), codes in zip(given, shape, strict=True):
        flat *= codes
        if column is not None:
            flat += _codes(name, column, size, codes)
    amounts = None if persons is None else _codes("persons", persons, size, MOST + 1)
    if amounts is not None and amounts.sum(dtype=float) > MOST:
        raise Refused(remark("too_many_persons", "There are more than %(most)s persons.", most=MOST))
    told = np.bincount(flat, amounts, int(np.prod(shape)))
    return np.rint(told).astype(np.int64).reshape(shape)


def _codes(name: str, given: ArrayLike, size: int, codes: int) -> NDArray[np.integer]:
    """A column of whole numbers from 0 on, each below ``codes``; the rows that are not are named."""
    column = plain_codes(given)
    if column.shape != (size,) or column.dtype.kind not in "iu":
        raise Refused(remark("column", "The column %(name)s is not one whole number for each row.", name=name))
    if size and (column.min() < 0 or column.max() >= codes):
        wrong = np.flatnonzero((column < 0) | (column >= codes))
        raise Refused(
            remark(
                "unknown_code",
                "The column %(name)s has values that the plan does not know.",
                name=name,
                rows=wrong.tolist(),
            )
        )
    return column if column.dtype != np.uint64 else column.astype(np.int64)
