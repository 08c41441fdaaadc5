"""Plans: closed forms, recruitment as a branching process, and where a plan has no honest answer."""

import json
import math

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import margin_of, plan_recruitment, power_of_change, sample_size, sample_size_of_change
from tests.methods.hidden import bootstrap_oracle as oracle


@pytest.mark.shared
def test_sizes_of_the_reference() -> None:
    cases = json.loads((oracle.GOLDEN / "closed_form.json").read_text())["sample_size_proportion"]
    assert len(cases) == 4
    for case in cases:
        how = {"design_effect": case["de"]}
        assert sample_size(case["p"], case["d"], **how).n == case["n"]
        assert sample_size(case["p"], case["d"], population=1000, **how).n == case["n_fpc_N1000"]


def test_a_size_and_its_margin_are_each_other() -> None:
    """DE 2, p 0.3, ± 0.06: 2 · 3.8415 · 0.21 / 0.0036 = 448.2."""
    plan = sample_size(0.3, 0.06)
    assert (plan.n, plan.margin) == (449, 0.06)
    assert margin_of(449, 0.3).margin == pytest.approx(math.sqrt(2 * 3.841459 * 0.21 / 449))
    assert margin_of(310, 0.3, population=1000).margin == pytest.approx(0.06, abs=1e-4)
    assert margin_of(1000, 0.3, population=1000).margin == 0
    assert {each.code for each in plan.warnings} == {"effect_is_a_guess"}
    assert "below_a_hundred" in {each.code for each in sample_size(0.5, 0.2).warnings}
    assert "too_few_expected" in {each.code for each in sample_size(0.02, 0.05).warnings}


def test_a_change_and_its_power() -> None:
    """From 0.30 to 0.20: 2 · (1.95996 + 0.84162)² · (0.21 + 0.16) / 0.01 = 580.8."""
    plan = sample_size_of_change(0.3, 0.2)
    assert plan.n == 581
    power = power_of_change(581, 0.3, 0.2)
    assert power.power == pytest.approx(0.8, abs=1e-3)
    # Rounds of half of it, with the design effect: by simulation of two shares with that variance.
    half = power_of_change(290, 0.2, 0.3)
    draw = np.random.default_rng(3)
    error = math.sqrt(2 * 0.37 / 290)
    seen = np.abs(draw.normal(0.1, error, 200_000)) > 1.959964 * error
    assert half.power == pytest.approx(seen.mean(), abs=0.01)
    assert "little_power" in {each.code for each in half.warnings}


def test_chains_by_hand() -> None:
    """Three coupons, half of them come back: 1.5 people each. A chain ends with q = ((1 + q) / 2)³: q = √5 − 2."""
    found = plan_recruitment(500, seeds=8, coupons=3, returned=0.5)
    assert found.people[:4] == (8, 12, 18, 27)
    assert found.growth == 1.5
    assert found.waves == 8  # 8 (1.5⁹ − 1) / 0.5 = 599, a wave before it is 394
    assert found.trees_end == pytest.approx(math.sqrt(5) - 2)
    assert found.ends_early == pytest.approx((math.sqrt(5) - 2) ** 8)
    assert found.warnings == ()


def test_chains_that_die_and_chains_that_are_too_short() -> None:
    dying = plan_recruitment(500, seeds=8, coupons=2, returned=0.4)
    assert (dying.waves, dying.trees_end) == (None, 1)
    assert sum(dying.people) < 8 / (1 - 0.8)
    assert {each.code for each in dying.warnings} == {"chains_die"}
    short = plan_recruitment(100, seeds=20, coupons=3, returned=1.0)
    assert (short.waves, short.ends_early) == (2, 0)
    assert {each.code for each in short.warnings} == {"few_waves", "many_seeds"}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: sample_size(0, 0.1), "out_of_range"),
        (lambda: sample_size(0.5, 0), "out_of_range"),
        (lambda: sample_size(0.5, 0.1, design_effect=0.9), "effect_below_one"),
        (lambda: sample_size(0.5, 0.1, design_effect=math.nan), "effect_below_one"),
        (lambda: sample_size(0.5, 0.1, population=0), "not_whole"),
        (lambda: margin_of(500, 0.5, population=400), "not_whole"),
        (lambda: sample_size_of_change(0.3, 0.3), "no_change"),
        (lambda: power_of_change(0, 0.3, 0.2), "not_whole"),
        (lambda: plan_recruitment(100, seeds=101, coupons=3, returned=0.5), "too_large"),
        (lambda: plan_recruitment(100, seeds=5, coupons=3, returned=0), "out_of_range"),
        (lambda: plan_recruitment(100, seeds=5, coupons=99, returned=0.5), "too_large"),
    ],
)
def test_plans_that_are_none(call: object, code: str) -> None:
    with pytest.raises(Refused) as refused:
        call()  # type: ignore[operator]
    assert refused.value.remarks[0].code == code
