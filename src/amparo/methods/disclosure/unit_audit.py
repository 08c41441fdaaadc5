"""What a choice of units tells of those that were turned away, to whoever knows how it was made.

1. Each unit that was turned away for its persons has fewer than the threshold. With that and the units that are told,
   no attacker may be left with too little for any unit that was turned away (``exposed_by``).
2. Where no unit had to be given up for that, every table that agrees with these rows leads to the same choice: the told
   units keep their persons, and those turned away stay too small. Nothing more can be read from the choice.
3. Where one was given up, that does not hold: it was turned away, and is not small. So tables are sought and the whole
   method is run on each of them. Only those that end in the very same units count as proof (``tells``).

The third asks of organisations that those who attack keep what they have, and the others share the rest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from amparo.methods.disclosure.attack import Attack
from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Flags, Plan
from amparo.methods.disclosure.solver import Clock
from amparo.methods.disclosure.system import System, attackers, coalitions

MOST_TRIED = 400  # tables on which the method is run; then the choice counts as telling
MOST_CELLS = 2_000  # finest cells of which each would be asked for; of more the choice counts as telling
FAR = 1000  # how much more a unit counts than what lies around it, where a table is sought


@dataclass(frozen=True, slots=True)
class Unit:
    """Some places and periods that are told together. ``cells`` are the pairs of leaves that it counts."""

    place: str
    period: str
    rung: tuple[str, str]
    persons: int
    cells: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """A unit on a rung: which pairs it holds, and why it was turned away, if it was."""

    unit: Unit
    held: Flags
    reasons: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return (*self.unit.rung, self.unit.place, self.unit.period)


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """What is told, what was turned away, and how many units were given up on the way."""

    told: list[Tried]
    away: list[Tried]
    given_up: int
    attackers: int

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that are told."""
        return tuple(each.unit for each in self.told)


def exposed_by(
    plan: Plan, persons: Integers, told: list[Tried], away: list[Tried], names: tuple[str, ...], time_limit_s: float
) -> tuple[Tried | None, int]:
    """A unit that was turned away and can be told too narrowly by some attacker; how many attackers there were."""
    flat = persons.reshape(len(persons), -1)
    hidden = [each for each in away if each.reasons]
    if not hidden:
        return None, 0
    system = _system(plan, told, away, np.array([each.held.ravel() for each in hidden], np.int64))
    attack = Attack(system, Clock(time_limit_s))
    attack.see(flat.sum(axis=0))
    known = len(plan.known_whole)
    many = attackers(names, plan.colluding, known)
    for _, floor in coalitions(names, flat, system, plan.colluding, known):
        attack.knowing(floor)
        for target in attack.still_open():
            if not attack.bound(target)[0].proven:
                return hidden[target], many
    return None, many


def tells(
    persons: Integers,
    made: Settled,
    again: Callable[[Integers], tuple[Unit, ...]],
    *,
    names: tuple[str, ...],
    plan: Plan,
    time_limit_s: float,
) -> bool:
    """Is there a unit turned away without two tables, apart by the width, that the method answers alike?

    Parameters
    ----------
    persons : (organisations, places, periods).
    again : the method, on other persons of this shape.
    """
    flat, tried = persons.reshape(len(persons), -1), 0
    if flat.shape[1] > MOST_CELLS:
        return True
    held = np.array([each.held.ravel() for each in made.away if each.reasons], np.int64)
    held = np.concatenate([held, np.eye(flat.shape[1], dtype=np.int64)[~_told(made)]])
    few = np.array([_small(flat[:, row > 0].sum(axis=1), plan) for row in held], bool)
    held = held[few]
    nothing = _system(plan, made.told, made.away, held)
    for who, floor in coalitions(names, flat, nothing, plan.colluding, len(plan.known_whole)):
        low = high = held @ flat.sum(axis=0)
        mine = np.array([name in who for name in names], bool) if names else np.zeros(len(flat), bool)
        for table in _tables(plan, made, held, floor, time_limit_s):
            if np.all(high - low >= plan.width):
                break
            reached = held @ table
            if not np.any(np.maximum(high, reached) - np.minimum(low, reached) > high - low):
                continue
            tried += 1
            if tried > MOST_TRIED:
                return True
            given = _shared_out(flat, table, mine)
            if given is not None and again(given.reshape(persons.shape)) == made.units:
                low, high = np.minimum(low, reached), np.maximum(high, reached)
        if np.any(high - low < plan.width):
            return True
    return False


def _told(made: Settled) -> Flags:
    flags = np.zeros(made.told[0].held.size, bool)
    for each in made.told:
        if int(each.held.sum()) == 1:
            flags |= each.held.ravel()
    return flags


def _small(persons: Integers, plan: Plan) -> bool:
    total = int(persons.sum())
    return total < plan.persons and (total > 0 or plan.zeros == "protected")


def _tables(plan: Plan, made: Settled, held: Integers, floor: Integers, time_limit_s: float) -> Iterator[Integers]:
    """Whole tables that agree with what is told, for each unit one with few in it and one with many.

    Of what lies around as little as can be, and then as much: the method is likely to answer them alike.
    """
    for around in (1, -1):
        for sign in (1, -1):
            system = _system(plan, made.told, made.away, FAR * held + sign * around)
            attack = Attack(system, Clock(time_limit_s))
            attack.knowing(floor)
            for target in range(len(held)):
                before = len(attack.tables)
                attack.furthest(target, sign)
                yield from (table.astype(np.int64) for table in attack.tables[before:])


def _shared_out(flat: Integers, table: Integers, mine: Flags) -> Integers | None:
    """Persons by organisation that sum to a table: those who attack keep theirs, the largest of the others change."""
    given = flat.copy()
    others = np.flatnonzero(~mine)
    for cell in np.flatnonzero(flat.sum(axis=0) != table):
        more = int(table[cell] - flat[:, cell].sum())
        for each in others[np.argsort(-flat[others, cell], kind="stable")]:
            change = max(more, -int(given[each, cell]))
            given[each, cell] += change
            more -= change
            if more >= 0:
                break
        if more:
            return None
    return given


def _system(plan: Plan, told: Sequence[Tried], away: Sequence[Tried], targets: Integers) -> System:
    """The rows of a choice: what is told, and that what was turned away for its persons has few."""
    few = [each for each in away if set(each.reasons) <= {"few_persons", "zero"} and each.reasons]
    least = 1 if plan.zeros == "shown" else 0
    rows = csr_array(np.array([each.held.ravel() for each in (*told, *few)], np.int64))
    low = np.array([*(each.unit.persons for each in told), *(least for _ in few)], np.int64)
    high = np.array([*(each.unit.persons for each in told), *(plan.persons - 1 for _ in few)], np.int64)
    widths = np.full(len(targets), plan.width)
    return System(rows, low, high, csr_array(targets), widths, np.arange(rows.shape[1]), (), ())
