"""Envelopes in the age format, version 1 (age-encryption.org/v1), through pyrage."""

from collections.abc import Iterable

import pyrage
from pyrage import x25519

from amparo.sealing.boxes import OtherKey, Unopenable
from amparo.sealing.keys import NotAKey, checked_recipient, identity_of

HEAD = b"age-encryption.org/v1\n"
# What may come before the content: a head of so many bytes has more recipients than any thread of ours.
LARGEST_HEAD = 64_000
NO_KEY = "No matching keys found"  # as the library says it; a test holds it to that


def seal(data: bytes, recipients: Iterable[str]) -> bytes:
    """Seal to each of these recipients; whoever seals cannot open it afterwards.

    Raises
    ------
    NotAKey : where there is no recipient, or a text is none.
    """
    to = [x25519.Recipient.from_str(checked_recipient(each)) for each in recipients]
    if not to:
        raise NotAKey("an envelope needs somebody who can open it")
    return bytes(pyrage.encrypt(data, to))


def open_sealed(envelope: bytes, secret: bytes | x25519.Identity) -> bytes:
    """What is in an envelope, whole and unchanged, or :class:`Unopenable`: never a part of it.

    Whoever opens many makes the identity of the secret once (``keys.identity_of``): it takes as long as opening.
    """
    identity = identity_of(secret) if isinstance(secret, bytes) else secret
    try:
        return bytes(pyrage.decrypt(envelope, [identity]))
    except pyrage.DecryptError as error:
        other = OtherKey if str(error) == NO_KEY else Unopenable
        raise other("this key does not open this envelope") from error


def looks_sealed(envelope: bytes) -> bool:
    """Does it begin and is it built like an envelope? Nothing more can be known without a key."""
    begin = envelope[:LARGEST_HEAD]
    end = begin.find(b"\n--- ")
    return begin.startswith(HEAD) and end > 0 and begin.startswith(b"-> ", len(HEAD)) and len(envelope) > end + 60
