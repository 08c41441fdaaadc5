"""The lines of an archive: what is written is read again, what is hostile is refused, what is strange is kept."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest

from amparo.formats.case_archive.documents import LONGEST_LINE, Refused, is_answer_here
from amparo.formats.case_archive.reading import Reading
from amparo.formats.case_archive.writing import line_of, lines_of

ON = date(2026, 11, 25)
FACTS: dict[str, Any] = {"excluded": ["0123456789abcdef"], "about": ["POL"], "roles": [], "teams": [], "complaint": ""}
CASE: dict[str, Any] = {
    "item": "case", "reference": "00000000000000aa", "facts": FACTS, "left_out": [{"name": "Una", "organisation": ""}],
    "opened_on": "2026-11-01", "last_on": "2026-11-20", "closed_on": None, "keep_until": None, "state": "support",
    "closure_reason": "", "answers": {"name_used": {"value": "Yuli la de ejemplo", "said": ""}}, "shut": [],
}  # fmt: skip
PART: dict[str, Any] = {
    "item": "part", "of": "00000000000000aa", "reference": "00000000000000bb", "kind": "note", "due_on": None,
    "ended_on": None, "data": {"answers": {}, "more": {}, "on": "2026-11-02"},
}  # fmt: skip
THREAD: dict[str, Any] = {
    "item": "thread", "reference": "00000000000000cc", "facts": FACTS, "left_out": [], "opened_on": "2026-11-01",
    "last_on": "2026-11-02", "state": "ours", "language": "es",
}  # fmt: skip
FILE: dict[str, Any] = {
    "item": "file", "of": "00000000000000cc", "reference": "00000000000000dd", "name": "foto", "type": "image/jpeg",
    "number": 0, "data": "QUJD",
}  # fmt: skip


def read(lines: Any) -> tuple[Reading, list[Any]]:
    """Read all of them."""
    reading = Reading()
    found = [reading.take(line) for line in lines]
    reading.finish()
    return reading, [each for each in found if each]


def written(*documents: Any) -> list[bytes]:
    """An archive of these documents."""
    return list(lines_of(documents, why="leaving", on=ON))


def by_hand(*documents: Any, head: Any = None) -> list[bytes]:
    """An archive with an end that fits, made without our own writer, so that it may be wrong anywhere else."""
    first = {"amparo": "cases", "v": 1, "why": "leaving", "made_on": "2026-11-25", "lists": {}} | (head or {})
    lines = [json.dumps(each).encode() + b"\n" for each in (first, *documents)]
    end = {"item": "end", "count": len(documents), "digest": hashlib.sha256(b"".join(lines)).hexdigest()}
    return [*lines, json.dumps(end).encode() + b"\n"]


def test_what_was_written_is_read_again() -> None:
    reading, found = read(written(CASE, PART, THREAD, FILE))
    assert found == [CASE, PART, THREAD, FILE]
    assert reading.counts == {"case": 1, "part": 1, "thread": 1, "file": 1}
    assert reading.unknown == set()
    assert read(by_hand(CASE, PART))[1] == [CASE, PART]


def test_the_first_and_the_last_line_by_hand() -> None:
    lines = written(CASE)
    assert json.loads(lines[0]) | {"lists": {}} == {
        "amparo": "cases", "v": 1, "why": "leaving", "made_on": "2026-11-25", "lists": {}
    }  # fmt: skip
    digest = hashlib.sha256(lines[0] + lines[1]).hexdigest()
    assert lines[2] == f'{{"count":1,"digest":"{digest}","item":"end"}}\n'.encode()


@pytest.mark.parametrize("cut", [0, 1, 2, 3])
def test_an_archive_that_was_cut_is_refused(cut: int) -> None:
    with pytest.raises(Refused, match="its last line is missing"):
        read(written(CASE, PART)[:cut])


def test_a_line_that_is_missing_changed_or_added_is_refused() -> None:
    lines = written(CASE, PART, THREAD)
    for wrong in (
        [*lines[:2], *lines[3:]],
        [lines[0], lines[1].replace(b"Yuli", b"Luly"), *lines[2:]],
        [*lines[:3], lines[2], *lines[3:]],
        [*lines, lines[1]],
    ):
        with pytest.raises(Refused, match=r"Line \d"):
            read(wrong)


def deep(levels: int) -> Any:
    """Lists in one another."""
    return [] if levels == 0 else [deep(levels - 1)]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (CASE | {"reference": "../../../etc/x"}, "reference"),
        (CASE | {"reference": 7}, "reference"),
        (CASE | {"opened_on": "2026-11-25T10:30:00"}, "opened_on"),
        (CASE | {"opened_on": "2026-02-30"}, "opened_on"),
        (CASE | {"answers": []}, "answers"),
        (CASE | {"answers": {"../x": {}}}, "answers"),
        (CASE | {"answers": {"name_used": "Yuli"}}, "answers"),
        (CASE | {"facts": {}}, "facts"),
        (CASE | {"facts": FACTS | {"excluded": "all"}}, "facts"),
        (CASE | {"facts": FACTS | {"more": []}}, "facts"),
        (CASE | {"left_out": ["Una"]}, "left_out"),
        (CASE | {"state": None}, "state"),
        (CASE | {"shut": [["x"]]}, "shut"),
        (CASE | {"answers": {"x": {"value": deep(20), "said": ""}}}, "too deep"),
        (CASE | {"answers": {"x": {"value": 10**30, "said": ""}}}, "too large"),
        (CASE | {"answers": {"x": {"value": "\ud800", "said": ""}}}, "half a letter"),
        (CASE | {"answers": {"x": {"value": "a" * 400_000, "said": ""}}}, "too long"),
        (CASE | {"item": ["case"]}, "does not say what it is"),
        (CASE | {"item": "a b"}, "does not say what it is"),
        (PART, "does not follow its case"),
        (FILE, "does not follow its thread"),
        ([1, 2], "no table"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused_in_a_sentence(document: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read(by_hand(document))


@pytest.mark.parametrize("name", ["../secret", "a/b", "C:\\x", "x" * 17, "0123456789ABCDEF", "0123456789abcdef\n"])
def test_no_opaque_name_is_a_path(name: str) -> None:
    with pytest.raises(Refused, match="reference"):
        read(by_hand(THREAD, FILE | {"reference": name}))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"NaN\n",
        b'{"a":NaN}',
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b"{" + b" " * LONGEST_LINE + b"}",
    ],
)
def test_no_line_breaks_the_program(line: bytes) -> None:
    with pytest.raises(Refused, match="Line 2"):
        read([written()[0], line])


@pytest.mark.parametrize(
    ("head", "sentence"),
    [({"amparo": "places"}, "no archive"), ({"v": 2}, "another version"), ({"v": True}, "another version"),
     ({"why": "theft"}, "why"), ({"made_on": "today"}, "made_on"), ({"lists": ["x"]}, "lists")],
)  # fmt: skip
def test_another_first_line_is_refused(head: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read(by_hand(head=head))


def test_too_many_parts_of_one_case_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.formats.case_archive.reading.MOST_PARTS", 3)
    assert len(read(by_hand(CASE, PART, PART, PART, CASE, PART, PART, PART))[1]) == 8
    with pytest.raises(Refused, match="too much"):
        read(by_hand(CASE, PART, PART, PART, PART))


def test_what_is_not_known_here_is_kept_and_named() -> None:
    strange = CASE | {
        "state": "resting", "closure_reason": "left_by_bus",
        "answers": {"shoe_size": {"value": 39, "said": ""}, "need_first": {"value": "a_boat", "said": ""}},
    }  # fmt: skip
    news = {"item": "map", "anything": {"else": [1]}}
    reading, found = read(by_hand(strange, news, head={"lists": {"need": "000000000000"}}))
    assert found == [strange, news]
    assert reading.unknown == {
        "case_state:resting", "closure_reason:left_by_bus", "question:shoe_size", "question:need_first", "item:map",
        "list:need",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "said", "fits"),
    [("name_used", {"value": "Yuli", "said": ""}, True), ("name_used", {"value": 7, "said": ""}, False),
     ("name_used", {"value": None, "said": "prefers_not"}, True), ("name_used", {"value": None, "said": "no"}, False),
     ("contact_ways", {"value": ["TEL_H"], "said": ""}, True), ("contact_ways", {"value": [["x"]], "said": ""}, False),
     ("contact_ways", {"value": {"a": 1}, "said": ""}, False), ("need_first", {"value": ["x"], "said": ""}, False),
     ("nothing", {"value": "x", "said": ""}, False)],
)  # fmt: skip
def test_an_answer_is_one_of_this_house_or_not(code: str, said: Any, fits: bool) -> None:
    assert is_answer_here(code, said) is fits


def test_an_item_that_is_too_long_is_not_written() -> None:
    with pytest.raises(Refused, match="00000000000000aa"):
        line_of(CASE | {"answers": {"x": {"value": "a" * LONGEST_LINE, "said": ""}}})
