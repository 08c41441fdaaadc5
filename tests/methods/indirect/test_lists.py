"""Shares from lists: by hand, planted and found again, what is refused, and what is looked at before it is believed."""

import math

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.indirect import (
    bootstrap_weights,
    design_effect_test,
    double_list_prevalence,
    list_diagnostics,
    list_prevalence,
)
from amparo.methods.indirect.design_effect import binding_chances, distance_from_positive
from tests.methods.indirect.oracle import counted_list

NAN = math.nan


def codes(told):
    return {each.code for each in told.warnings}


def refused(call, *arguments, **named):
    with pytest.raises(Refused) as found:
        call(*arguments, **named)
    return found.value.remarks[0]


def experiment(seed, *, n=2000, share=0.2, items=4):
    """A list of independent items, half of the people treated."""
    chance = np.random.default_rng(seed)
    trait = (chance.random(n) < share).astype(float)
    treated = (chance.random(n) < 0.5).astype(float)
    return counted_list(chance, trait, treated, items=items), treated


def test_a_difference_by_hand() -> None:
    """Treated 1 2 2 3, the others 1 1 2 2: 2 - 1.5 = 0.5; Welch: (2/3)/4 + (1/3)/4 = 1/4. Of 20 each as in 4."""
    counts = np.array([1, 2, 2, 3] * 5 + [1, 1, 2, 2] * 5)
    told = list_prevalence(counts, [1] * 20 + [0] * 20, items=4)
    assert told.raw == pytest.approx(0.5)
    assert told.share.se == pytest.approx(math.sqrt(0.5 * 20 / 19 / 20 + 0.25 * 20 / 19 / 20))
    assert {"exploratory", "too_uncertain"} <= codes(told.share)
    assert not told.publishable


def test_strata_by_hand() -> None:
    """North: 2 - 1 = 1 of a quarter; south: 1.5 - 1.5 = 0 of three quarters. Together ¼."""
    counts = np.array([2, 2, 1, 1, 1, 2, 1, 2] * 6)
    treated = np.array([1, 1, 0, 0, 1, 1, 0, 0] * 6)
    place = ["north"] * 4 + ["south"] * 4
    told = list_prevalence(counts, treated, items=3, strata=place * 6, stratum_shares={"north": 0.25, "south": 0.75})
    assert told.raw == pytest.approx(0.25)
    south = 2 * 0.25 * 12 / 11 / 12
    assert told.share.se == pytest.approx(0.75 * math.sqrt(south))
    assert list_prevalence(counts, treated, items=3, strata=place * 6).raw == pytest.approx(0.5), "shares of the sample"
    assert refused(
        list_prevalence, counts, treated, items=3, strata=place * 6, stratum_shares={"north": 1.0}
    ).code == "stratum_shares"  # fmt: skip


def test_two_lists_are_the_mean_of_both() -> None:
    first, treated = experiment(8, share=0.3)
    chance = np.random.default_rng(9)
    second = np.clip(first - treated + chance.integers(-1, 2, len(first)), 0, 4)
    second += (1 - treated) * (chance.random(len(first)) < 0.3)
    told = double_list_prevalence(first, second, treated, items=4)
    one = list_prevalence(first, treated, items=4)
    two = list_prevalence(second, 1 - treated, items=4)
    assert told.raw == pytest.approx((one.raw + two.raw) / 2)
    apart = math.hypot(one.share.se, two.share.se) / 2
    assert told.share.se < 0.8 * apart, "lists that go together take the spread between people out"
    halves = (first - second) / 2
    by_hand = sum(np.var(halves[treated == arm], ddof=1) / (treated == arm).sum() for arm in (0, 1))
    assert told.share.se == pytest.approx(math.sqrt(by_hand))


def test_a_planted_share_is_found() -> None:
    """150 lists of 600 people, seed 77: right on average, and 95 of 100 intervals hold it."""
    found, inside = [], 0
    for seed in range(150):
        told = list_prevalence(*experiment(7700 + seed, n=600), items=4)
        found.append(told.raw)
        inside += told.share.interval.low <= 0.2 <= told.share.interval.high
    assert abs(np.mean(found) - 0.2) < 4 * np.std(found) / math.sqrt(150)
    assert 134 <= inside <= 150  # 142.5 ± 3 standard deviations of 2.7


def test_a_bootstrap_agrees_with_welch() -> None:
    counts, treated = experiment(4)
    drawn = bootstrap_weights(2000, seed=1, replicates=800, within=treated)
    told = list_prevalence(counts, treated, items=4, weights=np.ones(2000), replicate_weights=drawn)
    assert told.share.se == pytest.approx(list_prevalence(counts, treated, items=4).share.se, rel=0.1)


def test_a_negative_difference_is_shown_raw() -> None:
    told = list_prevalence([1, 1, 2] * 50 + [2, 2, 1] * 50, [1] * 150 + [0] * 150, items=3)
    assert told.raw == pytest.approx(-1 / 3)
    assert (told.share.value, told.share.interval) == (0.0, None)
    assert "against_the_design" in codes(told.share)


@pytest.mark.parametrize(("counts", "treated", "items", "code", "rows"), [
    ([4, 1, 1, 5], [0, 0, 1, 1], 3, "impossible_count", (0, 3)),
    ([-1, 1, 1, 1.5], [0, 0, 1, 1], 3, "impossible_count", (0, 3)),
    ([1, 2, 1, 1], [1, 1, 1, 1], 3, "one_arm", ()),
    ([1, 2, NAN, NAN], [1, 1, 0, 0], 3, "one_arm", ()),
    ([1, 2, 1], [1, 0, NAN], 3, "no_arm", (2,)), ([1, 2], [1, 0, 1], 3, "unlike", ()),
    ([], [], 3, "no_answers", ()),
    ([1, 2], [1, 0], 0, "not_whole", ()), ([1, 2], [1, 0], 11, "too_large", ()),
    ([1, 2], [1, 3], 3, "not_binary", (1,)),
])  # fmt: skip
def test_what_cannot_be_counted_is_refused_with_its_rows(counts, treated, items, code, rows) -> None:
    said = refused(list_prevalence, counts, treated, items=items)
    assert (said.code, said.rows) == (code, rows)


def test_a_stratum_with_one_half_is_refused() -> None:
    said = refused(list_prevalence, [1, 2, 1], [1, 0, 1], items=3, strata=["a", "a", "b"])
    assert said.code == "empty_cell"
    assert refused(list_prevalence, [1, 2, 1], [1, 0, 1], items=3, strata=["a", "a"]).code == "unlike_rows"
    assert refused(double_list_prevalence, [1, 2], [1, 2, 3], [1, 0], items=3).code == "unlike_lists"


# --- the test for a design effect ---


def test_the_joint_shares_by_hand() -> None:
    """Untreated 0 1 1 2 (each ten times), treated 0 1 2 3: F₀ = ¼ ¾ 1, F₁ = ¼ ½ ¾, differences 0 ¼ ¼ and ¼ ¼ 0."""
    told = design_effect_test([0, 1, 1, 2] * 10 + [0, 1, 2, 3] * 10, [0] * 40 + [1] * 40, items=2)
    assert [each.value for each in told.shares] == pytest.approx([0, 0.25, 0.25, 0.25, 0.25, 0.0])
    assert [(each.items, each.trait) for each in told.shares] == [
        (0, True), (1, True), (2, True), (0, False), (1, False), (2, False)
    ]  # fmt: skip
    assert told.shares[0].se == pytest.approx(math.sqrt(2 * 0.25 * 0.75 / 40))


def test_the_distance_and_the_weights_against_a_direct_look() -> None:
    """The nearest positive point by a grid; the number of edges that bind by 4,000 draws and their projections."""
    chance = np.random.default_rng(11)
    root = chance.normal(size=(3, 5))
    covariance = root @ root.T
    inverse, value = np.linalg.inv(covariance), np.array([-1.0, 0.4, -0.2])
    grid = np.stack(np.meshgrid(*[np.linspace(0, 3, 61)] * 3), axis=-1).reshape(-1, 3)
    gaps = value - grid
    nearest = np.einsum("ij,jk,ik->i", gaps, inverse, gaps).min()
    assert distance_from_positive(value, covariance) == pytest.approx(nearest, abs=0.02)
    from scipy.optimize import nnls

    upper = np.linalg.cholesky(inverse).T
    draws = chance.multivariate_normal(np.zeros(3), covariance, 4000)
    bound = [int((nnls(upper, upper @ draw)[0] <= 1e-12).sum()) for draw in draws]
    seen = np.bincount(bound, minlength=4) / 4000
    assert binding_chances(covariance) == pytest.approx(seen, abs=0.03)


@pytest.mark.parametrize("d", [2, 4])
def test_the_weights_of_independent_edges_are_those_of_coins(d) -> None:
    from math import comb

    assert binding_chances(np.eye(d)) == pytest.approx([comb(d, k) / 2**d for k in range(d + 1)], abs=1e-4)


def test_a_list_that_works_is_rarely_accused_and_a_broken_one_is_found() -> None:
    """At the edge, where nobody has the trait, at most 5 in 100 are accused; of lists that shame four of five, most."""
    chance, false_alarms, found = np.random.default_rng(606), 0, 0
    for _ in range(150):
        harmless = np.where(chance.random(600) < 0.5, 0, chance.integers(1, 4, 600))
        treated = (chance.random(600) < 0.5).astype(float)
        false_alarms += design_effect_test(harmless, treated, items=3).p < 0.05
        shy = np.where((treated == 1) & (harmless > 0) & (chance.random(600) < 0.8), harmless - 1, harmless)
        found += design_effect_test(shy, treated, items=3).p < 0.05
    assert false_alarms <= 15  # 7.5 + 2.8 standard deviations of 2.7
    assert found >= 120


def test_the_test_with_replicates_and_its_limits() -> None:
    counts, treated = experiment(12, items=3)
    plain = design_effect_test(counts, treated, items=3)
    drawn = bootstrap_weights(2000, seed=5, replicates=600, within=treated)
    again = design_effect_test(counts, treated, items=3, weights=np.ones(2000), replicate_weights=drawn)
    assert [each.se for each in again.shares] == pytest.approx([each.se for each in plain.shares], rel=0.15)
    assert design_effect_test(counts, treated, items=3, select=False).p >= plain.p - 1e-9
    assert refused(design_effect_test, counts, treated, items=7).code == "too_many_items"


def test_a_count_nobody_gave_says_nothing_twice() -> None:
    """Nobody counted 1: "up to 0" and "up to 1" are the same people, and their covariance has no inverse."""
    told = design_effect_test([0, 2, 2, 3] * 30 + [0, 0, 2, 3] * 30, [0] * 120 + [1] * 120, items=3)
    assert 0 < told.p < 0.01


# --- what is looked at ---


def test_the_look_at_a_list_by_hand() -> None:
    """Untreated 0 1 2 2 of two items: floor ¼, ceiling ½. Treated 0 1 2 3: ¼ gave themselves away."""
    told = list_diagnostics([0, 1, 2, 2] * 40 + [0, 1, 2, 3] * 40, [0] * 160 + [1] * 160, items=2)
    assert (told.floor, told.ceiling, told.given_away) == pytest.approx((0.25, 0.5, 0.25), rel=0, abs=1e-15)  # sums
    assert told.treated == 160
    assert told.spread == pytest.approx(math.sqrt(11 / 16))  # mean 5/4, mean of squares 9/4
    assert {"short_list", "floor", "ceiling", "given_away"} == codes(told)
    assert told.p_halves == pytest.approx(1.0)


def test_halves_that_chance_does_not_make_and_a_straight_question() -> None:
    counts, treated = experiment(3)
    few = np.flatnonzero(treated == 1)[200:]
    keep = np.setdiff1d(np.arange(2000), few)
    straight = np.where(treated == 0, 1.0, NAN)[keep]
    told = list_diagnostics(counts[keep], treated[keep], items=4, straight=straight)
    assert {"unequal_halves", "below_the_straight"} <= codes(told)
    assert told.straight == 1.0
    assert "unequal_halves" not in codes(list_diagnostics(counts[keep], treated[keep], items=4, planned=1 / 6))
