"""The attacker: how narrowly can a hidden number be told from everything that is known?

For each target c the attacker seeks the smallest and the largest c x over all whole tables x >= 0 that agree with every
published row. HiGHS finds them. What is believed of its answer is kept apart:

* **Safe** is only what has a proof that needs no solver: two whole tables, both checked here in exact arithmetic against
  every row, that differ in the target by the width or more. Each could be the truth, so nobody can tell which it is.
  A solver that is wrong cannot make a table safe. Every table found for one target is tried for all others.
* **Exposed** is what the linear bounds, rounded to whole numbers outwards, leave less than the width; or, where the
  linear bounds are wide and only the whole-number bounds are narrow, what the whole-number solver proves.
* Everything else is **unproven**, for lack of time say. It counts as exposed.

Whoever contributed knows her own cases. So for an organisation, or several that put together what they know, the same
rows are asked with the additional knowledge that x is at least what they gave: every table of the larger coalition is
one of the smaller, and what is safe from two is safe from each and from a stranger.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.plan import Flags
from amparo.methods.disclosure.system import NO_LIMIT, System

SLACK = 1e-6  # of a bound, outwards, before it is rounded to a whole number: ten times what HiGHS allows itself
FEWEST_DUAL = 1e-7  # a price nearer to zero than this is none: what HiGHS takes for optimal
_OPTIONS: dict[str, object] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",  # the next question begins where the last one ended
    "simplex_strategy": 4,  # primal: only the objective changes, and the last table stays possible
}
ENDED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveTarget}


class GaveUp(Exception):
    """The solver did not finish: nothing is known."""


class Contradiction(Exception):
    """No whole table agrees with what was published."""


@dataclass(frozen=True, slots=True)
class Interval:
    """What an attacker is left with for one target. ``proven``: both ends were reached by whole tables."""

    low: int
    high: int
    proven: bool


class Attack:
    """One system under attack; rows may be set free, and everything that was seen stays true."""

    def __init__(self, system: System, *, time_limit_s: float) -> None:
        self.system, self.solves, self._limit = system, 0, time_limit_s
        self.low, self.high = system.low.copy(), system.high.copy()
        self.tables = np.empty((0, system.rows.shape[1]), np.int64)
        self.reached = np.empty((len(system.widths), 0), np.int64)
        finite = self.high[self.high < NO_LIMIT]
        self.roof = int(max(1000, 2 * finite.max(initial=0) + 10 * system.widths.max(initial=1)))
        nothing = np.zeros(system.rows.shape[1], np.int64)
        self._solver = _solver(system.rows, self.low, self.high, nothing, nothing + self.roof, time_limit_s)
        self._asked = np.empty(0, np.int32)

    def see(self, table: Integers) -> bool:
        """Keep a table if it is whole, not negative, and agrees with every row."""
        sums = self.system.rows @ table
        agrees = table.min(initial=0) >= 0 and bool(np.all((sums >= self.low) & (sums <= self.high)))
        if agrees:
            self.tables = np.vstack([self.tables, table])
            self.reached = np.column_stack([self.reached, self.system.targets @ table])
        return agrees

    def set_free(self, row: int, *, least: int) -> None:
        """A row is published no more: its sum may be anything from ``least`` on. All tables seen stay possible."""
        self.low[row], self.high[row] = least or -NO_LIMIT, NO_LIMIT
        self._solver.changeRowBounds(row, float(least) if least else -highspy.kHighsInf, highspy.kHighsInf)

    def knowing(self, floor: Integers) -> None:
        """The attacker now knows that every unknown is at least so much."""
        columns = np.arange(len(floor), dtype=np.int32)
        self._solver.changeColsBounds(len(floor), columns, floor.astype(float), np.full(len(floor), float(self.roof)))

    def seen(self, floor: Integers) -> tuple[Integers, Integers]:
        """The smallest and the largest value of every target in a table that this attacker cannot rule out."""
        possible = np.all(self.tables >= floor, axis=1)
        if not possible.any():
            none = np.full(len(self.system.widths), NO_LIMIT)
            return none, -none
        reached = self.reached[:, possible]
        return reached.min(axis=1), reached.max(axis=1)

    def possible(self) -> None:
        """Is there any table at all? Else ``Contradiction``."""
        if not len(self.tables):
            self._run(self._solver)

    def open_to(self, floor: Integers) -> Iterator[int]:
        """The targets of which it is not yet known that this attacker is left with the width, one after another."""
        for target in range(len(self.system.widths)):
            low, high = (int(each[target]) for each in self.seen(floor))
            if high - low < self.system.widths[target]:
                yield target

    def bound(self, target: int, floor: Integers) -> tuple[Interval, Integers]:
        """The interval of one target, as far as it has to be known, and the rows that hold it narrow.

        The search ends as soon as two tables are far enough apart.
        """
        width, prices = int(self.system.widths[target]), np.zeros(len(self.low), bool)
        outer = [0, NO_LIMIT]
        for side, sign in ((1, -1), (0, 1)):
            value, duals = self._extreme(target, sign)
            outer[side] = math.ceil(value - SLACK) if sign > 0 else math.floor(value + SLACK)
            prices |= duals
            low, high = (int(each[target]) for each in self.seen(floor))
            if high - low >= width:
                return Interval(low, high, True), np.empty(0, np.int64)
        held = np.flatnonzero(prices)
        if outer[1] - outer[0] < width:
            return Interval(outer[0], outer[1], False), held
        return self._whole(target, floor, outer, held)

    def _extreme(self, target: int, sign: int) -> tuple[float, Flags]:
        """The linear bound to one side, and which rows have a price there; its table is kept where it is whole."""
        entries = self._entries(target)
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._asked = entries[0]
        self._solver.changeColsCost(len(entries[0]), entries[0], sign * entries[1])
        self._run(self._solver)
        found = self._solver.getSolution()
        self.see(np.rint(np.array(found.col_value)).astype(np.int64))
        duals = np.abs(np.array(found.row_dual)) > FEWEST_DUAL
        return sign * self._solver.getInfo().objective_function_value, duals

    def _run(self, solver: highspy.Highs) -> None:
        self.solves += 1
        if solver.getRunTime() >= self._limit:
            raise GaveUp
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Contradiction
        if status not in ENDED:
            raise GaveUp

    def _entries(self, target: int) -> tuple[np.ndarray, np.ndarray]:
        at = slice(*self.system.targets.indptr[target : target + 2])
        return self.system.targets.indices[at].astype(np.int32), self.system.targets.data[at].astype(float)

    def _whole(self, target: int, floor: Integers, outer: list[int], held: Integers) -> tuple[Interval, Integers]:
        """The whole-number bounds, searched in the part of the system that hangs together with the target."""
        rows, columns = self.around(target)
        width = int(self.system.widths[target])
        for side, sign in ((1, -1), (0, 1)):
            low, high = (int(each[target]) for each in self.seen(floor))
            goal = (low + width if sign < 0 else high - width) if low <= high else None
            outer[side] = self._whole_extreme(target, sign, columns, floor, goal)
            low, high = (int(each[target]) for each in self.seen(floor))
            if high - low >= width:
                return Interval(low, high, True), np.empty(0, np.int64)
        return Interval(outer[0], outer[1], False), np.union1d(held, rows)

    def _whole_extreme(self, target: int, sign: int, columns: Flags, floor: Integers, goal: int | None) -> int:
        """One whole-number bound; the search may end once it has reached ``goal``."""
        lower, upper = floor.copy(), np.full(len(floor), self.roof)
        possible = np.flatnonzero(np.all(self.tables >= floor, axis=1))
        if len(possible):  # what does not hang together with the target stays as it is in a table that is known
            lower[~columns] = upper[~columns] = self.tables[possible[0]][~columns]
        solver = _solver(self.system.rows, self.low, self.high, lower, upper, self._limit)
        index, factors = self._entries(target)
        solver.changeColsCost(len(index), index, sign * factors)
        order = np.arange(len(floor), dtype=np.int32)
        solver.changeColsIntegrality(len(floor), order, np.full(len(floor), highspy.HighsVarType.kInteger))
        solver.setOptionValue("presolve", "on")
        if goal is not None:
            solver.setOptionValue("objective_target", float(sign * goal))
        self._run(solver)
        table = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
        if not self.see(table):
            raise GaveUp
        return int(self.system.targets[[target]].dot(table)[0])

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


def _solver(
    rows: csr_array, low: Integers, high: Integers, lower: Integers, upper: Integers, time_limit_s: float
) -> highspy.Highs:
    """HiGHS with this system, one thread, always the same way."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_ = np.zeros(rows.shape[1])
    model.col_lower_, model.col_upper_ = lower.astype(float), upper.astype(float)
    model.row_lower_, model.row_upper_ = _open_ends(low), _open_ends(high)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
    model.a_matrix_.value_ = rows.data.astype(float)
    solver = highspy.Highs()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", float(time_limit_s))
    solver.passModel(model)
    return solver


def _open_ends(limits: Integers) -> NDArray[np.float64]:
    """Limits for the solver; what is no limit is infinite."""
    ends = limits.astype(float)
    ends[limits >= NO_LIMIT], ends[limits <= -NO_LIMIT] = highspy.kHighsInf, -highspy.kHighsInf
    return ends
