"""Poisson regression with the log link by maximum likelihood: what every log-linear model here rests on.

Newton's method on the log-likelihood, which for the log link is the same as iteratively weighted least squares. The
likelihood is concave, so there is one maximum or none. There is none where the counts that are zero let a coefficient
run off to infinity; ``runs_off`` asks a linear programme whether that is so before anything is fitted, because an
iteration alone cannot tell "slow" from "never".

References
----------
McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed., sections 2.5 and 6.2. Chapman and Hall.
Haberman, S. J. (1974). The Analysis of Frequency Data, theorem 2.2 (when the maximum exists). Univ. of Chicago Press.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.special import gammaln, xlogy

from amparo.methods.estimate import Floats

STEPS = 100  # of Newton's method; from a sensible start it takes four to eight
SETTLED = 1e-8  # relative step at which it has arrived: what is left is its square
HALVINGS = 30  # of one step that overshoots
PULL = 1e-9  # of a coefficient at zero towards more, relative to all counts, below which it stays
ROUNDING = 1e-9  # below it the linear programme's answer is zero


@dataclass(frozen=True, slots=True)
class Fit:
    """The maximum of a Poisson likelihood."""

    coefficients: Floats  # (p,)
    covariance: Floats  # (p, p): the inverse of the information at the maximum
    fitted: Floats  # (cells,)
    deviance: float
    log_likelihood: float  # with the factorials


@dataclass(frozen=True, slots=True)
class Bounded:
    """The maximum where some coefficients may not fall below zero, and the columns that are left in it."""

    fit: Fit
    kept: tuple[int, ...]


def rank(design: Floats) -> int:
    """How many columns of a design say something of their own."""
    return int(np.linalg.matrix_rank(design)) if design.size else 0


def runs_off(design: Floats, counts: Floats, *, above_zero: Sequence[int] = ()) -> bool:
    """Is there a direction in which the likelihood rises for ever?

    It is one along which no cell with a count moves, no empty cell rises, and some empty cell falls without end, while
    the coefficients of the columns ``above_zero`` do not fall.
    """
    empty = counts == 0
    if not empty.any():
        return False
    falling = design[empty]
    answer = linprog(
        falling.sum(axis=0),
        A_ub=np.vstack([falling, -falling]),
        b_ub=np.concatenate([np.zeros(len(falling)), np.ones(len(falling))]),
        A_eq=design[~empty] if (~empty).any() else None,
        b_eq=np.zeros(int((~empty).sum())) if (~empty).any() else None,
        bounds=[(0 if place in above_zero else None, None) for place in range(design.shape[1])],
        method="highs",
    )
    return not answer.success or answer.fun < -ROUNDING


def fit_poisson(design: Floats, counts: Floats, *, start: Floats | None = None) -> Fit:
    """The most likely coefficients of log μ = X β for independent Poisson counts.

    Parameters
    ----------
    design : X, shape ``(cells, p)``, of full rank.
    counts : shape ``(cells,)``, not negative; they need not be whole.
    start : coefficients to begin from.

    Raises
    ------
    ArithmeticError
        It does not settle: the maximum does not exist (``runs_off`` would have said so).
    """
    beta = _first(design, counts) if start is None else start.copy()
    mean = np.exp(design @ beta)
    distance = deviance(counts, mean)
    for _ in range(STEPS):
        step = np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (counts - mean))
        for _ in range(HALVINGS):
            after = np.exp(np.minimum(design @ (beta + step), 700.0))
            fallen = deviance(counts, after)
            if fallen <= distance + 1e-10 * (1 + distance):
                break
            step /= 2
        beta, mean, distance = beta + step, after, fallen
        if np.abs(step).max() <= SETTLED * (1 + np.abs(beta).max()):  # the next would be its square
            return Fit(
                beta, np.linalg.inv(design.T @ (mean[:, None] * design)), mean, distance, log_likelihood(counts, mean)
            )
    raise ArithmeticError("the likelihood has no maximum that can be reached")


def fit_above_zero(design: Floats, counts: Floats, above_zero: Sequence[int], *, free: Sequence[int] = ()) -> Bounded:
    """The same with some coefficients not below zero: they enter where the likelihood asks for it, leave where it errs.

    Parameters
    ----------
    above_zero : columns whose coefficients are 0 or more.
    free : which of them to begin with.
    """
    held = set(above_zero) - set(free)
    for _ in range(4 * len(above_zero) + 4):
        kept = [place for place in range(design.shape[1]) if place not in held]
        fit = fit_poisson(design[:, kept], counts)
        below = [(fit.coefficients[at], place) for at, place in enumerate(kept) if place in above_zero]
        if below and min(below)[0] < 0:
            held.add(min(below)[1])
            continue
        pull = design.T @ (counts - fit.fitted)
        asking = [(pull[place], place) for place in held if pull[place] > PULL * (1 + counts.sum())]
        if not asking:
            return Bounded(fit, tuple(kept))
        held.remove(max(asking)[1])
    raise ArithmeticError("the coefficients go in and out for ever")


def _first(design: Floats, counts: Floats) -> Floats:
    """Least squares on the logarithms of the counts: near enough to begin from."""
    raised = counts + 0.1
    root = np.sqrt(raised)
    return np.asarray(np.linalg.lstsq(design * root[:, None], np.log(raised) * root, rcond=None)[0])


def deviance(counts: Floats, mean: Floats) -> float:
    """Twice what the saturated model has more: 2 Σ (y ln(y/μ) − y + μ)."""
    with np.errstate(divide="ignore"):
        return max(0.0, float(2 * (xlogy(counts, counts) - xlogy(counts, mean) - counts + mean).sum()))


def log_likelihood(counts: Floats, mean: Floats) -> float:
    """The log-likelihood with its factorials: Σ y ln μ − μ − ln y!"""
    return float((xlogy(counts, mean) - mean - gammaln(counts + 1)).sum())
