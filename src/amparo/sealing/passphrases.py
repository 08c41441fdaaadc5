"""What hangs on a passphrase of the team: one slow derivation, two things that tell nothing of each other.

``master = Argon2id(passphrase, salt, t=3, 64 MiB, p=1)`` (RFC 9106, its second recommendation, with one lane). From it
hang ``auth``, of which the house keeps a digest to know her by, and ``kek``, which seals her key and is kept nowhere.

A house without letters needs this module and no other of ``sealing``: it imports none of them, and no age.
"""

import secrets

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PASSES, MEMORY, LANES, LENGTH = 3, 65_536, 1, 32  # passes, KiB, lanes, bytes
AUTH, KEK = "amparo/staff/v1/auth", "amparo/staff/v1/kek"
NONCE = 12  # bytes, random


class NotThisKey(ValueError):
    """This key does not open this box, or the box is somebody else's, or it was changed."""


def derive_staff(
    password: str, salt: bytes, *, passes: int = PASSES, memory: int = MEMORY, lanes: int = LANES
) -> tuple[bytes, bytes]:
    """``(auth, kek)`` of a passphrase, 32 bytes each.

    Parameters
    ----------
    password : as she typed it; nothing is folded or cut, her passphrase is exactly that
    salt : bytes, at least 8, another one for each account
    passes, memory (KiB), lanes : how slow it is; anything but the real ones is for tests
    """
    master = hash_secret_raw(password.encode(), salt, passes, memory, lanes, LENGTH, Type.ID)
    return _half(master, AUTH), _half(master, KEK)


def _half(master: bytes, label: str) -> bytes:
    """HKDF-SHA256 (RFC 5869) without salt: what goes in is random already."""
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=label.encode()).derive(master)


def put_away(key: bytes, secret: bytes, whose: str) -> bytes:
    """A small secret of an account under a key of the house: AES-256-GCM, bound to whose it is (``whose``)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, whose.encode())


def take_out(key: bytes, box: bytes, whose: str) -> bytes:
    """What is in a box, or :class:`NotThisKey`."""
    try:
        return AESGCM(key).decrypt(box[:NONCE], box[NONCE:], whose.encode())
    except (InvalidTag, ValueError) as error:
        raise NotThisKey("this key is not of this box") from error
