"""Tables of text with a sign between the cells, however a spreadsheet wrote them: its encoding and its sign."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from amparo.formats.exports.archives import unpacking
from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.limits import COLUMNS, LONGEST_ROW

type Opening = Callable[[], BinaryIO]
type Lines = Iterator[tuple[int, list[str]]]

_SIGNS = (",", ";", "\t", "|")
_AT_ONCE = 1 << 16
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Separated:
    """One such table: ``rows`` reads it anew each time, with the number that a spreadsheet shows beside each row."""

    name: str
    heading: tuple[str, ...]
    opening: Opening
    encoding: str
    sign: str
    skipped: int  # lines before the heading

    def rows(self) -> Lines:
        """Each row below the heading, with its number."""
        for number, row in enumerate(_read(self.opening, self.encoding, self.sign), start=1):
            if number > self.skipped + 1:
                yield number, row


def separated(name: str, opening: Opening, known: Callable[[list[str]], int]) -> Separated:
    """A table of text. ``known`` says how many headings of a row are understood: the sign is found by that."""
    encoding = encoding_of(opening)
    skipped, first = _first_line(opening, encoding)
    if first.lstrip().startswith("<"):
        raise BadExport("web_page")
    signs: tuple[str, ...] = _SIGNS
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # Excel tells itself which sign it is
        signs, skipped = (first.strip()[-1],), skipped + 1
    read: list[tuple[int, int, str, list[str]]] = []
    for sign in signs:
        rows = _read(opening, encoding, sign)
        try:
            heading = next(row for number, row in enumerate(rows) if number >= skipped)
        except (BadExport, StopIteration):
            continue
        read.append((known(heading), len(heading), sign, heading))
    if not read:
        raise BadExport("not_csv", line="1")
    _known, many, sign, heading = max(read, key=lambda each: each[:2])
    if many > COLUMNS:
        raise BadExport("too_many_columns", most=str(COLUMNS))
    return Separated(name, tuple(heading), opening, encoding, sign, skipped)


def encoding_of(opening: Opening) -> str:
    """How the text is written: what its first bytes say, else UTF-8 where all of it is, else as Windows writes."""
    with opening() as stream, unpacking():
        start = stream.read(4)
    for mark, name in _WIDE.items():
        if start.startswith(mark):
            return name
    if b"\0" in start:
        raise BadExport("not_text")
    decoder = codecs.getincrementaldecoder("utf-8")()
    other = codecs.getincrementaldecoder("cp1252")()
    is_utf8 = is_other = True
    with opening() as stream, unpacking():
        while chunk := stream.read(_AT_ONCE):
            is_utf8 = is_utf8 and _is_readable(decoder, chunk)
            is_other = is_other and _is_readable(other, chunk)
            if b"\0" in chunk or not (is_utf8 or is_other):
                raise BadExport("not_text")
    if is_utf8 and _is_readable(decoder, b"", final=True):
        return "utf-8-sig"
    if is_other:
        return "cp1252"
    raise BadExport("not_text")


def _is_readable(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _first_line(opening: Opening, encoding: str) -> tuple[int, str]:
    """How many empty lines there are before the first that says anything, and that one."""
    with opening() as stream, unpacking():
        start = stream.read(4 * _AT_ONCE)
    for number, line in enumerate(start.decode(encoding, "replace").splitlines()):
        if line.strip():
            return number, line
    raise BadExport("empty_file")


class _Lines:
    """The lines of a text. One row may go over several, and is refused where it goes on for too long."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.number = self.held = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.number += 1
        self.held += len(line)
        if self.held >= LONGEST_ROW:
            raise BadExport("cell_too_long", line=str(self.number))
        return line


def _read(opening: Opening, encoding: str, sign: str) -> Iterator[list[str]]:
    """The rows. What stands between quotes may go over several lines; a quote that is never closed is refused."""
    with opening() as stream:
        lines = _Lines(io.TextIOWrapper(stream, encoding=encoding, newline=""))
        reader = csv.reader(lines, delimiter=sign, strict=True)
        try:
            with unpacking():
                for row in reader:
                    lines.held = 0
                    yield row
        except csv.Error as error:
            code = "cell_too_long" if "field limit" in str(error) else "not_csv"
            raise BadExport(code, line=str(reader.line_num)) from None
        except UnicodeError:
            raise BadExport("not_text") from None
