"""Mb: lists in an order of time, and whoever was found once is found again at another rate.

Somebody not found yet is found by each list with chance p, and by each later one with chance c. The number rests on
the first findings alone: N̂ = n / (1 − (1 − p)^t), with p from how fast they become fewer. If they do not become fewer
there is no end in sight, and no number.

References
----------
Otis, D. L. et al. (1978). Statistical inference from capture data on closed animal populations. Wildlife Monographs 62,
    pp. 28-32.
Zippin, C. (1956). An evaluation of the removal method of estimating animal populations. Biometrics 12, 163-189.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln, xlog1py, xlogy

from amparo.methods.estimate import Floats, Interval
from amparo.methods.population.histories import Histories
from amparo.methods.population.profile import profile_interval

PARAMETERS = 3  # N, p and c


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The conditional maximum of Mb."""

    people: float
    se: float
    interval: Interval
    fitted: Floats  # (2^t − 1,)


def after_the_first(histories: Histories, *, level: float) -> Behaviour | None:
    """The model Mb; ``None`` where first findings do not become fewer, or all were on the first list."""
    t, n, counts = len(histories.lists), histories.n, histories.counts
    missed = histories.histories.argmax(axis=1)  # lists before the first that found them
    again = histories.times - 1
    before, found = float(counts @ missed), float(counts @ again)
    chances = float(counts @ (t - 1 - missed))  # of being found again
    if not 0 < before < n * (t - 1) / 2:
        return None

    def slope(p: float) -> float:  # of the conditional log-likelihood n ln p + S ln(1−p) − n ln(1 − (1−p)^t)
        return n / p - before / (1 - p) - n * t * (1 - p) ** (t - 1) / -math.expm1(t * math.log1p(-p))

    p = float(brentq(slope, 1e-9, 1 - 1e-12, xtol=1e-15))
    c = found / chances if chances else 0.0
    seen = -math.expm1(t * math.log1p(-p))
    people = n / seen
    rate = t * (1 - p) ** (t - 1)  # how fast ``seen`` grows with p
    bend = n / p**2 + before / (1 - p) ** 2 - n * (t * (t - 1) * (1 - p) ** (t - 2) * seen + rate**2) / seen**2
    se = math.sqrt(people * (1 - seen) / seen + (people * rate / seen) ** 2 / bend)
    chance = p * (1 - p) ** missed * np.power(c, again) * np.power(1 - c, t - 1 - missed - again)

    def likelihood(unseen: float) -> float:
        misses = before + t * unseen
        all_people, share = n + unseen, n / (n + misses)
        return float(gammaln(all_people + 1) - gammaln(unseen + 1) + xlogy(n, share) + xlog1py(misses, -share))

    interval = profile_interval(likelihood, near=people - n, n=n, level=level)
    return Behaviour(people, se, interval, people * chance)
