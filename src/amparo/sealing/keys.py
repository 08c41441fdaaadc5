"""Secrets of 32 bytes, what is derived from them, and the age identity that each of them is.

A secret is named by what it opens: a *case seed* opens one thread or case, a *staff seed* what its owner may read, a
*receipt secret* what hangs on eight words. What a case seed is used for is told apart by the label of the derivation,
so that no use weakens another.
"""

import hashlib
import secrets

import bech32
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import RecipientError, x25519

LENGTH = 32  # bytes of every secret
CASE_AGE = "amparo/case/v1/age"
CASE_FIELDS = "amparo/case/v1/fields"
DEIDENTIFY = "amparo/deidentify/v1"
IDENTITY, RECIPIENT = "age-secret-key-", "age"  # what stands before the 1 of their text, as the age format says


class NotAKey(ValueError):
    """This text is no recipient of an envelope."""


def fresh_secret() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(LENGTH)


def derive(key: bytes, label: str, length: int = LENGTH) -> bytes:
    """HKDF-SHA256 (RFC 5869) of a key that is random already, without salt; one label for each use.

    Parameters
    ----------
    key : bytes, the secret it hangs on
    label : which use; ``amparo/<what>/v1/<use>``
    length : bytes of the result
    """
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label.encode()).derive(key)


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


def checked_recipient(text: str) -> str:
    """A recipient as it should be written, or :class:`NotAKey`: never a plugin, an SSH key or an empty text."""
    if not text.startswith(f"{RECIPIENT}1") or not text.isascii() or len(text) > 100:
        raise NotAKey("a recipient begins with age1")
    try:
        return str(x25519.Recipient.from_str(text))
    except RecipientError as error:
        raise NotAKey("this is no recipient of an envelope") from error


def fingerprint(recipient: str) -> str:
    """A recipient as people compare it, aloud or on paper: four groups of four figures, 64 bits."""
    digest = hashlib.sha256(recipient.encode()).hexdigest()
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))
