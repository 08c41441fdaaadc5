"""Intervals by hand, differences and trends: paired and not, under the null, and where there really is one."""

import math

import numpy as np
import pytest

from amparo.methods.estimate import Estimate, Refused
from amparo.methods.hidden import design_effect, difference, estimate_rds, from_recruiters, interval_of, trend
from tests.methods.hidden.bootstrap_made import forest

DRAWS = np.arange(1, 101) / 200  # 0.005, 0.01, … 0.5


def share(value: float, replicates: np.ndarray, *, seed: int | None = 1, of: str | None = None) -> Estimate:
    drawn = None if of is None else (of, "tree")
    return Estimate("a", value, None, 400, "test", float(replicates.std(ddof=1)), (), (), seed, replicates, drawn)


def test_three_intervals_by_hand() -> None:
    sd = math.sqrt((100**2 - 1) / 12 * 100 / 99) / 200  # of the numbers 1 to 100, over 200
    low, high = DRAWS[0] + 0.025 * 99 / 200, DRAWS[0] + 0.975 * 99 / 200
    for method, limits in (
        ("normal", (0.4 - 1.959963985 * sd, 0.4 + 1.959963985 * sd)),
        ("percentile", (low, high)),
        ("pivotal", (0.8 - high, 0.8 - low)),
    ):
        interval, said = interval_of(0.4, DRAWS, method=method)
        assert (interval.low, interval.high) == pytest.approx(limits, abs=1e-9)
        assert (interval.method, interval.level) == (method, 0.95)
        # Their mean is one standard deviation below the estimate: only the quantiles carry that on.
        assert [each.code for each in said] == (["to_one_side"] if method == "percentile" else [])
    assert interval_of(0.2, DRAWS, method="percentile")[1] == ()


def test_what_reaches_beyond_the_possible_is_cut_and_says_so() -> None:
    interval, said = interval_of(0.05, DRAWS)
    assert interval.low == 0
    assert [each.code for each in said] == ["clipped"]
    interval, said = interval_of(0.05, np.concatenate([DRAWS, [math.nan]]), bounds=(-1, 1))
    assert interval.low < 0
    assert [each.code for each in said] == ["lost_replicates"]


def test_design_effects_by_hand() -> None:
    assert design_effect(0.03, 0.2, n=100) == pytest.approx(0.0009 / 0.0016)
    assert design_effect(0.03, 0.2, n=100, population=199) == pytest.approx(0.0009 / (0.0016 * 99 / 198))
    assert math.isnan(design_effect(0.0, 0.2, n=100, population=100))
    assert math.isnan(design_effect(0.0, 1.0, n=100))


def test_a_p_value_by_hand() -> None:
    """Δ* are 0.005 to 0.5, recentred on 0.1: 30 of them fall to zero or below."""
    zero = share(0.0, np.zeros(100) + 1e-12 * np.arange(100), of="one")
    found = difference(share(0.1, DRAWS, of="one"), zero, paired=True)
    below = int((DRAWS - DRAWS.mean() + 0.1 <= 0).sum())
    assert below == 30
    assert found.p == pytest.approx(2 * (1 + below) / 101)
    assert found.estimate.value == pytest.approx(0.1)
    assert found.estimate.se == pytest.approx(DRAWS.std(ddof=1))
    far = difference(share(0.9, DRAWS, of="one"), zero, paired=True)
    assert far.p == pytest.approx(2 / 101)  # never 0
    assert difference(share(0.0, DRAWS, of="one"), zero, paired=True).p == 1


def test_two_groups_of_one_sample_are_paired_and_add_up() -> None:
    sample, kinds = forest(300, groups=2)
    one, two = estimate_rds(sample, kinds, population=900, replicates=300, seed=1).sizes[0].groups
    found = difference(one, two, paired=True)
    assert found.estimate.se == pytest.approx(2 * one.se)  # p − (1 − p)
    assert found.estimate.n == 300


def test_samples_of_one_seed_are_not_taken_for_the_same() -> None:
    """Two samples under seed 1 draw alike. Beside each other as they are, their difference would hardly vary."""
    sample, kinds = forest(300)
    other = from_recruiters(
        [f"s{name}" for name in sample.ids], [f"s{sample.ids[by]}" if by >= 0 else None for by in sample.recruiter],
        sample.degree.tolist(),
    )  # fmt: skip
    one, two = (estimate_rds(each, kinds, replicates=400, seed=1).sizes[0]["k1"] for each in (sample, other))
    assert np.array_equal(one.replicates, two.replicates)
    found = difference(one, two, paired=False)
    assert found.estimate.se == pytest.approx(math.sqrt(2) * one.se, rel=0.15)
    assert found.p > 0.8
    assert found.estimate.n == 600


def test_p_values_are_even_where_nothing_differs_and_small_where_much_does() -> None:
    draw = np.random.default_rng(11)
    p, found = [], 0
    for _ in range(400):
        a, b = draw.normal(0.3, 0.03, 2)
        rounds = [share(at, draw.normal(at, 0.03, 200)) for at in (a, b)]
        p.append(difference(*rounds, paired=False).p)
        later = share(b + 0.15, draw.normal(b + 0.15, 0.03, 200))
        found += difference(rounds[0], later, paired=False).p < 0.05
    assert np.mean(np.array(p) < 0.05) < 0.05 + 4 * math.sqrt(0.05 * 0.95 / 400)
    assert 0.42 < np.mean(p) < 0.58
    assert found / 400 > 0.9  # 0.15 is 3.5 standard errors: a power of 0.94


def test_a_trend_by_hand_and_found() -> None:
    draw = np.random.default_rng(5)
    years, true = (2019, 2021, 2024), 0.03
    rounds = [share(0.2 + true * (year - 2019), draw.normal(0, 0.02, 2000)) for year in years]
    found = trend(rounds, years)
    # The weights differ a little, as the standard deviations do; with exact shares the slope is exact.
    assert found.estimate.value == pytest.approx(true)
    assert found.estimate.se == pytest.approx(0.02 / math.sqrt(sum((y - 2021 - 1 / 3) ** 2 for y in years)), rel=0.06)
    assert found.p == pytest.approx(2 / 2001)
    two = trend(rounds[:2], years[:2])
    assert two.estimate.value == pytest.approx(difference(rounds[1], rounds[0], paired=False).estimate.value / 2)


@pytest.mark.parametrize("case", [
    "no replicates", "no se", "other draws", "no sample", "other sample", "one sample", "a mean", "one round",
    "one time",
])  # fmt: skip
def test_what_is_not_compared(case: str) -> None:
    good = share(0.3, DRAWS)
    bare = Estimate("a", 0.3, None, 400, "test")
    calls = {
        "no replicates": (lambda: difference(good, bare, paired=False), "not_comparable"),
        "no se": (lambda: difference(good, Estimate("a", 0.3, None, 9, "", replicates=DRAWS), paired=False),
                  "not_comparable"),
        "other draws": (lambda: difference(
            share(0.3, DRAWS, of="one"), share(0.3, DRAWS, seed=2, of="one"), paired=True), "not_paired"),
        "no sample": (lambda: difference(good, good, paired=True), "not_paired"),
        "other sample": (lambda: difference(
            share(0.3, DRAWS, of="one"), share(0.3, DRAWS, of="two"), paired=True), "not_paired"),
        "one sample": (lambda: difference(
            share(0.3, DRAWS, of="one"), share(0.2, DRAWS, of="one"), paired=False), "not_independent"),
        "a mean": (lambda: difference(share(40.0, DRAWS), share(30.0, DRAWS), paired=False), "beyond_bounds"),
        "one round": (lambda: trend([good], [2020]), "no_trend"),
        "one time": (lambda: trend([good, good], [2020, 2020]), "no_trend"),
    }  # fmt: skip
    call, code = calls[case]
    with pytest.raises(Refused) as refused:
        call()
    assert refused.value.remarks[0].code == code
