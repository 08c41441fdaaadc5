"""How far a tree may end from the others by chance, where recruits answer somewhat like who brought them.

Question: trees of thirty never agree. How much of that is chance? Estimand: the variance of the share of one tree.

Method: recruitment as a chain of two states, in the group or not. If somebody of the group brings her own kind with
probability a, and others bring it with probability b, then two people who are d recruitments apart have a correlation
of (a - b)^d. With weights w_i the share of a tree has the variance

    p (1 - p) sum_ij w_i w_j (a - b)^d(i, j) / (sum w_i)^2

The double sum is had in one pass from the last wave up: with A_i the sum of w_j (a - b)^d over whoever stands below i,
it is sum A_i^2 - (a - b)^2 sum A_i^2 over those who have a recruiter. Shares of trees that differ by more than this are
told by Cochran's Q, sum (p_t - p)^2 / V_t, which is chi-square with one degree less than there are trees.

It breaks where a group hardly recruits across at all: then a - b is near 1, and everything is chance. ``crossing``
looks at that by itself.

References
----------
Cochran, W. G. (1954). The combination of estimates from different experiments. Biometrics 10(1), 101-129.
Goel, S. and Salganik, M. J. (2009). Respondent-driven sampling as Markov chain Monte Carlo. Statistics in Medicine
    28(17), 2202-2229 (recruitment as a chain, and its variance on a tree).
"""

import numpy as np
from scipy.special import chdtrc

from amparo.methods.estimate import Floats, Integers
from amparo.methods.hidden.outcome import Outcome
from amparo.methods.hidden.points import rds2_weights
from amparo.methods.hidden.sample import Sample


def likeness(counts: Integers) -> Floats:
    """a - b of each group, ``(g,)``: from 0 (no regard, or less than by lot) to 1 (never across).

    Parameters
    ----------
    counts : recruitments from group to group, ``(g, g)``, see ``transitions``.
    """
    within, out, into, every = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    own = np.divide(within, out, out=np.zeros(len(counts)), where=out > 0)
    others = np.divide(into - within, every - out, out=np.zeros(len(counts)), where=every > out)
    known = (out > 0) & (every > out)
    return np.asarray(np.where(known, np.clip(own - others, 0.0, 1.0), 0.0))


def crossing(counts: Integers) -> tuple[Floats, Floats]:
    """Recruitments across the border of each group over those by lot, ``(g,)``; and how many there would be by lot."""
    within, out, into, every = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    by_lot = (out * (every - into) + into * (every - out)) / max(1, every)
    return np.divide(out + into - 2 * within, by_lot, out=np.full(len(counts), np.nan), where=by_lot > 0), by_lot


def spread_of_trees(sample: Sample, groups: Outcome, like: Floats) -> Floats:
    """The variance of the RDS-II share of each group in each tree over p (1 - p), ``(seeds, g)``; NaN of an empty tree.

    Parameters
    ----------
    like : a - b of each group, see ``likeness``. Trees stand as ``sample.seeds``.
    """
    weights = np.where(groups.known, rds2_weights(sample.degree_used), 0.0)
    tree, below = np.searchsorted(sample.seeds, sample.seed_of), np.repeat(weights[:, None], len(like), axis=1)
    order = np.argsort(-sample.wave, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(sample.wave[order])) + 1):
        if sample.wave[rows[0]] > 0:
            np.add.at(below, sample.recruiter[rows], below[rows] * like)
    each = below**2 * np.where(sample.recruiter < 0, 1.0, 0.0)[:, None]
    each += below**2 * (1 - like**2) * np.where(sample.recruiter < 0, 0.0, 1.0)[:, None]
    sums = np.array([np.bincount(tree, column, len(sample.seeds)) for column in each.T]).T
    whole = np.bincount(tree, weights, len(sample.seeds))[:, None]
    return np.asarray(np.divide(sums, whole**2, out=np.full(sums.shape, np.nan), where=whole > 0))


def unlike(sample: Sample, groups: Outcome, people: Integers, shares: Floats) -> Floats:
    """By how much more the share of each group varies because its people weigh more than others, ``(g,)``, 1 and above.

    Of people who are alike but for the group the variance goes with Σ w² (z − p)², where z is 1 in the group. That is
    p (1 − p) Σ w² where weights have nothing to do with the group. Few people who know few carry it else.
    """
    weights, codes = rds2_weights(sample.degree_used)[people], groups.codes[people]
    used = np.isfinite(weights) & (codes >= 0)
    squares, codes = weights[used] ** 2, codes[used]
    mine = np.bincount(codes, squares, len(shares))
    here = (1 - shares) ** 2 * mine + shares**2 * (squares.sum() - mine)
    usual = shares * (1 - shares) * squares.sum()
    return np.maximum(np.divide(here, usual, out=np.ones(len(shares)), where=usual > 0), 1.0)


def as_far_by_chance(shares: Floats, variances: Floats) -> float:
    """The probability that shares of trees, ``(k,)``, differ as much by chance alone."""
    if not (variances > 0).all():
        return 1.0  # nobody, or everybody, is of the group
    pull = 1 / variances
    middle = float(pull @ shares / pull.sum())
    return float(chdtrc(len(shares) - 1, float(pull @ (shares - middle) ** 2)))
