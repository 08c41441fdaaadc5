"""A questionnaire comes as a sheet, as a form, or out of the library; what is wrong is said, nothing is half done."""

import base64
import io
import re
import zipfile
import zlib
from typing import Any

import pytest
from django.utils import translation

from amparo.commons.policy.uploads import CUT, TOO_LARGE
from amparo.fieldwork.forms.bringing import SheetForm, unpacked
from amparo.fieldwork.models import Instrument, Version
from amparo.fieldwork.policies import IdTaken
from amparo.fieldwork.queries.forms import form_in
from amparo.formats.codes import by_code
from amparo.formats.form_lint import lint
from amparo.formats.xlsform import LARGEST
from amparo.formats.xlsform.packing import packed
from tests.cast import browser_of
from tests.desk import last_number, verbs_since
from tests.questionnaires import SHEET, at, fields_of, form_bytes, leda, make_version, people, stands, text_of, upload

__all__ = ["leda", "people", "stands"]

pytestmark = pytest.mark.django_db


def brings(browser: Any, file: Any, **typed: str) -> Any:
    return browser.post(at("questionnaire_new"), {"file": file, "kind": "interview", "key": "cuaderno", **typed})


def nothing_is_kept() -> bool:
    return not Instrument.objects.exists() and not Version.objects.exists()


def test_a_sheet_becomes_a_form_with_the_id_of_the_house_and_the_standards_before_it(leda: Any) -> None:
    before = last_number()
    answer = brings(leda, upload(SHEET, "Mi hoja.md"), key="riesgos")
    version = Version.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at("questionnaire", version.reference))
    form = form_in(bytes(version.xform))
    assert (form.id, form.version, version.number, version.sheet_name) == ("riesgos", "1", 1, "Mi hoja.md")
    assert bytes(version.sheet).decode() == SHEET
    assert form.questions[1].name == "amparo_before_ticked"
    assert {each.name for each in form.questions[1].choices} == set(by_code("before_asking"))
    assert [each for each in lint(form, kind="interview") if each.is_refusal] == []
    assert version.mapping == {}, "what is proposed does not hold before somebody looked at it"
    assert version.is_sensitive, "somebody asks it face to face: locked, until its author says that nothing in it hurts"
    assert verbs_since(before) == ["questionnaire.made", "version.written"]
    assert "El formulario está hecho." in text_of(leda.get(answer["Location"]))


def test_nothing_is_put_before_what_she_answers_by_herself(leda: Any) -> None:
    brings(leda, upload(SHEET, "hoja.md"), kind="self")
    assert form_in(bytes(Version.objects.get().xform)).questions[0].name == "consent"


def test_a_ready_form_gets_the_id_of_the_house_too_and_no_address_of_its_own(leda: Any) -> None:
    data = form_bytes(key="A" * 200)
    assert b"base64RsaPublicKey" in data
    brings(leda, upload(data, "cuaderno.XML"), key="mio")
    version = Version.objects.get()
    assert form_in(bytes(version.xform)).id == "mio"
    assert b'nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>' in bytes(version.xform), "a number"
    assert b"<submission" not in bytes(version.xform), "phones send where they fetched it"


SLIPS = [
    (SHEET.replace("| | text | words |", "| | texto | words |"), "hoja.md", "Hoja «survey», fila 5."),
    (SHEET.replace("select_one well |", "select_one nada |"), "hoja.md", "nada"),
    (SHEET.replace("${consent} = 'yes' |\n| | text", "${falta} = 'yes' |\n| | text"), "hoja.md", "falta"),
    ("", "hoja.md", "Este archivo está vacío."),
    ("hola", "hoja.docx", "Este tipo de archivo no sirve."),
    ("PK no", "hoja.xlsx", "no es lo que dice su nombre"),
    ("<h:html", "hoja.xml", "no es un formulario que se pueda leer"),
    ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "hoja.xml", "DOCTYPE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "said"), SLIPS)
def test_what_is_wrong_is_said_with_sheet_and_row_and_nothing_is_kept(
    leda: Any, text: str, name: str, said: str
) -> None:
    before = last_number()
    answer = brings(leda, upload(text, name), key="riesgos", kind="self")
    told = text_of(answer)
    assert answer.status_code == 200
    assert "Todavía no se guardó nada. Mira lo marcado." in told
    assert said in told
    assert nothing_is_kept()
    assert last_number() == before
    assert fields_of(answer)["key"] == "riesgos", "what was typed stands there"
    assert re.search(r'value="self"[^>]* checked', answer.content.decode())


def test_it_is_said_in_the_language_of_who_brings_it(leda: Any) -> None:
    """In Spanish above; here in Portuguese."""
    wrong = SHEET.replace("| | text | words |", "| | texto | words |")
    typed = {"file": upload(wrong, "h.md"), "kind": "interview", "key": "riesgos"}
    assert "Planilha “survey”, linha 5." in text_of(leda.post("/pt" + at("questionnaire_new"), typed))


def test_a_hostile_sheet_is_refused_in_words(leda: Any) -> None:
    """More than is unpacked, a macro, a path out of the folder: the process that answers pages never opens it."""

    def zipped(**parts: bytes) -> bytes:
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in {"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", **parts}.items():
                archive.writestr(name, part)
        return into.getvalue()

    for data, said in (
        (zipped(**{"xl/worksheets/sheet1.xml": b"0" * 41_000_000}), "demasiado"),
        (zipped(**{"xl/vbaProject.bin": b"x"}), "macros"),
        (zipped(**{"../../etc/passwd": b"x"}), "no se puede"),
    ):
        told = text_of(brings(leda, upload(data, "hoja.xlsx")))
        assert said in told.lower(), told[-900:]
        assert nothing_is_kept()


def test_a_text_of_a_sheet_that_looks_like_a_formula_or_a_tag_stays_a_text(leda: Any) -> None:
    trap = SHEET.replace("¿Qué más?", "=CMD()</value><script>x</script>${consent}")
    answer = brings(leda, upload(trap, "hoja.md"))
    assert answer.status_code == 302
    assert "<script>x" not in leda.get(answer["Location"]).content.decode()


def test_the_file_is_not_chosen_again_where_something_else_was_wrong(leda: Any) -> None:
    for wrong in ("Mayúscula", "1x", "a" * 23, ""):
        answer = brings(leda, upload(SHEET, "Mi hoja.md"), key=wrong)
        carried = fields_of(answer)
        assert unpacked(carried["carried"]).decode() == SHEET, wrong
        assert "Mi hoja.md ya está aquí. No hace falta elegirlo otra vez." in text_of(answer)
        assert nothing_is_kept()
    again = leda.post(at("questionnaire_new"), {**carried, "kind": "interview", "key": "riesgos"})
    assert again.status_code == 302
    assert bytes(Version.objects.get().sheet).decode() == SHEET


def test_what_is_wrong_itself_is_not_carried_on(leda: Any) -> None:
    assert "carried" not in fields_of(brings(leda, upload("nada", "hoja.md"), key=""))["key"]
    assert "carried" not in fields_of(brings(leda, upload(SHEET.replace("text", "texto"), "hoja.md")))


def test_a_carried_file_that_is_none_is_no_file(leda: Any) -> None:
    for carried in (
        "%%%",
        base64.b64encode(b"no").decode(),
        base64.b64encode(zlib.compress(b"0" * (LARGEST + 9))).decode(),
    ):
        typed = {"carried": carried, "carried_name": "x.md", "kind": "interview", "key": "riesgos"}
        assert "Elige el archivo." in text_of(leda.post(at("questionnaire_new"), typed))
    assert nothing_is_kept()


@pytest.mark.parametrize(("meta", "said"), [({CUT: True}, "The line was cut"), ({TOO_LARGE: True}, "larger than 5 MB")])
def test_a_file_that_was_cut_or_is_too_large_is_told_apart(meta: dict[str, bool], said: str) -> None:
    with translation.override("en"):
        form = SheetForm({}, {}, meta=meta)
        assert not form.is_valid()
        assert said in str(form.errors["file"])


def test_more_than_five_million_bytes_are_refused_before_anything_is_read(leda: Any) -> None:
    answer = brings(leda, upload(b"PK\x03\x04" + b"0" * LARGEST, "hoja.xlsx"))
    assert "El archivo pesa más de 5 MB." in text_of(answer)
    assert nothing_is_kept()


def test_an_id_is_given_once(leda: Any, people: dict[str, Any]) -> None:
    make_version(people["otra"], key="riesgos")
    answer = brings(leda, upload(SHEET, "hoja.md"), key="riesgos")
    assert "Otro cuestionario ya tiene ese nombre corto." in text_of(answer)
    assert Instrument.objects.count() == 1
    with pytest.raises(IdTaken):
        make_version(people["leda"], key="riesgos")
    assert Version.objects.count() == 1, "of two at once one is told, and nothing of hers is half there"


def test_a_workbook_is_read_too(leda: Any) -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in SHEET.strip().splitlines()]
    sheets: dict[str, list[list[str]]] = {}
    for name, *cells in rows:
        here = sheets.setdefault(name, []) if name else here  # noqa: F821 — the first row of a sheet names it
        if any(cells):
            here.append(cells)
    assert brings(leda, upload(packed(sheets), "hoja.xlsx")).status_code == 302
    assert "words" in [each.name for each in form_in(bytes(Version.objects.get().xform)).questions]


# The library


def test_one_of_the_library_comes_with_all_that_is_said_of_it(leda: Any) -> None:
    typed = {"modules": ["urban", "trans"], "kind": "interview", "key": "riesgos"}
    answer = leda.post(at("questionnaire_from", "risks"), typed)
    version = Version.objects.select_related("instrument").get()
    assert answer["Location"] == at("questionnaire", version.reference)
    assert (version.instrument.library, version.instrument.key, version.sheet_name) == (
        "risks",
        "riesgos",
        "risks.xlsx",
    )
    assert (version.is_sensitive, version.needs) == (True, ["mental_health", "protection", "survivor_care"])
    form = form_in(bytes(version.xform))
    by_name = {each.name: version.mapping.get(each.path) for each in form.questions}
    assert by_name["counted"] == {"do": "consent", "yes": ["yes"]}
    assert by_name["age"]["kind"] == "age_band"
    assert by_name["words"] == {"do": "sealed"}
    assert not [each for each in form.questions if "/border" in each.path]
    told = text_of(leda.get(answer["Location"]))
    assert "Nada en él rompe una regla de la casa." in told
    told = text_of(leda.get(at("questionnaire_reading", version.reference)))
    assert re.search(r"Qué tan fácil se lee Español: fácil \(\d\d\) · Português: fácil \(\d\d\) · English: fácil", told)


def test_a_form_of_the_library_with_two_lists_takes_one_of_them(leda: Any) -> None:
    assert "¿Cuál de las dos listas?" in text_of(leda.get(at("questionnaire_from", "pressures")))
    leda.post(at("questionnaire_from", "pressures"), {"half": "arm_b", "kind": "self", "key": "p_b"})
    names = {each.name for each in form_in(bytes(Version.objects.get().xform)).questions}
    assert not [name for name in names if name.startswith("amparo_before")], "she answers by herself"
    bad = leda.post(at("questionnaire_from", "pressures"), {"half": "both", "kind": "self", "key": "p_c"})
    assert bad.status_code == 200
    assert Instrument.objects.count() == 1


def test_a_round_asks_nobody_about_herself(leda: Any) -> None:
    leda.post(at("questionnaire_from", "round"), {"kind": "interview", "key": "ronda"})
    assert nothing_is_kept()
    leda.post(at("questionnaire_from", "round"), {"kind": "round", "key": "ronda"})
    assert Instrument.objects.get().kind == "round"


def test_the_sheet_comes_back_as_it_was_brought(leda: Any, people: dict[str, Any]) -> None:
    carried = base64.b64encode(zlib.compress(SHEET.encode())).decode()
    name = 'Mi "hoja"\r\nX: y.md'
    leda.post(
        at("questionnaire_new"), {"carried": carried, "carried_name": name, "kind": "interview", "key": "riesgos"}
    )
    version = Version.objects.get()
    answer = browser_of(people["ines"]).get(at("questionnaire_download", version.reference))
    assert answer.content.decode() == SHEET
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert "X" not in answer.headers
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
