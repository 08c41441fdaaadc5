"""Workbooks (.xlsx): the cells of their sheets as text, row by row, whatever made them.

A day is a number with a format that says so; here it becomes a day again. Formulas count as what they last came to.
The texts that a workbook keeps apart lie in memory as bytes, so that a hundred thousand rows need little of it.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from posixpath import join, normpath

from amparo.formats.exports.archives import Archive
from amparo.formats.exports.faults import BadExport
from amparo.formats.exports.limits import COLUMNS, TEXTS
from amparo.formats.exports.streamed import Streamed

BOOK = "xl/workbook.xml"
MOST_SHEETS = 60
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # formats of days that have a number only
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SINCE = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its first row that holds anything is its heading."""

    name: str
    heading: tuple[str, ...]
    book: "Workbook" = field(repr=False)
    part: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row below the heading, with its number."""
        rows = self.book.cells(self.part)
        next(rows, None)
        yield from rows


class Workbook:
    """A workbook that is open for reading."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        leads = _Leads()
        self._part("xl/_rels/workbook.xml.rels", leads)
        book = _Book()
        self._part(BOOK, book)
        self.since = _SINCE[book.since_1904]
        styles, texts = _Styles(), _Texts()
        self._part(leads.named("styles"), styles)
        self._part(leads.named("sharedStrings"), texts)
        self.days, self.texts = styles.days, texts
        self._sheets = [(name, leads.parts.get(lead, "")) for name, lead in book.sheets[:MOST_SHEETS]]

    def sheets(self) -> list[Sheet]:
        """Those that hold anything, in the order of the workbook."""
        found = []
        for name, part in self._sheets:
            first = next(self.cells(part), None) if part in self.archive.parts else None
            if first is not None:
                found.append(Sheet(name, tuple(first[1]), self, part))
        return found

    def cells(self, part: str) -> Iterator[tuple[int, list[str]]]:
        """The rows of a sheet that hold anything, with their numbers."""
        reading = _Rows(self)
        with self.archive.open(part) as stream:
            for _piece in reading.read(stream):
                yield from reading.done
                reading.done.clear()

    def _part(self, name: str, reading: Streamed) -> None:
        if name in self.archive.parts:
            with self.archive.open(name) as stream:
                reading.read_whole(stream)
        elif name in {BOOK, "xl/_rels/workbook.xml.rels"}:
            raise BadExport("workbook_broken")

    def text(self, kind: str, style: str, value: str) -> str:
        """A cell as text."""
        if kind == "s":
            return self.texts.at(value)
        if kind == "b":
            return {"1": "true", "0": "false"}.get(value, value)
        if kind in {"str", "inlineStr", "d", "e"} or not value:
            return value
        is_day = style.isdecimal() and int(style) < len(self.days) and self.days[int(style)]
        return self._day(value) if is_day else value

    def _day(self, value: str) -> str:
        try:
            counted = float(value)
            moment = self.since + timedelta(seconds=round(counted * 86_400))
        except (ValueError, OverflowError):
            return value
        if 0 <= counted < 1:
            return moment.strftime("%H:%M:%S")
        return moment.strftime("%Y-%m-%d" if counted == int(counted) else "%Y-%m-%dT%H:%M:%S")


class _Leads(Streamed):
    """Which part of the zip a name leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if name == "Relationship" and target:
            part = target[1:] if target.startswith("/") else normpath(join("xl", target))
            self.parts[attributes.get("Id", "")] = part
            self.kinds[attributes.get("Type", "").rpartition("/")[2]] = part

    def named(self, kind: str) -> str:
        """The part of this kind, or an empty text."""
        return self.kinds.get(kind, "")


class _Book(Streamed):
    """The names of the sheets, and since which year days are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.since_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            lead = next((value for key, value in attributes.items() if key.endswith(":id") or key == "id"), "")
            self.sheets.append((attributes.get("name", ""), lead))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in {"1", "true"}


class _Styles(Streamed):
    """Which styles of cells mean a day or an hour."""

    def __init__(self) -> None:
        super().__init__()
        self.days: list[bool] = []
        self.formats: dict[str, bool] = {}
        self.in_cells = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            code = _QUOTED.sub("", attributes.get("formatCode", "")).lower()
            self.formats[attributes.get("numFmtId", "")] = any(each in code for each in "dmyhs") and "0.0" not in code
        self.in_cells = name == "cellXfs" or (self.in_cells and name != "cellStyleXfs")
        if name == "xf" and self.in_cells:
            number = attributes.get("numFmtId", "0")
            self.days.append(self.formats.get(number, number.isdecimal() and int(number) in _DAYS))

    def end(self, name: str, text: str) -> None:
        if name == "cellXfs":
            self.in_cells = False


class _Texts(Streamed):
    """The texts that stand apart from the sheets, one after the other in bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.all = bytearray()
        self.ends = array("I")
        self.skips = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.skips += name == "rPh"  # how a word is spoken

    def end(self, name: str, text: str) -> None:
        self.skips -= name == "rPh"
        if name == "t" and not self.skips:
            self.all += text.encode()
            if len(self.all) > TEXTS:
                raise BadExport("zip_too_large", megabytes=f"{TEXTS // 1_000_000}")
        elif name == "si":
            self.ends.append(len(self.all))

    def at(self, number: str) -> str:
        """One of them."""
        if not number.isdecimal() or int(number) >= len(self.ends):
            raise BadExport("workbook_broken")
        place = int(number)
        return self.all[self.ends[place - 1] if place else 0 : self.ends[place]].decode()


class _Rows(Streamed):
    """The rows of a sheet, as they are read."""

    def __init__(self, book: Workbook) -> None:
        super().__init__()
        self.book = book
        self.done: list[tuple[int, list[str]]] = []
        self.number = 0
        self.row: dict[int, str] = {}
        self.place = -1
        self.kind = self.style = ""
        self.value: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self.number = int(number) if number.isdecimal() else self.number + 1
            self.row, self.place = {}, -1
        elif name == "c":
            at = _CELL.fullmatch(attributes.get("r", ""))
            self.place = _column(at[1]) if at else self.place + 1
            if self.place >= COLUMNS:
                raise BadExport("too_many_columns", most=str(COLUMNS))
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
            self.value = []

    def end(self, name: str, text: str) -> None:
        if name in {"v", "t"}:
            self.value.append(text)
        elif name == "c":
            said = self.book.text(self.kind, self.style, "".join(self.value))
            if said:
                self.row[self.place] = said
        elif name == "row" and self.row:
            self.done.append((self.number, [self.row.get(each, "") for each in range(max(self.row) + 1)]))


def _column(letters: str) -> int:
    """``A`` is 0, ``Z`` 25, ``AA`` 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
