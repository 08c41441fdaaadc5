"""How a name sounds in Spanish and Portuguese, cut short on purpose: names that people write in two ways come together.

Yuli, Yuly and Juli are one name to whoever hears it; so are Jhoana and Yoana, Vanesa and Wanessa, Xiomara and Siomara.
What is kept of a word is how it begins and its next consonants, four signs at most. So many names share each code, and
a code that is met never says which of them it was.
"""

import re
from collections.abc import Iterator

from amparo.formats.fold import LITTLE, fold

SIGNS = 4  # of a code: longer ones would tell more names apart than ears do
MOST_WORDS = 3  # of a name
SMALL = LITTLE["es"] | LITTLE["pt"] | {"e", "y"}
VOWELS = {"a": "A", "e": "E", "i": "E", "y": "E", "o": "O", "u": "O"}  # of these only the first of a word is kept
# Each rule in its turn, on a folded word. ``Y`` is what is written y, j, soft g, or i before a vowel.
RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"([a-z])\1+", r"\1\1"), (r"^ll", "y"), (r"([a-z])\1", r"\1"),
        (r"ph", "f"), (r"th", "t"), (r"dj", "j"), (r"sch|sh", "s"), (r"ch(?=[rlnst])", "k"), (r"ch", "C"),
        (r"^e(?=s[tckpmnlfq])", ""), (r"qu(?=[eiy])|q", "k"), (r"gu(?=[eiy])", "G"),
        (r"c(?=[eiy])", "s"), (r"c", "k"), (r"ks", "s"), (r"^x", "X"), (r"x|z", "s"), (r"ss+", "s"),
        (r"[vw]", "b"), (r"m(?=[bp])|m$", "n"), (r"h", ""),
        (r"[gj](?=[eiy])|j", "Y"), (r"^[iy](?=[aeiou])", "Y"), (r"(?<=[bcdfgklmnprst])y(?=[aeiou])", "J"),
        (r"G", "g"), (r"^a[iy]", "e"), (r"k+", "k"),
    ]
]  # fmt: skip
# What is heard in two ways: as the first name of a pair is said, or as the second.
TWO = {"X": "SY", "C": "SK", "J": ["Y", ""]}


def sounds_of(word: str) -> list[str]:
    """The codes of one folded word, one or two; none where it is written in letters that nobody knows here."""
    if not (word.isascii() and word.isalpha()):
        return []
    for pattern, sound in RULES:
        word = pattern.sub(sound, word)
    codes = ["".join(_signs(word, way)) for way in (0, 1)]
    return [each for each in dict.fromkeys(codes) if each]


def _signs(word: str, way: int) -> list[str]:
    """The signs of a word, heard in one of two ways."""
    heard: list[str] = []
    for place, letter in enumerate(word):
        if letter in TWO:
            sign = TWO[letter][way]
        elif letter in VOWELS:
            sign = "" if place else VOWELS[letter]
        else:
            sign = letter.upper()
        if sign and (not heard or heard[-1] != sign):
            heard.append(sign)
    return heard[:SIGNS]


def sounds_in(text: str) -> Iterator[str]:
    """The codes of the words of a name, without the little ones; a word without a sound stands for itself."""
    text = text.replace("ç", "s").replace("Ç", "s")  # which folding would make a hard c
    words = [each for each in fold(text).split() if each not in SMALL]
    for word in words[:MOST_WORDS]:
        yield from sounds_of(word) or [f"={word}"]


def sounds_alike(one: str, other: str) -> bool:
    """Is a word of the one name heard like a word of the other?"""
    return not set(sounds_in(one)).isdisjoint(sounds_in(other))
