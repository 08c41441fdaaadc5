"""The example sheets of pyxform (BSD-2-Clause), beside the project: each becomes a form or is refused in words.

They are not part of this project; where they are not there, these tests are skipped by their name. What is expected of
the twelve that are refused was written by hand after looking into each. The forms that lie beside some of them were
made by the authors of pyxform: ours are the same but for id, version, title and where answers go.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from amparo.formats.codes import by_code
from amparo.formats.xlsform.faults import believed
from tests.unit.sheets_made import behind_walls

pytestmark = pytest.mark.shared

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "openrosa" / "pyxform"
FILES = sorted(path.name for path in FOLDER.glob("*.*")) if FOLDER.is_dir() else ["none"]
REFUSED = {
    "bug_example_xls__calculate_without_calculation.xls":
        "Hoja «survey», fila 34. Falta el cálculo, en la columna «calculation».",
    "bug_example_xls__duplicate_columns.xlsx": "La columna «label» está dos veces. Deja una sola.",
    "bug_example_xls__group_name_test.xls":
        "Hoja «survey», fila 3. Falta el nombre de la pregunta o del grupo, en la columna «name».",
    "example_xls__fruits.csv": "Falta la hoja «survey». Ahí van las preguntas.",
    "example_xls__gps.csv":
        "Hoja «survey», fila 2. La pregunta «location» no dice nada. Escribe su texto en la columna «label».",
    "example_xls__unknown_question_type.xls":
        "Hoja «survey». Las columnas «bind:relevant» y «relevance» son la misma. Deja una sola.",
} | {
    f"example_xls__{name}.{kind}":
        f"Hoja «survey», fila {row}. Un formulario no puede traer adentro otro archivo. Copia aquí sus preguntas."
    for name, row in (("include", 3), ("include_json", 2)) for kind in ("csv", "xls", "xlsx")
}  # fmt: skip
XF, H = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """What one child behind its walls makes of all of them."""
    return dict(zip(FILES, behind_walls([((FOLDER / name).read_bytes(), name) for name in FILES]), strict=True))


def test_there_are_as_many_as_there_were() -> None:
    assert len(FILES) == 70
    assert len(REFUSED) == 12
    assert set(REFUSED) <= set(FILES)
    assert len(EXPECTED) == 9


@pytest.mark.parametrize("name", FILES)
def test_an_example_becomes_a_form_or_is_refused_in_words(name: str, answers: dict[str, dict[str, Any]]) -> None:
    answer = answers[name]
    if name in REFUSED:
        assert believed(answer["fault"], answer["facts"]).sentence("es") == REFUSED[name]
        return
    assert "fault" not in answer, answer
    root = root_of(ElementTree.fromstring(answer["xform"]))
    assert (root.attrib["id"], root.attrib["version"]) == ("ours", "3")
    assert "<submission " not in answer["xform"]
    for code, facts in answer["notes"]:
        assert code in by_code("sheet_fault")
        assert code != "other_note", facts


OTHER_SHEETS = {
    "table-list",
    "widgets",
}  # these two were made of sheets that have fewer lists than the ones beside them
EXPECTED = sorted({path.stem for path in (FOLDER / "expected").glob("*.xml")} - OTHER_SHEETS) or ["none"]


@pytest.mark.parametrize("name", EXPECTED)
def test_the_form_is_the_one_that_its_authors_expect(name: str, answers: dict[str, dict[str, Any]]) -> None:
    theirs = (FOLDER / "expected" / f"{name}.xml").read_text(encoding="utf-8")
    root = root_of(ElementTree.fromstring(theirs)).tag.partition("}")[2]  # they call it after the file, we do not
    ours = [answers[each]["xform"] for each in FILES if each.partition("__")[2] in (f"{name}.xls", f"{name}.xlsx")]
    made = [canonical(each.replace("<data ", f"<{root} ").replace("/data", f"/{root}")) for each in ours]
    assert made
    assert all(each == canonical(theirs) for each in made)


def root_of(form: ElementTree.Element) -> ElementTree.Element:
    """The one element of the primary instance."""
    instance = form.find(f"{H}head/{XF}model/{XF}instance")
    assert instance is not None
    return instance[0]


def canonical(text: str) -> str:
    """The form in one way of writing, without what is ours to say."""
    form = ElementTree.fromstring(text)
    model = form.find(f"{H}head/{XF}model")
    title = form.find(f"{H}head/{H}title")
    assert model is not None
    assert title is not None
    title.text = "…"
    root_of(form).attrib |= {"id": "…", "version": "…"}
    for submission in model.findall(f"{XF}submission"):
        model.remove(submission)
    for part in ("text", "translation", "itext", "item"):  # what stands in these may stand in any order
        for element in form.iter(f"{XF}{part}"):
            element[:] = sorted(element, key=lambda each: (each.tag, sorted(each.attrib.items())))
    return ElementTree.canonicalize(ElementTree.tostring(form, encoding="unicode"), strip_text=True)
