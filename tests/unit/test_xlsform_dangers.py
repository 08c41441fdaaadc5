"""Files that were made to break a reader: each is planted, and refused in a word. What only looks like one is taken."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pytest

from amparo.formats.xlsform import LARGEST
from amparo.formats.xlsform.limits import INSIDE
from tests.old_workbook import contained, old_workbook
from tests.unit.sheets_made import behind_walls, good, part_of, repacked

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bomb(size: int) -> bytes:
    """A workbook with one part that unpacks to so many bytes of nothing."""
    return repacked(good(), {"xl/media/a.png": bytes(size)})


def lying() -> bytes:
    """A zip whose list of contents says that a sheet is small, when it is not: the bomb that hides."""
    name = "xl/worksheets/sheet1.xml"
    swollen = part_of(good(), name).replace(b"<sheetData>", b" " * (INSIDE + 1) + b"<sheetData>")
    data = bytearray(repacked(good(), {name: swollen}))
    for place in range(len(data)):
        if data[place : place + 4] == b"PK\x01\x02" and name.encode() in data[place + 46 : place + 70]:
            data[place + 24 : place + 28] = (5_000).to_bytes(4, "little")
    return bytes(data)


def locked() -> bytes:
    """A zip whose parts say that they are encrypted."""
    data = bytearray(good())
    for place in range(len(data)):
        if data[place : place + 4] == b"PK\x01\x02":
            data[place + 8] |= 1
    return bytes(data)


def many_parts() -> bytes:
    return repacked(good(), {f"xl/media/{number}.png": b"" for number in range(1_001)})


def xml_bomb(name: str) -> bytes:
    """A part with entities that grow: a thousand million letters out of a few lines."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    part = part_of(good(), name).decode()
    head, _, rest = part.partition("?>")
    swollen = rest.replace("Ya", "&l9;") if "sheet1" in name else rest.replace("survey", "survey&l9;")
    assert swollen != rest
    return repacked(good(), {name: f'{head}?><!DOCTYPE x [<!ENTITY l0 "aaaaaaaaaa">{levels}]>{swollen}'.encode()})


def declared(rows: int) -> bytes:
    """A sheet that says it has a million rows, and has its last one."""
    name = "xl/worksheets/sheet1.xml"
    part = part_of(good(), name).decode()
    part = part.replace("<sheetViews>", f'<dimension ref="A1:XFD{rows}"/><sheetViews>')
    last = f'<row r="{rows}"><c r="A{rows}" t="inlineStr"><is><t>text</t></is></c></row></sheetData>'
    return repacked(good(), {name: part.replace("</sheetData>", last).encode()})


def formulas() -> bytes:
    """A label that a formula makes, and that nobody computed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "q1", "=1+1"], ["note", "n", '=WEBSERVICE("https://a.example")']):
        sheet.append(row)
    book.save(into := io.BytesIO())
    return into.getvalue()


def of_csv(*rows: str) -> bytes:
    return "\n".join(("survey,,", ",type,name,label", *rows)).encode()


def other_zip() -> bytes:
    with zipfile.ZipFile(into := io.BytesIO(), "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("[Content_Types].xml", "<a/>")
    return into.getvalue()


OLD = {"survey": [["type", "name", "label"], ["text", "q", "¿Qué más?"]]}
DANGERS = {
    "a zip bomb": (bomb(INSIDE + 1), "a.xlsx", "too_much"),
    "a zip bomb that lies": (lying(), "a.xlsx", "broken"),
    "a thousand parts": (many_parts(), "a.xlsx", "too_much"),
    "entities in a sheet": (xml_bomb("xl/worksheets/sheet1.xml"), "a.xlsx", "broken"),
    "entities in the workbook": (xml_bomb("xl/workbook.xml"), "a.xlsx", "broken"),
    "a path that climbs": (repacked(good(), {"../../etc/cron.d/x": b"x"}), "a.xlsx", "broken"),
    "a path from the root": (repacked(good(), {"/etc/x": b"x"}), "a.xlsx", "broken"),
    "a path of another system": (repacked(good(), {"..\\x": b"x"}), "a.xlsx", "broken"),
    "macros inside": (repacked(good(), {"xl/vbaProject.bin": b"x"}), "a.xlsx", "macros"),
    "macros by name": (good(), "a.xlsm", "macros"),
    "macros in an old workbook": (OLE + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", "macros"),
    "a password": (locked(), "a.xlsx", "password"),
    "a password of an office program": (contained(b"", "EncryptedPackage"), "a.xlsx", "password"),
    "a password on an old workbook": (contained(b"", "EncryptedPackage"), "a.xls", "password"),
    "an old letter called a workbook": (contained(b"", "WordDocument"), "a.xlsx", "other_kind"),
    "macros in an old workbook by another name": (
        old_workbook(OLD) + "_VBA_PROJECT".encode("utf-16-le"), "a.xlsx", "macros",
    ),
    "a letter instead of a sheet": (other_zip(), "a.xlsx", "no_workbook"),
    "words instead of a sheet": (b"Hola", "a.xlsx", "other_kind"),
    "a workbook called a table": (good(), "a.csv", "other_kind"),
    "nothing of an old workbook": (OLE + bytes(600), "a.xls", "broken"),
    "half a workbook": (good()[:900], "a.xlsx", "broken"),
    "a workbook without its book": (repacked(good(), {"xl/workbook.xml": None}), "a.xlsx", "no_workbook"),
    "groups without end": (of_csv(*(f",begin_group,g{n},l" for n in range(2_000)), ",text,q,l"), "a.csv", "not_ended"),
    "groups deeper than a stack": (of_csv(
        *(f",begin_group,g{n},l" for n in range(2_000)), ",text,q,l", *([",end_group,,"] * 2_000)), "a.csv", "broken"),
    "formulas": (formulas(), "a.xlsx", "no_label"),
    "zeros": (of_csv(",text,q\0,l"), "a.csv", "broken"),
    "semicolons": (of_csv(",text,q,l").replace(b",", b";"), "a.csv", "broken"),
    "a list of files of the house": (of_csv(",select_one_from_file /etc/passwd,q,l"), "a.csv", "file_ending"),
    "nothing": (b"", "a.xlsx", "empty"),
    "an open document": (good(), "a.ods", "unknown_kind"),
    "no ending": (good(), "xlsx", "unknown_kind"),
    "too much": (bytes(LARGEST + 1), "a.xlsx", "too_large"),
}  # fmt: skip
TAKEN = {
    "an old workbook": (old_workbook(OLD), "a.xls"),
    "an old workbook called a new one": (old_workbook(OLD), "a.xlsx"),
    "an older one called a new one": (old_workbook(OLD, stream="Book"), "A.XLSX"),
    "a good one": (good(), "a.xlsx"),
    "one as large as may be": (bomb(INSIDE - 20_000), "a.xlsx"),
    "a million rows that are not there": (declared(1_048_576), "a.xlsx"),
    "a mark before the first letter": (b"\xef\xbb\xbf" + of_csv(",text,q,Ñandú"), "a.csv"),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, object]]:
    """What one child behind its walls makes of all of them."""
    files = {name: (data, file_name) for name, (data, file_name, _) in DANGERS.items() if len(data) < LARGEST} | TAKEN
    began = time.monotonic()
    made = dict(zip(files, behind_walls(files.values()), strict=True))
    assert time.monotonic() - began < 20
    return made


@pytest.mark.parametrize("name", [name for name in DANGERS if name != "too much"])
def test_a_danger_is_refused_in_a_word(name: str, answers: dict[str, dict[str, object]]) -> None:
    assert answers[name]["fault"] == DANGERS[name][2]


@pytest.mark.parametrize("name", TAKEN)
def test_what_only_looks_like_one_is_taken(name: str, answers: dict[str, dict[str, object]]) -> None:
    assert "xform" in answers[name], answers[name]
    assert "q" in str(answers[name]["xform"])


def test_entities_are_refused_by_the_reader_itself() -> None:
    """The workbook with entities and the good one differ in nothing else; without this library they would unfold."""
    assert openpyxl.DEFUSEDXML is True
