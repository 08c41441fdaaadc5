"""What somebody typed, in a file that a spreadsheet opens: it is text there, and calculates nothing."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.gbvims.incident import Incident
from amparo.formats.gbvims.recorder import COLUMNS, as_text, row_of

PLAIN = Incident("i1", "s1")


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", "\nx", "\tplain", " =1", "\u00a0=1", "\u200b=1", "\ufeff@x",
        "\x00=1", "＝1", "＋1", "－1", "＠x", "\u2212 1", "  \t -2+3", "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://x.example","y")',
    ],
)  # fmt: skip
def test_what_would_be_a_formula_is_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"
    row = dict(zip(COLUMNS, row_of(replace(PLAIN, incident_id=cell, survivor_code=cell)), strict=True))
    assert {row["incident_id"], row["survivor_code"]} == {f"'{cell}"}


@pytest.mark.parametrize("cell", ["", "Rape", "03-Feb-2026", "a=b", "Ñuñoa", "'=1", "2", "  Carchi", "\u200b"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert as_text(cell) == cell


@given(st.text(max_size=20))
def test_no_text_begins_as_a_formula_and_none_is_marked_twice(text: str) -> None:
    cell = as_text(text)
    assert cell.strip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    assert cell[:1] not in ("\t", "\r", "\n")
    assert as_text(cell) == cell
    assert cell in (text, f"'{text}")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20))
def test_a_row_comes_back_from_a_file_as_it_went(text: str) -> None:
    row = row_of(replace(PLAIN, survivor_code=text))
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(row)
    assert [tuple(each) for each in csv.reader(io.StringIO(file.getvalue(), newline=""))] == [row]
