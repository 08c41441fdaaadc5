"""Secrets of 32 bytes, and the age identity that each of them is.

A secret is named by what it opens: a *case seed* opens one thread or case, a *staff seed* what its owner may read, a
*receipt secret* what hangs on eight words.
"""

import hashlib
import secrets

import bech32
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pyrage import RecipientError, x25519

from amparo.sealing.derivation import LENGTH, derive

CASE_AGE = "amparo/case/v1/age"
CASE_FIELDS = "amparo/case/v1/fields"
DEIDENTIFY = "amparo/deidentify/v1"
IDENTITY, RECIPIENT = "age-secret-key-", "age"  # what stands before the 1 of their text, as the age format says


class NotAKey(ValueError):
    """This text is no recipient of an envelope."""


def fresh_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(LENGTH)


def identity_text(secret: bytes) -> str:
    """A secret as the age tools write it: ``AGE-SECRET-KEY-1…`` (age v1, X25519). Any 32 bytes are one."""
    if len(secret) != LENGTH:
        raise NotAKey(f"a secret has {LENGTH} bytes, not {len(secret)}")
    words = bech32.convertbits(secret, 8, 5, True) or []
    return str(bech32.bech32_encode(IDENTITY, words)).upper()


def identity_of(secret: bytes) -> x25519.Identity:
    """The age identity that a secret is."""
    return x25519.Identity.from_str(identity_text(secret))


def recipient_of(secret: bytes) -> str:
    """To whom one seals so that this secret opens it: ``age1…``, no secret itself."""
    return str(identity_of(secret).to_public())


def case_identity(seed: bytes) -> bytes:
    """The age secret of a case seed: whoever seals for the case needs only its recipient."""
    return derive(seed, CASE_AGE)


def case_recipient(seed: bytes) -> str:
    """To whom one seals for a case, without being able to open it."""
    return recipient_of(case_identity(seed))


def deidentify_token(seed: bytes) -> str:
    """Under which name the coded row of a case lies: without the seed nobody makes it, and it opens nothing."""
    return derive(seed, DEIDENTIFY).hex()


def checked_recipient(text: str) -> str:
    """A recipient as it should be written, or :class:`NotAKey`: never a plugin, an SSH key or an empty text."""
    if not text.startswith(f"{RECIPIENT}1") or not text.isascii() or len(text) > 100:
        raise NotAKey("a recipient begins with age1")
    try:
        recipient = str(x25519.Recipient.from_str(text))
    except RecipientError as error:
        raise NotAKey("this is no recipient of an envelope") from error
    if _gives_zero(recipient):
        raise NotAKey("nobody can seal to this point")
    return recipient


def _gives_zero(recipient: str) -> bool:
    """Is it one of the few points that make zero of every secret (RFC 7748, section 6.1)?

    Whoever seals to one breaks off. A letter that brought one would keep its thread from ever being turned, and so
    keep whoever reads it from ever being taken out.
    """
    _head, words = bech32.bech32_decode(recipient)
    point = bytes(bech32.convertbits(words or [], 5, 8, False) or [])
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        return True
    return False


def fingerprint(recipient: str) -> str:
    """A recipient as people compare it, aloud or on paper: five groups of four figures, 80 bits."""
    digest = hashlib.sha256(recipient.encode()).hexdigest()
    return " ".join(digest[place : place + 4] for place in range(0, 20, 4))
