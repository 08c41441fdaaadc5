"""Intervals for a number of people of whom some were seen: none of them goes below those.

The usual plus and minus goes below the number seen as soon as little is known, and is of the wrong shape: how many were
*not* seen is never negative and is uncertain upwards. So its logarithm gets the plus and minus.

References
----------
Burnham, K. P. et al. (1987). Design and analysis methods for fish survival experiments. American Fisheries Society
    Monograph 5, p. 212 (the log-normal interval of the unseen).
Chao, A. (1987). Estimating the population size for capture-recapture data with unequal catchability. Biometrics 43,
    783-791.
"""

import math

from scipy.stats import norm

from amparo.methods.estimate import Interval, probability


def normal_point(level: float) -> float:
    """How many standard errors an interval of this level reaches to each side."""
    return float(norm.ppf((1 + probability("level", level)) / 2))


def above_the_seen(value: float, se: float, seen: float, level: float) -> Interval:
    """The log-normal interval of the unseen: [seen + f/C, seen + f·C], C = exp(z √ln(1 + (se/f)²)).

    Parameters
    ----------
    value, se : the estimate of all and its standard error; ``value`` above ``seen``.
    seen : how many are known to exist.
    """
    unseen = value - seen
    factor = math.exp(normal_point(level) * math.sqrt(math.log1p((se / unseen) ** 2)))
    return Interval(seen + unseen / factor, seen + unseen * factor, level, "log-normal of the unseen")
