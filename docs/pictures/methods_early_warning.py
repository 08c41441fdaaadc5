"""Draws methods-early-warning.svg from the scan of the example: made-up cases, and what chance alone does.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_early_warning.py
"""

import csv
import datetime
from collections import Counter
from pathlib import Path

import numpy as np
from drawing import GREY, ORANGE, WIDE, box, dot, line, picture, text, written

from amparo.methods import spacetime

EXAMPLES = Path(__file__).parents[1] / "methods" / "examples"
UNTIL = datetime.date(2030, 6, 30)
LAST, TOP, SIDE = 6, 30, 250  # days that are drawn large; where the map begins, and how high it is
FLOOR, HIGHEST, MOST = 470, 130, 10  # the foot of the bars, the tallest of them, the largest score of the axis
LEFT, STEP = 30, 17


def read(name: str) -> list[dict[str, str]]:
    """The rows of an example file."""
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scanned() -> tuple[spacetime.Scan, dict[str, tuple[float, float]], Counter[str]]:
    """The scan, where each place is in the picture, and how many cases it had in the last days."""
    places, cases = read("places.csv"), read("cases.csv")
    lon, lat = (np.array([float(each[name]) for each in places]) for name in ("lon", "lat"))
    days = [datetime.date.fromisoformat(each["day"]) for each in cases]
    ground = spacetime.on_earth([each["place"] for each in places], lon, lat)
    tidied = spacetime.tidy(
        ground, [each["place"] for each in cases], days, person=[each["person"] for each in cases],
        kind=[each["type"] for each in cases], organisation=[each["organisation"] for each in cases],
        until=UNTIL, opened={each["place"]: datetime.date.fromisoformat(each["opened"]) for each in places},
    )  # fmt: skip
    found = spacetime.permutation_scan(ground, tidied, longest=14, most_clusters=1, replicates=999, seed=1)
    x = 20 + (lon - lon.min()) / (lon.max() - lon.min()) * (WIDE - 40)
    y = TOP + 10 + (lat.max() - lat) / (lat.max() - lat.min()) * (SIDE - 20)
    recent = Counter(each["place"] for each, day in zip(cases, days, strict=True) if (UNTIL - day).days < LAST)
    names = [each["place"] for each in places]
    return found, dict(zip(names, zip(x.tolist(), y.tolist(), strict=True), strict=True)), recent


def drawn() -> str:
    """The whole picture: a map above, bars below."""
    scan, at, recent = scanned()
    first = scan.clusters[0]
    inside = np.array([at[each] for each in first.places])
    middle = (inside.min(axis=0) + inside.max(axis=0)) / 2
    ring = float(np.hypot(*(inside - middle).T).max()) + 16
    parts = [text(4, 16, f"Places; large: cases in the last {LAST} days")]
    parts += [
        dot(x, y, 4 + 3 * recent[name], fill="url(#h)", edge=ORANGE) if recent[name] else dot(x, y, 3, fill=GREY)
        for name, (x, y) in at.items()
    ]
    parts.append(f'<circle cx="{middle[0]:.0f}" cy="{middle[1]:.0f}" r="{ring:.0f}" fill="none" stroke="#000000"/>')
    parts.append(text(float(middle[0]), float(middle[1]) - ring - 6, "the cluster", anchor="middle", halo=True))
    parts.append(text(4, FLOOR - HIGHEST - 34, "Largest scores of 999 times chance alone"))
    counts, _ = np.histogram(scan.maxima, bins=2 * MOST, range=(0, MOST))
    for place, many in enumerate(counts.tolist()):
        high = many * HIGHEST / counts.max()
        parts.append(box(LEFT + place * STEP, FLOOR - high, STEP - 3, high, fill=GREY))
    x = LEFT + first.llr * 2 * STEP
    parts += [
        line([(LEFT, FLOOR), (LEFT + 2 * MOST * STEP, FLOOR)], wide=1),
        line([(x, FLOOR - HIGHEST + 20), (x, FLOOR)], colour=ORANGE, wide=3),
        text(WIDE - 8, FLOOR - HIGHEST + 10, f"the cluster: {first.llr:.1f}, p = {first.p:g}", anchor="end"),
        *(text(LEFT + each * 2 * STEP, FLOOR + 18, str(each), anchor="middle") for each in (0, 5, 10)),
    ]
    said = (
        f"Above: {len(at)} places; those with cases in the last {LAST} days are large and hatched, and a ring lies "
        f"around the cluster: {len(first.places)} places, {first.cases:g} cases where {first.expected:.1f} were "
        f"expected. Below: the largest score of 999 data sets of chance alone, and a line at {first.llr:.1f}, the "
        f"score of the cluster: p = {first.p:g}."
    )
    return picture("A cluster, and what chance alone does", said, parts, high=FLOOR + 26)


if __name__ == "__main__":
    written(__file__, drawn())
