"""What hangs on a key, worked out a second time from the papers alone: HKDF, bech32, X25519. No line of ours in it.

``tests/golden/receipts.json`` was made with it (``python -m tests.by_hand``); tests of keys compare with it.
"""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

RECEIPTS = Path(__file__).parent / "golden" / "receipts.json"
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


def known_answers() -> list[dict[str, Any]]:
    """The receipts of the file."""
    told = json.loads(RECEIPTS.read_text(encoding="utf-8"))
    return list(told["receipts"])


def write_known_answers() -> None:
    """Make the file anew. The words are made up: no list has to be there."""
    words = (
        "mango lluvia puerta camisa nandu arbol cuento tijera", "uno dos tres cuatro cinco seis siete ocho",
        "canela canela canela canela canela canela canela canela",
        "apple river stone candle window garden silver bread",
    )  # fmt: skip
    salts = (bytes(range(16)), bytes(16), b"\xff" * 16, bytes.fromhex("000102030405060708090a0b0c0d0e0f")[::-1])
    told = {
        "about": "What hangs on eight folded words. Made by tests/by_hand.py: argon2-cffi, HKDF and bech32 by hand.",
        "receipts": [receipt(each, salt) for each, salt in zip(words, salts, strict=True)],
    }
    RECEIPTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_known_answers()
