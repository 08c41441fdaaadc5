"""A workbook of the old kind (.xls), written by hand: records of BIFF8 in the smallest OLE container for them."""

import struct
from collections.abc import Mapping, Sequence

SECTOR, FREE, END, OF_FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST = 4096  # bytes of a stream that stands in sectors of its own


def old_workbook(sheets: Mapping[str, Sequence[Sequence[str]]], *, stream: str = "Workbook") -> bytes:
    """The sheets as .xls; ``stream`` is what the one stream of the container is called."""
    return contained(_book(sheets), stream)


def contained(data: bytes, stream: str) -> bytes:
    """An OLE container with one stream of this name."""
    data = data.ljust(max(LEAST, -(-len(data) // SECTOR) * SECTOR), b"\0")
    many = len(data) // SECTOR
    fat = [OF_FAT, END, *range(3, many + 2), END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<9I", 1, 1, 0, LEAST, END, 0, END, 0, 0) + struct.pack("<108I", *([FREE] * 108))
    folder = _entry("Root Entry", 5, 1, END, 0) + _entry(stream, 2, FREE, 2, len(data)) + bytes(256)
    return head + struct.pack(f"<{SECTOR // 4}I", *fat, *([FREE] * (SECTOR // 4 - len(fat)))) + folder + data


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    facts = struct.pack("<HBB3I", len(written), kind, 1, FREE, FREE, child) + bytes(36)
    return written.ljust(64, b"\0") + facts + struct.pack("<IQ", start, size)


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _text(text: str, lengths: str) -> bytes:
    return struct.pack(lengths, len(text), 1) + text.encode("utf-16-le")


def _book(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    parts = [_sheet(rows) for rows in sheets.values()]
    names = [_text(name, "<BB") for name in sheets]
    begins = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    place = len(begins) + sum(10 + len(name) for name in names) + 4
    book = begins
    for name, part in zip(names, parts, strict=True):
        book += _record(0x85, struct.pack("<IH", place, 0) + name)
        place += len(part)
    return book + _record(0x0A, b"") + b"".join(parts)


def _sheet(rows: Sequence[Sequence[str]]) -> bytes:
    cells = b"".join(
        _record(0x204, struct.pack("<HHH", row, column, 0) + _text(text, "<HB"))
        for row, each in enumerate(rows)
        for column, text in enumerate(each)
        if text
    )
    return _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0)) + cells + _record(0x0A, b"")
