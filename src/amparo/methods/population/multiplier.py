"""A count divided by a share: the multiplier.

Question: M people of the population came to a clinic, were given a bracelet, or were counted in some other way; in a
survey of the population the share P says "I was one of them". How many are there?

Estimand: N = M / P.

Method: the share comes from a survey whose uncertainty is known: as an estimate with its standard error, or better as
the replicates of the survey's own bootstrap. The interval is Fieller's for a ratio, which with an exact M is
M / (P ± z·se); with replicates it is read off the replicates of M/P. Both lean upwards, as they must.

Assumptions: M and P are of the same place, time and people; M counts each person once; the survey recognises whom M
counted; whoever was counted had no other chance to be in the survey than the rest.

It breaks where P is small: the same error of P then means ten times more people, and below one in twenty no number is
given. A longer time of counting, or more bracelets, is the remedy. It breaks where the survey begins at the clinic that
gave M: P is then too high and N too low.

References
----------
Fearon, E. et al. (2017). Sample size calculations for population size estimation studies using multiplier methods with
    respondent-driven sampling surveys. JMIR Public Health and Surveillance 3(3), e59.
Fieller, E. C. (1954). Some problems in interval estimation. J. R. Statist. Soc. B 16, 175-185.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import gamma

from amparo.methods.chance import Executor, Words, compiled, replicate, seeds, start, uniform
from amparo.methods.estimate import (
    Estimate,
    Floats,
    Interval,
    Refused,
    Remark,
    in_plain_words,
    probability,
    remark,
    whole,
)
from amparo.methods.population.intervals import normal_point

SMALLEST_SHARE = 0.05  # Fearon et al. (2017): the sample a smaller share would take is out of reach
SMALL_SHARE = 0.10  # below it the interval is wide whatever the survey
FEWEST_REPLICATES = 200  # five beyond each end of an interval of nineteen in twenty
OF_THE_COUNT = 2**32  # the place of the seed of M: beyond all replicates, so that M and P never share a draw
MOST_LOST = 0.10  # of the replicates of the share: if more have no answer, the rest are a choice among samples
FAR = 0.5  # standard errors between the share and the mean of its replicates, at which they hardly belong together

ASSUMPTIONS = (
    in_plain_words("the count and the survey are of the same people: one place, one time"),
    in_plain_words("the count counts each person once"),
    in_plain_words("in the survey, whoever was counted says so, and nobody else does"),
    in_plain_words("having been counted does not change the chance of being in the survey"),
)


def multiplier(
    count: float,
    share: float,
    *,
    asked: int,
    share_se: float | None = None,
    replicates: ArrayLike | None = None,
    count_se: float = 0.0,
    level: float = 0.95,
    seed: int | None = None,
    name: str = "people",
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Estimate:
    """The number of people N = M / P, with the uncertainty of the share and of the count.

    Parameters
    ----------
    count, count_se : M, people counted outside of the survey, above 0; its standard error in people, 0 where exact.
    share, asked : P, the share by the survey that was among those counted, 0.05 to below 1; how many answered.
    share_se, replicates : one of the two: the standard error of P, or its replicates, shape ``(B,)``, B at least 200.
        With replicates, those of the answer are of N; one without an answer (NaN) stays so in its place.
    level : of the interval.
    seed, executor, progress : of the draws of M, where there are replicates and M is not exact; see
        ``chance.replicate``. The seed may be that of the survey: M is drawn from numbers of its own.
    name : of what there are so many.

    Raises
    ------
    Refused
        P below 0.05 (``small_share``); fewer people than were asked (``fewer_than_asked``); an interval of P that
        reaches 0 (``unbounded``); not one of ``share_se`` and ``replicates``; replicates that are no shares; M drawn
        without a seed.

    References
    ----------
    Fearon et al. (2017); Fieller (1954), see ``multiplier``.
    """
    _looked_through(count, share, share_se, replicates, count_se)
    probability("level", level)
    m, p, m_se = map(float, (count, share, count_se))
    if m / p < whole("asked", asked, least=1):
        raise Refused(
            remark("fewer_than_asked", "That would be %(people)s people, but %(asked)s of them were asked: the count or"
                   " the share is not of these people.", people=round(m / p), asked=asked)
        )  # fmt: skip
    drawn = None if replicates is None else _shares(replicates)
    se = float(share_se or 0.0) if drawn is None else float(np.nanstd(drawn, ddof=1))
    people = None if drawn is None else _counts(m, m_se, len(drawn), seed, executor, progress) / drawn
    return Estimate(
        name, m / p, _fieller(m, p, se, m_se, level) if people is None else _percentile(people, level),
        int(asked), "multiplier", m / p * math.hypot(se / p, m_se / m), ASSUMPTIONS,
        _warnings(p, se, drawn, m_se), seed if people is not None and m_se else None, people,
    )  # fmt: skip


def _looked_through(
    count: float, share: float, share_se: float | None, replicates: ArrayLike | None, count_se: float
) -> None:
    """No quiet number for what cannot be."""
    if not (isinstance(count, int | float | np.number) and 0 < count < math.inf):
        raise Refused(remark("count", "The count is %(count)s: it has to be above 0.", count=count))
    probability("share", share)
    if share < SMALLEST_SHARE:
        raise Refused(
            remark(
                "small_share",
                "The share is %(share)s, below %(least)s: the number would be mostly chance. Count for a longer time, "
                "or give more objects.",
                share=f"{share:.3g}", least=SMALLEST_SHARE,
            )
        )  # fmt: skip
    if (share_se is None) == (replicates is None):
        raise Refused(remark("one_of_two", "Give the standard error of the share, or its replicates: one of the two."))
    for name, value in (("share_se", share_se), ("count_se", count_se)):
        if value is not None and not 0 <= value < math.inf:
            raise Refused(remark("negative", "%(name)s is %(value)s: 0 or more.", name=name, value=value))
    if share_se == 0:
        raise Refused(remark("exact_share", "A share from a survey has a standard error above 0."))


def _shares(replicates: ArrayLike) -> Floats:
    """The replicates of the share as an array; each is a share above 0."""
    drawn = np.asarray(replicates, np.float64)
    if drawn.ndim != 1 or len(drawn) < FEWEST_REPLICATES:
        raise Refused(remark("few_replicates", "It takes %(least)s replicates or more.", least=FEWEST_REPLICATES))
    lost = int(np.isnan(drawn).sum())
    if lost > MOST_LOST * len(drawn) or len(drawn) - lost < FEWEST_REPLICATES:
        raise Refused(
            remark("replicates_undefined", "In %(undefined)s of %(many)s replicates there is no answer: too small a"
                   " sample for this question.", undefined=lost, many=len(drawn))
        )  # fmt: skip
    wrong = np.flatnonzero(~((drawn > 0) & (drawn <= 1)) & ~np.isnan(drawn))
    if len(wrong):
        raise Refused(
            remark("unbounded", "%(n)s replicates of the share are 0, or no share at all: then there is no upper end.",
                   rows=wrong.tolist(), n=len(wrong))
        )  # fmt: skip
    if np.ptp(drawn[~np.isnan(drawn)]) == 0:
        raise Refused(remark("exact_share", "A share from a survey has a standard error above 0."))
    return drawn


def _fieller(count: float, share: float, share_se: float, count_se: float, level: float) -> Interval:
    """All N for which M − N·P is within z standard errors of 0: the roots of a square equation."""
    z2 = normal_point(level) ** 2
    a = share**2 - z2 * share_se**2
    if a <= 0:
        raise Refused(remark("unbounded", "The share cannot be told from 0 at this level: the data set no upper end."))
    c = count**2 - z2 * count_se**2
    root = math.sqrt(max(0.0, (count * share) ** 2 - a * c))
    counted = max(0.0, count - math.sqrt(z2) * count_se)  # no share is above 1: there are as many as were counted
    return Interval(max((count * share - root) / a, counted), (count * share + root) / a, level, "Fieller")


def _percentile(people: Floats, level: float) -> Interval:
    """What is left of the replicates without the same share at both ends."""
    low, high = np.nanquantile(people, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, "percentile")


def _counts(
    count: float, count_se: float, many: int, seed: int | None, executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> Floats:  # fmt: skip
    """M for each replicate: gamma, which is never negative, with its mean and standard error."""
    if count_se == 0:
        return np.full(many, count)
    if seed is None:
        raise Refused(remark("seed", "The count is not exact, so it is drawn: give a seed."))
    shape, own = (count / count_se) ** 2, int(seeds(seed, 1, first=OF_THE_COUNT)[0] >> np.uint64(1))
    drawn = replicate(_uniforms, many, seed=own, executor=executor, progress=progress)
    return np.asarray(gamma.ppf(drawn, shape, scale=count / shape))


@compiled
def _uniforms(seeds: Words) -> Any:
    """The first number of each seed."""
    answer = np.empty(len(seeds))
    for each in range(len(seeds)):
        answer[each] = uniform(start(seeds[each]))
    return answer


def _warnings(share: float, se: float, drawn: NDArray[Any] | None, count_se: float) -> tuple[Remark, ...]:
    """What has to stand beside it."""
    warnings = []
    if share < SMALL_SHARE:
        warnings.append(
            remark("share_is_small", "The share is below %(small)s: the interval is wide whatever the survey.",
                   small=SMALL_SHARE)
        )  # fmt: skip
    if count_se == 0:
        warnings.append(
            remark("exact_count", "The count was taken as exact. People counted twice make the number too high.")
        )
    if drawn is not None and abs(float(np.nanmean(drawn)) - share) > FAR * se:
        warnings.append(
            remark("off_centre", "The replicates lie apart from the share: are they of the same survey and question?")
        )
    if drawn is not None and (lost := int(np.isnan(drawn).sum())):
        warnings.append(
            remark("lost_replicates", "%(lost)s replicates could not be computed and were left out.", lost=lost)
        )
    return tuple(warnings)
