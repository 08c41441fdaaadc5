"""The attacker: how narrowly can a hidden number be told from everything that is known?

For each target c the attacker seeks the smallest and the largest c x over all whole tables x >= 0 that agree with
every published row. Walks find most of them (``walk``), and HiGHS the rest. What is believed of either is kept apart:

* **Safe** is only what has a proof that needs no search: two whole tables, both checked in exact arithmetic against
  every row (``seen``), that differ in the target by the width or more. Each could be the truth, so nobody can tell
  which it is. A search that is wrong cannot make a table safe. Every table found for one target is tried for all.
* **Exposed** is what the linear bounds, rounded to whole numbers outwards, leave less than the width; or, where the
  linear bounds are wide and only the whole-number bounds are narrow, what the whole-number solver proves.
* Everything else is **unproven**, for lack of time say. It counts as exposed.

Whoever contributed knows her own cases. So for an organisation, or several that put together what they know, the same
rows are asked with the additional knowledge that x is at least what they gave: every table of the larger coalition is
one of the smaller, and what is safe from two is safe from each and from a stranger.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Flags
from amparo.methods.disclosure.seen import Seen, Whole
from amparo.methods.disclosure.solver import Clock, GaveUp, solver_of
from amparo.methods.disclosure.system import NO_LIMIT, System
from amparo.methods.disclosure.walk import Walk

SLACK = 1e-6  # of a bound, outwards, before it is rounded to a whole number: ten times what HiGHS allows itself
IDLE, FEW, GAIN = 4, 8, 2  # looks at all targets in vain, one after another; fewer are asked alone; else it was in vain
TRIES = 3  # walks for one target to each side, each in another order
LATEST = 16  # tables that a linear answer is compared with: it began from one of the last ones
NEARLY = 0.3  # of the best is enough of a table in which many targets are far at once
FEWEST_DUAL = 1e-7  # a price nearer to zero than this is none: what HiGHS takes for optimal
ENDED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget}


class Contradiction(Exception):
    """No whole table agrees with what was published."""


@dataclass(frozen=True, slots=True)
class Interval:
    """What an attacker is left with for one target. ``proven``: both ends were reached by whole tables."""

    low: int
    high: int
    proven: bool


class Attack(Seen):
    """One system under attack; rows may be set free, and everything that was seen stays true."""

    def __init__(self, system: System, clock: Clock) -> None:
        super().__init__(system)
        self.solves, self._clock = 0, clock
        finite = self.high[self.high < NO_LIMIT]
        self.roof = max(1000, 2 * int(finite.max(initial=0)) + 10 * int(system.widths.max(initial=1)))
        self.roof = max(self.roof, int(np.abs(system.rows.data).max(initial=0)))  # a small percentage is of many
        self._by_column = system.rows.tocsc()
        self._made: Any = None  # the solver, once it is asked
        self._asked, self._point = np.empty(0, np.int32), np.empty(0)

    def set_free(self, row: int, *, least: int) -> None:
        """A row is published no more: its sum may be anything from ``least`` on. All tables seen stay possible."""
        self.low[row], self.high[row] = least or -NO_LIMIT, NO_LIMIT
        if self._made is not None:
            self._made.changeRowBounds(row, float(least) if least else -highspy.kHighsInf, highspy.kHighsInf)

    def knowing(self, floor: Integers) -> None:
        """The attacker now knows that every unknown is at least so much."""
        super().knowing(floor)
        if self._made is not None:
            columns = np.arange(len(floor), dtype=np.int32)
            self._made.changeColsBounds(len(floor), columns, floor.astype(float), (floor + self.roof).astype(float))

    @property
    def _solver(self) -> Any:
        """HiGHS with this system: made once it is asked, most attackers are answered without."""
        if self._made is None:
            lower, upper = self.floor, self.floor + self.roof
            self._made = solver_of(self.system.rows, self.low, self.high, lower, upper, self._clock.left_s)
        return self._made

    def possible(self) -> None:
        """Is there any whole table at all? Else ``Contradiction``, or ``GaveUp`` where none was found."""
        if not self.tables:
            self._seek(np.empty(0, np.int32), np.empty(0))
        if not self.tables:
            every = np.ones(len(self.floor), bool)
            self._whole_least(np.zeros(len(every)), every, self.floor)
        if not self.tables:
            raise GaveUp

    def at_once(self) -> None:
        """Tables in which many targets that are still open are large or small together: one look settles dozens.

        It only finds tables: what it does not settle is asked for alone. The signs are drawn, always the same.
        """
        signs = np.random.default_rng(0)
        with self._clock.counting() as lap:
            self._walking(signs, lap)
        idle, before = 0, math.inf
        while idle < IDLE:
            targets = self.open_now()
            idle = idle + 1 if len(targets) > before - GAIN else 0
            if len(targets) < FEW:
                return
            before = len(targets)
            drawn = signs.choice([-1.0, 1.0], before) if len(self.tables) > 1 else np.full(before, -1.0)
            cost, known = self.system.targets[targets].T @ drawn, len(self.tables)
            self._seek(np.arange(len(cost), dtype=np.int32), cost)
            nearest = self._nearest()
            if len(self.tables) == known and nearest is not None:
                self._whole_least(cost, self._unlike(nearest), nearest, gap=NEARLY)

    def _walking(self, signs: np.random.Generator, lap: Callable[[], None]) -> None:
        """From the first table that this attacker cannot rule out to others: first for many targets, then for each."""
        start = self.first()
        if start is None:
            return
        bound = csr_array(self.system.rows[np.flatnonzero((self.low > -NO_LIMIT) | (self.high < NO_LIMIT))])
        for room in (start - self.floor, start):  # written out in two ways: what one walk misses the other may find
            if not len(self.open_now()):
                return
            lap()
            walk, idle, before = Walk(bound, room), 0, math.inf
            while idle < IDLE and len(targets := self.open_now()):
                idle = idle + 1 if len(targets) > before - GAIN else 0
                before = len(targets)
                lap()
                gains = self.system.targets[targets].T @ signs.choice([-1, 1], before)
                self.see(walk.towards(gains, start, self.floor, signs))
            for target in self.still_open():
                columns, factors = self._entries(target)
                if not walk.moves(columns):
                    continue  # in this one it stands still, however often it is pushed
                gains = np.zeros(len(start), np.int64)
                for sign in (1, -1) * TRIES:
                    lap()
                    gains[columns] = sign * factors
                    (least, most), table = self.seen(target), walk.towards(gains, start, self.floor, signs)
                    if not least <= factors @ table[columns] <= most and self.see(table) and self.is_wide(target):
                        break

    def bound(self, target: int) -> tuple[Interval, Integers]:
        """The interval of one target, as far as it has to be known, and the rows that hold it narrow.

        The search ends as soon as two tables are far enough apart.
        """
        width, prices = int(self.system.widths[target]), np.zeros(len(self.low), bool)
        outer = [0, NO_LIMIT]
        for side, sign in ((1, -1), (0, 1)):
            value, duals = self._extreme(target, sign)
            outer[side] = math.ceil(value - SLACK) if sign > 0 else math.floor(value + SLACK)
            prices |= duals
            if self.is_wide(target) or (self._reachable(target, outer[side], sign) and self._near(target, sign)):
                return Interval(*self.seen(target), True), np.empty(0, np.int64)
        held = np.flatnonzero(prices)
        if outer[1] - outer[0] < width:
            return Interval(outer[0], outer[1], False), held
        return self._whole(target, outer, held)

    def _extreme(self, target: int, sign: int) -> tuple[float, Flags]:
        """The linear bound to one side, and which rows have a price there; its table is kept where it is whole."""
        columns, factors = self._entries(target)
        found = self._seek(columns, (sign * factors).astype(float))
        duals = np.abs(np.array(found.row_dual)) > FEWEST_DUAL
        return sign * self._solver.getInfo().objective_function_value, duals

    def _seek(self, columns: np.ndarray, cost: np.ndarray) -> Any:
        """The linear answer in which this cost is least; its table is kept where it is whole."""
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = columns
        self._solver.changeColsCost(len(columns), columns, cost)
        self._run(self._solver)
        found = self._solver.getSolution()
        self._point = np.array(found.col_value)
        self.see(np.rint(self._point).astype(np.int64))
        return found

    def furthest(self, target: int, sign: int) -> None:
        """Look for the table in which a target is smallest (1) or largest (-1), and keep it where it is whole."""
        self._extreme(target, sign)

    def _run(self, solver: Any) -> None:
        self.solves += 1
        self._clock.look()
        before = solver.getRunTime()
        solver.run()
        self._clock.took(solver.getRunTime() - before)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Contradiction
        if status not in ENDED:
            raise GaveUp

    def _entries(self, target: int) -> tuple[np.ndarray, np.ndarray]:
        """The unknowns of a target, and how often it counts each: whole numbers."""
        at = slice(*self.system.targets.indptr[target : target + 2])
        return self.system.targets.indices[at].astype(np.int32), self.system.targets.data[at]

    def _reachable(self, target: int, bound: int, sign: int) -> bool:
        """Is the linear bound far enough from a table that is known, so that whole tables between may do?"""
        low, high = self.seen(target)
        return low <= high and (bound - low if sign < 0 else high - bound) >= int(self.system.widths[target])

    def _near(self, target: int, sign: int) -> bool:
        """Whole tables between the linear answer and the table most like it: a small question, and mostly enough.

        What both have alike stays as it is.
        """
        nearest = self._nearest()
        if nearest is None:
            return False
        self._whole_extreme(target, sign, self._unlike(nearest), nearest)
        return self.is_wide(target)

    def _nearest(self) -> Integers | None:
        """The table most like the linear answer, of the last ones that this attacker cannot rule out."""
        possible = [table for table in (*self.tables[:1], *self.tables[-LATEST:]) if self.is_possible(table)]
        nearest = min(possible, key=lambda table: int(np.count_nonzero(self._unlike(table))), default=None)
        return None if nearest is None else nearest.astype(np.int64)

    def _unlike(self, table: Whole) -> Flags:
        return np.abs(table - self._point) > SLACK

    def _whole(self, target: int, outer: list[int], held: Integers) -> tuple[Interval, Integers]:
        """The whole-number bounds, searched in the part of the system that hangs together with the target."""
        rows, columns = self.around(target)
        known = self.first()
        if known is None:
            columns = np.ones(len(columns), bool)
        for side, sign in ((1, -1), (0, 1)):
            value = self._whole_extreme(target, sign, columns, self.floor if known is None else known)
            if value is None:
                raise GaveUp
            outer[side] = value
            if self.is_wide(target):
                return Interval(*self.seen(target), True), np.empty(0, np.int64)
        return Interval(outer[0], outer[1], False), np.union1d(held, rows)

    def _whole_extreme(self, target: int, sign: int, columns: Flags, known: Integers) -> int | None:
        """One whole-number bound over some unknowns, the others as in a known table; it may end at the width."""
        cost = np.zeros(len(known))
        index, factors = self._entries(target)
        cost[index] = sign * factors
        least, most = self.seen(target)
        width = int(self.system.widths[target])
        goal = None if least > most else float(sign * (least + width if sign < 0 else most - width))
        table = self._whole_least(cost, columns, known, goal=goal)
        return None if table is None else int(sign * (cost @ table))

    def _whole_least(
        self, cost: np.ndarray, columns: Flags, known: Integers, *, goal: float | None = None, gap: float = 0.0
    ) -> Integers | None:
        """The whole table of least cost over some unknowns; one at the goal, or within the gap of it, will do."""
        free = np.flatnonzero(columns)
        part = csr_array(self._by_column[:, free])
        rows = np.flatnonzero(np.diff(part.indptr))
        rest = self.system.rows @ np.where(columns, 0, known)
        low, high = (np.where(np.abs(each) >= NO_LIMIT, each, each - rest)[rows] for each in (self.low, self.high))
        lower, left = self.floor[free], self._clock.left_s
        solver = solver_of(part[rows], low, high, lower, lower + self.roof, left)
        order = np.arange(len(free), dtype=np.int32)
        solver.changeColsCost(len(free), order, cost[free])
        solver.changeColsIntegrality(len(free), order, np.full(len(free), highspy.HighsVarType.kInteger))
        solver.setOptionValue("presolve", "on")
        solver.setOptionValue("mip_detect_symmetry", False)  # small questions: to look for it takes longer
        if gap:
            solver.setOptionValue("mip_rel_gap", gap)
        if goal is not None:
            solver.setOptionValue("objective_target", goal - float(cost @ np.where(columns, 0, known)))
        self._run(solver)
        table = known.copy()
        table[free] = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        return table if self.see(table) else None

    def around(self, target: int) -> tuple[Integers, Flags]:
        """The rows and the unknowns that hang together with a target, once what is told outright is taken away."""
        rows = self.system.rows
        bound = np.flatnonzero((self.low > -NO_LIMIT) | (self.high < NO_LIMIT))
        alone = bound[(np.diff(rows.indptr)[bound] == 1) & (self.low == self.high)[bound]]
        told = np.zeros(rows.shape[1], bool)
        told[rows[alone].indices] = True
        open_part = rows[bound].multiply(~told).tocsr()
        open_part.eliminate_zeros()
        ties = coo_array(open_part)
        size = len(bound) + rows.shape[1]
        edges = coo_array((np.ones(ties.nnz), (ties.row, len(bound) + ties.col)), shape=(size, size))
        part = connected_components(edges, directed=False)[1]
        mine = np.unique(part[len(bound) + self.system.targets[[target]].indices])
        return bound[np.isin(part[: len(bound)], mine)], np.isin(part[len(bound) :], mine)
