"""Are planted shares where the figures about pressures say they are? Many made-up studies, from coded rows to figures.

./amparo bench pressures [--runs 200] [--people 600]

A town of 5,000 people in which three tenths live with something; they know a third more people than the others. Each
run recruits anew and asks anew, and what was answered goes through the columns and figures of the house. Of each way of
asking: how many of 100 intervals of 95 % hold what was planted (where the size of the town is known, and where it is
not), how wide they are, and how many figures were refused. It fails where too few hold it.
"""

import argparse
import random
import sys
import time
from types import SimpleNamespace

from _house import report

PEOPLE, SHARE, SAME, ANCHOR = 5_000, 0.3, 0.2519, 0.2491
LEAST_HELD = {"sized": 87, "trees": 95}  # of 100
COUNTS = (0.05, 0.28, 0.43, 0.2, 0.04)  # who has how many of four harmless sentences
CODES = ("tasks", "fee", "heard_fee")


def study(seed, n):
    """A sample, and a row of each person in it; who lives with it is told by no row."""
    from amparo.methods.hidden import simulate_network, simulate_recruitment

    network = simulate_network(PEOPLE, share=SHARE, mean_degree=9, activity=1.3, spread=0.7, seed=seed // 20)
    found, chance = simulate_recruitment(network, n=n, seeds=8, returned=0.6, seed=seed), random.Random(seed)
    rows = []
    for trait in (found.group == 1).tolist():
        arm = chance.random() < 0.5
        reads = chance.random() < 0.92  # who does not read answers as a coin does
        same, moon = (chance.random() < SAME) == trait, chance.random() >= ANCHOR
        if not reads:
            same, moon = chance.random() < 0.5, chance.random() < 0.5
        count = chance.choices(range(5), COUNTS)[0] + (arm and trait)
        rows.append(
            {
                "cw_tasks": ["same" if same else "different"],
                "cw_anchor": ["same" if moon else "different"],
                "list_arm": ["long" if arm else "short"],
                "list_count": [f"n{count}"],
                "heard_fee": ["yes" if trait else "no"],
            }
        )
    return network.share, found.sample, rows


def main() -> None:
    from amparo.formats.pressures import column, pressures
    from amparo.information.exposure.jobs.figures import Asked, figure

    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--replicates", type=int, default=300)
    words = parser.parse_args()
    items = {code: pressures().item(code) for code in CODES}
    told = {(code, kind): SimpleNamespace(held=0, said=0, wide=0.0) for code in CODES for kind in LEAST_HELD}
    began = time.process_time()
    for seed in range(words.runs):
        truth, sample, rows = study(seed, words.people)
        for (code, kind), sums in told.items():
            sizes = (0.8 * PEOPLE, float(PEOPLE), 1.2 * PEOPLE) if kind == "sized" else ()
            found = figure(
                items[code], column(items[code], rows), [True] * len(rows), Asked(sample, sizes, words.replicates, seed)
            )
            if found["state"] == "said":
                sums.said += 1
                sums.held += found["low"] <= truth <= found["high"]
                sums.wide += found["high"] - found["low"]
    taken, is_fine = round(time.process_time() - began, 1), True
    for (code, kind), sums in told.items():
        held = 100 * sums.held / sums.said if sums.said else None
        is_fine &= held is None or held >= LEAST_HELD[kind]
        report(
            "pressures: planted shares",
            figure=code,
            kind=kind,
            runs=words.runs,
            people=words.people,
            told=sums.said,
            held_of_100=held and round(held, 1),
            wide=sums.said and round(sums.wide / sums.said, 3),
            all_cpu_s=taken,
        )
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
