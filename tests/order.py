"""Whether a row of things tells in which order they came: ranks, and where SQLite laid them in its file.

Kendall's tau counts pairs: of two things, did the later one get the larger value? It is 1 where a value tells the
order, -1 where it tells it backwards, and near 0 where it tells nothing.
"""

import struct
from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import Any


def tau(values: Sequence[Any]) -> float:
    """Kendall's tau of values in the order in which they came; equal values count for nothing."""
    pairs = list(combinations(values, 2))
    return sum((later > earlier) - (later < earlier) for earlier, later in pairs) / len(pairs)


def spread(count: int) -> float:
    """The standard deviation of tau where the values tell nothing (Kendall 1938): n = 200 gives 0.0476."""
    return sqrt(2 * (2 * count + 5) / (9 * count * (count - 1)))


# --- where rows lie in a file of SQLite ----------------------------------------------------------------------------
# A page of type 13 is a leaf of a table, of type 5 it leads on. Each row of a leaf says
# its length and its id; what does not fit in a leaf goes on in other pages, and the row ends with the first of them.


def laid_out(path: Path, table_root: int) -> list[tuple[int, int]]:
    """``(id, page)`` of every row of a table: the first page outside its leaf, or the leaf where it fits in there."""
    data = path.read_bytes()
    size = struct.unpack(">H", data[16:18])[0]
    size = 65536 if size == 1 else size
    usable = size - data[20]
    return list(_rows(data, size, usable, table_root))


def _rows(data: bytes, size: int, usable: int, number: int) -> Any:
    """The rows of a page and of all that it leads to."""
    start = (number - 1) * size
    page = data[start : start + size]
    head = 100 if number == 1 else 0
    kind, count = page[head], struct.unpack(">H", page[head + 3 : head + 5])[0]
    first = head + (12 if kind == 5 else 8)
    places = struct.unpack(f">{count}H", page[first : first + 2 * count])
    for place in places:
        if kind == 5:
            yield from _rows(data, size, usable, struct.unpack(">I", page[place : place + 4])[0])
        else:
            yield _row(page, usable, place, number)
    if kind == 5:
        yield from _rows(data, size, usable, struct.unpack(">I", page[head + 8 : head + 12])[0])


def _row(page: bytes, usable: int, place: int, number: int) -> tuple[int, int]:
    """The id of a row, and the page on which it goes on."""
    length, place = _varint(page, place)
    row_id, place = _varint(page, place)
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    if length <= most:
        return row_id, number
    here = least + (length - least) % (usable - 4)
    here = here if here <= most else least
    return row_id, struct.unpack(">I", page[place + here : place + here + 4])[0]


def _varint(page: bytes, place: int) -> tuple[int, int]:
    """A number as SQLite writes it, and what comes after it."""
    value = 0
    for step in range(9):
        byte = page[place + step]
        if step == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + step + 1
    raise AssertionError
