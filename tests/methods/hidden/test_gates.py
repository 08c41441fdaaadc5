"""What stays out of a publication: a group of few, and one more where it would follow from the others."""

import numpy as np
import pytest

from amparo.methods.hidden.gates import withheld


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ([196, 60, 40], ()),
        ([4, 196], ("a", "b")),  # the share of a is 1 less that of b
        ([4, 196, 60], ("a", "c")),  # the smallest of the others
        ([4, 3, 60], ("a", "b")),  # two hide each other
        ([4], ("a",)),
    ],
)
def test_one_alone_would_follow_from_the_others(counts, out):
    assert withheld("abc"[: len(counts)], np.array(counts), 90.0) == out


def test_where_the_weights_leave_few_nothing_is_shown():
    assert withheld("ab", np.array([100, 100]), 29.0) == ("a", "b")
