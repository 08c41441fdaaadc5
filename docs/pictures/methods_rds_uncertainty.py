"""Draws docs/pictures/methods-rds-uncertainty.svg from the methods: intervals of forty simulated studies.

PYTHONPATH=src python docs/pictures/methods_rds_uncertainty.py
"""

import math
from pathlib import Path

from amparo.methods.hidden import estimate_rds, simulate_network, simulate_recruitment

WIDE, HIGH, TOP, BOTTOM, GAP = 640, 300, 40, 40, 40
STUDIES, PEOPLE, ASKED, SHARE = 40, 1000, 400, 0.2
LOWEST, HIGHEST = 0.05, 0.45  # of the axis
PANELS = (("percentages of the samples", 0), ("successive sampling, Gile's bootstrap", 1))


def height(share: float) -> float:
    """Where a share stands."""
    return HIGH - BOTTOM - (share - LOWEST) / (HIGHEST - LOWEST) * (HIGH - TOP - BOTTOM)


def studies() -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The interval around the plain percentage, and that of the method, of each study."""
    found = []
    for seed in range(STUDIES):
        network = simulate_network(PEOPLE, share=SHARE, mean_degree=10, activity=1.8, homophily=1.4, seed=seed)
        survey = simulate_recruitment(network, n=ASKED, seeds=8, coupons=3, returned=0.6, seed=seed)
        plain = float(survey.group.mean())
        reach = 1.96 * math.sqrt(plain * (1 - plain) / ASKED)
        group = survey.group.tolist()
        interval = estimate_rds(survey.sample, group, population=PEOPLE, seed=seed).sizes[0]["1"].interval
        assert interval is not None
        found.append(((plain - reach, plain + reach), (interval.low, interval.high)))
    return found


def drawn() -> str:
    """The whole picture as text."""
    found, each = studies(), (WIDE - 3 * GAP) / 2
    inside = [sum(study[panel][0] <= SHARE <= study[panel][1] for study in found) for _, panel in PANELS]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" aria-labelledby="t d" '
        'font-family="sans-serif" font-size="13">',
        '<title id="t">Intervals of forty simulated studies, and the truth</title>',
        f'<desc id="d">Left, intervals around the percentage of the sample: {inside[0]} of {STUDIES} hold the truth, '
        f"the others lie above it. Right, intervals of successive sampling with Gile's bootstrap: {inside[1]} of "
        f"{STUDIES} hold it.</desc>",
    ]
    for title, panel in PANELS:
        left = GAP + panel * (each + GAP)
        parts.append(f'<text x="{left}" y="20">{title}</text>')
        for mark in (0.1, 0.2, 0.3, 0.4):
            y = height(mark)
            parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{mark:.1f}</text>')
        y = height(SHARE)
        parts.append(f'<line x1="{left}" y1="{y:.1f}" x2="{left + each}" y2="{y:.1f}" stroke="#000000"/>')
        for place, study in enumerate(found):
            low, high = study[panel]
            x = left + (place + 0.5) / STUDIES * each
            colour, wide = ("#1b7837", 2) if low <= SHARE <= high else ("#b35806", 3)
            parts.append(
                f'<line x1="{x:.1f}" y1="{height(low):.1f}" x2="{x:.1f}" y2="{height(high):.1f}" stroke="{colour}" '
                f'stroke-width="{wide}"/>'
            )
        said = f"{inside[panel]} of {STUDIES} hold the truth (the line at {SHARE})"
        parts.append(f'<text x="{left}" y="{HIGH - 12}">{said}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("methods-rds-uncertainty.svg").write_text(drawn(), encoding="utf-8")
