"""Do people bring their own kind, and who knows, or brings, more: what bends a sample of recruits.

Three things are told apart. Recruitment homophily: recruits are of their recruiter's group more often than if recruits
were dealt out by lot. Population homophily: ties within a group are rarer or more common than if ties had no regard for
it; it needs what recruits tell of whom a person knows, and weights. Differential activity: one group knows more people.

All are 1 where nothing is bent. Homophily alone makes estimates less certain, not wrong. Differential activity is what
the weights correct. A group that brings fewer people than others is corrected by nothing but RDS-I.

References
----------
Gile, K. J., Johnston, L. G. and Salganik, M. J. (2015). Diagnostics for respondent-driven sampling. J. R. Statist.
    Soc. A 178(1), 241-269.
Gile, K. J. and Handcock, M. S. (2010). Respondent-driven sampling: an assessment of current methodology. Sociological
    Methodology 40, 285-327 (what homophily and differential activity do to estimates).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.estimate import Floats, Remark, remark
from amparo.methods.hidden import gates
from amparo.methods.hidden.chain import transitions
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import weights_of

UNEVEN = 2.0  # one group brings more than twice as many as another: recruitment is not like a draw any more


@dataclass(frozen=True, slots=True)
class Homophily:
    """One figure for all groups, and one for each; NaN where nobody could tell."""

    labels: tuple[str, ...]
    overall: float
    groups: Floats  # (g,)


def recruitment_homophily(sample: Sample, outcome: Outcome | Sequence[Any]) -> Homophily:
    """Recruitments within groups over those that would be within if recruits were dealt out by lot.

    overall = sum of C_gg / sum of C_g. C_.g / C_.., and of one group C_gg C_.. / (C_g. C_.g); C are the transitions.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.

    Raises
    ------
    Refused
        What ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``homophily``.
    """
    moved = transitions(sample, outcome)
    out, into = moved.counts.sum(axis=1), moved.counts.sum(axis=0)
    by_lot = out * into / moved.n if moved.n else np.full(len(out), np.nan)
    within = np.diag(moved.counts)
    with np.errstate(invalid="ignore", divide="ignore"):
        groups = np.where(by_lot > 0, within / by_lot, np.nan)
    total = float(by_lot.sum())
    return Homophily(moved.labels, float(within.sum()) / total if total > 0 else math.nan, groups)


def population_homophily(
    sample: Sample, outcome: Outcome | Sequence[Any], *, method: str | None = None, population: float | None = None
) -> Homophily:
    """Ties across the border of each group: how many there would be without regard for it, over how many there are.

    Over those who brought somebody whose group is known: the ties of each across the border are her degree times the
    share of her recruits on the other side. With p the share of the group, D1 and D0 the mean degrees inside and
    outside, D the mean degree of all, and s the mean number of ties across, all weighted and over the same people,
    H = 2 p (1 - p) D1 D0 / (s D). Above 1 ties keep to their own kind. ``overall`` is the figure of a split into two,
    and NaN for more groups.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.
    method, population : the weights, see ``estimate_shares``.

    Raises
    ------
    Refused
        What ``weights_of`` refuses; what ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile and Handcock (2010); Gile, Johnston and Salganik (2015), see ``homophily``.
    """
    groups = coded(outcome, len(sample))
    weights = weights_of(sample, method=method, population=population)
    each = np.array([_across(sample, groups.codes, weights, code) for code in range(len(groups.labels))])
    return Homophily(groups.labels, float(each[0]) if len(each) == 2 else math.nan, each)


def _across(sample: Sample, codes: Any, weights: Floats, code: int) -> float:
    """H of one group against all others."""
    n, degree = len(sample), np.nan_to_num(sample.degree_used)
    known, inside = codes >= 0, codes == code
    brought = np.flatnonzero((sample.recruiter >= 0) & known)
    by = sample.recruiter[brought]
    told = np.bincount(by, minlength=n)
    brought_inside = np.bincount(by, weights=inside[brought].astype(float), minlength=n)
    used = known & (told > 0) & (weights > 0)
    other = np.where(inside, told - brought_inside, brought_inside) / np.maximum(told, 1)
    weights = weights * used
    p = _mean(inside.astype(float), weights)
    one, zero = _mean(degree, weights * inside), _mean(degree, weights * ~inside)
    ties, every = _mean(degree * other, weights), _mean(degree, weights)
    return 2 * p * (1 - p) * one * zero / (ties * every) if ties > 0 and every > 0 else math.nan


def _mean(values: Floats, weights: Floats) -> float:
    total = math.fsum(weights.tolist())
    return math.fsum((values * weights).tolist()) / total if total > 0 else math.nan


@dataclass(frozen=True, slots=True)
class Activity:
    """How many people each group knows, beside all who are not of it."""

    labels: tuple[str, ...]
    mean_degree: Floats  # (g,): weighted, so of the population
    ratio: Floats  # (g,): to the mean degree of all others; NaN for a group alone
    warnings: tuple[Remark, ...] = ()


def differential_activity(
    sample: Sample, outcome: Outcome | Sequence[Any], *, method: str | None = None, population: float | None = None
) -> Activity:
    """The mean degree of each group over that of all others, weighted; 1 where all know as many.

    Of two groups the second ratio is one over the first. A group of fewer than five people has no figure, and where
    there is one such group alone the smallest of the others has none either.

    Parameters
    ----------
    sample, outcome, method, population : see ``estimate_shares``; RDS-I has no weights of persons and is refused.

    Raises
    ------
    Refused
        What ``weights_of`` refuses; what ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile and Handcock (2010), see ``homophily``.
    """
    groups = coded(outcome, len(sample))
    weights = weights_of(sample, method=method, population=population)
    degree, codes = np.nan_to_num(sample.degree_used), groups.codes
    mean, rest = [], []
    for code in range(len(groups.labels)):
        mean.append(_mean(degree, weights * (codes == code)))
        rest.append(_mean(degree, weights * ((codes >= 0) & (codes != code))))
    inside, outside = np.array(mean), np.array(rest)
    said = _told_of_few(groups, (codes >= 0) & (weights > 0), inside, outside)
    return Activity(groups.labels, inside, inside / outside, said)


def _told_of_few(groups: Outcome, used: Any, *figures: Floats) -> tuple[Remark, ...]:
    """Empty the figures of groups that are too small to be told, and say it."""
    counts = np.bincount(groups.codes[used], minlength=len(groups.labels)).astype(np.int64)
    out = gates.withheld(groups.labels, counts, math.inf)
    for figure in figures:
        figure[[label in out for label in groups.labels]] = np.nan
    if not out:
        return ()
    return (remark("groups_withheld", "Not told, because it would tell of fewer than 5 people: %(groups)s.",
                   groups=", ".join(out)),)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Effectiveness:
    """How many each group brought; whoever got no coupons is counted too, for nobody says who did."""

    labels: tuple[str, ...]
    mean_recruits: Floats  # (g,)
    share_without: Floats  # (g,): of the group, who brought nobody
    warnings: tuple[Remark, ...] = ()


def recruitment_effectiveness(sample: Sample, outcome: Outcome | Sequence[Any]) -> Effectiveness:
    """Mean recruits of each group, and the share of it that brought nobody.

    Warns where one group brings more than twice as many as another: RDS-II and successive sampling take recruiters of
    all groups for alike. Of a group of fewer than five people there is no figure.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.

    Raises
    ------
    Refused
        What ``categories`` refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``homophily``.
    """
    groups = coded(outcome, len(sample))
    size = len(groups.labels)
    known = groups.known
    people = np.maximum(np.bincount(groups.codes[known], minlength=size), 1)
    brought = np.bincount(groups.codes[known], weights=sample.recruits[known].astype(float), minlength=size)
    nobody = np.bincount(groups.codes[known & (sample.recruits == 0)], minlength=size)
    mean = brought / people
    said = []
    if size > 1 and mean.max() > UNEVEN * mean.min():
        said.append(
            remark("uneven_recruitment", "%(more)s brings more than twice as many people as %(less)s.",
                   more=groups.labels[int(mean.argmax())], less=groups.labels[int(mean.argmin())])
        )  # fmt: skip
    none = nobody / people
    said += _told_of_few(groups, known, mean, none)
    return Effectiveness(groups.labels, mean, none, tuple(said))
