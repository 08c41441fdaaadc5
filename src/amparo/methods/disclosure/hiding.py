"""Which figures of a draft to hide besides those that the rules hide. ``protecting`` says in which order and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from amparo.methods.disclosure.attack import Attack
from amparo.methods.disclosure.draft import Draft
from amparo.methods.disclosure.gauss import left_out
from amparo.methods.disclosure.ledger import Edition, Hidden, Integers, Ledger
from amparo.methods.disclosure.plan import Flags, Plan
from amparo.methods.disclosure.primary import Cells
from amparo.methods.disclosure.remainder import anything_left, hidden_for_remainders
from amparo.methods.disclosure.system import NO_LIMIT, System, coalitions, system_of
from amparo.methods.estimate import Refused, remark

SECOND_LOOK = 40  # hidden figures: of more it is not asked whether each is still needed, it would take minutes


def in_order(made: Draft, plan: Plan) -> Draft:
    """The figures in the order in which they are wanted: zeros that have to be shown, then what sums most.

    Where two sum as much, the larger; where they are as large, the earlier one of the plan. Names decide nothing.
    """
    now = len(made.atoms.closed) - 1
    must = [plan.zeros == "shown" and figure.high == 0 for figure in made.edition.figures]
    size = [len(made.atoms.of(figure.where, now)) for figure in made.edition.figures]
    value = [figure.high for figure in made.edition.figures]
    order = sorted(range(len(value)), key=lambda each: (not must[each], -size[each], -value[each], each))
    figures = tuple(made.edition.figures[each] for each in order)
    return replace(made, edition=replace(made.edition, figures=figures))


@dataclass(slots=True, eq=False)
class Hiding:
    """A draft at work: which of its figures are hidden so far, and why."""

    made: Draft
    plan: Plan
    past: Ledger
    organisations: tuple[str, ...]
    system: System = field(init=False)
    first: int = field(init=False)  # row of the first figure of this edition
    may: Flags = field(init=False)  # figures that can be hidden: neither a zero that has to be shown, nor told already
    reasons: dict[int, str] = field(init=False, default_factory=dict)
    assault: Attack | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        now, figures = len(self.past.editions), self.made.edition.figures
        self.system = system_of(self.past.adding(self.made.edition), self.made.atoms)
        rows = [row for row, (edition, place) in enumerate(self.system.source) if edition == now and place >= 0]
        self.first = rows[0] if rows else len(self.system.source)
        told = {self._entries(row) for row in range(self.first) if self._is_sum(row)}
        must = [self.plan.zeros == "shown" and figure.high == 0 for figure in figures]
        free = [self._entries(self.first + each) not in told for each in range(len(figures))]
        self.may = np.array(free, bool) & ~np.array(must, bool)

    def hide_what_follows(self) -> None:
        """Elimination. What the earlier editions tell already cannot be put right, and is refused."""
        sums = [row for row in range(self.first) if self._is_sum(row)]
        must = [each for each in range(len(self.may)) if not self.may[each]]
        rest = [each for each in range(len(self.may)) if self.may[each]]
        rows = np.array([*sums, *(self.first + each for each in (*must, *rest))], np.int64)
        hidden, told = left_out(self.system.rows[rows], self.system.targets, fixed=len(sums) + len(must))
        fixed = [each for each in told if each < len(self.system.asked)]
        if len(fixed):
            names = sorted({" · ".join(self._gap(int(each)).label) for each in fixed})
            raise Refused(
                remark(
                    "told_already",
                    "What is published already, or must be, tells %(many)s cells that must stay hidden: %(names)s.",
                    many=len(names), names="; ".join(names[:5]),
                )
            )  # fmt: skip
        self._hide((int(rows[each]) - self.first for each in hidden), "follows")

    def hide_for_remainders(self) -> None:
        """Of each published sum, what is left beside its published parts."""
        for cells in self.made.tables:
            number, shown, may = self._of_table(cells)
            hidden = hidden_for_remainders(self.plan, cells, shown, -number, may)
            self._hide((int(number[each]) for each in hidden), "remainder")

    @property
    def _attacking(self) -> tuple[int, int]:
        """How many put together what they know, and how many everybody knows."""
        return self.plan.colluding, len(self.plan.known_whole)

    def attack(self, time_limit_s: float, progress: Callable[[int, int], None] | None) -> None:
        """Every attacker, every target; a figure that holds one narrow is hidden, and the attack goes on."""
        self.assault = assault = self._assault(self.reasons, time_limit_s)
        attackers = list(coalitions(self.organisations, self._parts(), self.system, *self._attacking))
        for done, (_, floor) in enumerate(attackers):
            assault.knowing(floor)
            assault.at_once()
            for target in assault.still_open():
                while True:
                    interval, held = assault.bound(target)
                    if interval.proven:
                        break
                    self._repair(target, held)
            if progress is not None:
                progress(done + 1, len(attackers))

    def look_again(self, time_limit_s: float) -> None:
        """Of a small table: each figure that was hidden on the way, is it needed still? The most wanted first."""
        if len(self.reasons) > SECOND_LOOK:
            return
        for figure in sorted(self.reasons):
            rest = {each: why for each, why in self.reasons.items() if each != figure}
            if any(anything_left(self.plan, cells, self._of_table(cells, rest)[1]) for cells in self.made.tables):
                continue
            trial = self._assault(rest, time_limit_s)
            if self._stands(trial):
                self.reasons, self.assault = rest, trial

    def edition(self) -> Edition:
        """The edition as it may go on, hidden figures as gaps."""
        figures = self.made.edition.figures
        gaps = [
            Hidden(figures[each].label, figures[each].where, (why,), sensitive=False)
            for each, why in sorted(self.reasons.items())
        ]
        kept = tuple(figure for each, figure in enumerate(figures) if each not in self.reasons)
        return replace(self.made.edition, figures=kept, hidden=(*self.made.edition.hidden, *gaps))

    def witnesses(self) -> Integers:
        """The tables that prove it, by atom of the pieces of the table."""
        assert self.assault is not None
        return self.system.parted(self.assault.tables)

    def solves(self) -> int:
        """How often the solver was asked."""
        return self.assault.solves if self.assault is not None else 0

    def _repair(self, target: int, held: Integers) -> None:
        """Hide the cheapest figure that holds a target narrow; without any, the plan cannot be published."""
        assert self.assault is not None
        able = self._able(held)
        if not len(able):
            able = self._able(self.assault.around(target)[0])
        if not len(able):
            raise Refused(
                remark(
                    "not_safe",
                    "Nothing is published: whatever else is hidden, “%(label)s” can be told too narrowly.",
                    label=" · ".join(self._gap(target).label),
                )
            )
        self._hide([int(able.max())], "interval")
        self.assault.set_free(self.first + int(able.max()), least=self._least())

    def _able(self, rows: Integers) -> Integers:
        mine = rows[(rows >= self.first) & (rows < self.first + len(self.may))] - self.first
        return np.array([each for each in mine if self.may[each] and each not in self.reasons], np.int64)

    def _stands(self, trial: Attack) -> bool:
        for _, floor in coalitions(self.organisations, self._parts(), self.system, *self._attacking):
            trial.knowing(floor)
            if any(not trial.bound(target)[0].proven for target in trial.still_open()):
                return False
        return True

    def _assault(self, hidden: Iterable[int], time_limit_s: float) -> Attack:
        """An attack on what is published when these figures are hidden; tables of an earlier one are tried again."""
        rows = np.array([self.first + each for each in hidden], np.int64)
        low, high = self.system.low.copy(), self.system.high.copy()
        low[rows], high[rows] = self._least() or -NO_LIMIT, NO_LIMIT
        assault = Attack(replace(self.system, low=low, high=high), time_limit_s=time_limit_s)
        for table in self.assault.tables if self.assault is not None else [self._parts().sum(axis=0)]:
            assault.see(table)
        return assault

    def _of_table(self, cells: Cells, reasons: dict[int, str] | None = None) -> tuple[Integers, Flags, Flags]:
        """Of each cell of a table its figure (-1 where the rules hide it), whether it is shown, and may be hidden."""
        place = {figure.label: each for each, figure in enumerate(self.made.edition.figures)}
        number = np.array([place.get((cells.table, *codes), -1) for codes in cells.codes], np.int64)
        hidden = self.reasons if reasons is None else reasons
        shown = np.array([each >= 0 and each not in hidden for each in number], bool)
        return number, shown, np.array([each >= 0 and bool(self.may[each]) for each in number], bool)

    def _hide(self, figures: Iterable[int], why: str) -> None:
        for each in figures:
            self.reasons.setdefault(each, why)

    def _parts(self) -> Integers:
        return np.array([self.system.gathered(each) for each in self.made.amounts])

    def _least(self) -> int:
        return 1 if self.plan.zeros == "shown" else 0

    def _gap(self, target: int) -> Hidden:
        edition, place = self.system.asked[target]
        return (*self.past.editions, self.made.edition)[edition].hidden[place]

    def _is_sum(self, row: int) -> bool:
        """Is a row a plain count, told exactly?"""
        return bool(self.system.low[row] == self.system.high[row])

    def _entries(self, row: int) -> bytes:
        at = slice(*self.system.rows.indptr[row : row + 2])
        return bytes(self.system.rows.indices[at].tobytes())
