"""HiGHS as it is asked here: one thread, from the last answer on, the same way every time; and how long it may take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

import highspy
import numpy as np
from highspy import _Highs as Highs  # type: ignore[attr-defined]  # the class around it writes to the terminal
from numpy.typing import NDArray
from scipy.sparse import csr_array

from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.system import NO_LIMIT

_OPTIONS: dict[str, object] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "presolve": "off",  # the next question begins where the last one ended
    "simplex_strategy": 4,  # primal: only the objective changes, and the last table stays possible
}


def solver_of(
    rows: csr_array, low: Integers, high: Integers, lower: Integers, upper: Integers, time_limit_s: float
) -> Highs:
    """HiGHS with this system, one thread, always the same way."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_ = np.zeros(rows.shape[1])
    model.col_lower_, model.col_upper_ = lower.astype(float), upper.astype(float)
    model.row_lower_, model.row_upper_ = _open_ends(low), _open_ends(high)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
    model.a_matrix_.value_ = rows.data.astype(float)
    solver = Highs()
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


class GaveUp(Exception):
    """The search did not finish: nothing is known."""


class Clock:
    """What a search has taken of the seconds it was given: the solver and walks, in all parts and threads together."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s, self.spent_s, self._one_at_a_time = limit_s, 0.0, Lock()

    @property
    def left_s(self) -> float:
        """The seconds that are left."""
        return self.limit_s - self.spent_s

    def look(self) -> None:
        """``GaveUp`` where nothing is left; also where nobody can say how much was given."""
        if not self.left_s > 0:
            raise GaveUp

    def took(self, seconds: float) -> None:
        """So much more was spent."""
        with self._one_at_a_time:
            self.spent_s += max(0.0, seconds)

    @contextmanager
    def counting(self) -> Iterator[Callable[[], None]]:
        """What is done within takes of the time; what it is given counts so far, and looks."""
        self.look()
        began = time.perf_counter()

        def lap() -> None:
            nonlocal began
            now = time.perf_counter()
            self.took(now - began)
            began = now
            self.look()

        try:
            yield lap
        finally:
            self.took(time.perf_counter() - began)
