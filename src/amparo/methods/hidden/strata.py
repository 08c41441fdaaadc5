"""Border, town and country: what each part of a sample says, and what the parts say together.

Parts are never pooled by the sample: how many were found in each says how the study was run, not how large they are.
Together they count by their known sizes, p = sum (N_s / N) p_s, and the variance is sum (N_s / N)^2 V_s, for parts
that recruited (nearly) apart are independent samples.

It breaks where recruitment runs across the parts: then they are not independent, and who was reached in one depends on
the other. ``by_stratum`` says which of the two it is.

Where only the size of the whole is known, each part is taken to have its share of it by the weights that its own shares
are told with: of successive sampling the weights of that, else 1 / degree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.estimate import Refused, Remark, remark
from amparo.methods.hidden.chain import Transitions, transitions
from amparo.methods.hidden.gates import productive_trees
from amparo.methods.hidden.outcome import Outcome, categories, coded
from amparo.methods.hidden.part import subset, subset_population
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import RDS2, SUCCESSIVE, Shares, chosen_method, estimate_shares

LEAST_OF_STRATUM, LEAST_TREES = 30, 3  # people, and trees they come from: fewer are a few circles of friends
APART = 0.05  # of all recruitments between the parts: with fewer they are samples of their own


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
    sample, outcome : as for ``estimate_shares``.
    strata : for each person the name of her part; whoever has none is left out, and it is said.
    population : N of all: each part has its share of it by the weights of ``method``.
    populations : or the size of each part. Without either, RDS-II.
    method : see ``estimate_shares``.

    Raises
    ------
    Refused
        ``stratum_too_small``: a part of fewer than thirty people, or fewer than three trees, of those it came from or
        of those that grew within it; ``sizes_wanted``, ``part_below_sample``: a size that is missing or too small; and
        what ``estimate_shares`` refuses of any part.

    References
    ----------
    Cochran (1977), see ``planning`` (strata). Of the shares of each part see ``estimate_shares``.
    """
    parts, groups = coded(strata, len(sample)), coded(outcome, len(sample))
    if few := too_small(sample, parts):
        raise Refused(*few.values())
    sizes = _sizes(sample, parts, population, populations, chosen_method(method, population))
    recruitment, said = across(sample, parts)
    found = []
    for code, size in enumerate(sizes):
        keep = parts.codes == code
        part = subset(sample, keep)
        found.append(estimate_shares(part, _within(groups, keep), method=method, population=size))
    return Strata(parts.labels, tuple(found), sizes, recruitment, said)


def across(sample: Sample, parts: Outcome) -> tuple[Transitions, tuple[Remark, ...]]:
    """Who recruited across the parts, and what has to be said of that and of those who belong to none."""
    recruitment, said = transitions(sample, parts), []
    nowhere = np.flatnonzero(parts.codes < 0)
    if len(nowhere):
        said.append(remark("no_stratum", "Persons who belong to no part and are left out: %(n)s.", n=len(nowhere),
                           rows=nowhere.tolist()))  # fmt: skip
    if len(parts.labels) > 1:
        said.append(_of_border(recruitment))
    return recruitment, tuple(said)


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


def too_small(sample: Sample, parts: Outcome) -> dict[str, Remark]:
    """Parts of too few people or trees, each with why."""
    few = {}
    for code, name in enumerate(parts.labels):
        rows = np.flatnonzero(parts.codes == code)
        # Orphans are seeds of the part. Of one tree they are not independent, and without recruits they are no tree.
        trees = min(len(np.unique(sample.seed_of[rows])), productive_trees(subset(sample, parts.codes == code)))
        if len(rows) < LEAST_OF_STRATUM or trees < LEAST_TREES:
            few[name] = remark(
                "stratum_too_small", "%(name)s: %(n)s people from %(trees)s trees. At least 30 and 3 are wanted.",
                name=name, n=len(rows), trees=trees,
            )  # fmt: skip
    return few


def _sizes(
    sample: Sample,
    parts: Outcome,
    population: float | None,
    populations: Mapping[str, float] | None,
    method: str,
) -> tuple[float | None, ...]:
    if populations is not None:
        missing = [name for name in parts.labels if name not in populations]
        if missing:
            raise Refused(remark("sizes_wanted", "The size of each part is needed. Missing: %(names)s.",
                                 names=", ".join(missing)))  # fmt: skip
        return tuple(float(populations[name]) for name in parts.labels)
    if population is None:
        return (None,) * len(parts.labels)
    by = SUCCESSIVE if method == SUCCESSIVE else RDS2
    return tuple(
        subset_population(sample, parts.codes == code, population, method=by) for code in range(len(parts.labels))
    )
