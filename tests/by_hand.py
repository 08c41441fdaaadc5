"""What hangs on a key, worked out a second time from the papers alone: HKDF, bech32, X25519. No line of ours in it.

Tests of keys compare with it, and so does what ``tests/golden/receipts.json`` keeps.
"""

import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

FIGURES = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def hkdf(key: bytes, info: bytes, length: int = 32, salt: bytes = b"") -> bytes:
    """RFC 5869, section 2, with SHA-256."""
    extracted = hmac.new(salt or bytes(32), key, hashlib.sha256).digest()
    block, out = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.new(extracted, block + info + bytes([number]), hashlib.sha256).digest()
        out += block
    return out[:length]


def bech32(before: str, data: bytes) -> str:
    """BIP 173: the data in groups of five bits, and a check of six figures."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    fives = [int(bits[place : place + 5], 2) for place in range(0, len(bits), 5)]
    spread = [ord(letter) >> 5 for letter in before] + [0] + [ord(letter) & 31 for letter in before]
    check = 1
    for value in [*spread, *fives, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= part if top >> place & 1 else 0
    check ^= 1
    return before + "1" + "".join(FIGURES[each] for each in [*fives, *(check >> 5 * (5 - n) & 31 for n in range(6))])


def identity(secret: bytes) -> str:
    """A secret as the age format writes it."""
    return bech32("age-secret-key-", secret).upper()


def recipient(secret: bytes) -> str:
    """The public half, as the age format writes it."""
    return bech32("age", X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def receipt(words: str, house_salt: bytes) -> dict[str, str]:
    """Everything that hangs on eight folded words in a house."""
    salt = hashlib.sha256(b"amparo-receipt-v1" + house_salt).digest()[:16]
    key = hash_secret_raw(
        words.encode(), salt, time_cost=2, memory_cost=19456, parallelism=1, hash_len=32, type=Type.ID
    )
    lookup, secret = hkdf(key, b"amparo/receipt/v1/lookup"), hkdf(key, b"amparo/receipt/v1/age")
    return {
        "words": words, "house_salt": house_salt.hex(), "salt": salt.hex(), "lookup": lookup.hex(),
        "check": hashlib.sha256(lookup).hexdigest(), "secret": secret.hex(), "recipient": recipient(secret),
    }  # fmt: skip
