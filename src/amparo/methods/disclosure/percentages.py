"""Percentages of a published table: only where the part, the whole and what is left are publishable (rule P5).

A percentage is a count in other clothes: 33.3 % of 12 is four persons. So a share is told only where its numerator and
its denominator stand in the table as counts, and where the difference of the two passes the rules as well. Told so, it
adds nothing to what an attacker has. Percentages that stand without their counts, in tables of others, are read by the
audit as what they are: all pairs of whole numbers that round to them.
"""

from dataclasses import replace

import numpy as np

from amparo.methods.disclosure.ledger import Edition, Figure
from amparo.methods.disclosure.plan import Percentage, Plan
from amparo.methods.disclosure.primary import Cells, too_small


def with_percentages(edition: Edition, plan: Plan, tables: tuple[Cells, ...]) -> Edition:
    """The edition with the percentages of its plan that may stand."""
    told = [share for each in plan.percentages for share in _shares(edition, plan, tables, each)]
    return replace(edition, figures=(*edition.figures, *told))


def rounded(part: int, whole: int, decimals: int) -> int:
    """A percentage times 10 to the power of ``decimals``, half a unit up; exact."""
    scale: int = 10**decimals
    return (200 * scale * part + whole) // (2 * whole)


def _shares(edition: Edition, plan: Plan, tables: tuple[Cells, ...], asked: Percentage) -> list[Figure]:
    table = next(each for each in plan.tables if each.name == asked.table)
    named = [each.name for each in plan.dimensions if each.name in dict(table.levels)]
    axis, told = named.index(asked.dimension), []
    cells = next(each for each in tables if each.table == asked.table)
    column = {codes: number for number, codes in enumerate(cells.codes)}
    shown = {each.label: each for each in edition.figures if each.of is None}
    for codes, number in column.items():
        of = (*codes[:axis], asked.of, *codes[axis + 1 :])
        part, whole = shown.get((asked.table, *codes)), shown.get((asked.table, *of))
        if codes == of or part is None or whole is None or not whole.low:
            continue
        rest = (cells.persons[:, column[of]] - cells.persons[:, number])[:, None]
        if (rest < 0).any() or np.any(list(too_small(rest, plan).values())):
            continue
        value = rounded(part.low, whole.low, asked.decimals)
        told.append(Figure((*part.label, "%"), part.where, value, value, whole.where, asked.decimals))
    return told
