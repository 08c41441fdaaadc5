"""Every way a whole file can be wrong: the exact code, the exact place, and what came before it still read."""

import io
import json
import re
from pathlib import Path

import pytest

from amparo.formats import hsds
from amparo.formats.hsds import PROBLEM_CODES, Limits, Problem, read_json

A = "11111111-1111-4111-8111-111111111111"
B = "22222222-2222-4222-8222-222222222222"
C = "33333333-3333-4333-8333-333333333333"


def service(identifier: str = A, **more: object) -> dict[str, object]:
    return {"id": identifier, "name": "Casa Maíz", "status": "active"} | more


def read(data: object, **limits: int) -> tuple[list[object], list[tuple[str, str, dict[str, object]]]]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    found = list(read_json(io.BytesIO(raw), source="test", limits=Limits(**limits)))
    problems = [(p.code, str(p.where), dict(p.params)) for p in found if isinstance(p, Problem)]
    return [each for each in found if not isinstance(each, Problem)], problems


# --- the file -------------------------------------------------------------------------------------------------------
WHOLE_FILES: list[tuple[str, bytes, tuple[str, str, dict[str, object]]]] = [
    ("nothing", b"", ("empty_file", "", {})),
    ("blanks", b" \n\n ", ("empty_file", "", {})),
    ("latin-1", '[\n{"name": "Niñas"}]'.encode("latin-1"), ("wrong_encoding", "L2", {"encoding": "latin-1"})),
    ("windows", '[{"name": "“Sí”"}]'.encode("cp1252"), ("wrong_encoding", "L1", {"encoding": "windows-1252"})),
    ("utf-16 marked", "[{}]".encode("utf-16"), ("wrong_encoding", "L1", {"encoding": "utf-16"})),
    ("utf-16 bare", "[{}]".encode("utf-16-le"), ("wrong_encoding", "L1", {"encoding": "utf-16"})),
    ("utf-32", "[{}]".encode("utf-32"), ("wrong_encoding", "L1", {"encoding": "utf-32"})),
    ("NaN", b'[{"latitude": NaN}]', ("not_a_number", "#1 L1", {"value": "NaN"})),
    ("infinity", b'[{"latitude": -Infinity}]', ("not_a_number", "#1 L1", {"value": "-Infinity"})),
    ("overflow", b'[{"latitude": 1e999}]', ("not_a_number", "#1 L1", {"value": "1e999"})),
    ("not json", b"<html></html>", ("not_json", "#1 L1", {"detail": "invalid char in json text."})),
    ("table", "Nombre;Ciudad\nCasa;Tulcán\n".encode(), ("table_not_json", "L1", {})),
    ("quoted table", b'\xef\xbb\xbf"id","name"\n"1","Casa"\n', ("table_not_json", "L1", {})),
    ("cut", b'[\n{"id": "a", "na', ("truncated", "#1 L2", {})),
    ("cut in a letter", '[{"name": "ñ'.encode()[:-1], ("truncated", "L1", {})),
]


@pytest.mark.parametrize(
    ("data", "expected"), [case[1:] for case in WHOLE_FILES], ids=[case[0] for case in WHOLE_FILES]
)
def test_a_broken_file_is_refused_with_its_reason_and_place(
    data: bytes, expected: tuple[str, str, dict[str, object]]
) -> None:
    assert read(data) == ([], [expected])


def test_a_byte_order_mark_of_utf_8_is_no_problem() -> None:
    found, problems = read(b"\xef\xbb\xbf" + json.dumps([service()]).encode())
    assert len(found) == 1
    assert problems == []


def test_what_came_before_the_cut_is_kept() -> None:
    whole = json.dumps([service(A), service(B)]).encode()
    found, problems = read(whole[:-10])
    assert [record.id for record in found] == [A]
    assert problems == [("truncated", "#2 L1", {})]


def test_depth_is_refused_by_the_limit_and_never_by_the_interpreter() -> None:
    deep = b'[{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]"
    assert read(deep) == ([], [("too_deep", "#1", {"limit": 40})])


def test_one_value_too_long_is_refused() -> None:
    data = json.dumps([service(description="x" * 300_000)]).encode()
    assert read(data, value_bytes=100_000)[1] == [("too_large", "#1 L1", {"what": "value_bytes", "limit": 100_000})]


def test_one_record_with_too_many_values_is_refused() -> None:
    data = [service(tags=[0] * 600)]
    assert read(data, record_values=500)[1] == [("too_large", "#1", {"what": "record_values", "limit": 500})]


def test_a_file_over_the_limit_is_refused() -> None:
    data = json.dumps([service(A), service(B)]).encode() + b" " * 70_000
    found, problems = read(data, file_bytes=66_000)
    assert problems[-1] == ("too_large", "#3", {"what": "file_bytes", "limit": 66_000})
    assert len(found) == 2


class Repeated(io.RawIOBase):
    """A stream of one piece again and again, 100 MB of it, that counts how much was asked for."""

    def __init__(self, piece: bytes) -> None:
        self.piece = piece
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.given >= 100_000_000:
            return b""
        data = (self.piece * (size // len(self.piece) + 1))[: max(size, 0)]
        self.given += len(data)
        return data


@pytest.mark.parametrize(
    "piece", [b"\0", b"x", b"[", b'{"a":', b" ", b"[]", b'"', b"1 ", b"{}\n", b"\xff", b'"a",'], ids=repr
)
def test_a_hundred_megabytes_of_garbage_are_refused_after_two(piece: bytes) -> None:
    stream = Repeated(piece)
    problems = [found for found in read_json(stream) if isinstance(found, Problem)]
    assert problems[-1].stops
    assert stream.given < 2_000_000


def test_a_file_with_nothing_but_problems_is_given_up() -> None:
    found, problems = read([{"id": A}] * 50, problems=10)
    assert found == []
    assert len(problems) == 11
    assert problems[-1] == ("too_many_problems", "#10", {"limit": 10})


def codes_used_in_source() -> set[str]:
    used: set[str] = set()
    for path in Path(hsds.__file__).parent.glob("*.py"):
        for first, second in re.findall(r'code="([a-z_]+)"|_mend\("([a-z_]+)"', path.read_text(encoding="utf-8")):
            used.add(first or second)
    return used


def test_every_code_of_the_contract_is_used_and_every_used_code_is_in_it() -> None:
    assert codes_used_in_source() | {"not_iso_date"} == set(PROBLEM_CODES)


def test_a_problem_without_its_params_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="params"):
        Problem(code="no_such_date")
    with pytest.raises(ValueError, match="code"):
        Problem(code="something_else")


def test_more_records_than_anyone_has_are_refused() -> None:
    lines = b"".join(b'{"id": "%d", "name": "Casa", "status": "active"}\n' % number for number in range(5))
    records, problems = read(lines, rows=3)
    assert (len(records), problems) == (3, [("too_large", "#4", {"what": "rows", "limit": 3})])
