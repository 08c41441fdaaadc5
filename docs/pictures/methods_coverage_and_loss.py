"""Draws docs/pictures/methods-coverage-and-loss.svg from the method itself: two sites, one after the other or at once.

PYTHONPATH=src python docs/pictures/methods_coverage_and_loss.py
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from amparo.methods.networks import most_covered

WIDE, HIGH, LEFT, STEP = 640, 240, 110, 80
COVERS = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [0, 0, 1]], bool)
FROM_TO = tuple((int(column.nonzero()[0][0]), int(column.nonzero()[0][-1])) for column in COVERS.T)


def row(title: str, chosen: Sequence[int], share: float, y: int) -> list[str]:
    """Six villages on a road, and the sites that were chosen."""
    reached = COVERS[:, list(chosen)].any(axis=1)
    parts = [f'<text x="20" y="{y - 44}">{title}: {share:.0%}</text>']
    for height, site in enumerate(chosen):
        first, last = FROM_TO[site]
        parts.append(
            f'<rect x="{LEFT + first * STEP - 26}" y="{y - 26 - 3 * height}" width="{(last - first) * STEP + 52}" '
            f'height="{52 + 6 * height}" rx="20" fill="none" stroke="#b35806" stroke-width="3"/>'
        )
    for village, yes in enumerate(reached):
        x = LEFT + village * STEP
        parts.append(f'<circle cx="{x}" cy="{y}" r="15" fill="{"#542788" if yes else "#ffffff"}" stroke="#542788"/>')
        parts.append(
            f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="{"#fff" if yes else "#000"}">{village + 1}</text>'
        )
    return parts


def drawn() -> str:
    """The whole picture as text."""
    found = most_covered(np.ones(6), COVERS, new=2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        '<title id="t">Two sites for six villages</title>',
        '<desc id="d">Six villages on a road. Chosen one after the other, the first site is the middle one and one '
        "village is left out. Chosen together, the two sites at the ends cover all six.</desc>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
        *row("One after the other", found.greedy, found.greedy_share, 80),
        *row("Both at once, proven best", found.chosen, found.share, 190),
    ]
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    Path(__file__).with_name("methods-coverage-and-loss.svg").write_text(drawn(), encoding="utf-8")
