"""How much rides on the degrees: the same shares with the degrees treated in other ways.

Degrees are what people are worst at telling, and every weight is one over them. So the shares are told again with the
imputed degrees half as large and half as large again, with those persons left out, with the largest degrees held, and
with each degree raised to what was seen. If they agree, the treatment does not matter; if not, no interval that leaves
this out is wide enough. All by RDS-II, which needs nothing else; the last two with harmonic imputation.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.estimate import Floats
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import RDS2, estimate_shares

HALF = 0.5  # what is imputed, less and more by so much: people who did not tell differ from those who did


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """RDS-II shares of each group under each treatment of the degrees."""

    labels: tuple[str, ...]
    treatments: tuple[str, ...]
    values: Floats  # (treatments, g)
    spread: Floats  # (g,): the largest less the smallest
    imputed: int  # whose degree was imputed


def sensitivity_to_degrees(
    sample: Sample, outcome: Outcome | Sequence[Any], *, winsorise: float | None = 0.95
) -> Sensitivity:
    """RDS-II under other treatments of the degrees than the one of the sample.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.
    winsorise : the quantile at which the largest are held in one of the treatments; ``None`` leaves it out.

    Returns
    -------
    Sensitivity
        Treatments, in this order: ``as_used``; ``imputed_half``, ``imputed_half_more`` and ``imputed_left_out`` where
        any degree was imputed; ``lower_bound``; ``winsorised``; and ``not_winsorised`` where the sample is.

    Raises
    ------
    Refused
        ``out_of_range``: a quantile of one half or less; what ``estimate_shares`` refuses of RDS-II.

    References
    ----------
    Volz and Heckathorn (2008), see ``points``.
    """
    groups = coded(outcome, len(sample))
    tried = {"as_used": sample}
    imputed = sample.imputed
    if imputed.any():
        for name, factor in (("imputed_half", 1 - HALF), ("imputed_half_more", 1 + HALF), ("imputed_left_out", np.nan)):
            degrees = np.where(imputed, sample.degree_used * factor, sample.degree_used)
            tried[name] = dataclasses.replace(sample, degree_used=degrees)
    tried["lower_bound"] = sample.with_degrees(lower_bound=True)
    if winsorise is not None:
        tried["winsorised"] = sample.with_degrees(winsorise=winsorise)
    if "capped" in sample.degree_reason:
        tried["not_winsorised"] = sample.with_degrees()
    values = np.array([_values(each, groups) for each in tried.values()])
    return Sensitivity(groups.labels, tuple(tried), values, np.ptp(values, axis=0), int(imputed.sum()))


def _values(sample: Sample, groups: Outcome) -> Floats:
    return estimate_shares(sample, groups, method=RDS2).values
