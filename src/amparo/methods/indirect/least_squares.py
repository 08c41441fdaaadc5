"""A list by least squares: first the harmless items of the untreated, then what the treated count more.

Both steps minimise a weighted sum of squares of y - J h(xψ) over the untreated and of y - J h(xψ) - g(xδ) over the
treated. The two sets of normal equations are one system; its sandwich gives the error of the second step with that of
the first in it (Newey 1984). The minimum of each step is sought by Gauss's and Newton's steps, halved until the sum
falls.
"""

from typing import Any

import numpy as np

from amparo.methods.chance import compiled
from amparo.methods.estimate import Floats, Refused, remark
from amparo.methods.indirect.covariates import Turned
from amparo.methods.indirect.lists import Counts
from amparo.methods.indirect.mixture import Replicated
from amparo.methods.indirect.reporting import Solved
from amparo.methods.indirect.weighing import Weighing

MOST_STEPS = 200
LONGEST_STEP = 3.0  # in logits
SETTLED = 1e-12  # of the sum of squares: what another step would take away
FLAT = 1e-7  # of the curvature of one answer, at the lowest: a coefficient that runs away leaves none


@compiled
def _square(x: Any, y: Any, w: Any, height: float, par: Any) -> Any:
    """Sum of squares of y - height / (1 + exp(-x par)); its slope, and Gauss's curvature."""
    m, k = x.shape
    total, slope, bend = 0.0, np.zeros(k), np.zeros((k, k))
    for i in range(m):
        if w[i] == 0.0:
            continue
        eta = 0.0
        for j in range(k):
            eta += x[i, j] * par[j]
        share = 1.0 / (1.0 + np.exp(-eta)) if eta > -700.0 else 0.0
        rest, tilt = y[i] - height * share, height * share * (1.0 - share)
        total += w[i] * rest * rest
        for j in range(k):
            slope[j] += w[i] * rest * tilt * x[i, j]
            for l in range(k):  # noqa: E741
                bend[j, l] += w[i] * tilt * tilt * x[i, j] * x[i, l]
    return total, slope, bend


@compiled
def _descend(x: Any, y: Any, w: Any, height: float, begin: Any) -> Any:
    """The coefficients of the least sum of squares, and whether it is a minimum or only flat."""
    par = begin.copy()
    total, slope, bend = _square(x, y, w, height, par)
    for _ in range(MOST_STEPS):
        roots, ways = np.linalg.eigh(bend)
        step = ways @ ((ways.T @ slope) / np.maximum(roots, 1e-10 * roots.max() + 1e-300))
        if (slope * step).sum() < SETTLED * (total + 1e-12):
            return par, roots.min() > FLAT * w.sum()
        step *= min(1.0, LONGEST_STEP / np.abs(step).max())
        moved = False
        for _half in range(30):
            after, slope_after, bend_after = _square(x, y, w, height, par + step)
            if after < total:
                par, total, slope, bend, moved = par + step, after, slope_after, bend_after, True
                break
            step *= 0.5
        if not moved:
            return par, roots.min() > FLAT * w.sum()
    return par, False


@compiled
def _both(x: Any, y: Any, treated: Any, w: Any, items: int, begin: Any) -> Any:
    """Both steps: coefficients of the trait, then of the items; and whether both are a minimum."""
    m, k = x.shape
    rest, mine = np.empty(m), np.empty(m)
    for i in range(m):
        mine[i] = 0.0 if treated[i] else w[i]
    items_par, found = _descend(x, y, mine, float(items), begin[k:])
    for i in range(m):
        eta = 0.0
        for j in range(k):
            eta += x[i, j] * items_par[j]
        rest[i] = y[i] - items / (1.0 + np.exp(-eta))
        mine[i] = w[i] if treated[i] else 0.0
    trait_par, found_too = _descend(x, rest, mine, 1.0, begin[:k])
    return np.concatenate((trait_par, items_par)), found and found_too


@compiled
def _both_each(x: Any, y: Any, treated: Any, weights: Any, items: int, begin: Any) -> Any:
    """Both steps under each row of weights: coefficients, NaN where nobody counts, and whether they are a minimum."""
    out, found = np.full((len(weights), len(begin)), np.nan), np.zeros(len(weights), np.bool_)
    for b in range(len(weights)):
        scale = weights[b].sum()
        if scale > 0:
            out[b], found[b] = _both(x, y, treated, weights[b] * (len(x) / scale), items, begin)
    return out, found


def two_steps_each(turned: Turned, weights: Floats, told: Counts, begin: Floats) -> Replicated:
    """Turned coefficients of both steps under each row of weights, (B, 2k)."""
    return Replicated(*_both_each(turned.turned, told.counts, told.treated, weights, told.items, begin))


def fit_two_steps(turned: Turned, weighing: Weighing, told: Counts, begin: Floats) -> Solved:
    """Turned coefficients of the trait and of the items, (2k,), with the sandwich of both steps."""
    x, w, j = turned.turned, weighing.weights, told.items
    par, found = _both(x, told.counts, told.treated, w, j, begin)
    if not found:
        raise Refused(
            remark(
                "no_minimum",
                "Least squares finds no minimum here: in some group nobody, or everybody, seems to have the trait or "
                "the items.",
            )
        )
    k = len(turned.names)
    with np.errstate(over="ignore"):
        trait, true = 1 / (1 + np.exp(-x @ par[:k])), 1 / (1 + np.exp(-x @ par[k:]))
    slope_trait = (trait * (1 - trait))[:, None] * x
    slope_items = (j * true * (1 - true))[:, None] * x
    on, off = told.treated[:, None] * w[:, None], ~told.treated[:, None] * w[:, None]
    scores = np.hstack(
        [
            on * slope_trait * (told.counts - j * true - trait)[:, None],
            off * slope_items * (told.counts - j * true)[:, None],
        ]
    )
    bend = np.block(
        [
            [(on * slope_trait).T @ slope_trait, (on * slope_trait).T @ slope_items],
            [np.zeros((k, k)), (off * slope_items).T @ slope_items],
        ]
    )
    influence = scores @ np.linalg.inv(bend).T
    return Solved(par, influence.T @ influence, influence)


def _design(turned: Turned, told: Counts) -> Floats:
    """The columns of both lines: those of the trait count for the treated only."""
    return np.hstack([told.treated[:, None] * turned.turned, turned.turned])


def fit_lines(turned: Turned, weighing: Weighing, told: Counts) -> Solved:
    """Both lines by least squares, with the variance HC2: without covariates it is Welch's."""
    z, w = _design(turned, told), weighing.weights
    inverse = np.linalg.inv((z * w[:, None]).T @ z)
    par = inverse @ ((z * w[:, None]).T @ told.counts)
    leverage = w * np.einsum("ij,jk,ik->i", z, inverse, z)
    rest = (told.counts - z @ par) * w / np.sqrt(np.maximum(1 - leverage, 1e-12))
    influence = (z * rest[:, None]) @ inverse
    return Solved(par, influence.T @ influence, influence)


def lines_each(turned: Turned, weights: Floats, told: Counts) -> Replicated:
    """Both lines under each row of weights, (B, 2k); NaN where a half cannot bear the columns."""
    z = _design(turned, told)
    out = np.full((len(weights), z.shape[1]), np.nan)
    bends = np.einsum("bi,ij,ik->bjk", weights, z, z, optimize=True)
    sides = weights @ (z * told.counts[:, None])
    fine = np.linalg.cond(bends) < 1e10
    out[fine] = np.linalg.solve(bends[fine], sides[fine][:, :, None])[:, :, 0]
    return Replicated(out, fine)
