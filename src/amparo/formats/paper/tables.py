"""A table out of a file, as people's programs write it: by comma, semicolon or tab, in UTF-8 or as Windows writes.

And the other way: the rows that were not taken go back as a file, and nothing in it is done by a program that opens it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from amparo.formats.paper.faults import BadTable

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, LONGEST = 1_000_000, 2_000, 120, 2_000  # the last: characters of a cell
DELIMITERS = (";", ",", "\t")
BEGINS_A_FORMULA = "=+-@\t\r"
OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"{", b"<")  # spreadsheets as they are saved, and others


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, and the rows with the number that a spreadsheet gives them; rows of blanks are left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str
    empty: int = 0


def read_table(data: bytes) -> Table:
    """The table of a file, or :class:`BadTable` with a code that says why it is none."""
    if len(data) > MOST_BYTES:
        raise BadTable("too_large", most=f"{MOST_BYTES // 1_000}")
    if data.lstrip().startswith(OTHER_FILES):
        raise BadTable("not_csv")
    text = _text_of(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    found = list(_records(text, delimiter))
    if not found:
        raise BadTable("empty")
    (_at, header), *rows = found
    header = tuple(each.strip() for each in header)
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise BadTable("too_many_columns", most=str(MOST_COLUMNS))
    kept = tuple((number, cells) for number, cells in rows if any(each.strip() for each in cells))
    if not kept:
        raise BadTable("no_rows")
    if len(kept) > MOST_ROWS:
        raise BadTable("too_many_rows", most=str(MOST_ROWS))
    return Table(header, kept, delimiter, len(rows) - len(kept))


def _text_of(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or what Windows writes in the region."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadTable("not_csv")


def _records(text: str, delimiter: str) -> Iterable[tuple[int, tuple[str, ...]]]:
    """The records of a file with the number of each, from the first that has something in it."""
    has_begun = False
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            has_begun = has_begun or any(each.strip() for each in cells)
            if has_begun:
                yield number, tuple(_unguarded(each) for each in cells)
    except csv.Error as error:
        raise BadTable("not_csv") from error


def is_formula(cell: str) -> bool:
    """Would a spreadsheet work this out, or run it, instead of showing it? A number is none."""
    cell = cell.strip(" ")
    if not cell or cell[0] not in BEGINS_A_FORMULA:
        return False
    return cell[0] not in "+-" or not cell[1:].replace(".", "", 1).replace(",", "", 1).isdigit()


def _unguarded(cell: str) -> str:
    """Without the stroke that :func:`written` puts before a formula."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def written(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """A file that spreadsheets open with its accents, and in which nothing is worked out."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    for cells in (header, *rows):
        writer.writerow([f"'{each}" if is_formula(each) else each for each in cells])
    return out.getvalue().encode("utf-8-sig")
