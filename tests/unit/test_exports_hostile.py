"""Files that somebody made to hurt whoever reads them, and files that are only broken: each is refused with a word."""

import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from amparo.formats.exports import archives, objects, separated, tables
from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.reading import read_export
from tests.unit.gathered_form import TWELVE, gathered_form, number
from tests.unit.test_exports_reading import briefcase, flat, kobo_book, saved, zipped

FORM = gathered_form()
ROOT = Path(__file__).resolve().parents[2]


def refused(data: bytes) -> str:
    """The code of why nothing of it is brought in; an empty text where all of it was read."""
    try:
        for _row in read_export(data, FORM).rows():
            pass
    except BadExport as error:
        said = [error.sentence(each) for each in ("es", "pt", "en")]
        return f"{error.code}: {said}" if error.code in said or "{" in "".join(said) else error.code
    return ""


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """The same zip with other bytes in one of its parts."""
    assert len(data) > 0
    into = io.BytesIO()
    seen = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(into, "w") as other:
        for each in archive.namelist():
            part = archive.read(each)
            seen += part.count(old)
            other.writestr(each, part.replace(old, new))
    assert seen, "nothing was changed"
    return into.getvalue()


def with_shared(data: bytes) -> bytes:
    """The same workbook with its texts apart, as most programs write it."""
    texts: list[str] = []

    def apart(found: re.Match[str]) -> str:
        texts.append(found[1])
        return f't="s"><v>{len(texts) - 1}</v>'

    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            parts[name] = re.sub(r't="inlineStr"><is>(<t.*?</t>)</is>', apart, text, flags=re.S).encode()
    lead = b'<Relationship Id="rId99" Type="http://x/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    leads = "xl/_rels/workbook.xml.rels"
    parts[leads] = parts[leads].replace(b"</Relationships>", lead + b"</Relationships>")
    parts["xl/sharedStrings.xml"] = f"<sst >{''.join(f'<si>{each}</si>' for each in texts)}</sst>".encode()
    return zipped(parts)


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(("data", "code"), [
    (b"", "empty_file"), (b" \n\n", "empty_file"), (b"may,story\n", "empty_file"), (b"may\n\n\n\n", "empty_file"),
    (b"\x00\x01\x02", "not_text"), (b"may,story\nyes,\x00\n", "not_text"), (b"may\nyes\x81\xe9\n", "not_text"),
    (b"\xff\xfem\x00a\x00y\x00\n\x00y", "not_text"), (b"%PDF-1.7 may", "no_question_found"),
    (b'may,story\nyes,"never closed\n', "not_csv"), (b'may,story\nyes,"a"b\n', "not_csv"),
    (b"may,story\nyes," + b"a" * 140_000 + b"\n", "cell_too_long"),
    (b",".join(b"c%d" % each for each in range(6_000)) + b"\n1\n", "too_many_columns"),
    (b"<!DOCTYPE html><html><body>may</body></html>", "web_page"), (b"\n <html><p>may,story</p>", "web_page"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old_workbook"),
    (b"PK\x03\x04 and nothing", "zip_broken"), (saved("odata.json")[:9_000], "not_json"),
    (b"{}", "no_question_found"), (b"[]", "empty_file"), (b"[1, 2]", "no_question_found"),
    (b'{"results": []}', "empty_file"),
    (b"[" * 5_000, "json_too_large"), (b'[{"may": NaN}]', "not_json"),
    (json.dumps([{"about": {"x": {"y": {str(each): 1 for each in range(60_000)}}}}]).encode(), "json_too_large"),
    (json.dumps([{str(each): 1 for each in range(6_000)}]).encode(), "too_many_columns"),
])  # fmt: skip
def test_each_is_refused_with_its_word(data: bytes, code: str) -> None:
    assert refused(data) == code


def zip_with(**more: object) -> bytes:
    """A zip whose one part bears these marks in its list of contents."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"may\nyes\n" * 1_000)
        for name, value in more.items():
            setattr(archive.infolist()[0], name, value)
    return into.getvalue()


def test_what_is_packed_is_weighed_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"a.csv": b"may\n" + b"\n" * 30_000_000})
    assert len(bomb) < 40_000
    monkeypatch.setattr(archives, "INSIDE", 20_000_000)
    assert refused(bomb) == "zip_too_large"
    monkeypatch.setattr(archives, "PARTS", 3)
    assert refused(zipped({f"{each}.csv": b"a" for each in range(4)})) == "zip_too_many"


def test_a_zip_that_lies_of_its_sizes_gives_no_more_than_it_said() -> None:
    assert refused(zip_with(file_size=40)) in {"zip_broken", "not_csv"}
    assert refused(zip_with(CRC=1)) == "zip_broken"
    assert refused(zip_with(flag_bits=1)) == "zip_locked"
    assert refused(zipped({"a.csv": b"may\nyes\n"}, zipfile.ZIP_LZMA)) == "zip_broken"


def test_a_zip_in_a_zip_in_a_zip_is_not_opened_without_end() -> None:
    data = zipped({"a.csv": b"may\nyes\n"})
    for name in ("b.xlsx", "c.xlsx", "d.zip"):
        data = zipped({name: data})
        assert refused(data) in {"empty_file", "nothing_inside"}


def test_two_parts_of_one_name_are_refused() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        archive.writestr("a.csv", b"may\nyes\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", b"may\nno\n")
    assert refused(into.getvalue()) == "zip_broken"


def test_a_name_that_climbs_out_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    export = read_export(zipped({"../../escaped.csv": b"may,photo\nyes,../../escaped.csv\n"}), FORM)
    (row,) = export.rows()
    assert export.file("", *row.media) is None
    assert export.file("", "/etc/hostname") is None
    assert list(tmp_path.parent.rglob("escaped*")) == []


@pytest.mark.parametrize(("old", "new", "code"), [
    (b"<workbook ", LAUGHS + b"<workbook ", "workbook_broken"),
    (b"<worksheet ", LAUGHS + b"<worksheet ", "workbook_broken"),
    (b"<sst ", LAUGHS + b"<sst ", "workbook_broken"),
    (b"<sheetData>", b"<sheetData>" + b"<row>" * 80, "workbook_broken"),
    (b"</sheetData>", b"", "workbook_broken"),
    (b'r="A2"', b'r="XFD2"', "too_many_columns"),
    (b't="s"><v>0<', b't="s"><v>99999999<', "workbook_broken"),
    (b't="s"><v>0<', b't="s"><v>-1<', "workbook_broken"),
])  # fmt: skip
def test_a_workbook_that_was_made_to_hurt(old: bytes, new: bytes, code: str) -> None:
    assert refused(patched(with_shared(kobo_book(typed=False)), old, new)) == code


def test_texts_that_stand_apart_are_found_also_in_pieces_and_without_how_they_are_spoken() -> None:
    book = with_shared(kobo_book(typed=False))
    rows = {row.instance_id: flat(row.answers) for row in read_export(book, FORM).rows()}
    assert rows == {number(place): said for place, said in enumerate(TWELVE, 1)}
    pieces = patched(
        book, "<t>Nada más</t>".encode(), "<r><t>Nada</t></r><r><t> más</t></r><rPh><t>x</t></rPh>".encode()
    )
    rows = {row.instance_id: flat(row.answers) for row in read_export(pieces, FORM).rows()}
    assert rows[number(11)]["story"] == "Nada más"


def test_a_row_too_long_for_a_form_says_so() -> None:
    (row,) = read_export(json.dumps([{"story": "a" * 1_000_000}]).encode(), FORM).rows()
    assert [each.code for each in row.faults] == ["too_long"]


def test_a_number_too_large_for_a_day_stays_a_number() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["about/since", "may"])
    sheet.append([1e300, "yes"])
    sheet["A2"].number_format = "yyyy-mm-dd"
    into = io.BytesIO()
    book.save(into)
    (row,) = read_export(into.getvalue(), FORM).rows()
    assert [each.code for each in row.faults] == ["not_a_day"]


@pytest.mark.parametrize(("old", "new", "code"), [
    (b"<data ", LAUGHS + b"<data ", "has_doctype"), (b"</data>", b"", "not_xml"),
    (number(3).encode(), b"", "no_instance_id"), (b"<may>", b"\xff<may>", "not_utf8"),
])  # fmt: skip
def test_a_filled_form_that_cannot_be_read_is_one_row_with_a_fault(old: bytes, new: bytes, code: str) -> None:
    rows = list(read_export(patched(briefcase(), old, new), FORM).rows())
    assert len(rows) == 12
    assert {each.code for row in rows for each in row.faults} == {code}


def test_too_many_rows_of_all_tables_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    central = zipped({"a.csv": saved("central.csv"), "a-visit.csv": saved("central-visit.csv")})  # 12 and 7
    monkeypatch.setattr(tables, "ROWS", 18)
    assert refused(central) == "too_many_rows"
    monkeypatch.setattr(tables, "ROWS", 19)
    assert refused(central) == ""
    monkeypatch.setattr(objects, "ROWS", 11)
    assert refused(saved("kobo.json")) == "too_many_rows"


def test_what_is_told_again_is_held_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    central = zipped({"a.csv": saved("central.csv"), "a-visit.csv": saved("central-visit.csv")})
    monkeypatch.setattr(tables, "BESIDE", 400)
    assert refused(central) == "zip_too_large"


def test_a_row_or_a_cell_that_does_not_end_is_not_held_to_see_how_it_ends() -> None:
    """Packed they are some kilobytes; in memory a list of their cells would be gigabytes."""
    assert refused(zipped({"a.csv": b"may\n" + b"," * 12_000_000})) == "cell_too_long"
    assert refused(zipped({"a.csv": b"may\n" + b'"\n",' * 3_000_000})) == "cell_too_long"
    assert refused(zipped({"a.csv": b"," * 3_000_000})) in {"cell_too_long", "not_csv"}
    cell = b"<is><t>" + b"a" * 3_000_000
    assert refused(patched(kobo_book(typed=False), b"<is><t>Nada", cell)) == "cell_too_long"


def test_a_heading_that_is_no_name_is_shown_short_and_on_one_line() -> None:
    export = read_export(b'may,"<script>\nalert(1)</script>' + b"x" * 500 + b'"\nyes,1\n', FORM)
    (column,) = export.left_behind()
    assert column.name.startswith("<script> alert(1)</script>xxx")
    assert len(column.name) == 120


def test_a_position_without_end_makes_no_form_without_end() -> None:
    (row,) = read_export(b"may,visit[9999]/place,visit[7]/place\nyes,clinic,court\n", FORM).rows()
    assert flat(row.answers) == {"may": "yes", "visit[1]/place": "court", "visit[2]/place": "clinic"}


def test_the_sign_is_found_before_the_whole_is_read() -> None:
    assert separated.separated("a", lambda: io.BytesIO(b"may;story\nyes;a,b,c,d\n"), lambda row: len(row)).sign == ";"


MEASURED = """
import io, resource, sys, uuid, zipfile
from amparo.formats.exports.numbers import numbered
from amparo.formats.exports.reading import read_export
from tests.unit.gathered_form import gathered_form
people, visits = io.StringIO(), io.StringIO()
people.write("may,about-years,story,KEY\\n")
visits.write("place,PARENT_KEY,KEY\\n")
for n in range(25_000):
    key = f"uuid:{uuid.UUID(int=n)}"
    people.write(f"yes,{n % 90},palabras inventadas {n},{key}\\n")
    for place in range(1, 4):
        visits.write(f"clinic,{key},{key}/visit[{place}]\\n")
into = io.BytesIO()
with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("a.csv", people.getvalue())
    archive.writestr("a-visit.csv", visits.getvalue())
data = into.getvalue()
del people, visits, into
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
many = sum(len(row.answers) for row in numbered(read_export(data, gathered_form()).rows(), None) if not row.faults)
print(many, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1000)
"""


def test_a_hundred_thousand_rows_need_little_memory() -> None:
    """25,000 people with 75,000 visits, which are held until their person comes; in a program of its own."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True, cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": ""},
    )  # fmt: skip
    answers, megabytes = map(int, run.stdout.split())
    assert answers == 25_000 * 3 + 75_000
    assert megabytes < 150
