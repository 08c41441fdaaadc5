"""Which places of a form a path means, in which ``*`` is any step and ``**`` any number of steps.

The paths come in a form that a stranger may have written, so no engine that tries one way after the other is used: all
are followed at once, each step of a place is looked at once with each step of the path, and what is looked at is
counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from amparo.formats.openrosa.expressions.reading import ANY, DEEPER

MOST_LOOKED = 1_000_000
"""Pairs of steps that are compared in one form; who writes more paths than that may mean all places."""


@dataclass(slots=True)
class Ways:
    """The places of a form, and how many pairs of steps were compared so far."""

    known: Iterable[str]
    looked: int = 0
    _steps: dict[str, list[str]] = field(init=False, repr=False)
    _found: dict[str, set[str]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._steps = {path: path.split("/")[1:] for path in self.known}

    def of(self, place: str) -> set[str]:
        """The paths that a place means; all of them where that is not known."""
        if ANY not in place:
            return {place} & self._steps.keys()
        if place not in self._found:
            way = place.split("/")[1:]
            is_anything = ".." in way  # out of somewhere: it may be anything
            self._found[place] = set(self._steps) if is_anything else self._all_of(way)
        return self._found[place]

    def _all_of(self, way: list[str]) -> set[str]:
        found, least = set(), sum(each != DEEPER for each in way)
        for path, steps in self._steps.items():
            if self.looked >= MOST_LOOKED:
                return set(self._steps)
            if len(steps) >= least and self._fits(way, steps):
                found.add(path)
        return found

    def _fits(self, way: list[str], steps: list[str]) -> bool:
        """Does the whole of a path fit? ``at`` are the places in the way at which one may stand."""
        at = _reached({0}, way)
        for step in steps:
            self.looked += 1 + len(at)
            taken = {
                each if way[each] == DEEPER else each + 1 for each in at if each < len(way) and _takes(way[each], step)
            }
            at = _reached(taken, way)
            if not at:
                return False
        return len(way) in at


def _takes(sign: str, step: str) -> bool:
    return sign in (step, ANY, DEEPER)


def _reached(at: set[int], way: list[str]) -> set[int]:
    """Those, and what is reached from them without a step: any number of steps may be none."""
    reached = set(at)
    for each in sorted(at):
        while each < len(way) and way[each] == DEEPER:
            each += 1
            reached.add(each)
    return reached
