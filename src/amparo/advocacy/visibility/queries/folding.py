"""What of a table is not shown, said in a sentence that names it, in place of a row or a column of gaps for each.

Nothing is left out: a cell that is hidden stands in the table, or the name of its row or of its column stands below it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amparo.publications.queries import Row, Table

if TYPE_CHECKING:
    from amparo.publications.models import Figure

BETWEEN = " · "  # of a row with several names, as the door writes it


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a row or of a column of which nothing is shown, and one of its figures."""

    said: str
    figure: "Figure"


@dataclass(frozen=True, slots=True)
class Group:
    """Names that begin alike: how, and how each goes on."""

    head: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A table with what is shown of it, and the names of the rest."""

    table: Table
    rows: tuple[Group, ...]
    columns: tuple[Name, ...]
    why: str  # what its gaps mean, where it has some and no table before it says the same


def folded(part: Table, whole: Table) -> Folded:
    """A part of a table without the rows of which nothing is shown, and without the columns that the whole hides."""
    told = [row for row in whole.rows if not all_hidden(row)]
    gone = [
        place
        for place, _head in enumerate(whole.columns)
        if told and all(row.figures[place].kind == "hidden" for row in told)
    ]
    hidden = [row for row in part.rows if all_hidden(row)]
    if not hidden[1:]:  # a single one stays in its place
        hidden = []
    rows = tuple(Row(row.head, _without(row.figures, gone)) for row in part.rows if not (hidden and all_hidden(row)))
    table = Table(part.title, part.corner, _without(part.columns, gone), rows, part.note)
    of = tuple(Name(whole.columns[place], told[0].figures[place]) for place in gone)
    gaps = any(figure.kind == "hidden" for row in part.rows for figure in row.figures)
    return Folded(table, _grouped(hidden), of, part.note if gaps else "")


def said_once(tables: Iterable[Folded]) -> list[Folded]:
    """What gaps mean is said below the first table of a page that has some, and not again below each."""
    said: set[str] = set()
    told = []
    for each in tables:
        told.append(replace(each, why="") if each.why in said else each)
        said.add(each.why)
    return told


def all_hidden(row: Row) -> bool:
    """Is nothing of this row shown?"""
    return all(figure.kind == "hidden" for figure in row.figures)


def _without[Thing](things: Sequence[Thing], gone: Sequence[int]) -> tuple[Thing, ...]:
    return tuple(each for place, each in enumerate(things) if place not in gone)


def _grouped(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Rows by how their names begin, where each has several; else all in one group."""
    found: dict[str, list[Name]] = {}
    several = all(BETWEEN in row.head for row in rows)
    for row in rows:
        head, said = row.head.split(BETWEEN, 1) if several else ("", row.head)
        found.setdefault(head, []).append(Name(said, row.figures[0]))
    return tuple(Group(head, tuple(names)) for head, names in found.items())
