"""The mean of a number in the population: hours of work, how often she was stopped; with an interval by one call.

Estimand: the mean over all of the population. Method: sum of w y / sum of w over all who said (Hajek), with the weights
of successive sampling or RDS-II, see ``shares``. Interval: the tree bootstrap, which takes any estimator with weights.
Gile's and Salganik's recruit from group to group, and a number has no groups: with them a mean is refused, and not
quietly given the interval of something else.

It breaks where the shares break; and where a few people hold most of what is added up, no interval of a mean is right.

References
----------
Volz, E. and Heckathorn, D. D. (2008). Journal of Official Statistics 24(1), 79-97 (the mean of a number).
Baraff, A. J., McCormick, T. H. and Raftery, A. E. (2016). Proc. Natl. Acad. Sci. 113(51), 14668-14673.
"""

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.chance import MOST_SEED, Executor
from amparo.methods.estimate import Estimate, Floats, Refused, Remark, remark, whole
from amparo.methods.hidden import gates
from amparo.methods.hidden.bottlenecks import Beside, recruitment_looks
from amparo.methods.hidden.estimating import TREE, UNPUBLISHED, Population, by_trees, sizes_of
from amparo.methods.hidden.fingerprints import fingerprint
from amparo.methods.hidden.intervals import interval_of, standard_error
from amparo.methods.hidden.outcome import Outcome, numbers
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import ASSUMPTIONS, chosen_method, kish, of_missing, weights_of
from amparo.methods.hidden.spreads import MOST_LOST, STANDS_STILL, AtSize, of_lost, of_still
from amparo.methods.hidden.tree_bootstrap import REPLICATES, Progress, tree_doubts, tree_replicate_sums

ANY = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class RdsMean:
    """The mean of a number with its interval, at each size of the population that was given."""

    sizes: tuple[AtSize, ...]  # each with one estimate
    n: int  # in the sample
    n_known: int  # with an answer and a degree
    publishable: bool  # False: exploratory, or a bottleneck was seen
    method: str
    bootstrap: str
    level: float
    replicates: int
    seed: int
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def estimate_mean(
    sample: Sample, values: Sequence[Any], *, name: str, method: str | None = None, population: float | None = None
) -> Estimate:
    """The mean of a number in the population: sum of w y / sum of w over all who said (Hajek). It has no interval.

    Parameters
    ----------
    sample, method, population : see ``estimate_shares``.
    values : a number for each person, shape ``(n,)``; ``None`` or NaN where not known.
    name : of what.

    Raises
    ------
    Refused
        What ``weights_of`` refuses (``no_weights``: RDS-I weighs no persons); what ``numbers`` refuses; ``lengths``:
        not one number for each person; ``few_numbers``: so few said a number that their mean would tell what each said.

    References
    ----------
    Volz and Heckathorn (2008), see ``means``.
    """
    y, weights, known, chosen = _read(sample, values, name, method, population)
    said = (*sample.warnings, *gates.of_sample(sample), *of_missing(int(np.isnan(y).sum()), len(y)))
    mean = _mean(y[known], weights[known])
    return Estimate(name, mean, None, int(known.sum()), chosen, assumptions=ASSUMPTIONS[chosen], warnings=said)


def estimate_rds_mean(
    sample: Sample, values: Sequence[Any], *, name: str, population: Population = None, method: str | None = None,
    bootstrap: str = TREE, replicates: int = REPLICATES, seed: int, level: float = 0.95, interval: str = "normal",
    bounds: tuple[float, float] = ANY, beside: Beside = None, executor: Executor | None = None,
    progress: Progress = None,
) -> RdsMean:  # fmt: skip
    """The mean of a number in the population, with an interval, at each size of the population.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    values : a number for each person, shape ``(n,)``; ``None`` or NaN where not known.
    name : of what.
    population, method, replicates, seed, level, interval, beside, executor, progress : see ``estimate_rds``. A
        bottleneck is looked for by the number too: who said less, and who said more, than each of its quarters.
    bootstrap : ``"tree"``, and no other.
    bounds : what a mean can be at all, such as ``(0, 168)`` hours a week; limits beyond are put on them.

    Returns
    -------
    RdsMean
        No standard error where fewer than ten people said, where all said the same, or where the trees do not branch.

    Raises
    ------
    Refused
        ``no_bootstrap_of_numbers``: another bootstrap; ``mean_beyond_bounds``; and all that ``estimate_mean`` and
        ``estimate_rds`` refuse.

    References
    ----------
    Volz and Heckathorn (2008); Baraff, McCormick and Raftery (2016), see ``means``.
    """
    whole("seed", seed, least=0, most=MOST_SEED)
    if bootstrap != TREE:
        raise Refused(
            remark("no_bootstrap_of_numbers", "Of a mean there is the tree bootstrap alone: the others recruit from"
                   " group to group, and a number has no groups. Make groups of it, and ask for shares.")
        )  # fmt: skip
    at, said, sizes = [], [], sizes_of(population)
    for size in sizes:
        y, weights, known, chosen = _read(sample, values, name, method, size)
        columns = np.where(known, np.array([weights * np.nan_to_num(y), weights]), 0.0).T
        sums = tree_replicate_sums(
            sample, columns, replicates=replicates, seed=seed, executor=executor, progress=progress
        )
        drawn = np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)
        bare = Estimate(
            name, _mean(y[known], weights[known]), None, int(known.sum()), f"{chosen}, {TREE}",
            assumptions=ASSUMPTIONS[chosen], seed=seed, replicates=drawn, drawn_from=(fingerprint(sample), TREE),
        )  # fmt: skip
        told = _with_spread(bare, y[known], level, interval, bounds)
        effective, _ = kish(weights[known])
        thin = effective < gates.LEAST_EFFECTIVE or told.n < gates.LEAST_SHOWN
        at.append(AtSize(size, (told,), (_effect(told, y[known], weights[known], size),), (name,) if thin else ()))
        said += [*of_missing(int(np.isnan(y).sum()), len(y)), *gates.of_effective(effective)]
    looks = recruitment_looks(sample, {**_cuts(name, numbers(values)), **(beside or {})})
    apart = by_trees(TREE, None, (*sample.warnings, *looks))[1]
    said = [*sample.warnings, *gates.of_sample(sample), *said, *looks, *apart, *tree_doubts(sample)]
    every = tuple(dict.fromkeys(said))
    return RdsMean(
        tuple(at), len(sample), at[0].groups[0].n, UNPUBLISHED.isdisjoint(each.code for each in every),
        chosen, TREE, level, replicates, seed, ASSUMPTIONS[chosen], every,
    )  # fmt: skip


def _read(
    sample: Sample, values: Sequence[Any], name: str, method: str | None, population: float | None
) -> tuple[Floats, Floats, Any, str]:
    """The numbers, the weights, who has both, and the estimator."""
    y = numbers(values)
    if len(y) != len(sample):
        raise Refused(
            remark(
                "lengths", "%(name)s has %(found)s values for %(n)s persons.", name=name, found=len(y), n=len(sample)
            )
        )
    chosen = chosen_method(method, population)
    weights = weights_of(sample, method=chosen, population=population)
    known = ~np.isnan(y) & (weights > 0)
    if not known.any():
        raise Refused(remark("outcome_missing", "The outcome is known of nobody."))
    if known.sum() < gates.LEAST_SHOWN:
        raise Refused(
            remark("few_numbers", "Only %(n)s people said a number: their mean would tell what each of them said.",
                   n=int(known.sum()))
        )  # fmt: skip
    return y, weights, known, chosen


def _cuts(name: str, y: Floats) -> dict[str, Outcome]:
    """Who said less and who said as much or more, at each quarter of what was said."""
    known, cuts = ~np.isnan(y), dict[str, Outcome]()
    for quarter in (1, 2, 3):
        at = float(np.quantile(y[known], quarter / 4, method="higher"))
        at = at if (y[known] < at).any() else float(np.min(y[known & (y > at)], initial=np.inf))
        cuts[f"{name} {quarter}/4"] = Outcome(("<", "≥"), np.where(known, y >= at, -1).astype(np.int64))
    return cuts


def _mean(y: Floats, weights: Floats) -> float:
    return math.fsum((weights * y).tolist()) / math.fsum(weights.tolist())


def _with_spread(told: Estimate, y: Floats, level: float, interval: str, bounds: tuple[float, float]) -> Estimate:
    """The mean with its standard error and its interval, where there can be any."""
    drawn = told.replicates if told.replicates is not None else np.empty(0)
    if not bounds[0] <= told.value <= bounds[1]:
        raise Refused(
            remark("mean_beyond_bounds", "The mean is %(value)s, beyond the bounds that were said.",
                   value=f"{told.value:.4g}")
        )  # fmt: skip
    lost, se = int((~np.isfinite(drawn)).sum()), standard_error(drawn)
    if told.n < gates.LEAST_FOR_SE:
        why = remark("no_standard_error", "%(group)s: fewer than 10 people said so. There is no standard error.",
                     group=told.name)  # fmt: skip
    elif np.ptp(y) == 0:
        why = remark("one_category", "Everybody said the same: replicates of this sample cannot vary, and say"
                     " nothing of how far off it is.")  # fmt: skip
    elif lost > MOST_LOST * len(drawn):
        why = of_lost(lost, len(drawn))
    elif not se > STANDS_STILL * max(1.0, abs(told.value)):
        why = of_still(False)
    else:
        between, said = interval_of(told.value, drawn, level=level, method=interval, bounds=bounds)
        return dataclasses.replace(told, se=se, interval=between, warnings=said)
    return dataclasses.replace(told, warnings=(why,))


def _effect(told: Estimate, y: Floats, weights: Floats, population: float | None) -> float:
    """The variance over that of a simple random sample, which is the weighted variance over n."""
    if told.se is None:
        return math.nan
    simple = _mean((y - told.value) ** 2, weights) / told.n
    if population is not None:
        simple *= max(0.0, population - told.n) / max(1.0, population - 1)
    return told.se**2 / simple if simple > 0 else math.nan
