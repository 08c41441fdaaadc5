"""Bootstraps of recruits: by hand, by another way, under other names and orders, on threads and processes, at edges."""

import math
import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from amparo.methods import chance
from amparo.methods.estimate import Refused, as_json, plain
from amparo.methods.hidden import (
    Sample,
    categories,
    estimate_rds,
    estimate_rds_strata,
    from_recruiters,
    gile_replicate_sums,
    salganik_replicate_sums,
    subset,
    successive_sampling_weights,
    tree_replicate_sums,
    tree_replicate_weights,
    tree_replicated,
)
from amparo.methods.hidden.resampled_trees import lay_out
from tests.methods.hidden import bootstrap_oracle as oracle
from tests.methods.hidden.made import samples


def forest(n: int, *, seeds: int = 8, seed: int = 1, groups: int = 3) -> tuple[Sample, list[str]]:
    """A sample of people who bring up to three others, each most often one of her own group."""
    draw = random.Random(seed)
    by, kinds, left = [-1] * seeds, [draw.randrange(groups) for _ in range(seeds)], [3] * seeds
    while len(by) < n:
        recruiter = draw.choice([at for at in range(max(0, len(by) - 60), len(by)) if left[at]])
        left[recruiter] -= 1
        by.append(recruiter)
        left.append(3)
        kinds.append(kinds[recruiter] if draw.random() < 0.6 else draw.randrange(groups))
    degrees = [1 + int(draw.expovariate(1 / (4 + 3 * kind))) for kind in kinds]
    names = [f"r{at}" for at in range(n)]
    return from_recruiters(names, [names[at] if at >= 0 else None for at in by], degrees), [f"k{k}" for k in kinds]


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


@settings(derandomize=True, max_examples=25, deadline=None)
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


# --- who computes it ---


def test_threads_and_pieces_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    sample, kinds = forest(150)
    how: dict[str, Any] = {"replicates": 100, "seed": 9}
    alone = [as_json(estimate_rds(sample, kinds, population=size, **how)) for size in (500, None)]
    sums = tree_replicate_sums(sample, np.ones((150, 1)), **how)
    with ThreadPoolExecutor(3) as pool:
        assert [
            as_json(estimate_rds(sample, kinds, population=size, executor=pool, **how)) for size in (500, None)
        ] == alone
    told: list[tuple[int, int]] = []
    again = tree_replicate_sums(sample, np.ones((150, 1)), **how, progress=lambda done, of: told.append((done, of)))
    assert np.array_equal(again, sums)
    assert told[-1] == (100, 100)
    # Fewer replicates are the first of more.
    assert np.array_equal(tree_replicate_sums(sample, np.ones((150, 1)), replicates=30, seed=9), sums[:30])
    monkeypatch.setattr(chance.replicate, "__kwdefaults__", chance.replicate.__kwdefaults__ | {"chunk": 7})
    assert np.array_equal(tree_replicate_sums(sample, np.ones((150, 1)), **how), sums)
    assert as_json(estimate_rds(sample, kinds, population=500, **how)) == alone[0]


def test_two_processes_give_the_same_bits() -> None:
    sample, kinds = forest(100)
    told = categories(kinds)
    how: dict[str, Any] = {"replicates": 130, "seed": 2}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for own in (lambda **more: tree_replicate_weights(sample, **how, **more),
                    lambda **more: gile_replicate_sums(sample, told, population=400, **how, **more)):  # fmt: skip
            assert np.array_equal(own(executor=pool), own())


def test_no_replicate_leaves() -> None:
    sample, kinds = forest(120)
    found = plain(estimate_rds(sample, kinds, population=400, replicates=40, seed=1))
    assert "replicates" not in found["sizes"][0]["groups"][0]
    assert "counts" not in found["composition"]


# --- edges and gates ---


def codes(found: Any) -> set[str]:
    """All that is said of a result."""
    return {each.code for each in found.warnings} | {
        each.code for size in found.sizes for group in size.groups for each in group.warnings
    }


def test_only_seeds() -> None:
    """Nobody recruited anybody: a weighted sample of people who were chosen."""
    alone = from_recruiters(range(120), [None] * 120, [1 + at % 7 for at in range(120)])
    for population in (None, 600):
        found = estimate_rds(alone, ["a", "b", "b"] * 40, population=population, replicates=400, seed=1)
        assert {"many_seeds", "exploratory"} <= codes(found)
        assert not found.publishable
        assert found.sizes[0]["a"].se == pytest.approx(math.sqrt(1 / 3 * 2 / 3 / 120), rel=0.45)
    with pytest.raises(Refused, match="only seeds"):
        estimate_rds(alone, ["a", "b", "b"] * 40, bootstrap="salganik", seed=1)


def test_one_answer_of_all() -> None:
    sample, _ = forest(120)
    for population in (None, 400):
        found = estimate_rds(sample, ["yes"] * 120, population=population, replicates=40, seed=1)
        only = found.sizes[0].groups[0]
        assert (only.value, only.se, only.interval) == (1.0, None, None)
        assert "one_category" in codes(found)


def test_a_small_group_has_no_standard_error() -> None:
    sample, _ = forest(200)
    found = estimate_rds(sample, ["rare"] * 9 + ["often"] * 191, population=800, replicates=60, seed=1).sizes[0]
    assert (found["rare"].se, found["rare"].interval) == (None, None)
    assert math.isnan(found.design_effects[1])
    assert found["often"].se > 0


def test_a_low_a_middle_and_a_high_population() -> None:
    sample, kinds = forest(200)
    found = estimate_rds(sample, kinds, population=(250, 400, 100_000), replicates=60, seed=1)
    assert [each.population for each in found.sizes] == [250, 400, 100_000]
    own = [estimate_rds(sample, kinds, population=size, replicates=60, seed=1).sizes[0] for size in (250, 400, 100_000)]
    assert as_json(found.sizes) == as_json(own)
    far = estimate_rds(sample, kinds, replicates=60, seed=1).sizes[0]
    assert found.sizes[2]["k1"].value == pytest.approx(far["k1"].value, abs=1e-3)


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"population": 199}, "population_below_sample"),
        ({"population": (300, 250, 400)}, "sizes_in_order"),
        ({"population": 500, "method": "rds2"}, "fraction_too_large"),
        ({"bootstrap": "gile"}, "no_pair"),
        ({"population": 900, "bootstrap": "salganik"}, "no_pair"),
        ({"method": "successive_sampling"}, "population_wanted"),
        ({"method": "mean"}, "no_such_method"),
        ({"bootstrap": "jackknife"}, "no_such_method"),
        ({"replicates": 39}, "few_replicates"),
        ({"replicates": 0}, "not_whole"),
        ({"seed": -1}, "not_whole"),
        ({"interval": "exact"}, "unknown_interval"),
        ({"level": 1.0}, "out_of_range"),
    ],
)
def test_what_has_no_honest_answer(how: dict[str, Any], code: str) -> None:
    sample, kinds = forest(200)
    with pytest.raises(Refused) as refused:
        estimate_rds(sample, kinds, **({"seed": 1, "replicates": 50} | how))
    assert [each.code for each in refused.value.remarks] == [code]


def test_too_much_at_once_and_columns_that_do_not_fit() -> None:
    sample, _ = forest(200)
    for call, code in (
        (lambda: tree_replicate_weights(sample, replicates=700_000, seed=1), "too_many_weights"),
        (lambda: tree_replicate_sums(sample, np.ones((199, 2)), seed=1), "columns_shape"),
        (lambda: tree_replicate_weights(sample, weights=np.full(200, -1.0), seed=1), "weights_shape"),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.remarks[0].code == code


def test_salganik_of_a_group_that_recruited_nobody() -> None:
    sample = from_recruiters(range(6), [None, None, 0, 0, 2, 2], [1, 2, 3, 1, 2, 3])
    told = categories(["a", "b", "a", "b", "b", "b"])
    sums = salganik_replicate_sums(sample, told, np.ones(6), replicates=500, seed=1)
    assert (sums.sum(1) == 6).all()
    assert 0.5 < (sums[:, 0] > 0).mean()


# --- parts ---


def test_parts_are_samples_of_their_own_and_count_by_their_size() -> None:
    parts = []
    for seed, name in ((1, "border"), (2, "town")):
        sample, kinds = forest(150, seed=seed)
        parts.append((sample, kinds, name))
    ids = [f"{name}{each}" for sample, _, name in parts for each in sample.ids]
    by = [
        f"{name}{sample.ids[at]}" if at >= 0 else None for sample, _, name in parts for at in sample.recruiter
    ]  # fmt: skip
    both = from_recruiters(ids, by, [each for sample, _, _ in parts for each in sample.degree])
    kinds = [kind for _, kinds, _ in parts for kind in kinds]
    where = [name for sample, _, name in parts for _ in sample.ids]
    how: dict[str, Any] = {"replicates": 200, "seed": 1}
    found = estimate_rds_strata(
        both, kinds, where, population=(900, 1000, 1200), parts={"border": 0.3, "town": 0.7}, **how
    )
    assert found.names == ("border", "town")
    assert [each.population for each in found["border"].sizes] == [270, 300, 360]
    assert {each.code for each in found.warnings} == {"separate_samples"}
    for size in range(3):
        a, b = (found[name].sizes[size]["k1"] for name in found.names)
        whole = next(each for each in found.together[size] if each.name == "k1")
        assert whole.value == pytest.approx(0.3 * a.value + 0.7 * b.value)
        assert whole.se == pytest.approx(math.hypot(0.3 * a.se, 0.7 * b.se))
    town = subset(both, np.array(where) == "town")
    own = estimate_rds(town, kinds[150:], population=700, replicates=200, seed=found["town"].seed)
    assert as_json(own.sizes[0]) == as_json(found["town"].sizes[1])
    # Nobody said how large they are: nothing is put together. Two parts do not share their chance.
    alone = estimate_rds_strata(both, kinds, where, **how)
    assert alone.together == ()
    assert {each.code for each in alone.warnings} == {"separate_samples", "not_pooled"}
    one, two = (alone[name].sizes[0]["k1"].replicates for name in alone.names)
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.25
    with pytest.raises(Refused) as refused:
        estimate_rds_strata(both, kinds, where, parts={"border": 0.5, "town": 0.6}, seed=1)
    assert refused.value.remarks[0].code == "parts_unknown"
