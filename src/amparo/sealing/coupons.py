"""The two marks of a coupon: what hangs on the code that is printed on it, by one derivation that needs memory.

``K = Argon2id(code, salt of the study, t=1, 1 MiB, p=1)`` (RFC 9106). A code has 54 random bits, so this little is
enough: at a thousandth of a second each, one computer tries all of them in half a million years. From K hang two marks
that tell nothing of each other: by ``lookup`` the coupon is found, and ``giver`` stands on the coupons that its bearer
gave on.
"""

import secrets
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from amparo.sealing.derivation import derive

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # without 0, O, 1, I and Z, which a tired hand mistakes; 31 is a prime
RANDOM, PASSES, MEMORY, LANES, LENGTH = 11, 1, 1_024, 1, 32  # symbols, passes, KiB, lanes, bytes
LOOKUP, GIVER = "amparo/coupon/v1/lookup", "amparo/coupon/v1/giver"


class NotACode(ValueError):
    """This is no code of a coupon: ``length``, ``letter`` or ``check``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Marks:
    """What the house keeps instead of a code, in hexadecimal."""

    lookup: str
    giver: str


def fresh_code() -> str:
    """A new code of eleven random symbols and one to check them: ``K7QF-2M9X-3TA5``."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return shown(symbols + check_symbol(symbols))


def shown(code: str) -> str:
    """A code in groups of four, as it is printed."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """A code as it was typed: small letters, blanks and strokes do not matter; 0, O, 1, I and Z are not in it.

    Raises
    ------
    NotACode : where a symbol is missing or too many, is none of ours, or does not fit the others.
    """
    plain = "".join(each for each in typed.upper() if each not in " -–—._/\t\n")
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
    changes it, and so does an exchange of two that differ.
    """
    total = sum(place * ALPHABET.index(symbol) for place, symbol in enumerate(symbols, start=1))
    return ALPHABET[total % len(ALPHABET)]


def marks_of(code: str, salt: str) -> Marks:
    """The marks of a code (``read_code``) in a study; about a millisecond."""
    key = hash_secret_raw(code.encode(), bytes.fromhex(salt), PASSES, MEMORY, LANES, LENGTH, Type.ID)
    return Marks(derive(key, LOOKUP).hex(), derive(key, GIVER).hex())
