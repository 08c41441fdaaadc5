"""Is it different? Two groups, two sites, two rounds, a trend: replicates against replicates.

Question: are these two shares different, or is it chance? Estimand: p₁ − p₂; of several rounds, the slope of p over
time.

Method: the same is computed on the replicates. Of one sample they are paired: replicate b of both estimates is one
draw. Whether it is one is told by a fingerprint that replicates carry (see ``fingerprints``), never by sizes and seeds:
under the tree bootstrap all estimates of one sample and seed are; under Gile's and Salganik's, which recruit from group
to group, only the groups of one outcome, and Gile's at one size of the population. Of samples that are independent they
are not, and are put beside each other in an order of their own, so that two samples that were given one seed do not
look alike by it. One sample against itself is never independent: that is refused. The p-value recentres the replicates
of the difference on the difference that was found, and asks how many lie on the other side of zero:

    p = 2 · (1 + min(#(Δ* <= 0), #(Δ* >= 0))) / (B + 1),  at most 1

The 1 counts the sample itself: p is never 0, however far apart the two are; with a thousand replicates it is at least
0.002.

Assumptions: those of the estimates, and of independent samples that no person stands in both. It breaks where the same
people are asked again: then the difference varies less than this says, and p is too large. Many comparisons find
something: with twenty, one in twenty is expected.

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge, sections 4.2 and 5.3.
Gile, K. J., Beaudry, I. S., Handcock, M. S. and Ott, M. Q. (2018). Methods for inference from respondent-driven
    sampling data. Annual Review of Statistics and Its Application 5, 65-93 (trends and differences).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods.chance import seeds
from amparo.methods.estimate import Estimate, Floats, Refused, Remark, in_plain_words, remark
from amparo.methods.hidden.intervals import interval_of, standard_error

INDEPENDENT = in_plain_words("nobody is in both samples")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference or a slope with its interval, and how often chance alone would show as much."""

    estimate: Estimate
    p: float
    paired: bool


def difference(
    first: Estimate, second: Estimate, *, paired: bool, level: float = 0.95, interval: str = "normal",
    bounds: tuple[float, float] = (-1.0, 1.0),
) -> Comparison:  # fmt: skip
    """How much larger the first is than the second.

    Parameters
    ----------
    first, second : shares, or means, with replicates.
    paired : True for two estimates on the same draws of one sample (two groups of an outcome, or under the tree
        bootstrap two outcomes); False for independent samples.
    level, interval : see ``intervals.interval_of``.
    bounds : what is possible at all: between -1 and 1 for shares. Of means: ``(-math.inf, math.inf)``.

    Raises
    ------
    Refused
        ``not_comparable``: no replicates, or no standard error of one; ``not_paired``: paired replicates that are not
        of one draw; ``not_independent``: one sample twice as if it were two; ``beyond_bounds``: a difference beyond its
        bounds; and what ``interval_of`` refuses.

    References
    ----------
    Davison and Hinkley (1997), sections 4.2 and 5.3; Gile et al. (2018), see ``comparing``.
    """
    draws = _replicates((first, second), paired=paired)
    value = first.value - second.value
    name = f"{first.name} − {second.name}"
    if not bounds[0] <= value <= bounds[1]:
        raise Refused(
            remark("beyond_bounds", "The difference is %(value)s, beyond what is possible of shares: of means, say"
                   " other bounds.", value=f"{value:.4g}")
        )  # fmt: skip
    return _compared(name, value, draws[0] - draws[1], (first, second), paired, level, interval, bounds)


def trend(
    rounds: Sequence[Estimate], times: Sequence[float], *, paired: bool = False, level: float = 0.95,
    interval: str = "normal",
) -> Comparison:  # fmt: skip
    """By how much a share rises for a unit of time: the slope weighted by 1 / s.e.².

    Parameters
    ----------
    rounds : the same share, of each round.
    times : when, on any scale; not all the same.
    paired : False for rounds that are samples of their own; True for questions about several times that one sample was
        asked, on the same draws of the tree bootstrap.
    level, interval : see ``intervals.interval_of``.

    Raises
    ------
    Refused
        ``no_trend``: fewer than two rounds, or not a time for each; ``not_comparable``: no replicates or no standard
        error of one; what ``difference`` refuses of pairs, and ``interval_of`` of an interval.

    References
    ----------
    Davison and Hinkley (1997), sections 4.2 and 5.3; Gile et al. (2018), see ``comparing``.
    """
    when = np.asarray(times, np.float64)
    if len(rounds) < 2 or when.shape != (len(rounds),) or not np.isfinite(when).all() or np.ptp(when) == 0:
        raise Refused(remark("no_trend", "A trend needs two rounds or more, and a time for each; not all the same."))
    draws = np.array(_replicates(rounds, paired=paired))
    weight = np.array([1 / (each.se or math.nan) ** 2 for each in rounds])
    away = when - weight @ when / weight.sum()
    pull = weight * away / (weight @ away**2)
    value = float(pull @ np.array([each.value for each in rounds]))
    return _compared(
        rounds[0].name, value, pull @ draws, tuple(rounds), paired, level, interval, (-math.inf, math.inf)
    )  # fmt: skip


def _replicates(estimates: Sequence[Estimate], *, paired: bool) -> list[Floats]:
    """The replicates of each, as many of all; of independent samples each in an order of its own."""
    found = [each.replicates for each in estimates if each.replicates is not None and each.se is not None]
    if len(found) < len(estimates):
        raise Refused(
            remark("not_comparable", "At least one of the two has no standard error: it is not compared with anything.")
        )
    whose = [each.drawn_from and each.drawn_from[0] for each in estimates]
    if paired:
        told = {(each.drawn_from, each.seed, len(draws)) for each, draws in zip(estimates, found, strict=True)}
        if None in whose or len(told) > 1:
            raise Refused(
                remark("not_paired", "These do not rest on the same draws of one sample: they are not paired. Groups of"
                       " one outcome are; two outcomes are under the tree bootstrap, with one seed.")
            )  # fmt: skip
        return found
    known = [each for each in whose if each is not None]
    if len(set(known)) < len(known):
        raise Refused(
            remark("not_independent", "These are of one sample, not of independent ones: compare them as pairs, on the"
                   " same draws of the tree bootstrap.")
        )  # fmt: skip
    fewest = min(map(len, found))
    return [each[np.argsort(seeds(place, fewest))] for place, each in enumerate(found)]


def _compared(
    name: str, value: float, draws: Floats, of: tuple[Estimate, ...], paired: bool, level: float, interval: str,
    bounds: tuple[float, float],
) -> Comparison:  # fmt: skip
    """The difference with its interval, and the share of replicates beyond zero once they lie around it."""
    between, said = interval_of(value, draws, level=level, method=interval, bounds=bounds)
    known = draws[np.isfinite(draws)]
    around = known - known.mean() + value
    fewer = min(int((around <= 0).sum()), int((around >= 0).sum()))
    taken = of[0].assumptions if paired else (*of[0].assumptions, INDEPENDENT)
    n = min(each.n for each in of) if paired else sum(each.n for each in of)
    estimate = Estimate(
        name, value, between, n, of[0].method, standard_error(draws), taken, (*_once(of), *said), of[0].seed, draws
    )
    return Comparison(estimate, min(1.0, 2 * (1 + fewer) / (len(known) + 1)), paired)


def _once(of: tuple[Estimate, ...]) -> tuple[Remark, ...]:
    """What was said of any of them, each once."""
    return tuple(dict.fromkeys(each for estimate in of for each in estimate.warnings))
