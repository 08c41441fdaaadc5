"""Whatever the bytes: they are an export, whose whole rows are written and read as they were, or a refusal in words."""

import csv
import io
from functools import cache
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.giving_back import given_back
from amparo.formats.exports.numbers import numbered
from amparo.formats.exports.reading import read_export
from amparo.formats.openrosa.submissions import read_submission
from amparo.formats.openrosa.writing import Writing
from tests.examples import examples
from tests.unit.gathered_form import gathered_form
from tests.unit.test_exports_reading import briefcase, central, flat, kobo_book, saved, zipped

FORM, SECRET = gathered_form(), UUID(int=7)
WRITING = Writing(FORM)
NAMES = ("central", "book", "briefcase", "kobo.json", "kobo.csv", "odata.json", "plain.tsv")
HEADINGS = (
    "may",
    "about/years",
    "about-band",
    "acts",
    "about/acts/VIO",
    "since",
    "where",
    "visit[2]/place",
    "story",
    "KEY",
)


@cache
def whole(name: str) -> bytes:
    made = {"central": central, "book": kobo_book, "briefcase": briefcase}
    return made[name]() if name in made else saved(name)


def sound(data: bytes) -> int:
    """How many rows are whole: each is written as a phone writes it, and read as it was."""
    try:
        export = read_export(data, FORM)
        rows = list(numbered(export.rows(), SECRET))
    except BadExport:
        return 0
    for row in rows:
        for fault in row.faults:
            assert "{" not in fault.sentence("pt")
        if not row.faults and not row.sealed:
            form = read_submission(WRITING.instance(row.answers, row.instance_id), repeats=FORM.repeats)
            assert form.instance_id == row.instance_id
            assert flat(each for each in form.answers if each.value and "/meta/" not in each.path) == flat(row.answers)
    list(csv.reader(io.StringIO(given_back(export.columns, rows, "es").decode("utf-8-sig")), strict=True))
    return sum(not row.faults for row in rows)


@given(st.sampled_from(NAMES), st.data())
def test_an_export_of_which_pieces_are_lost_or_others_is_read_or_refused(name: str, data: st.DataObject) -> None:
    one = whole(name)
    begin = data.draw(st.integers(0, len(one)))
    end = data.draw(st.integers(begin, min(len(one), begin + 40)))
    piece = data.draw(st.binary(max_size=20) | st.sampled_from([b"\n", b'"', b",", b"<", b"\xff", b"[", b"]]", b"\0"]))
    assert sound(one[:begin] + piece + one[end:]) <= 13


@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"[{", b"<data", b"may,story\n", b"PK\x03\x04"]))
def test_any_bytes_are_read_or_refused(rest: bytes, start: bytes) -> None:
    sound(start + rest)


@settings(max_examples=examples(40))
@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=6), st.data())
def test_whatever_stands_in_a_table_comes_back_as_it_was_or_with_a_fault(
    rows: list[list[str]], data: st.DataObject
) -> None:
    heading = data.draw(st.lists(st.sampled_from(HEADINGS), min_size=3, max_size=3, unique=True))
    out = io.StringIO()
    csv.writer(out).writerows([heading, *rows])
    table = out.getvalue().encode("utf-8", "surrogatepass") if data.draw(st.booleans()) else out.getvalue().encode()
    sound(table)
    sound(zipped({"a.csv": table}))


def test_the_look_finds_whole_rows() -> None:
    assert {name: sound(whole(name)) for name in NAMES} == dict.fromkeys(NAMES, 12)
