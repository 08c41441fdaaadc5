"""Which letters a place of a regular expression takes."""

from dataclasses import dataclass
from unicodedata import category

from amparo.formats.openrosa.expressions.tokens import BadExpression


@dataclass(frozen=True, slots=True)
class Letters:
    """Single letters, ranges of them and kinds of letters; or all others, where it is the contrary."""

    single: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, bool], ...] = ()  # a category of Unicode or its beginning, and whether it is the contrary
    inside: tuple["Letters", ...] = ()
    is_contrary: bool = False

    def has(self, letter: str) -> bool:
        """Is this letter taken?"""
        is_in = (
            letter in self.single
            or any(first <= letter <= last for first, last in self.ranges)
            or any(category(letter).startswith(kind) != is_not for kind, is_not in self.kinds)
            or any(each.has(letter) for each in self.inside)
        )
        return is_in != self.is_contrary


ANY = Letters(frozenset("\n\r\u2028\u2029"), is_contrary=True)
DIGIT = Letters(ranges=(("0", "9"),))
WORD = Letters(frozenset("_"), (("a", "z"), ("A", "Z"), ("0", "9")))
SPACE = Letters(frozenset(" \t\n\r\f\v\u00a0\u2028\u2029\ufeff"), kinds=(("Zs", False),))
CLASSES = {"d": DIGIT, "w": WORD, "s": SPACE}
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
KINDS = frozenset(
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf",
    }
)  # fmt: skip


def contrary(letters: Letters) -> Letters:
    """All that these are not."""
    return Letters(letters.single, letters.ranges, letters.kinds, letters.inside, not letters.is_contrary)


def one(letter: str) -> Letters:
    """This letter only."""
    return Letters(frozenset(letter))


def escaped(pattern: str, place: int) -> tuple[Letters, int]:
    """What the letter behind a backslash means, and where the pattern goes on. ``place`` is that letter's."""
    letter = pattern[place : place + 1]
    if letter.lower() in CLASSES:
        found = CLASSES[letter.lower()]
        return (contrary(found) if letter.isupper() else found), place + 1
    if letter in CONTROLS:
        return one(CONTROLS[letter]), place + 1
    if letter in ("x", "u"):
        end = place + (3 if letter == "x" else 5)
        return one(_numbered(pattern[place + 1 : end], end - place - 1)), end
    if letter in ("p", "P"):
        return _of_kind(pattern, place)
    if not letter or letter.isalnum():
        raise BadExpression("pattern_not_understood", near=f"\\{letter}")
    return one(letter), place + 1


def _numbered(digits: str, length: int) -> str:
    try:
        if len(digits) == length and digits.isalnum():
            return chr(int(digits, 16))
    except ValueError:
        pass
    raise BadExpression("bad_pattern")


def _of_kind(pattern: str, place: int) -> tuple[Letters, int]:
    """``\\p{L}``: any letter of any writing."""
    end = pattern.find("}", place)
    kind = pattern[place + 2 : end].removeprefix("Is")
    if pattern[place + 1 : place + 2] != "{" or kind not in KINDS:
        raise BadExpression("pattern_not_understood", near=pattern[place - 1 : place + 10])
    return Letters(kinds=((kind, pattern[place] == "P"),)), end + 1
