"""Chao's lower bound: how many there are at least, from those found once and those found twice.

Question: how many people are there at least, if some are easy to find and others hardly?

Estimand: a lower bound of N. However people differ, on t lists that find independently the unseen are at least
(t − 1)/t · f₁² / (2 f₂) (f₁ found by one list, f₂ by two). Equal where all are alike.

Method: the form that is without bias where all are alike, (t − 1)/t · f₁(f₁ − 1) / (2(f₂ + 1)); it also has a value
where nobody was found twice. Often the factor (t − 1)/t is left out. Then it is no bound of t lists: with three it
adds half as much again as it may.

It breaks where being on one list makes being on another likelier or less likely for the same person; where f₂ is small
it is a bound by name only.

References
----------
Chao, A. (1987). Estimating the population size for capture-recapture data with unequal catchability. Biometrics 43,
    783-791 (equations 9 to 11).
Chao, A. (1989). Estimating population size for sparse data in capture-recapture experiments. Biometrics 45, 427-438.
"""

import math
from collections.abc import Sequence

import numpy as np

from amparo.methods.estimate import Estimate, Refused, Remark, in_plain_words, probability, remark
from amparo.methods.population.intervals import above_the_seen

FEW_TWICE = 5  # people found twice, below which the bound is chance

ASSUMPTIONS = (
    in_plain_words("lists find a person independently of one another"),
    in_plain_words("nobody came to the place or left it between the lists"),
    in_plain_words("whoever is on several lists was recognised as one person, and nobody else was"),
)


def chao_lower_bound(frequencies: Sequence[int], *, level: float = 0.95) -> Estimate:
    """At least so many: n + û, û = (t − 1)/t · f₁(f₁ − 1) / (2(f₂ + 1)).

    Its variance is û + û² − ((t−1)/t)² f₁(f₁−1)(f₁−2)(f₁−3) / (4(f₂+1)(f₂+2)): those not seen are a Poisson count, and
    the last term estimates the square of its mean without bias.

    Parameters
    ----------
    frequencies : how many people are on exactly one list, on two, …, on all t; t is 2 or more. (``Histories`` has them
        as ``frequencies``.)
    level : of the log-normal interval of the bound.

    Returns
    -------
    Estimate
        ``value`` is the bound, not the number. Where nobody, or one, was found only once it is the number seen, without
        an interval.

    Raises
    ------
    Refused
        ``lists_few``: fewer than two lists; ``count``: counts that are not whole; ``nobody``; ``no_overlap``: nobody
        found twice or more; ``out_of_range``: a level that is none.

    References
    ----------
    Chao (1987), equations 9 to 11; Chao (1989), see ``chao``.
    """
    probability("level", level)
    t, n, once, twice = _looked_through(frequencies)
    part = (t - 1) / t
    unseen = part * once * (once - 1) / (2 * (twice + 1))
    square = part**2 * once * (once - 1) * (once - 2) * (once - 3) / (4 * (twice + 1) * (twice + 2))
    variance = unseen + unseen**2 - square  # ``square`` is without bias for the square of what is expected
    value, known = n + unseen, unseen > 0
    return Estimate(
        name="people, at least",
        value=value,
        interval=above_the_seen(value, math.sqrt(variance), n, level) if known else None,
        n=n,
        method="Chao lower bound",
        se=math.sqrt(variance) if known else None,
        assumptions=ASSUMPTIONS,
        warnings=_warnings(twice),
    )


def _looked_through(frequencies: Sequence[int]) -> tuple[int, int, int, int]:
    """How many lists, people, those found once and twice; no quiet number for what cannot be."""
    counts = list(frequencies)
    wrong = [
        place for place, count in enumerate(counts)
        if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 0
    ]  # fmt: skip
    if wrong:
        raise Refused(remark("count", "A count is a whole number, 0 or more.", rows=wrong))
    t, n = len(counts), int(sum(counts))
    if t < 2:
        raise Refused(remark("lists_few", "It takes two lists or more."))
    if n == 0:
        raise Refused(remark("nobody", "Nobody is on any list."))
    once, twice = int(counts[0]), int(counts[1])
    if once == n:
        why = remark("no_overlap", "Nobody is on both lists: every number from %(seen)s upwards is possible.", seen=n)
        if t > 2:
            why = remark("no_overlap", "Nobody is on more than one list: every number from %(seen)s upwards is"
                         " possible.", seen=n)  # fmt: skip
        raise Refused(why)
    return t, n, once, twice


def _warnings(twice: int) -> tuple[Remark, ...]:
    """What has to stand beside it."""
    warnings = [
        remark("only_a_bound", "This is a lower bound: there are at least about so many, and perhaps many more.")
    ]
    if twice < FEW_TWICE:
        warnings.append(
            remark("few_twice", "Only %(m)s people were found exactly twice: the bound is mostly chance.", m=twice)
        )
    return tuple(warnings)
