"""Means and RDS-I with intervals: against loops, what is refused, and how often intervals hold the truth."""

import math
from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import (
    estimate_mean,
    estimate_rds,
    estimate_rds_mean,
    rds1_replicate_shares,
    rds1_shares,
    simulate_network,
    simulate_recruitment,
    tree_replicate_weights,
)
from amparo.methods.hidden.outcome import categories
from amparo.methods.hidden.spreads import with_spread
from tests.methods.hidden.bootstrap_made import forest
from tests.methods.hidden.made import of


def codes(*said: Any) -> set[str]:
    return {each.code for remarks in said for each in remarks}


def test_a_mean_and_its_error_are_those_of_the_replicate_weights() -> None:
    sample, kinds = forest(200)
    hours = [None if row % 7 == 0 else 10.0 * int(kind[1]) + row % 5 for row, kind in enumerate(kinds)]
    found = estimate_rds_mean(sample, hours, name="hours", replicates=300, seed=5)
    told = found.sizes[0]["hours"]
    assert told.value == estimate_mean(sample, hours, name="hours").value
    assert (found.n, found.n_known, told.n) == (200, 171, 171)
    said = np.array([each is not None for each in hours])
    drawn = tree_replicate_weights(sample, replicates=300, seed=5)[:, said]
    means = drawn @ np.array([each for each in hours if each is not None]) / drawn.sum(axis=1)
    assert told.replicates == pytest.approx(means)
    assert told.se == pytest.approx(means.std(ddof=1))
    assert told.interval.high - told.value == pytest.approx(1.959963984540054 * means.std(ddof=1))
    w = 1 / sample.degree_used[said]
    y = np.array([each for each in hours if each is not None])
    simple = w @ (y - told.value) ** 2 / w.sum() / 171
    assert found.sizes[0].design_effects[0] == pytest.approx(told.se**2 / simple)
    assert "many_outcomes_missing" in codes(found.warnings)


def test_a_mean_of_ones_and_noughts_is_a_share() -> None:
    sample, kinds = forest(200)
    ones = [1.0 if kind == "k1" else 0.0 for kind in kinds]
    for more in ({}, {"population": (300, 500, 900)}):
        mean = estimate_rds_mean(sample, ones, name="k1", replicates=80, seed=2, bounds=(0, 1), **more)
        share = estimate_rds(sample, kinds, bootstrap="tree", replicates=80, seed=2, **more)
        for one, other in zip(mean.sizes, share.sizes, strict=True):
            assert one.population == other.population
            assert one["k1"].value == pytest.approx(other["k1"].value)
            assert one["k1"].se == pytest.approx(other["k1"].se)
            assert one.design_effects[0] == pytest.approx(other.design_effects[1])


@pytest.mark.parametrize(
    ("values", "code"),
    [([4.0] * 120, "one_category"), ([None] * 111 + list(range(9)), "no_standard_error")],
)
def test_a_mean_without_an_error_says_why(values: list[Any], code: str) -> None:
    sample, _ = forest(120)
    told = estimate_rds_mean(sample, values, name="x", replicates=60, seed=1).sizes[0]["x"]
    assert (told.se, told.interval) == (None, None)
    assert code in codes(told.warnings)


def test_a_mean_that_cannot_be_asked_for() -> None:
    sample, _ = forest(120)
    y = list(range(120))
    for more, code in (
        ({"bootstrap": "gile", "population": 500}, "no_bootstrap_of_numbers"),
        ({"method": "rds1"}, "no_weights"),
        ({"bounds": (0, 1)}, "mean_beyond_bounds"),
        ({"method": "rds2", "population": 200}, "fraction_too_large"),
    ):
        with pytest.raises(Refused) as caught:
            estimate_rds_mean(sample, y, name="x", seed=1, **more)
        assert [each.code for each in caught.value.remarks] == [code]


def test_rds1_on_replicates_against_a_loop() -> None:
    """Each replicate written out as a sample of its own: links as often as they were drawn, degrees as well."""
    sample, kinds = forest(150)
    told = categories([None if row % 11 == 0 else kind for row, kind in enumerate(kinds)])
    found = rds1_replicate_shares(sample, told, replicates=60, seed=3)
    hits = np.rint(tree_replicate_weights(sample, weights=np.ones(150), replicates=60, seed=3)).astype(int)
    lost = 0
    for drawn, shares in zip(hits, found, strict=True):
        flows, people, inverse = np.zeros((3, 3)), np.zeros(3), np.zeros(3)
        for row in range(150):
            by, kind = int(sample.recruiter[row]), int(told.codes[row])
            if kind < 0:
                continue
            people[kind] += drawn[row]
            inverse[kind] += drawn[row] / sample.degree_used[row]
            if by >= 0 and told.codes[by] >= 0:
                flows[told.codes[by], kind] += drawn[row]
        with np.errstate(invalid="ignore"):
            chain = flows / flows.sum(axis=1, keepdims=True)
            every = np.linalg.matrix_power(chain, 4096)
        if np.isnan(shares).any():
            lost += 1
            assert not np.allclose(every, every[0])  # where it settles depends on where it begins
            continue
        pi = every[0]
        assert shares == pytest.approx(pi * inverse / people / (pi * inverse / people).sum(), abs=1e-9)
    assert lost < 20


def test_rds1_has_its_interval_from_trees_and_the_smoothed_the_same() -> None:
    sample, kinds = forest(200)
    one, other = (estimate_rds(sample, kinds, method=method, replicates=80, seed=1) for method in ("rds1", "smoothed"))
    values, _ = rds1_shares(sample, kinds, smoothed=False)
    assert [each.value for each in one.sizes[0].groups] == pytest.approx(values.tolist())
    assert one.bootstrap == "tree"
    assert all(each.se > 0 and each.interval.low < each.value < each.interval.high for each in one.sizes[0].groups)
    assert [each.se for each in other.sizes[0].groups] == pytest.approx([each.se for each in one.sizes[0].groups])
    for more in ({"bootstrap": "salganik"}, {"bootstrap": "gile", "population": 900}):
        with pytest.raises(Refused) as caught:
            estimate_rds(sample, kinds, method="rds1", seed=1, **more)
        assert caught.value.remarks[0].code == "no_pair"


def test_where_many_replicates_have_no_answer_there_is_no_interval() -> None:
    """Two links between two groups: where neither is drawn, recruitment falls into parts."""
    ids = [f"{kind}{row}" for kind in "ab" for row in range(40)]
    by = {row: f"{row[0]}{int(row[1:]) // 2}" for row in ids if int(row[1:]) > 1}
    by |= {"a1": "a0", "b1": "b0", "b39": "a19", "a39": "b19"}
    sample = of([(row, by.get(row), 3) for row in ids])
    told = estimate_rds(sample, [row[0] for row in ids], method="rds1", replicates=200, seed=1).sizes[0]["a"]
    assert np.isnan(told.replicates).mean() > 0.1
    assert (told.se, told.interval) == (None, None)
    assert "replicates_undefined" in codes(told.warnings)


def test_a_replicate_without_an_answer_stays_in_its_place() -> None:
    sample, kinds = forest(200)
    whole = estimate_rds(sample, kinds, replicates=80, seed=1)
    sums = np.array([each.replicates for each in whole.sizes[0].groups]).T
    sums[7] = 0.0
    shares = estimate_rds(sample, kinds, replicates=80, seed=1).composition
    told = with_spread(shares, sums, bootstrap="tree", population=None, level=0.95, interval="normal", seed=1)
    assert np.flatnonzero(np.isnan(told["k1"].replicates)).tolist() == [7]
    assert "lost_replicates" in codes(told["k1"].warnings)


def test_the_mean_and_rds1_hold_the_truth() -> None:
    """40 simulated surveys of 300 from a town of 4,000 whose degrees are known. Seeds 1 to 40.

    The tree bootstrap is wide: of 300 such samples of 500 its intervals held the truth in 96 to 100 of 100.
    """
    held, many = {"mean": 0, "rds1": 0}, 40
    for seed in range(1, many + 1):
        network = simulate_network(4000, share=0.3, mean_degree=10, homophily=1.5, seed=seed)
        survey = simulate_recruitment(network, n=300, seeds=8, coupons=3, returned=0.5, seed=seed)
        numbers = 20 + 10 * survey.group + survey.sample.degree % 3
        truth = float((20 + 10 * network.group + network.degree % 3).mean())
        mean = estimate_rds_mean(survey.sample, numbers.tolist(), name="x", replicates=100, seed=seed).sizes[0]["x"]
        kinds = survey.group.tolist()
        share = estimate_rds(survey.sample, kinds, method="rds1", replicates=100, seed=seed).sizes[0]["1"]
        held["mean"] += mean.interval.low <= truth <= mean.interval.high
        held["rds1"] += share.interval.low <= network.share <= share.interval.high
    assert min(held.values()) / many > 0.95 - 3 * math.sqrt(0.05 * 0.95 / many)
