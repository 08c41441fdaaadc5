"""What earlier editions say of a new one: what was hidden stays hidden, and what came late is a table of its own.

Who holds two editions has their difference. A cell that the new one counts anew is therefore two cells: all of it, and
those who came since. The second keeps the rules as the first does, for every cell of the plan and every edition before,
under whatever name of a table or code it stood there.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from amparo.methods.disclosure.atoms import Atoms
from amparo.methods.disclosure.ledger import Edition, Figure, Hidden, Integers, Ledger
from amparo.methods.disclosure.plan import Plan, Where
from amparo.methods.disclosure.primary import Cells, too_small

type Region = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """The editions before, the atoms of all of them with the new one, and the persons of each atom."""

    ledger: Ledger
    atoms: Atoms
    amounts: Integers
    plan: Plan
    _seen: dict[tuple[int, str, tuple[str, ...]], frozenset[str]] = field(default_factory=dict)

    def beside(self, edition: Edition, cells: tuple[Cells, ...]) -> Edition:
        """The new edition: figures kept back whose change is too small, and what must not be told of late reports."""
        if not self.ledger.editions:
            return edition
        now, before, earlier = len(self.ledger.editions), self._hidden(), self._told()
        figures, gaps = [], []
        for figure in edition.figures:
            held = self.atoms.of(figure.where, now)
            if held.tobytes() in before:
                gaps.append(Hidden(figure.label, figure.where, ("hidden_before",), sensitive=False))
            elif late := self._late(figure, held, earlier):
                gaps.append(Hidden(figure.label, figure.where, ("late",), sensitive=False))
                gaps += [_since(figure.label, figure.where, each) for each in late]
            else:
                figures.append(figure)
        if since := self._counted_since(edition):
            gaps += self._arrivals(cells, since, {(each.where, each.since) for each in gaps if each.sensitive})
        return replace(edition, figures=tuple(figures), hidden=(*edition.hidden, *gaps))

    def _counted_since(self, edition: Edition) -> list[int]:
        """The editions beside which this one counts somebody who came late: it counts them, or follows one that did."""
        now, closed = len(self.ledger.editions), self.atoms.closed
        if edition.revises:
            return list(range(now))
        return [each for each in range(now) if bool(((closed[each] >= 0) & (closed[each] != closed[now])).any())]

    def _hidden(self) -> set[bytes]:
        """The atoms of every gap of an earlier edition."""
        return {
            self.atoms.of(gap.where, number).tobytes()
            for number, edition in enumerate(self.ledger.editions)
            for gap in edition.hidden
            if gap.shown and gap.since < 0
        }

    def _told(self) -> list[dict[Region | tuple[str, ...], Figure]]:
        """Of each earlier edition its counts, by what they sum and by what they are called."""
        told: list[dict[Region | tuple[str, ...], Figure]] = []
        for number, edition in enumerate(self.ledger.editions):
            mine: dict[Region | tuple[str, ...], Figure] = {}
            for figure in edition.figures:
                if figure.of is None:
                    mine[self._region(figure.where, number)] = mine[figure.label] = figure
            told.append(mine)
        return told

    def _late(self, figure: Figure, held: Integers, earlier: list[dict[Region | tuple[str, ...], Figure]]) -> list[int]:
        """The earlier editions that told the same cell, or one of this name within it, and little less of it."""
        late = []
        for number, told in enumerate(earlier):
            same = [told.get(self._region(figure.where, number)), told.get(figure.label)]
            if any(each and self._too_little(held, self.atoms.of(each.where, number)) for each in same):
                late.append(number)
        return late

    def _arrivals(self, cells: tuple[Cells, ...], since: list[int], known: set[tuple[Where, int]]) -> list[Hidden]:
        """Of every cell what came since each edition that counted it, where that is too little to be told."""
        now, gaps, seen = len(self.ledger.editions), [], set[bytes]()
        for each in cells:
            for codes, where in zip(each.codes, each.where, strict=True):
                held = self.atoms.of(where, now)
                for number in since:
                    earlier = self.atoms.of(where, number)
                    if not len(earlier) or (where, number) in known or not self._too_little(held, earlier):
                        continue
                    between = self.atoms.of(where, now, number).tobytes()
                    if between not in seen:
                        seen.add(between)
                        gaps.append(_since((each.table, *codes), where, number))
        return gaps

    def _too_little(self, held: Integers, earlier: Integers) -> bool:
        """Is what came between two counts of one cell too small to be told, as their difference tells it?"""
        if len(earlier) == len(held) or not np.isin(earlier, held).all():
            return False
        between = self.amounts[:, np.setdiff1d(held, earlier)].sum(axis=1, keepdims=True)
        return any(bool(flags[0]) for flags in too_small(between, self.plan).values())

    def _region(self, where: Where, number: int) -> Region:
        """What a choice sums of all that an edition knew."""
        named = dict(where)
        return tuple(self._leaves(number, name, named.get(name, leaves)) for name, leaves in self.plan.leaves())

    def _leaves(self, number: int, name: str, leaves: tuple[str, ...]) -> frozenset[str]:
        key = (number, name, leaves)
        if key not in self._seen:
            known = dict(self.ledger.editions[number].scope).get(name, leaves)
            self._seen[key] = frozenset(leaves) & frozenset(known)
        return self._seen[key]


def _since(label: tuple[str, ...], where: Where, edition: int) -> Hidden:
    return Hidden(label, where, ("late",), sensitive=True, shown=False, since=edition)
