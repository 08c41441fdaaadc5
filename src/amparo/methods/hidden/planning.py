"""How many people to ask, with how many seeds and coupons, before anybody is asked.

Question: how large a sample gives an interval of this width, or shows a change of this size? How many waves will it
have? Method: the closed forms of simple random sampling times a design effect, and a branching process for recruitment.

The design effect is what is known least: two is usual in plans, and three, four and more are found, above all where
few trees recruit among their own. It is a guess that decides the size of the study; so it is told as one, and
``rehearse`` shows on simulated networks how wide intervals become.

Assumptions: the share lies about where it was thought, and the design effect too. It breaks with small groups: the
normal approximation asks for ten people with and without at least.

References
----------
Salganik, M. J. (2006). Variance estimation, design effects, and sample size calculations for respondent-driven
    sampling. J. Urban Health 83 (Suppl. 1), i98-i112.
Wejnert, C., Pham, H., Krishna, N., Le, B. and DiNenno, E. (2012). Estimating design effect and calculating sample size
    for respondent-driven sampling studies of injection drug users in the United States. AIDS and Behavior 16, 797-806.
Cochran, W. G. (1977). Sampling Techniques, third edition. Wiley, section 4.4 (the finite population).
Harris, T. E. (1963). The Theory of Branching Processes. Springer, chapter I (when chains end).
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from amparo.methods.estimate import Refused, Remark, in_plain_words, probability, remark, whole
from amparo.methods.hidden.gates import LEAST_PEOPLE, LEAST_WAVES, SEEDS
from amparo.methods.hidden.intervals import normal_quantile

USUAL_EFFECT = 2.0  # the design effect most plans take; Wejnert and others found 2 to 4
LEAST_EXPECTED = 10  # people with and without what is asked: below it the normal approximation is off
ENOUGH_POWER = 0.8  # below it a change that is there is missed one time in five or more
MOST_COUPONS = 10
WAVES = 60  # of a plan, at most: chains that grow by a tenth a wave reach a thousand people from three seeds in 45

ASSUMPTIONS = (
    in_plain_words("the share lies about where it was thought"),
    in_plain_words("the design effect is about as large as was thought: it is a guess"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A size of a study, or what a size can show."""

    n: int  # of each round, where there are two
    margin: float | None  # half of the width of the interval
    power: float | None  # of seeing the change
    design_effect: float
    level: float
    method: str
    assumptions: tuple[str, ...] = ASSUMPTIONS
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Recruitment:
    """What is expected of seeds and coupons."""

    people: tuple[float, ...]  # expected in each wave, the seeds first
    waves: int | None  # until the sample is full; None where it is not expected to fill
    growth: float  # people a recruiter brings
    ends_early: float  # probability that all chains end by themselves
    trees_end: float  # that one chain does
    warnings: tuple[Remark, ...] = ()


def sample_size(
    share: float,
    margin: float,
    *,
    design_effect: float = USUAL_EFFECT,
    level: float = 0.95,
    population: int | None = None,
) -> Plan:
    """People to ask so that the interval of a share is ± ``margin``: DE · z² p (1 − p) / margin².

    Parameters
    ----------
    share, margin : above 0 and below 1.
    design_effect, level : at least 1; of the interval, above 0 and below 1.
    population : N, where known: then n / (1 + (n − 1) / N) are enough.

    Raises
    ------
    Refused
        ``out_of_range``: share, margin or level; ``effect_below_one``; ``not_whole``: nobody in the population.

    References
    ----------
    Salganik (2006); Wejnert et al. (2012); Cochran (1977), section 4.4, see ``planning``.
    """
    probability("share", share)
    probability("margin", margin)
    n = _effect(design_effect) * normal_quantile(level) ** 2 * share * (1 - share) / margin**2
    if population is not None:
        n /= 1 + (n - 1) / whole("population", population, least=1)
    many = math.ceil(n - 1e-9)
    said = _doubts(many, share, design_effect)
    return Plan(many, margin, None, design_effect, level, "sample size of one share", warnings=said)


def margin_of(
    n: int, share: float, *, design_effect: float = USUAL_EFFECT, level: float = 0.95, population: int | None = None
) -> Plan:
    """Half of the width of the interval that n people give: z √(DE p (1 − p) / n), the inverse of ``sample_size``.

    Parameters
    ----------
    n, share : people asked; the share that is thought of, above 0 and below 1.
    design_effect, level, population : as for ``sample_size``.

    Raises
    ------
    Refused
        ``out_of_range``: a share, the level; ``effect_below_one``: of the design; ``not_whole``: nobody asked, or N
        below n.

    References
    ----------
    Salganik (2006); Cochran (1977), see ``planning``.
    """
    whole("n", n, least=1)
    probability("share", share)
    left = 1.0
    if population is not None:
        whole("population", population, least=max(n, 2))
        left = (population - n) / (population - 1)
    margin = normal_quantile(level) * math.sqrt(_effect(design_effect) * share * (1 - share) / n * left)
    said = _doubts(n, share, design_effect)
    return Plan(n, margin, None, design_effect, level, "margin of one share", warnings=said)


def sample_size_of_change(
    before: float, after: float, *, design_effect: float = USUAL_EFFECT, level: float = 0.95, power: float = 0.8
) -> Plan:
    """People to ask in each of two rounds to see a change: DE (z_{α/2} + z_β)² (p₁q₁ + p₂q₂) / (p₁ − p₂)².

    Parameters
    ----------
    before, after : the two shares, above 0 and below 1.
    design_effect, level : as for ``sample_size``.
    power : probability of seeing the change, above 0 and below 1.

    Raises
    ------
    Refused
        ``out_of_range``: a share, the power, the level; ``no_change``: one share twice; ``effect_below_one``.

    References
    ----------
    Wejnert et al. (2012), see ``planning``.
    """
    change = _change(before, after)
    reach = normal_quantile(level) + NormalDist().inv_cdf(probability("power", power))
    n = math.ceil(_effect(design_effect) * reach**2 * _spread(before, after) / change**2 - 1e-9)
    said = _doubts(n, min(before, after, 1 - before, 1 - after), design_effect)
    return Plan(n, None, power, design_effect, level, "two rounds, size of each", warnings=said)


def power_of_change(
    n: int, before: float, after: float, *, design_effect: float = USUAL_EFFECT, level: float = 0.95
) -> Plan:
    """The probability that two rounds of n people show a change, at least in its direction.

    Φ(|p₁ − p₂| / s.e. − z_{α/2}), s.e.² = DE (p₁q₁ + p₂q₂) / n.

    Parameters
    ----------
    n : people of each round.
    before, after, design_effect, level : as for ``sample_size_of_change``.

    Raises
    ------
    Refused
        ``not_whole``: nobody asked; and what ``sample_size_of_change`` refuses.

    References
    ----------
    Wejnert et al. (2012), see ``planning``.
    """
    whole("n", n, least=1)
    change = abs(_change(before, after))
    error = math.sqrt(_effect(design_effect) * _spread(before, after) / n)
    power = NormalDist().cdf(change / error - normal_quantile(level))
    said = list(_doubts(n, min(before, after, 1 - before, 1 - after), design_effect))
    if power < ENOUGH_POWER:
        said.append(
            remark("little_power", "A change of this size would be seen in %(share)s of 100 such studies: to find"
                   " none will say little.", share=round(100 * power))
        )  # fmt: skip
    return Plan(n, None, power, design_effect, level, "two rounds, power", warnings=tuple(said))


def plan_recruitment(n: int, *, seeds: int, coupons: int, returned: float) -> Recruitment:
    """Waves until n people are in, and whether the chains may end before: a branching process.

    A recruiter brings coupons · returned people on average, each coupon by itself. Wave k has seeds · growth^k. One
    chain ends by itself with the smallest q that solves q = (1 − returned + returned q)^coupons, all with q^seeds.

    Parameters
    ----------
    n : people to ask.
    seeds, coupons : how many of each; at most ten coupons.
    returned : which part of the coupons comes back with somebody who may take part, between 0 and 1.

    Raises
    ------
    Refused
        ``not_whole``, ``too_large``: no people, seeds or coupons, more seeds than people, more than ten coupons;
        ``out_of_range``: a part that comes back that is 0, or above 1.

    References
    ----------
    Harris (1963), chapter I, see ``planning``.
    """
    whole("n", n, least=1)
    whole("seeds", seeds, least=1, most=n)
    whole("coupons", coupons, least=1, most=MOST_COUPONS)
    probability("returned", returned, below=1.0 + 1e-12)
    growth, people = coupons * returned, [float(seeds)]
    while sum(people) < n and len(people) <= WAVES and people[-1] >= 0.5:
        people.append(people[-1] * growth)
    full = sum(people) >= n
    waves = len(people) - 1 if full else None
    ends = _ends(coupons, returned)
    said = _doubts_of_chains(n, seeds, growth, waves)
    return Recruitment(tuple(people), waves, growth, ends**seeds, ends, said)


def _ends(coupons: int, returned: float) -> float:
    """The probability that a chain from one person ends: the iteration from 0 climbs to the smallest solution."""
    if coupons * returned <= 1 and returned < 1:
        return 1.0
    q = 0.0
    for _ in range(10_000):
        after = (1 - returned + returned * q) ** coupons
        if after - q < 1e-13:
            break
        q = after
    return q


def _doubts_of_chains(n: int, seeds: int, growth: float, waves: int | None) -> tuple[Remark, ...]:
    said = []
    if waves is None:
        said.append(
            remark("chains_die", "Each recruiter brings %(growth)s people on average: the chains end before %(n)s are"
                   " in. More coupons, more seeds, or a better reason to come are needed.",
                   growth=round(growth, 2), n=n)
        )  # fmt: skip
    elif waves < LEAST_WAVES:
        said.append(
            remark("few_waves", "The sample is full after %(waves)s waves: fewer seeds or fewer coupons let the chains"
                   " run at least %(least)s.", waves=waves, least=LEAST_WAVES)
        )  # fmt: skip
    if seeds > SEEDS * n:
        said.append(
            remark("many_seeds", "%(percent)s %% of the sample are seeds: they were chosen, not recruited.",
                   percent=round(100 * seeds / n))
        )  # fmt: skip
    return tuple(said)


def _effect(value: float) -> float:
    if not (isinstance(value, int | float) and math.isfinite(value) and value >= 1):
        raise Refused(
            remark("effect_below_one", "The design effect is %(value)s: it has to be 1 or more, recruits are never"
                   " better than a list.", value=value)
        )  # fmt: skip
    return float(value)


def _change(before: float, after: float) -> float:
    if probability("before", before) == probability("after", after):
        raise Refused(remark("no_change", "Both shares are the same: no size shows a change that is none."))
    return after - before


def _spread(before: float, after: float) -> float:
    return before * (1 - before) + after * (1 - after)


def _doubts(n: int, share: float, effect: float) -> tuple[Remark, ...]:
    said = [
        remark("effect_is_a_guess", "A design effect of %(effect)s was taken. Three, four and more are found in such"
               " studies: look what becomes of the plan with twice as much.", effect=f"{effect:g}")
    ]  # fmt: skip
    if n * min(share, 1 - share) / effect < LEAST_EXPECTED:
        said.append(
            remark("too_few_expected", "Fewer than %(least)s people with, or without, what is asked would count: the"
                   " approximation does not hold.", least=LEAST_EXPECTED)
        )  # fmt: skip
    if n < LEAST_PEOPLE:
        said.append(
            remark("below_a_hundred", "Fewer than %(least)s people: whatever is found is exploratory.",
                   least=LEAST_PEOPLE)
        )  # fmt: skip
    return tuple(said)
