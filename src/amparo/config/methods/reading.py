"""Reading a table for a method: CSV with a line of names. What is wrong is said with the line and the column."""

import csv
import io
import math
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from amparo.config.language import say as _
from amparo.config.trouble import why

MOST_BYTES = 500_000_000
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "."})
YES, NO = frozenset({"1", "yes", "y", "true", "si", "sí", "sim"}), frozenset({"0", "no", "n", "false", "não", "nao"})
MOST_FAULTS = 20  # told at once
COMMA = re.compile(r"[-+]?[\d.]*\d,\d+")


class Unreadable(Exception):
    """The file, or some of its lines: every fault is a sentence."""


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file by name; ``lines`` says on which line of the file each row stands."""

    name: str
    columns: dict[str, list[str]]
    lines: list[int]

    def __len__(self) -> int:
        return len(self.lines)

    def texts(self, column: str) -> list[str]:
        """A column as it was written, without blanks around."""
        if column not in self.columns:
            raise Unreadable(
                _("%(file)s has no column “%(column)s”. It has: %(known)s.")
                % {"file": self.name, "column": column, "known": ", ".join(self.columns)}
            )
        return self.columns[column]

    def groups(self, column: str) -> list[str | None]:
        """A column of categories; ``None`` where nothing is known."""
        return [None if text.casefold() in MISSING else text for text in self.texts(column)]

    def numbers(self, column: str, *, missing: bool = True) -> list[float]:
        """A column of numbers; NaN where nothing is known, if that may be."""
        return self._read(column, _number, missing, _("a number"))

    def flags(self, column: str, *, missing: bool = True) -> list[float]:
        """A column of yes and no, 1 and 0; NaN where nothing is known, if that may be."""
        return self._read(column, _flag, missing, _("yes or no, 1 or 0"))

    def _read(self, column: str, read: Callable[[str], float | None], missing: bool, wanted: str) -> list[float]:
        values, faults = [], []
        for line, text in zip(self.lines, self.texts(column), strict=True):
            unknown = text.casefold() in MISSING
            value = (math.nan if missing else None) if unknown else read(text)
            if value is None:
                said = _("line %(line)s, %(column)s: “%(text)s” is not %(wanted)s")
                if not text:
                    said = _("line %(line)s, %(column)s: nothing stands there, and %(wanted)s is needed")
                elif read is _number and COMMA.fullmatch(text):
                    said = _("line %(line)s, %(column)s: “%(text)s” has a comma. A number has a point before its "
                             "decimals, as 3.5, and nothing between thousands, as 1200")  # fmt: skip
                faults.append(said % {"line": line, "column": column, "text": text, "wanted": wanted})
            values.append(math.nan if value is None else value)
        if faults:
            raise Unreadable(in_lines(self.name, faults))
        return values


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    if "_" in text:  # Python's own way of writing a million
        return None
    return value if math.isfinite(value) else None


def _flag(text: str) -> float | None:
    folded = text.casefold()
    return 1.0 if folded in YES else 0.0 if folded in NO else None


def in_lines(name: str, faults: Sequence[str]) -> str:
    """Every fault of a file on a line of its own; a long list is cut, and says so."""
    told = [_("%(file)s cannot be used like this:") % {"file": name}, *(f"  {each}" for each in faults[:MOST_FAULTS])]
    if len(faults) > MOST_FAULTS:
        told.append("  " + _("and %(many)s more") % {"many": len(faults) - MOST_FAULTS})
    return "\n".join(told)


def read(path: str, *, empty: bool = False) -> Table:
    """The table of a file; ``-`` is what comes in. ``empty``: it may be one without any row."""
    return parse(text_of(path), _("what came in") if path == "-" else path, empty=empty)


def text_of(path: str) -> str:
    """The text of a file; ``-`` is what comes in."""
    if path == "-":
        return decoded(sys.stdin.buffer.read(), _("what came in"))
    try:
        file = Path(path)
        if file.stat().st_size > MOST_BYTES:
            raise Unreadable(_("%(file)s is larger than %(most)s MB.") % {"file": path, "most": MOST_BYTES // 10**6})
        return decoded(file.read_bytes(), path)
    except OSError as error:
        where = Path(path).absolute()  # ./amparo looks from the folder of the project, wherever it is called
        raise Unreadable(_("%(file)s cannot be opened: %(why)s") % {"file": where, "why": why(error)}) from error


def decoded(data: bytes, name: str) -> str:
    """The text of these bytes: UTF-8, with its mark or without, or UTF-16 with its mark, as Excel also writes it."""
    if data.startswith(b"PK"):
        raise Unreadable(
            _("%(file)s is a workbook, not a CSV. Open it, and save the sheet as “CSV UTF-8”.") % {"file": name}
        )
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("%(file)s, line %(line)s: this is not UTF-8 text. Save the file again as “CSV UTF-8”.")
            % {"file": name, "line": data.count(b"\n", 0, error.start) + 1}
        ) from error


def parse(text: str, name: str, *, empty: bool = False) -> Table:
    """The table of a text; the delimiter is the comma, the semicolon or the tab of its first line."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, lines, faults = [], [], []
    try:
        names = [each.strip() for each in next(reader, [])]
        for row in reader:
            if not any(each.strip() for each in row):
                continue
            if len(row) != len(names):
                faults.append(
                    _("line %(line)s has %(found)s values; the first line names %(wanted)s columns")
                    % {"line": reader.line_num, "found": len(row), "wanted": len(names)}
                )
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error as error:
        faults.append(_("line %(line)s cannot be read: a quotation mark is open") % {"line": reader.line_num})
        raise Unreadable(in_lines(name, faults)) from error
    twice = sorted({each for each in names if names.count(each) > 1})
    if not any(names):
        raise Unreadable(_("%(file)s is empty.") % {"file": name})
    if len(names) == 1 and "|" in names[0]:
        raise Unreadable(_("%(file)s, line 1: between columns stands a comma, a semicolon or a tab.") % {"file": name})
    if not rows and not empty:
        raise Unreadable(_("%(file)s has a line of names, and no row below it.") % {"file": name})
    if twice or "" in names:
        faults.append(_("line 1: a column without a name, or two of one name: %(names)s") % {"names": ", ".join(twice)})
    if faults:
        raise Unreadable(in_lines(name, faults))
    columns = {each: [row[place].strip() for row in rows] for place, each in enumerate(names)}
    return Table(name, columns, lines)
