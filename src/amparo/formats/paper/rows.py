"""The rows of a table from paper: read cell by cell, and told what is wrong with each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from amparo.formats.coding import GIVEN, OWN
from amparo.formats.paper.cells import Faulty, value_of
from amparo.formats.paper.columns import ASIDE, DATE, Column
from amparo.formats.paper.faults import Told, Wrong
from amparo.formats.paper.tables import DELIMITERS, Table


@dataclass(frozen=True, slots=True)
class Limits:
    """What a row has to have, and between which days somebody was asked."""

    needs_coupon: bool
    first: date | None
    last: date
    most_given: int


@dataclass(slots=True)
class Row:
    """A row: what it says, by the path of each question, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    own: str = ""
    given: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    faults: list[Told] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # by kind, how its column is called here

    def tell(self, kind: str, code: str, **facts: str) -> None:
        """Something more is wrong with it."""
        self.faults.append(Told(self.number, self.names.get(kind, ""), code, facts))


def read_rows(table: Table, columns: Sequence[Column], faulty: Faulty, limits: Limits) -> list[Row]:
    """Every row, each with its faults."""
    width = len(table.header)
    rows = []
    for number, cells in table.rows:
        row = Row(number, cells, names={each.kind: name for each, name in zip(columns, table.header, strict=True)})
        rows.append(row)
        if any(each.strip() for each in cells[width:]):
            row.faults.append(Told(number, "", "cells", {"many": str(width)}))
        elif width > 1 and _is_cut_otherwise(cells, table.delimiter, width):
            row.faults.append(Told(number, "", "delimiter", {"wanted": _named(table.delimiter)}))
        else:
            _read(row, table.header, columns, (*cells, *[""] * width)[:width], faulty)
            _check(row, columns, limits)
    return rows


def _is_cut_otherwise(cells: Sequence[str], delimiter: str, width: int) -> bool:
    """Does the whole row stand in its first cell, because another stroke parts it?"""
    filled = [each for each in cells if each.strip()]
    others = [each for each in DELIMITERS if each != delimiter]
    return len(filled) == 1 and any(filled[0].count(each) >= max(1, width - 2) for each in others)


def _named(delimiter: str) -> str:
    return {"\t": "⇥"}.get(delimiter, delimiter)


def _read(row: Row, header: Sequence[str], columns: Sequence[Column], cells: Sequence[str], faulty: Faulty) -> None:
    wrong: dict[int, Told] = {}
    said: dict[int, str] = {}
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if column.kind == ASIDE:
            continue
        try:
            said[place] = value_of(column, cell, faulty)
        except Wrong as error:
            wrong[place] = Told(row.number, header[place], error.code, error.facts)
    for one, other in list(_changed_places(wrong, columns, cells, faulty)):
        del wrong[one], wrong[other]
        row.faults.append(Told(row.number, header[one], "swapped", {"other": header[other]}))
    row.faults += wrong.values()
    for place, value in said.items():
        _put(row, columns[place], value)


def _changed_places(
    wrong: dict[int, Told], columns: Sequence[Column], cells: Sequence[str], faulty: Faulty
) -> Iterator[tuple[int, int]]:
    """Two cells of a row that are wrong where they stand and right in each other's place."""
    left = [place for place in wrong if wrong[place].code != "formula"]
    for one, other in combinations(list(left), 2):
        if one in left and other in left:
            try:
                value_of(columns[one], cells[other], faulty)
                value_of(columns[other], cells[one], faulty)
            except Wrong:
                continue
            left = [place for place in left if place not in {one, other}]
            yield one, other


def _put(row: Row, column: Column, value: str) -> None:
    if column.kind == OWN:
        row.own = value
    elif column.kind == GIVEN:
        row.given += [each for each in value.split(",") if each and each not in row.given]
        value = ",".join(row.given)
    if value and column.question is not None:
        row.answers[column.question.path] = value


def _check(row: Row, columns: Sequence[Column], limits: Limits) -> None:
    """What has to stand there, and the days between which she was asked."""
    told = {each.column for each in row.faults} | {each.facts.get("other", "") for each in row.faults}
    kinds = {each.kind: each for each in columns}
    if limits.needs_coupon and not row.own and OWN in kinds and row.names[OWN] not in told:
        row.tell(OWN, "no_coupon")
    if DATE in kinds and row.names[DATE] not in told:
        question = kinds[DATE].question
        said = row.answers.get(question.path, "") if question is not None else ""
        if not said:
            row.tell(DATE, "no_date")
        elif date.fromisoformat(said) > limits.last:
            row.tell(DATE, "date_to_come")
        elif limits.first is not None and date.fromisoformat(said) < limits.first:
            row.tell(DATE, "date_before", day=f"{limits.first:%d/%m/%Y}")
    if len(row.given) > limits.most_given:
        row.tell(GIVEN, "given_many", most=str(limits.most_given))
