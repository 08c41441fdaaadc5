"""How soon a machine guesses a passphrase: what is a row, a repetition or a name is no secret, and does not count."""

import re
from collections.abc import Iterable
from itertools import pairwise

from amparo.formats.fold import fold

FEWEST = 12  # signs
LEAST_FRESH = 8  # signs that no row, no repetition and no name gives away
ROWS = ("abcdefghijklmnopqrstuvwxyz", "12345678901", "qwertyuiop", "asdfghjkl", "zxcvbnm")
STEPS = {pair for row in ROWS for one in (row, row[::-1]) for pair in pairwise(one)}
# What everybody writes who has to write something: of itself it keeps nobody out.
USUAL = ("password", "passphrase", "contrasena", "clave", "frase", "senha", "secreto", "segredo", "secret")
SHORT, FIGURES, NAMES, ROW = "short", "figures", "names", "row"


def why_guessed(text: str, names: Iterable[str] = ()) -> str:
    """Why this is guessed soon; nothing where it is not. ``names`` are hers, and those that the house carries."""
    if len(text.strip()) < FEWEST:
        return SHORT
    if not any(sign.isalpha() for sign in text):
        return FIGURES
    plain = squeezed(text)
    if repeats(plain) or fresh(plain) < LEAST_FRESH:
        return ROW
    return NAMES if fresh(without(plain, names)) < LEAST_FRESH else ""


def squeezed(text: str) -> str:
    """Small letters without accents, and figures; nothing between them."""
    return re.sub(r"[\W_]+", "", fold(text))


def repeats(plain: str) -> bool:
    """Is it one piece, again and again?"""
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


def fresh(plain: str) -> int:
    """How many signs are no continuation of a row of the keyboard, or of something that stood there before."""
    return sum(not is_expected(plain, place) for place in range(len(plain)))


def is_expected(plain: str, place: int) -> bool:
    """Does the sign at this place follow from the two before it?"""
    last = plain[max(place - 2, 0) : place + 1]
    if len(last) < 3:
        return False
    if len(set(last)) == 1 or last in plain[: place - 1]:
        return True
    return set(pairwise(last)) <= STEPS and last[0] != last[2]


def without(plain: str, names: Iterable[str]) -> str:
    """What is left where names are taken out, also those that are written from the end."""
    words = {squeezed(word) for name in names for word in (name, *re.split(r"[\W_]+", name))}
    for word in sorted({*words, *USUAL}, key=len, reverse=True):
        if len(word) >= 3:
            plain = plain.replace(word, "").replace(word[::-1], "")
    return plain
