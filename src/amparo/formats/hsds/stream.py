"""JSON as a stream of records, small in memory whatever arrives, and quick to say no.

The bytes pass one checker on their way (size, encoding, lines) and become events; events become one record at a time.
Every limit is an argument, so that a test or a careful house can make it smaller.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import ijson

from amparo.formats.hsds.problems import Problem, Refused, Where

type Event = tuple[str, Any]

# Keys of a page or of a dump that hold records, not parts of one.
ALWAYS_RECORDS = frozenset({"contents", "organizations", "taxonomies", "taxonomy_terms"})
# These are also parts of an organisation: they hold records only where nothing has said who the object is.
RECORDS_OF_NOBODY = frozenset({"services", "locations", "service_at_locations"})

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is too much. The defaults let 100,000 services pass and stop a bomb early."""

    file_bytes: int = 512 * 2**20
    value_bytes: int = 2**20  # one text, one number, one stretch of blanks
    rows: int = 2_000_000  # records of a stream, rows of all tables of a package together
    record_values: int = 50_000
    depth: int = 40
    problems: int = 1_000


def encoding_of(start: bytes) -> str:
    """Return the encoding that the first bytes betray, or an empty text when they may be UTF-8."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    if len(start) >= 4 and start[:4].count(0) >= 2:
        return "utf-16" if start[:4].count(0) == 2 else "utf-32"
    return ""


def single_byte_encoding(data: bytes) -> str:
    """Name the encoding of bytes that are not UTF-8: Windows uses a range that Latin-1 leaves to controls."""
    return "windows-1252" if any(0x80 <= byte <= 0x9F for byte in data) else "latin-1"


def looks_like_table(start: bytes) -> bool:
    """Say whether a file begins as CSV does: its first line has columns, and is neither JSON nor a web page."""
    header = start.lstrip().partition(b"\n")[0]
    return not header.startswith((b"[", b"{", b"<")) and any(sign in header for sign in (b";", b",", b"\t"))


class CheckedBytes:
    """A binary stream that is read once, whose size, encoding and lines are looked at on the way."""

    def __init__(self, stream: BinaryIO, limits: Limits, *, is_json: bool = False) -> None:
        """Begin at the stream's present place."""
        self._stream = stream
        self._is_json = is_json
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._total = 0
        self._first = True
        self.lines = 0
        self.since_event = 0
        self.blank = True  # nothing but blanks so far

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or raise Refused."""
        if size == 0:  # the parser asks for nothing first, to see whether it gets bytes
            return b""
        data = self._stream.read(size if size > 0 else 65536)
        if not data:
            return self._ended()
        if self._first:
            self._first = False
            if name := encoding_of(data):
                raise Refused(Problem(code="wrong_encoding", where=Where(line=1), params={"encoding": name}))
            data = data.removeprefix(codecs.BOM_UTF8) or self._stream.read(size)
            if self._is_json and looks_like_table(data):
                raise Refused(Problem(code="table_not_json", where=Where(line=1)))
        self._weigh(len(data))
        try:
            self._decoder.decode(data)
        except UnicodeDecodeError as error:
            line = self.lines + data[: max(error.start, 0)].count(b"\n") + 1
            params = {"encoding": single_byte_encoding(data)}
            raise Refused(Problem(code="wrong_encoding", where=Where(line=line), params=params)) from None
        self.lines += data.count(b"\n")
        self.blank = self.blank and not data.strip()
        return data

    def _weigh(self, size: int) -> None:
        self._total += size
        self.since_event += size
        if self._total > self._limits.file_bytes:
            params = {"what": "file_bytes", "limit": self._limits.file_bytes}
            raise Refused(Problem(code="too_large", params=params))
        if self.since_event > self._limits.value_bytes:
            params = {"what": "value_bytes", "limit": self._limits.value_bytes}
            raise Refused(Problem(code="too_large", where=Where(line=self.lines + 1), params=params))

    def _ended(self) -> bytes:
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise Refused(Problem(code="truncated", where=Where(line=self.lines + 1))) from None
        return b""


def json_records(
    stream: BinaryIO, limits: Limits, *, rows: frozenset[str] = ALWAYS_RECORDS
) -> Iterator[tuple[str, Any]]:
    """Yield each record with the key of the list it stood in; raise Refused where reading has to end."""
    checked = CheckedBytes(stream, limits, is_json=True)
    count = 0
    try:
        events = _events(checked, limits)
        for key, record in _top(events, limits, rows):
            if count >= limits.rows:
                raise Refused(too_many_rows(limits))
            count += 1
            yield key, record
    except ijson.JSONError as error:
        raise Refused(_json_problem(str(error), checked, count + 1)) from None
    except Refused as refused:
        problem = refused.problem
        if problem.code in ("too_deep", "too_large") and problem.where.record is None:
            where = Where(record=count + 1, path=problem.where.path, line=problem.where.line)
            raise Refused(Problem(code=problem.code, where=where, params=problem.params)) from None
        raise


def _events(checked: CheckedBytes, limits: Limits) -> Iterator[Event]:
    """Yield the parser's events, telling the checker that something came of the bytes."""
    for event in ijson.basic_parse(checked, use_float=True, multiple_values=True, buf_size=65536):
        checked.since_event = 0
        yield event


def _top(events: Iterator[Event], limits: Limits, rows: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield the records of each value at the top: a list, a page, a dump, or the value itself (also one a line)."""
    empty = 0
    for event, value in events:
        some = False
        found = _items(events, limits, "") if event == "start_array" else iter((("", value),))
        for each in _object(events, limits, rows) if event == "start_map" else found:
            some = True
            yield each
        empty += not some
        if empty > limits.problems:  # lists of nothing, for ever
            raise Refused(Problem(code="too_large", params={"what": "empty_lists", "limit": limits.problems}))


def _items(events: Iterator[Event], limits: Limits, key: str) -> Iterator[tuple[str, Any]]:
    for event, value in events:
        if event == "end_array":
            return
        yield key, _build(event, value, events, limits)


def _object(events: Iterator[Event], limits: Limits, rows: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """Yield the records of a page, or the object itself when it is one record."""
    head: dict[str, Any] = {}
    is_page = False
    for count, (event, key) in enumerate(events):
        if event == "end_map":
            break
        if count > limits.record_values:
            raise Refused(_too_many(limits))
        opening, value = next(events)
        nameless = "id" not in head and "name" not in head
        if opening == "start_array" and (key in rows or (key in RECORDS_OF_NOBODY and nameless)):
            is_page = True
            yield from _items(events, limits, key)
        else:
            head[key] = _build(opening, value, events, limits)
    if not is_page:
        yield "", head
    elif "id" in head and "name" in head:  # an organisation that said what it does before who it is
        yield "organizations", head


def _build(event: str, value: Any, events: Iterator[Event], limits: Limits) -> Any:
    """Return one whole value, without recursion: depth is a number here, never the interpreter's stack."""
    if event not in ("start_map", "start_array"):
        return value
    root: Any = {} if event == "start_map" else []
    stack = [root]
    key = ""
    count = 0
    for event, value in events:
        if event == "map_key":
            key = value
            continue
        if event in ("end_map", "end_array"):
            stack.pop()
            if not stack:
                return root
            continue
        count += 1
        if count > limits.record_values:
            raise Refused(_too_many(limits))
        opens = event in ("start_map", "start_array")
        item: Any = ({} if event == "start_map" else []) if opens else value
        top = stack[-1]
        if isinstance(top, dict):
            top[key] = item
        else:
            top.append(item)
        if opens:
            if len(stack) >= limits.depth:
                raise Refused(Problem(code="too_deep", params={"limit": limits.depth}))
            stack.append(item)
    return root


def too_many_rows(limits: Limits) -> Problem:
    """The problem of a file with more records than anyone's list has."""
    return Problem(code="too_large", params={"what": "rows", "limit": limits.rows})


def _too_many(limits: Limits) -> Problem:
    return Problem(code="too_large", params={"what": "record_values", "limit": limits.record_values})


def _json_problem(message: str, checked: CheckedBytes, record: int) -> Problem:
    """Say what the parser choked on in a code of ours."""
    where = Where(record=record, line=checked.lines + 1)
    if checked.blank:
        return Problem(code="empty_file")
    said, _, pointed = message.partition("\n")
    if "premature EOF" in message or "Incomplete JSON" in message:
        return Problem(code="truncated", where=where)
    context, _, arrow = pointed.partition("\n")
    number = re.match(r"-?(NaN|Infinity|inf|nan|\d[\d.eE+-]*)", context[max(arrow.find("^") - 1, 0) :].lstrip(" -:,[{"))
    if "overflow" in said or "minus sign" in said or (number and number.group().lower().lstrip("-") in _NOT_NUMBERS):
        found = re.findall(r"-?(?:NaN|Infinity|\d[\d.eE+-]{7,}|\d+[eE]\+?\d{3,})", context)
        value = found[0][:40] if found else (number.group()[:40] if number else "")
        return Problem(code="not_a_number", where=where, params={"value": value})
    return Problem(code="not_json", where=where, params={"detail": said.split(":", 1)[-1].strip()[:120]})


_NOT_NUMBERS = ("nan", "infinity", "inf")
