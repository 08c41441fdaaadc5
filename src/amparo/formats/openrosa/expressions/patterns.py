"""Regular expressions of forms, matched in a time that is known beforehand.

The engine of Python tries one way after the other and may take years over ``(a+)+b``; a form comes from somebody
else, and the text from anybody. Here all ways are followed at once (K. Thompson, "Regular expression search algorithm",
1968): each letter is looked at once, by at most as many states as the pattern has.

Understood is what forms use: letters, ``.``, classes, ``\\d \\w \\s`` and their contraries, ``\\p{L}``, groups, ``|``,
``* + ? {2,5}``, ``^ $ \\b``. Lookahead, backreferences and flags are refused. As in ODK Collect a text fits when all of
it does.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from amparo.formats.openrosa.expressions.letters import Letters
from amparo.formats.openrosa.expressions.pattern_trees import Bound, Either, Many, Part, Row, pattern_tree
from amparo.formats.openrosa.expressions.tokens import BadExpression

MOST_STATES = 2000
MOST_STEPS = 4_000_000  # states times letters: a text that is too long for its pattern does not fit it


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of a text fits a pattern; :class:`BadExpression` where the pattern is none."""
    machine = compiled(pattern)
    if len(text) * len(machine.states) > MOST_STEPS:
        return False
    return machine.fits(text)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> "Machine":
    """The machine of a pattern, or :class:`BadExpression`."""
    machine = Machine()
    machine.add(pattern_tree(pattern))
    machine.state("end")
    return machine


@dataclass(slots=True)
class State:
    """One state: it takes a letter, forks, or looks at where it stands. ``to`` are the states after it."""

    kind: str  # letter, fork, ^, $, b, B, end
    to: list[int]
    letters: Letters | None = None


@dataclass(slots=True)
class Machine:
    """The states of a pattern. Each part is built behind the one before and flows into the next number."""

    states: list[State] = field(default_factory=list)

    def state(self, kind: str, *to: int, letters: Letters | None = None) -> int:
        if len(self.states) >= MOST_STATES:
            raise BadExpression("pattern_too_large")
        self.states.append(State(kind, list(to), letters))
        return len(self.states) - 1

    def add(self, part: Part) -> None:
        """Put the states of a part at the end."""
        match part:
            case Letters():
                self.state("letter", len(self.states) + 1, letters=part)
            case Bound(kind):
                self.state(kind, len(self.states) + 1)
            case Row(parts):
                for each in parts:
                    self.add(each)
            case Either(ways):
                self._fork(ways)
            case Many(inner, least, most):
                self._repeat(inner, least, most)

    def _fork(self, ways: tuple[Part, ...]) -> None:
        fork = self.state("fork")
        ends = []
        for way in ways:
            self.states[fork].to.append(len(self.states))
            self.add(way)
            ends.append(self.state("fork"))
        for end in ends:
            self.states[end].to.append(len(self.states))

    def _repeat(self, inner: Part, least: int, most: int | None) -> None:
        for _time in range(least):
            before = len(self.states)
            self.add(inner)
            if len(self.states) == before:  # nothing, however often, is nothing
                return
        if most is None:
            fork = self.state("fork", len(self.states) + 1)
            self.add(inner)
            self.state("fork", fork)
            self.states[fork].to.append(len(self.states))
        else:
            forks = []
            for _time in range(most - least):
                forks.append(self.state("fork", len(self.states) + 1))
                self.add(inner)
            for fork in forks:
                self.states[fork].to.append(len(self.states))

    def fits(self, text: str) -> bool:
        """Follow all ways at once, letter by letter."""
        at = self._reached([0], text, 0)
        for place, letter in enumerate(text):
            if not at:
                return False
            taken = [self.states[each].to[0] for each in at if (held := self.states[each].letters) and held.has(letter)]
            at = self._reached(taken, text, place + 1)
        return any(self.states[each].kind == "end" for each in at)

    def _reached(self, waiting: list[int], text: str, place: int) -> list[int]:
        """The states in which one is without taking a further letter."""
        seen: set[int] = set()
        reached: list[int] = []
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            state = self.states[number]
            if state.kind in ("letter", "end"):
                reached.append(number)
            elif state.kind == "fork" or _holds(state.kind, text, place):
                waiting.extend(state.to)
        return reached


def _holds(kind: str, text: str, place: int) -> bool:
    """Is this the beginning, the end, or the edge of a word?"""
    if kind == "^":
        return place == 0
    if kind == "$":
        return place == len(text)
    is_edge = _in_word(text, place - 1) != _in_word(text, place)
    return is_edge == (kind == "b")


def _in_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and (text[place] == "_" or (text[place].isascii() and text[place].isalnum()))
