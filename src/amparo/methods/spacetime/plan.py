"""What a scan looks at, as arrays: zones, windows, what was expected, and how chance alone would have dealt the cases.

One plan serves the data that came in and every replicate. It can be pickled, so that replicates may be drawn anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amparo.methods.chance import CHUNK, Executor, Words, replicate, seeds
from amparo.methods.estimate import Floats, Integers
from amparo.methods.spacetime import largest, null
from amparo.methods.spacetime.kernels import BERNOULLI, CLOSE, POISSON, largest_masses
from amparo.methods.spacetime.zones import Zones

type Short = NDArray[np.int32]

PILOTS = 4  # replicates that are looked at whole, to learn below which score nothing need be computed
BELOW_PILOTS = 0.8  # of the least of them: so few replicates lie below that scanning those twice costs nothing

__all__ = ["BERNOULLI", "POISSON", "Plan", "drawn", "maxima", "observed", "simulated"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A scan that is ready. ``table`` is (1, steps + 1) where expected counts are products, else (sites, steps + 1)."""

    kind: int  # of the score: POISSON or BERNOULLI
    cases: float
    events: float  # cases and controls; of a Poisson model, the cases
    zones: Zones
    scale: Floats  # (positions,)
    table: Floats
    apart: bool  # is the table one of sites?
    longest: int  # steps of a window
    alive: bool  # only windows that reach the last step
    start: Short  # the cases that came in: (sites + 1,) into ``when`` and ``weight``
    when: Short
    weight: Floats
    sampler: str  # "permuted", "scattered" or "labelled"
    chance: tuple[Any, ...]  # what the sampler takes

    @property
    def steps(self) -> int:
        return int(self.table.shape[1]) - 1

    @property
    def since(self) -> int:
        """The first step that can lie in a window."""
        return max(0, self.steps - self.longest) if self.alive else 0

    @property
    def whole_cases(self) -> int:
        """As many as a replicate has: cases that are fractions are thrown as the nearest whole number."""
        return round(self.cases)


def listed(site: Integers, step: Integers, weight: Floats, sites: int) -> tuple[Short, Short, Floats]:
    """Cases sorted by site, as ``start``, ``when`` and ``weight``; those of one site and step are one entry."""
    steps = int(step.max(initial=0)) + 1
    cells, where = np.unique(site * steps + step, return_inverse=True)
    total = np.bincount(where.reshape(-1), weights=weight, minlength=len(cells))
    start = np.searchsorted(cells // steps, np.arange(sites + 1))
    return start.astype(np.int32), (cells % steps).astype(np.int32), total


def drawn(words: Words, plan: Plan) -> tuple[Short, Short]:
    """The cases of replicates: ``start (replicates, sites + 1)`` and ``when (replicates, cases)``."""
    samplers: dict[str, Callable[..., Any]] = {
        "permuted": null.permuted,
        "scattered": null.scattered,
        "labelled": null.labelled,
    }
    starts, whens = samplers[plan.sampler](words, *plan.chance, plan.since, len(plan.start) - 1)
    return starts, whens


def maxima(words: Words, plan: Plan, ladder: tuple[tuple[float, Floats], ...]) -> Floats:
    """The largest score of each replicate, ``(replicates,)``.

    ``ladder``: floors from high to 0, each with what ``largest_masses`` says of it. Nearly all replicates reach the
    first; the few that do not are looked at again with the next, and so to the last, which leaves nothing out.
    """
    starts, whens = drawn(words, plan)
    best = _largest(plan, starts, whens, ladder[0][1])
    for (floor, _), (_, most) in pairwise(ladder):
        low = best < floor + CLOSE
        if low.any():
            best[low] = _largest(plan, starts[low], whens[low], most)
    return best


def _rungs(plan: Plan, *floors: float) -> tuple[tuple[float, Floats], ...]:
    return tuple((floor, largest_masses(plan.kind, floor, *_thrown(plan))) for floor in floors)


def _thrown(plan: Plan) -> tuple[float, float]:
    """How many cases and events a replicate has."""
    return float(plan.whole_cases), plan.events * (plan.whole_cases / plan.cases if plan.kind == POISSON else 1.0)


def _largest(plan: Plan, starts: Any, whens: Any, most: Floats) -> Floats:
    zones, (cases, events) = plan.zones, _thrown(plan)
    scale = plan.scale * (cases / plan.cases if plan.kind == POISSON else 1.0)
    if plan.steps == 1:
        mass = np.where(zones.closes, scale * _whole(plan), np.inf)
        least = np.searchsorted(most, mass, side="right").astype(np.int32)
        counted: Floats = largest.of_counts(zones.start, zones.member, starts, mass, least, plan.kind, cases, events)
        return counted
    asked: tuple[Any, ...] = (starts, whens, plan.longest, plan.alive, most, plan.kind, cases, events)
    if plan.apart:
        found: Floats = largest.of_tables(
            zones.start, zones.member, zones.closes, zones.closing, scale, plan.table, *asked
        )  # fmt: skip
    else:
        around = zones.around
        found = largest.of_products(zones.start, zones.member, zones.closing, *around, scale, plan.table, *asked)
    return found


def _whole(plan: Plan) -> Floats | float:
    """What a zone holds in its only step, before it is scaled."""
    return plan.zones.summed(plan.table[:, 1]) if plan.apart else float(plan.table[0, 1])


def observed(plan: Plan, shut: NDArray[np.bool_]) -> tuple[Floats, Integers]:
    """Of the data that came in, for every centre: the best score; its position, first and last step (-1 if none)."""
    most = largest_masses(plan.kind, 0.0, plan.cases, plan.events)
    zones = plan.zones
    best, where = largest.of_each_centre(
        zones.start, zones.member, zones.closes, zones.closing, plan.scale, plan.table, plan.apart, plan.start,
        plan.when, plan.weight, shut, plan.longest, plan.alive, most, plan.kind, plan.cases, plan.events,
    )  # fmt: skip
    return best, where


def simulated(
    plan: Plan,
    count: int,
    *,
    seed: int,
    reached: float,
    stop_after: int | None = None,
    executor: Executor | None = None,
    chunk: int = CHUNK,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """The largest scores of ``count`` replicates, or up to the ``stop_after``-th that is at least ``reached``.

    However the work is cut and whoever does it, these are the same replicates, and it stops at the same one.
    """
    first = maxima(seeds(seed, min(PILOTS, count)), plan, _rungs(plan, 0.0))
    floor = BELOW_PILOTS * float(first.min())
    kernel = partial(maxima, plan=plan, ladder=_rungs(plan, floor, floor / 2, 0.0))
    if stop_after is None:
        return replicate(kernel, count, seed=seed, executor=executor, chunk=chunk, progress=progress)
    found, done = np.empty(0), 0
    while done < count:
        many = min(max(chunk, done), count - done)  # twice as many each time
        cuts = [seeds(seed, min(chunk, many - at), first=done + at) for at in range(0, many, chunk)]
        waiting = [executor.submit(kernel, each) for each in cuts] if executor is not None else None
        parts = [each.result() for each in waiting] if waiting is not None else [kernel(each) for each in cuts]
        found, done = np.concatenate([found, *parts]), done + many
        if progress is not None:
            progress(done, count)
        over = np.flatnonzero(found >= reached - CLOSE)
        if len(over) >= stop_after:
            return found[: over[stop_after - 1] + 1]
    return found
