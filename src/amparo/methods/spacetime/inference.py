"""How rarely chance alone does as much: p by counting, p by a curve, and once in how many days.

References
----------
Dwass, M. (1957). Modified randomization tests for nonparametric hypotheses. Ann. Math. Statist. 28, 181-187.
Besag, J. and Clifford, P. (1991). Sequential Monte Carlo p-values. Biometrika 78, 301-304.
Abrams, A. M., Kleinman, K. and Kulldorff, M. (2010). Gumbel based p-value approximations for spatial scan statistics.
    International Journal of Health Geographics 9, 61.
Kleinman, K., Lazarus, R. and Platt, R. (2004). A generalized linear mixed models approach for detecting incident
    clusters of disease in small areas. Am. J. Epidemiol. 159, 217-224 (the recurrence interval).
"""

import math

import numpy as np

from amparo.methods.estimate import Floats
from amparo.methods.spacetime.kernels import CLOSE

EULER = 0.5772156649015329  # the mean of the standard Gumbel distribution
ALERT_DAYS, WATCH_DAYS = 365.0, 100.0  # chance alone does as much less than once a year; less than three times a year
ALERT_PERSONS, ALERT_ORGANISATIONS = 3, 2  # one person, or one house that began to count, is no cluster


def by_counting(found: Floats, reached: float, *, stop_after: int | None = None) -> float:
    """(1 + number of replicates at least as large) / (replicates + 1); where it stopped at the n-th, number / n."""
    over = int(np.count_nonzero(found >= reached - CLOSE))
    if stop_after is not None and over >= stop_after:
        return over / len(found)
    return (1 + over) / (len(found) + 1)


def by_gumbel(found: Floats, reached: float) -> float:
    """1 - exp(-exp(-(x - mu) / beta)), with beta and mu from the mean and the spread of the replicates (moments)."""
    spread = float(np.std(found, ddof=1)) if len(found) > 1 else 0.0
    if spread == 0.0:
        return math.nan
    beta = spread * math.sqrt(6) / math.pi
    at = (reached - (float(np.mean(found)) - EULER * beta)) / beta
    return -math.expm1(-math.exp(min(-at, 700.0)))


def recurrence(p: float, every: int) -> float:
    """In how many days chance alone would do as much once, where it is looked every ``every`` days: every / p."""
    return every / p


def level(days: float | None, persons: int, organisations: int | None) -> str:
    """ "alert", "watch" or "none". Rare enough for an alert, but of too few persons or of one organisation: "watch"."""
    if days is None or days < WATCH_DAYS:
        return "none"
    enough = persons >= ALERT_PERSONS and (organisations or 0) >= ALERT_ORGANISATIONS
    return "alert" if days >= ALERT_DAYS and enough else "watch"
