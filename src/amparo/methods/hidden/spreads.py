"""Shares with their replicates: standard error, interval and design effect of each group, or why it has none."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from amparo.methods.estimate import Estimate, Floats, Remark, remark
from amparo.methods.hidden.gates import LEAST_FOR_SE
from amparo.methods.hidden.intervals import design_effect, interval_of, standard_error
from amparo.methods.hidden.shares import Shares

STANDS_STILL = 1e-12  # a standard error of rounding alone
MOST_LOST = 0.10  # of the replicates: if more have no answer, the rest are a choice among samples


@dataclass(frozen=True, slots=True)
class AtSize:
    """The shares under one size of the population, with intervals."""

    population: float | None
    groups: tuple[Estimate, ...]  # in the order of their names
    design_effects: tuple[float, ...]  # NaN where there is no standard error
    withheld: tuple[str, ...]  # names of the groups that a publication leaves out

    def __getitem__(self, name: str) -> Estimate:
        return {each.name: each for each in self.groups}[name]


def with_spread(
    shares: Shares, sums: Floats, *, bootstrap: str, population: float | None, level: float, interval: str, seed: int,
    drawn_from: tuple[str, str] | None = None,
) -> AtSize:  # fmt: skip
    """The shares, each with what its replicates say of it.

    Parameters
    ----------
    sums : shape ``(B, G)``: the sum of weights of each group in each replicate.
    drawn_from : see ``fingerprints``.
    """
    whole = np.sort(sums, axis=1).sum(axis=1, keepdims=True)  # to the last bit the same, whatever groups are called
    replicates = np.divide(sums, whole, out=np.full_like(sums, np.nan), where=whole > 0)
    groups, effects = [], []
    for place, share in enumerate(shares.groups):
        ours = np.ascontiguousarray(replicates[:, place])
        share = dataclasses.replace(
            share, method=f"{share.method}, {bootstrap}", seed=seed, replicates=ours, drawn_from=drawn_from
        )
        share = _spread(
            share, ours, int(shares.counts[place]), level, interval, population=population,
            people=shares.n + shares.n_missing + shares.n_without_degree,
        )  # fmt: skip
        groups.append(share)
        known = share.se is not None
        effects.append(
            design_effect(share.se or 0.0, share.value, n=share.n, population=population) if known else np.nan
        )
    return AtSize(population, tuple(groups), tuple(effects), shares.withheld)


def _spread(
    share: Estimate, replicates: Floats, count: int, level: float, interval: str, *, population: float | None,
    people: int,
) -> Estimate:  # fmt: skip
    """The estimate with its standard error and its interval, where there can be any."""
    if count == share.n:
        return _without(
            share, remark("one_category", "Everybody said the same: replicates of this sample cannot vary, and say"
                          " nothing of how far off it is.")
        )  # fmt: skip
    if min(count, share.n - count) < LEAST_FOR_SE:
        return share  # and its gate says so
    lost = int((~np.isfinite(replicates)).sum())
    if lost > MOST_LOST * len(replicates):
        return _without(share, of_lost(lost, len(replicates)))
    se = standard_error(replicates)
    if not se > STANDS_STILL:
        return _without(share, of_still(population is not None and population - people < 1))
    between, said = interval_of(share.value, replicates, level=level, method=interval)
    return dataclasses.replace(share, se=se, interval=between, warnings=(*share.warnings, *said))


def _without(share: Estimate, why: Remark) -> Estimate:
    return dataclasses.replace(share, warnings=(*share.warnings, why))


def of_still(everybody: bool) -> Remark:
    """Why there is no error where replicates are all the same."""
    if everybody:
        return remark("everybody_asked", "By the size that was said everybody of the population was asked: replicates"
                      " cannot vary, and say nothing of what else may be wrong.")  # fmt: skip
    return remark("no_variation", "The replicates do not vary: there are no branches to draw from, so no"
                  " interval can be given.")  # fmt: skip


def of_lost(lost: int, replicates: int) -> Remark:
    """Why there is no error where many replicates have no answer."""
    return remark("replicates_undefined", "In %(undefined)s of %(many)s replicates there is no answer: too small a"
                  " sample for this question.", undefined=lost, many=replicates)  # fmt: skip
