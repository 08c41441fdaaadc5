"""Several lists: closed forms, invariances, planted populations, and models that cannot be told refused by name."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from amparo.methods.estimate import Refused, as_json
from amparo.methods.population import Model, ModelTable, capture_histories, closed_population, loglinear
from amparo.methods.population.fitting import fit_above_zero, fit_poisson, runs_off
from tests.examples import examples
from tests.methods.population import lists_by_hand

LISTS = ("clinic", "shelter", "lawyer")
COUNTS = {"111": 7, "110": 12, "101": 9, "011": 11, "100": 40, "010": 33, "001": 52}
THREE = ["[12,13,23]", "[12,13]", "[12,3]"]


def table(counts: dict[str, int], **more: object) -> ModelTable:
    return loglinear(capture_histories(counts, lists=LISTS), **more)


def named(found: ModelTable, name: str) -> Model:
    (model,) = (each for each in found.models if each.name == name)
    return model


@pytest.mark.parametrize("name", THREE)
def test_three_lists_by_hand(name: str) -> None:
    unseen, se = lists_by_hand.pairs_of_three(COUNTS, name)
    model = named(table(COUNTS), name)
    assert model.value == pytest.approx(sum(COUNTS.values()) + unseen, rel=1e-9)
    assert model.se == pytest.approx(se, rel=1e-9)
    assert model.df == {"[12,13,23]": 0, "[12,13]": 1, "[12,3]": 2}[name]


def test_every_model_of_three_and_of_four_lists_is_there_once() -> None:
    found = table(COUNTS)
    assert {each.name for each in found.models} == {
        "[1,2,3]", "[12,3]", "[13,2]", "[23,1]", "[12,13]", "[12,23]", "[13,23]", "[12,13,23]",
    }  # fmt: skip
    aics = [each.aic for each in found.models]
    assert aics == sorted(aics)
    assert all(each.supported == (each.aic <= aics[0] + 4) for each in found.models)
    four = {f"{i:04b}": 5 + i % 4 for i in range(1, 16)}
    assert len({each.name for each in loglinear(capture_histories(four, lists="abcd")).models}) == 64


def test_the_ends_of_the_interval_of_two_lists_lie_where_the_likelihood_says() -> None:
    found = closed_population(capture_histories({"11": 60, "10": 90, "01": 120}, lists=("a", "b")), level=0.9)
    interval = named(found, "Mt").interval
    assert interval is not None
    best = max(lists_by_hand.likelihood_of_two(270 + f / 50, 150, 180, 60) for f in range(1, 30_000))
    for end in (interval.low, interval.high):
        fallen = best - lists_by_hand.likelihood_of_two(end, 150, 180, 60)
        assert fallen == pytest.approx(chi2.ppf(0.9, 1) / 2, abs=1e-5)


def test_the_removal_estimate_of_two_catches_by_hand() -> None:
    found = closed_population(capture_histories({"10": 60, "11": 20, "01": 30}, lists=("a", "b")))
    assert named(found, "Mb").value == pytest.approx(80**2 / (80 - 30))  # Zippin's for two catches: u1² / (u1 - u2)
    growing = closed_population(capture_histories({"10": 20, "11": 10, "01": 40}, lists=("a", "b")))
    assert named(growing, "Mb").value is None
    assert "do not become fewer" in str(named(growing, "Mb").refused)


@given(st.lists(st.integers(1, 60), min_size=7, max_size=7), st.permutations(range(3)))
@settings(max_examples=examples(12), derandomize=True, deadline=None)
def test_the_order_of_lists_and_of_rows_changes_nothing(values: list[int], order: list[int]) -> None:
    counts = {f"{i:03b}": value for i, value in enumerate(values, start=1)}
    turned = {"".join(history[place] for place in order): value for history, value in reversed(counts.items())}
    one = loglinear(capture_histories(counts, lists=LISTS))
    other = loglinear(capture_histories(turned, lists=[LISTS[place] for place in order]))
    assert [each.aic for each in one.models] == pytest.approx([each.aic for each in other.models], abs=1e-6)
    assert sorted(each.value for each in one.models) == pytest.approx(
        sorted(each.value for each in other.models), rel=1e-7
    )
    assert (one.low, one.high) == pytest.approx((other.low, other.high), rel=1e-5)
    for each in one.models:
        assert each.interval is not None
        assert one.n <= each.interval.low <= each.value <= each.interval.high
    again = loglinear(capture_histories(dict(reversed(counts.items())), lists=LISTS))
    assert as_json(again) == as_json(one)


def test_twice_the_counts_are_twice_the_people_in_narrower_bounds() -> None:
    once, twice = table(COUNTS), table({history: 4 * count for history, count in COUNTS.items()})
    for each in once.models:
        model = named(twice, each.name)
        assert model.value == pytest.approx(4 * each.value, rel=1e-8)
        assert model.se == pytest.approx(2 * each.se, rel=1e-8)


@given(st.lists(st.integers(0, 3), min_size=7, max_size=7))
@settings(max_examples=examples(60), derandomize=True, deadline=None)
def test_the_fit_is_the_maximum_or_there_is_none(values: list[int]) -> None:
    on = np.array([[int(digit) for digit in f"{i:03b}"] for i in range(1, 8)], float)
    counts = np.array(values, float)
    saturated = np.column_stack([np.ones(7), on, on[:, 0] * on[:, 1], on[:, 0] * on[:, 2], on[:, 1] * on[:, 2]])
    assert runs_off(saturated, counts) == (counts.min() == 0)  # it has one column for each cell
    design = saturated[:, :4]
    if runs_off(design, counts):
        return
    fit = fit_poisson(design, counts)
    assert design.T @ fit.fitted == pytest.approx(design.T @ counts, abs=1e-7)  # the equations of the likelihood
    step = 1e-4
    hessian = np.zeros((4, 4))
    for a in range(4):
        for b in range(4):
            for sign_a, sign_b in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                moved = fit.coefficients + step * (sign_a * np.eye(4)[a] + sign_b * np.eye(4)[b])
                value = float(counts @ (design @ moved) - np.exp(design @ moved).sum())
                hessian[a, b] -= sign_a * sign_b * value / (4 * step**2)
    assert hessian @ fit.covariance == pytest.approx(np.eye(4), abs=1e-3)


def test_coefficients_that_may_not_fall_below_zero_meet_the_conditions() -> None:
    rng = np.random.default_rng(8)
    for _ in range(40):
        design = np.column_stack([np.ones(12), rng.integers(0, 3, (12, 4))]).astype(float)
        counts = rng.poisson(4, 12).astype(float)
        found = fit_above_zero(design, counts, (2, 3, 4))
        beta = np.zeros(5)
        beta[list(found.kept)] = found.fit.coefficients
        pull = design.T @ (counts - found.fit.fitted)
        assert beta[2:].min() >= 0
        assert np.abs(pull[list(found.kept)]).max() < 1e-6
        assert pull.max() < 1e-6  # nothing that is held at zero asks for more


def test_a_bound_is_told_where_only_its_free_form_would_run_off() -> None:
    # Nobody is on all three lists, so what is beyond two would fall without end if it might; it stops at zero, at M0.
    found = closed_population(capture_histories(COUNTS | {"111": 0}, lists=LISTS))
    assert named(found, "Mh Chao").value == pytest.approx(named(found, "M0").value, rel=1e-9)
    assert named(found, "Mh Chao").df == named(found, "M0").df


def test_independent_lists_are_found_again_and_intervals_hold() -> None:
    rng = np.random.default_rng(20261126)
    held, values, many = 0, [], 150
    for _ in range(many):
        counts = lists_by_hand.simulated(rng, 400, np.array([0.35, 0.25, 0.3]))
        model = table(counts, models=["[1,2,3]"]).models[0]
        assert model.interval is not None
        held += model.interval.low <= 400 <= model.interval.high
        values.append(model.value)
    assert np.mean(values) == pytest.approx(400, rel=0.015)
    assert 0.91 <= held / many <= 0.99


def test_lists_that_send_to_one_another_are_seen_and_independence_is_too_low() -> None:
    rng = np.random.default_rng(3)
    people = 1500
    first, third = rng.random(people) < 0.3, rng.random(people) < 0.3
    second = rng.random(people) < np.where(first, 0.6, 0.2)  # the first sends to the second
    found = table(lists_by_hand.counted(np.column_stack([first, second, third]).astype(int)))
    assert named(found, "[12,3]").supported
    assert not named(found, "[1,2,3]").supported
    assert named(found, "[1,2,3]").value < 1400
    interval = named(found, "[12,3]").interval
    assert interval is not None
    assert interval.low <= people <= interval.high
    assert found.low <= people <= found.high


def test_people_who_are_hard_to_find_are_bounded_from_below() -> None:
    rng = np.random.default_rng(12)
    chance = np.repeat(rng.beta(1.2, 3, 2000)[:, None], 4, axis=1)
    found = closed_population(capture_histories(lists_by_hand.simulated(rng, 2000, chance), lists="abcd"))
    assert named(found, "M0").value < named(found, "Mh Chao").value < 2000
    assert not named(found, "Mh Chao").supported  # a bound is no estimate, and not in the range
    assert named(found, "Mh Chao").lower_bound
    assert found.high > named(found, "Mh Chao").value


def test_models_that_cannot_be_told_are_refused_by_name() -> None:
    empty = COUNTS | {"110": 0}
    found = table(empty)
    refused = {each.name: str(each.refused) for each in found.models if each.refused}
    assert set(refused) == {"[12,13,23]", "[13,23]"}  # in both, nobody on 110 means that there is no end to 000
    assert refused["[12,13,23]"] == "[12,13,23] cannot be told: nobody has the histories that it would need."
    assert {each.name for each in found.models[-2:]} == set(refused)  # they stay in the table, without numbers
    assert named(found, "[12,13,23]").value is None
    assert "some_refused" in {each.code for each in found.warnings}
    with pytest.raises(Refused, match=r"\[123\] cannot be told: with all lists in one term"):
        table(COUNTS, models=["[123]"])
    apart = {"100": 20, "010": 30, "001": 10}
    with pytest.raises(Refused) as none:
        table(apart)
    assert len(none.value.remarks) == 8


@pytest.mark.parametrize(
    ("counts", "lists", "code"),
    [
        ({"11": 1}, ("a",), "lists"),
        ({"11": 1}, ("a", "a"), "list_twice"),
        ({"111": 1}, ("a", "b"), "history"),
        ({"1x": 1}, ("a", "b"), "history"),
        ({"00": 3, "11": 1}, ("a", "b"), "unseen"),
        ({"11": -1}, ("a", "b"), "count"),
        ({"11": 1.5}, ("a", "b"), "count"),
        ({"11": 0}, ("a", "b"), "nobody"),
        ({"10": 4}, ("a", "b"), "empty_list"),
    ],
)
def test_histories_that_cannot_be(counts: dict[str, int], lists: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        capture_histories(counts, lists=lists)
    assert code in [each.code for each in refused.value.remarks]


@pytest.mark.parametrize("name", ["[1,2]", "[12]", "[14,2,3]", "[,123]", "nonsense", ""])
def test_names_that_are_no_model(name: str) -> None:
    with pytest.raises(Refused) as refused:
        table(COUNTS, models=[name])
    assert refused.value.remarks[0].code in {"model", "model_lists"}
    with pytest.raises(Refused, match="three lists or more"):
        loglinear(capture_histories({"11": 4, "10": 3, "01": 4}, lists="ab"))


def test_five_lists_are_searched_and_say_so() -> None:
    rng = np.random.default_rng(6)
    found = loglinear(capture_histories(lists_by_hand.simulated(rng, 600, np.full(5, 0.3)), lists="abcde"))
    assert "not_all" in {each.code for each in found.warnings}
    assert len(found.models) >= 11
    assert found.low <= 600 <= found.high


def test_what_is_weak_is_said() -> None:
    said = {
        each.code for each in table({"111": 1, "110": 2, "101": 1, "011": 2, "100": 5, "010": 4, "001": 6}).warnings
    }
    assert {"dependence", "few_people"} <= said
    assert "models_disagree" in {each.code for each in table(COUNTS).warnings}
    rng = np.random.default_rng(5)
    odd = rng.integers(1, 400, 7)
    poor = table({f"{i:03b}": int(count) for i, count in enumerate(odd, start=1)}, models=["[1,2,3]"])
    assert "poor_fit" in {each.code for each in poor.warnings}


def test_the_table_has_no_single_number() -> None:
    assert not {"value", "best", "estimate"} & set(ModelTable.__slots__)
    assert math.isfinite(table(COUNTS).low)
