"""The likelihood that all indirect questions share: with the trait one distribution of answers, without it another.

Of person i with covariates x_i an answer has the probability

    g_i c_i(1) + (1 - g_i) c_i(0),      g_i = 1 / (1 + exp(-x_i β)),

with c(1) and c(0) the probability of this very answer with the trait and without it. In a randomised response both are
known numbers. In a list both are binomial, of J items each true with probability h_i = 1 / (1 + exp(-x_i ψ)), where ψ
is one for all (``blocks`` = 1), or one of those with the trait and another of those without (``blocks`` = 2).

Method: Newton's steps with the exact second derivatives, halved until the likelihood rises; where it is not concave, a
direction of the wrong sign is walked with its sign turned. With q_i the probability of the trait after the answer, the
derivative by x_i β is q_i - g_i, and the second derivative q_i (1 - q_i) - g_i (1 - g_i). It ends at the same place
as the EM algorithm, in a tenth of the steps, and the curvature of the last step is the observed information.

References
----------
Imai, K. (2011). Multivariate regression analysis for the item count technique. J. Am. Statist. Assoc. 106, 407-416.
Blair, G. and Imai, K. (2012). Statistical analysis of list experiments. Political Analysis 20, 47-77.
Blair, G., Imai, K. and Zhou, Y.-Y. (2015). Design and analysis of the randomized response technique. J. Am. Statist.
    Assoc. 110, 1304-1319.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amparo.methods.chance import compiled
from amparo.methods.estimate import Floats

MOST_STEPS = 100
LONGEST_STEP = 3.0  # in logits: beyond it the quadratic is not to be trusted
SETTLED = 1e-10  # of twice the log-likelihood that a further step would gain
FLAT = 1e-6  # of the information of one answer a coefficient is left with: its likelihood has no top
FOUND, AT_EDGE, LOST = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, ready for the likelihood.

    ``base`` (m, 2): log of the known part of c(1) and c(0), minus infinity where that answer cannot be.
    ``counts`` (m, 2): how many of the harmless items are true, if the trait is there and if it is not.
    """

    base: Floats = field(repr=False)
    counts: Floats = field(repr=False)
    items: int = 0
    blocks: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the likelihood is highest, in turned coefficients (p,), and how it bends there."""

    coefficients: Floats = field(repr=False)
    log_likelihood: float
    information: Floats = field(repr=False)  # (p, p)
    scores: Floats = field(repr=False)  # (m, p) of each answer, times its weight
    state: int


@dataclass(frozen=True, slots=True)
class Replicated:
    """Turned coefficients in each replicate (B, p), NaN where there is no answer; and whether they are a top (B,).

    At an edge, where nobody of a group has the trait, they are where the climb became flat: the share that follows from
    them is known, and they themselves are only far away.
    """

    coefficients: Floats = field(repr=False)
    topped: NDArray[np.bool_] = field(repr=False)


@compiled
def _softplus(x: Any) -> Any:
    """log(1 + exp(x)), where exp(x) is too large too."""
    return max(x, 0.0) + np.log1p(np.exp(-abs(x)))


@compiled
def _terms(x: Any, w: Any, base: Any, counts: Any, items: int, blocks: int, par: Any, each: Any) -> Any:
    """Log-likelihood, slope (p,), minus the curvature (p, p); ``each`` (m, 1 + blocks) is filled with the scores."""
    m, k = x.shape
    parts = 1 + blocks
    slope, bend, small = np.zeros(parts * k), np.zeros((parts * k, parts * k)), np.zeros((parts, parts))
    total = 0.0
    for i in range(m):
        if w[i] == 0.0:
            each[i, :] = 0.0
            continue
        eta, with_trait, without = 0.0, 0.0, 0.0
        for j in range(k):
            eta += x[i, j] * par[j]
            if blocks > 0:
                with_trait += x[i, j] * par[k + j]
            if blocks > 1:
                without += x[i, j] * par[2 * k + j]
        if blocks == 1:
            without = with_trait
        total += w[i] * _one(i, eta, with_trait, without, base, counts, items, blocks, each, small)
        for a in range(parts):
            for j in range(k):
                slope[a * k + j] += w[i] * each[i, a] * x[i, j]
            for b in range(a, parts):
                for j in range(k):
                    part = w[i] * small[a, b] * x[i, j]
                    for l in range(j if a == b else 0, k):  # noqa: E741
                        bend[a * k + j, b * k + l] -= part * x[i, l]
        for a in range(parts):
            each[i, a] *= w[i]
    for a in range(parts * k):
        for b in range(a):
            bend[a, b] = bend[b, a]
    return total, slope, bend


@compiled
def _one(
    i: int, eta: Any, with_trait: Any, without: Any, base: Any, counts: Any, items: int, blocks: int, each: Any,
    small: Any,
) -> Any:  # fmt: skip
    """The log-likelihood of one answer; its score and second derivatives by its linear predictors are filled in."""
    above = _softplus(eta)
    g = np.exp(eta - above)
    yes, no, true_1, true_0 = base[i, 0] + eta - above, base[i, 1] - above, 0.0, 0.0
    if blocks > 0:
        rise = _softplus(with_trait)
        true_1 = true_0 = np.exp(with_trait - rise)
        yes += counts[i, 0] * with_trait - items * rise
        if blocks > 1:
            rise = _softplus(without)
            true_0 = np.exp(without - rise)
        no += counts[i, 1] * without - items * rise
    top = max(yes, no)
    value = top + np.log1p(np.exp(min(yes, no) - top))
    q = np.exp(yes - value)
    both = q * (1 - q)
    each[i, 0] = q - g
    small[0, 0] = both - g * (1 - g)
    if blocks == 0:
        return value
    rest_1, rest_0 = counts[i, 0] - items * true_1, counts[i, 1] - items * true_0
    if blocks == 1:
        each[i, 1] = q * rest_1 + (1 - q) * rest_0
        small[0, 1] = both * (rest_1 - rest_0)
        small[1, 1] = both * (rest_1 - rest_0) ** 2 - items * true_1 * (1 - true_1)
    else:
        each[i, 1], each[i, 2] = q * rest_1, (1 - q) * rest_0
        small[0, 1], small[0, 2], small[1, 2] = both * rest_1, -both * rest_0, -both * rest_1 * rest_0
        small[1, 1] = both * rest_1**2 - q * items * true_1 * (1 - true_1)
        small[2, 2] = both * rest_0**2 - (1 - q) * items * true_0 * (1 - true_0)
    return value


@compiled
def _climb(x: Any, w: Any, base: Any, counts: Any, items: int, blocks: int, begin: Any) -> Any:
    """From a beginning to the top: coefficients, log-likelihood, information, scores, and how it ended."""
    par, state = begin.copy(), LOST
    each = np.zeros((len(x), 1 + blocks))
    value, slope, bend = _terms(x, w, base, counts, items, blocks, par, each)
    for _ in range(MOST_STEPS):
        roots, ways = np.linalg.eigh(bend)
        size = np.maximum(np.abs(roots), 1e-12 * np.abs(roots).max() + 1e-300)
        step = ways @ ((ways.T @ slope) / size)
        gain = (slope * step).sum()
        if gain < SETTLED:
            state = FOUND if roots.min() > FLAT * w.sum() else AT_EDGE
            break
        step *= min(1.0, LONGEST_STEP / np.abs(step).max())
        moved = False
        for _half in range(40):
            after, slope_after, bend_after = _terms(x, w, base, counts, items, blocks, par + step, each)
            if after >= value + 1e-4 * (slope * step).sum() or (after > value and gain < 1e-6):
                par, value, slope, bend, moved = par + step, after, slope_after, bend_after, True
                break
            step *= 0.5
        if not moved:  # what is left to gain is below what a sum of floats can tell
            state = (FOUND if roots.min() > FLAT * w.sum() else AT_EDGE) if gain < 1e-5 else LOST
            break
    _terms(x, w, base, counts, items, blocks, par, each)
    return par, value, bend, each, state


@compiled
def _climb_each(x: Any, weights: Any, base: Any, counts: Any, items: int, blocks: int, begin: Any) -> Any:
    """Under each row of weights the coefficients (B, p), NaN where the way was lost, and is there a top (B,)."""
    out, topped = np.full((len(weights), len(begin)), np.nan), np.zeros(len(weights), np.bool_)
    for b in range(len(weights)):
        scale = weights[b].sum()
        if scale > 0:
            par, _value, _bend, _each, state = _climb(
                x, weights[b] * (len(x) / scale), base, counts, items, blocks, begin
            )
            if state != LOST:
                out[b], topped[b] = par, state == FOUND
    return out, topped


def fit(x: Floats, weights: Floats, answers: Answers, begins: Floats) -> Fit:
    """The highest top that is reached from any of the beginnings (s, p).

    ``x`` (m, k) turned covariates, ``weights`` (m,) of mean 1.
    """
    best = None
    for begin in begins:
        par, value, bend, each, state = _climb(
            x, weights, answers.base, answers.counts, answers.items, answers.blocks, begin
        )
        rank = (-state, value)
        if best is None or rank > best[0]:
            scores = (each[:, :, None] * x[:, None, :]).reshape(len(x), -1)
            best = rank, Fit(par, float(value), bend, scores, int(state))
    if best is None:
        raise ValueError("begins: there is none")
    return best[1]


def fit_each(x: Floats, weights: Floats, answers: Answers, begin: Floats) -> Replicated:
    """The turned coefficients under each row of weights (B, m)."""
    return Replicated(
        *_climb_each(x, weights, answers.base, answers.counts, answers.items, answers.blocks, begin)
    )  # fmt: skip
