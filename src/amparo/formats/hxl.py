"""Figures as a table for programs: CSV, with or without the row of tags that humanitarian tools read. Pure.

The tags are those of the Humanitarian Exchange Language, 1.1. One line is one figure. What is not shown has a line too,
with its state and no number: an empty place alone would be read as nothing.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

# What a column is called in the file, and its tag. A name stays as it is in every language, as the tag does.
COLUMNS = (
    ("edition", "#meta+edition"),
    ("period", "#meta+period"),
    ("released_on", "#date+released"),
    ("table", "#indicator+name"),
    ("row", "#group+row"),
    ("column", "#group+column"),
    ("country", "#country+code"),
    ("unit_code", "#adm1+code"),
    ("unit_name", "#adm1+name"),
    ("kind", "#indicator+kind"),
    ("value", "#indicator+num"),
    ("band", "#indicator+band"),
    ("status", "#status"),
    ("figure", "#meta+figure"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would reckon


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what it is of, and what is said of it. ``value`` is a number as a machine writes it, or nothing."""

    edition: str
    period: str
    released_on: str
    table: str
    row: str
    column: str
    country: str
    unit_code: str
    unit_name: str
    kind: str
    value: str
    band: str
    status: str
    figure: str


def as_csv(lines: Sequence[Line], *, tags: bool) -> str:
    """The lines as CSV (RFC 4180), below their heads and, where ``tags``, the row of tags."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _tag in COLUMNS])
    if tags:
        writer.writerow([tag for _name, tag in COLUMNS])
    for line in lines:
        writer.writerow([harmless(getattr(line, name)) for name, _tag in COLUMNS])
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
