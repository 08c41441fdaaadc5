"""Two lists of the same people: how many are on neither?

Question: one organisation knows n₁ people, another n₂, and m are known to both. How many are there?

Estimand: N, the number of people of one place and one time, who could have been on either list.

Method: where the lists know of one another nothing, the second finds those of the first at the same rate as all, so
m/n₁ ≈ n₂/N (Lincoln, Petersen). Chapman's form is almost without bias and stands as the value. How much it hangs on the
lists being independent is told beside it: the number if being on one made being on the other half, or twice as likely.

Assumptions: nobody comes or goes between the lists; whoever is on both is recognised as one, and nobody else is; being
on one list does not change the chance of being on the other; on one list at least, everybody has the same chance.

It breaks where organisations refer to one another (the number is too low: the safe reading is "at least"), where they
divide a town between them (too high), where m is small, and where names are misread (too few matches: too high). Two
lists hold no trace of any of it. It takes a third.

References
----------
Chapman, D. G. (1951). Some properties of the hypergeometric distribution with applications to zoological sample
    censuses. Univ. California Publ. Statist. 1, 131-160.
Seber, G. A. F. (1970). The effects of trap response on tag recapture estimates. Biometrics 26, 13-22 (the variance).
Seber, G. A. F. (1982). The Estimation of Animal Abundance, 2nd ed., sections 3.1.1 and 3.1.4. Griffin.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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
from amparo.methods.population.intervals import above_the_seen

EXACT_BELOW = 20  # on both: with fewer the log-normal interval of 95 % holds the truth in 84 to 94 of 100
FEW_ON_BOTH = 7  # Seber (1982, p. 60): with seven or more on both, Chapman's bias is negligible with 95 % confidence
MOST_PEOPLE = 10**9  # where the search for an upper end gives up: more than any population this is for
ODDS = (0.5, 2.0)  # of being on both lists against chance: what referral, or a town divided, does to lists like these

ASSUMPTIONS = (
    in_plain_words("both lists are of the same people: one place, one time, nobody came or went in between"),
    in_plain_words("whoever is on both lists was recognised as one person, and nobody else was"),
    in_plain_words("being on one list does not change the chance of being on the other"),
    in_plain_words("on one of the lists at least, everybody had the same chance to be"),
)


@dataclass(frozen=True, slots=True)
class TwoLists:
    """What two lists say, and what they would say if they were not independent."""

    estimate: Estimate  # Chapman
    lincoln_petersen: float
    seen: int  # on one list or both
    first: int
    second: int
    both: int
    if_dependent: tuple[tuple[float, float], ...]  # (odds ratio between the lists, the number of people then)


def two_lists(first: int, second: int, both: int, *, level: float = 0.95, exact: bool | None = None) -> TwoLists:
    """The number of people from two lists: Chapman's N̂ = (n₁+1)(n₂+1)/(m+1) − 1.

    Its variance is (n₁+1)(n₂+1)(n₁−m)(n₂−m) / ((m+1)²(m+2)). The interval is log-normal for the unseen, and never falls
    below the number seen; or exact, from the hypergeometric distribution of m: wider, and right for any m.

    Parameters
    ----------
    first, second, both : people on the first list, on the second, on both.
    level : of the interval.
    exact : True for the exact interval, False for the log-normal one; where nothing is said, the exact one where fewer
        than 20 are on both. It is taken in any case where one list lies within the other.

    Raises
    ------
    Refused
        ``not_whole``: a count that is none; ``overlap``: more on both than on one; ``empty_list``; ``no_overlap``:
        nobody on both, then every number from the seen upwards is possible; ``out_of_range``: a level that is none.

    References
    ----------
    Chapman (1951); Seber (1970); Seber (1982), sections 3.1.1 and 3.1.4, see ``two_lists``.
    """
    _looked_through(first, second, both)
    probability("level", level)
    seen = first + second - both
    value = (first + 1) * (second + 1) / (both + 1) - 1
    alone = (first - both) * (second - both)
    se = math.sqrt((first + 1) * (second + 1) * alone / ((both + 1) ** 2 * (both + 2)))
    nested = alone == 0
    exactly = nested or (both < EXACT_BELOW if exact is None else exact)
    interval = _exact(first, second, both, level) if exactly else above_the_seen(value, se, seen, level)
    if_dependent = tuple((odds, seen + odds * alone / both) for odds in (ODDS[0], 1.0, ODDS[1]))
    estimate = Estimate(
        name="people",
        value=value,
        interval=interval,
        n=seen,
        method="two lists, Chapman",
        se=None if nested else se,
        assumptions=ASSUMPTIONS,
        warnings=_warnings(both, nested, interval),
    )
    return TwoLists(estimate, first * second / both, seen, first, second, both, if_dependent)


def _looked_through(first: int, second: int, both: int) -> None:
    """No quiet number for what cannot be."""
    for name, count in (("first", first), ("second", second), ("both", both)):
        whole(name, count, least=0)
    if not first or not second:
        raise Refused(remark("empty_list", "One of the lists is empty: there is nothing to compare."))
    if both > min(first, second):
        raise Refused(
            remark(
                "overlap",
                "%(both)s people are said to be on both lists, but one list has only %(least)s.",
                both=both, least=min(first, second),
            )
        )  # fmt: skip
    if not both:
        raise Refused(
            remark("no_overlap", "Nobody is on both lists: every number from %(seen)s upwards is possible.",
                   seen=first + second)
        )  # fmt: skip


def _warnings(both: int, nested: bool, interval: Interval) -> tuple[Remark, ...]:
    """What has to stand beside it."""
    warnings = [
        remark(
            "independence",
            "Two lists cannot show whether they are independent. Where one organisation sends people to the other, "
            "the true number is higher; where they share out the town, it is lower.",
        )
    ]
    if both < FEW_ON_BOTH:
        warnings.append(
            remark("few_on_both", "Only %(m)s people are on both lists; below %(least)s the number is mostly chance.",
                   m=both, least=FEW_ON_BOTH)
        )  # fmt: skip
    if nested:
        warnings.append(
            remark("nested", "Everybody of one list is also on the other. It may be a copy, and then says nothing.")
        )
    if math.isinf(interval.high):
        warnings.append(remark("no_upper_end", "The data set no upper end to the number."))
    return tuple(warnings)


def _exact(first: int, second: int, both: int, level: float) -> Interval:
    """Every N under which m, or one further out, has at least half of 1 − level.

    Given n₁ and n₂, m is hypergeometric. It falls as N grows, so each end is found by halving.
    """
    tail, seen = (1 - level) / 2, first + second - both

    def too_many(people: int) -> bool:  # so many on both would be rare among so many people
        return float(_chances(people, first, second)[both:].sum()) <= tail

    def enough(people: int) -> bool:  # so few on both would not be rare any more
        return float(_chances(people, first, second)[: both + 1].sum()) > tail

    low = seen if enough(seen) else _turn(enough, seen)
    high: float = _turn(too_many, seen) - 1 if too_many(MOST_PEOPLE) else math.inf
    return Interval(float(low), float(high), level, "exact, hypergeometric")


def _chances(people: int, first: int, second: int) -> Floats:
    """The chance of each number on both lists, 0 to the shorter list: products of neighbours' ratios, summed to 1."""
    shorter = min(first, second)
    at = np.arange(shorter)
    alone = people - first - second + at + 1.0  # on neither list, with one more on both; 0 or less: cannot be
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.where(alone > 0, np.log((first - at) * (second - at) / (at + 1.0)) - np.log(alone), 0.0)
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    logs[:shorter][alone <= 0] = -np.inf
    chances = np.exp(logs - logs.max())
    return np.asarray(chances / chances.sum())


def _turn(turned: Callable[[int], bool], below: int) -> int:
    """The first whole number above ``below`` for which it is so; it stays so from there on."""
    high = below + 1
    while not turned(high):
        below, high = high, 2 * high
    while high - below > 1:
        middle = (below + high) // 2
        below, high = (below, middle) if turned(middle) else (middle, high)
    return high
