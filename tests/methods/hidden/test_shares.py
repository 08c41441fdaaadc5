"""Shares and means: by hand, against a known town, and each gate from both of its sides."""

import json
import math
from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import (
    Sample,
    categories,
    estimate_mean,
    estimate_shares,
    from_recruiters,
    numbers,
    over_populations,
    sample_composition,
    weights_of,
)
from tests.methods.hidden.made import of
from tests.methods.hidden.oracle_points import harmonic_shares, recruited, town


def codes(result: Any) -> set[str]:
    return {each.code for each in result.warnings}


def grown(trees: int = 4, waves: int = 5, wide: int = 2, degree: int = 6) -> Sample:
    """Trees in which everybody brings two: 4 trees of 5 waves are 4 * 63 people."""
    ids: list[str] = []
    by: list[str | None] = []
    for tree in range(trees):
        level = [f"{tree}."]
        ids += level
        by += [None]
        for _ in range(waves):
            after = [(f"{each}{number}", each) for each in level for number in range(wide)]
            ids += [each for each, _ in after]
            by += [each for _, each in after]
            level = [each for each, _ in after]
    return from_recruiters(ids, by, [degree + (row % 7) for row in range(len(ids))])


def test_by_hand() -> None:
    """Degrees 1, 2, 4, 4 weigh 4, 2, 1, 1 of 8: the group of the first two is 6/8, and half of the sample."""
    sample = of([("1", None, 1), ("2", "1", 2), ("3", "1", 4), ("4", "2", 4)])
    told = estimate_shares(sample, ["a", "a", "b", "b"], method="rds2")
    assert told.values == pytest.approx([0.75, 0.25], abs=1e-15)
    assert told.counts.tolist() == [2, 2]
    assert told.n_effective == pytest.approx(64 / (16 + 4 + 1 + 1))
    assert told.largest_weight == pytest.approx(0.5)
    assert sample_composition(sample, ["a", "a", "b", "b"]).values.tolist() == [0.5, 0.5]
    five = of([("1", None, 1), ("2", "1", 2), ("3", "1", 4), ("4", "2", 4), ("5", "2", 4)])
    assert estimate_mean(five, [8, 0, 4, 0, 0], name="visits").value == pytest.approx((8 * 4 + 4) / 9)
    with pytest.raises(KeyError):
        told["c"]


def test_who_was_asked_is_never_an_estimate() -> None:
    told = sample_composition(grown(), ["a", "b"] * 126)
    assert told.method == "sample composition"
    assert "not_an_estimate" in codes(told)
    assert {each.method for each in told.groups} == {"sample composition"}


def test_missing_outcomes_leave_both_sides_and_stay_in_the_design() -> None:
    sample = of([("1", None, 1), ("2", "1", 2), ("3", "2", 4), ("4", "3", 4)])
    told = estimate_shares(sample, ["a", None, "b", float("nan")], method="rds2")
    assert told.values == pytest.approx([0.8, 0.2])
    assert (told.n, told.n_missing) == (2, 2)
    assert "many_outcomes_missing" in codes(told)
    # The weights are those of all four, whoever said: nobody was sampled less because she did not say.
    weights = weights_of(sample, population=8)
    told = estimate_shares(sample, ["a", None, "b", None], population=8)
    assert told.values[0] == pytest.approx(weights[0] / (weights[0] + weights[2]))
    own = categories(["a", None, "b", None], missing_as="did not say")
    assert estimate_shares(sample, own, method="rds2")["did not say"].value == pytest.approx(0.75 / 2)


def test_whoever_is_dropped_counts_nowhere() -> None:
    sample = of([("1", None, 1), ("2", "1", None), ("3", "2", 1)]).with_degrees(impute="drop")
    told = estimate_shares(sample, ["a", "b", "b"])
    assert told.values == pytest.approx([0.5, 0.5])
    assert (told.n, told.n_without_degree) == (2, 1)


def test_the_default_follows_what_is_known() -> None:
    sample = grown()
    y = ["a", "b"] * 126
    assert estimate_shares(sample, y).method == "rds2"
    assert estimate_shares(sample, y, population=600).method == "successive_sampling"
    assert "it has the size" not in str(estimate_shares(sample, y).groups[0].assumptions)
    assert any("size that was said" in each for each in estimate_shares(sample, y, population=600)["a"].assumptions)


def test_three_sizes_of_the_population() -> None:
    sample = grown()
    y = ["a" if degree < 8 else "b" for degree in sample.degree]
    told = over_populations(sample, y, populations=(300, 900, 9000))
    low, middle, high = told.low["a"].value, told.middle["a"].value, told.high["a"].value
    assert sample_composition(sample, y)["a"].value < low < middle < high < estimate_shares(sample, y)["a"].value
    assert told.spread[0] == pytest.approx(high - low)
    with pytest.raises(Refused) as caught:
        over_populations(sample, y, populations=(900, 300, 9000))
    assert caught.value.remarks[0].code == "populations_in_order"
    with pytest.raises(Refused) as caught:
        over_populations(sample, y, populations=(100, 300, 9000))
    assert caught.value.remarks[0].code == "population_below_sample"


# --- gates ---


@pytest.mark.parametrize(
    ("trees", "waves", "found"),
    [
        (4, 5, set()),
        (4, 3, {"exploratory"}),  # 60 people, three waves
        (2, 5, {"exploratory"}),  # two trees
        (1, 6, {"exploratory", "one_tree"}),
        (60, 1, {"exploratory", "many_seeds"}),
    ],
)
def test_the_gates_of_a_sample(trees: int, waves: int, found: set[str]) -> None:
    sample = grown(trees, waves)
    assert codes(estimate_shares(sample, ["a", "b", "a"] * (len(sample) // 3) + ["a"] * (len(sample) % 3))) == found


def test_seeds_who_brought_nobody_are_no_trees() -> None:
    sample = grown(2, 5)
    more = from_recruiters(
        [*sample.ids, "x", "y"],
        [*(sample.ids[at] if at >= 0 else None for at in sample.recruiter.tolist()), None, None],
        [5] * (len(sample) + 2),
    )
    said = {each.code: str(each) for each in estimate_shares(more, ["a", "b"] * (len(more) // 2)).warnings}
    assert said["exploratory"] == (
        "Exploratory, not for publication: 128 people, 5 waves, 2 trees that grew. At least 100, 4 and 3 are wanted."
    )


def test_the_gates_of_a_group() -> None:
    sample = grown()
    y = ["few"] * 4 + ["some"] * 9 + ["many"] * (len(sample) - 13)
    told = estimate_shares(sample, y)
    assert {each.code for each in told["few"].warnings} == {"withheld", "no_standard_error"}
    assert {each.code for each in told["some"].warnings} == {"no_standard_error", "withheld_too"}
    assert told["many"].warnings == ()
    assert told.withheld == ("few", "some")  # what is left over from the others would be "few"
    thin = of([(str(row), str(row - 1) if row else None, 50) for row in range(60)] + [("rare", "0", 1)])
    told = estimate_shares(thin, ["a", "b"] * 30 + ["a"])
    assert told.withheld == ("a", "b")  # one weighs as all others
    assert "few_effective" in {each.code for each in told.warnings}
    assert [[each.code for each in group.warnings] for group in told.groups] == [["withheld_thin"]] * 2


def test_a_large_fraction_is_refused_with_replacement() -> None:
    sample, y = grown(), ["a", "b"] * 126
    n = len(sample)
    for method in ("rds2", "rds1", "smoothed"):
        with pytest.raises(Refused) as caught:
            estimate_shares(sample, y, method=method, population=n / 0.31)
        assert caught.value.remarks[0].code == "fraction_too_large"
        estimate_shares(sample, y, method=method, population=n / 0.29)
    estimate_shares(sample, y, population=n)


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda s: estimate_shares(s, ["a"] * 3), "lengths"),
        (lambda s: estimate_shares(s, [None, "", float("nan"), None]), "outcome_missing"),
        (lambda s: estimate_shares(s, ["a"] * 4, method="rds3"), "no_such_method"),
        (lambda s: estimate_shares(s, ["a"] * 4, method="successive_sampling"), "population_wanted"),
        (lambda s: estimate_shares(s, ["a"] * 4, population=3), "population_below_sample"),
        (lambda s: estimate_mean(s, [1, 2, 3], name="x"), "lengths"),
        (lambda s: estimate_mean(s, [None] * 4, name="x"), "outcome_missing"),
        (lambda s: estimate_mean(s, [1, 2, 3, math.inf], name="x"), "outcome_infinite"),
        (lambda s: estimate_mean(s, [1, 2, 3, 4], name="x", method="rds1"), "no_weights"),
        (lambda s: categories([f"v{each}" for each in range(61)]), "many_categories"),
        (lambda s: numbers(["", None]), "outcome_missing"),
        (lambda s: numbers(["12", "a dozen"]), "outcome_no_number"),
    ],
)
def test_what_has_no_answer_is_refused(ask: Any, code: str) -> None:
    sample = of([("1", None, 1), ("2", "1", 2), ("3", "1", 4), ("4", "2", 4)])
    with pytest.raises(Refused) as caught:
        ask(sample)
    assert [each.code for each in caught.value.remarks] == [code]


def test_flags_and_numbers_are_categories_too() -> None:
    assert categories([True, False, None, True]).labels == ("0", "1")
    assert categories([1, 1.0, np.int64(1), "1", " 1 "]).labels == ("1",)


# --- truth ---


def test_a_known_town_is_found_again() -> None:
    """900 people, a fifth in the group, who know three times as many and keep to each other; 300 of them are found.

    Over sixty samples the share of the sample is far too high, RDS-II too low, and successive sampling on the spot.
    """
    seed = 7
    print("seed", seed)
    inside, known = town(900, seed=seed, share=0.2, more=3.0, keep=0.4)
    able = [row for row in range(900) if known[row]]
    truth = sum(inside[row] for row in able) / len(able)
    found: dict[str, list[float]] = {"sample composition": [], "rds2": [], "successive_sampling": []}
    for run in range(60):
        people, by = recruited(known, 300, seeds=8, coupons=2, seed=seed + run)
        sample = from_recruiters(range(300), [None if at < 0 else at for at in by], [len(known[row]) for row in people])
        y = [inside[row] for row in people]
        loop = harmonic_shares(y, [len(known[row]) for row in people])
        assert estimate_shares(sample, y, method="rds2")["1"].value == pytest.approx(loop[1], abs=1e-12)
        found["sample composition"].append(sample_composition(sample, y)["1"].value)
        found["rds2"].append(loop[1])
        found["successive_sampling"].append(estimate_shares(sample, y, population=len(able))["1"].value)
    bias = {name: float(np.mean(values)) - truth for name, values in found.items()}
    print(truth, bias)
    assert bias["sample composition"] > 0.08
    assert bias["rds2"] < -0.015
    assert abs(bias["successive_sampling"]) < 0.012


def test_the_same_question_is_the_same_text() -> None:
    """What leaves says no count of a group, and is the same byte for byte."""
    sample, y = grown(), ["few"] * 4 + ["many"] * 248
    first, again = (as_json(estimate_shares(sample, y, population=900)) for _ in range(2))
    assert first == again
    assert "counts" not in json.loads(first)
