"""The tables of a request as who checks sees them: figures as a reader will get them, gaps with the marks of why."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.doors.release.models import Request
from amparo.doors.release.queries.shown import grid, kind_of, told_tables
from amparo.formats.plans import Plan, Table
from amparo.publications.templatetags.figures import in_words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as a checker sees it: its figure, or the marks of why it is hidden."""

    said: str
    marks: tuple[int, ...] = ()
    repeated: bool = False


def tables(one: Plan, of: Request) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """What would leave, table by table, each gap with its marks; and what the marks say."""
    cells, reasons_said = json.loads(of.cells), _reasons(one)
    used = [each for each in reasons_said if any(each in reasons for _label, _value, reasons, _stands in cells)]
    marks = {each: number for number, each in enumerate(used, start=1)}
    return drawn_tables(one, of.period, told_tables(one, cells), cells, marks), [
        (marks[each], reasons_said[each]) for each in used
    ]


def drawn_tables(
    one: Plan, period: str, tables_: Iterable[Table], cells: list[list[Any]], marks: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Tables as who checks sees them: each cell with the head that it stands under.

    Where nothing of a row is shown, and for one reason, it is said once: ``alone``.
    """
    told = {tuple(label): (value, reasons, stands) for label, value, reasons, stands in cells}
    drawn = [grid(one, period, each, cells) for each in tables_]
    for table in drawn:
        for row in table["rows"]:
            found = [_cell(one, label, told[label], marks) for label in row["cells"]]
            row["alone"] = found[0] if len(found) > 1 and set(found) == {found[0]} and not found[0].said else None
            row["cells"] = list(zip(table["head"], found, strict=True))
    return drawn


def _reasons(one: Plan) -> Mapping[str, str]:
    """Why a figure is hidden: a code, and the sentence of it."""
    if one.kind == "sample":
        from amparo.doors.release.queries.estimates import REASONS as OF_ESTIMATES  # numpy, and hundreds of its kind

        return OF_ESTIMATES
    from amparo.methods.disclosure import REASONS

    return REASONS


def _cell(one: Plan, label: tuple[str, ...], told: tuple[Any, list[str], Any], marks: Mapping[str, int]) -> Cell:
    value, reasons, stands = told
    if value is not None:
        return Cell(as_read(one, label, value))
    why = tuple(marks[each] for each in reasons if each in marks)
    return Cell(as_read(one, label, stands), why, stands is not None)


def as_read(one: Plan, label: Sequence[str], told: Any) -> str:
    """A figure as a reader will get it, in the language of the page; nothing where it is hidden."""
    return "" if told in (None, "") else in_words(kind_of(one, tuple(label)), str(told))
