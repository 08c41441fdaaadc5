"""How long until it happens, where for some it has not happened yet: the Kaplan–Meier curve.

Leaving out those still waiting makes waits look short; counting their waits so far as whole ones does the same. The
curve takes from each what it holds: that she waited at least so long.

References
----------
Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. J. Am. Statist. Assoc. 53,
    457-481.
Kalbfleisch, J. D. and Prentice, R. L. (2002). The Statistical Analysis of Failure Time Data, 2nd ed., equation 1.14
    (the interval on the scale of log(-log)). Wiley.
Clopper, C. J. and Pearson, E. S. (1934). The use of confidence or fiducial limits. Biometrika 26, 404-413 (before it
    happened to anybody).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from amparo.methods.columns import numbers
from amparo.methods.estimate import SECRET, Floats, Integers, Interval, Refused, probability, remark


@dataclass(frozen=True, slots=True)
class Curve:
    """The share for whom it has not happened yet, after each time at which it happened to somebody."""

    times: Floats  # (k,), rising
    waiting: Floats  # (k,): the share still waiting after that time
    low: Floats  # (k,): of its interval
    high: Floats  # (k,)
    at_risk: Integers  # (k,): how many were still watched just before
    level: float
    longest: float  # the longest time that anybody was watched: beyond it nothing is known
    watched: Floats = field(repr=False, metadata=SECRET)  # (n,), rising: how long each was watched

    def done_by(self, time: float) -> float | None:
        """The share for whom it has happened by a time; ``None`` beyond what was watched, where some still wait."""
        if self._unknown(time):
            return None
        return 1 - self._waiting(self.waiting, time, 1.0)

    def interval_of_done(self, time: float) -> Interval | None:
        """The interval of that share. Before it has happened to anybody, it is that of none of those watched so long:
        Greenwood's variance would be zero, as if it never happened."""
        if self._unknown(time):
            return None
        if not len(self.times) or time < self.times[0]:
            so_long = len(self.watched) - int(np.searchsorted(self.watched, time, side="left"))
            return Interval(0.0, 1 - ((1 - self.level) / 2) ** (1 / so_long), self.level, "exact")
        low, high = 1 - self._waiting(self.high, time, 1.0), 1 - self._waiting(self.low, time, 1.0)
        return Interval(low, high, self.level, "log(-log)")

    def quantile(self, share: float) -> float | None:
        """The time by which it has happened to such a share; ``None`` where so many have not come yet."""
        reached = np.flatnonzero(self.waiting <= 1 - share + 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None

    def _unknown(self, time: float) -> bool:
        return time > self.longest and not (len(self.waiting) and self.waiting[-1] == 0)

    def _waiting(self, values: Floats, time: float, before: float) -> float:
        place = int(np.searchsorted(self.times, time, side="right"))
        return float(values[place - 1]) if place else before


def kaplan_meier(times: ArrayLike, happened: Sequence[bool] | ArrayLike, *, level: float = 0.95) -> Curve:
    """The product-limit curve S(t) = Π (1 − dᵢ/nᵢ), its intervals on the scale of log(−log S).

    Parameters
    ----------
    times : how long each was watched, shape ``(n,)``, 0 or more.
    happened : did it happen then (else she was still waiting)? Shape ``(n,)``.
    level : of the pointwise intervals, from Greenwood's variance.

    Raises
    ------
    Refused
        ``end_unknown``: whether it happened is missing, with the rows; ``shapes_of_times``: nobody, or shapes that
        differ; ``time``: one that is negative or no number;
        ``out_of_range``: a level that is none.

    References
    ----------
    Kaplan and Meier (1958); Kalbfleisch and Prentice (2002), equation 1.14, see ``survival``.
    """
    probability("level", level)
    watched, ends = numbers("times", times), numbers("happened", happened)
    if unknown := np.flatnonzero(np.isnan(ends)).tolist():
        raise Refused(remark("end_unknown", "It is not known whether it happened.", rows=unknown))
    events = ends != 0
    if watched.ndim != 1 or watched.shape != events.shape or not len(watched):
        raise Refused(remark("shapes_of_times", "There has to be one time and one end for each, and somebody at all."))
    wrong = np.flatnonzero(~((watched >= 0) & np.isfinite(watched)))
    if len(wrong):
        raise Refused(remark("time", "A time is a number, 0 or more.", rows=wrong.tolist()))
    when, many = np.unique(watched[events], return_counts=True)
    at_risk = len(watched) - np.searchsorted(np.sort(watched), when, side="left")
    waiting = np.cumprod(1 - many / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(many / (at_risk * (at_risk - many)))
        spread = float(norm.ppf((1 + level) / 2)) * np.sqrt(greenwood) / np.abs(np.log(waiting))
        low, high = waiting ** np.exp(spread), waiting ** np.exp(-spread)
    none = waiting == 0  # the last one watched: Greenwood's variance ends there
    low[none] = 0.0
    high[none] = _last(high, none)
    return Curve(when, waiting, low, high, at_risk, level, float(watched.max()), np.sort(watched))


def _last(high: Floats, none: np.ndarray) -> float:
    """The upper end before everybody was done; 1 where all were at once."""
    before = high[~none]
    return float(before[-1]) if len(before) and math.isfinite(before[-1]) else 1.0
