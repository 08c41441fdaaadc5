"""An attacker who has read every edition, and who may be an organisation with cases of her own. Pure.

Written apart from ``amparo.methods.disclosure``, with another system of unknowns: three tables of those who came before
the first edition, and three of those who came after. The tables share their margins (everybody is of one group
and one kind), and any three that agree in them are those of some people: so no attacker could know more from the finest
cells. For each gap the smallest and the largest number of people is sought that agrees with all that was published;
whole numbers, because people are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

type Cell = tuple[str, ...]  # which table of unknowns, and its two codes; before or after


@dataclass(frozen=True, slots=True)
class Line:
    """What was published, or is sought: a sum of unknowns, and its figure; None: a gap."""

    name: str
    of: tuple[Cell, ...]
    value: int | None


@dataclass(slots=True)
class Attacker:
    """The unknowns and everything that is known of them."""

    cells: Sequence[Cell]
    lines: list[Line] = field(default_factory=list)
    links: list[tuple[tuple[Cell, ...], tuple[Cell, ...]]] = field(default_factory=list)
    limit_s: float = 20.0

    def narrow(self, gap: Line, floor: Mapping[Cell, int] | None = None) -> tuple[int, int]:
        """Between which numbers this attacker knows a gap to lie, of people who are not her own."""
        own = np.array([(floor or {}).get(each, 0) for each in self.cells])
        row = self._row(gap.of)
        low = self._least(row, own)
        high = -self._least(-row, own)
        return low - int(row @ own), high - int(row @ own)

    def _least(self, cost: Any, own: Any) -> int:
        known = [each for each in self.lines if each.value is not None]
        rows = np.array(
            [*(self._row(each.of) for each in known), *(self._row(a) - self._row(b) for a, b in self.links)]
        )
        sums = np.array([*(float(each.value or 0) for each in known), *(0.0 for _ in self.links)])
        found = milp(
            cost, constraints=LinearConstraint(rows, sums, sums), bounds=Bounds(own, np.full(len(own), np.inf)),
            integrality=np.ones(len(own)), options={"time_limit": self.limit_s},
        )  # fmt: skip
        if found.status == 3:  # without end
            return -(10**6)
        if found.status != 0:  # what was published contradicts itself, or the time is over: then nothing is known
            raise ArithmeticError(f"the attacker did not finish: {found.message}")
        return round(found.fun)

    def _row(self, cells: Iterable[Cell]) -> Any:
        at = {each: place for place, each in enumerate(self.cells)}
        row = np.zeros(len(self.cells))
        for each in cells:
            row[at[each]] += 1
        return row


def exposed(found: tuple[int, int], width: int) -> bool:
    """Is so much known of it that it is as good as told?"""
    return found[1] - found[0] < width
