"""Whole tables that agree with everything published, and how far apart they are: the proof, and no search in it.

Each table could be the truth. So who cannot rule out two of them does not know which it is, and of a target in which
they differ by the width he knows no more than that. Everything here is whole-number arithmetic.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amparo.methods.chance import compiled
from amparo.methods.disclosure.ledger import Integers
from amparo.methods.disclosure.system import NO_LIMIT, System

type Whole = NDArray[np.integer]

LARGEST = np.iinfo(np.int32).max  # of a number that is kept in half the space


class Seen:
    """The tables seen of one system, and what of each target they leave to one attacker after the other."""

    def __init__(self, system: System) -> None:
        self.system, self.low, self.high = system, system.low.copy(), system.high.copy()
        self.tables: list[Whole] = []
        self.floor = np.zeros(system.rows.shape[1], np.int64)
        self._least = np.full(len(system.widths), NO_LIMIT)  # of each target, in a table this attacker cannot rule out
        self._most = -self._least

    def see(self, table: Whole) -> bool:
        """Keep a table if it is whole, not negative, and agrees with every row."""
        sums = self.system.rows @ table
        agrees = bool(np.all(table >= 0) and np.all((sums >= self.low) & (sums <= self.high)))
        if agrees:
            self.tables.append(small(table))
            self._weigh(table)
        return agrees

    def knowing(self, floor: Integers) -> None:
        """The attacker now knows that every unknown is at least so much."""
        self.floor = floor
        self._least[:], self._most[:] = NO_LIMIT, -NO_LIMIT
        for table in self.tables:
            self._weigh(table)

    def _weigh(self, table: Whole) -> None:
        """Widen what is seen by one table, where the attacker cannot rule it out."""
        if self.is_possible(table):
            reached = self.system.targets @ table
            np.minimum(self._least, reached, out=self._least)
            np.maximum(self._most, reached, out=self._most)

    def is_possible(self, table: Whole) -> bool:
        """Can this attacker not rule it out?"""
        return bool(_is_at_least(table, self.floor))

    def first(self) -> Integers | None:
        """The first table that this attacker cannot rule out."""
        return next((table.astype(np.int64) for table in self.tables if self.is_possible(table)), None)

    def seen(self, target: int) -> tuple[int, int]:
        """The smallest and the largest value of a target in a table that this attacker cannot rule out."""
        return int(self._least[target]), int(self._most[target])

    def is_wide(self, target: int) -> bool:
        """Are two tables that this attacker cannot rule out far enough apart?"""
        low, high = self.seen(target)
        return high - low >= int(self.system.widths[target])

    def spans(self) -> Integers:
        """How far apart two tables are in each target; below nothing where none was seen."""
        spans: Integers = self._most - self._least
        return spans

    def spans_of(self, floors: Iterable[Integers]) -> Iterator[Integers]:
        """The same of one attacker after another: what each cannot rule out is looked up, and not summed again."""
        reached = [self.system.targets @ table for table in self.tables]  # sums: they may not fit where their parts do
        for floor in floors:
            least, most = np.full_like(self._least, NO_LIMIT), np.full_like(self._most, -NO_LIMIT)
            for table, values in zip(self.tables, reached, strict=True):
                if _is_at_least(table, floor):
                    np.minimum(least, values, out=least)
                    np.maximum(most, values, out=most)
            yield most - least

    def open_now(self) -> Integers:
        """The targets of which it is not yet known that this attacker is left with the width."""
        return np.flatnonzero(self.spans() < self.system.widths)

    def still_open(self) -> Iterator[int]:
        """The same, one after another; those that were settled meanwhile are passed over."""
        return (int(target) for target in self.open_now() if not self.is_wide(target))


def small(table: Whole) -> Whole:
    """The same table in half the space, where all of it fits."""
    return table.astype(np.int32) if table.max(initial=0) <= LARGEST else table


@compiled
def _is_at_least(table: Any, floor: Any) -> Any:
    """Most tables of another attacker are below at one of the first places."""
    for place in range(len(table)):
        if table[place] < floor[place]:
            break
    else:
        return True
    return False
