"""The same twelve answers, out of everything that exports them, come to the same rows; and are written as a phone does.

The files under ``gathered`` were written by hand after what each program exports; of workbooks openpyxl is the oracle,
of filled forms ElementTree.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from amparo.formats.exports.columns import KEPT
from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.reading import Export, read_export
from amparo.formats.exports.records import Row
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.submissions import read_submission
from amparo.formats.openrosa.writing import write_instance
from tests.unit.gathered_form import FILES, TWELVE, form_xml, gathered_form, number

FORM = gathered_form()
PLAIN = tuple({path: said for path, said in each.items() if not path.startswith("visit")} for each in TWELVE)


def read(data: bytes) -> Export:
    return read_export(data, FORM)


def saved(name: str) -> bytes:
    return (FILES / name).read_bytes()


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", kind) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return into.getvalue()


def flat(answers: Iterable[Any]) -> dict[str, str]:
    """Answers by their place as it is written in TWELVE."""
    found = {}
    for each in answers:
        steps, positions = each.path.removeprefix("/data/").split("/"), list(each.index)
        for place, step in enumerate(steps[:-1]):
            if step in {"visit", "word"}:
                steps[place] = f"{step}[{positions.pop(0)}]"
        assert not positions
        assert "/".join(steps) not in found
        found["/".join(steps)] = each.value
    return found


def rows_of(export: Export) -> dict[str, dict[str, str]]:
    """What each number answered. Nothing is wrong with any row."""
    rows = list(export.rows())
    assert [row.faults for row in rows if row.faults] == []
    return {row.instance_id: flat(row.answers) for row in rows}


def expected(twelve: Iterable[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {number(place): said for place, said in enumerate(twelve, 1)}


def central() -> bytes:
    names = {"gathered.csv": "central.csv", "gathered-visit.csv": "central-visit.csv",
             "gathered-word.csv": "central-word.csv"}  # fmt: skip
    return zipped({**{name: saved(file) for name, file in names.items()}, "media/1.jpg": b"picture one"})


def kobo_book(*, typed: bool = True) -> bytes:
    """What Kobo writes as .xlsx: a sheet of answers, and one for each thing that is told again."""
    book = openpyxl.Workbook()
    main = book.active
    assert main is not None
    main.title = "Inventado"
    for row in csv.reader(io.StringIO(saved("kobo.csv").decode("utf-8-sig")), delimiter=";"):
        main.append([_typed(each) if typed else each for each in row])
    for cell in (cell for row in main.iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"  # Kobo writes a text, whatever it begins with
    visits, words = book.create_sheet("visit"), book.create_sheet("word")
    links = ["_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"]
    visits.append(["visit/place", "visit/paper/kind", *links])
    words.append(["visit/word/said", *links])
    for person, said in enumerate(TWELVE, 1):
        for visit in sorted({each.partition("/")[0] for each in said if each.startswith("visit")}):
            at = [said.get(f"{visit}/place"), said.get(f"{visit}/paper/kind")]
            visits.append([*at, visits.max_row, "Inventado", person, 900, number(person)[5:]])
            for path in sorted(each for each in said if each.startswith(f"{visit}/word")):
                words.append([said[path], words.max_row, "visit", visits.max_row - 1, 900, number(person)[5:]])
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _typed(text: str) -> Any:
    """As a spreadsheet keeps it: numbers and days by themselves."""
    if re.fullmatch(r"-?\d{1,5}(\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    return text or None


def briefcase(root: str = "data", *, inside: str = "Inventado/instances/") -> bytes:
    """What ODK Briefcase pulls: a folder for each form, written by ElementTree. Kobo calls the root otherwise."""
    files: dict[str, bytes] = {}
    for place, said in enumerate(TWELVE, 1):
        form = ElementTree.Element(root, {"id": "aFICTIONAL", "version": "vOTHER"})
        for path, value in {**said, "deviceid": "collect:fictional", "username": "ines.ficticia"}.items():
            at = form
            steps = path.split("/")
            for step in steps[:-1]:
                name, _bracket, position = step.rstrip("]").partition("[")
                found = at.findall(name)
                wanted = int(position or 1)
                at = found[wanted - 1] if len(found) >= wanted else ElementTree.SubElement(at, name)
            ElementTree.SubElement(at, steps[-1]).text = value
        meta = ElementTree.SubElement(form, "{http://openrosa.org/xforms}meta")
        ElementTree.SubElement(meta, "{http://openrosa.org/xforms}instanceID").text = number(place)
        folder = f"{inside}{number(place).replace(':', '')}"
        files[f"{folder}/submission.xml"] = ElementTree.tostring(form, encoding="utf-8")
        if said.get("photo"):
            files[f"{folder}/{said['photo']}"] = f"picture {place}".encode()
    return zipped(files)


WHOLE: dict[str, Callable[[], bytes]] = {
    "central": central,
    "odata": lambda: saved("odata.json"),
    "odata in a zip": lambda: zipped({"Submissions.json": saved("odata.json")}),
    "kobo json": lambda: saved("kobo.json"),
    "kobo list": lambda: json.dumps(json.loads(saved("kobo.json"))["results"]).encode(),
    "kobo book": kobo_book,
    "kobo book of texts": lambda: kobo_book(typed=False),
    "briefcase": briefcase,
    "briefcase of a form by another name": lambda: briefcase("aFICTIONAL"),
    "plain": lambda: saved("plain.tsv"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whatever_exports_them_the_twelve_are_the_same(name: str) -> None:
    assert rows_of(read(WHOLE[name]())) == expected(TWELVE)


def test_a_table_of_kobo_has_all_but_what_is_told_again_and_says_so() -> None:
    export = read(saved("kobo.csv"))
    assert rows_of(export) == expected(PLAIN)
    assert [each.path for each in export.missing()] == [
        "/data/visit/place", "/data/visit/paper/kind", "/data/visit/word/said",
    ]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_each_row_is_written_as_a_phone_writes_it_and_read_as_it_was(name: str) -> None:
    written = set()
    for row in read(WHOLE[name]()).rows():
        xml = write_instance(FORM, row.answers, instance_id=row.instance_id)
        form = read_submission(xml, repeats=FORM.repeats)
        assert (form.form_id, form.version, form.root) == ("gathered", "3", "data")
        assert form.instance_id == row.instance_id
        assert flat(each for each in form.answers if each.value and "/meta/" not in each.path) == flat(row.answers)
        written.add(xml)
    assert len(written) == 12


def test_names_with_signs_of_a_tag_are_written_as_they_are() -> None:
    named = b'xmlns="http://garza.example/?a=1&amp;b=&quot;2" id="one &lt; &quot;two&quot;" version="3 &amp; 4"'
    xml = form_xml().replace(b'<data id="gathered" version="3">', b"<data " + named + b">")
    found = read_submission(write_instance(read_form(xml), (), instance_id="a&b<c"))
    assert (found.form_id, found.version, found.instance_id) == ('one < "two"', "3 & 4", "a&b<c")


def test_all_of_them_write_the_same_bytes() -> None:
    """By its bytes the house knows what came twice: also where it came out of two programs."""
    written = {
        frozenset(write_instance(FORM, row.answers, instance_id=row.instance_id) for row in read(make()).rows())
        for make in WHOLE.values()
    }
    assert len(written) == 1


def test_a_filled_form_stands_in_the_order_of_the_form_with_empty_places() -> None:
    row = next(row for row in read(central()).rows() if row.instance_id == number(6))
    assert write_instance(FORM, row.answers, instance_id=row.instance_id).decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<data xmlns:orx="http://openrosa.org/xforms" id="gathered" version="3">'
        "<start>2026-11-04</start><today>2026-11-04</today><deviceid/><username/><here/><intro/><may>yes</may>"
        "<about><years>22</years><income/><band>1</band><acts/><since/><where/></about>"
        "<visit><place>court</place><paper><kind>pasaporte</kind></paper></visit>"
        "<visit><place>court</place><paper><kind/></paper></visit>"
        "<visit><place>clinic</place><paper><kind/></paper><word><said>pasa</said></word></visit>"
        "<photo/><story/><sum>22!</sum>"
        "<orx:meta><orx:instanceID>uuid:a0000000-0000-4000-8000-000000000006</orx:instanceID></orx:meta></data>"
    )


@pytest.mark.parametrize(("name", "left"), [
    ("central", "SubmissionDate:time deviceid:phone username:phone here-Latitude:place here-Longitude:place "
     "here-Altitude:place here-Accuracy:place SubmitterID:phone SubmitterName:phone AttachmentsPresent:server "
     "AttachmentsExpected:server Status:server ReviewState:server DeviceID:phone Edits:server FormVersion:server"),
    ("kobo json", "formhub/uuid:server deviceid:phone username:phone here:place __version__:server "
     "_xform_id_string:server _attachments:address _status:server _geolocation:place _submission_time:time "
     "_tags:server _notes:server _validation_status:server _submitted_by:phone"),
    ("odata", "__system/submissionDate:time __system/updatedAt:time __system/submitterId:phone "
     "__system/submitterName:phone __system/attachmentsPresent:server __system/attachmentsExpected:server "
     "__system/status:server __system/reviewState:server __system/deviceId:phone __system/edits:server "
     "__system/formVersion:server instanceName:server deviceid:phone username:phone here:place intro:nothing"),
    ("briefcase", "deviceid:phone username:phone"),
])  # fmt: skip
def test_who_asked_when_and_with_which_phone_stays_behind_by_name(name: str, left: str) -> None:
    export = read(WHOLE[name]())
    rows = list(export.rows())
    assert sorted({f"{each.name}:{each.use}" for each in export.left_behind()}) == sorted(set(left.split()))
    assert {each.use for each in export.columns.found.values()} & KEPT
    said = repr([flat(row.answers) for row in rows])
    for planted in ("fictional-device", "ines", "collect:", "-79.8891", "14:03", "23:59", "ee.fictional"):
        assert planted not in said


def test_photos_come_from_where_they_lie() -> None:
    export = read(central())
    rows = {row.instance_id: row for row in export.rows()}
    assert export.file("", *rows[number(1)].media) == b"picture one"
    assert export.file("", *rows[number(10)].media) is None
    folders = read(briefcase())
    found = {row.instance_id: folders.file(row.folder, *row.media) for row in folders.rows() if row.media}
    assert found == {number(1): b"picture 1", number(10): b"picture 10"}


def test_a_folder_of_a_phone_is_read_as_it_lies_there() -> None:
    xml = write_instance(FORM, next(iter(read(saved("plain.tsv")).rows())).answers, instance_id=number(1))
    phone = zipped({"instances/Inventado_2026-11-02/Inventado_2026-11-02.xml": xml, "instances/x/audit.csv": b"a"})
    assert rows_of(read(phone)) == expected(TWELVE[:1])
    assert rows_of(read(xml)) == expected(TWELVE[:1])


def test_a_form_that_a_phone_locked_is_handed_on_as_it_is_or_stays_with_a_sentence() -> None:
    slip = (
        b'<data xmlns="http://opendatakit.org/submissions" id="gathered" version="3" encrypted="yes">'
        b"<base64EncryptedKey>QUJD</base64EncryptedKey><meta xmlns='http://openrosa.org/xforms'>"
        b"<instanceID>uuid:1</instanceID></meta><media><file>1.jpg.enc</file></media>"
        b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    )
    data = zipped({"instances/a/submission.xml": slip, "instances/a/submission.xml.enc": b"sealed"})
    export = read_export(data, gathered_form("QUJD"))
    (row,) = export.rows()
    assert (row.sealed, row.media, row.faults) == (slip, ("1.jpg.enc", "submission.xml.enc"), ())
    assert export.file(row.folder, "submission.xml.enc") == b"sealed"
    (other,) = read(data).rows()
    assert [each.code for each in other.faults] == ["locked"]


def test_what_is_only_a_part_says_so() -> None:
    page = json.loads(saved("kobo.json"))
    assert not read(saved("kobo.json")).is_part
    assert read(json.dumps(page | {"next": "https://kobo.example/?start=12"}).encode()).is_part


def test_what_was_told_again_and_left_out_of_the_file_is_missed() -> None:
    page: dict[str, Any] = json.loads(saved("odata.json"))
    for each in page["value"]:
        each.pop("visit")
        each["visit@odata.navigationLink"] = f"Submissions('{each['__id']}')/visit"
    with pytest.raises(BadExport) as refused:
        list(read(json.dumps(page).encode()).rows())
    assert (refused.value.code, refused.value.facts) == ("not_expanded", {"name": "visit"})


def test_the_moment_of_a_day_is_forgotten_also_where_a_spreadsheet_counted_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["start", "may", "about/since", "KEY"])
    sheet.append([datetime(2026, 11, 2, 14, 3, 22), "yes", date(2024, 3, 9), number(1)])
    into = io.BytesIO()
    book.save(into)
    rows: list[Row] = list(read(into.getvalue()).rows())
    assert flat(rows[0].answers) == {"start": "2026-11-02", "may": "yes", "about/since": "2024-03-09"}
