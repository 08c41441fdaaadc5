"""What is one draw of one sample and what only looks like it; pairs of outcomes, of groups, of times."""

import dataclasses

import numpy as np
import pytest

from amparo.methods.estimate import Estimate, Refused, as_json
from amparo.methods.hidden import (
    difference,
    estimate_rds,
    fingerprint,
    from_recruiters,
    gile_replicate_sums,
    rds1_replicate_shares,
    salganik_replicate_sums,
    tree_replicate_sums,
    tree_replicated,
    trend,
)
from tests.methods.hidden.bootstrap_made import forest


def test_the_fingerprint_is_of_people_links_and_degrees_and_of_no_order() -> None:
    ids, by, degrees = ["a", "b", "c", "d"], [None, "a", "a", "b"], [3, 2, None, 5]
    own = fingerprint(from_recruiters(ids, by, degrees))
    turned = [2, 0, 3, 1]
    assert fingerprint(from_recruiters(*([each[at] for at in turned] for each in (ids, by, degrees)))) == own
    assert fingerprint(from_recruiters(ids, by, degrees).with_degrees(impute="drop")) == own  # as told
    assert fingerprint(from_recruiters(ids, [None, "a", "a", "c"], degrees)) != own
    assert fingerprint(from_recruiters(ids, by, [3, 2, None, 6])) != own
    assert fingerprint(from_recruiters(["a", "b", "c", "e"], by, degrees)) != own


def test_a_fingerprint_never_leaves() -> None:
    sample, kinds = forest(120)
    found = estimate_rds(sample, kinds, replicates=60, seed=1)
    assert found.sizes[0].groups[0].drawn_from == (fingerprint(sample), "tree")
    assert fingerprint(sample) not in as_json(found)
    assert fingerprint(sample) not in repr(found)


def refused(*pair: Estimate, paired: bool = True) -> str:
    with pytest.raises(Refused) as caught:
        difference(*pair, paired=paired)
    return caught.value.remarks[0].code


def test_samples_of_one_size_and_seed_are_no_pair() -> None:
    (one, kinds), (two, others) = forest(300, seed=1), forest(300, seed=2)
    first, second = (
        estimate_rds(*each, replicates=80, seed=1).sizes[0]["k1"] for each in ((one, kinds), (two, others))
    )
    assert (first.n, first.seed, len(first.replicates)) == (second.n, second.seed, len(second.replicates))
    assert refused(first, second) == "not_paired"
    assert refused(first, estimate_rds(one, kinds, replicates=80, seed=2).sizes[0]["k1"]) == "not_paired"
    assert refused(first, estimate_rds(one, kinds, replicates=90, seed=1).sizes[0]["k1"]) == "not_paired"
    assert difference(first, second, paired=False).estimate.se > 0


def test_two_outcomes_are_paired_on_trees_and_not_on_gile() -> None:
    """The paired difference of an outcome and its own nearly copy hardly varies; taken as independent it would."""
    sample, kinds = forest(300)
    nearly = ["k1" if row == 5 else None if row == 9 else kind for row, kind in enumerate(kinds)]
    one, two = (estimate_rds(sample, each, replicates=200, seed=3).sizes[0]["k1"] for each in (kinds, nearly))
    assert one.n != two.n
    found = difference(one, two, paired=True)
    assert found.estimate.se < one.se / 4
    assert found.estimate.n == min(one.n, two.n)
    assert refused(one, two, paired=False) == "not_independent"
    gile = [estimate_rds(sample, each, population=900, replicates=60, seed=3).sizes[0] for each in (kinds, nearly)]
    assert refused(gile[0]["k1"], gile[1]["k1"]) == "not_paired"
    assert difference(gile[0]["k1"], gile[0]["k2"], paired=True).paired
    other_size = estimate_rds(sample, kinds, population=901, replicates=60, seed=3).sizes[0]
    assert refused(gile[0]["k1"], other_size["k1"]) == "not_paired"
    for way in ("tree", "salganik"):
        again = [
            estimate_rds(sample, each, bootstrap=way, replicates=60, seed=3).sizes[0]["k1"] for each in (kinds, nearly)
        ]
        assert (way == "tree") == (again[0].drawn_from == again[1].drawn_from)


def test_a_trend_of_one_sample_is_paired_or_refused() -> None:
    """What one sample says of three years: the slope of equal weights is (p3 - p1) / 2, and so are its replicates."""
    sample, kinds = forest(300)
    asked = [["k1" if row % (4 - year) == 0 else kind for row, kind in enumerate(kinds)] for year in range(3)]
    rounds = [estimate_rds(sample, each, replicates=200, seed=3).sizes[0]["k1"] for each in asked]
    rounds = [dataclasses.replace(each, se=0.05) for each in rounds]
    found = trend(rounds, [0, 1, 2], paired=True)
    assert found.paired
    assert found.estimate.value == pytest.approx((rounds[2].value - rounds[0].value) / 2)
    assert found.estimate.replicates == pytest.approx((rounds[2].replicates - rounds[0].replicates) / 2)
    with pytest.raises(Refused, match="of one sample, not of independent ones"):
        trend(rounds, [0, 1, 2])


def test_an_estimate_of_ones_own_can_be_paired() -> None:
    sample, kinds = forest(200)
    is_one = np.array([kind == "k1" for kind in kinds], float)
    weights = 1 / sample.degree_used

    def share(drawn: np.ndarray) -> np.ndarray:
        return drawn @ is_one / drawn.sum(axis=1)

    drawn = tree_replicated(sample, share, weights=weights, replicates=100, seed=4)
    own = Estimate(
        "own", float(weights @ is_one / weights.sum()), None, 200, "own", float(drawn.std(ddof=1)), seed=4,
        replicates=drawn, drawn_from=(fingerprint(sample), "tree"),
    )  # fmt: skip
    theirs = estimate_rds(sample, kinds, replicates=100, seed=4).sizes[0]["k1"]
    found = difference(own, theirs, paired=True).estimate
    assert (found.value, float(np.abs(found.replicates).max())) == pytest.approx((0, 0), abs=1e-12)


def test_means_have_other_bounds() -> None:
    draw = np.random.default_rng(1)
    one, two = (
        Estimate("hours", at, None, 300, "test", 2.0, replicates=draw.normal(at, 2.0, 400)) for at in (40.0, 34.0)
    )
    found = difference(one, two, paired=False, bounds=(-np.inf, np.inf)).estimate
    assert found.interval is not None
    assert found.interval.high > found.value == 6 > 1


def test_what_replicates_are_made_of_has_one_value_for_each_person() -> None:
    sample, kinds = forest(60)
    weights = np.ones(60)
    for call, code in (
        (lambda: gile_replicate_sums(sample, kinds[:59], population=200, seed=1), "lengths"),
        (lambda: rds1_replicate_shares(sample, kinds[:59], seed=1), "lengths"),
        (lambda: salganik_replicate_sums(sample, kinds[:59], weights, seed=1), "lengths"),
        (lambda: salganik_replicate_sums(sample, kinds, weights[:59], seed=1), "weights_shape"),
        (lambda: salganik_replicate_sums(sample, kinds, -weights, seed=1), "weights_shape"),
        (lambda: tree_replicate_sums(sample, np.full((60, 1), np.nan), seed=1), "columns_shape"),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.remarks[0].code == code
