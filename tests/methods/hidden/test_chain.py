"""Who recruits whom: by hand, against a long walk, and every chain that has no one answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.hidden import (
    estimate_shares,
    harmonic_degrees,
    rds1_shares,
    smoothed_flows,
    stationary,
    transitions,
)
from tests.examples import examples
from tests.methods.hidden.made import of
from tests.methods.hidden.oracle_points import by_power


def test_transitions_by_hand() -> None:
    """a brings b and c, c brings d, d brings e. Of c nobody knows: her two links do not count, e's does."""
    sample = of([("e", "d", 1), ("a", None, 1), ("b", "a", 1), ("c", "a", 1), ("d", "c", 1)])
    moved = transitions(sample, ["y", "x", "x", None, "y"])
    assert moved.labels == ("x", "y")
    assert moved.counts.tolist() == [[1, 0], [0, 1]]
    assert (moved.n, moved.across) == (2, 0)
    # Who brought stands in the row, who was brought in the column: x brings y here, and y nobody.
    assert transitions(sample, ["y", "x", "y", "y", "y"]).counts.tolist() == [[0, 2], [0, 2]]


def test_two_groups_by_hand() -> None:
    """Rows (3, 1) and (1, 1): pi is in proportion to the flows across turned round, 1/2 to 1/4, so 2/3 and 1/3."""
    pi, said = stationary(np.array([[3, 1], [1, 1]]))
    assert pi == pytest.approx([2 / 3, 1 / 3], abs=1e-15)
    assert said == ()


def test_rds1_by_hand() -> None:
    """x and y, degrees 2 and 4: pi (2/3, 1/3) over the degrees is 1/3 to 1/12, so 4/5 and 1/5."""
    links = [("1", None, 2), ("2", "1", 2), ("3", "2", 2), ("4", "3", 2), ("5", "4", 4), ("6", "5", 4), ("7", "6", 2)]
    sample, kinds = of(links), list("xxxxyyx")  # x to x three times, x to y, y to y, y to x
    assert transitions(sample, kinds).counts.tolist() == [[3, 1], [1, 1]]
    assert harmonic_degrees(sample, kinds).tolist() == [2, 4]
    for method in ("rds1", "smoothed"):
        told = estimate_shares(sample, kinds, method=method)
        assert told.values == pytest.approx([4 / 5, 1 / 5], abs=1e-14)
        shares, said = rds1_shares(sample, kinds, smoothed=method == "smoothed")
        assert shares == pytest.approx([4 / 5, 1 / 5], abs=1e-14)
        assert said == ()
        # Five of x weigh 4/25 each, two of y 1/10: the effective size is 1 / (5 * 16/625 + 2/100).
        assert told.n_effective == pytest.approx(1 / (5 * 16 / 625 + 2 / 100))
        assert told.largest_weight == pytest.approx(4 / 25)


@settings(max_examples=examples(100), derandomize=True, deadline=None)
@given(
    st.integers(2, 6).flatmap(
        lambda g: st.lists(st.lists(st.integers(1, 40), min_size=g, max_size=g), min_size=g, max_size=g)
    )
)
def test_it_settles_where_a_long_walk_ends(counts: list[list[int]]) -> None:
    pi, _ = stationary(np.array(counts))
    assert pi == pytest.approx(by_power(counts), abs=1e-9)
    flows = smoothed_flows(np.array(counts), pi)
    assert flows == pytest.approx(flows.T)
    # What smoothing changes is the matrix, not where it settles: of any number of groups.
    assert stationary(flows)[0] == pytest.approx(pi, abs=1e-12)


def test_groups_that_are_all_but_apart() -> None:
    """Elimination without subtraction keeps every digit: across with 1e-14 and 2e-14, so 2/3 and 1/3."""
    pi, _ = stationary(np.array([[1, 1e-14], [2e-14, 1]]))
    assert pi == pytest.approx([2 / 3, 1 / 3], abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ([[3, 1], [0, 0]], "recruited_nobody"),
        ([[2, 0], [0, 2]], "chain_in_parts"),
        ([[1, 0, 0], [0, 1, 0], [1, 1, 1]], "chain_in_parts"),
        ([[0, 3], [2, 0]], "chain_in_step"),
        ([[0, 1, 0], [0, 0, 1], [1, 0, 0]], "chain_in_step"),
        ([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]], "chain_in_step"),
        ([[0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]], "chain_in_step"),
    ],
)
def test_a_chain_without_one_answer_is_refused(counts: list[list[int]], code: str) -> None:
    with pytest.raises(Refused) as caught:
        stationary(np.array(counts))
    assert [each.code for each in caught.value.remarks] == [code]


def test_rounds_of_two_and_of_three_together_do_settle() -> None:
    counts = [[0, 1, 0], [1, 0, 1], [1, 0, 0]]
    assert stationary(np.array(counts))[0] == pytest.approx(by_power(counts), abs=1e-9)


def test_a_group_that_is_only_left_is_said() -> None:
    pi, said = stationary(np.array([[1, 1], [0, 2]]), ["old", "new"])
    assert pi.tolist() == [0, 1]
    assert [(each.code, dict(each.values)) for each in said] == [("group_only_left", {"groups": "old"})]


def test_one_group_alone() -> None:
    sample = of([("1", None, 2), ("2", "1", 3)])
    for method in ("rds1", "smoothed", "rds2"):
        assert estimate_shares(sample, ["x", "x"], method=method).values.tolist() == [1]


def test_a_group_of_seeds_without_recruits_is_refused() -> None:
    sample = of([("1", None, 2), ("2", "1", 3), ("3", None, 3)])
    with pytest.raises(Refused) as caught:
        estimate_shares(sample, ["x", "x", "y"], method="rds1")
    assert [each.code for each in caught.value.remarks] == ["recruited_nobody"]
    assert estimate_shares(sample, ["x", "x", "y"], method="rds2").n == 3
