"""Draws docs/pictures/methods-hidden-populations.svg from the method itself: what a person weighs, by her degree.

PYTHONPATH=src python docs/pictures/methods_hidden_populations.py
"""

from pathlib import Path

import numpy as np

from amparo.methods.hidden import rds2_weights, successive_sampling_weights

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 50, 40, 140, 52
DEGREES = np.repeat(np.arange(1, 21), np.arange(20, 0, -1)).astype(float)  # twenty know one, one knows twenty
MOST = 4  # of the axis: a weight in units of the mean weight
LINES = (
    ("N = n", 1.0, "#777777", "none"),
    ("N = 1.3 n", 1.3, "#b35806", "2 3"),
    ("N = 2 n", 2.0, "#542788", "9 3"),
    ("N = 5 n", 5.0, "#1b7837", "9 3 2 3"),
)


def place(degree: float, weight: float) -> str:
    """A point of the picture."""
    x = LEFT + (degree - 1) / 19 * (WIDE - LEFT - RIGHT)
    y = HIGH - BOTTOM - weight / MOST * (HIGH - TOP - BOTTOM)
    return f"{x:.1f},{y:.1f}"


def line(weights: np.ndarray, colour: str, dash: str) -> str:
    """One design: the weight of each degree, in units of the mean weight."""
    each, first = np.unique(DEGREES, return_index=True)
    share = weights[first] / weights.mean()
    points = " ".join(place(d, w) for d, w in zip(each.tolist(), share.tolist(), strict=True))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'


def drawn() -> str:
    """The whole picture as text."""
    n = len(DEGREES)
    rows = [
        (name, successive_sampling_weights(DEGREES, n * times), colour, dash) for name, times, colour, dash in LINES
    ]
    rows.append(("1 / degree", rds2_weights(DEGREES), "#000000", "none"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        '<title id="t">What a person weighs, by how many she knows</title>',
        '<desc id="d">Five lines. With the whole population in the sample the line is flat: everybody weighs the same. '
        "The larger the population, the closer the line comes to one over the degree.</desc>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>',
    ]
    for weight in range(MOST + 1):
        x, y = place(1, weight).split(",")
        parts.append(f'<path d="M{x} {y}H{WIDE - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 10}" y="{float(y) + 4:.1f}" text-anchor="end">{weight}</text>')
    for degree in (1, 5, 10, 15, 20):
        x = place(degree, 0).split(",")[0]
        parts.append(f'<text x="{x}" y="{HIGH - BOTTOM + 20}" text-anchor="middle">{degree}</text>')
    parts.append(
        f'<text x="{(LEFT + WIDE - RIGHT) / 2}" y="{HIGH - 10}" text-anchor="middle">how many she knows</text>'
    )
    parts.append(f'<text x="{LEFT - 40}" y="{TOP - 20}">weight, in units of the mean</text>')
    for at, (name, weights, colour, dash) in enumerate(rows):
        parts.append(line(weights, colour, dash))
        y = TOP + 20 + 22 * at
        parts.append(
            f'<path d="M{WIDE - RIGHT + 8} {y}h20" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts.append(f'<text x="{WIDE - RIGHT + 32}" y="{y + 4}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("methods-hidden-populations.svg").write_text(drawn(), encoding="utf-8")
