"""Inclusion probabilities: against draws one by one, against the iteration they stand in for, and at both ends."""

import sys
import tracemalloc
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.hidden import inclusion_probabilities, rds2_weights, successive_sampling_weights
from tests.examples import examples
from tests.methods.hidden.oracle_points import drawn_one_by_one, iterated

SEED = 20261126


def test_by_hand() -> None:
    """Degrees 1 and 2 with exp(-t) = 1/2: pi is 1/2 and 3/4. Three of degree 1 and three of 2 stand for 6 and 4."""
    told = inclusion_probabilities(np.array([1.0, 2, 1, 2, 1, 2]), 10)
    assert told.degrees.tolist() == [1, 2]
    assert told.counts.tolist() == [3, 3]
    assert told.moment == pytest.approx(np.log(2), rel=1e-14)
    assert told.probabilities == pytest.approx([0.5, 0.75], rel=1e-14)
    weights = successive_sampling_weights(np.array([1.0, 2, 1, 2, 1, 2]), 10)
    assert weights == pytest.approx([2, 4 / 3] * 3, rel=1e-14)
    assert rds2_weights(np.array([1.0, 2, 1, 2, 1, 2])) == pytest.approx([4 / 3, 2 / 3] * 3)


def test_whoever_has_no_degree_was_sampled_all_the_same() -> None:
    """Twelve were sampled of 20, six of them with a degree: those six stand for 10, as in the sum by hand."""
    degrees = np.array([1.0, 2, 1, 2, 1, 2, *[np.nan] * 6])
    weights = successive_sampling_weights(degrees, 20)
    assert inclusion_probabilities(degrees, 20).probabilities == pytest.approx([0.5, 0.75])
    assert weights[6:].tolist() == [0] * 6
    assert weights.sum() == pytest.approx(20)


@pytest.mark.parametrize(
    ("degrees", "people", "n", "runs", "most"),
    [
        ([1, 3, 8], [30, 20, 10], 30, 30_000, 0.01),
        ([1, 2, 4, 7, 12, 25], [300, 250, 200, 150, 80, 20], 500, 1_500, 0.01),
        ([2, 5, 30], [700, 250, 50], 100, 6_000, 0.02),
    ],
)
def test_against_draws_one_by_one(degrees: list[float], people: list[int], n: int, runs: int, most: float) -> None:
    """The chance to be among n drawn in proportion to degree among those left; relative error below one per cent.

    What the module is given is what such a sample holds on average, a thousand times as many so that it is whole.
    """
    print("seed", SEED)
    drawn = drawn_one_by_one(degrees, people, n, runs=runs, seed=SEED)
    counts = np.rint(drawn * np.array(people) * 1000).astype(int)
    sampled = np.repeat(np.array(degrees, dtype=float), counts)
    found = inclusion_probabilities(sampled, sum(people) * counts.sum() / n)
    assert found.probabilities == pytest.approx(drawn, rel=most)
    assert found.counts / found.probabilities / 1000 == pytest.approx(np.array(people), rel=most)


@pytest.mark.parametrize("population", [21, 25, 40, 200, 10_000])
def test_the_iteration_stands_still_there(population: float) -> None:
    degrees, counts = [1.0, 2.5, 6, 40], [7, 6, 5, 2]
    found = inclusion_probabilities(np.repeat(degrees, counts), population)
    assert found.probabilities == pytest.approx(iterated(degrees, counts, population), rel=1e-9)


def test_where_all_are_in_everybody_weighs_the_same() -> None:
    degrees = np.array([1.0, 5, 1000])
    assert successive_sampling_weights(degrees, 3).tolist() == [1, 1, 1]
    assert inclusion_probabilities(degrees, 3).moment == np.inf
    assert successive_sampling_weights(degrees, 3 + 1e-6) == pytest.approx([1, 1, 1], abs=1e-5)


def test_just_above_n_and_with_degrees_that_differ_by_millions() -> None:
    """The hardest for Newton's steps: 64 sizes of the population, down to a billionth of a person above n."""
    for degrees in ([1.0, 1, 1], [1.0, 2, 1_000_000], [0.001, 5, 5, 800], [1.0] * 999 + [3]):
        n = len(degrees)
        for power in range(-32, 32):
            size = n + 2.0**power
            told = inclusion_probabilities(np.array(degrees), size)
            assert float(np.sum(told.counts / told.probabilities)) == pytest.approx(size, rel=1e-12)


def test_of_a_very_large_population_it_is_rds2() -> None:
    degrees = np.array([1.0, 2, 3, 60, 7])
    weights = successive_sampling_weights(degrees, 1e12)
    assert weights / weights.sum() == pytest.approx(rds2_weights(degrees) / 5, rel=1e-9)


@settings(max_examples=examples(150), derandomize=True, deadline=None)
@given(
    st.lists(st.one_of(st.integers(1, 50), st.just(1_000_000), st.floats(0.01, 400)), min_size=1, max_size=40),
    st.floats(0, 1e7),
    st.floats(0.01, 100),
)
def test_of_any_degrees(degrees: list[float], more: float, scale: float) -> None:
    d, population = np.array(degrees, dtype=float), len(degrees) + more
    weights = successive_sampling_weights(d, population)
    assert (weights >= 1 - 1e-9).all()  # nobody stands for less than herself
    assert weights.sum() == pytest.approx(population, rel=1e-9)
    # Its own equation: what stands for the population is the population. Solved to the last digits.
    told = inclusion_probabilities(d, population)
    assert float(np.sum(told.counts / told.probabilities)) == pytest.approx(population, rel=1e-9)
    # Whoever knows more weighs less, and never by more than the degrees differ.
    order = np.argsort(d)
    assert (np.diff(weights[order]) <= 1e-9 * population).all()
    assert (weights * d)[order][-1] >= (weights * d)[order][0] * (1 - 1e-9)
    assert successive_sampling_weights(d * scale, population) == pytest.approx(weights, rel=1e-6)
    assert rds2_weights(d * scale) == pytest.approx(rds2_weights(d), rel=1e-9)
    # No order of people changes a bit of it.
    assert successive_sampling_weights(d[::-1].copy(), population).tolist() == weights.tolist()[::-1]


def test_what_cannot_be_weighed_is_refused() -> None:
    for degrees, population, code in (
        ([1.0, 2], 1, "population_below_sample"), ([1.0, 2], float("nan"), "population_below_sample"),
        ([1.0, 2], float("inf"), "population_below_sample"), ([1.0, 0], 9, "degree_not_positive"),
        ([1.0, -3], 9, "degree_not_positive"), ([1.0, np.inf], 9, "degree_not_positive"),
        ([1.0, 1e-320], 9, "degree_not_positive"),
        ([np.nan, np.nan], 9, "no_degree"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            successive_sampling_weights(np.array(degrees), population)
        assert [each.code for each in caught.value.remarks] == [code]
    with pytest.raises(Refused):
        rds2_weights(np.array([1.0, 0]))


def work_of(people: int) -> tuple[int, int]:
    """How many functions are called for the weights of so many, and the most memory in bytes."""
    degrees, calls = np.random.default_rng(1).integers(1, 200, people).astype(float), Counter[str]()
    tracemalloc.start()
    sys.setprofile(lambda _frame, event, _argument: calls.update([event]))
    try:
        successive_sampling_weights(degrees, 2 * people)
    finally:
        sys.setprofile(None)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return calls["call"] + calls["c_call"], most


def test_ten_thousand_are_quick() -> None:
    """Work goes by the kinds of degree, of which there are 199, and not by the people: some 120 calls for 1,000 and for
    10,000, and a few numbers for each person. The bench measures the 20 ms that are promised."""
    successive_sampling_weights(np.array([1.0, 2]), 4)  # what is done at the first call alone
    (few, _), (many, most) = work_of(1_000), work_of(10_000)
    assert many <= 2 * few <= 500
    assert most < 10_000 * 64
