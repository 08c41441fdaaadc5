"""From weights and replicates to the shares of groups, with intervals, at one size of the population."""

from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Estimate, Floats, Integers, Interval, Remark, remark
from amparo.methods.hidden.gates import LEAST_FOR_ERROR, counts_of, doubts_of_group
from amparo.methods.hidden.intervals import design_effect, interval_of, standard_error


@dataclass(frozen=True, slots=True)
class AtSize:
    """The shares under one size of the population."""

    population: float | None
    shares: tuple[Estimate, ...]  # one for each group, in the order of the names
    design_effects: tuple[float, ...]  # NaN where there is no standard error


@dataclass(frozen=True, slots=True)
class Way:
    """How the shares were come to, for each of them to carry."""

    method: str
    assumptions: tuple[str, ...]
    level: float
    interval: str
    seed: int


def shares_at(
    labels: tuple[str, ...], codes: Integers, weights: Floats, population: float | None, sums: Floats, way: Way
) -> AtSize:  # fmt: skip
    """The share of each group, from the weights of the sample and their sums in each replicate.

    Parameters
    ----------
    codes : shape ``(n,)``: the group of each person, -1 for who is left out of the estimate.
    weights : shape ``(n,)``.
    sums : shape ``(B, G)``.
    """
    said = codes >= 0
    total = np.bincount(codes[said], weights[said], len(labels))
    values = total / total.sum()
    whole = sums.sum(axis=1, keepdims=True)
    replicates = np.divide(sums, whole, out=np.full_like(sums, np.nan), where=whole > 0)
    n, counts = int(said.sum()), counts_of(codes, len(labels))
    shares, effects = [], []
    for group, label in enumerate(labels):
        ours = np.ascontiguousarray(replicates[:, group])
        doubts = doubts_of_group(int(counts[group]), weights[said])
        se, interval, more = _spread(float(values[group]), ours, int(counts[group]), n, way)
        shares.append(
            Estimate(
                label, float(values[group]), interval, n, way.method, se, way.assumptions, (*doubts, *more), way.seed,
                ours,
            )
        )  # fmt: skip
        effects.append(np.nan if se is None else design_effect(se, float(values[group]), n=n, population=population))
    return AtSize(population, tuple(shares), tuple(effects))


def _spread(
    value: float, replicates: Floats, count: int, n: int, way: Way
) -> tuple[float | None, Interval | None, tuple[Remark, ...]]:  # fmt: skip
    """The standard error and the interval, where there can be any."""
    if count == n:
        return None, None, (
            remark("one_category", "Everybody said the same: replicates of this sample cannot vary, and say nothing of"
                   " how far off it is."),
        )  # fmt: skip
    if count < LEAST_FOR_ERROR:
        return None, None, ()
    se = standard_error(replicates)
    if not se > 0:
        return None, None, (
            remark("no_variation", "The replicates do not vary: there are no branches to draw from, so no interval can"
                   " be given."),
        )  # fmt: skip
    interval, said = interval_of(value, replicates, level=way.level, method=way.interval)
    return se, interval, said
