"""The vectors of the age format (CCTV, package ``cctv-age``): what opens, what must not, and what is in it.

The package is one of those that the script of the letter is built with; where ``node_modules`` is missing, these are
skipped by name. Vectors of parts of the format that the house never writes and never takes are left out and counted.
"""

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import bech32
import pytest

from amparo.sealing.envelopes import Unopenable, looks_sealed, open_sealed

INDEX = Path(__file__).resolve().parents[2] / "node_modules" / "cctv-age" / "index.js"
HELD = re.compile(r'var (\w+)_default = __toBinary\("([A-Za-z0-9+/=]*)"\)')
pytestmark = pytest.mark.skipif(not INDEX.is_file(), reason="cctv-age is not there (npm ci)")

# Where the age library of the house does not do what a vector wants; research of the project names both. Each is a
# file that opens although its head is not as it should be. The check of the head holds all the same: nobody without
# the key of the file can write such a one, and whoever can write it could have sealed anything.
DEVIATIONS = {
    "stanza_missing_body": "a stanza of another kind without its last line is passed over, instead of ending there",
    "stanza_missing_final_line": "a stanza of another kind, whose last line is full, is passed over likewise",
}
# What the house does not have, and how many vectors there are of each.
LEFT_OUT = {"armored": 33, "scrypt": 24, "hybrid": 17}


@dataclass(frozen=True, slots=True)
class Vector:
    """One file of the suite."""

    name: str
    told: dict[str, str]
    file: bytes

    @property
    def kind(self) -> str:
        """Which part of the format it asks; ``binary`` is ours."""
        if self.told.get("armored") == "yes":
            return "armored"
        if "AGE-SECRET-KEY-PQ-1" in self.told.get("identity", ""):
            return "hybrid"
        return "scrypt" if "passphrase" in self.told and "identity" not in self.told else "binary"


def vector(name: str, text: bytes) -> Vector:
    """One vector out of its text: a head of lines, an empty line, the file."""
    head, _, body = text.partition(b"\n\n")
    lines = [line.split(": ", 1) for line in head.decode().splitlines()]
    told = dict(reversed(lines))
    if told.get("compressed") == "zlib":
        body = zlib.decompress(body)
    return Vector(name, told, body)


def vectors() -> list[Vector]:
    """Every vector of the package."""
    if not INDEX.is_file():
        return []
    found = HELD.findall(INDEX.read_text(encoding="utf-8"))
    return [vector(name, base64.b64decode(held)) for name, held in found]


def secret_of(told: str) -> bytes:
    """The 32 bytes of an identity."""
    _before, words = bech32.bech32_decode(told.lower())
    return bytes(bech32.convertbits(words, 5, 8, False))


ALL = vectors()
OURS = [each for each in ALL if each.kind == "binary"]


def test_every_vector_is_run_or_left_out_by_its_kind() -> None:
    kinds = [each.kind for each in ALL]
    assert len(ALL) == 143
    assert {kind: kinds.count(kind) for kind in LEFT_OUT} == LEFT_OUT
    assert len(OURS) == 143 - sum(LEFT_OUT.values())
    assert set(DEVIATIONS) <= {each.name for each in OURS}


@pytest.mark.parametrize("told", OURS, ids=lambda told: told.name)
def test_vector(told: Vector) -> None:
    secret = secret_of(told.told["identity"]) if "identity" in told.told else b"k" * 32
    wanted = told.told["expect"]
    assert wanted in {"success", "no match", "HMAC failure", "header failure", "payload failure"}
    if wanted == "success":
        assert hashlib.sha256(open_sealed(told.file, secret)).hexdigest() == told.told["payload"]
        assert looks_sealed(told.file)
    elif told.name in DEVIATIONS:
        open_sealed(told.file, secret)  # where the library mends this, the list above gets shorter
    else:
        with pytest.raises(Unopenable):
            open_sealed(told.file, secret)


@pytest.mark.parametrize("told", [each for each in ALL if each.kind != "binary"], ids=lambda told: told.name)
def test_what_is_left_out_is_refused_like_any_other(told: Vector) -> None:
    """No armour, no passphrase, no key after quantum computers: a key of ours opens none, and none breaks anything."""
    with pytest.raises(Unopenable):
        open_sealed(told.file, b"k" * 32)


def test_a_wrong_payload_would_be_seen() -> None:
    """The comparison itself: of one vector that opens, another digest is expected, and it does not hold."""
    good = next(each for each in OURS if each.told["expect"] == "success" and "payload" in each.told)
    content = open_sealed(good.file, secret_of(good.told["identity"]))
    assert hashlib.sha256(content + b"\0").hexdigest() != good.told["payload"]
    with pytest.raises(Unopenable):
        open_sealed(good.file, b"k" * 32)
