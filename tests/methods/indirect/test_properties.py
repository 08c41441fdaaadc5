"""What holds of any answers: relabelling, the scale of weights, the order of rows and of replicates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.indirect import (
    Design,
    bootstrap_weights,
    crosswise,
    design_effect_test,
    direct,
    disguised,
    estimate_prevalence,
    forced_response,
    list_prevalence,
    mirrored,
    response_regression,
    unrelated_question,
    warner,
)
from tests.examples import examples

often = settings(max_examples=examples(40), deadline=None, derandomize=True)
rarely = settings(max_examples=examples(12), deadline=None, derandomize=True)
SEEDS = st.integers(0, 10_000)
DESIGNS = st.sampled_from([warner(0.7), mirrored(0.2), forced_response(honest=0.6, yes=0.2), crosswise(0.15),
                           unrelated_question(0.6, share=0.3), disguised(with_trait=0.9, without=0.3)])  # fmt: skip


def sample(seed, *, n=120):
    chance = np.random.default_rng(seed)
    return (chance.random(n) < 0.5).astype(float), chance.exponential(size=n) + 0.1, chance


def same(one, other):
    """The same figures, up to the last bits of a sum."""
    assert one.raw == pytest.approx(other.raw, abs=1e-10)
    assert one.share.se == pytest.approx(other.share.se, rel=1e-8)
    assert [each.code for each in one.share.warnings] == [each.code for each in other.share.warnings]
    if one.share.interval is not None:
        low, high = other.share.interval.low, other.share.interval.high
        assert (one.share.interval.low, one.share.interval.high) == pytest.approx((low, high), abs=1e-8)


@often
@given(
    seed=SEEDS, design=DESIGNS, scale=st.floats(1e-3, 1e3), kind=st.sampled_from(["normal", "percentile", "pivotal"])
)
def test_the_scale_of_weights_the_order_of_rows_and_of_replicates(seed, design, scale, kind) -> None:
    answers, weights, chance = sample(seed)
    drawn = bootstrap_weights(120, seed=seed, replicates=40, weights=weights)
    rows, replicates = chance.permutation(120), chance.permutation(40)
    named = {"design": design, "interval": kind}
    same(
        estimate_prevalence(answers, weights=weights, replicate_weights=drawn, **named),
        estimate_prevalence(
            answers[rows], weights=weights[rows] * scale, replicate_weights=drawn[replicates][:, rows] / scale, **named
        ),
    )


@often
@given(seed=SEEDS, design=DESIGNS)
def test_counting_the_other_answer_says_the_same(seed, design) -> None:
    answers, weights, _ = sample(seed)
    other = Design(design.name, 1 - design.if_trait, 1 - design.if_none)
    same(
        estimate_prevalence(answers, design=design, weights=weights),
        estimate_prevalence(1 - answers, design=other, weights=weights),
    )


@often
@given(seed=SEEDS, design=DESIGNS)
def test_a_share_is_a_share_and_its_interval_holds_it(seed, design) -> None:
    answers, weights, _ = sample(seed)
    told = estimate_prevalence(answers, design=design, weights=weights)
    assert 0 <= told.share.value <= 1
    if told.share.interval is not None:
        assert 0 <= told.share.interval.low <= told.share.value <= told.share.interval.high <= 1
    assert (told.raw == told.share.value) == ("held" not in {each.code for each in told.share.warnings})


@often
@given(seed=SEEDS)
def test_a_chance_that_always_says_the_question_is_a_straight_question(seed) -> None:
    answers, weights, _ = sample(seed)
    straight = estimate_prevalence(answers, design=direct(), weights=weights)
    assert straight.raw == pytest.approx(np.average(answers, weights=weights))
    for design in (
        warner(1 - 1e-12),
        forced_response(honest=1 - 1e-12, yes=0.0),
        disguised(with_trait=1 - 1e-12, without=1e-12),
    ):
        same(straight, estimate_prevalence(answers, design=design, weights=weights))


@often
@given(seed=SEEDS)
def test_doubling_people_or_their_weight_is_the_same_estimate(seed) -> None:
    answers, _, chance = sample(seed)
    often_there = chance.integers(1, 4, 120)
    weighted = estimate_prevalence(answers, design=warner(0.8), weights=often_there)
    repeated = estimate_prevalence(np.repeat(answers, often_there), design=warner(0.8))
    assert weighted.raw == pytest.approx(repeated.raw)


@often
@given(seed=SEEDS, scale=st.floats(1e-3, 1e3))
def test_lists_know_neither_order_nor_scale(seed, scale) -> None:
    _, weights, chance = sample(seed)
    treated = (np.arange(120) % 2).astype(float)
    counts = chance.binomial(4, 0.5, 120) + treated * (chance.random(120) < 0.3)
    place, rows = chance.integers(0, 3, 120), chance.permutation(120)
    strata = ["north", "south", "sea"]
    one = list_prevalence(counts, treated, items=4, weights=weights, strata=[strata[each] for each in place])
    names = ["z", "a", "m"]
    other = list_prevalence(
        counts[rows],
        treated[rows],
        items=4,
        weights=weights[rows] * scale,
        strata=[names[each] for each in place[rows]],
    )
    same(one, other)
    turned = list_prevalence(4 + treated - counts, treated, items=4, weights=weights)
    straight = list_prevalence(counts, treated, items=4, weights=weights)
    assert turned.raw == pytest.approx(1 - straight.raw), "counting what is not true tells who has it not"
    p = design_effect_test(counts, treated, items=4, weights=weights).p
    assert p == pytest.approx(
        design_effect_test(counts[rows], treated[rows], items=4, weights=weights[rows]).p, abs=1e-6
    )


@rarely
@given(seed=SEEDS)
def test_regressions_know_neither_order_nor_scale_and_turn_with_their_columns(seed) -> None:
    chance = np.random.default_rng(seed)
    x = chance.normal(size=400)
    trait = chance.random(400) < 1 / (1 + np.exp(0.3 - 0.7 * x))
    design = warner(0.85)
    answers = (chance.random(400) < np.where(trait, design.if_trait, design.if_none)).astype(float)
    weights, rows = chance.exponential(size=400) + 0.3, chance.permutation(400)
    one = response_regression(answers, x, design=design, weights=weights)
    other = response_regression(answers[rows], 5 - 2 * x[rows], design=design, weights=weights[rows] * 7)
    slope, turned = one.coefficients[1], other.coefficients[1]
    assert turned.value == pytest.approx(-slope.value / 2, abs=1e-6)
    assert turned.se == pytest.approx(slope.se / 2, rel=1e-5)
    same(one.prevalence, other.prevalence)
    mirror = Design("turned", 1 - design.if_trait, 1 - design.if_none)
    again = response_regression(1 - answers, x, design=mirror, weights=weights)
    assert again.coefficients[1].value == pytest.approx(slope.value, abs=1e-7)


@rarely
@given(seed=SEEDS)
def test_a_replicate_is_what_its_weights_would_answer(seed) -> None:
    """The figures of a replicate are those of the sample, were its weights the weights."""
    chance = np.random.default_rng(seed)
    x, design = chance.normal(size=500), forced_response(honest=0.8, yes=0.1)
    trait = chance.random(500) < 1 / (1 + np.exp(0.3 - 0.7 * x))
    answers = (chance.random(500) < np.where(trait, design.if_trait, design.if_none)).astype(float)
    drawn = bootstrap_weights(500, seed=seed, replicates=20)
    told = response_regression(answers, x, design=design, weights=np.ones(500), replicate_weights=drawn)
    alone = response_regression(answers, x, design=design, weights=drawn[7])
    assert told.coefficients[1].replicates[7] == pytest.approx(alone.coefficients[1].value, abs=1e-5)
    assert told.prevalence.share.replicates[7] == pytest.approx(alone.prevalence.raw, abs=1e-6)
