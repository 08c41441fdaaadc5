"""*Mis palabras*: what hangs on eight words, by one slow derivation.

``K = Argon2id(words, salt of the house, t=2, 19 MiB, p=1)`` (RFC 9106; the least that OWASP names, because a cheap
phone derives it in a browser: 1.5 s there, and the words hold 80 bits themselves). From K hang two things that tell
nothing of each other: ``lookup``, with which the house finds the thread, and the secret that opens it.
"""

import hashlib
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from amparo.sealing.derivation import derive
from amparo.sealing.keys import recipient_of

PASSES, MEMORY, LANES, LENGTH = 2, 19_456, 1, 32  # passes, KiB, lanes, bytes
SALT_LABEL = b"amparo-receipt-v1"
LOOKUP, AGE = "amparo/receipt/v1/lookup", "amparo/receipt/v1/age"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the house may work with while her page is open; it keeps the check and the recipient only."""

    check: str  # SHA-256 of the lookup, hexadecimal: what the database knows
    secret: bytes  # her age secret

    def __repr__(self) -> str:
        return "Receipt(…)"

    @property
    def recipient(self) -> str:
        """To whom the house seals so that her words open it."""
        return recipient_of(self.secret)


def salt_of(house_salt: bytes) -> bytes:
    """The salt of all receipts of one house, from its own 16 random bytes: the words of two houses differ."""
    return hashlib.sha256(SALT_LABEL + house_salt).digest()[:16]


def derive_receipt(words: tuple[str, ...], house_salt: bytes) -> Receipt:
    """The receipt of eight folded words (``words.read_words``)."""
    key = derive_key(words, house_salt)
    return Receipt(check_of(derive(key, LOOKUP)), derive(key, AGE))


def derive_key(words: tuple[str, ...], house_salt: bytes) -> bytes:
    """What both halves hang on: the one slow step, about 20 ms and 19 MiB on a server."""
    typed = " ".join(words).encode()
    return hash_secret_raw(typed, salt_of(house_salt), PASSES, MEMORY, LANES, LENGTH, Type.ID)


def check_of(lookup: bytes) -> str:
    """What the house keeps of a lookup: who steals the database cannot come in with it."""
    return hashlib.sha256(lookup).hexdigest()
