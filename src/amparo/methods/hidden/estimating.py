"""Shares of a hidden population from a sample of recruits, with an interval: one call, and what it may not be used for.

Question: which share of the population is of each group? Estimand: p_g = N_g / N. An unweighted percentage of such a
sample is no estimate: those who know many are found more often. In trials on a known network its 95 % intervals held
the truth in 2 of 100 samples of 500. It is told here only as the composition of the sample.

Method: where a low, a middle and a high size of the population can be defended, successive sampling (Gile) with Gile's
bootstrap, at each of the three. Where nothing is known of N, RDS-II (Volz and Heckathorn) with the tree bootstrap. The
pairs are not free: RDS-II of more than three tenths of the population is refused.

Assumptions: see ``ASSUMPTIONS``. It breaks where the population falls into parts that do not recruit each other, where
degrees are guesses, where recruiters choose whom they bring by what is asked: ``convergence`` and ``bottleneck`` look
for it, and no interval holds it.

References
----------
Gile, K. J. (2011). J. Am. Statist. Assoc. 106(493), 135-146.
Volz, E. and Heckathorn, D. D. (2008). Journal of Official Statistics 24(1), 79-97.
Gile, K. J., Johnston, L. G. and Salganik, M. J. (2015). Diagnostics for respondent-driven sampling. J. R. Statist. Soc.
    A 178(1), 241-269.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amparo.methods.chance import MOST_SEED, Executor
from amparo.methods.estimate import Floats, Integers, Refused, Remark, in_plain_words, remark, whole
from amparo.methods.hidden.gates import counts_of, doubts_of_sample, exploratory, refuse_large_fraction
from amparo.methods.hidden.gile_bootstrap import gile_replicate_sums
from amparo.methods.hidden.outcome import Outcome, categories
from amparo.methods.hidden.points import rds2_weights, successive_sampling_weights
from amparo.methods.hidden.salganik_bootstrap import salganik_replicate_sums
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import AtSize, Way, shares_at
from amparo.methods.hidden.tree_bootstrap import REPLICATES, Progress, tree_doubts, tree_replicate_sums

type Population = float | tuple[float, float, float] | None

ESTIMATORS = {"successive": "successive sampling (Gile)", "rds2": "RDS-II (Volz-Heckathorn)"}
BOOTSTRAPS = {"gile": "Gile's bootstrap", "tree": "tree bootstrap", "salganik": "Salganik's bootstrap"}
ASSUMPTIONS = (
    in_plain_words("Whoever recruits knows those she brings, and they know her."),
    in_plain_words("Recruiters bring anyone of those they know, not some because of what is asked."),
    in_plain_words("Everybody told about rightly how many of this population she knows."),
    in_plain_words("Everyone of the population can be reached from the seeds, by way of others."),
)
SIZE_ASSUMPTION = in_plain_words("The population is about as large as was said, and nobody took part twice.")
SMALL_ASSUMPTION = in_plain_words("The sample is a small part of the population.")


@dataclass(frozen=True, slots=True)
class RdsShares:
    """Shares of the groups of an outcome, at each size of the population that was given."""

    groups: tuple[str, ...]
    sizes: tuple[AtSize, ...]  # from the smallest population to the largest; one where none was given
    composition: tuple[float, ...]  # of the sample, unweighted: it estimates nothing
    counts: tuple[int, ...]  # people of the sample in each group: a small one is not to be shown
    n: int
    missing: int  # who did not say, or has no degree
    publishable: bool  # False: exploratory
    estimator: str
    bootstrap: str
    replicates: int
    seed: int
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def estimate_rds(
    sample: Sample,
    outcome: Sequence[Any] | Outcome,
    *,
    population: Population = None,
    estimator: str | None = None,
    bootstrap: str | None = None,
    replicates: int = REPLICATES,
    seed: int,
    level: float = 0.95,
    interval: str = "normal",
    executor: Executor | None = None,
    progress: Progress = None,
) -> RdsShares:
    """The share of each group of the population, with an interval: p_g = Σ_{i in g} w_i / Σ w_i.

    Parameters
    ----------
    outcome : a value for each person, ``None`` where not known; or categories.
    population : N; or a low, a middle and a high N; or nothing, where nothing is known.
    estimator : ``"successive"`` sampling (needs N; the default with it) or ``"rds2"`` (the default without).
    bootstrap : ``"gile"`` (the default with successive sampling), ``"tree"`` (the default with RDS-II, possible with
        both), ``"salganik"`` (with RDS-II, only to compare).
    replicates, seed, executor, progress : see ``chance.replicate``. At each N the chance is the same.
    level, interval : see ``intervals.interval_of``.

    Raises
    ------
    Refused
        Not one value for each person; a bootstrap that does not go with the estimator; N below n, or not in order;
        RDS-II of more than three tenths of N; nobody with both an answer and a degree.
    """
    whole("seed", seed, least=0, most=MOST_SEED)
    sizes = _sizes(population)
    way = _chosen(estimator, bootstrap, sizes)
    told, codes = _told(sample, outcome)
    at = []
    for size in sizes:
        weights = _weights(sample, size, way[0])
        sums = replicate_sums(
            sample, told, weights, size, way[1], replicates=replicates, seed=seed, executor=executor, progress=progress
        )
        carried = Way(f"{ESTIMATORS[way[0]]}, {BOOTSTRAPS[way[1]]}", _assumptions(way[0]), level, interval, seed)
        at.append(shares_at(told.labels, codes, weights, size, sums, carried))
    return _answer(sample, told.labels, codes, tuple(at), way, replicates, seed)


def _answer(
    sample: Sample, labels: tuple[str, ...], codes: Integers, at: tuple[AtSize, ...], way: tuple[str, str],
    replicates: int, seed: int,
) -> RdsShares:  # fmt: skip
    """All that has to stand beside the shares."""
    counts = counts_of(codes, len(labels))
    return RdsShares(
        groups=labels,
        sizes=at,
        composition=tuple((counts / counts.sum()).tolist()),
        counts=tuple(counts.tolist()),
        n=len(sample),
        missing=int((codes < 0).sum()),
        publishable=not exploratory(sample),
        estimator=ESTIMATORS[way[0]],
        bootstrap=BOOTSTRAPS[way[1]],
        replicates=replicates,
        seed=seed,
        assumptions=_assumptions(way[0]),
        warnings=(*doubts_of_sample(sample), *_doubts_of_way(sample, way), *sample.warnings),
    )


def _told(sample: Sample, outcome: Sequence[Any] | Outcome) -> tuple[Outcome, Integers]:
    """The groups, and who is of which one among those the estimate rests on."""
    told = outcome if isinstance(outcome, Outcome) else categories(outcome)
    if len(told.codes) != len(sample):
        raise Refused(
            remark("lengths", "%(name)s has %(found)s values for %(n)s persons.",
                   name="outcome", found=len(told.codes), n=len(sample))
        )  # fmt: skip
    codes = np.where(np.isnan(sample.degree_used), -1, told.codes)
    if not (codes >= 0).any():
        raise Refused(remark("nobody_known", "Nobody has both an answer and a degree."))
    return told, codes


def _sizes(population: Population) -> tuple[float | None, ...]:
    """The sizes of the population, from the smallest on; each once."""
    if population is None:
        return (None,)
    if isinstance(population, int | float | np.number):
        return (float(population),)
    if len(population) != 3 or not population[0] <= population[1] <= population[2]:
        raise Refused(
            remark("sizes_in_order", "The population is one number, or a low, a middle and a high one, in this order.")
        )
    return tuple(sorted({float(each) for each in population}))


def _chosen(estimator: str | None, bootstrap: str | None, sizes: tuple[float | None, ...]) -> tuple[str, str]:
    """Which estimator and which bootstrap; or why they do not go together."""
    estimator = estimator or ("rds2" if sizes == (None,) else "successive")
    bootstrap = bootstrap or ("tree" if estimator == "rds2" else "gile")
    for name, known in ((estimator, ESTIMATORS), (bootstrap, BOOTSTRAPS)):
        if name not in known:
            raise Refused(
                remark("unknown_method", "“%(name)s” is not known. It can be: %(known)s.",
                       name=name, known=", ".join(known))
            )  # fmt: skip
    if estimator == "successive" and sizes == (None,):
        raise Refused(remark("size_needed", "Successive sampling needs the size of the population, or a range of it."))
    if bootstrap != "tree" and (bootstrap == "gile") != (estimator == "successive"):
        raise Refused(
            remark(
                "no_pair",
                "Gile's bootstrap goes with successive sampling, Salganik's with RDS-II; the tree bootstrap with both.",
            )
        )
    return estimator, bootstrap


def _weights(sample: Sample, size: float | None, estimator: str) -> Floats:
    """The weight of each person at one size of the population."""
    if estimator == "rds2" or size is None:
        if size is not None:
            refuse_large_fraction(sample, size)
        return rds2_weights(sample.degree_used)
    return successive_sampling_weights(sample.degree_used, size)


def _assumptions(estimator: str) -> tuple[str, ...]:
    return (*ASSUMPTIONS, SMALL_ASSUMPTION if estimator == "rds2" else SIZE_ASSUMPTION)


def _doubts_of_way(sample: Sample, way: tuple[str, str]) -> tuple[Remark, ...]:
    """What has to be said of the bootstrap that was chosen."""
    if way[1] == "tree":
        return tree_doubts(sample)
    if way[1] == "salganik":
        return (
            remark("only_to_compare", "Salganik's bootstrap is for comparing with older studies: its intervals are too"
                   " narrow where much of the population is in the sample."),
        )  # fmt: skip
    return ()


def replicate_sums(
    sample: Sample, told: Outcome, weights: Floats, size: float | None, bootstrap: str, *, replicates: int, seed: int,
    executor: Executor | None = None, progress: Progress = None,
) -> Floats:  # fmt: skip
    """The sum of weights of each group in each replicate, ``(B, G)``, by the bootstrap that was chosen."""
    if bootstrap == "gile" and size is not None:
        return gile_replicate_sums(
            sample, told, population=size, replicates=replicates, seed=seed, executor=executor, progress=progress
        )
    if bootstrap == "salganik":
        return salganik_replicate_sums(
            sample, told, weights, replicates=replicates, seed=seed, executor=executor, progress=progress
        )
    columns, said = np.zeros((len(sample), len(told.labels))), np.flatnonzero(told.codes >= 0)
    columns[said, told.codes[said]] = weights[said]
    return tree_replicate_sums(sample, columns, replicates=replicates, seed=seed, executor=executor, progress=progress)
