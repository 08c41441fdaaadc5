"""Sheets of paper for the day a key is lost: SLIP-39 (Shamir over a 256-bit secret), k of n, as words.

The words are those of the standard, in English; another program that knows SLIP-39 can put them together.
"""

import hashlib
import re

PLANS = {"2-3": (2, 3), "3-5": (3, 5)}  # how many sheets open, of how many
LONGEST = 600  # characters of one sheet, typed


class NotShares(ValueError):
    """These sheets do not go together. ``kind``: ``few``, ``mixed``, ``unread``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def split(secret: bytes, plan: str) -> list[str]:
    """The sheets of a secret, each one line of words."""
    from shamir_mnemonic import generate_mnemonics  # sheets are made and read on few days of a house

    threshold, count = PLANS[plan]
    return list(generate_mnemonics(1, [(threshold, count)], secret, iteration_exponent=0)[0])


def plain(sheet: str) -> str:
    """What somebody typed of a sheet: small words, one blank between, no numbers or commas."""
    return " ".join(re.findall("[a-z]+", sheet[:LONGEST].lower()))


def check_of(sheet: str) -> str:
    """What the house keeps of a sheet to know it again: SHA-256, of a text that holds 256 random bits."""
    return hashlib.sha256(plain(sheet).encode()).hexdigest()


def combine(sheets: list[str]) -> bytes:
    """The secret of enough sheets of one set, or :class:`NotShares`; one sheet typed twice counts once."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics
    from shamir_mnemonic.share import Share

    unique = sorted({plain(sheet) for sheet in sheets if plain(sheet)})
    try:
        read = [Share.from_mnemonic(sheet) for sheet in unique]
    except (MnemonicError, ValueError) as error:
        raise NotShares("unread") from error
    if not read or len({share.identifier for share in read}) > 1:
        raise NotShares("mixed" if read else "few")
    if len(read) < read[0].member_threshold:
        raise NotShares("few")
    try:
        return bytes(combine_mnemonics(unique[: read[0].member_threshold]))
    except (MnemonicError, ValueError) as error:
        raise NotShares("mixed") from error
