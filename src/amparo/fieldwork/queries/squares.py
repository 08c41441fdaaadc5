"""A text as a phone's camera reads it: squares as one path, drawn without a style."""

from dataclasses import dataclass
from itertools import groupby

import segno

BORDER = 4  # squares of white around it, as the standard asks


@dataclass(frozen=True, slots=True)
class Square:
    """How many squares wide it is, and the path of the dark ones: a line through the middle of each row."""

    size: int
    path: str


def square_of(text: str, *, error: str = "l") -> Square:
    """The square of a text. ``error``: how much of it may be torn or stained, from ``l`` to ``h``."""
    rows = list(segno.make(text, micro=False, error=error, boost_error=False).matrix_iter(border=BORDER))
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        for is_dark, some in groupby(row):
            many = len(list(some))
            if is_dark:
                strokes.append(f"M{x} {y}.5h{many}")
            x += many
    return Square(len(rows), "".join(strokes))
