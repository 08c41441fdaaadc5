"""Where nothing is anywhere, p is uniform: of cases among controls, and of the windows that end today.

The largest score of a Bernoulli scan takes few values, and data and replicates that are equal count as "as large": then
p leans to the large side, and never to the small one. So from above it has to keep each level, and from below the same
p with half of the equals taken off (mid-p) has to reach it.
"""

import math

import numpy as np

from amparo.methods import spacetime
from amparo.methods.spacetime.kernels import CLOSE
from tests.methods.spacetime.made import cases_at, lattice

SETS, LEVELS = 1_000, (0.05, 0.1, 0.25, 0.5, 0.75)


def both_ways(told: spacetime.Scan) -> tuple[float, float]:
    """p as it is told, and mid-p: of the replicates that are equal, and of the data themselves, half."""
    reached = told.clusters[0].llr if told.clusters else 0.0
    equal = int((np.abs(told.maxima - reached) <= CLOSE).sum())
    above = int((told.maxima > reached + CLOSE).sum())
    p = told.clusters[0].p if told.clusters else 1.0
    assert not told.clusters or p == (1 + above + equal) / (len(told.maxima) + 1)
    return p, (above + (1 + equal) / 2) / (len(told.maxima) + 1)


def kept(p: np.ndarray, middle: np.ndarray) -> None:
    """Never more often than it says, but for three errors; and mid-p as often, but for half a replicate and four."""
    for level in LEVELS:
        error = math.sqrt(level * (1 - level) / len(p))
        assert (p <= level + 1e-12).mean() <= level + 3 * error, level
        assert (middle <= level + 1e-12).mean() >= level - 4 * error, level


def test_cases_among_controls() -> None:
    """1,000 data sets: 20 of 80 events at 25 places are cases, drawn by numpy. Seed 21."""
    made, places, p = np.random.default_rng(21), lattice(5), []
    for seed in range(SETS):
        at, sick = made.integers(0, 25, 80), made.permutation(80) < 20
        one, other = (cases_at(places, at[each], np.zeros(each.sum(), np.int64), days=1) for each in (sick, ~sick))
        p.append(
            both_ways(spacetime.bernoulli_scan(places, one, other, windows="whole", replicates=39, most_clusters=1,
                                               seed=seed))
        )  # fmt: skip
    kept(*np.array(p).T)


def test_cases_of_the_last_days_against_what_was_expected() -> None:
    """1,000 data sets: 90 cases of 30 days, by what was expected of 25 places, and windows that end today. Seed 22."""
    made, places, p = np.random.default_rng(22), lattice(5), []
    expected = made.uniform(1, 4, 25)
    for seed in range(SETS):
        at, day = made.choice(25, 90, p=expected / expected.sum()), made.integers(0, 30, 90)
        cases = cases_at(places, at, day, days=30)
        p.append(
            both_ways(spacetime.poisson_scan(places, cases, expected, longest=7, replicates=39, most_clusters=1,
                                             seed=seed))
        )  # fmt: skip
    p, middle = np.array(p).T
    kept(p, middle)
    for level in LEVELS:
        assert abs((p <= level + 1e-12).mean() - level) < 4 * math.sqrt(level * (1 - level) / SETS), level
