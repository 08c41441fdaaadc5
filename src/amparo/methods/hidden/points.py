"""Inclusion probabilities and weights: how much more likely those with many contacts are to be found.

Two designs are meant by one sample. If people could be recruited again and again, each would be found in proportion to
her degree d, and the weight is 1/d (RDS-II). But nobody is recruited twice. Drawn one after the other, each time in
proportion to degree among those who are left (successive sampling), those with many contacts are soon all in, and the
weights flatten: at n = N everybody weighs the same.

Successive sampling needs no simulation. It is the same as giving each person an exponential clock of rate d and taking
the first n who ring. Of a large population all clocks that rang before some moment t are in, so

    pi(d) = 1 - exp(-t d),      t such that the expected number who rang is n.

How many of the population have degree d is not known either; it is n_d / pi(d), the observed number over its own
chance. Put together, sum over d of n_d / pi(d) = N: one equation in t with exactly one solution, because the left side
falls from infinity to n. The iteration of Gile (2011), which estimates pi from simulated samples, degree counts from
pi, and pi again, stands still exactly there. So the same answer is had at once, the same on every machine, with no
seed, at a cost that does not depend on N.

It breaks where degree is not the chance to be found: people who recruit by choice, ties that go one way, a population
in parts that hardly know each other. And the weights lean on N where n is a good part of it: show a low, a middle and
a high N. The clocks stop at a fixed moment here and not at the n-th ring; against direct simulation pi differs by less
than 1 % from n = 30 of N = 60 on, and by less the larger they are.

References
----------
Gile, K. J. (2011). Improved inference for respondent-driven sampling data with application to HIV prevalence
    estimation. J. Am. Statist. Assoc. 106(493), 135-146 (successive sampling, and the iteration).
Volz, E. and Heckathorn, D. D. (2008). Probability based estimation theory for respondent driven sampling. Journal of
    Official Statistics 24(1), 79-97 (RDS-II).
Rosen, B. (1972). Asymptotic theory for successive sampling with varying probabilities without replacement, I. Annals
    of Mathematical Statistics 43(2), 373-397 (the exponential clocks and their limit).
"""

import math
from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Floats, Integers, Refused, remark

ROUNDS = 200  # Newton's steps; four to twenty are needed, the most where N is just above n
SETTLED = 1e-14  # relative; a step is the square of the one before, so the next would be below any digit there is
LEAST, MOST = 1e-100, 1e100  # of a degree: beyond, sums over 1 / d are no numbers any more


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The inclusion probability of each degree, shapes ``(k,)``; degrees rise."""

    degrees: Floats
    counts: Integers  # how many of the sample have it
    probabilities: Floats  # pi; a weight is N / sum(counts / pi) / pi
    population: float  # N
    moment: float  # t: until then the clocks run; infinite where everybody is in the sample


def inclusion_probabilities(degree_used: Floats, population: float) -> Inclusion:
    """The inclusion probability of each degree under successive sampling from a population of this size.

    Parameters
    ----------
    degree_used : degrees above 0, shape ``(n,)``. NaN is a person who was sampled but whose degree is not known: she
        counts among the n of the design, and those with a degree stand for her.
    population : N, at least n; need not be whole.

    Raises
    ------
    Refused
        ``no_degree``: nobody with a degree; ``degree_not_positive``: a degree that is not above 0;
        ``population_below_sample``: N below n.

    References
    ----------
    Gile (2011); Rosen (1972), see ``points``.
    """
    n, (degrees, counts) = len(degree_used), _classes(degree_used)
    if not (isinstance(population, int | float | np.number) and math.isfinite(population)) or population < n:
        raise Refused(
            remark("population_below_sample",
                   "The population is said to be %(population)s, but %(n)s people are in the sample.",
                   population=population, n=n)
        )  # fmt: skip
    known = int(counts.sum())
    total = float(population) * known / n  # those with a degree stand for all
    moment = _moment(degrees, counts, total)
    return Inclusion(degrees, counts, -np.expm1(-moment * degrees), float(population), moment)


def _moment(degrees: Floats, counts: Integers, total: float) -> float:
    """The t at which sum(counts / (1 - exp(-t degrees))) is the total.

    What is over n, sum(counts / (exp(t d) - 1)), is a mixture of exponentials in t, and the logarithm of such a mixture
    is convex and falls. So Newton's steps on the logarithm, begun where it is still too high, never step over the
    solution. They begin at sum(counts / d) / (total - n / 2): 1 / (1 - exp(-x)) is above 1 / x + 1 / 2.
    """
    n = float(counts.sum())
    over = total - n
    if over <= 0:
        return math.inf
    moment = float(np.sum(counts / degrees)) / (total - n / 2)
    goal = math.log(over)
    for _ in range(ROUNDS):
        x = np.minimum(moment * degrees, 700.0)  # exp(700) still is a number
        each = counts / np.expm1(x)
        left = float(each.sum())
        slope = -float(np.sum(each * degrees / -np.expm1(-x))) / left
        step = (goal - math.log(left)) / slope
        moment += step
        if abs(step) <= SETTLED * moment:
            return moment
    raise ArithmeticError(f"the moment does not settle for {len(degrees)} degrees and a total of {total!r}")


def successive_sampling_weights(degree_used: Floats, population: float) -> Floats:
    """Weights of successive sampling: 1 / pi, scaled to sum to N; shape ``(n,)``, 0 where the degree is NaN.

    At N = n all weights are N / n; as N grows they go to those of RDS-II.

    Parameters
    ----------
    degree_used, population : see ``inclusion_probabilities``.

    Returns
    -------
    Floats
        People of the population for whom each one stands.

    Raises
    ------
    Refused
        What ``inclusion_probabilities`` refuses.

    References
    ----------
    Gile (2011), see ``points``.
    """
    inclusion = inclusion_probabilities(degree_used, population)
    return _spread(degree_used, inclusion.degrees, inclusion.counts, 1 / inclusion.probabilities, inclusion.population)


def rds2_weights(degree_used: Floats) -> Floats:
    """Weights of RDS-II: 1 / d, scaled to sum to n; shape ``(n,)``, 0 where the degree is NaN.

    Parameters
    ----------
    degree_used : degrees above 0, shape ``(n,)``; NaN where not known.

    Returns
    -------
    Floats
        Weights; a mean of 1 over those in the sample.

    Raises
    ------
    Refused
        ``no_degree``: nobody with a degree; ``degree_not_positive``: a degree that is not above 0.

    References
    ----------
    Volz and Heckathorn (2008), see ``points``.
    """
    degrees, counts = _classes(degree_used)
    return _spread(degree_used, degrees, counts, 1 / degrees, float(len(degree_used)))


def _spread(degree_used: Floats, degrees: Floats, counts: Integers, weight: Floats, total: float) -> Floats:
    """The weight of each degree, scaled, put where each person stands."""
    weight = weight * (total / float(np.sum(counts * weight)))
    known = ~np.isnan(degree_used)
    weights = np.zeros(len(degree_used))
    weights[known] = weight[np.searchsorted(degrees, degree_used[known])]
    return weights


def _classes(degree_used: Floats) -> tuple[Floats, Integers]:
    """The distinct degrees, rising, and how many have each. Sums over them do not depend on the order of persons."""
    known = degree_used[~np.isnan(degree_used)]
    if not len(known):
        raise Refused(remark("no_degree", "No degree is known: there is nothing to weigh by."))
    if not ((known > LEAST) & (known < MOST)).all():
        rows = np.flatnonzero((degree_used <= LEAST) | (degree_used >= MOST))
        raise Refused(
            remark("degree_not_positive", "A degree that is used has to be a number above 0.", rows=rows.tolist())
        )
    degrees, counts = np.unique(known, return_counts=True)
    return degrees, counts.astype(np.int64)
