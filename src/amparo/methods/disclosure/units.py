"""How finely may place and time be told? The finest unit with enough people in it, and the choice itself under audit.

Rungs of a ladder are pairs of a level of places and a level of periods, the finest first: town by month, town by
quarter, zone kind by quarter, country by year. On each rung what is not yet told is put together by its units; a unit
that passes the rules is told, the others wait for the next rung. So every person is in one unit at most, and no unit
is the difference of two. A country town with one organisation reporting ends in the unit of its kind, *rural*, with
others.

The choice speaks. That March is told only as part of a quarter says that in March there were fewer than ten. Three
months of each at most nine, in a quarter of 27, are nine each. So for each unit that was turned away for its persons
the attacker is given the row "at most threshold - 1", and every such unit is a target. Where one is told too
narrowly, the unit that tells it is given up and what is in it waits for a coarser rung. What is left at the end is
not told at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from amparo.methods.disclosure.attack import Contradiction
from amparo.methods.disclosure.auditing import ASSUMPTIONS, TIME_LIMIT_S
from amparo.methods.disclosure.counts import Counts
from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Flags, Plan
from amparo.methods.disclosure.primary import too_small
from amparo.methods.disclosure.solver import GaveUp
from amparo.methods.disclosure.unit_audit import Settled, Tried, Unit, exposed_by, tells
from amparo.methods.estimate import SECRET, Refused, Remark, remark

MOST_CELLS = 5_000  # pairs of a place and a period: each unit is held against all of them


@dataclass(frozen=True, slots=True)
class Choice:
    """The units that may be told, finest first; how many pairs of place and period are not told at all."""

    units: tuple[Unit, ...]
    untold: int
    given_up: int = field(metadata=SECRET)  # units that passed the rules and would have told another too narrowly
    targets: int = field(metadata=SECRET)
    attackers: int
    method: str = "finest rung, choice audited"
    assumptions: tuple[str, ...] = ASSUMPTIONS
    warnings: tuple[Remark, ...] = ()


def choose_unit(
    counts: Counts,
    *,
    plan: Plan,
    place: str,
    period: str,
    rungs: Sequence[tuple[str, str]],
    time_limit_s: float = TIME_LIMIT_S,
) -> Choice:
    """The finest units of place and period that may be told, each person in one of them at most.

    Parameters
    ----------
    counts, plan : the persons, and the rules; what tables the plan has does not matter.
    place, period : names of the two dimensions. All others are summed over.
    rungs : pairs of a level of places and one of periods, the finest first.
    time_limit_s : seconds of the solver. Where they are not enough, nothing is told.

    Raises
    ------
    Refused
        ``rungs``: a level that is not there; ``no_unit``: none that may be told; ``too_many_cells``: more than 5,000
        pairs of a place and a period; ``solver_limit``: the search did not finish; ``choice_tells``: the choice itself
        would tell of one that is not told.

    References
    ----------
    Fischetti and Salazar (2001), see ``audit`` (the attacker).
    """
    persons = _by_place_and_period(counts, plan, place, period, rungs)
    if np.prod(persons.shape[1:]) > MOST_CELLS:
        raise Refused(remark("too_many_cells", "There are more than %(most)s finest cells to count.", most=MOST_CELLS))

    def settle(given: Integers) -> Settled:
        return _settle(plan, given, (place, period), rungs, counts.organisations, time_limit_s)

    try:
        made = settle(persons)
        if not made.told:
            raise Refused(remark("no_unit", "No unit of place and period may be told, on any rung."))
        speaks = made.given_up and tells(
            persons, made, lambda given: settle(given).units, names=counts.organisations, plan=plan,
            time_limit_s=time_limit_s,
        )  # fmt: skip
    except (GaveUp, Contradiction) as error:
        raise Refused(
            remark("solver_limit", "Nothing is published: the search did not finish within its limit.")
        ) from error
    if speaks:
        raise Refused(
            remark(
                "choice_tells",
                "Nothing is published: which units were chosen would tell how many are in one that is not told. Begin"
                " the ladder at a coarser rung.",
            )
        )
    left = int(np.prod(persons.shape[1:])) - sum(int(each.held.sum()) for each in made.told)
    return Choice(made.units, left, made.given_up, len(made.away), made.attackers)


def _settle(
    plan: Plan,
    persons: Integers,
    axes: tuple[str, str],
    rungs: Sequence[tuple[str, str]],
    names: tuple[str, ...],
    time_limit_s: float,
) -> Settled:
    """Climb, and give up what tells another, until nothing does."""
    banned: set[tuple[str, ...]] = set()
    while True:
        told, away = _climb(plan, persons, *axes, rungs, banned)
        if not told:
            return Settled(told, away, len(banned), 0)
        exposed, attackers = exposed_by(plan, persons, told, away, names, time_limit_s)
        if exposed is None:
            return Settled(told, away, len(banned), attackers)
        near = [each for each in told if _tied(each, exposed)] or told
        banned.add(min(near, key=lambda each: (each.unit.persons, each.key)).key)


def _by_place_and_period(
    counts: Counts, plan: Plan, place: str, period: str, rungs: Sequence[tuple[str, str]]
) -> Integers:
    """Persons by organisation, place and period; ``Refused`` where the ladder names no level."""
    dims = [each.name for each in plan.dimensions]
    levels = {each.name: {level.name for level in each.levels} for each in plan.dimensions}
    wrong = [f"{a}, {b}" for a, b in rungs if a not in levels.get(place, ()) or b not in levels.get(period, ())]
    if wrong or not rungs or place == period:
        raise Refused(remark("rungs", "The ladder has rungs that are no levels: %(wrong)s.", wrong="; ".join(wrong)))
    axes = dims.index(place), dims.index(period)
    rest = tuple(axis + 2 for axis in range(len(dims)) if axis not in axes)
    persons = counts.persons.sum(axis=(1, *rest))
    return persons if axes[0] < axes[1] else np.swapaxes(persons, 1, 2)


def _climb(
    plan: Plan,
    persons: Integers,
    place: str,
    period: str,
    rungs: Sequence[tuple[str, str]],
    banned: set[tuple[str, ...]],
) -> tuple[list[Tried], list[Tried]]:
    """Rung by rung: what is told, and what was turned away."""
    waiting = np.ones(persons.shape[1:], bool)
    told: list[Tried] = []
    away: list[Tried] = []
    for rung in rungs:
        for names, held in _units(plan, place, period, rung):
            held &= waiting
            if not held.any():
                continue
            by_organisation = persons[:, held].sum(axis=1, keepdims=True)
            reasons = tuple(name for name, flags in too_small(by_organisation, plan).items() if flags[0])
            pairs = tuple(
                (plan.dimension(place).leaves[a], plan.dimension(period).leaves[b]) for a, b in np.argwhere(held)
            )
            tried = Tried(Unit(*names, rung, int(by_organisation.sum()), pairs), held, reasons)
            if reasons:
                away.append(tried)
                continue
            (away if tried.key in banned else told).append(tried)
            waiting &= ~held
    return told, away


def _units(plan: Plan, place: str, period: str, rung: tuple[str, str]) -> Iterator[tuple[tuple[str, str], Flags]]:
    """The units of a rung, in the order of the plan."""
    places, periods = plan.dimension(place), plan.dimension(period)
    for code, leaves in next(level.codes for level in places.levels if level.name == rung[0]):
        for when, times in next(level.codes for level in periods.levels if level.name == rung[1]):
            rows = np.array([leaf in leaves for leaf in places.leaves], bool)
            columns = np.array([leaf in times for leaf in periods.leaves], bool)
            yield (code, when), np.outer(rows, columns)


def _tied(unit: Tried, exposed: Tried) -> bool:
    """Does a told unit count anything of an exposed one?"""
    return bool((unit.held & exposed.held).any())
