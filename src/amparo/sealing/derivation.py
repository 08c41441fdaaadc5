"""Many keys out of one: HKDF-SHA256 (RFC 5869), one label for each use, so that no use weakens another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32  # bytes of every secret


def derive(key: bytes, label: str, length: int = LENGTH) -> bytes:
    """What hangs on a key by one label. No salt: what goes in is random already.

    Parameters
    ----------
    key : bytes, the secret it hangs on
    label : which use; ``amparo/<what>/v1/<use>``
    length : bytes of the result
    """
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=label.encode()).derive(key)
