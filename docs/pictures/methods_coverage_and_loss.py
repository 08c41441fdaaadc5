"""Draws methods-coverage-and-loss.svg from the method itself: two sites, one after the other or at once.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_coverage_and_loss.py
"""

from collections.abc import Sequence

import numpy as np
from drawing import ORANGE, VIOLET, dot, picture, text, written

from amparo.methods.networks import most_covered

LEFT, STEP = 46, 61
COVERS = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [0, 0, 1]], bool)
FROM_TO = tuple((int(column.nonzero()[0][0]), int(column.nonzero()[0][-1])) for column in COVERS.T)


def row(title: str, chosen: Sequence[int], share: float, y: int) -> list[str]:
    """Six villages on a road, and the sites that were chosen."""
    reached = COVERS[:, list(chosen)].any(axis=1)
    parts = [text(10, y - 44, f"{title}: {share:.0%}")]
    for height, site in enumerate(chosen):
        first, last = FROM_TO[site]
        parts.append(
            f'<rect x="{LEFT + first * STEP - 25}" y="{y - 26 - 3 * height}" width="{(last - first) * STEP + 50}" '
            f'height="{52 + 6 * height}" rx="20" fill="none" stroke="{ORANGE}" stroke-width="3"/>'
        )
    for village, yes in enumerate(reached):
        x = LEFT + village * STEP
        parts.append(dot(x, y, 16, fill=VIOLET if yes else "#ffffff", edge=VIOLET))
        parts.append(text(x, y + 5, str(village + 1), anchor="middle", fill="#ffffff" if yes else "#000000"))
    return parts


def drawn() -> str:
    """The whole picture as text."""
    found = most_covered(np.ones(6), COVERS, new=2)
    said = (
        "Six villages on a road. Chosen one after the other, the first site is the middle one and one village is left "
        "out. Chosen together, the two sites at the ends cover all six."
    )
    parts = [
        *row("One after the other", found.greedy, found.greedy_share, 66),
        *row("Both at once, proven best", found.chosen, found.share, 176),
    ]
    return picture("Two sites for six villages", said, parts, high=216)


if __name__ == "__main__":
    written(__file__, drawn())
