"""An instrument becomes a spreadsheet, the spreadsheet a form, and in the form everything is still there.

The cells are read by openpyxl, which shares nothing with what wrote them; what they should hold was written by hand.
"""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from amparo.formats.instruments import BadInstrument, read
from amparo.formats.openrosa.forms import read_form
from amparo.formats.xlsform import convert, standards, workbook
from amparo.formats.xlsform.packing import packed
from tests.unit.instrument_made import table

ALL = ("border", "arm_a")
ES, PT, EN = "Español (es)", "Português (pt)", "English (en)"
YES = "${consent} = 'yes'"


def cells(data: bytes, sheet: str) -> list[dict[str, str]]:
    """The rows of a sheet by their headings, without what is empty."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    first, *rows = book[sheet].iter_rows(values_only=True)
    return [
        {str(key): str(value) for key, value in zip(first, row, strict=True) if value not in (None, "")} for row in rows
    ]


def survey(*modules: str) -> dict[str, dict[str, str]]:
    return {row.get("name", ""): row for row in cells(workbook(read(table()), modules=modules), "survey")}


def test_the_order_and_the_types_are_those_of_the_instrument() -> None:
    rows = cells(workbook(read(table()), modules=ALL), "survey")
    assert [(row["type"], row.get("name", "")) for row in rows] == [
        ("begin_group", "start"), ("note", "hello"), ("select_one consent", "consent"), ("note", "thanks"),
        ("select_one age", "age"), ("end_group", ""),
        ("begin_group", "light"), ("select_multiple seen", "seen"), ("select_multiple seen", "again"),
        ("integer", "steps"), ("integer", "boats"), ("text", "told"), ("audio", "said"), ("end_group", ""),
        ("begin_group", "coast"), ("select_one sea", "sea"), ("end_group", ""),
        ("begin_group", "short"), ("calculate", "arm_short"), ("end_group", ""),
    ]  # fmt: skip


def test_only_the_consent_has_to_be_answered_and_behind_it_all_waits_for_a_yes() -> None:
    rows = survey(*ALL)
    assert {name for name, row in rows.items() if "required" in row} == {"consent"}
    assert rows["consent"]["required"] == "yes"
    assert rows["consent"][f"required_message::{PT}"] == (
        "Antes de seguir é preciso dizer sim ou não. As duas respostas valem."
    )
    waits = {name: row["relevant"] for name, row in rows.items() if name and "relevant" in row}
    assert waits == {
        "thanks": "${consent} = 'no'",  # it says itself what it waits for
        "age": YES, "light": YES, "coast": YES, "short": YES,
        "again": "selected(${seen}, 'red')",  # its page waits already
    }  # fmt: skip


def test_a_page_that_thanks_after_a_no_does_not_wait_for_a_yes() -> None:
    thanks = ('group = "light"\nname = "told"\ntype = "text"',
              'group = "light"\nname = "told"\ntype = "text"\nrelevant = "${consent} != \'yes\'"')  # fmt: skip
    rows = {
        row.get("name", ""): row.get("relevant", "")
        for row in cells(workbook(read(table(thanks=thanks)), modules=ALL), "survey")
    }
    assert (rows["light"], rows["told"], rows["seen"]) == ("", "${consent} != 'yes'", YES)
    assert rows["again"] == f"{YES} and (selected(${{seen}}, 'red'))"


def test_answers_that_stand_alone_and_numbers_have_their_bounds() -> None:
    rows = survey(*ALL)
    assert rows["seen"]["constraint"] == (
        "count-selected(.) < 2 or (not(selected(., 'none')) and not(selected(., 'does_not_know')) and "
        "not(selected(., 'prefers_not')))"
    )
    assert rows["seen"][f"constraint_message::{EN}"].startswith("That answer stands alone.")
    assert (rows["steps"]["constraint"], rows["boats"]["constraint"]) == (". >= 0 and . <= 300", ". >= 0")
    assert rows["steps"][f"constraint_message::{ES}"] == "Va un número de 0 a 300. También se puede dejar vacío."
    assert rows["said"]["parameters"] == "quality=low"
    assert rows["arm_short"]["calculation"] == "'a'"


def test_modules_are_left_out_and_of_two_lists_there_is_one() -> None:
    assert "coast" not in survey("urban", "arm_b")
    assert "coast" in survey("rural", "arm_a")
    assert ("arm_short" in survey("arm_a"), "arm_long" in survey("arm_a")) == (True, False)
    assert ("arm_short" in survey("arm_b"), "arm_long" in survey("arm_b")) == (False, True)
    for modules, code in (((), "no_arm"), (("arm_a", "arm_b"), "both_arms"), (("arm_a", "sea"), "unknown_code")):
        with pytest.raises(BadInstrument) as bad:
            workbook(read(table()), modules=modules)
        assert (bad.value.code, bad.value.facts["where"]) == (code, "faro")


def test_every_choice_has_its_words_once_in_three_languages() -> None:
    rows = cells(workbook(read(table()), modules=ALL), "choices")
    assert [row["name"] for row in rows if row["list_name"] == "seen"] == [
        "red", "green", "none", "does_not_know", "prefers_not",
    ]  # fmt: skip
    assert {row["list_name"] for row in rows} == {"consent", "age", "seen", "sea"}
    assert [row for row in rows if row["list_name"] == "consent"] == [
        {"list_name": "consent", "name": "yes", f"label::{ES}": "Sí", f"label::{PT}": "Sim", f"label::{EN}": "Yes"},
        {"list_name": "consent", "name": "no", f"label::{ES}": "No", f"label::{PT}": "Não", f"label::{EN}": "No"},
    ]
    assert cells(workbook(read(table()), modules=ALL), "settings") == [
        {"form_title": "El faro", "form_id": "faro", "version": "2", "default_language": ES}
    ]


def test_the_same_instrument_gives_the_same_bytes_and_they_tell_nothing_of_where_they_were_made() -> None:
    first, second = (workbook(read(table()), modules=modules) for modules in (ALL, tuple(reversed(ALL))))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if name.startswith("docProps")]
        assert archive.testzip() is None


def test_a_cell_holds_what_was_written_and_is_never_a_formula() -> None:
    texts = ["=1+1", " <b>&\"'</b> ", "a\nb", "ñandú €", "", "@x", "+1"]
    book = openpyxl.load_workbook(io.BytesIO(packed({"a & b": [["h"] * 30, texts], "c": []})))
    assert book.sheetnames == ["a & b", "c"]
    first, second = book["a & b"].iter_rows()
    assert (first[0].coordinate, first[26].coordinate, first[29].coordinate) == ("A1", "AA1", "AD1")
    assert [cell.value or "" for cell in second[: len(texts)]] == texts
    assert {cell.data_type for cell in second if cell.value} <= {"s", "inlineStr"}
    assert first[0].font.b is True
    with pytest.raises(ValueError, match="32,767"):
        packed({"a": [["x" * 32_768]]})


def test_in_the_form_everything_is_still_there() -> None:
    faro = read(table())
    made = convert(workbook(faro, modules=ALL), "faro.xlsx", form_id="faro_7", version="4", before=(standards(),))
    assert made.warnings == ()
    form = read_form(made.xform)
    assert (form.id, form.version, form.title, form.default_language) == ("faro_7", "4", "El faro", "es")
    assert set(form.languages) == {"es", "pt", "en"}
    types = {"one": "select_one", "many": "select_multiple", "consent": "select_one", "number": "int", "text": "string",
             "note": "note", "voice": "binary", "calculate": "calculate"}  # fmt: skip
    questions = {question.path: question for question in form.questions}
    assert {path for path in questions if path.startswith("/data/amparo_before/")} == {
        "/data/amparo_before/amparo_before_note", "/data/amparo_before/amparo_before_ticked",
    }  # fmt: skip
    asked = [item for group in faro.groups if group.is_in(frozenset(ALL)) for item in faro.of_group(group.code)]
    assert [path for path in questions if not path.startswith(("/data/amparo_before/", "/data/meta/"))] == [
        f"/data/{item.group}/{item.name}" for item in asked
    ]
    for item in asked:
        question = questions[f"/data/{item.group}/{item.name}"]
        assert question.type == types[item.type], item.name
        assert [(each.name, dict(each.labels)) for each in question.choices] == [
            (each.code, each.texts) for each in item.choices
        ]
        if item.type != "calculate":
            assert dict(question.labels) == item.texts
        assert {language: text for language, text in question.hints.items() if text != "-"} == item.hints
    assert {group.path: dict(group.labels) for group in form.groups if group.path.count("/") == 2}["/data/coast"] == {
        "es": "La costa", "pt": "A costa", "en": "The coast",
    }  # fmt: skip
    assert "random" not in made.xform.decode()
    assert {question.preload for question in form.questions} == {"", "uid/"}
