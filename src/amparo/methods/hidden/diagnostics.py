"""Is the estimate still on its way? Looks at a sample that no single figure shows; of its trees see ``bottlenecks``.

Convergence: the estimate from the first waves, then from one more, and so on. While it still moves, it depends on which
seeds were chosen.

It moves by chance too. In simulated samples of 500 from ten seeds with nothing wrong, an estimate moved by more than
two points over its last fifth in 40 of 100. So a movement is told where it is that large *and* larger than chance makes
it (see ``likeness``).

The lines themselves are made of few people (the first point is the seeds alone, and one person's answer can be read off
it), so they never leave with a result; the verdicts do.

References
----------
Gile, K. J., Johnston, L. G. and Salganik, M. J. (2015). Diagnostics for respondent-driven sampling. J. R. Statist.
    Soc. A 178(1), 241-269 (convergence plots).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from amparo.methods.estimate import SECRET, Floats, Integers, Refused, Remark, remark
from amparo.methods.hidden import gates
from amparo.methods.hidden.chain import transitions
from amparo.methods.hidden.likeness import likeness, spread_of_trees
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.points import rds2_weights, successive_sampling_weights
from amparo.methods.hidden.sample import Sample

MOST_POINTS = 50  # of a line: a chain of 20,000 waves is looked at in fifty places
LATE = 0.80  # of the people: from here to the end an estimate should stand still
STILL = 0.02  # how far it may move meanwhile; two points of a hundred are seen on any chart
BY_CHANCE = 2.0  # standard errors of such a movement, each s.e. · √(n / n before − 1): from four fifths on half a s.e.


@dataclass(frozen=True, slots=True)
class Waves:
    """The shape of the sample; counts by wave and by tree never leave."""

    n: int
    depth: int  # the largest wave
    seeds: int
    trees: int  # seeds who brought anybody
    largest_tree: float  # its share of the sample
    by_wave: Integers = field(repr=False, metadata=SECRET)  # (depth + 1,)
    by_tree: Integers = field(repr=False, metadata=SECRET)  # (seeds,), as seeds stand in the file
    by_recruits: Integers = field(repr=False, metadata=SECRET)  # (most + 1,): how many brought 0, 1, 2, …
    warnings: tuple[Remark, ...] = ()


def waves(sample: Sample) -> Waves:
    """How deep, how many trees, how many brought how many, and which gates the sample fails.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``diagnostics``.
    """
    by_tree = np.bincount(sample.seed_of, minlength=len(sample))[sample.seeds]
    return Waves(
        n=len(sample),
        depth=int(sample.wave.max()),
        seeds=len(by_tree),
        trees=gates.productive_trees(sample),
        largest_tree=int(by_tree.max()) / len(sample),
        by_wave=np.bincount(sample.wave).astype(np.int64),
        by_tree=by_tree.astype(np.int64),
        by_recruits=np.bincount(sample.recruits).astype(np.int64),
        warnings=gates.of_sample(sample),
    )


@dataclass(frozen=True, slots=True)
class Convergence:
    """The estimate as people came in, and how far it moved over the last fifth of them."""

    labels: tuple[str, ...]
    by: str  # "wave" or "day"
    at: Floats = field(repr=False, metadata=SECRET)  # (m,): the last wave or day included
    n: Integers = field(repr=False, metadata=SECRET)  # (m,): people included
    values: Floats = field(repr=False, metadata=SECRET)  # (m, g); NaN while nobody of known outcome is in
    moved: Floats  # (g,): the last value less that at four fifths of the people
    settled: bool
    warnings: tuple[Remark, ...] = ()


def convergence(
    sample: Sample,
    outcome: Outcome | Sequence[Any],
    *,
    by: str = "wave",
    population: float | None = None,
    se: Floats | Sequence[float] | None = None,
) -> Convergence:
    """The estimate from those up to each wave, or up to each day.

    Parameters
    ----------
    sample, outcome : as for ``estimate_shares``.
    by : ``wave`` or ``day``; without a day a person comes last.
    population : N: successive sampling, each point with the people so far as its n. Without: RDS-II.
    se : standard errors of the groups, ``(g,)``, as of a bootstrap; where nothing is said, those of ``likeness``.

    Returns
    -------
    Convergence
        Not settled where a share moved by more than 0.02 since four fifths of the people were in, and by more than two
        standard errors of such a movement.

    Raises
    ------
    Refused
        ``convergence_by``: neither by wave nor by day, or by day where no day is known; ``lengths_of_groups``: not one
        standard error for each group; ``population_below_sample``: N below n; ``no_degree``; what ``categories``
        refuses; ``lengths``: not one value for each person.

    References
    ----------
    Gile, Johnston and Salganik (2015), see ``diagnostics`` (convergence plots).
    """
    groups = coded(outcome, len(sample))
    if by not in ("wave", "day") or (by == "day" and sample.days is None):
        raise Refused(remark("convergence_by", "Convergence goes by wave, or by day where the days are known."))
    when = sample.wave.astype(float) if by == "wave" else np.nan_to_num(np.asarray(sample.days), nan=np.inf)
    at, n, values = line_of(sample, groups, when, population, every=None)
    late = int(np.flatnonzero(n <= max(LATE * n[-1], n[0]))[-1])
    moved = values[-1] - values[late]
    error = _error(sample, groups, values[-1]) if se is None else _errors(len(groups.labels), se)
    limit = np.fmax(STILL, BY_CHANCE * error * math.sqrt(n[-1] / n[late] - 1))
    restless = [label for label, far in zip(groups.labels, ~(np.abs(moved) <= limit), strict=True) if far]
    said = []
    if restless:
        said.append(
            remark("not_settled", "The estimate still moved while the last fifth of the people came: %(groups)s. It "
                   "depends on which seeds were chosen.", groups=", ".join(restless))
        )  # fmt: skip
    return Convergence(groups.labels, by, at, n, values, moved, not restless, tuple(said))


def _errors(size: int, se: Floats | Sequence[float]) -> Floats:
    """The standard errors that were handed over; where one is not known, two points are the limit."""
    if len(se) != size:
        raise Refused(
            remark(
                "lengths_of_groups", "%(name)s has %(found)s values for %(n)s groups.", name="se", found=len(se), n=size
            )
        )
    return np.asarray(np.nan_to_num(np.asarray(se, dtype=float), nan=0.0))


def _error(sample: Sample, groups: Outcome, shares: Floats) -> Floats:
    """A standard error of each share from the likeness of recruits to recruiters."""
    each = spread_of_trees(sample, groups, likeness(transitions(sample, groups).counts))
    weights = np.where(groups.known, rds2_weights(sample.degree_used), 0.0)
    part = np.bincount(np.searchsorted(sample.seeds, sample.seed_of), weights, len(sample.seeds)) / weights.sum()
    variance = shares * (1 - shares) * (np.nan_to_num(each) * part[:, None] ** 2).sum(axis=0)
    return np.asarray(np.sqrt(np.maximum(np.nan_to_num(variance), 0.0)))


def line_of(
    sample: Sample, groups: Outcome, when: Floats, population: float | None, *, every: Any
) -> tuple[Floats, Integers, Floats]:
    """The moments, the people included, and the estimate at each moment, among these people."""
    mine = np.arange(len(sample)) if every is None else every
    moments, joined = np.unique(when[mine], return_counts=True)
    n = np.cumsum(joined)
    if len(moments) > MOST_POINTS:
        steps = np.searchsorted(n, np.linspace(n[-1] / MOST_POINTS, n[-1], MOST_POINTS))
        picked = np.unique(np.minimum(steps, len(n) - 1))
        moments, n = moments[picked], n[picked]
    values = np.full((len(moments), len(groups.labels)), np.nan)
    for place, moment in enumerate(moments):
        rows = mine[when[mine] <= moment]
        values[place] = share_among(sample, groups, rows, population)
    return moments.astype(float), n.astype(np.int64), values


def share_among(sample: Sample, groups: Outcome, rows: Any, population: float | None) -> Floats:
    """The shares among these people; NaN where nobody's outcome and degree are known."""
    degrees, codes = sample.degree_used[rows], groups.codes[rows]
    used = ~np.isnan(degrees) & (codes >= 0)
    if not used.any():
        return np.full(len(groups.labels), np.nan)
    weights = rds2_weights(degrees) if population is None else successive_sampling_weights(degrees, population)
    total = math.fsum(weights[used].tolist())
    return np.array([math.fsum(weights[used & (codes == code)].tolist()) for code in range(len(groups.labels))]) / total
