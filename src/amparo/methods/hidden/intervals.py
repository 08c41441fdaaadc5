"""From replicates to a standard error and an interval, and what clustering cost: the design effect.

Question: how far may the truth lie from this estimate? Estimand: an interval that holds it in ``level`` of all samples
drawn like this one. Method: of B replicates either the spread, or the quantiles.

* normal: estimate ± z · s.e., the s.e. being the standard deviation of the replicates. It asks that estimates of such
  samples are spread around the truth like a bell; a bias of the replicates does not shift it. In trials of samples
  drawn by successive sampling it held what it says, and it is the default.
* percentile: the quantiles of the replicates. It follows a skewed spread, and carries a bias of the replicates on: of
  samples of 500 from 1,100 people, Gile's held the truth in 77 of 100 in this way, and in 95 as ``normal``.
* pivotal: 2 · estimate − the opposite quantile. It turns a bias of the replicates back.

It breaks where the replicates do not vary like samples do: one tree, a group of a few people, a share near 0 or 1. A
limit beyond what is possible is put on it, and it says so.

References
----------
Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application. Cambridge, chapters 2 and 5.
Salganik, M. J. (2006). Variance estimation, design effects, and sample size calculations for respondent-driven
    sampling. J. Urban Health 83 (Suppl. 1), i98-i112 (the design effect of such samples).
"""

import math
from statistics import NormalDist

import numpy as np

from amparo.methods.estimate import Floats, Interval, Refused, Remark, probability, remark, whole

METHODS = ("normal", "percentile", "pivotal")
TO_ONE_SIDE = 0.5  # standard errors between the estimate and the mean of its replicates
FEWEST_REPLICATES = 40  # below it the 2.5 % quantile is the smallest replicate, and nothing is known of its tail


def normal_quantile(level: float) -> float:
    """z of a two-sided interval: 1.96 where ``level`` is 0.95."""
    return NormalDist().inv_cdf((1 + probability("level", level)) / 2)


def standard_error(replicates: Floats) -> float:
    """The standard deviation of the replicates, those that could not be computed left out."""
    known = replicates[np.isfinite(replicates)]
    return float(known.std(ddof=1)) if len(known) > 1 else math.nan


def interval_of(
    value: float,
    replicates: Floats,
    *,
    level: float = 0.95,
    method: str = "normal",
    bounds: tuple[float, float] = (0.0, 1.0),
) -> tuple[Interval, tuple[Remark, ...]]:
    """The interval of an estimate from its replicates, and what has to be said of it.

    Parameters
    ----------
    value : the estimate.
    replicates : shape ``(B,)``; what is not finite is left out, and told.
    level : of the interval, above 0.5 and below 1.
    method : ``"normal"``, ``"percentile"`` or ``"pivotal"``, see the note above.
    bounds : what is possible at all. A limit beyond it is put on it, with the remark ``clipped``.

    Returns
    -------
    interval, remarks
        The interval, in the units of the estimate; where replicates were lost, where they lie to one side, and where a
        limit was put on its bound, that is said.

    Raises
    ------
    Refused
        ``few_replicates``: fewer than 40 finite replicates; ``out_of_range``: a level that is none;
        ``unknown_interval``: another method.

    References
    ----------
    Davison and Hinkley (1997), chapters 2 and 5, see ``intervals``.
    """
    known, said = _usable(replicates, level, method)
    if method == "percentile" and abs(float(known.mean()) - value) > TO_ONE_SIDE * standard_error(known):
        said.append(
            remark(
                "to_one_side",
                "The replicates lie to one side of the estimate, and so does this interval: the normal one does not.",
            )
        )
    interval, cut = held(*_limits(value, known, level, method), bounds=bounds, level=level, method=method)
    return interval, (*said, *cut)


def held(
    low: float, high: float, *, bounds: tuple[float, float], level: float, method: str
) -> tuple[Interval, tuple[Remark, ...]]:
    """The interval within what is possible; where it was cut it says so."""
    said = list[Remark]()
    kept = min(max(low, bounds[0]), bounds[1]), min(max(high, bounds[0]), bounds[1])
    if kept != (low, high):
        said.append(
            remark(
                "clipped",
                "The interval reached beyond what is possible and was cut there: the replicates do not follow a bell.",
            )
        )
    return Interval(*kept, level, method), tuple(said)


def _usable(replicates: Floats, level: float, method: str) -> tuple[Floats, list[Remark]]:
    """The replicates that could be computed, and what has to be said where some could not."""
    probability("level", level, above=0.5)
    if method not in METHODS:
        raise Refused(
            remark(
                "unknown_interval",
                "The interval “%(method)s” is not known. It can be: %(known)s.",
                method=method, known=", ".join(METHODS),
            )
        )  # fmt: skip
    known, said = replicates[np.isfinite(replicates)], list[Remark]()
    if len(known) < FEWEST_REPLICATES:
        raise Refused(
            remark(
                "few_replicates",
                "Only %(known)s replicates could be computed: an interval needs at least %(least)s.",
                known=len(known), least=FEWEST_REPLICATES,
            )
        )  # fmt: skip
    if len(known) < len(replicates):
        lost = len(replicates) - len(known)
        said.append(
            remark("lost_replicates", "%(lost)s replicates could not be computed and were left out.", lost=lost)
        )
    return known, said


def _limits(value: float, replicates: Floats, level: float, method: str) -> tuple[float, float]:
    """Both limits, before they are put on what is possible."""
    if method == "normal":
        reach = normal_quantile(level) * standard_error(replicates)
        return value - reach, value + reach
    low, high = (float(each) for each in np.quantile(replicates, ((1 - level) / 2, (1 + level) / 2)))
    return (low, high) if method == "percentile" else (2 * value - high, 2 * value - low)


def design_effect(se: float, share: float, *, n: int, population: float | None = None) -> float:
    """How many times larger the variance is than of a simple random sample of the same size.

    ``s.e.² / (p (1 − p) / n · (N − n) / (N − 1))``, without the last factor where N is not known. NaN where a simple
    random sample would have no variance: a share of 0 or 1, or everybody asked.

    Parameters
    ----------
    se : standard error of the share.
    share : p, from 0 to 1.
    n : how many were asked.
    population : N, where it is known.

    Returns
    -------
    float
        The design effect, 1 where the sample is as good as a simple one.

    Raises
    ------
    Refused
        ``no_share``: a share beyond 0 and 1; ``not_whole``: nobody asked.

    References
    ----------
    Salganik (2006), see ``intervals``.
    """
    whole("n", n, least=1)
    if not 0 <= share <= 1:
        raise Refused(remark("no_share", "%(value)s is no share: it has to be from 0 to 1.", value=f"{share:.4g}"))
    simple = share * (1 - share) / n
    if population is not None:
        simple *= max(0.0, population - n) / max(1.0, population - 1)
    return se * se / simple if simple > 0 else math.nan
