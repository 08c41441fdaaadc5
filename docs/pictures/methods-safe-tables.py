"""Draws methods-safe-tables.svg from what ``protect`` answers for the worked example of docs/methods/safe-tables.md."""

from pathlib import Path

import numpy as np

from amparo.methods.disclosure import Plan, count, dimension, protect, table

CELL, PERSONS = 64, np.array([[2, 9, 9], [9, 9, 9], [9, 9, 3]])
FILL = {"few_persons": "#b3261e", "follows": "#f2b8b5", "interval": "#f2b8b5", "remainder": "#f2b8b5"}


def drawn() -> str:
    dims = (dimension("place", "abc", total="all"), dimension("kind", "xyz", total="all"))
    shown = table("t", {"place": ("each", "total"), "kind": ("each", "total")})
    plan = Plan(dims, (shown,), subject="other", least_organisations=0, colluding=0)
    at = np.indices(PERSONS.shape).reshape(2, -1)
    counts = count({"place": at[0], "kind": at[1]}, plan=plan, persons=PERSONS.ravel())
    cells = {cell.label[1:]: cell for cell in protect(counts, plan=plan, name="1").cells}
    parts = []
    for row, place in enumerate(["", *"abc", "all"]):
        for column, kind in enumerate(["", *"xyz", "all"]):
            x, y = column * CELL, row * CELL
            if not place or not kind:
                text, fill = place or kind, "none"
            else:
                cell = cells[place, kind]
                text = str(cell.value) if cell.value is not None else "·"
                fill = FILL[cell.reasons[0]] if cell.reasons else "#ffffff"
            if fill != "none":
                parts.append(f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" fill="{fill}" stroke="#444444"/>')
            parts.append(f'<text x="{x + CELL // 2}" y="{y + CELL // 2 + 6}" text-anchor="middle">{text}</text>')
    said = "Dark: hidden for themselves, 2 and 3. Light: hidden so that those two do not follow from the sums."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {5 * CELL} {5 * CELL}" width="{5 * CELL}" '
        f'font-family="sans-serif" font-size="18"><title>A table with four gaps</title><desc>{said}</desc>'
        + "".join(parts) + "</svg>\n"
    )  # fmt: skip


if __name__ == "__main__":
    Path(__file__).with_suffix(".svg").write_text(drawn(), encoding="utf-8")
