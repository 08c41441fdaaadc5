"""Draws methods-safe-tables.svg from what ``protect`` answers for the example that is worked by hand.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_safe_tables.py
"""

import numpy as np
from drawing import ORANGE, WIDE, box, picture, text, written

from amparo.methods.disclosure import Plan, count, dimension, protect, table

CELL, HIGH, PERSONS = 76, 56, np.array([[2, 9, 9], [9, 9, 9], [9, 9, 3]])


def drawn() -> str:
    """The table, with its gaps."""
    dims = (dimension("place", "abc", total="all"), dimension("kind", "xyz", total="all"))
    shown = table("t", {"place": ("each", "total"), "kind": ("each", "total")})
    plan = Plan(dims, (shown,), subject="other", least_organisations=0, colluding=0)
    at = np.indices(PERSONS.shape).reshape(2, -1)
    counts = count({"place": at[0], "kind": at[1]}, plan=plan, persons=PERSONS.ravel())
    cells = {cell.label[1:]: cell for cell in protect(counts, plan=plan, name="1").cells}
    parts = []
    for row, place in enumerate(["", *"abc", "all"]):
        for column, kind in enumerate(["", *"xyz", "all"]):
            x, y = 10 + column * CELL, 4 + row * HIGH
            words, colour = place or kind, "#000000"
            if place and kind:
                cell = cells[place, kind]
                words, fill = str(cell.value), "#ffffff"
                if cell.reasons:
                    own = cell.reasons[0] == "few_persons"
                    words, fill, colour = ("few", ORANGE, "#ffffff") if own else ("sum", "#f6d9bd", "#000000")
                parts.append(box(x, y, CELL, HIGH, fill=fill, edge="#444444"))
            parts.append(text(x + CELL / 2, y + HIGH / 2 + 6, words, anchor="middle", size=18, fill=colour))
    foot = 4 + 5 * HIGH
    parts += [
        text(10, foot + 24, "few: hidden for itself, below five persons"),
        text(10, foot + 44, "sum: hidden, so that those do not follow from sums"),
    ]
    said = (
        "Hidden for themselves: 2 and 3, at (a, x) and (c, z). Hidden so that those do not follow: (a, z) and (c, x)."
    )
    assert 10 + 5 * CELL <= WIDE
    return picture("A table of nine cells with four gaps", said, parts, high=foot + 54)


if __name__ == "__main__":
    written(__file__, drawn())
