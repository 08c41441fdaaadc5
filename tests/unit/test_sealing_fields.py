"""Fields under the key of a case, and small boxes: bound to where they stand, and never under one nonce twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing.boxes import NONCE, Unopenable, lock, unlock
from amparo.sealing.envelopes import seal
from amparo.sealing.fields import open_field, seal_field
from amparo.sealing.keys import recipient_of

ROOT = Path(__file__).resolve().parents[2]
SEED, PLACE = b"s" * 32, "case:12:name_used:1"
MOVED = ("case:13:name_used:1", "case:12:legal_name:1", "case:12:name_used:2", "note:12:name_used:1", "",
"case:12:name_used:1 ",
         "CASE:12:name_used:1", "case:12:name_used:11", "case:1:2:name_used:1")  # fmt: skip


@given(st.binary(max_size=500), st.text(max_size=60), st.binary(min_size=32, max_size=32))
def test_a_field_opens_where_it_stands(data: bytes, place: str, seed: bytes) -> None:
    if place.isprintable():
        assert open_field(seed, place, seal_field(seed, place, data)) == data


@pytest.mark.parametrize("place", MOVED)
def test_a_field_that_was_moved_does_not_open(place: str) -> None:
    box = seal_field(SEED, PLACE, b"Mariana")
    assert open_field(SEED, PLACE, box) == b"Mariana"
    with pytest.raises(Unopenable):
        open_field(SEED, place, box)


def test_another_case_does_not_open_it() -> None:
    with pytest.raises(Unopenable):
        open_field(b"t" * 32, PLACE, seal_field(SEED, PLACE, b"Mariana"))


def test_every_bit_counts_and_every_cut_shows() -> None:
    box = seal_field(SEED, PLACE, b"Mariana")
    changed = [bytes([*box[:n], box[n] ^ 1 << bit, *box[n + 1 :]]) for n in range(len(box)) for bit in range(8)]
    for each in [*changed, *(box[:n] for n in range(len(box))), box + b"\0"]:
        with pytest.raises(Unopenable):
            open_field(SEED, PLACE, each)


def test_every_bit_of_a_box_counts() -> None:
    box = lock(SEED, b"k" * 32, "staff:1:1")
    for place in range(len(box)):
        with pytest.raises(Unopenable):
            unlock(SEED, bytes([*box[:place], box[place] ^ 1, *box[place + 1 :]]), "staff:1:1")


def nonces(count: int) -> Iterator[bytes]:
    """What a million seals begin with: fields of three cases, boxes under three keys."""
    seeds = [bytes([each]) * 32 for each in range(3)]
    for number in range(count * 3 // 10):
        yield seal_field(seeds[number % 3], PLACE, b"")[:NONCE]
    for number in range(count - count * 3 // 10):
        yield lock(seeds[number % 3], b"", PLACE)[:NONCE]


def test_a_nonce_never_comes_twice_in_a_million() -> None:
    """Of 96 bits: twice the same would be a fault, not chance (one in 10**17)."""
    found = set(nonces(1_000_000))
    assert len(found) == 1_000_000
    assert {len(each) for each in found} == {NONCE}


def test_an_envelope_never_begins_twice_alike() -> None:
    """In each a fresh key of its own, and a fresh beginning of what is sealed (age: sixteen bytes after its head)."""
    to, found = [recipient_of(b"k" * 32)], []
    for _ in range(2_000):
        head, _, rest = seal(b"", to).partition(b"\n--- ")
        mac, _, body = rest.partition(b"\n")
        found += [head, mac, body[:16]]
    assert len(set(found)) == 6_000


def test_another_program_begins_elsewhere() -> None:
    """Chance that began anew with each program would repeat itself every night."""
    say = "from tests.unit.test_sealing_fields import nonces; print(b''.join(nonces(20)).hex())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["src", "."])}
    said = [
        subprocess.run(
            [sys.executable, "-c", say], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    first, second = ({bytes.fromhex(each.stdout)[n : n + NONCE] for n in range(0, 240, NONCE)} for each in said)
    assert len(first) == len(second) == 20
    assert not first & second


def test_a_box_of_one_person_is_not_that_of_another() -> None:
    box = lock(SEED, b"k" * 32, "staff:1:1")
    assert unlock(SEED, box, "staff:1:1") == b"k" * 32
    for key, whose in ((SEED, "staff:2:1"), (SEED, "staff:1:2"), (SEED, "unlock:1:1"), (b"t" * 32, "staff:1:1")):
        with pytest.raises(Unopenable):
            unlock(key, box, whose)


@pytest.mark.parametrize("key", [b"", b"k", b"k" * 16, b"k" * 24, b"k" * 31, b"k" * 64])
def test_a_key_of_another_length_only_fails_to_open(key: bytes) -> None:
    with pytest.raises(Unopenable):
        unlock(key, lock(SEED, b"x", "a"), "a")


@given(st.binary(max_size=80))
def test_any_bytes_only_fail_to_open(box: bytes) -> None:
    for opens in (lambda: open_field(SEED, PLACE, box), lambda: unlock(SEED, box, PLACE)):
        with pytest.raises(Unopenable):
            opens()
