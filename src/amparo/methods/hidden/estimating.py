"""Shares of a hidden population from a sample of recruits, with an interval: one call, and what it may not be used for.

Question: which share of the population is of each group? Estimand: p_g = N_g / N. An unweighted percentage of such a
sample is no estimate: those who know many are found more often. In trials on a known network its 95 % intervals held
the truth in 5 of 100 samples of 500. It is told here only as the composition of the sample.

Method: where a low, a middle and a high size of the population can be defended, successive sampling (Gile) with Gile's
bootstrap, at each of the three. Where nothing is known of N, RDS-II (Volz and Heckathorn) with the tree bootstrap. The
pairs are not free: RDS-II of more than three tenths of the population is refused. RDS-I goes with the tree bootstrap
alone, and has no interval where more than a tenth of its replicates have no answer.

Assumptions: those of the estimator, see ``shares``, and of the bootstrap. It breaks where the population falls into
parts that do not recruit each other, where degrees are guesses, where recruiters choose whom they bring by what is
asked. The first is looked for in every sample, by what is asked and by each column that is handed over beside it (see
``bottlenecks``). Where it is seen it is said, nothing is for publication, and the interval is that of the tree
bootstrap, which in trials held the truth there nearly as often as it says; Gile's held it in a third.

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
from amparo.methods.estimate import Floats, Refused, Remark, remark, whole
from amparo.methods.hidden.bottlenecks import BOTTLENECK, Beside, is_apart, recruitment_looks
from amparo.methods.hidden.fingerprints import of_draws
from amparo.methods.hidden.gile_bootstrap import gile_replicate_sums
from amparo.methods.hidden.outcome import Outcome, coded
from amparo.methods.hidden.rds1_bootstrap import rds1_replicate_shares
from amparo.methods.hidden.salganik_bootstrap import salganik_replicate_sums
from amparo.methods.hidden.sample import Sample
from amparo.methods.hidden.shares import (
    METHODS,
    RDS1,
    RDS2,
    SMOOTHED,
    SUCCESSIVE,
    Shares,
    estimate_shares,
    sample_composition,
    weights_of,
)
from amparo.methods.hidden.spreads import AtSize, with_spread
from amparo.methods.hidden.tree_bootstrap import REPLICATES, Progress, tree_doubts, tree_replicate_sums

type Population = float | tuple[float, float, float] | None

GILE, TREE, SALGANIK = "gile", "tree", "salganik"
BOOTSTRAPS = (GILE, TREE, SALGANIK)
UNPUBLISHED = BOTTLENECK | {"exploratory", "few_effective"}  # what keeps all of an estimate in the house


@dataclass(frozen=True, slots=True)
class RdsShares:
    """Shares of the groups of an outcome with intervals, at each size of the population that was given."""

    sizes: tuple[AtSize, ...]  # from the smallest population to the largest; one where none was given
    composition: Shares  # of the sample, unweighted: it estimates nothing
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


def estimate_rds(
    sample: Sample, outcome: Outcome | Sequence[Any], *, population: Population = None, method: str | None = None,
    bootstrap: str | None = None, replicates: int = REPLICATES, seed: int, level: float = 0.95,
    interval: str = "normal", beside: Beside = None, executor: Executor | None = None, progress: Progress = None,
) -> RdsShares:  # fmt: skip
    """The share of each group of the population, with an interval: p_g = Σ_{i in g} w_i / Σ w_i.

    Parameters
    ----------
    sample : the people, from ``from_recruiters`` or ``from_coupons``.
    outcome : a value for each person, ``None`` where not known; or categories.
    population : N; or a low, a middle and a high N; or nothing, where nothing is known.
    method : ``"successive_sampling"`` (needs N; the default with it), ``"rds2"`` (the default without), ``"rds1"`` or
        ``"smoothed"``.
    bootstrap : ``"gile"`` (the default with successive sampling), ``"tree"`` (the default with RDS-II, possible with
        all), ``"salganik"`` (with RDS-II, only to compare). Where a bottleneck is seen the default is ``"tree"``.
    replicates, seed, executor, progress : see ``chance.replicate``. At each N the chance is the same.
    level, interval : see ``intervals.interval_of``.
    beside : by name the other columns that are there, a value for each person, such as community, town or language: a
        bottleneck is looked for by each of them, and by the outcome in any case. What is no set of groups, and what
        only numbers trees or waves, is left out.

    Returns
    -------
    RdsShares
        ``publishable`` is False where the sample explores only, or where a bottleneck was seen.

    Raises
    ------
    Refused
        ``no_such_method``, ``no_pair``: a bootstrap that does not go with the method; ``sizes_in_order``,
        ``population_below_sample``: N not in order, or below n; ``fraction_too_large``: RDS-II of more than three
        tenths of N; ``no_degree``, ``outcome_missing``: nobody with a degree, or nobody with both an answer and a
        degree; and what ``estimate_shares``, ``interval_of`` and the bootstrap refuse.

    References
    ----------
    Gile (2011); Volz and Heckathorn (2008), see ``estimating``. Of the bootstraps see ``gile_bootstrap``,
        ``tree_bootstrap``.
    """
    whole("seed", seed, least=0, most=MOST_SEED)
    told, sizes = coded(outcome, len(sample)), sizes_of(population)
    method, named = _chosen(method, bootstrap, sizes)
    points = [estimate_shares(sample, told, method=method, population=size) for size in sizes]
    looks = recruitment_looks(sample, beside or {}, outcome=told)
    bootstrap, said = by_trees(named, bootstrap, (*sample.warnings, *looks))
    at = []
    for size, shares in zip(sizes, points, strict=True):
        sums = replicate_sums(
            sample, told, method=method, bootstrap=bootstrap, population=size, replicates=replicates, seed=seed,
            executor=executor, progress=progress,
        )  # fmt: skip
        at.append(
            with_spread(
                shares, sums, bootstrap=bootstrap, population=size, level=level, interval=interval, seed=seed,
                drawn_from=of_draws(sample, told, bootstrap=bootstrap, population=size),
            )
        )  # fmt: skip
    first = min(points, key=lambda each: each.n_effective)
    every = tuple(dict.fromkeys((*first.warnings, *looks, *said, *_doubts(sample, bootstrap))))
    return _answer(sample, told, first, tuple(at), method, bootstrap, level, replicates, seed, every)


def by_trees(bootstrap: str, named: str | None, remarks: Sequence[Remark]) -> tuple[str, tuple[Remark, ...]]:
    """The bootstrap where so much was seen of the recruitment, and what has to be said of it.

    Parameters
    ----------
    bootstrap : which it would be else; ``named`` is the one that was asked for by its name, and stays.
    remarks : of the sample and of the looks.
    """
    if not is_apart(remarks):
        return bootstrap, ()
    if bootstrap == TREE:
        return TREE, (remark("bottleneck", "There are signs of a bottleneck: nothing of it is for publication."),)
    if named is not None:
        return bootstrap, (
            remark("trees_wanted", "There are signs of a bottleneck: nothing of it is for publication. The intervals of"
                   " the bootstrap that was asked for are too narrow there; ask for those of the tree bootstrap."),
        )  # fmt: skip
    return TREE, (
        remark("trees_taken", "There are signs of a bottleneck: nothing of it is for publication. The intervals are"
               " those of the tree bootstrap, because others would be too narrow."),
    )  # fmt: skip


def _answer(
    sample: Sample, told: Outcome, first: Shares, at: tuple[AtSize, ...], method: str, bootstrap: str, level: float,
    replicates: int, seed: int, said: tuple[Remark, ...],
) -> RdsShares:  # fmt: skip
    """All that has to stand beside the shares; what is said of each size is said once."""
    return RdsShares(
        sizes=at,
        composition=sample_composition(sample, told),
        n=len(sample),
        n_known=first.n,
        publishable=UNPUBLISHED.isdisjoint(each.code for each in said),
        method=method,
        bootstrap=bootstrap,
        level=level,
        replicates=replicates,
        seed=seed,
        assumptions=first.groups[0].assumptions,
        warnings=said,
    )


def sizes_of(population: Population) -> tuple[float | None, ...]:
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


def _chosen(method: str | None, bootstrap: str | None, sizes: tuple[float | None, ...]) -> tuple[str, str]:
    """Which estimator and which bootstrap; or why they do not go together."""
    method = method or (RDS2 if sizes == (None,) else SUCCESSIVE)
    bootstrap = bootstrap or (GILE if method == SUCCESSIVE else TREE)
    for name, known in ((method, METHODS), (bootstrap, BOOTSTRAPS)):
        if name not in known:
            raise Refused(
                remark("no_such_method", "%(name)s is no method. There are: %(known)s.",
                       name=name, known=", ".join(known))
            )  # fmt: skip
    if bootstrap != TREE and (bootstrap, method) not in ((GILE, SUCCESSIVE), (SALGANIK, RDS2)):
        raise Refused(
            remark("no_pair", "Gile's bootstrap goes with successive sampling, Salganik's with RDS-II; the tree"
                   " bootstrap with all.")
        )  # fmt: skip
    return method, bootstrap


def _doubts(sample: Sample, bootstrap: str) -> tuple[Remark, ...]:
    """What has to be said of the bootstrap that was chosen."""
    if bootstrap == SALGANIK:
        return (
            remark("only_to_compare", "Salganik's bootstrap is for comparing with older studies: its intervals are too"
                   " narrow where much of the population is in the sample."),
        )  # fmt: skip
    return tree_doubts(sample) if bootstrap == TREE else ()


def replicate_sums(
    sample: Sample,
    outcome: Outcome,
    *,
    method: str,
    bootstrap: str,
    population: float | None,
    replicates: int,
    seed: int,
    executor: Executor | None = None,
    progress: Progress = None,
) -> Floats:
    """The sum of weights of each group in each replicate, ``(B, G)``, by one of the bootstraps; of RDS-I the share."""
    if bootstrap == GILE and population is not None:
        return gile_replicate_sums(
            sample, outcome, population=population, replicates=replicates, seed=seed, executor=executor,
            progress=progress,
        )  # fmt: skip
    if method in (RDS1, SMOOTHED):
        return rds1_replicate_shares(
            sample, outcome, replicates=replicates, seed=seed, executor=executor, progress=progress
        )
    weights = weights_of(sample, method=method, population=population)
    if bootstrap == SALGANIK:
        return salganik_replicate_sums(
            sample, outcome, weights, replicates=replicates, seed=seed, executor=executor, progress=progress
        )
    columns, said = np.zeros((len(sample), len(outcome.labels))), np.flatnonzero(outcome.known)
    columns[said, outcome.codes[said]] = weights[said]
    return tree_replicate_sums(sample, columns, replicates=replicates, seed=seed, executor=executor, progress=progress)
