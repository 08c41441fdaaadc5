"""Reads a square as a camera would after it found it: from dark and light to the text. After ISO/IEC 18004.

For squares of the versions 14 to 20 with the lowest correction, in one segment of bytes, without a fault: enough for
what the house draws, and it shares nothing with what draws it.
"""

import re

# By version: where the middles of the alignment patterns are, and the data codewords of each block at level L.
PATTERNS = {
    14: ((6, 26, 46, 66), (115, 115, 115, 116)),
    15: ((6, 26, 48, 70), (87, 87, 87, 87, 87, 88)),
    16: ((6, 26, 50, 74), (98, 98, 98, 98, 98, 99)),
    17: ((6, 30, 54, 78), (107, 108, 108, 108, 108, 108)),
    18: ((6, 30, 56, 82), (120, 120, 120, 120, 120, 121)),
    19: ((6, 30, 58, 86), (113, 113, 113, 114, 114, 114, 114)),
    20: ((6, 34, 62, 90), (107, 107, 107, 108, 108, 108, 108, 108)),
}
MASKS = (
    lambda y, x: (y + x) % 2, lambda y, x: y % 2, lambda y, x: x % 3, lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2, lambda y, x: y * x % 2 + y * x % 3,
    lambda y, x: (y * x % 2 + y * x % 3) % 2, lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)  # fmt: skip
FORMAT = 0b101010000010010  # laid over the fifteen bits that say level and mask


def squares_of(svg: str) -> list[list[bool]]:
    """What is dark in a picture of strokes, each ``Mx y.5hn``, without the white around it."""
    (size,) = {int(each) for each in re.findall(r'viewBox="0 0 (\d+) \d+"', svg)}
    rows = [[False] * size for _ in range(size)]
    for x, y, many in re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg):
        for place in range(int(x), int(x) + int(many)):
            rows[int(y)][place] = True
    dark = [place for place, row in enumerate(rows) if any(row)]
    return [row[dark[0] : dark[-1] + 1] for row in rows[dark[0] : dark[-1] + 1]]


def text_of(rows: list[list[bool]]) -> str:
    """The text."""
    version = (len(rows) - 17) // 4
    middles, sizes = PATTERNS[version]
    level, mask = _format(rows)
    assert level == 0b01, "not the lowest correction"
    bits = [rows[y][x] ^ (MASKS[mask](y, x) == 0) for y, x in _way(len(rows), middles)]
    words = [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    data = "".join(f"{word:08b}" for word in _in_order(words, sizes))
    assert data[:4] == "0100", "not bytes"
    many = int(data[4:20], 2)
    return bytes(int(data[at : at + 8], 2) for at in range(20, 20 + 8 * many, 8)).decode("latin-1")


def _format(rows: list[list[bool]]) -> tuple[int, int]:
    """Level and mask, from beside the finder at the top left."""
    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7)] + [(y, 8) for y in (8, 7, 5, 4, 3, 2, 1, 0)]
    said = int("".join("01"[rows[y][x]] for y, x in places), 2) ^ FORMAT
    return said >> 13, said >> 10 & 0b111


def _is_fixed(y: int, x: int, size: int, middles: tuple[int, ...]) -> bool:
    """Finders with what stands beside them, timing, version, alignment: no data there."""
    first, last = middles[0], middles[-1]
    if (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9) or 6 in (y, x):
        return True
    if (y < 6 and x >= size - 11) or (x < 6 and y >= size - 11):
        return True
    corners = {(first, first), (first, last), (last, first)}
    near = [(b, a) for b in middles for a in middles if (b, a) not in corners and abs(y - b) < 3 and abs(x - a) < 3]
    return bool(near)


def _way(size: int, middles: tuple[int, ...]) -> list[tuple[int, int]]:
    """In which order the data stands: two columns at a time, from the right, up and down in turn, past the timing."""
    way, upwards = [], True
    columns = [*range(size - 1, 6, -2), *range(5, 0, -2)]
    for right in columns:
        for y in range(size - 1, -1, -1) if upwards else range(size):
            way += [(y, x) for x in (right, right - 1) if not _is_fixed(y, x, size, middles)]
        upwards = not upwards
    return way


def _in_order(words: list[int], sizes: tuple[int, ...]) -> list[int]:
    """The data codewords of each block one after the other; they stand in turns."""
    blocks: list[list[int]] = [[] for _ in sizes]
    rest = iter(words)
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(next(rest))
    return [word for block in blocks for word in block]
