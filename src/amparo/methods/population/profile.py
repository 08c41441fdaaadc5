"""Profile-likelihood intervals for the number of people under a model of several lists.

The cell of those whom nobody saw is filled in with N − n, everything else is fitted anew, and the likelihood is read as
a function of N alone. The interval is every N that the data speak against no more strongly than chance would: it is not
symmetric, and never falls below the number seen.

The likelihood is the multinomial one, in which the number of people is a parameter. Its own best N lies a little below
the conditional estimate that stands as the value (by less than one person where much is known).

References
----------
Cormack, R. M. (1992). Interval estimation for mark-recapture studies of closed populations. Biometrics 48, 567-576.
Coull, B. A. and Agresti, A. (1999). The use of mixed logit models to reflect heterogeneity in capture-recapture
    studies. Biometrics 55, 294-301.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln, xlogy
from scipy.stats import chi2

from amparo.methods.estimate import Floats, Interval
from amparo.methods.population.fitting import fit_above_zero, fit_poisson

FARTHEST = 1e4  # times the number seen: an upper end beyond it is none
NEAREST = 1e-6  # people unseen, below which there are none
CLOSE = 1e-10  # relative, of the ends


def likelihood_of_unseen(design: Floats, counts: Floats, *, above_zero: Sequence[int] = ()) -> Callable[[float], float]:
    """For a number of unseen people f: max over all else of the log-likelihood of N = n + f, up to a constant.

    Σ y ln(μ/N) + ln N! − ln f! with the cell of the unseen filled in; all columns but the first are 0 there. What may
    not fall below zero is held anew for each f: held as it was at the best f, the interval would be another one.
    """
    filled = np.vstack([np.eye(1, design.shape[1]), design])
    n = counts.sum()
    last: list[Floats | None] = [None]
    free: list[tuple[int, ...]] = [()]

    def fitted(all_counts: Floats) -> Floats:
        if above_zero:
            bounded = fit_above_zero(filled, all_counts, above_zero, free=free[0])
            free[0] = bounded.kept
            return bounded.fit.fitted
        fit = fit_poisson(filled, all_counts, start=last[0])
        last[0] = fit.coefficients
        return fit.fitted

    def likelihood(unseen: float) -> float:
        all_counts = np.concatenate([[unseen], counts])
        people = n + unseen
        return float(xlogy(all_counts, fitted(all_counts) / people).sum() + gammaln(people + 1) - gammaln(unseen + 1))

    return likelihood


def profile_interval(likelihood: Callable[[float], float], *, near: float, n: float, level: float) -> Interval:
    """Every N whose likelihood lies within half a χ² quantile of the best; ``near``: unseen people to search around.

    The upper end is infinite where the likelihood does not fall far enough up to ten thousand times n.
    """
    start, far = math.log(max(near, 0.5)), math.log(FARTHEST * n)
    best = minimize_scalar(lambda x: -likelihood(math.exp(x)), bracket=(start - 0.5, start), tol=1e-9)
    at = min(float(best.x), far)
    floor = -float(best.fun) - float(chi2.ppf(level, 1)) / 2

    def over(x: float) -> float:
        return likelihood(math.exp(x)) - floor

    nothing = math.log(NEAREST)
    low = 0.0 if at <= nothing or over(nothing) >= 0 else math.exp(_end(over, at, -1.0, nothing))
    high = math.inf if at >= far or over(far) >= 0 else math.exp(_end(over, at, 1.0, far))
    return Interval(n + low, n + high, level, "profile likelihood")


def _end(over: Callable[[float], float], at: float, step: float, limit: float) -> float:
    """Where it crosses zero between ``at`` and ``limit``, searched outwards in growing steps."""
    inside, outside = at, at + step
    while abs(outside - at) < abs(limit - at) and over(outside) > 0:
        inside, step = outside, 2 * step
        outside += step
    if abs(outside - at) >= abs(limit - at):
        outside = limit
    return float(brentq(over, inside, outside, xtol=CLOSE, rtol=CLOSE))
