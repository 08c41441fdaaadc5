"""Filling up: Padmé (Nikitin and others, PETS 2019, figure 2), by a table worked out by hand and by its promises."""

import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.sealing import padding

lengths = st.integers(2, 2**40)


@pytest.mark.parametrize(
    ("length", "filled"),
    [  # E = floor(log2 L), S = floor(log2 E) + 1; the last E - S bits become zero, rounded up
        (0, 0), (1, 1), (2, 2),
        (8, 8),  # E 3, S 2: one bit goes; 8 is even
        (9, 10),  # the same: the next even number
        (15, 16),
        (16, 16), (17, 18),  # E 4, S 3: one bit
        (100, 104),  # E 6, S 3: three bits; the next multiple of 8
        (1000, 1024),  # E 9, S 4: five bits; multiples of 32
        (1025, 1088),  # E 10, S 4: six bits; multiples of 64
        (4096, 4096), (4097, 4352),  # E 12, S 4: eight bits; multiples of 256
        (65_536, 65_536), (65_537, 67_584),  # E 16, S 5: eleven bits; multiples of 2,048
        (1_000_000, 1_015_808),  # E 19, S 5: fourteen bits; multiples of 16,384: 62 of them
    ],
)  # fmt: skip
def test_padme_by_hand(length: int, filled: int) -> None:
    assert padding.padme(length) == filled


def by_the_paper(length: int) -> int:
    """Figure 2 with real logarithms, for sizes at which they are exact enough."""
    exponent = math.floor(math.log2(length))
    kept = math.floor(math.log2(exponent)) + 1
    step = 2 ** (exponent - kept) if exponent > kept else 1
    return -(-length // step) * step


@given(st.integers(2, 2**30))
def test_padme_is_the_figure_of_the_paper(length: int) -> None:
    assert padding.padme(length) == by_the_paper(length)


@given(lengths, lengths)
def test_longer_is_never_filled_to_less(one: int, other: int) -> None:
    assert (one <= other) <= (padding.padme(one) <= padding.padme(other))


@given(lengths)
def test_at_most_an_eighth_is_added_and_never_twice(length: int) -> None:
    filled = padding.padme(length)
    assert length <= filled
    assert filled * 100 <= length * 112
    assert padding.padme(filled) == filled


def test_between_a_kilobyte_and_ten_megabytes_there_are_few_sizes() -> None:
    """The point of it: of ten million lengths only some hundred can be told apart."""
    length, sizes = 1024, 0
    while length <= 10_000_000:
        length, sizes = padding.padme(length) + 1, sizes + 1
    assert sizes < 400


@given(st.binary(max_size=6000), st.sampled_from([padding.TEXT_FLOOR, padding.FACTS_FLOOR]))
def test_what_was_filled_up_comes_back(data: bytes, floor: int) -> None:
    filled = padding.padded(data, floor)
    assert padding.unpadded(filled) == data
    assert len(filled) == by_the_paper(max(floor, 4 + len(data)))


@pytest.mark.parametrize("text", [b"", b"x", b"x" * 4092])
def test_every_short_text_has_one_size(text: bytes) -> None:
    assert len(padding.padded(text)) == 4096
    assert len(padding.padded(text + b"x" * (4093 - len(text)))) == 4352


@pytest.mark.parametrize(
    "lie", [b"", b"\0\0\0", struct.pack(">I", 1), struct.pack(">I", 4) + b"abc", b"\xff\xff\xff\xff" + b"x" * 100]
)
def test_a_length_that_cannot_be_is_refused(lie: bytes) -> None:
    with pytest.raises(ValueError, match=r"short|longer"):
        padding.unpadded(lie)


@given(st.binary(max_size=200))
def test_nothing_else_than_a_refusal_comes_of_any_bytes(data: bytes) -> None:
    try:
        assert len(padding.unpadded(data)) <= len(data) - 4
    except ValueError:
        assert len(data) < 4 or int.from_bytes(data[:4]) > len(data) - 4


@pytest.mark.parametrize(("size", "filled"), [(0, 65_536), (65_536, 65_536), (65_537, 67_584), (1_000_000, 1_015_808)])
def test_a_file_is_filled_to_its_class(size: int, filled: int) -> None:
    data = b"\xaa" * size
    made = padding.padded_file(data)
    assert len(made) == filled
    assert made[:size] == data
    assert not any(made[size:])
