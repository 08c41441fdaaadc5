"""Whatever a stranger writes into a sheet, a person reads a sentence, and a cell holds what was put into it."""

from __future__ import annotations

import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.codes import LANGUAGES, by_code
from amparo.formats.xlsform.before import language_of
from amparo.formats.xlsform.faults import believed
from amparo.formats.xlsform.limits import LONGEST_FACT
from amparo.formats.xlsform.messages import error_of, note_of, placed
from amparo.formats.xlsform.packing import packed
from tests.examples import examples

PIECES = (
    "[row : 3] ", "On the 'survey' sheet, the 'name' value is invalid. ", "Names must begin", "Missing calculation.",
    "Unknown question type '", "'.", "{row}", "List name not in choices sheet: ", "See [", "] in [", "\n", "\u202e",
)  # fmt: skip
SAID = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=12).map("".join)
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20)


@settings(max_examples=examples(100), deadline=None, database=None)
@given(SAID, st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3), max_size=3))
def test_whatever_is_said_of_a_sheet_becomes_a_sentence(text: str, rows: list[dict[str, str]]) -> None:
    for fault in (placed(error_of(text), rows), note_of(text)):
        assert fault.code in by_code("sheet_fault")
        assert all(len(fact) <= LONGEST_FACT and fact.isprintable() for fact in fault.facts.values())
        assert believed(fault.code, dict(fault.facts)) == fault
        for language in LANGUAGES:
            assert len(fault.sentence(language)) > 10
            assert "\n" not in fault.sentence(language)


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20), max_size=4), max_size=4
    )
)
def test_a_cell_holds_what_was_put_into_it(rows: list[list[str]]) -> None:
    whole = [["h"] * 4, *(row + [""] * (4 - len(row)) for row in rows)]
    sheet = openpyxl.load_workbook(io.BytesIO(packed({"s": whole})))["s"]
    read = [[sheet.cell(y, x).value or "" for x in range(1, 5)] for y in range(1, len(whole) + 1)]
    assert read == [[cell.replace("\ufffe", "").replace("\uffff", "") for cell in row] for row in whole]


@settings(max_examples=examples(50), deadline=None, database=None)
@given(st.text(max_size=30))
def test_whatever_a_form_calls_a_language_it_is_one_of_ours(name: str) -> None:
    assert language_of(name) in LANGUAGES


def test_a_language_is_known_by_its_code_or_by_its_name() -> None:
    for name, code in {
        "Español (es)": "es", "Português (pt)": "pt", "Portugues (pt-BR)": "pt", "English (en)": "en", "en": "en",
        "English": "en", "português": "pt", "Castellano": "es", "Français (fr)": "es", "Kreyòl (ht)": "es", "PT": "pt",
        "Portuguese (Brazil)": "pt", "": "es",
    }.items():  # fmt: skip
        assert language_of(name) == code, name
