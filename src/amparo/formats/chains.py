"""How a sample grows from hand to hand: its trees and waves. Pure, and without any arithmetic of estimates.

A person is a number; whoever nobody brought begins a tree. What is reckoned here is what somebody in the field has to
see every day: whether chains go on, or everything hangs on one of them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chains:
    """How many people, how they came, and how far the chains reach."""

    n: int
    waves: tuple[int, ...]  # people in each wave; the first are those whom nobody brought
    trees: tuple[int, ...]  # people in each tree, the largest first
    recruits: Mapping[int, int]  # how many people brought so many

    @property
    def seeds(self) -> int:
        """With how many people it began."""
        return len(self.trees)

    @property
    def barren(self) -> int:
        """How many of these brought nobody."""
        return sum(size == 1 for size in self.trees)

    @property
    def largest(self) -> float:
        """The share of all people that stands in the largest tree."""
        return self.trees[0] / self.n if self.n else 0.0


def chains_of(recruiters: Mapping[int, int | None]) -> Chains:
    """The trees and waves of people, by who brought each.

    Raises
    ------
    ValueError : where somebody was brought by herself, or two by each other: such a sample has no beginning.
    """
    wave: dict[int, int] = {}
    root: dict[int, int] = {}
    for person in recruiters:
        path: list[int] = []
        at: int | None = person
        while at is not None and at not in wave:
            if len(path) > len(recruiters):
                raise ValueError("these people brought each other in a circle")
            path.append(at)
            at = recruiters.get(at)
        depth, begin = (wave[at], root[at]) if at is not None else (-1, path[-1])
        for each in reversed(path):
            depth += 1
            wave[each], root[each] = depth, begin
    by_wave, by_tree = Counter(wave.values()), Counter(root.values())
    brought = Counter(each for each in recruiters.values() if each is not None)
    return Chains(
        len(recruiters),
        tuple(by_wave[each] for each in range(len(by_wave))),
        tuple(sorted(by_tree.values(), reverse=True)),
        dict(sorted(Counter(brought.get(person, 0) for person in recruiters).items())),
    )


def heaped(degrees: Mapping[int, int], *, round_ones: tuple[int, ...] = (5, 10, 20, 30, 50, 100)) -> float:
    """The share of told degrees that are round numbers; ``degrees``: by number, how many told it.

    Where people count, about as many say 9 or 11 as 10. Where half of all say a round number, they guess.
    """
    told = sum(degrees.values())
    return sum(degrees.get(each, 0) for each in round_ones) / told if told else 0.0
