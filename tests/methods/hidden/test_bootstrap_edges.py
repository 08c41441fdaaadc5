"""Bootstraps of recruits on threads and processes, at edges, before the gates, and of parts of a sample."""

import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from amparo.methods import chance
from amparo.methods.estimate import Refused, as_json, plain
from amparo.methods.hidden import (
    categories,
    estimate_rds,
    estimate_rds_strata,
    from_recruiters,
    gile_replicate_sums,
    salganik_replicate_sums,
    subset,
    tree_replicate_sums,
    tree_replicate_weights,
)
from tests.methods.hidden.bootstrap_made import forest

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
    # What is not rare is the rest: its error is the same, and rests on the same nine.
    assert (found["often"].se, found["often"].interval) == (None, None)
    assert "no_standard_error" in {each.code for each in found["often"].warnings}
    ten = estimate_rds(sample, ["rare"] * 10 + ["often"] * 190, population=800, replicates=60, seed=1).sizes[0]
    assert ten["often"].se == pytest.approx(ten["rare"].se)


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
    assert (sums[:, 0] > 0).mean() > 0.5


# --- parts ---


def test_parts_are_samples_of_their_own_and_count_by_their_size() -> None:
    parts = []
    for name in ("border", "town"):  # two parts that look alike: of one chance they would have the same replicates
        sample, kinds = forest(150)
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
