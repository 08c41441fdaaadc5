"""What can be watched while coupons are out: which come back, and whether degrees drift as the weeks go by.

A site whose coupons do not return recruits from nobody, and its people will be too few whatever the weights. Degrees
that fall with time are told by people who are ever less connected, which is what successive sampling expects where a
good part of the population is in; or by interviewers who ask ever less. Degrees that rise are told by nobody's design.

References
----------
Gile, K. J., Johnston, L. G. and Salganik, M. J. (2015). Diagnostics for respondent-driven sampling. J. R. Statist.
    Soc. A 178(1), 241-269.
Johnston, L. G. (2013). Introduction to HIV/AIDS and sexually transmitted infection surveillance, module 4: introduction
    to respondent-driven sampling. World Health Organization.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.columns import numbers
from amparo.methods.estimate import Floats, Refused, Remark, remark
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.sample import Sample

HALF_AS_MANY = 0.5  # of the share that comes back elsewhere: below, a group or a site is falling behind
DRIFT = 2.576  # of the standard normal: 1 % on both sides
LEAST_FOR_DRIFT = 10  # people with a degree and a time; fewer are in some order by chance alone


@dataclass(frozen=True, slots=True)
class Returns:
    """The share of coupons that came back, of all and of each group of those who handed them out."""

    labels: tuple[str, ...]
    overall: float
    groups: Floats  # (g,): NaN where none were issued
    warnings: tuple[Remark, ...] = ()


def coupon_returns(sample: Sample, issued: Sequence[int], groups: Outcome | Sequence[Any]) -> Returns:
    """Recruits over coupons issued, by a trait of the recruiter: her site, an arm of the study, her interviewer.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    issued : how many coupons each person got, shape ``(n,)``.
    groups : the trait, a value for each person.

    Raises
    ------
    Refused
        ``no_coupons``: no coupon at all; ``more_than_coupons``: fewer coupons than recruits, with the rows; what
        ``categories`` refuses of the trait; ``lengths``: not one value for each person.

    References
    ----------
    Johnston (2013); Gile, Johnston and Salganik (2015), see ``fieldwork``.
    """
    parts, given = coded(groups, len(sample)), numbers("issued", issued)
    if len(given) != len(sample):
        raise Refused(
            remark("lengths", "%(name)s has %(found)s values for %(n)s persons.", name="issued", found=len(given),
                   n=len(sample))
        )  # fmt: skip
    over = np.flatnonzero(~(sample.recruits <= given))
    if len(over):
        raise Refused(remark("more_than_coupons", "Somebody brought more people than she had coupons.",
                             rows=over.tolist()))  # fmt: skip
    if not given.sum() > 0:
        raise Refused(remark("no_coupons", "Nobody got a coupon."))
    known, size = parts.known, len(parts.labels)
    out = np.bincount(parts.codes[known], weights=given[known], minlength=size)
    back = np.bincount(parts.codes[known], weights=sample.recruits[known].astype(float), minlength=size)
    ratio = np.divide(back, out, out=np.full(size, np.nan), where=out > 0)
    behind = [label for label, each in zip(parts.labels, ratio, strict=True) if each < HALF_AS_MANY * np.nanmax(ratio)]
    said = []
    if behind:
        said.append(remark("coupons_stay_out", "Less than half as many coupons come back as elsewhere: %(groups)s.",
                           groups=", ".join(behind)))  # fmt: skip
    return Returns(parts.labels, float(sample.recruits.sum() / given.sum()), ratio, tuple(said))


@dataclass(frozen=True, slots=True)
class Drift:
    """How degrees go with time: a rank correlation, and how many standard errors it is from none."""

    by: str  # "wave" or "day"
    correlation: float  # Spearman, from -1 to 1; NaN where all are alike
    z: float
    n: int  # whose degree and time are known
    warnings: tuple[Remark, ...] = ()


def degree_drift(sample: Sample, *, by: str = "day") -> Drift:
    """Spearman's correlation of the degrees that were told with the day of the interview, or with the wave.

    rho is the correlation of ranks, ties at the mean of their ranks; z = rho sqrt(n - 1), standard normal where degrees
    and time have nothing to do with each other. Warns beyond 2.576.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    by : ``"day"`` or ``"wave"``.

    Raises
    ------
    Refused
        ``drift_by``: neither by day nor by wave, or by day where no days are known; ``few_for_drift``: fewer than ten
        people with a degree and a time.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``fieldwork``.
    """
    if by not in ("wave", "day") or (by == "day" and sample.days is None):
        raise Refused(remark("drift_by", "Degrees are followed by wave, or by day where the days are known."))
    when = sample.wave.astype(float) if by == "wave" else np.asarray(sample.days, dtype=float)
    known = (sample.degree > 0) & ~np.isnan(when)
    n = int(known.sum())
    if n < LEAST_FOR_DRIFT:
        raise Refused(
            remark("few_for_drift", "Only %(n)s people have a degree and a time. At least 10 are wanted.", n=n)
        )
    degree, time = _ranks(sample.degree[known]), _ranks(when[known])
    below = math.sqrt(float(degree @ degree) * float(time @ time))
    rho = float(degree @ time) / below if below > 0 else math.nan
    z, said = rho * math.sqrt(n - 1), []
    if abs(z) > DRIFT:
        text = remark("degrees_fall", "Degrees fall with time: the connected came first, or it is asked ever less.")
        if z > 0:
            text = remark("degrees_rise", "Degrees rise with time: no design does that. How is it asked?")
        said.append(text)
    return Drift(by, rho, z, n, tuple(said))


def _ranks(values: Floats) -> Floats:
    """Ranks less their mean; ties share the mean of theirs."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(times) - (times - 1) / 2)[place]
    return np.subtract(ranks, ranks.mean())
