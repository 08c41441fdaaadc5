"""What hangs on a passphrase of the team: one slow derivation, two things that tell nothing of each other.

``master = Argon2id(passphrase, salt, t=3, 64 MiB, p=1)`` (RFC 9106, its second recommendation, with one lane). From it
hang ``auth``, of which the house keeps a digest to know her by, and ``kek``, which seals her key and is kept nowhere.

A house without letters needs this module, ``derivation`` and ``boxes``; none of them imports age.
"""

from argon2.low_level import Type, hash_secret_raw

from amparo.sealing.derivation import derive

PASSES, MEMORY, LANES, LENGTH = 3, 65_536, 1, 32  # passes, KiB, lanes, bytes
AUTH, KEK = "amparo/staff/v1/auth", "amparo/staff/v1/kek"


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
    return derive(master, AUTH), derive(master, KEK)
