"""Which figures of a draft to hide besides those that the rules hide. ``protecting`` says in which order and why."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csr_array

from amparo.methods.disclosure.attack import Attack
from amparo.methods.disclosure.beside import Heard, side_by_side
from amparo.methods.disclosure.draft import Draft
from amparo.methods.disclosure.gauss import left_out
from amparo.methods.disclosure.ledger import Edition, Hidden, Integers, Ledger
from amparo.methods.disclosure.plan import Flags, Plan
from amparo.methods.disclosure.primary import Cells
from amparo.methods.disclosure.remainder import anything_left, hidden_for_remainders
from amparo.methods.disclosure.seen import Whole
from amparo.methods.disclosure.solver import Clock
from amparo.methods.disclosure.system import NO_LIMIT, Part, System, coalitions, parts_of, system_of
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
    parts: tuple[Part, ...] = field(init=False)
    tables: list[list[Whole]] = field(init=False, default_factory=list)  # of each part those that prove it
    solves: int = field(init=False, default=0)  # how often the solver was asked

    def __post_init__(self) -> None:
        now, figures = len(self.past.editions), self.made.edition.figures
        self.system = system_of(self.past.adding(self.made.edition), self.made.atoms)
        rows = [row for row, (edition, place) in enumerate(self.system.source) if edition == now and place >= 0]
        self.first = rows[0] if rows else len(self.system.source)
        told = {self._entries(row) for row in range(self.first) if self._is_sum(row)}
        must = [self.plan.zeros == "shown" and figure.high == 0 for figure in figures]
        free = [self._entries(self.first + each) not in told for each in range(len(figures))]
        self.may = np.array(free, bool) & ~np.array(must, bool)
        self.parts = parts_of(self.system)

    def hide_what_follows(self) -> None:
        """Elimination. What the earlier editions tell already cannot be put right, and is refused."""
        sums = [row for row in range(self.first) if self._is_sum(row)]
        must = [each for each in range(len(self.may)) if not self.may[each]]
        rest = [each for each in range(len(self.may)) if self.may[each]]
        rows = np.array([*sums, *(self.first + each for each in (*must, *rest))], np.int64)
        fixed, found, told = len(sums) + len(must), list[int](), list[Hidden]()
        for part in self.parts:
            mine = np.isin(rows, part.rows)
            here = np.searchsorted(part.rows, rows[mine])
            each = part.system
            hidden, follow = left_out(csr_array(each.rows[here]), each.targets, fixed=int(mine[:fixed].sum()))
            found += part.rows[here[hidden]].tolist()
            told += [self._gap(each.asked[target]) for target in follow]
        if told:
            names = sorted({" · ".join(gap.label) for gap in told})
            raise Refused(
                remark(
                    "told_already",
                    "What is published already, or must be, tells %(many)s cells that must stay hidden: %(names)s.",
                    many=len(names), names="; ".join(names[:5]),
                )
            )  # fmt: skip
        self._hide((row - self.first for row in sorted(found)), "follows")

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

    def attack(
        self, time_limit_s: float, progress: Callable[[int, int], None] | None, executor: ThreadPoolExecutor | None
    ) -> None:
        """Every attacker, every target; a figure that holds one narrow is hidden, and the attack goes on."""
        attackers = list(coalitions(self.organisations, self._parts(), self.system, *self._attacking))
        truth, before, clock = self._parts().sum(axis=0), dict(self.reasons), Clock(time_limit_s)

        def of(part: Part, heard: Heard) -> tuple[list[Whole], int]:
            assault = self._assault(part, before, clock, [truth[part.columns]])
            assault.possible()  # what was told has to be possible also where nothing is hidden
            for _, floor in attackers:
                self._attack_as(part, assault, floor[part.columns])
                heard()
            return assault.tables, assault.solves

        many = len(attackers) * len(self.parts)
        found = side_by_side(self.parts, of, executor=executor, progress=progress, of=many)
        self.tables, self.solves = [tables for tables, _ in found], sum(solves for _, solves in found)

    def _attack_as(self, part: Part, assault: Attack, floor: Integers) -> None:
        assault.knowing(floor)
        assault.at_once()
        for target in assault.still_open():
            while True:
                interval, held = assault.bound(target)
                if interval.proven:
                    break
                self._repair(part, assault, target, held)

    def look_again(self, time_limit_s: float) -> None:
        """Of a small table: each figure that was hidden on the way, is it needed still? The most wanted first."""
        if len(self.reasons) > SECOND_LOOK:
            return
        for figure in sorted(self.reasons):
            rest = {each: why for each, why in self.reasons.items() if each != figure}
            if any(anything_left(self.plan, cells, self._of_table(cells, rest)[1]) for cells in self.made.tables):
                continue
            at = next(at for at, part in enumerate(self.parts) if self.first + figure in part.rows)
            trial = self._assault(self.parts[at], rest, Clock(time_limit_s), self.tables[at])
            if self._stands(self.parts[at], trial):
                self.reasons, self.tables[at] = rest, trial.tables
            self.solves += trial.solves

    def edition(self) -> Edition:
        """The edition as it may go on, hidden figures as gaps."""
        figures = self.made.edition.figures
        gaps = [
            Hidden(figures[each].label, figures[each].where, (why,), sensitive=False)
            for each, why in sorted(self.reasons.items())
        ]
        kept = tuple(figure for each, figure in enumerate(figures) if each not in self.reasons)
        return replace(self.made.edition, figures=kept, hidden=(*self.made.edition.hidden, *gaps))

    def witnesses(self) -> Iterator[Integers]:
        """The tables that prove it, one after another, and no longer kept here: there are many.

        Those of one part are told together with those of the others; where one has no more, with its first.
        """
        first = [tables[0] for tables in self.tables]
        while any(self.tables):
            whole = np.zeros(self.system.rows.shape[1], np.int64)
            for part, tables, table in zip(self.parts, self.tables, first, strict=True):
                whole[part.columns] = tables.pop() if tables else table
            yield whole

    def _repair(self, part: Part, assault: Attack, target: int, held: Integers) -> None:
        """Hide the cheapest figure that holds a target narrow; without any, the plan cannot be published."""
        able = self._able(part.rows[held])
        if not len(able):
            able = self._able(part.rows[assault.around(target)[0]])
        if not len(able):
            raise Refused(
                remark(
                    "not_safe",
                    "Nothing is published: whatever else is hidden, “%(label)s” can be told too narrowly.",
                    label=" · ".join(self._gap(part.system.asked[target]).label),
                )
            )
        self._hide([int(able.max())], "interval")
        row = self.first + int(able.max())
        assault.set_free(int(np.searchsorted(part.rows, row)), least=self._least())

    def _able(self, rows: Integers) -> Integers:
        mine = rows[(rows >= self.first) & (rows < self.first + len(self.may))] - self.first
        return np.array([each for each in mine if self.may[each] and each not in self.reasons], np.int64)

    def _stands(self, part: Part, trial: Attack) -> bool:
        for _, floor in coalitions(self.organisations, self._parts(), self.system, *self._attacking):
            trial.knowing(floor[part.columns])
            if any(not trial.bound(target)[0].proven for target in trial.still_open()):
                return False
        return True

    def _assault(self, part: Part, hidden: Iterable[int], clock: Clock, tables: Iterable[Whole]) -> Attack:
        """An attack on what is published when these figures are hidden; tables of an earlier one are tried again."""
        free = np.isin(part.rows, [self.first + each for each in hidden])
        low = np.where(free, self._least() or -NO_LIMIT, part.system.low)
        high = np.where(free, NO_LIMIT, part.system.high)
        assault = Attack(replace(part.system, low=low, high=high), clock)
        for table in tables:
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

    def _gap(self, asked: tuple[int, int]) -> Hidden:
        edition, place = asked
        return (*self.past.editions, self.made.edition)[edition].hidden[place]

    def _is_sum(self, row: int) -> bool:
        """Is a row a plain count, told exactly?"""
        return bool(self.system.low[row] == self.system.high[row])

    def _entries(self, row: int) -> bytes:
        at = slice(*self.system.rows.indptr[row : row + 2])
        return bytes(self.system.rows.indices[at].tobytes())
