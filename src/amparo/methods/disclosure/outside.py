"""A table that somebody else protected, read as what an attacker sees: its figures, its gaps, its hierarchies."""

from collections.abc import Sequence

from amparo.methods.disclosure.ledger import Edition, Figure, Hidden, Ledger
from amparo.methods.disclosure.plan import ZEROS, Dimension
from amparo.methods.estimate import Refused, remark

type Row = tuple[tuple[str, ...], int | None, bool]  # a code for each dimension, the figure, is it sensitive


def as_published(
    rows: Sequence[Row],
    *,
    dimensions: Sequence[Dimension],
    name: str = "table",
    width: int = 1,
    zeros: str = "protected",
) -> Ledger:
    """A ledger of one edition, for ``audit``.

    Parameters
    ----------
    rows : of each cell its codes, one for each dimension, its figure, or ``None`` where it is hidden, and whether it
        is sensitive: a cell that is hidden for its own sake. A sensitive cell that is not hidden is a fault.
    width : that every sensitive cell has to keep. 1 asks only that none can be told exactly.
    zeros : "shown" where the table never hides a zero, so that a gap says it is none.
    dimensions : of the table, in the order of the codes of a row; from ``dimension``.
    name : of the edition.

    Raises
    ------
    Refused
        ``unknown_zeros``; ``unknown_code``: a code that the dimensions do not know; ``negative``: a figure below zero;
        ``open``: a sensitive cell that stands there with its figure. With the rows.

    References
    ----------
    Fischetti and Salazar (2001), see ``audit`` (what the attacker reads).
    """
    leaves = [{code: of for level in each.levels for code, of in level.codes} for each in dimensions]
    _refuse_rows(rows, leaves, zeros)
    figures, gaps = [], []
    for codes, value, sensitive in rows:
        where = tuple((each.name, known[code]) for each, code, known in zip(dimensions, codes, leaves, strict=True))
        if value is None:
            gaps.append(Hidden((name, *codes), where, (), sensitive=sensitive))
        else:
            figures.append(Figure((name, *codes), where, value, value))
    scope = tuple((each.name, each.leaves) for each in dimensions)
    return Ledger((Edition(name, "public", scope, tuple(figures), tuple(gaps), width, zeros),))


def _refuse_rows(rows: Sequence[Row], leaves: list[dict[str, tuple[str, ...]]], zeros: str) -> None:
    """Rows that are no table, or that show what has to be hidden."""
    if zeros not in ZEROS:
        raise Refused(remark("unknown_zeros", "Zeros are “protected” or “shown”, not “%(zeros)s”.", zeros=zeros))
    unknown = [
        number
        for number, (codes, _, _) in enumerate(rows)
        if len(codes) != len(leaves) or any(code not in known for code, known in zip(codes, leaves, strict=True))
    ]
    if unknown:
        raise Refused(remark("unknown_code", "Rows with a code that no dimension knows.", rows=unknown))
    negative = [number for number, (_, value, _) in enumerate(rows) if value is not None and value < 0]
    if negative:
        raise Refused(remark("negative", "Rows with a figure below zero.", rows=negative))
    open_ones = [number for number, (_, value, sensitive) in enumerate(rows) if sensitive and value is not None]
    if open_ones:
        raise Refused(remark("open", "Cells that are called sensitive stand there with their figure.", rows=open_ones))
