"""Draws methods-rds-uncertainty.svg from the methods: intervals of forty simulated studies.

PYTHONPATH=src .venv/bin/python docs/pictures/methods_rds_uncertainty.py
"""

import math

from drawing import GREEN, ORANGE, WIDE, dot, line, picture, text, written

from amparo.methods.hidden import estimate_rds, simulate_network, simulate_recruitment

LEFT, RIGHT, PANEL, GAP = 40, 10, 150, 90
STUDIES, PEOPLE, ASKED, SHARE = 40, 1000, 400, 0.2
LOWEST, HIGHEST = 0.05, 0.45  # of the axis
PANELS = ("Percentages of the samples", "Successive sampling, Gile's bootstrap")


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
    """The whole picture as text: one panel above the other."""
    found, step = studies(), (WIDE - LEFT - RIGHT) / STUDIES
    inside = [sum(study[panel][0] <= SHARE <= study[panel][1] for study in found) for panel in range(2)]
    parts = []
    for panel, title in enumerate(PANELS):
        floor = 40 + PANEL + panel * (PANEL + GAP)

        def at(share: float, floor: float = floor) -> float:
            return floor - (share - LOWEST) / (HIGHEST - LOWEST) * PANEL

        parts.append(text(4, floor - PANEL - 14, title))
        for mark in (0.1, 0.2, 0.3, 0.4):
            parts.append(text(LEFT - 8, at(mark) + 5, f"{mark:.1f}", anchor="end"))
        parts.append(line([(LEFT, at(SHARE)), (WIDE - RIGHT, at(SHARE))], wide=1))
        for place, study in enumerate(found):
            low, high = study[panel]
            x = LEFT + (place + 0.5) * step
            holds = low <= SHARE <= high
            parts.append(line([(x, at(low)), (x, at(high))], colour=GREEN if holds else ORANGE, wide=3))
            if not holds:  # a ring at its end, for who does not tell the colours apart
                parts.append(dot(x, at(high) - 5, 3.5, fill="#ffffff", edge=ORANGE))
        parts.append(text(4, floor + 26, f"{inside[panel]} of {STUDIES} hold the truth, the line at {SHARE};"))
        parts.append(text(4, floor + 46, "those with a ring do not"))
    said = (
        f"Above, intervals around the percentage of the sample: {inside[0]} of {STUDIES} hold the truth, the others "
        f"lie above it. Below, intervals of successive sampling with Gile's bootstrap: {inside[1]} of {STUDIES} "
        "hold it."
    )
    return picture("Intervals of forty simulated studies, and the truth", said, parts, high=40 + 2 * PANEL + GAP + 56)


if __name__ == "__main__":
    written(__file__, drawn())
