"""Coupons that come back, and degrees that drift: by hand, and against another library."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from amparo.methods.estimate import Refused
from amparo.methods.hidden import Sample, coupon_returns, degree_drift, from_recruiters
from tests.methods.hidden.made import of

# 1 brings 2 and 3, 2 brings 4. Each has three coupons.
FOUR = of([("1", None, 3), ("2", "1", 3), ("3", "1", 3), ("4", "2", 3)])


def codes(result: Any) -> list[str]:
    return [each.code for each in result.warnings]


def test_returns_by_hand() -> None:
    told = coupon_returns(FOUR, [3, 3, 3, 3], ["north", "south", "south", "south"])
    assert told.overall == pytest.approx(3 / 12)
    assert told.groups == pytest.approx([2 / 3, 1 / 9])
    assert [dict(each.values) for each in told.warnings] == [{"groups": "south"}]
    half = coupon_returns(FOUR, [3, 3, 0, 0], ["north", "south", "east", None])
    assert half.labels == ("east", "north", "south")
    assert half.groups == pytest.approx([np.nan, 2 / 3, 1 / 3], nan_ok=True)
    assert codes(half) == []  # a third is half of two thirds, and not less


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        ([1, 3, 3, 3], {"more_than_coupons": (0,)}),
        ([3, float("nan"), 3, 3], {"more_than_coupons": (1,)}),
        ([3, 3], {"lengths": ()}),
    ],
)
def test_coupons_that_cannot_be_are_refused(issued: list[float], found: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(Refused) as error:
        coupon_returns(FOUR, issued, ["x"] * 4)  # type: ignore[arg-type]
    assert {each.code: each.rows for each in error.value.remarks} == found
    with pytest.raises(Refused, match="Nobody got a coupon"):
        coupon_returns(of([("1", None, 2)]), [0], ["x"])


def followed(degrees: list[Any], days: list[Any]) -> Sample:
    n = len(degrees)
    return from_recruiters(range(n), [None] * n, degrees, days=days)


def test_drift_against_another_library() -> None:
    rng = np.random.default_rng(11)
    for _ in range(20):
        days, degrees = rng.integers(0, 12, 40), rng.integers(1, 9, 40)
        told = degree_drift(followed(degrees.tolist(), days.tolist()))
        assert told.correlation == pytest.approx(float(spearmanr(degrees, days).statistic), abs=1e-12)
        assert told.z == pytest.approx(told.correlation * np.sqrt(39))


def test_degrees_that_fall_rise_or_stand_still() -> None:
    n = 30
    assert codes(degree_drift(followed(list(range(n, 0, -1)), list(range(n))))) == ["degrees_fall"]
    assert codes(degree_drift(followed(list(range(1, n + 1)), list(range(n))))) == ["degrees_rise"]
    still = degree_drift(followed([4] * n, list(range(n))))
    assert np.isnan(still.correlation)
    assert codes(still) == []
    holes = degree_drift(followed([None, 0, *range(1, n + 1)], [0, 1, *range(2, n + 1), None]))
    assert holes.n == n - 1
    chain = from_recruiters(range(n), [None, *range(n - 1)], list(range(n, 0, -1)))
    assert degree_drift(chain, by="wave").correlation == pytest.approx(-1)


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(Refused, match="by wave, or by day"):
        degree_drift(FOUR)
    with pytest.raises(Refused, match="by wave, or by day"):
        degree_drift(FOUR, by="week")
    with pytest.raises(Refused, match="Only 4 people"):
        degree_drift(FOUR, by="wave")
