"""From answers to replicates: whole trees drawn anew, or samples out of a population whose size is known.

Where somebody can say how many people there are, and from where that is known, weights are those of successive
sampling and replicates those of Gile's bootstrap: people are drawn out of a population of that size, and nobody twice.
Where nobody can, weights are those of RDS-II and whole trees are drawn: that needs no size, and gives intervals about
twice as wide as they have to be. Whole trees are drawn too where parts were seen that hardly recruit across: there
intervals out of a population of one piece are far too narrow.

Gile's bootstrap recruits from cell to cell. The cells of an indicator are its answers in each group, so that all groups
of one indicator rest on one draw, and can be compared as pairs. One indicator more moves no other, either way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods import hidden
from amparo.methods.estimate import Floats, Integers
from amparo.methods.hidden.estimating import GILE, TREE
from amparo.methods.hidden.fingerprints import of_draws
from amparo.methods.hidden.shares import RDS2, SUCCESSIVE

ALL, GROUPS = "all", ("trans_feminine", "women", "others")  # the list ``gender_group``; who did not say is in ``all``
NO, YES = 0, 1

type Heard = Callable[[int, int], None] | None
type Answers = Mapping[str, Integers]  # by group, for each person: NO, YES, or -1 where nothing of hers counts


@dataclass(frozen=True, slots=True)
class Way:
    """How replicates are drawn: out of a population of this size, or along the trees where it is not known."""

    population: float | None
    replicates: int
    seed: int
    is_apart: bool = False  # were parts seen that hardly recruit across?

    @property
    def bootstrap(self) -> str:
        """By which bootstrap."""
        return TREE if self.population is None or self.is_apart else GILE

    @property
    def method(self) -> str:
        """By which weights."""
        return RDS2 if self.population is None else SUCCESSIVE


@dataclass(frozen=True, slots=True)
class Drawn:
    """The replicates of one indicator: by group the sums of weights of no and of yes, shape ``(B, 2)``."""

    way: Way
    sums: Mapping[str, Floats]
    drawn_from: tuple[str, str]


def drawn(sample: hidden.Sample, told: Sequence[Answers], way: Way, heard: Heard = None) -> list[Drawn]:
    """The replicates of each indicator, in their order."""
    if way.population is None or way.is_apart:
        return _by_trees(sample, told, way, heard)
    found = []
    for place, answers in enumerate(told):
        if heard is not None:
            heard(place, len(told))
        found.append(_by_size(sample, answers, way, way.population))
    return found


def _by_trees(sample: hidden.Sample, told: Sequence[Answers], way: Way, heard: Heard) -> list[Drawn]:
    """All of them on the same draws."""
    weights = hidden.weights_of(sample, method=way.method, population=way.population)
    cells = [(answers[group], answer) for answers in told for group in (ALL, *GROUPS) for answer in (NO, YES)]
    columns = np.zeros((len(sample), len(cells)))
    for place, (codes, answer) in enumerate(cells):
        columns[:, place] = np.where(codes == answer, weights, 0.0)
    sums = hidden.tree_replicate_sums(sample, columns, replicates=way.replicates, seed=way.seed, progress=heard)
    whose, wide = (hidden.fingerprint(sample), TREE), 2 * (1 + len(GROUPS))
    return [
        Drawn(way, {group: sums[:, at + 2 * place : at + 2 * place + 2] for place, group in enumerate((ALL, *GROUPS))},
              whose)
        for at in range(0, len(cells), wide)
    ]  # fmt: skip


def _by_size(sample: hidden.Sample, answers: Answers, way: Way, size: float) -> Drawn:
    """Samples out of a population of this size, recruited from cell to cell."""
    cells = np.full(len(sample), -1, np.int64)
    for place, group in enumerate((*GROUPS, ALL)):  # whoever is of none of the groups stands behind them
        codes = answers[group]
        cells = np.where((cells < 0) & (codes >= 0), 2 * place + codes, cells)
    there = np.unique(cells[cells >= 0])
    every = np.zeros((way.replicates, 2 * (1 + len(GROUPS))))
    if not len(there):
        return Drawn(way, dict.fromkeys((ALL, *GROUPS), every[:, :2]), ("", GILE))
    called = np.full(every.shape[1] + 1, -1)
    called[there] = np.arange(len(there))
    outcome = hidden.Outcome(tuple(f"{each:02d}" for each in there), called[cells])
    every[:, there] = hidden.gile_replicate_sums(
        sample, outcome, population=size, replicates=way.replicates, seed=way.seed
    )
    sums = {group: every[:, 2 * place : 2 * place + 2] for place, group in enumerate(GROUPS)}
    sums[ALL] = every.reshape(len(every), -1, 2).sum(axis=1)
    return Drawn(way, sums, of_draws(sample, outcome, bootstrap=GILE, population=size))
