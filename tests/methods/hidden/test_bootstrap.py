"""Bootstraps of recruits: by hand, by another way, and under other names, orders and scales."""

import math
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from amparo.methods import chance
from amparo.methods.hidden import (
    categories,
    estimate_rds,
    from_recruiters,
    gile_replicate_sums,
    successive_sampling_weights,
    tree_replicate_sums,
    tree_replicate_weights,
    tree_replicated,
)
from amparo.methods.hidden.resampled_chains import successive_sums
from amparo.methods.hidden.resampled_trees import lay_out
from tests.examples import examples
from tests.methods.hidden import bootstrap_oracle as oracle
from tests.methods.hidden.bootstrap_made import forest
from tests.methods.hidden.made import samples

# --- the tree bootstrap ---


def test_a_tree_by_hand() -> None:
    """Two seeds, one of them with two recruits: every pattern of draws, and how often it comes."""
    sample = from_recruiters("abcd", [None, None, "a", "a"], [1, 2, 4, 4])
    hits = tree_replicate_weights(sample, weights=np.ones(4), replicates=20_000, seed=4)
    assert (hits[:, :2].sum(axis=1) == 2).all()  # as many seeds
    assert (hits[:, 2:].sum(axis=1) == 2 * hits[:, 0]).all()  # a drawn k times: two recruits each time
    patterns, counts = np.unique(hits.astype(int), axis=0, return_counts=True)
    found = dict(zip(map(tuple, patterns.tolist()), (counts / 20_000).tolist(), strict=True))
    # a is drawn 0, 1 or 2 times with 1/4, 1/2, 1/4; then c is one of 2 or 4 draws, each 1/2.
    expected = {(0, 2, 0, 0): 1 / 4}
    expected |= {(1, 1, k, 2 - k): math.comb(2, k) / 8 for k in range(3)}
    expected |= {(2, 0, k, 4 - k): math.comb(4, k) / 64 for k in range(5)}
    assert found.keys() == expected.keys()
    for pattern, p in expected.items():
        assert found[pattern] == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / 20_000))


def test_trees_as_a_function_that_calls_itself() -> None:
    sample, _ = forest(60)
    ours = tree_replicate_weights(sample, weights=np.ones(60), replicates=20_000, seed=2)
    draw = random.Random(3)
    theirs = np.array([oracle.tree_by_recursion(sample.recruiter.tolist(), draw) for _ in range(6000)])
    spread = theirs.std(axis=0)
    assert np.abs(ours.mean(0) - theirs.mean(0)).max() < 5 * (spread * math.sqrt(2 / 6000)).max()
    busy = spread > 0.3
    assert ours.std(axis=0)[busy] == pytest.approx(spread[busy], rel=0.15)
    assert ours.sum(1).std() == pytest.approx(theirs.sum(1).std(), rel=0.08)  # sizes of replicates have a long tail


def test_weights_and_sums_are_the_same_draws() -> None:
    sample, kinds = forest(90)
    columns = np.column_stack([np.array(kinds) == "k1", np.ones(90)]) / sample.degree_used[:, None]
    sums = tree_replicate_sums(sample, columns, replicates=70, seed=5)
    weights = tree_replicate_weights(sample, weights=1 / sample.degree_used, replicates=70, seed=5)
    share = np.array([weights[:, np.array(kinds) == "k1"].sum(1), weights.sum(1)]).T
    assert sums == pytest.approx(share, rel=1e-12)
    assert tree_replicated(sample, first_of_each, weights=1 / sample.degree_used, replicates=70, seed=5) == (
        pytest.approx(weights[:, 0])
    )
    # Without weights those of RDS-II: 1 / degree, in sum n.
    usual = tree_replicate_weights(sample, replicates=70, seed=5)
    assert usual == pytest.approx(weights * 90 / (1 / sample.degree_used).sum())


def first_of_each(weights: np.ndarray) -> np.ndarray:
    return weights[:, 0]


def test_a_chain_of_twenty_thousand_needs_no_stack_and_has_no_interval() -> None:
    n = 20_000
    chain = from_recruiters(range(n), [None, *range(n - 1)], [5] * n)
    assert (tree_replicate_weights(chain, weights=np.ones(n), replicates=3, seed=1) == 1).all()
    found = estimate_rds(chain, ["a", "b"] * (n // 2), replicates=50, seed=1)
    assert [each.interval for each in found.sizes[0].groups] == [None, None]
    assert "no_variation" in {each.code for each in found.sizes[0].groups[0].warnings}
    assert {"one_seed", "exploratory", "one_tree"} <= {each.code for each in found.warnings}
    assert not found.publishable


def test_circles_are_no_forest() -> None:
    with pytest.raises(ValueError, match="circle"):
        lay_out(np.array([-1, 2, 1]))


# --- Gile's bootstrap ---


def test_gile_by_an_urn() -> None:
    """The same population and the same ties, with each person a ball: the shares of both have the same spread."""
    sample, kinds = forest(80, seeds=5)
    told = categories(kinds)
    ours = gile_replicate_sums(sample, told, population=240, replicates=6000, seed=1)
    weights = successive_sampling_weights(sample.degree_used, 240)
    cells: dict[tuple[float, int], list[float]] = {}
    for degree, group, weight in zip(sample.degree_used, told.codes, weights, strict=True):
        cells.setdefault((float(degree), int(group)), []).append(float(weight))
    people = [
        (degree, group, each[0]) for (degree, group), each in cells.items() for _ in range(round(len(each) * each[0]))
    ]
    brought = np.zeros((3, 3))
    for row, by in enumerate(sample.recruiter):
        if by >= 0:
            brought[told.codes[by], told.codes[row]] += 1
    ends = np.array([(weights * sample.degree_used)[told.codes == group].sum() for group in range(3)])
    ties = ends[:, None] * brought / brought.sum(1, keepdims=True)
    ties = (ties + ties.T) / 2
    draw = random.Random(6)
    many = [int(each) for each in sample.recruits if each]
    theirs = np.array([oracle.gile_by_urn(people, ties.tolist(), many, 5, 80, draw) for _ in range(400)])
    for sums in (ours, theirs):
        sums /= sums.sum(1, keepdims=True)
    spread = theirs.std(0)
    assert ours.mean(0) == pytest.approx(theirs.mean(0), abs=4.5 * float(spread.max()) / math.sqrt(400))
    assert ours.std(0) == pytest.approx(spread, rel=4 / math.sqrt(2 * 400))


def test_who_is_drawn_is_used_up() -> None:
    """Ten people of degree 2 and ten of degree 6; ten are drawn, one after the other. How many of degree 6?"""
    chances = {(0, 0): 1.0}  # by how many of each are drawn
    for _ in range(10):
        after: dict[tuple[int, int], float] = {}
        for (low, high), p in chances.items():
            mass = (10 - low) + 3 * (10 - high)
            for drawn, share in (((low + 1, high), (10 - low) / mass), ((low, high + 1), 3 * (10 - high) / mass)):
                after[drawn] = after.get(drawn, 0.0) + p * share
        chances = after
    # With somebody of degree 10⁶ beside them, who comes first, almost every first guess is of her, and is in vain.
    for degree, people in (([2.0, 6.0], [10, 10]), ([2.0, 6.0, 1e6], [10, 10, 1])):
        n, weight = 8 + len(people), [0.0, 1.0, 0.0][: len(people)]
        sums = successive_sums(
            chance.seeds(1, 20_000), np.array([0, len(people)]), np.array(degree), np.array(people), np.array(weight),
            np.ones((2, 1)), np.array([1]), n, n,
        )[:, 0]  # fmt: skip
        for (_, high), p in chances.items():
            assert np.mean(sums == high) == pytest.approx(p, abs=4.5 * math.sqrt(p * (1 - p) / 20_000) + 2e-4)


def test_everybody_asked_leaves_nothing_to_chance() -> None:
    """N = n: each sample is the whole population, whatever its order."""
    sample, kinds = forest(120)
    found = estimate_rds(sample, kinds, population=120, replicates=60, seed=1)
    assert [each.value for each in found.sizes[0].groups] == pytest.approx(
        [kinds.count(kind) / 120 for kind in ("k0", "k1", "k2")]
    )
    assert all(each.interval is None or each.se < 1e-12 for each in found.sizes[0].groups)


def test_a_degree_of_a_million_beside_small_ones() -> None:
    sample, kinds = forest(150)
    degrees = [1e15 if at == 7 else float(each) for at, each in enumerate(sample.degree)]
    names = list(sample.ids)
    far = from_recruiters(names, [names[at] if at >= 0 else None for at in sample.recruiter], degrees)
    sums = gile_replicate_sums(far, categories(kinds), population=160, replicates=40, seed=1)
    assert np.isfinite(sums).all()
    assert (sums >= 0).all()


def test_who_did_not_say_recruits_and_is_not_counted() -> None:
    sample, kinds = forest(300)
    quiet: list[str | None] = [None if at % 5 == 0 else kind for at, kind in enumerate(kinds)]
    for population in (None, 900):
        found = estimate_rds(sample, quiet, population=population, replicates=200, seed=1)
        assert found.n_known == 240
        assert sum(each.value for each in found.sizes[0].groups) == pytest.approx(1)
        for each in found.sizes[0].groups:
            assert each.n == 240
            assert each.replicates is not None
            assert abs(each.replicates.mean() - each.value) < each.se
            assert each.interval.low < each.value < each.interval.high


# --- names and order ---


@pytest.mark.parametrize(
    ("population", "bootstrap"), [(900, "gile"), (900, "tree"), (None, "tree"), (None, "salganik")]
)
def test_names_of_groups_and_order_of_rows_change_nothing(population: float | None, bootstrap: str) -> None:
    """Three groups whose alphabet is not the order in which they appear: the standard errors stay with their group."""
    sample, kinds = forest(300)
    how: dict[str, Any] = {"population": population, "bootstrap": bootstrap, "replicates": 100, "seed": 3}
    first = estimate_rds(sample, kinds, **how).sizes[0]
    other = {"k0": "zorro", "k1": "alba", "k2": "mar"}
    again = estimate_rds(sample, [other[kind] for kind in kinds], **how).sizes[0]
    order = list(range(300))
    random.Random(1).shuffle(order)
    names = list(sample.ids)
    moved = from_recruiters(
        [names[at] for at in order],
        [names[sample.recruiter[at]] if sample.recruiter[at] >= 0 else None for at in order],
        [sample.degree[at] for at in order],
    )
    third = estimate_rds(moved, [kinds[at] for at in order], **how).sizes[0]
    for kind, name in other.items():
        assert np.array_equal(first[kind].replicates, again[name].replicates)
        assert first[kind].replicates == pytest.approx(third[kind].replicates, rel=1e-9)
        assert (first[kind].value, first[kind].se) == (again[name].value, again[name].se)


@settings(derandomize=True, max_examples=examples(25), deadline=None)
@given(columns=samples(least=12, most=40))
def test_what_holds_of_any_sample(columns: dict[str, list[Any]]) -> None:
    sample = from_recruiters(columns["ids"], columns["recruiters"], columns["degrees"])
    for population in (None, float(len(sample)), 3.0 * len(sample)):
        found = estimate_rds(sample, columns["kinds"], population=population, replicates=40, seed=1)
        groups = found.sizes[0].groups
        assert sum(each.value for each in groups) == pytest.approx(1)
        told = np.array([each.replicates for each in groups])
        assert (told >= 0).all()
        assert told.sum(0) == pytest.approx(np.ones(40))
        for each in groups:
            if each.interval is not None:
                assert 0 <= each.interval.low <= each.value <= each.interval.high <= 1
        assert not found.publishable


def test_degrees_on_another_scale_are_the_same_sample() -> None:
    sample, kinds = forest(200)
    names = list(sample.ids)
    double = from_recruiters(names, [names[at] if at >= 0 else None for at in sample.recruiter], sample.degree * 2)
    for population in (None, 700):
        one, two = (
            estimate_rds(each, kinds, population=population, replicates=60, seed=1).sizes[0]
            for each in (sample, double)
        )  # fmt: skip
        assert [each.se for each in one.groups] == pytest.approx([each.se for each in two.groups], rel=1e-9)
