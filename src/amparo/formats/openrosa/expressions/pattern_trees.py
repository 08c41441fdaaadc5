"""Reading a regular expression into its parts."""

from dataclasses import dataclass

from amparo.formats.openrosa.expressions.letters import ANY, Letters, escaped, one
from amparo.formats.openrosa.expressions.tokens import BadExpression

LONGEST, DEEPEST, MOST_TIMES = 2000, 40, 1000
type Part = Letters | Bound | Row | Either | Many


@dataclass(frozen=True, slots=True)
class Bound:
    """The beginning (^), the end ($), the edge of a word (b) or no edge (B)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts one behind the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several ways."""

    ways: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A part several times; without ``most`` as often as one likes."""

    inner: Part
    least: int
    most: int | None


def pattern_tree(pattern: str) -> Part:
    """The parts of a pattern, or :class:`BadExpression`."""
    if len(pattern) > LONGEST:
        raise BadExpression("pattern_too_large")
    reading = _Reading(pattern)
    found = reading.ways(0)
    if reading.place < len(pattern):
        raise BadExpression("bad_pattern")  # a bracket that was never opened
    return found


class _Reading:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def look(self, text: str) -> bool:
        """Does it go on like this? If so, step over it."""
        found = self.pattern.startswith(text, self.place)
        self.place += len(text) if found else 0
        return found

    def ways(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise BadExpression("pattern_too_large")
        found = [self.row(depth)]
        while self.look("|"):
            found.append(self.row(depth))
        return found[0] if len(found) == 1 else Either(tuple(found))

    def row(self, depth: int) -> Part:
        parts: list[Part] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            parts.append(self.times(self.single(depth)))
        return Row(tuple(parts))

    def single(self, depth: int) -> Part:
        """One letter, class, bound or group."""
        letter = self.pattern[self.place]
        self.place += 1
        match letter:
            case "(":
                return self.group(depth)
            case "[":
                return self.letters()
            case ".":
                return ANY
            case "^" | "$":
                return Bound(letter)
            case "\\":
                return self.behind_backslash()
            case "*" | "+" | "?" | "{":
                raise BadExpression("bad_pattern")
        return one(letter)

    def behind_backslash(self) -> Part:
        letter = self.pattern[self.place : self.place + 1]
        if letter in ("b", "B"):
            self.place += 1
            return Bound(letter)
        found, self.place = escaped(self.pattern, self.place)
        return found

    def group(self, depth: int) -> Part:
        if not self.look("?:") and self.pattern.startswith("?", self.place):
            raise BadExpression("pattern_not_understood", near=self.pattern[self.place - 1 : self.place + 10])
        found = self.ways(depth + 1)
        if not self.look(")"):
            raise BadExpression("bad_pattern")
        return found

    def times(self, part: Part) -> Part:
        """How often a part may stand there. Lazy and greedy are the same where a whole text has to fit."""
        for sign, least, most in (("*", 0, None), ("+", 1, None), ("?", 0, 1)):
            if self.look(sign):
                self.look("?")
                return self.once_only(Many(part, least, most))
        if self.look("{"):
            least, most = self.counted()
            self.look("?")
            return self.once_only(Many(part, least, most))
        return part

    def once_only(self, part: Many) -> Part:
        if self.pattern[self.place : self.place + 1] in ("*", "+", "?", "{"):
            raise BadExpression("bad_pattern")
        return part

    def counted(self) -> tuple[int, int | None]:
        """``{3}``, ``{3,}`` or ``{3,5}``; its bracket is behind us."""
        end = self.pattern.find("}", self.place)
        first, comma, second = self.pattern[self.place : end].partition(",")
        numbers = [first, *([second] if second else [])]
        if end < 0 or not all(each.isascii() and each.isdigit() and len(each) <= 4 for each in numbers):
            raise BadExpression("bad_pattern")
        self.place = end + 1
        least, most = int(first), int(second or first)
        if most < least or most > MOST_TIMES:
            raise BadExpression("bad_pattern" if most < least else "pattern_too_large")
        return least, None if comma and not second else most

    def letters(self) -> Letters:
        """A class in square brackets; its first bracket is behind us."""
        is_contrary = self.look("^")
        single: set[str] = set()
        ranges: list[tuple[str, str]] = []
        inside: list[Letters] = []
        while not self.look("]"):
            first = self.class_letter()
            if isinstance(first, Letters):
                inside.append(first)
            elif self.pattern.startswith("-", self.place) and self.pattern[self.place + 1 : self.place + 2] not in "]":
                self.place += 1
                last = self.class_letter()
                if isinstance(last, Letters) or last < first:
                    raise BadExpression("bad_pattern")
                ranges.append((first, last))
            else:
                single.add(first)
        return Letters(frozenset(single), tuple(ranges), (), tuple(inside), is_contrary)

    def class_letter(self) -> str | Letters:
        """One letter of a class, or a class inside it."""
        if self.place >= len(self.pattern):
            raise BadExpression("bad_pattern")
        letter = self.pattern[self.place]
        self.place += 1
        if letter == "[" or self.pattern.startswith("&&", self.place - 1):
            raise BadExpression("pattern_not_understood", near=self.pattern[self.place - 1 : self.place + 10])
        if letter != "\\":
            return letter
        if self.look("b"):
            return "\b"
        found, self.place = escaped(self.pattern, self.place)
        return next(iter(found.single)) if len(found.single) == 1 and found == one(next(iter(found.single))) else found
