"""A small secret under a key that somebody holds: AES-256-GCM, bound to whose it is. No age is needed for it."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes, random: far below 2**32 boxes under one key


class Unopenable(ValueError):
    """This key does not open this, or it is somebody else's, or it was cut or changed, or never sealed."""


class OtherKey(Unopenable):
    """It is an envelope, whole as far as can be seen, and it was sealed to another key."""


def lock(key: bytes, secret: bytes, whose: str) -> bytes:
    """A secret under the key of a passphrase, a session or the house; ``whose`` it is goes in as associated data."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, whose.encode())


def unlock(key: bytes, box: bytes, whose: str) -> bytes:
    """The secret in a box, or :class:`Unopenable`."""
    try:
        return AESGCM(key).decrypt(box[:NONCE], box[NONCE:], whose.encode())
    except (InvalidTag, ValueError) as error:
        raise Unopenable("this key is not of this box") from error
