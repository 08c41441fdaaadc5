"""Rows out of tables: one with a line for each who answered, and others for what was told again (visits, children).

Central ties them by ``KEY``, in which the whole place stands: ``uuid:…/children/child[2]``. Kobo numbers the lines of
each sheet and says of each which line of which sheet it belongs to. Lines that belong to nobody are told, not lost.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from amparo.formats.exports.columns import ANSWER, DAY, REASON, TAKEN, Columns
from amparo.formats.exports.faults import BadExport, BadValue, RowFault, shown
from amparo.formats.exports.limits import BESIDE, COLUMNS, ROWS
from amparo.formats.exports.records import Cell, Column, Index, Told
from amparo.formats.exports.values import Turned
from amparo.formats.gbvims.recorder import as_text

PARENT_KEY, KEY = "PARENT_KEY", "KEY"
INDEX, PARENT, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
_MAIN = ""
_ROW_OF = re.compile(r"\d{1,6}\]")
_LOOKED_AT = 50  # rows of a table, until one tells what it belongs to
_DAYS = frozenset({"date", "dateTime"})


class Table(Protocol):
    """What has a heading and rows, wherever it stands."""

    @property
    def name(self) -> str:
        """Its name in the file."""

    @property
    def heading(self) -> tuple[str, ...]:
        """What stands above its columns."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Its rows, read anew, each with its number."""


@dataclass(slots=True)
class Tables:
    """The tables of one export. ``others`` are those of which nobody knows what they belong to."""

    columns: Columns
    main: Table
    beside: list[Table]
    others: list[str] = field(default_factory=list)
    turned: dict[Column, str] = field(init=False)  # how the days of a column are turned
    paths: dict[str, str] = field(init=False)  # of the repeat whose rows stand in a table
    columns_of: dict[str, list[Column]] = field(init=False)
    _main: list[Column] = field(init=False)

    def __post_init__(self) -> None:
        self._main = self._resolved(self.main)
        repeats = {each.name: self._repeat_of(each) for each in self.beside}
        self.others += [shown(name) for name, path in repeats.items() if not path]
        self.beside = [each for each in self.beside if repeats[each.name]]
        self.paths = {each.name: repeats[each.name] for each in self.beside}
        self.columns_of = {each.name: self._resolved(each, self.paths[each.name]) for each in self.beside}
        self.turned = {column: turned.order for column, turned in self._turns().items()}

    def _resolved(self, table: Table, at: str = "") -> list[Column]:
        if len(table.heading) > COLUMNS:
            raise BadExport("too_many_columns", most=str(COLUMNS))
        name = shown(table.name) if at else _MAIN
        return [self.columns.of(each, at=at, table=name) for each in table.heading]

    def _repeat_of(self, table: Table) -> str:
        """The path of the repeat whose rows stand in a table, or an empty text."""
        heading = table.heading
        if PARENT_KEY in heading and KEY in heading:
            place = heading.index(KEY)
            first = [row[place].strip() for _number, row in islice(table.rows(), _LOOKED_AT) if len(row) > place]
            paths = sorted(self.columns.repeats)
            return next((path for path in paths if any(self.place_in(each, path) for each in first)), "")
        last = {path: path.rpartition("/")[2] for path in sorted(self.columns.repeats)}
        if PARENT in heading:
            return next((path for path, name in last.items() if table.name in {name, name[:31]}), "")
        return ""

    def place_in(self, key: str, path: str) -> tuple[str, Index] | None:
        """The key above, and which row of a repeat this is, as Central writes it; None where it is none of this repeat.

        ``key`` is the whole place, ``uuid:…/visit[2]/child[1]``; ``path`` is the repeat, ``/data/visit/child``.
        """
        steps, at = path.split("/")[2:], path
        above, index = key, list[int]()
        for step in reversed(steps):
            above, slash, told = above.rpartition("/")
            name, bracket, number = told.partition("[")
            is_told_again = at in self.columns.repeats
            if not slash or name != step or bool(bracket) != is_told_again:
                return None
            if is_told_again:
                if not _ROW_OF.fullmatch(number):
                    return None
                index.append(int(number[:-1]))
            at = at.rpartition("/")[0]
        return (above, tuple(reversed(index))) if above else None

    def _turns(self) -> dict[Column, Turned]:
        """How the days of each column are turned: asked of all its cells before the first one is read."""
        found: dict[Column, Turned] = {}
        for table, columns in [(self.main, self._main), *((each, self.columns_of[each.name]) for each in self.beside)]:
            days = [(place, each) for place, each in enumerate(columns) if self._is_day(each)]
            for _number, row in table.rows() if days else ():
                for place, column in days:
                    if place < len(row) and "-" not in row[place][:5]:
                        found.setdefault(column, Turned()).see(row[place])
        return found

    def _is_day(self, column: Column) -> bool:
        question = self.columns.questions.get(column.path)
        return column.use == DAY or (question is not None and column.use == ANSWER and question.type in _DAYS)

    def rows(self) -> Iterator[Told]:
        """Each row of the main table with all that belongs to it."""
        held = Held(self)
        key_of, is_ours = self._key_of_main(), REASON in self.main.heading
        wanted = [(at, column) for at, column in enumerate(self._main) if column.use in TAKEN]
        for number, row in self.main.rows():
            if not any(each.strip() for each in row):
                continue
            held.count()
            if is_ours:
                row = [as_meant(each) for each in row]
            told = Told(number, [Cell(column, row[at]) for at, column in wanted if at < len(row) and row[at]])
            if len(row) > len(self._main) and any(each.strip() for each in row[len(self._main) :]):
                told.faults.append(RowFault(number, BadValue("too_many_cells")))
            told.cells += held.of(key_of(row))
            yield told
        yield from held.nobodys()

    def _key_of_main(self) -> Callable[[Sequence[str]], str]:
        """By what the other tables name a row of the main one."""
        name = KEY if any(PARENT_KEY in each.heading for each in self.beside) else INDEX
        if not self.beside or name not in self.main.heading:
            return lambda _row: ""
        place = self.main.heading.index(name)
        return lambda row: row[place].strip() if place < len(row) else ""


def as_meant(cell: str) -> str:
    """A cell of a table that this house wrote: without the mark that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and as_text(cell[1:]) == cell else cell


class Held:
    """The rows of the other tables, by the row of the main one, packed until that one comes."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows: dict[str, list[bytes]] = {}
        self.lines: dict[tuple[str, str], tuple[str, Index]] = {}  # of a sheet: where each of its lines belongs
        self.many = self.size = 0
        for table in tables.beside:
            for number, row, key, index in self._placed(table):
                self.count()
                packed = json.dumps([table.name, number, index, row]).encode()
                self.size += len(packed)
                if self.size > BESIDE:
                    raise BadExport("zip_too_large", megabytes=f"{BESIDE // 1_000_000}")
                self.rows.setdefault(key, []).append(packed)

    def count(self) -> None:
        """One row more."""
        self.many += 1
        if self.many > ROWS:
            raise BadExport("too_many_rows", most=f"{ROWS:,}".replace(",", " "))

    def _placed(self, table: Table) -> Iterator[tuple[int, list[str], str, Index]]:
        if KEY in table.heading:
            path, place = self.tables.paths[table.name], table.heading.index(KEY)
            for number, row in table.rows():
                said = self.tables.place_in(row[place].strip(), path) if place < len(row) else None
                yield number, row, *(said or ("", ()))
        else:
            yield from self._numbered(table)

    def _numbered(self, table: Table) -> Iterator[tuple[int, list[str], str, Index]]:
        """Kobo: which line of which sheet a line belongs to. Sheets come after those they belong to."""
        told: dict[tuple[str, str], int] = {}
        places = {name: table.heading.index(name) for name in (INDEX, PARENT, PARENT_TABLE) if name in table.heading}
        for number, row in table.rows():
            said = {name: row[place] for name, place in places.items() if place < len(row)}
            above = (said.get(PARENT_TABLE, ""), said.get(PARENT, ""))
            is_nested = above[0] in self.tables.paths
            root, index = self.lines.get(above, ("", ())) if is_nested else (above[1], ())
            told[above] = told.get(above, 0) + 1
            self.lines[table.name, said.get(INDEX, "")] = (root, (*index, told[above]))
            yield number, row, root, (*index, told[above])

    def of(self, key: str) -> Iterator[Cell]:
        """The cells that belong to a row of the main table."""
        for packed in self.rows.pop(key, ()) if key else ():
            name, number, index, row = json.loads(packed)
            columns = self.tables.columns_of[name]
            for column, text in zip(columns, row, strict=False):
                if text:
                    yield Cell(column, text, tuple(index), number, shown(name))

    def nobodys(self) -> Iterator[Told]:
        """Lines of the other tables that belong to no row of the main one."""
        for rows in self.rows.values():
            for packed in rows:
                name, number, _index, _row = json.loads(packed)
                yield Told(number, [], [RowFault(number, BadValue("belongs_to_nobody"), "", shown(name))])
