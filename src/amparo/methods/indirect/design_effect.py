"""Does the sensitive item change how the others are counted? A test of the assumption that a list stands on.

Question: is there any population of people in which these two tables of counts could arise, if the item did nothing?

Method: with F₀ and F₁ the cumulative shares of the counts of the untreated and of the treated,

    P(y harmless items and the trait)    = F₀(y) - F₁(y),
    P(y harmless items and not the trait) = F₁(y) - F₀(y - 1),

and none of them can be negative. For each of the two families the distance of the estimates from the nearest set of
shares that are not negative, measured by their covariance, is compared with a mixture of chi-squares, whose weights
are the chances that so many of the inequalities bind. Inequalities that are far from binding (more than √ln n standard
errors above zero) are left out first: they would only make the test blind (generalised moment selection). The smaller
of the two p-values is doubled (Bonferroni).

It breaks in the other direction too: that no effect is seen does not prove that there is none; an item that makes
people count both more and less can hide from it.

The distance from zero that decides which inequalities are left out is measured in standard errors here. The package
``list`` for R measures it by the spread of the estimates among each other, and so leaves out whatever is positive: of
the race list it keeps one inequality of three and gives p = 0.044, where the three give 0.15.

References
----------
Blair, G. and Imai, K. (2012). Statistical analysis of list experiments. Political Analysis 20, 47-77, section 3.
Andrews, D. W. K. and Soares, G. (2010). Inference for parameters defined by moment inequalities using generalized
    moment selection. Econometrica 78, 119-157.
Kudo, A. (1963). A multivariate analogue of the one-sided test. Biometrika 50, 403-418.
Shapiro, A. (1988). Towards a unified theory of inequality constrained testing in multivariate analysis. Int. Statist.
    Rev. 56, 49-62.
"""

import math
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincc
from scipy.stats import multivariate_normal

from amparo.methods.estimate import Floats, Integers, Refused, Remark, remark
from amparo.methods.indirect.lists import Counts, read_list
from amparo.methods.indirect.spread import settled
from amparo.methods.indirect.weighing import Weighing

MOST_ITEMS = 6  # of a list that is tested: the weights of more need integrals over more than six dimensions
ALARM = 0.05
CERTAIN = 1e-9  # a standard error below it: that share is 0 or 1 in every sample like this


@dataclass(frozen=True, slots=True)
class JointShare:
    """The share of people with ``items`` harmless items and with or without the trait."""

    items: int
    trait: bool
    value: float
    se: float
    kept: bool  # is it near enough to zero to take part in the test


@dataclass(frozen=True, slots=True)
class DesignEffectTest:
    """Whether the counts contradict a list that works."""

    shares: tuple[JointShare, ...]
    p: float  # Bonferroni's, of both families
    p_trait: float
    p_none: float
    n: int
    method: str
    warnings: tuple[Remark, ...] = ()
    covariance: Floats | None = field(default=None, repr=False, compare=False)  # (k, k), of ``shares``


def design_effect_test(
    counts: ArrayLike, treated: ArrayLike, *, items: int, select: bool = True, weights: ArrayLike | None = None,
    replicate_weights: ArrayLike | None = None,
) -> DesignEffectTest:  # fmt: skip
    """Did the sensitive item change how the others were counted?

    Parameters
    ----------
    counts, treated, items, weights, replicate_weights : as in ``list_prevalence``; at most six items.
    select : leave out inequalities that are far from binding (generalised moment selection).

    Returns
    -------
    DesignEffectTest
        ``p`` small: the counts contradict the list. Shares in the order 0 … J with the trait, 0 … J without.

    Raises
    ------
    Refused
        ``too_many_items``: more than six; and as ``list_prevalence``.

    References
    ----------
    Blair and Imai (2012), section 3; Andrews and Soares (2010), see ``design_effect``.
    """
    told, weighing = read_list(counts, treated, items=items, weights=weights, replicate_weights=replicate_weights)
    if items > MOST_ITEMS:
        raise Refused(remark("too_many_items", "The test is for at most %(most)s items.", most=MOST_ITEMS))
    values, covariance = _estimated(told, weighing)
    return judged(
        values, covariance, items=items, select=select, effective=weighing.effective, n=len(weighing),
        warnings=weighing.warnings,
    )  # fmt: skip


def judged(
    values: Floats, covariance: Floats, *, items: int, effective: float, n: int, select: bool = True,
    warnings: tuple[Remark, ...] = (),
) -> DesignEffectTest:  # fmt: skip
    """The test, from joint shares (2J + 2,) and their covariance, however they were found."""
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    near = math.sqrt(math.log(max(effective, 2.0))) if select else math.inf
    kept = (errors > CERTAIN) & (values <= near * errors)
    kept[[items, items + 1]] = False  # all items and the trait, and no item and not the trait: never below 0
    families = np.arange(items + 1), np.arange(items + 1, 2 * items + 2)
    trait, none = (_chance(values, covariance, _apart(values, covariance, each[kept[each]])) for each in families)
    p = min(1.0, 2 * min(trait, none))
    shares = tuple(
        JointShare(place % (items + 1), place <= items, float(value), float(error), bool(near_zero))
        for place, (value, error, near_zero) in enumerate(zip(values, errors, kept, strict=True))
    )
    method = "Blair and Imai, moment selection" if select else "Blair and Imai"
    return DesignEffectTest(shares, p, trait, none, n, method, (*warnings, *_alarm(p)), covariance)


def _alarm(p: float) -> tuple[Remark, ...]:
    """What has to be said of a small p."""
    if p >= ALARM:
        return ()
    return (
        remark(
            "design_effect",
            "The counts contradict the list (p = %(p)s): the item seems to change how the others are counted.",
            p=f"{p:.3f}",
        ),
    )


def _estimated(told: Counts, weighing: Weighing) -> tuple[Floats, Floats]:
    """The joint shares (2J + 2,) and their covariance."""
    values = _joint(weighing.weights[None, :], told)[0]
    if weighing.replicates is None:
        influence = _influence(weighing.weights, told)
        return values, influence @ influence.T
    return values, np.cov(settled(_joint(weighing.replicates, told)), rowvar=False)


def _indicators(told: Counts) -> tuple[Floats, Floats]:
    """For each share what a treated and what an untreated answer add to it, (2J + 2, m) each."""
    y, reached = told.counts, np.arange(told.items + 1)[:, None]
    up_to, below = (y <= reached).astype(float), (y <= reached - 1).astype(float)
    return np.vstack([-up_to, up_to]), np.vstack([up_to, -below])


def _joint(weights: Floats, told: Counts) -> Floats:
    """The joint shares under each row of weights, (B, 2J + 2); NaN where a half is empty."""
    total = np.zeros((len(weights), 2 * told.items + 2))
    for mine, adds in zip((told.treated, ~told.treated), _indicators(told), strict=True):
        sums = weights[:, mine].sum(axis=1, keepdims=True)
        total += np.divide(
            weights[:, mine] @ adds[:, mine].T, sums, out=np.full((len(weights), len(adds)), np.nan), where=sums > 0
        )
    return total


def _influence(weights: Floats, told: Counts) -> Floats:
    """How much each answer moves each share, (2J + 2, m)."""
    moved = np.zeros((2 * told.items + 2, len(weights)))
    for mine, adds in zip((told.treated, ~told.treated), _indicators(told), strict=True):
        w = weights[mine] / weights[mine].sum()
        moved[:, mine] = w * (adds[:, mine] - (adds[:, mine] @ w)[:, None])
    return moved


def _apart(values: Floats, covariance: Floats, kept: Integers) -> Integers:
    """Those that are not told by others, the lowest first: where nobody counted two, "up to one" says "up to two"."""
    chosen: list[int] = []
    for each in sorted(kept.tolist(), key=lambda place: values[place] / math.sqrt(covariance[place, place])):
        left = covariance[each, each]
        if chosen:
            across = covariance[chosen, each]
            left = left - across @ np.linalg.solve(covariance[np.ix_(chosen, chosen)], across)
        if left > CERTAIN * covariance[each, each]:
            chosen.append(each)
    return np.array(sorted(chosen), dtype=np.int64)


def _chance(values: Floats, covariance: Floats, kept: Integers) -> float:
    """P(a distance as large or larger), where the truth lies on every edge that was kept."""
    if not len(kept) or values[kept].min() >= 0:
        return 1.0
    own = covariance[np.ix_(kept, kept)]
    distance = distance_from_positive(values[kept], own)
    weights = binding_chances(own)
    return float(sum(each * _beyond(distance, k) for k, each in enumerate(weights)))


def _beyond(distance: float, freedom: int) -> float:
    """P(χ² ≥ distance); of no degree of freedom it is always 0."""
    return float(gammaincc(freedom / 2, distance / 2)) if freedom else float(distance <= 0)


def distance_from_positive(values: Floats, covariance: Floats) -> float:
    """min (v - μ)' V⁻¹ (v - μ) over μ ≥ 0: every set of edges is tried, which is exact for so few."""
    d = len(values)
    best = math.inf
    for many in range(d + 1):
        for bound in combinations(range(d), many):
            at = list(bound)
            push = -np.linalg.solve(covariance[np.ix_(at, at)], values[at]) if many else np.zeros(0)
            moved = values + covariance[:, at] @ push
            moved[at] = 0.0
            if (push >= 0).all() and (moved >= -1e-12).all():
                best = min(best, float(-values[at] @ push))
    return best


def binding_chances(covariance: Floats) -> Floats:
    """The chance that exactly k of d inequalities bind where a normal vector is projected on them: shape (d + 1,)."""
    d = len(covariance)
    chances = np.zeros(d + 1)
    for many in range(d + 1):
        for bound in combinations(range(d), many):
            at, free = list(bound), [each for each in range(d) if each not in bound]
            inner = np.linalg.inv(covariance[np.ix_(at, at)])
            rest = covariance[np.ix_(free, free)]
            if many and free:
                across = covariance[np.ix_(free, at)]
                rest = rest - across @ inner @ across.T
            chances[many] += _orthant(inner) * _orthant(rest)
    told: Floats = chances / chances.sum()
    return told


def _orthant(covariance: Floats) -> float:
    """The chance that a normal vector of mean 0 has no negative part: closed up to three dimensions."""
    d = len(covariance)
    if d < 2:
        return 0.5**d
    scale = np.sqrt(np.diag(covariance))
    angles = np.arcsin(np.clip(covariance / np.outer(scale, scale), -1, 1))[np.triu_indices(d, 1)]
    if d == 2:
        return float(0.25 + angles[0] / (2 * math.pi))
    if d == 3:
        return float(0.125 + angles.sum() / (4 * math.pi))
    alike = covariance / np.outer(scale, scale)
    return float(
        multivariate_normal.cdf(np.zeros(d), cov=alike, allow_singular=True, abseps=1e-6, rng=np.random.default_rng(0))
    )
