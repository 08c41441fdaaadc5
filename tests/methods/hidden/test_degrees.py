"""Degrees: each rule by hand, in its order; never the largest for those of whom least is known."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.hidden import (
    Sample,
    estimate_shares,
    from_recruiters,
    sample_composition,
    sensitivity_to_degrees,
)
from tests.examples import examples


def made(degrees: list[Any], recruiters: list[Any] | None = None, **more: Any) -> Sample:
    n = len(degrees)
    sample = from_recruiters(range(n), recruiters or [None] * n, degrees)
    return sample.with_degrees(**more) if more else sample


def test_the_harmonic_mean_by_hand() -> None:
    """Of 2, 3 and 6 it is 3 / (1/2 + 1/3 + 1/6) = 3; the largest would be 6."""
    sample = made([2, 3, 6, None, 0])
    assert sample.degree_used.tolist() == pytest.approx([2, 3, 6, 3, 3])
    assert sample.degree_reason == ("observed", "observed", "observed", "missing", "zero")
    assert np.isnan(sample.degree[3])
    assert sample.degree[4] == 0
    assert sample.imputed.tolist() == [False, False, False, True, True]


def test_within_strata_rows_that_are_missing_shift_nothing() -> None:
    """The stratum b has 4 and 12: 2 / (1/4 + 1/12) = 6. The missing one stands before them, in the middle of a."""
    degrees, strata = [2, None, 2, 4, 12], ["a", "b", "a", "b", "b"]
    assert made(degrees, strata=strata).degree_used.tolist() == pytest.approx([2, 6, 2, 4, 12])
    # Of a stratum that knows nothing, all speak: 4 / (1/2 + 1/2 + 1/4 + 1/12) = 3.
    other = made(degrees, strata=["a", "c", "a", "b", "b"])
    assert other.degree_used[1] == pytest.approx(3)


def test_the_median_is_of_the_population() -> None:
    """Under weights 1, 1/2, 1/10, 1/10 half of the weight (0.85) lies at 1 already."""
    assert made([1, 2, 10, 10, None], impute="median").degree_used[4] == 1
    assert made([2, 2, 3, None], impute="median").degree_used[3] == 2


def test_a_hot_deck_can_be_drawn_again_in_any_order() -> None:
    degrees = [2, 3, 5, None, None, 0, None]
    first = made(degrees, impute="hot_deck", seed=4)
    assert set(first.degree_used[3:]) <= {2.0, 3.0, 5.0}
    turned = from_recruiters(range(6, -1, -1), [None] * 7, degrees[::-1]).with_degrees(impute="hot_deck", seed=4)
    assert turned.degree_used.tolist() == first.degree_used.tolist()[::-1]
    drawn = {made(degrees, impute="hot_deck", seed=seed).degree_used[3] for seed in range(40)}
    assert drawn == {2.0, 3.0, 5.0}
    with pytest.raises(Refused, match="seed"):
        made(degrees, impute="hot_deck")
    with pytest.raises(Refused, match="largest is no way"):
        made(degrees, impute="largest")


def test_dropped_is_nan_and_stays_a_recruiter() -> None:
    sample = made([2, None, 4], [None, 0, 1], impute="drop")
    assert np.isnan(sample.degree_used[1])
    assert sample.wave.tolist() == [0, 1, 2]
    assert [each.code for each in sample.warnings] == ["degree_missing", "degrees_dropped"]


def test_without_any_degree_there_are_waves_and_no_estimate() -> None:
    sample = made([None, 0, -2, "x", float("inf")], [None, 0, 1, 2, 3])
    assert sample.wave.tolist() == [0, 1, 2, 3, 4]
    assert np.isnan(sample.degree_used).all()
    assert sample_composition(sample, list("aabbb")).values.tolist() == [0.4, 0.6]
    for ask in (
        lambda: estimate_shares(sample, list("aabbb")),
        lambda: estimate_shares(sample, list("aabbb"), population=50),
        lambda: estimate_shares(sample, list("aabbb"), method="rds1"),
        lambda: sample.with_degrees(),
        lambda: sample.with_degrees(impute="hot_deck", seed=1),
    ):
        with pytest.raises(Refused, match="No degree is known"):
            ask()


def test_what_was_seen_raises_a_degree() -> None:
    """The first brought two and nobody brought her: two. The second was brought and brought one: two."""
    sample = made([1, 1, 1, 0, None], [None, 0, 0, 1, 1]).with_degrees(lower_bound=True)
    assert sample.degree_used.tolist()[:4] == [2, 3, 1, 1]
    assert sample.degree_reason == ("raised", "raised", "observed", "raised", "missing")
    again = sample.with_degrees()
    assert again.degree_reason == ("observed", "observed", "observed", "zero", "missing")
    assert [each.code for each in again.warnings if each.code == "degrees_raised"] == []


def test_the_largest_are_held() -> None:
    """The quantile 0.9 of 1 to 11 is 10; the missing one is imputed from what is used."""
    sample = made([*range(1, 12), None]).with_degrees(winsorise=0.9)
    assert sample.degree_used[10] == 10
    assert sample.degree[10] == 11
    assert sample.degree_reason[10] == "capped"
    assert sample.degree_used[11] == pytest.approx(11 / (math.fsum(1 / d for d in range(1, 11)) + 1 / 10))
    with pytest.raises(Refused, match="winsorise"):
        made([1, 2]).with_degrees(winsorise=0.3)


def test_more_than_a_tenth_imputed_is_said() -> None:
    assert "many_degrees_imputed" not in {each.code for each in made([2] * 9 + [None]).warnings}
    said = {each.code: str(each) for each in made([2] * 6 + [None] * 4).warnings}
    assert said["many_degrees_imputed"].startswith("40 % of the degrees are imputed")


@settings(max_examples=examples(60), derandomize=True, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 200)), min_size=2, max_size=40),
    st.sampled_from(["harmonic", "median"]),
)
def test_what_is_imputed_lies_within_what_was_told(degrees: list[int | None], how: str) -> None:
    told = [each for each in degrees if each]
    if not told:
        return
    used = made(degrees, impute=how).degree_used
    assert (used >= min(told) * (1 - 1e-12)).all()
    assert (used <= max(told) * (1 + 1e-12)).all()


def test_sensitivity_by_hand() -> None:
    """Degrees 2, 2 and one imputed 2. Half of it weighs as two: of y = (a, a, b) the share of b is 2/4, 1/3, 1/4, 0."""
    sample = made([2, 2, None])
    told = sensitivity_to_degrees(sample, ["a", "a", "b"], winsorise=0.9)
    b = dict(zip(told.treatments, told.values[:, 1].tolist(), strict=True))
    assert b["as_used"] == pytest.approx(1 / 3)
    assert b["imputed_half"] == pytest.approx(1 / 2)
    assert b["imputed_half_more"] == pytest.approx((1 / 3) / (4 / 3))
    assert b["imputed_left_out"] == 0
    assert b["lower_bound"] == b["winsorised"] == pytest.approx(1 / 3)
    assert told.spread[1] == pytest.approx(1 / 2)
    assert told.imputed == 1


def test_sensitivity_shows_the_estimate_without_the_holding() -> None:
    sample = made([*range(1, 12)]).with_degrees(winsorise=0.6)
    told = sensitivity_to_degrees(sample, ["a", "b"] * 5 + ["a"])
    assert told.treatments == ("as_used", "lower_bound", "winsorised", "not_winsorised")
    assert told.values[0, 0] != told.values[3, 0]
