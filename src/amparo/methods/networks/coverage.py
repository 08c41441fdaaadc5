"""Where to open next: with so many new places, how much demand comes within reach; or how many places it takes.

Question: some services are there. If p more could be opened, which ones bring most demand within reach? And how many
does it take until a given share is?

Estimand: the best set of sites, with proof, for the demand and the reach that came in.

Method: the maximal covering location problem, max Σ wᵢyᵢ with yᵢ ≤ Σ_{j covers i} xⱼ and Σ xⱼ ≤ p, sites that exist
held at 1; and the partial set cover, the fewest xⱼ with Σ wᵢyᵢ at the target. Both are solved by branch and bound
(HiGHS), which proves that nothing better exists, or says that it could not. The greedy answer, site by site, stands
beside it: it is never better, and is what an office would do by hand.

Assumptions: a site covers what it covers, whatever else is open, and takes all who come; demand is known. It breaks
where a service is full, or where the best site on the map is one where she would be seen going in. A solver does not
know that.

References
----------
Church, R. and ReVelle, C. (1974). The maximal covering location problem. Papers of the Regional Science Association 32,
    101-118.
Toregas, C., Swain, R., ReVelle, C. and Bergman, L. (1971). The location of emergency service facilities. Operations
    Research 19, 1363-1373.
Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex method. Math. Prog. Comp. 10, 119-142.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, eye_array, hstack

from amparo.methods.columns import numbers
from amparo.methods.estimate import Floats, Refused, Remark, in_plain_words, remark, whole

type Flags = NDArray[np.bool_]

SECONDS = 60.0  # of search, after which the best found is given with what is not proven
SLACK = 1e-9  # of all demand: a target missed by less is met
TOLERANCE = 2e-6  # twice what the solver may be off by, in shares of the demand
FINEST = 1e8  # times the smallest weight: beyond it the solver would calculate with numbers that it cannot tell apart
PROVEN = 1e-3  # of the smallest weight: what is less far from the bound is proven

ASSUMPTIONS = (
    in_plain_words("a site covers what it covers, whatever else is open"),
    in_plain_words("a site takes all who come"),
    in_plain_words("where demand is, and how much, is known"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """Which sites, and what they cover. Sites are columns of what came in."""

    chosen: tuple[int, ...]  # new ones, in order; those that exist are not among them
    covered: float  # weight within reach of the chosen and the existing
    share: float  # of all weight
    before: float  # share within reach of the existing alone
    bound: float  # no set of so many sites covers a larger share; for a target: no fewer sites reach it
    optimal: bool  # it is proven that nothing is better
    greedy: tuple[int, ...]  # what choosing one after the other gives
    greedy_share: float
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def most_covered(
    demand: ArrayLike, covers: ArrayLike, *, new: int, existing: Sequence[int] = (), seconds: float = SECONDS
) -> Cover:
    """The sites that bring most demand within reach: maximal covering location.

    Parameters
    ----------
    demand : weights, shape ``(n,)``, 0 or more.
    covers : shape ``(n, sites)``: does the site cover the demand?
    new : sites to open beside the existing ones; at least 1.
    existing : columns that are open already.
    seconds : of search, at most.

    Raises
    ------
    Refused
        ``shapes``, ``covers``: shapes that do not fit, what is neither 1 nor 0; ``weight``, ``no_demand``: weights that
        are negative or sum to 0; ``existing``: a site that is none; ``not_whole``, ``too_large``: no new site, or more
        than there are.

    References
    ----------
    Church and ReVelle (1974), see ``coverage``.
    """
    weights, table, open_ = _looked_through(demand, covers, existing)
    whole("new", new, least=1, most=table.shape[1] - len(open_))
    total = float(weights.sum())
    greedy = _greedily(weights, table, open_, new=new)
    patterns, worth = _patterns(weights, table, open_)
    chosen, bound, optimal = greedy, 1.0, True
    if len(worth):
        unit = max(float(worth.min()), total / FINEST)  # the solver is off by a little of one, not of all demand
        answer = _most(patterns, worth / unit, open_, new, seconds)
        optimal = answer.status == 0
        if answer.x is not None:
            chosen = _sites(answer, table.shape[1], open_)
            bound = (_covered(weights, table, open_) - float(answer.mip_dual_bound) * unit) / total
            optimal = optimal and (bound - _covered(weights, table, [*open_, *chosen]) / total) * total <= PROVEN * unit
    share = _covered(weights, table, [*open_, *chosen]) / total
    by_greedy = _covered(weights, table, [*open_, *greedy]) / total
    if by_greedy > share:  # where the search was stopped early
        chosen, share = greedy, by_greedy
    return Cover(
        chosen, share * total, share, _covered(weights, table, open_) / total, share if optimal else min(bound, 1.0),
        optimal, greedy, by_greedy, ASSUMPTIONS, tuple(_warnings(weights, table, optimal)),
    )  # fmt: skip


def fewest_sites(
    demand: ArrayLike, covers: ArrayLike, *, share: float, existing: Sequence[int] = (), seconds: float = SECONDS
) -> Cover:
    """The fewest new sites with which a share of the demand is within reach: partial set cover.

    Parameters
    ----------
    share : of the demand, above 0, at most 1.
    demand, covers, existing, seconds : as for ``most_covered``.

    Raises
    ------
    Refused
        ``share``: none of a demand; ``out_of_reach``: all sites together do not reach it; and as ``most_covered``.

    References
    ----------
    Toregas et al. (1971), see ``coverage``.
    """
    weights, table, open_ = _looked_through(demand, covers, existing)
    if not 0 < share <= 1:
        raise Refused(remark("share", "The share is %(share)s: above 0, and at most 1.", share=share))
    total = float(weights.sum())
    most = _covered(weights, table, range(table.shape[1])) / total
    if most < share - SLACK:
        raise Refused(
            remark("out_of_reach", "All sites together reach %(most)s of the demand: less than was asked for.",
                   most=f"{most:.3f}")
        )  # fmt: skip
    before = _covered(weights, table, open_) / total
    greedy = _greedily(weights, table, open_, share=share)
    chosen, bound, optimal = greedy, 0.0, True
    if before < share - SLACK:
        chosen, bound, optimal = _reaching(weights, table, open_, share, most, greedy, seconds)
    found = _covered(weights, table, [*open_, *chosen]) / total
    by_greedy = _covered(weights, table, [*open_, *greedy]) / total
    return Cover(
        chosen, found * total, found, before, bound, optimal, greedy, by_greedy, ASSUMPTIONS,
        tuple(_warnings(weights, table, optimal)),
    )  # fmt: skip


def _reaching(
    weights: Floats, table: Flags, open_: list[int], share: float, most: float, greedy: tuple[int, ...], seconds: float
) -> tuple[tuple[int, ...], float, bool]:
    """The fewest sites found, how few it is at least, and whether that is proven.

    The solver may be off by a little, and then falls short of the target; so it is asked again for a little more.
    """
    patterns, worth = _patterns(weights, table, open_)
    total = float(weights.sum())
    before = _covered(weights, table, open_) / total
    bound = 0.0
    for spare in (0.0, TOLERANCE):
        answer = _fewest(patterns, worth / total, open_, min(share + spare, most) - before, seconds)
        if answer.x is None:
            continue
        chosen = _sites(answer, table.shape[1], open_)
        bound = bound or float(math.ceil(answer.mip_dual_bound - 1e-6))
        if _covered(weights, table, [*open_, *chosen]) / total >= share - SLACK:
            return (chosen, bound, answer.status == 0) if len(chosen) <= len(greedy) else (greedy, bound, False)
    return greedy, bound, False


def _looked_through(demand: ArrayLike, covers: ArrayLike, existing: Sequence[int]) -> tuple[Floats, Flags, list[int]]:
    """Weights, the table of what covers what, and which sites are open."""
    weights, said = numbers("demand", demand), np.asarray(covers)
    table = said.astype(bool)
    if weights.ndim != 1 or table.ndim != 2 or len(table) != len(weights) or not table.size:
        raise Refused(remark("shapes", "There has to be one row for each demand and one column for each site."))
    neither = np.flatnonzero(~np.isin(said, (0, 1)).all(axis=1))
    if len(neither):
        raise Refused(remark("covers", "A site covers a demand or does not: 1 or 0.", rows=neither.tolist()))
    wrong = np.flatnonzero(~((weights >= 0) & np.isfinite(weights)))
    if len(wrong):
        raise Refused(remark("weight", "The weight of a demand is a number, 0 or more.", rows=wrong.tolist()))
    if not weights.any():
        raise Refused(remark("no_demand", "There is no demand: nothing was asked."))
    open_ = sorted(set(existing))
    if open_ and not 0 <= open_[0] <= open_[-1] < table.shape[1]:
        raise Refused(remark("existing", "A site that is open already is not among the sites."))
    return weights, table, open_


def _covered(weights: Floats, table: Flags, sites: Sequence[int] | range) -> float:
    """The weight that these sites cover."""
    chosen = list(sites)
    return float(weights[table[:, chosen].any(axis=1)].sum()) if chosen else 0.0


def _greedily(
    weights: Floats, table: Flags, open_: Sequence[int], *, new: int | None = None, share: float | None = None
) -> tuple[int, ...]:
    """One site after the other, each the one that adds most (the first of equals); until so many, or so much."""
    left = np.where(table[:, list(open_)].any(axis=1), 0.0, weights)
    total, chosen = float(weights.sum()), list[int]()
    while (new is not None and len(chosen) < new) or (share is not None and left.sum() > (1 - share + SLACK) * total):
        gains = left @ table
        best = int(gains.argmax())
        if gains[best] <= 0:
            break
        chosen.append(best)
        left[table[:, best]] = 0.0
    return tuple(sorted(chosen))


def _patterns(weights: Floats, table: Flags, open_: Sequence[int]) -> tuple[csr_array, Floats]:
    """What no open site covers and some site could: demands with the same sites as one, ``(patterns, sites)``."""
    still = table.any(axis=1) & ~table[:, list(open_)].any(axis=1) & (weights > 0)
    if not still.any():
        return csr_array((0, table.shape[1])), np.zeros(0)
    packed, place = np.unique(np.packbits(table[still], axis=1), axis=0, return_inverse=True)
    worth = np.bincount(place.ravel(), weights=weights[still])
    return csr_array(np.unpackbits(packed, axis=1, count=table.shape[1]).astype(np.float64)), worth


def _most(patterns: csr_array, worth: Floats, open_: Sequence[int], new: int, seconds: float) -> OptimizeResult:
    """Maximal covering: sites first, then patterns."""
    sites = patterns.shape[1]
    counted = np.concatenate([np.ones(sites), np.zeros(len(worth))])
    counted[list(open_)] = 0.0
    return _solved(np.concatenate([np.zeros(sites), -worth]), patterns, LinearConstraint(counted, -np.inf, new),
                   open_, seconds)  # fmt: skip


def _fewest(patterns: csr_array, worth: Floats, open_: Sequence[int], target: float, seconds: float) -> OptimizeResult:
    """Partial set cover."""
    sites = patterns.shape[1]
    cost = np.concatenate([np.ones(sites), np.zeros(len(worth))])
    cost[list(open_)] = 0.0
    reached = LinearConstraint(np.concatenate([np.zeros(sites), worth]), target, np.inf)
    return _solved(cost, patterns, reached, open_, seconds)


def _solved(
    cost: Floats, patterns: csr_array, more: LinearConstraint, open_: Sequence[int], seconds: float
) -> OptimizeResult:
    """The integer programme with y ≤ Σ x for every pattern; ``x`` is None where nothing was found in time."""
    many, sites = patterns.shape
    covered = LinearConstraint(hstack([-patterns, eye_array(many)]).tocsr(), -np.inf, 0.0)
    low = np.zeros(sites + many)
    low[list(open_)] = 1.0
    whole_ = np.concatenate([np.ones(sites), np.zeros(many)])
    return milp(
        cost, constraints=[covered, more], bounds=Bounds(low, 1.0), integrality=whole_,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )  # fmt: skip


def _sites(answer: OptimizeResult, sites: int, open_: Sequence[int]) -> tuple[int, ...]:
    """The new sites of a solution."""
    return tuple(int(site) for site in np.flatnonzero(answer.x[:sites] > 0.5) if site not in set(open_))


def _warnings(weights: Floats, table: Flags, optimal: bool) -> list[Remark]:
    """What has to stand beside it."""
    warnings = []
    never = np.flatnonzero(~table.any(axis=1) & (weights > 0))
    if len(never):
        warnings.append(
            remark("never_covered", "%(n)s demands are covered by no site at all.", rows=never.tolist(), n=len(never))
        )
    if not optimal:
        warnings.append(
            remark("not_proven", "The search was stopped: something better than this may exist, up to the bound.")
        )
    return warnings
