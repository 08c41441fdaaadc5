"""The unknowns before they are put together: a finest cell each, and between which closings it was counted."""

from dataclasses import dataclass, field

import numpy as np

from amparo.methods.disclosure.ledger import Integers, Leaves, Ledger, closings
from amparo.methods.disclosure.plan import Flags, Where, chosen


@dataclass(frozen=True, slots=True, eq=False)
class Atoms:
    """The unknowns before they are put together: a finest cell each, and the closing up to which it counts."""

    leaves: Leaves
    cell: Integers  # position of the finest cell
    upto: Integers  # the edition that first counted it
    closed: Integers  # (editions, finest cells)
    _of: dict[tuple[str, tuple[str, ...]], Flags] = field(default_factory=dict, repr=False)  # seen before

    def _within(self, dimension: str, chosen: tuple[str, ...]) -> Flags:
        """Which atoms have one of these leaves."""
        if (dimension, chosen) not in self._of:
            names = [name for name, _ in self.leaves]
            axis = names.index(dimension)
            few = frozenset(chosen)
            flags = np.array([leaf in few for leaf in self.leaves[axis][1]], bool)
            place = np.unravel_index(self.cell, tuple(len(each) for _, each in self.leaves))[axis]
            self._of[dimension, chosen] = flags[place]
        return self._of[dimension, chosen]

    def _counted(self, edition: int) -> Flags:
        """Which atoms an edition counts at all."""
        key = ("", (str(edition),))
        if key not in self._of:
            self._of[key] = self.upto <= self.closed[edition][self.cell]
        return self._of[key]

    def of(self, where: Where, edition: int, since: int = -1) -> Integers:
        """The atoms that an edition sums for a choice; with ``since`` only what came after that edition."""
        held = self._counted(edition).copy()
        for dimension, leaves in where:
            held &= self._within(dimension, leaves)
        if since >= 0:
            held &= self.upto > self.closed[since][self.cell]
        return np.flatnonzero(held)


def atoms_of(ledger: Ledger, leaves: Leaves) -> Atoms:
    """Every finest cell, once for each closing that tells its arrivals apart; what is impossible is left out."""
    closed = closings(ledger, leaves)
    pairs = np.unique(np.stack([np.tile(np.arange(closed.shape[1]), len(closed)), closed.ravel()]), axis=1)
    never = np.zeros(closed.shape[1], bool)
    for edition in ledger.editions:
        for where in edition.impossible:
            never |= chosen(where, leaves).ravel()
    cell, upto = pairs[:, (pairs[1] >= 0) & ~never[pairs[0]]]
    return Atoms(leaves, cell, upto, closed)
