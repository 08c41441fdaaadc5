"""A phone that seals a submission as ODK Collect does, written from the specification and not from ``sealing.odk``.

It shares no code with what it judges: of the library it takes one thing, AES of a single block. The mode, the padding,
RSA and its own padding are written out here, slowly and by hand.
"""

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import load_der_public_key

HASH_BYTES = 32


@dataclass(frozen=True)
class Sent:
    """What a phone posts: the slip as XML, and the sealed files by name."""

    slip: bytes
    files: dict[str, bytes]
    key: bytes  # the secret key, for tests only


def block_cipher(key: bytes) -> Any:
    """A function that turns one block of 16 bytes into another."""
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update


def cfb_sealed(key: bytes, start: bytes, data: bytes) -> bytes:
    """AES in cipher feedback of whole blocks, the end filled up by PKCS #7."""
    missing = 16 - len(data) % 16
    filled, before, sealed = data + bytes([missing]) * missing, start, []
    turn = block_cipher(key)
    for place in range(0, len(filled), 16):
        before = bytes(a ^ b for a, b in zip(filled[place : place + 16], turn(before), strict=True))
        sealed.append(before)
    return b"".join(sealed)


def starts(instance_id: str, key: bytes, count: int) -> list[bytes]:
    """The start of each file: one byte more is raised by one each time, and none is set back."""
    now = list(hashlib.md5(instance_id.encode("utf-8") + key).digest())
    told = []
    for number in range(count):
        now[number % 16] = (now[number % 16] + 1) & 0xFF
        told.append(bytes(now))
    return told


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-256 (RFC 8017, B.2.1)."""
    made = b"".join(hashlib.sha256(seed + number.to_bytes(4, "big")).digest() for number in range(length // 32 + 1))
    return made[:length]


def rsa_sealed(public_base64: str, secret: bytes, rng: Random) -> bytes:
    """RSAES-OAEP with SHA-256 for both hashes and no label (RFC 8017, 7.1.1)."""
    numbers: Any = load_der_public_key(b64decode(public_base64))
    modulus, exponent = numbers.public_numbers().n, numbers.public_numbers().e
    size = (modulus.bit_length() + 7) // 8
    filling = bytes(size - len(secret) - 2 * HASH_BYTES - 2)
    block = hashlib.sha256(b"").digest() + filling + b"\x01" + secret
    seed = rng.randbytes(HASH_BYTES)
    masked = bytes(a ^ b for a, b in zip(block, mask(seed, len(block)), strict=True))
    masked_seed = bytes(a ^ b for a, b in zip(seed, mask(masked, HASH_BYTES), strict=True))
    number = int.from_bytes(b"\x00" + masked_seed + masked, "big")
    return pow(number, exponent, modulus).to_bytes(size, "big")


def rsa_opened(modulus: int, exponent: int, sealed: bytes) -> bytes:
    """The other way (RFC 8017, 7.1.2), with the private exponent: to learn the key of a vector."""
    size = (modulus.bit_length() + 7) // 8
    whole = pow(int.from_bytes(sealed, "big"), exponent, modulus).to_bytes(size, "big")
    masked_seed, masked = whole[1 : 1 + HASH_BYTES], whole[1 + HASH_BYTES :]
    seed = bytes(a ^ b for a, b in zip(masked_seed, mask(masked, HASH_BYTES), strict=True))
    block = bytes(a ^ b for a, b in zip(masked, mask(seed, len(masked)), strict=True))
    assert block[:HASH_BYTES] == hashlib.sha256(b"").digest()
    return block[HASH_BYTES:].lstrip(b"\x00")[1:]


def sealed_submission(
    xml: bytes, *, form_id: str, version: str, instance_id: str, public_key: str, media: dict[str, bytes] | None = None,
    rng: Random,
) -> Sent:  # fmt: skip
    """What a phone posts of these answers and files, in the order of ``media``."""
    key = rng.randbytes(32)
    plain = [*(media or {}).items(), ("submission.xml", xml)]
    files = {
        f"{name}.enc": cfb_sealed(key, start, data)
        for (name, data), start in zip(plain, starts(instance_id, key, len(plain)), strict=True)
    }
    sealed_key = b64encode(rsa_sealed(public_key, key, rng)).decode()
    lines = [form_id, *([version] if version else []), sealed_key, instance_id]
    lines += [f"{name}::{hashlib.md5(data).hexdigest()}" for name, data in plain]
    digest = hashlib.md5("".join(line + "\n" for line in lines).encode()).digest()
    names = [f"<media><file>{escape(name)}.enc</file></media>\n" for name, _data in plain[:-1]]
    about = f' version="{escape(version)}"' if version else ""
    slip = (
        f'<data xmlns="http://www.opendatakit.org/xforms/encrypted" id="{escape(form_id)}"{about} encrypted="yes">'
        f"<base64EncryptedKey>{sealed_key}</base64EncryptedKey>"
        f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{instance_id}</orx:instanceID></orx:meta>\n'
        f"{''.join(names)}<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
        f"<base64EncryptedElementSignature>{b64encode(rsa_sealed(public_key, digest, rng)).decode()}"
        "</base64EncryptedElementSignature></data>"
    )
    return Sent(slip.encode(), files, key)
