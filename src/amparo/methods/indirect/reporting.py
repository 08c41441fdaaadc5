"""What a regression answers with: every coefficient with its error, and the share that they imply together.

The share is the weighted mean of P(trait | x) over those who were asked. Its error has two parts: that of the
coefficients, and that other people would have been asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from amparo.methods.estimate import Estimate, Floats, Remark, remark
from amparo.methods.indirect.covariates import LEAST_PER_COEFFICIENT, Turned
from amparo.methods.indirect.mixture import Replicated
from amparo.methods.indirect.spread import MOST_UNDEFINED, Manner, Prevalence, interval, prevalence
from amparo.methods.indirect.weighing import Weighing


@dataclass(frozen=True, slots=True)
class Regression:
    """Coefficients of the trait, in log odds, and the share of the trait that they imply."""

    coefficients: tuple[Estimate, ...]
    prevalence: Prevalence
    log_likelihood: float | None
    n: int
    n_missing: int
    method: str
    control: tuple[
        Estimate, ...
    ] = ()  # of a list: of the harmless items; where the two kinds differ, of who has the trait
    control_without: tuple[Estimate, ...] = ()  # and there of who has it not
    assumptions: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    covariance: Floats | None = field(default=None, repr=False, compare=False)  # (k, k), of ``coefficients``


@dataclass(frozen=True, slots=True)
class Solved:
    """Turned coefficients (p,), their covariance (p, p), and how much each answer moves them (m, p)."""

    coefficients: Floats
    covariance: Floats
    influence: Floats
    log_likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """How a linear predictor becomes a probability, and the slope of it."""

    probability: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


LOGIT = Link(expit, lambda predictor: expit(predictor) * expit(-predictor))
IDENTITY = Link(lambda predictor: predictor, np.ones_like)


def report(
    turned: Turned,
    weighing: Weighing,
    solved: Solved,
    each: Replicated | None,
    manner: Manner,
    *,
    answered: float,
    drawn: Floats | None = None,
    link: Link = LOGIT,
) -> Regression:
    """Turn everything back, and put its error beside it.

    ``each``: turned coefficients of the replicates, whose weights are ``drawn`` (B, m). Where more than a tenth of them
    have no top, the share has an error and the coefficients have none.
    """
    k, parts = len(turned.names), len(solved.coefficients) // len(turned.names)
    back = np.kron(np.eye(parts), turned.back)
    covariance = back @ solved.covariance @ back.T
    whole = None if each is None else np.where(each.topped[:, None], each.coefficients, np.nan) @ back.T
    fine = None if whole is None or each is None else whole[each.topped]
    unsettled = each is not None and (~each.topped).mean() > MOST_UNDEFINED
    if fine is not None:
        shape = (parts * k, parts * k)
        covariance = np.full(shape, np.nan) if unsettled else np.cov(fine, rowvar=False).reshape(shape)
    told = _coefficients(turned.names * parts, back @ solved.coefficients, covariance, whole, weighing, manner)
    weights = weighing.replicates if drawn is None else drawn
    both = None if each is None or weights is None else (each.coefficients, weights)
    share = _implied(turned, weighing, solved, both, manner, answered, link)
    return Regression(
        coefficients=told[:k], prevalence=share, log_likelihood=solved.log_likelihood, n=len(weighing),
        n_missing=manner.n_missing, method=manner.method, control=told[k : 2 * k],
        control_without=told[2 * k : 3 * k], assumptions=share.share.assumptions,
        warnings=(*share.share.warnings, *_weak(weighing, parts * k, each)), covariance=covariance[:k, :k],
    )  # fmt: skip


def _coefficients(
    names: tuple[str, ...],
    values: Floats,
    covariance: Floats,
    replicates: Floats | None,
    weighing: Weighing,
    manner: Manner,
) -> tuple[Estimate, ...]:
    """Each coefficient with its interval."""
    told = []
    for place, name in enumerate(names):
        value, se = float(values[place]), float(np.sqrt(covariance[place, place]))
        own = None if replicates is None else replicates[:, place]
        known = None if np.isnan(se) else se
        fine = None if own is None else own[np.isfinite(own)]
        told.append(
            Estimate(
                name=name, value=value, interval=interval(value, known, fine, kind=manner.kind, level=manner.level),
                n=len(weighing),
                method=manner.method, se=known, seed=manner.seed, replicates=own, drawn_from=weighing.drawn_from,
            )
        )  # fmt: skip
    return tuple(told)


def _implied(
    turned: Turned,
    weighing: Weighing,
    solved: Solved,
    replicated: tuple[Floats, Floats] | None,
    manner: Manner,
    answered: float,
    link: Link,
) -> Prevalence:
    """The weighted mean of P(trait | x)."""
    k, w = len(turned.names), weighing.weights / weighing.weights.sum()
    predictor = turned.turned @ solved.coefficients[:k]
    chances = link.probability(predictor)
    share = float(w @ chances)
    pull = (w * link.slope(predictor)) @ turned.turned
    others = None
    if replicated is not None:
        each, drawn = replicated
        likely = link.probability(each[:, :k] @ turned.turned.T)
        sums = drawn.sum(axis=1)
        others = np.divide((likely * drawn).sum(axis=1), sums, out=np.full(len(sums), np.nan), where=sums > 0)
    return prevalence(
        share, weighing, manner, answered=answered, replicates=others,
        influence=w * (chances - share) + solved.influence[:, :k] @ pull,
    )  # fmt: skip


def _weak(weighing: Weighing, coefficients: int, each: Replicated | None) -> list[Remark]:
    """Too few answers for so many coefficients; too many replicates in which they run away."""
    said = []
    if weighing.effective < LEAST_PER_COEFFICIENT * coefficients:
        said.append(
            remark(
                "thin", "%(n)s answers are few for %(k)s coefficients: they lean away from zero.",
                n=f"{weighing.effective:.0f}", k=coefficients,
            )
        )  # fmt: skip
    if each is not None and (away := int((~each.topped).sum())):
        said.append(
            remark(
                "coefficients_run_away",
                "In %(away)s of %(all)s replicates coefficients have no value, because nobody or everybody of a group "
                "seems to have the trait. They were left out of the errors; of more than a tenth no error is told.",
                away=away, all=len(each.topped),
            )
        )  # fmt: skip
    return said
