"""Fields under the key of a case, and small boxes: bound to where they stand, and never under one nonce twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing.boxes import Unopenable, lock, unlock
from amparo.sealing.fields import open_field, seal_field

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


def test_a_nonce_never_comes_twice() -> None:
    """Ten thousand of 96 bits: twice the same would be a fault, not chance (one in 10**21)."""
    for make in (lambda: seal_field(SEED, PLACE, b""), lambda: lock(SEED, b"", PLACE)):
        assert len({make()[:12] for _ in range(10_000)}) == 10_000


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
