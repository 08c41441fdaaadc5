"""Wraps: the seed of a case, sealed to one reader. Where a wrap is gone, that reader opens the case no more.

For a reader whose key the house keeps for her, a wrap holds the 32 bytes of the seed. Somebody who keeps an age key of
her own has no program of ours: for her it holds a text, which the ``age`` program takes as it is for a file of
identities. Its first line is a remark for that program, and the seed for ours.
"""

import re

from pyrage.x25519 import Identity

from amparo.sealing.boxes import Unopenable
from amparo.sealing.derivation import LENGTH
from amparo.sealing.envelopes import open_sealed, seal
from amparo.sealing.keys import case_identity, identity_text

TEXT = re.compile(rb"# ([0-9a-f]{64})\nAGE-SECRET-KEY-1[0-9A-Z]{58}\n")


def wrap(seed: bytes, recipient: str, *, plain: bool = False) -> bytes:
    """Seal a seed to a reader; ``plain`` for one who opens it with nothing but the ``age`` program."""
    return seal(as_text(seed) if plain else seed, [recipient])


def as_text(seed: bytes) -> bytes:
    """A seed as a file of identities: ``# <64 hexadecimal figures>``, then the identity of the case."""
    return f"# {seed.hex()}\n{identity_text(case_identity(seed))}\n".encode()


def unwrap(box: bytes, secret: bytes | Identity) -> bytes:
    """The seed in a wrap, or :class:`Unopenable`: also where somebody sealed something else there."""
    return seed_in(open_sealed(box, secret))


def seed_in(content: bytes) -> bytes:
    """The seed in what was in a wrap."""
    if len(content) == LENGTH:
        return content
    text = TEXT.fullmatch(content)
    if text is None:
        raise Unopenable("there is no seed in this wrap")
    return bytes.fromhex(text[1].decode())
