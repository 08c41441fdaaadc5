"""The marks of a coupon: what hangs on the code that is printed on it, by one derivation that needs memory.

``K = Argon2id(code, salt of the study, t=1, 1 MiB, p=1)`` (RFC 9106). A code has 54 random bits. Whoever has the salt
and the marks would try all of them for half a million years on one core, a millisecond each; a thousand cards that are
five hundred times as fast, for a year or two. What that would tell is who brought whom among people without a name.

From K hang marks that tell nothing of each other: by ``lookup`` the coupon is found; each of the ``givers`` stands on
one coupon that its bearer gave on, so that two coupons of one hand do not look alike either; and from ``paper`` comes
the number of an answer that was typed in from paper.
"""

import secrets
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from amparo.sealing.derivation import derive

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # without 0, O, 1, I and Z, which a tired hand mistakes; 31 is a prime
RANDOM, PASSES, MEMORY, LANES, LENGTH = 11, 1, 1_024, 1, 32  # symbols, passes, KiB, lanes, bytes
LOOKUP, GIVER, PAPER = "amparo/coupon/v1/lookup", "amparo/coupon/v1/giver/", "amparo/coupon/v1/paper"
MOST_GIVEN = 3  # coupons that one person gives on, at most
WORDS = Path(__file__).parents[1] / "content" / "codes" / "coupon_words.toml"
LOOKS_LIKE = str.maketrans("23456789", "ZEASGTBG")  # a figure, as an eye reads it inside a word


class NotACode(ValueError):
    """This is no code of a coupon: ``length``, ``letter`` or ``check``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Marks:
    """What the house keeps instead of a code, in hexadecimal."""

    lookup: str
    givers: tuple[str, ...]
    paper: str


def fresh_code() -> str:
    """A new code of eleven random symbols and one to check them: ``K7QF-2M9X-3TA5``.

    One in a hundred bears by chance a word that hurts who carries it, or tells who she is: it is drawn again.
    """
    while True:
        symbols = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
        code = symbols + check_symbol(symbols)
        if not hurts(code):
            return shown(code)


def hurts(code: str) -> bool:
    """Does a word stand in it that must be on no coupon, with letters or with figures that look like them?"""
    read = code.translate(LOOKS_LIKE)
    return any(word in code or word in read for word in _never())


@cache
def _never() -> tuple[str, ...]:
    with WORDS.open("rb") as file:
        return tuple(tomllib.load(file)["never"])


def shown(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """A code as it was typed: small letters, blanks and strokes do not matter; 0, O, 1, I and Z are not in it.

    Raises
    ------
    NotACode : where a symbol is missing or too many, is none of ours, or does not fit the others.
    """
    plain = "".join(each for each in typed if unicodedata.category(each)[0] not in "ZPC")
    plain = plain.upper() if plain.isascii() else plain
    if set(plain) - set(ALPHABET):
        raise NotACode("letter")
    if len(plain) != RANDOM + 1:
        raise NotACode("length")
    if check_symbol(plain[:-1]) != plain[-1]:
        raise NotACode("check")
    return plain


def check_symbol(symbols: str) -> str:
    """The symbol that finds one wrong symbol, and any two that changed places.

    It stands for the sum of place × value modulo 31, the number of symbols and a prime. So a change of one value
    changes it, and so does an exchange of two that differ. The symbol itself counts as place 30, so an exchange with
    it is found too.
    """
    total = sum(place * ALPHABET.index(symbol) for place, symbol in enumerate(symbols, start=1))
    return ALPHABET[total % len(ALPHABET)]


def marks_of(code: str, salt: str) -> Marks:
    """The marks of a code (``read_code``) in a study; about a millisecond."""
    key = hash_secret_raw(code.encode(), bytes.fromhex(salt), PASSES, MEMORY, LANES, LENGTH, Type.ID)
    givers = tuple(derive(key, f"{GIVER}{number}").hex() for number in range(1, MOST_GIVEN + 1))
    return Marks(derive(key, LOOKUP).hex(), givers, derive(key, PAPER).hex())
