"""Border, town and country: what each part of a sample says, and what the parts say together.

Parts are never pooled by the sample: how many were found in each says how the study was run, not how large they are.
Together they count by their known sizes, p = sum (N_s / N) p_s, and the variance is sum (N_s / N)^2 V_s, for parts
that recruited (nearly) apart are independent samples.

It breaks where recruitment runs across the parts: then they are not independent, and who was reached in one depends on
the other. ``by_stratum`` says which of the two it is.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from amparo.methods.estimate import Estimate, Floats, Interval, Refused, Remark, in_plain_words, probability, remark
from amparo.methods.hidden.chain import Transitions, transitions
from amparo.methods.hidden.intervals import standard_error
from amparo.methods.hidden.outcome import Outcome, categories, coded
from amparo.methods.hidden.part import subset, subset_population
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import Shares, estimate_shares

LEAST_OF_STRATUM, LEAST_TREES = 30, 3  # people, and trees they come from: fewer are a few circles of friends
APART = 0.05  # of all recruitments between the parts: with fewer they are samples of their own
INDEPENDENT = in_plain_words("the parts were sampled independently of each other")
KNOWN_SIZES = in_plain_words("the size of each part is known")


@dataclass(frozen=True, slots=True)
class Strata:
    """Each part with its shares, and who recruited across."""

    names: tuple[str, ...]
    shares: tuple[Shares, ...]
    populations: tuple[float | None, ...]
    recruitment: Transitions
    warnings: tuple[Remark, ...] = ()

    def __getitem__(self, name: str) -> Shares:
        return dict(zip(self.names, self.shares, strict=True))[name]


def by_stratum(
    sample: Sample,
    outcome: Outcome | Sequence[Any],
    strata: Outcome | Sequence[Any],
    *,
    method: str | None = None,
    population: float | None = None,
    populations: Mapping[str, float] | None = None,
) -> Strata:
    """The shares of an outcome in each part of the sample.

    Parameters
    ----------
    strata : for each person the name of her part; whoever has none is left out, and it is said.
    population : N of all: each part has its share of it by the weights 1 / degree.
    populations : or the size of each part. Without either, RDS-II.
    method : see ``estimate_shares``.

    Raises
    ------
    Refused
        A part of fewer than thirty people, or from fewer than three trees; a size that is missing or too small.
    """
    parts, groups = coded(strata, len(sample)), coded(outcome, len(sample))
    _refuse_small(sample, parts)
    sizes = _sizes(sample, parts, population, populations)
    recruitment = transitions(sample, parts)
    found = []
    for code, size in enumerate(sizes):
        keep = parts.codes == code
        part = subset(sample, keep)
        found.append(estimate_shares(part, _within(groups, keep), method=method, population=size))
    said = []
    nowhere = np.flatnonzero(parts.codes < 0)
    if len(nowhere):
        said.append(remark("no_stratum", "Persons who belong to no part and are left out: %(n)s.", n=len(nowhere),
                           rows=nowhere.tolist()))  # fmt: skip
    if len(parts.labels) > 1:
        said.append(_of_border(recruitment))
    return Strata(parts.labels, tuple(found), sizes, recruitment, tuple(said))


def _of_border(recruitment: Transitions) -> Remark:
    percent = round(100 * recruitment.across, 1)
    if not recruitment.across >= APART:
        return remark("separate_samples", "%(percent)s %% of recruitment ran between the parts: they are samples of "
                      "their own.", percent=percent)  # fmt: skip
    return remark("strata_mix", "%(percent)s %% of recruitment ran between the parts: they are not independent.",
                  percent=percent)  # fmt: skip


def _within(groups: Outcome, keep: Any) -> Outcome:
    """The outcome of a part: with the categories that occur in it."""
    return categories([groups.labels[code] if code >= 0 else None for code in groups.codes[keep].tolist()])


def _refuse_small(sample: Sample, parts: Outcome) -> None:
    few = []
    for code, name in enumerate(parts.labels):
        rows = np.flatnonzero(parts.codes == code)
        trees = len(np.unique(sample.seed_of[rows]))
        if len(rows) < LEAST_OF_STRATUM or trees < LEAST_TREES:
            few.append(
                remark("stratum_too_small",
                       "%(name)s: %(n)s people from %(trees)s trees. At least 30 and 3 are wanted.",
                       name=name, n=len(rows), trees=trees)
            )  # fmt: skip
    if few:
        raise Refused(*few)


def _sizes(
    sample: Sample, parts: Outcome, population: float | None, populations: Mapping[str, float] | None
) -> tuple[float | None, ...]:
    if populations is not None:
        missing = [name for name in parts.labels if name not in populations]
        if missing:
            raise Refused(remark("sizes_wanted", "The size of each part is needed. Missing: %(names)s.",
                                 names=", ".join(missing)))  # fmt: skip
        return tuple(float(populations[name]) for name in parts.labels)
    if population is None:
        return (None,) * len(parts.labels)
    return tuple(subset_population(sample, parts.codes == code, population) for code in range(len(parts.labels)))


def combine(
    estimates: Mapping[str, Estimate],
    *,
    populations: Mapping[str, float],
    replicates: Mapping[str, Floats] | None = None,
    level: float = 0.95,
) -> Estimate:
    """One share of all parts from the share of each, by their known sizes.

    Parameters
    ----------
    estimates, populations : one share or mean of each part, and its N_s. Without sizes nothing is pooled.
    replicates : of each part, ``(B,)``, drawn independently; in place of those the estimates carry.
    level : of the interval, which is normal, and none without standard errors.

    Returns
    -------
    Estimate
        value = sum (N_s / N) p_s, se^2 = sum (N_s / N)^2 V_s, with V_s from the replicates, or from ``se``; its own
        replicates where all parts have as many.
    """
    names = sorted(estimates)
    share = _portions(names, populations)
    value = math.fsum(share[name] * estimates[name].value for name in names)
    drawn = {name: (replicates or {}).get(name, estimates[name].replicates) for name in names}
    se = _error(share, [_spread(estimates[name], drawn[name]) for name in names])
    far = None if se is None else float(ndtri((1 + probability("level", level)) / 2)) * se
    return Estimate(
        estimates[names[0]].name,
        value,
        None if far is None else Interval(value - far, value + far, level, "normal"),
        sum(estimates[name].n for name in names),
        "combined by known sizes",
        se=se,
        assumptions=(INDEPENDENT, KNOWN_SIZES),
        warnings=tuple(dict.fromkeys(each for name in names for each in estimates[name].warnings)),
        replicates=_together(names, share, drawn),
    )


def _portions(names: Sequence[str], populations: Mapping[str, float]) -> dict[str, float]:
    """How large a part of all each one is."""
    missing = [name for name in names if name not in populations]
    if missing or not names:
        raise Refused(
            remark("sizes_wanted", "The size of each part is needed. Missing: %(names)s.", names=", ".join(missing))
        )
    sizes = {name: probability(name, populations[name], below=math.inf) for name in names}
    total = math.fsum(sizes.values())
    return {name: size / total for name, size in sizes.items()}


def _error(share: Mapping[str, float], spread: Sequence[float | None]) -> float | None:
    """The standard error of the whole; none where one of the parts has none."""
    known = [each for each in spread if each is not None]
    if len(known) < len(spread):
        return None
    return math.sqrt(math.fsum((part * each) ** 2 for part, each in zip(share.values(), known, strict=True)))


def _spread(estimate: Estimate, drawn: Floats | None) -> float | None:
    """The standard error of one part."""
    return estimate.se if drawn is None else standard_error(drawn)


def _together(names: Sequence[str], share: Mapping[str, float], drawn: Mapping[str, Floats | None]) -> Floats | None:
    """Replicates of the whole: replicate b of each part, added up by size."""
    every = [drawn[name] for name in names]
    if any(each is None for each in every) or len({len(each) for each in every if each is not None}) != 1:
        return None
    return np.asarray(sum(share[name] * each for name, each in zip(names, every, strict=True) if each is not None))
