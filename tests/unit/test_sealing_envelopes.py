"""Envelopes: whole or not at all. Cut, flipped, swapped or for somebody else, they say one thing only."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.sealing.envelopes import Unopenable, looks_sealed, open_sealed, seal
from amparo.sealing.keys import NotAKey, fresh_secret, recipient_of
from amparo.sealing.wraps import as_text, seed_in, unwrap, wrap
from tests.examples import examples

HERS, OTHERS = b"a" * 32, b"b" * 32
TO = recipient_of(HERS)
CHUNK = 65_536  # the STREAM of age works in pieces of so many bytes, each with 16 bytes of check
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 10_000_000)


def body_at(envelope: bytes) -> int:
    """Where the body begins: after the line of the check of the head."""
    return envelope.index(b"\n", envelope.index(b"\n--- ") + 1) + 1


@pytest.mark.parametrize("size", SIZES)
def test_every_size_comes_back(size: int) -> None:
    data = secrets.token_bytes(size)
    envelope = seal(data, [TO])
    assert open_sealed(envelope, HERS) == data
    chunks = max(1, -(-size // CHUNK))
    assert len(envelope) - body_at(envelope) == 16 + size + 16 * chunks  # nonce, content, a check for each piece


def test_each_of_several_opens_it_and_nobody_else() -> None:
    people = [fresh_secret() for _ in range(5)]
    envelope = seal(b"hola", [recipient_of(each) for each in people])
    assert [open_sealed(envelope, each) for each in people] == [b"hola"] * 5
    with pytest.raises(Unopenable):
        open_sealed(envelope, HERS)


def test_the_same_sealed_twice_is_not_the_same() -> None:
    assert len({seal(b"hola", [TO])[-20:] for _ in range(200)}) == 200


def test_a_small_envelope_is_unopenable_at_every_cut() -> None:
    envelope = seal(b"hola", [TO])
    for end in range(len(envelope)):
        with pytest.raises(Unopenable):
            open_sealed(envelope[:end], HERS)
    for more in (b"\0", b"x" * 16, b"x" * CHUNK, envelope):
        with pytest.raises(Unopenable):
            open_sealed(envelope + more, HERS)


@pytest.mark.parametrize("size", [CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_large_one_is_unopenable_where_pieces_meet(size: int) -> None:
    """Cut at every boundary of the STREAM, and one byte around it: never a part of what was in it."""
    envelope = seal(b"x" * size, [TO])
    begin = body_at(envelope)
    borders = {begin, begin + 16, *(begin + 16 + n * (CHUNK + 16) for n in range(1, 4)), len(envelope) - 16}
    for end in {border + near for border in borders for near in (-1, 0, 1)} | {len(envelope) - 1}:
        if end < len(envelope):
            with pytest.raises(Unopenable):
                open_sealed(envelope[:end], HERS)


def test_every_bit_of_a_small_envelope_counts() -> None:
    envelope = seal(b"hola", [TO])
    for place in range(len(envelope)):
        changed = bytearray(envelope)
        changed[place] ^= 1 << place % 8
        with pytest.raises(Unopenable):
            open_sealed(bytes(changed), HERS)


def test_a_bit_in_each_part_of_a_large_body_counts() -> None:
    envelope = seal(b"x" * (2 * CHUNK + 5), [TO])
    begin = body_at(envelope)
    for place in (
        begin,
        begin + 15,
        begin + 16,
        begin + 16 + CHUNK,
        begin + 32 + CHUNK,
        len(envelope) - 16,
        len(envelope) - 1,
    ):
        changed = bytearray(envelope)
        changed[place] ^= 0x80
        with pytest.raises(Unopenable):
            open_sealed(bytes(changed), HERS)


def test_pieces_are_not_exchanged() -> None:
    """Within one envelope, and between two to the same key."""
    one, other = (seal(letter * (3 * CHUNK), [TO]) for letter in (b"1", b"2"))

    def parts(envelope: bytes) -> list[bytes]:
        begin, piece = body_at(envelope) + 16, CHUNK + 16
        return [envelope[:begin], *(envelope[begin + n * piece : begin + (n + 1) * piece] for n in range(3))]

    mine, hers = parts(one), parts(other)
    assert b"".join(mine) == one
    swapped = [
        [mine[0], mine[2], mine[1], mine[3]], [mine[0], mine[1], mine[3]], [mine[0], mine[1], mine[1], mine[3]],
        [mine[0], hers[1], mine[2], mine[3]], [mine[0], *hers[1:]], [hers[0], *mine[1:]],
    ]  # fmt: skip
    for each in swapped:
        with pytest.raises(Unopenable):
            open_sealed(b"".join(each), HERS)


def test_the_head_of_one_and_the_body_of_another_open_nothing() -> None:
    one, other = seal(b"1", [TO]), seal(b"2", [TO])
    with pytest.raises(Unopenable):
        open_sealed(one[: body_at(one)] + other[body_at(other) :], HERS)


def test_another_key_opens_nothing_and_a_wrong_one_is_no_key() -> None:
    envelope = seal(b"hola", [TO])
    with pytest.raises(Unopenable):
        open_sealed(envelope, OTHERS)
    for length in (0, 31, 33):
        with pytest.raises(NotAKey):
            open_sealed(envelope, bytes(length))


def test_somebody_must_be_able_to_open_it() -> None:
    with pytest.raises(NotAKey):
        seal(b"hola", [])
    for wrong in (
        "",
        "age1",
        "ssh-ed25519 AAAA",
        "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
    ):
        with pytest.raises(NotAKey):
            seal(b"hola", [TO, wrong])


@settings(max_examples=examples(300))
@given(st.binary(max_size=400))
def test_any_bytes_only_fail_to_open(data: bytes) -> None:
    for each in (data, b"age-encryption.org/v1\n" + data, seal(b"", [TO])[:60] + data):
        with pytest.raises(Unopenable):
            open_sealed(each, HERS)


def test_what_looks_sealed() -> None:
    envelope = seal(b"hola", [TO])
    assert looks_sealed(envelope)
    assert looks_sealed(seal(b"", [TO]))  # a body of nothing has its nonce and its check
    many = seal(b"", [TO] * 500)
    assert looks_sealed(many)
    plain = (b"", b"hola", b"age-encryption.org/v1\n", envelope[: body_at(envelope)], envelope[1:], b"\n" + envelope,
             envelope.replace(b"v1\n", b"v2\n", 1), b"%PDF-1.4\n" + envelope)  # fmt: skip
    assert not any(map(looks_sealed, plain))


def test_a_wrap_holds_a_seed_for_a_program_and_for_a_person() -> None:
    seed = bytes(range(32))
    for plain in (False, True):
        assert unwrap(wrap(seed, TO, plain=plain), HERS) == seed
        with pytest.raises(Unopenable):
            unwrap(wrap(seed, TO, plain=plain), OTHERS)


def test_what_is_no_seed_in_a_wrap_is_refused() -> None:
    text = as_text(bytes(range(32)))
    assert seed_in(text) == bytes(range(32))
    for content in (b"", b"x" * 31, b"x" * 33, text[:-1], text + b"\n", text.upper(), b"#" + text, b"x" * 1_000_000):
        with pytest.raises(Unopenable):
            unwrap(seal(content, [TO]), HERS)
