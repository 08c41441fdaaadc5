"""The figures of an edition as lines of a file for programs, one line a figure."""

from typing import TYPE_CHECKING

from amparo.advocacy.visibility.queries.pictures import NAMES, unit_of
from amparo.formats.hxl import Line, as_csv
from amparo.publications.queries import Page, Row, Table

if TYPE_CHECKING:
    from amparo.publications.models import Figure


def as_file(page: Page, *, tags: bool) -> str:
    """Every figure of every table, with the row of tags where it is asked for."""
    lines = [
        _line(page, table, row, column, figure)
        for table in page.tables
        for row in table.rows
        for column, figure in zip(table.columns, row.figures, strict=True)
    ]
    return as_csv(lines, tags=tags)


def _line(page: Page, table: Table, row: Row, column: str, figure: "Figure") -> Line:
    unit, is_number = unit_of(row), figure.said.isdecimal()
    return Line(
        edition=page.edition.reference,
        period=page.edition.period,
        released_on=page.edition.released_on.isoformat(),
        table=table.title,
        row=row.head,
        column=column,
        country=unit.partition("-")[0],
        unit_code=unit,
        unit_name=NAMES.get(unit, ""),
        kind=figure.kind,
        value=figure.said if is_number else "",
        band="" if is_number else figure.said,
        status="not shown" if figure.kind == "hidden" else "shown",
        figure=figure.reference,
    )
