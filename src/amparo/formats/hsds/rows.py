"""CSV as a stream of rows, with the same limits and the same checks of encoding as JSON."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from typing import BinaryIO

from amparo.formats.hsds.problems import Problem, Refused, Where
from amparo.formats.hsds.stream import CheckedBytes, Limits, too_many_rows


def _lines(checked: CheckedBytes) -> Iterator[str]:
    """Yield lines that end where a line feed stands: other marks of the alphabet's zoo may be part of a text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest = ""
    while data := checked.read(65536):
        *whole, rest = (rest + decoder.decode(data)).split("\n")
        for line in whole:
            yield line + "\n"
    if rest:
        yield rest


def _delimiter(header: str) -> str:
    """Return what separates the columns: spreadsheets in Spanish and Portuguese write semicolons."""
    return ";" if header.count(";") > header.count(",") else ","


def csv_rows(stream: BinaryIO, limits: Limits, file: str = "") -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with its line; raise Refused where reading has to end."""
    checked = CheckedBytes(stream, limits)
    lines = _lines(checked)
    try:
        header = next(lines, "")
        if not header.strip():
            raise Refused(Problem(code="empty_file", where=Where(file=file)))
        delimiter = _delimiter(header)
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter, strict=True))]
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        for count, cells in enumerate(rows, start=1):
            if count > limits.rows:
                raise Refused(too_many_rows(limits))
            if any(cells):  # a stretch of blank lines is weighed as one value
                checked.since_event = 0
            if len(cells) > len(names):
                where = Where(file=file, line=rows.line_num + 1)
                detail = f"{len(cells)} cells, {len(names)} columns"
                raise Refused(Problem(code="not_csv", where=where, params={"detail": detail}))
            if cells:
                yield rows.line_num + 1, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        where = Where(file=file, line=checked.lines + 1)
        said = str(error)
        if "unexpected end" in said:
            raise Refused(Problem(code="truncated", where=where)) from None
        if "field limit" in said:
            params = {"what": "value_bytes", "limit": csv.field_size_limit()}
            raise Refused(Problem(code="too_large", where=where, params=params)) from None
        raise Refused(Problem(code="not_csv", where=where, params={"detail": said[:120]})) from None
