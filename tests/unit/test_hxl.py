"""A table for programs: others read its tags, what is not shown is no zero, and no spreadsheet reckons a cell."""

import csv
import io
from dataclasses import replace

import pytest

from amparo.formats.hxl import COLUMNS, Line, as_csv
from tests.hxl_reading import read

AZUAY = Line(
    "ab12", "2026-Q1", "2026-05-04", "Personas", "Azuay", "Total", "EC", "EC-A", "Azuay", "count", "1234", "",
    "shown", "00ff",
)  # fmt: skip
GUAYAS = replace(AZUAY, row="Guayas", unit_code="EC-G", unit_name="Guayas", kind="hidden", value="", status="hidden")


def test_others_read_the_tags_and_find_no_fault() -> None:
    found = read(as_csv([AZUAY, GUAYAS], tags=True))
    assert found.tags == [tag for _name, tag in COLUMNS]
    assert found.rows[0][10] == "1234"
    assert found.rows[1][10:13] == ["", "", "hidden"]
    assert found.found == []


def test_the_others_do_see_a_fault() -> None:
    wrong = replace(AZUAY, value="12 %", released_on="mañana")
    assert read(as_csv([wrong], tags=True)).found == [("error", "Expected a date"), ("error", "Expected a number")]
    with pytest.raises(ValueError, match="HXLTagsNotFound"):
        read(as_csv([AZUAY], tags=False))


def test_with_and_without_tags_it_is_the_same_table() -> None:
    plain = list(csv.reader(io.StringIO(as_csv([AZUAY, GUAYAS], tags=False))))
    tagged = list(csv.reader(io.StringIO(as_csv([AZUAY, GUAYAS], tags=True))))
    assert plain == [tagged[0], *tagged[2:]]
    assert plain[0] == [name for name, _tag in COLUMNS]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_spreadsheet_reckons_a_cell(start: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv([replace(AZUAY, row=f"{start}1+1")], tags=False), newline="")))
    assert rows[1][4] == f"'{start}1+1"
