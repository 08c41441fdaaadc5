"""Each slip that an author makes has a sentence of its own, with sheet and row: the words of pyxform, understood.

The sheets here are made up and have one slip each; pyxform itself says what is wrong with them.
"""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from pyxform.errors import ErrorCode

from amparo.formats.codes import LANGUAGES, codes
from amparo.formats.xlsform import messages
from amparo.formats.xlsform.faults import BadSheet, Fault, believed, shown
from amparo.formats.xlsform.making import made
from amparo.formats.xlsform.messages import error_of, note_of

WANTED = {"kind": ".md", "form_id": "ours", "version": "3", "before": [], "plain": "es"}
GOOD = "text | q1 | Hola"


def survey(*rows: str, columns: str = "type | name | label", choices: str = "", settings: str = "") -> bytes:
    """A sheet written with bars, as people write tables in a letter."""
    lines = ["| survey |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]
    for sheet, table in (("choices", choices), ("settings", settings)):
        if table:
            lines += [f"| {sheet} |", *(f"| | {row} |" for row in table.split("\n"))]
    return "\n".join(lines).encode()


YES_NO = "list_name | name | label\nyn | y | Sí\nyn | n | No"
SLIPS = [
    ("no_survey", {}, b"| choices |\n| | list_name | name | label |\n| | yn | y | S |"),
    ("no_questions", {}, survey("")),
    ("no_column", {"sheet": "survey", "column": "type"}, survey("a | b", columns="name | label")),
    ("no_type", {"sheet": "survey", "row": "3"}, survey(GOOD, "| q2 | Hola")),
    ("no_name", {"sheet": "survey", "row": "3"}, survey(GOOD, "text | | Hola")),
    ("no_label", {"sheet": "survey", "row": "3", "name": "q2"}, survey(GOOD, "text | q2 |")),
    ("unknown_type", {"sheet": "survey", "row": "3", "value": "textt"}, survey(GOOD, "textt | q2 | Hola")),
    ("no_calculation", {"sheet": "survey", "row": "3"}, survey(GOOD, "calculate | q2 |")),
    ("bad_name", {"sheet": "survey", "row": "2", "column": "name"}, survey("text | 1 q | Hola")),
    ("name_twice", {"sheet": "survey", "row": "3", "name": "q1"}, survey(GOOD, GOOD)),
    ("name_reserved", {"name": "meta", "sheet": "survey", "row": "2"}, survey("text | meta | Hola")),
    ("not_ended", {"row": "2", "name": "g", "value": "group"}, survey("begin_group | g | G", GOOD)),
    ("not_begun", {"row": "3", "value": "group"}, survey(GOOD, "end_group | |")),
    ("includes", {"sheet": "survey", "row": "3"}, survey(GOOD, "include | other | O")),
    ("unknown_reference", {"row": "3", "value": "nadie"}, survey(GOOD, "note | n | Hola ${nadie}")),
    ("bad_reference", {"row": "3", "column": "label"}, survey(GOOD, "note | n | Hola ${q 1}")),
    ("reference_to_two", {"row": "8", "value": "a"}, survey(
        "begin_group | g | G", "text | a | A", "end_group | |", "begin_group | h | H", "text | a | A", "end_group | |",
        "note | n | ${a}")),
    ("no_choices_sheet", {"name": "choices"}, survey("select_one yn | q1 | Hola")),
    ("unknown_list", {"row": "2", "value": "yo"}, survey("select_one yo | q1 | Hola", choices=YES_NO)),
    ("choice_twice", {"sheet": "choices", "row": "4"}, survey(
        "select_one yn | q1 | Hola", choices=YES_NO + "\nyn | y | Otra")),
    ("choice_without_name", {"sheet": "choices", "row": "3"}, survey(
        "select_one yn | q1 | Hola", choices=YES_NO.replace("| n |", "| |"))),
    ("choice_with_space", {"name": "yn", "value": "y o"}, survey(
        "select_multiple yn | q1 | Hola", choices=YES_NO.replace("| y |", "| y o |"))),
    ("filter_not_here", {"row": "2"}, survey(
        "select_one yn or_other | q1 | Hola | true()", columns="type | name | label | choice_filter", choices=YES_NO)),
    ("file_ending", {"row": "2"}, survey("select_one_from_file calles.txt | q1 | Hola")),
    ("same_column", {"sheet": "survey", "other": "relevant", "column": "relevance"}, survey(
        "text | q1 | Hola | 1 | 1", columns="type | name | label | relevant | relevance")),
    ("unknown_parameter", {"row": "2", "value": "loud", "known": "quality"}, survey(
        "audio | q1 | Hola | loud=yes", columns="type | name | label | parameters")),
    ("parameters_not_read", {"row": "2"}, survey(
        "audio | q1 | Hola | =", columns="type | name | label | parameters")),
    ("bad_parameter", {}, survey("audio | q1 | Hola | quality=best", columns="type | name | label | parameters")),
    ("bad_parameter", {"row": "2"}, survey("range | q1 | Hola | start=a", columns="type | name | label | parameters")),
    ("background_place", {"row": "2"}, survey("background-geopoint | q1 | Hola")),
    ("audit_name", {"row": "3"}, survey(GOOD, "audit | other |")),
    ("hidden_trigger", {"row": "2", "name": "c"}, survey(
        "calculate | c | | 1 |", "calculate | d | | 2 | ${c}", GOOD,
        columns="type | name | label | calculation | trigger")),
    ("search", {"name": "q1"}, survey(
        "select_one_from_file calles.csv | q1 | Hola | search('calles')", columns="type | name | label | appearance")),
    ("table_of_two_lists", {"row": "4", "value": "yn", "other": "no"}, survey(
        "begin_group | g | G | table-list", "select_one yn | q1 | A |", "select_one no | q2 | B |", "end_group | | |",
        columns="type | name | label | appearance", choices=YES_NO + "\nno | n | No")),
    ("entities", {"sheet": "survey", "row": "2"}, survey(
        "text | q1 | Hola | calle", columns="type | name | label | save_to")),
    ("bad_character", {}, survey("text | q1 | Ho\x0bla")),
    ("name_reserved", {"name": "amparo_x"}, survey("text | amparo_x | Hola")),
    ("no_instance_id", {}, survey(GOOD, settings="omit_instanceID\nyes")),
    ("no_instance_id", {}, survey(GOOD, settings="instance_id\ndeviceid")),
    ("not_utf8", {}, survey("text | q1 | Años").decode().encode("latin-1")),
]  # fmt: skip


NOTES = [
    ("choice_without_label", {"sheet": "choices", "row": "2"}, survey(
        "select_one yn | q1 | Hola", choices="list_name | name | label\nyn | y |\nyn | n | No")),
    ("almost_same_name", {"row": "3", "name": "Q1"}, survey(GOOD, "text | Q1 | Hola")),
    ("large_pictures", {"row": "2"}, survey("image | q1 | Hola")),
    ("group_without_label", {"row": "2", "name": "r"}, survey("begin_repeat | r |", GOOD, "end_repeat | |")),
    ("language_without_code", {"value": "Kreyol"}, survey(GOOD, columns="type | name | label::Kreyol")),
    ("untranslated", {"value": "English (en)", "sheet": "survey", "column": "hint"}, survey(
        "text | q1 | Hola | Hello | Di", columns="type | name | label::Español (es) | label::English (en) | "
        "hint::Español (es)")),
    ("other_untranslated", {}, survey("select_one yn or_other | q1 | Hola", columns="type | name | label::a (es)",
        choices="list_name | name | label::a (es)\nyn | y | Sí")),
    ("row_skipped", {"row": "2"}, survey("| | | x", GOOD + " |", columns="type | name | label | mine")),
    ("disabled_column", {"row": "2"}, survey(GOOD + " | no", columns="type | name | label | disabled")),
    ("choice_column", {"sheet": "choices", "column": "my note"}, survey(
        "select_one yn | q1 | Hola", choices="list_name | name | label | my note\nyn | y | Sí | x")),
    ("old_phones_only", {"row": "2", "value": "simserial"}, survey("simserial | s |", GOOD)),
    ("sheet_misspelt", {"name": "settings", "value": "settingz"},
        survey(GOOD) + b"\n| settingz |\n| | form_id |\n| | a |"),
    ("two_ids", {}, survey(GOOD, settings="form_id | id_string\na | b")),
    ("setting_dropped", {"name": "submission_url"}, survey(GOOD, settings="submission_url\nhttps://elsewhere.example")),
    ("setting_dropped", {"name": "public_key"}, survey(GOOD, settings="public_key\nMIIB")),
]  # fmt: skip


def ids(rows: list[tuple[str, dict[str, str], bytes]]) -> list[str]:
    return [f"{number}-{row[0]}" for number, row in enumerate(rows)]


def slip_of(sheet: bytes) -> BadSheet:
    with pytest.raises(BadSheet) as bad:
        made(sheet, WANTED)
    return bad.value


@pytest.mark.parametrize(("code", "facts", "sheet"), SLIPS, ids=ids(SLIPS))
def test_each_slip_has_its_sentence_and_its_place(code: str, facts: dict[str, str], sheet: bytes) -> None:
    bad = slip_of(sheet)
    assert bad.code == code
    assert {key: bad.facts.get(key) for key in facts} == facts
    for language in LANGUAGES:
        said = bad.sentence(language)
        assert "?" not in said.replace("escrita?", "").replace("escrito?", "").replace("certo?", "").replace(
            "right?", ""
        )
        assert "{" not in said.replace("${", "")


@pytest.mark.parametrize(("code", "facts", "sheet"), NOTES, ids=ids(NOTES))
def test_what_is_strange_is_said_and_taken(code: str, facts: dict[str, str], sheet: bytes) -> None:
    notes = [believed(*note) for note in made(sheet, WANTED)["notes"]]
    found = [note for note in notes if note.code == code and facts.items() <= note.facts.items()]
    assert len(found) == 1, notes
    assert all("{" not in found[0].sentence(language) for language in LANGUAGES)


def test_the_place_comes_first_in_each_language() -> None:
    bad = slip_of(survey(GOOD, "calculate | q2 |"))
    assert bad.sentence("es") == "Hoja «survey», fila 3. Falta el cálculo, en la columna «calculation»."
    assert bad.sentence("pt") == "Planilha “survey”, linha 3. Falta o cálculo, na coluna “calculation”."
    assert bad.sentence("en") == "Sheet “survey”, row 3. The calculation is missing, in the column “calculation”."
    reference = slip_of(survey(GOOD, "note | n | Hola ${q 1}")).sentence("es")
    assert reference.endswith("Se escribe así: ${nombre}")


def test_every_sentence_of_pyxform_that_is_a_template_is_understood() -> None:
    """They come from its own table of errors; what is left out here are faults of the program, not of the author."""
    notes = ("NAMES_002", "NAMES_013", "LABEL_001", "HEADER_004")
    for each in ErrorCode:
        text = each.value.format(row="7")
        if each.name.startswith("INTERNAL"):
            continue
        found = note_of(text) if each.name in notes else error_of(text)
        assert not found.code.startswith("other"), each.name
        assert found.facts.get("row") == ("7" if "[row : 7]" in text else "1" if "[row : 1]" in text else None)


def test_a_sentence_that_nobody_knows_is_quoted_with_its_place() -> None:
    found = error_of("[row : 12] On the 'choices' sheet, the 'label' value is invalid. Something new <b>here</b>.")
    assert found.code == "other"
    assert (found.facts["sheet"], found.facts["row"], found.facts["column"]) == ("choices", "12", "label")
    assert found.sentence("es").startswith(
        "Hoja «choices», fila 12. El programa que hace formularios no lo acepta. Dijo en"
    )
    assert "Something new <b>here</b>." in found.sentence("pt")
    assert note_of("A new remark.").sentence("en") == "The program that makes forms remarked: A new remark."


def test_what_a_strange_file_says_is_one_short_line() -> None:
    assert shown("a\n\tb\u202e\x00c  d") == "a b c d"
    assert len(shown("á" * 5_000)) == 300
    assert shown("á" * 5_000).endswith("á…")
    assert Fault("other", {"original": "{row} {0} {x.__class__}"}).sentence("en").endswith("{row} {0} {x.__class__}")


def test_what_a_broken_child_says_is_not_believed() -> None:
    assert believed("no_name", {"row": "3", "sheet": "survey"}) == Fault("no_name", {"row": "3", "sheet": "survey"})
    for code, facts in (("no_such", {}), (3, {}), ("no_name", []), (None, None), ("no_name", "x")):
        assert believed(code, facts) == Fault("broken", {})
    assert believed("no_name", {"row": {"a": 1}, "x" * 99: "b\n" * 999}).facts.keys() == {"row", "x" * 24}


def test_every_code_is_in_the_list_and_every_sentence_is_used() -> None:
    listed = {each.code for each in codes("sheet_fault")}
    folder = Path(messages.__file__).parent
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    used = {code for code in listed if f'"{code}"' in written}
    assert listed - used == set()
    patterns = {code for _, code in (*messages._ERRORS, *messages._NOTES)}
    assert patterns <= listed
    assert {"other", "other_note", "at_row", "at_sheet"} <= listed


def test_a_sentence_has_the_same_places_in_each_language() -> None:
    def places(text: str) -> set[str | None]:
        return {place for _, place, _, _ in string.Formatter().parse(text)} - {None}

    assert places("{a} y {b} ${{c}}") == {"a", "b"}
    for name in ("sheet_fault", "sheet_words", "instrument_fault"):
        for each in codes(name):
            assert places(each.texts["es"]) == places(each.texts["pt"]) == places(each.texts["en"]), each.code
