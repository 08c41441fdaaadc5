"""Draws methods-early-warning.svg from a scan of made-up cases: python docs/pictures/draw_early_warning.py"""

import datetime
from pathlib import Path

import numpy as np

from amparo.methods import spacetime

HERE = Path(__file__).parent
UNTIL = datetime.date(2030, 6, 30)
DAYS, SIDE, PLACES = 180, 240, 60


def scanned() -> tuple[spacetime.Scan, np.ndarray, np.ndarray]:
    """200 quiet cases at 60 places, and ten at the five places nearest to one of them in the last six days."""
    chance = np.random.default_rng(8)
    x, y = chance.uniform(0.06, 0.94, (2, PLACES))
    near = np.argsort((x - 0.62) ** 2 + (y - 0.4) ** 2)[:5]
    at = np.append(chance.integers(0, PLACES, 200), chance.permutation(near)[np.arange(10) % 5])
    back = np.append(chance.integers(0, DAYS, 200), chance.integers(0, 6, 10))
    places = spacetime.on_plane([f"p{each}" for each in range(PLACES)], x, y)
    cases = spacetime.tidy(
        places, [f"p{each}" for each in at], [UNTIL - datetime.timedelta(int(each)) for each in back],
        since=UNTIL - datetime.timedelta(DAYS - 1), until=UNTIL, opened={},
    )  # fmt: skip
    scan = spacetime.permutation_scan(places, cases, longest=14, most_clusters=1, replicates=999, seed=1)
    recent = np.array([(back[at == each] < 6).sum() for each in range(PLACES)])
    return scan, np.column_stack([x, y]), recent


def drawn() -> str:
    scan, points, recent = scanned()
    first = scan.clusters[0]
    centre = points[int(first.centre[1:])] * SIDE
    dots = [
        f'<circle cx="{x * SIDE:.0f}" cy="{y * SIDE:.0f}" r="{2 + 2 * many}" fill="{"#b30000" if many else "#777"}"/>'
        for (x, y), many in zip(points, recent, strict=True)
    ]
    ring = f'<circle cx="{centre[0]:.0f}" cy="{centre[1]:.0f}" r="{first.radius * SIDE + 8:.0f}" class="l"/>'
    counts, _ = np.histogram(scan.maxima, bins=24, range=(0, 12))
    bars = [
        f'<rect x="{290 + at * 12}" y="{200 - many * 160 / counts.max():.0f}" width="10" '
        f'height="{many * 160 / counts.max():.0f}" fill="#777"/>'
        for at, many in enumerate(counts)
    ]
    line = 290 + first.llr / 12 * 288
    desc = (
        f"Left: {PLACES} places, larger and red where there were cases in the last six days, and a ring around the "
        f"cluster: {len(first.places)} places, {first.cases:g} cases where {first.expected:.1f} were expected. Right: "
        f"the largest score of 999 data sets of chance alone, and a line at {first.llr:.1f}, the score of the cluster: "
        f"p = {first.p:g}."
    )
    return "\n".join([
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 250" font-family="sans-serif" font-size="12">',
        "<title>A cluster, and what chance alone does</title>", f"<desc>{desc}</desc>",
        "<style>.l{fill:none;stroke:#b30000;stroke-width:2}</style>", '<rect width="600" height="250" fill="#fff"/>',
        *dots, ring, *bars, f'<path d="M{line:.0f} 30V200" class="l"/>', '<path d="M290 200h288" stroke="#000"/>',
        '<text x="290" y="216">0</text><text x="428" y="216">6</text><text x="566" y="216">12</text>',
        '<text x="350" y="234">largest score of chance alone</text>',
        f'<text x="{line - 6:.0f}" y="24" text-anchor="end">the cluster: {first.llr:.1f}, p = {first.p:g}</text>',
        "</svg>",
    ]) + "\n"  # fmt: skip


if __name__ == "__main__":
    (HERE / "methods-early-warning.svg").write_text(drawn(), encoding="utf-8")
