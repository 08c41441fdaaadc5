"""Slips between two words; the distances were counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.typos import within


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("cucuta", "cucuta", 0),
        ("cucuta", "cucutta", 1),  # a letter too many
        ("bogota", "bogta", 1),  # a letter missing
        ("tulcan", "tulcam", 1),  # a wrong letter
        ("quito", "qiuto", 1),  # two neighbours swapped
        ("medellin", "medeyim", 3),
        ("ipiales", "ipialse", 1),
        ("maicao", "amicoa", 2),
        ("ca", "abc", 3),  # nothing is mended twice; with it there would be 2
        ("", "ab", 2),
    ],
)
def test_slips_counted_by_hand(one: str, other: str, slips: int) -> None:
    assert within(one, other, 3) == slips
    assert within(other, one, 3) == slips


@pytest.mark.parametrize(("one", "other", "most"), [("cucuta", "quito", 2), ("abcd", "", 3), ("a", "b", 0)])
def test_more_slips_than_the_bound_are_none(one: str, other: str, most: int) -> None:
    assert within(one, other, most) is None


def counted_plainly(one: str, other: str) -> int:
    """The same distance by the table of the textbook, slow and plain."""
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if i == 0 or j == 0:
                table[i][j] = i + j
                continue
            wrong = one[i - 1] != other[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + wrong)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(0, 4))
def test_agrees_with_the_plain_table(one: str, other: str, most: int) -> None:
    slips = counted_plainly(one, other)
    assert within(one, other, most) == (slips if slips <= most else None)
