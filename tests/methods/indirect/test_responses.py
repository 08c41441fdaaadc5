"""Shares from answers that hide them: by hand, planted and found again, and what is refused or warned of."""

import math

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.indirect import (
    bootstrap_weights,
    crosswise,
    crosswise_prevalence,
    direct,
    disguised,
    estimate_prevalence,
    forced_response,
    mirrored,
    triangular,
    unrelated_question,
    warner,
)
from tests.methods.indirect.oracle import ones

DESIGNS = {
    "warner": warner(0.7),
    "mirrored": mirrored(0.2),
    "forced": forced_response(honest=2 / 3, yes=1 / 6),
    "unrelated": unrelated_question(0.7, share=0.25),
    "disguised": disguised(with_trait=0.8, without=0.2),
    "crosswise": crosswise(0.25),
    "triangular": triangular(0.25),
}


def codes(told):
    return {each.code for each in told.share.warnings}


def refused(call, *arguments, **named):
    with pytest.raises(Refused) as found:
        call(*arguments, **named)
    return found.value.remarks[0]


def test_each_design_by_hand() -> None:
    """What 100 with the trait of 400 would answer, if chance fell exactly as planned."""
    for name, expected in {
        "warner": 0.7 * 0.25 + 0.3 * 0.75,
        "mirrored": 0.2 * 0.25 + 0.8 * 0.75,
        "forced": 2 / 3 * 0.25 + 1 / 6,
        "unrelated": 0.7 * 0.25 + 0.3 * 0.25,
        "disguised": 0.8 * 0.25 + 0.2 * 0.75,
        "crosswise": 0.25 * 0.25 + 0.75 * 0.75,
        "triangular": 0.25 + 0.75 * 0.25,
    }.items():
        assert DESIGNS[name].expected(0.25) == pytest.approx(expected, abs=1e-12), name


def test_the_error_by_hand() -> None:
    """Warner with p = 0.7: 210 of 500 say true. λ = 0.42, π = (0.42 - 0.3) / 0.4, s² = 0.42 · 0.58 / 499 / 0.16."""
    told = estimate_prevalence(ones(210, 500), design=warner(0.7))
    assert told.share.value == pytest.approx(0.3)
    assert told.share.se == pytest.approx(math.sqrt(0.42 * 0.58 / 499 / 0.16))
    assert told.share.interval.low == pytest.approx(0.3 - 1.959964 * told.share.se, abs=1e-6)
    assert (told.share.n, told.n_missing, told.publishable, told.answered) == (500, 0, True, 0.42)
    assert told.share.warnings == ()


def test_weights_by_hand() -> None:
    """Ten yes of weight 3, thirty no of weight 1: λ = ½. The variance is Σ w²(y - λ)² / (Σ w)² · 40 / 39."""
    weights = np.array([3.0] * 10 + [1.0] * 30)
    told = estimate_prevalence(ones(10, 40), design=direct(), weights=weights)
    assert told.share.value == pytest.approx(0.5)
    assert told.share.se == pytest.approx(math.sqrt((10 * 9 + 30) * 0.25 / 60**2 * 40 / 39))
    assert told.n_effective == pytest.approx(60**2 / 120)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_planted_share_is_found(name) -> None:
    """200 studies of 400 people: right on average, and 95 of 100 intervals hold the truth. Seed 20260101."""
    chance, design, inside, found = np.random.default_rng(20260101), DESIGNS[name], 0, []
    for _ in range(200):
        trait = chance.random(400) < 0.3
        answers = chance.random(400) < np.where(trait, design.if_trait, design.if_none)
        told = estimate_prevalence(answers.astype(float), design=design)
        found.append(told.raw)
        inside += told.share.interval.low <= 0.3 <= told.share.interval.high
    assert abs(np.mean(found) - 0.3) < 4 * np.std(found) / math.sqrt(200)
    assert 181 <= inside <= 198  # 190 ± 3 standard deviations of 3.1


@pytest.mark.parametrize("kind", ["normal", "percentile", "pivotal"])
def test_a_bootstrap_agrees_with_the_formula(kind) -> None:
    answers = ones(100, 400)
    drawn = bootstrap_weights(400, seed=3, replicates=2000)
    told = estimate_prevalence(
        answers, design=warner(0.8), weights=np.ones(400), replicate_weights=drawn, interval=kind
    )
    plain = estimate_prevalence(answers, design=warner(0.8))
    assert told.share.se == pytest.approx(plain.share.se, rel=0.06)
    assert told.share.interval.method == kind
    assert told.share.interval.low == pytest.approx(plain.share.interval.low, abs=0.01)
    assert told.share.interval.high == pytest.approx(plain.share.interval.high, abs=0.01)
    assert told.share.replicates.shape == (2000,)


def test_percentile_and_pivotal_by_hand() -> None:
    """Twenty replicates whose shares are 0.00, 0.05 … 0.95; the estimate is 0.25. Quantiles are those of the shares."""
    answers = ones(1, 2).repeat(20)  # 20 yes, 20 no
    weights = np.array([0.25] * 20 + [0.75] * 20)
    shares = np.arange(20) / 20
    drawn = np.hstack([np.tile(shares[:, None], 20), np.tile(1 - shares[:, None], 20)])
    told = {
        kind: estimate_prevalence(
            answers, design=direct(), weights=weights, replicate_weights=drawn, interval=kind, level=0.9
        ).share
        for kind in ("percentile", "pivotal")
    }
    low, high = np.quantile(shares, [0.05, 0.95])
    assert told["percentile"].se == pytest.approx(shares.std(ddof=1))
    assert (told["percentile"].interval.low, told["percentile"].interval.high) == pytest.approx((low, high))
    assert told["pivotal"].interval.high == pytest.approx(0.5 - low)
    assert told["pivotal"].interval.low == 0.0, "0.5 - 0.9025 was held"


def test_crosswise_by_hand() -> None:
    """200 asked, p = p' = 0.2. Anchor: 140 of 200 same, so γ = (0.7 - 0.5) / 0.3 = ⅔. Question: 120 same, λ = 0.6,

    π = ½ + (0.6 - 0.5) / (-0.6 · ⅔) = 0.25; taken at its word it would be ½ - 0.1 / 0.6 = ⅓.
    """
    told = crosswise_prevalence(ones(120, 200), ones(140, 200)[::-1], p=0.2, anchor_p=0.2, seed=1)
    assert told.raw == pytest.approx(0.25)
    assert estimate_prevalence(ones(120, 200), design=crosswise(0.2)).raw == pytest.approx(1 / 3)
    assert (told.share.seed, told.share.interval.method) == (1, "percentile")
    assert "attention" in codes(told)


def test_the_bootstrap_of_the_crosswise_question_has_both_errors() -> None:
    """Against the linearised variance of a function of two means, worked out here."""
    chance = np.random.default_rng(5)
    n, p = 2000, 0.15
    reads, trait = chance.random(n) < 0.8, chance.random(n) < 0.2
    same = np.where(reads, (chance.random(n) < p) == trait, chance.random(n) < 0.5).astype(float)
    anchor = np.where(reads, chance.random(n) >= p, chance.random(n) < 0.5).astype(float)
    told = crosswise_prevalence(same, anchor, p=p, anchor_p=p, seed=7, replicates=2000)
    gamma = (anchor.mean() - 0.5) / (0.5 - p)
    by_answer, by_anchor = 1 / ((2 * p - 1) * gamma), -(same.mean() - 0.5) / ((2 * p - 1) * gamma**2 * (0.5 - p))
    moves = by_answer * (same - same.mean()) + by_anchor * (anchor - anchor.mean())
    assert told.share.se == pytest.approx(moves.std() / math.sqrt(n), rel=0.07)
    assert abs(told.raw - 0.2) < 3 * told.share.se
    again = crosswise_prevalence(same, anchor, p=p, anchor_p=p, seed=7, replicates=2000)
    assert again == told, "the same seed is the same answer"


def test_attention_that_seems_more_than_whole_is_held() -> None:
    told = crosswise_prevalence(ones(120, 200), ones(190, 200), p=0.2, anchor_p=0.2, seed=1)
    assert told.raw == pytest.approx(0.5 - 0.1 / 0.6)


def test_a_negative_share_is_held_and_said() -> None:
    told = estimate_prevalence(ones(29, 100), design=warner(0.7))
    assert (told.share.value, told.share.interval.low) == (0.0, 0.0)
    assert told.raw == pytest.approx(-0.025)
    assert codes(told) == {"held", "interval_held", "too_uncertain"}
    assert not told.publishable


def test_nobody_and_everybody() -> None:
    none = estimate_prevalence(np.zeros(200), design=forced_response(honest=2 / 3, yes=1 / 6))
    assert (none.share.value, none.share.interval) == (0.0, None), "nobody said yes, though the die told a sixth to"
    assert "against_the_design" in codes(none)
    every = estimate_prevalence(np.ones(200), design=direct())
    assert every.share.value == 1.0


def test_few_answers_are_not_for_publishing() -> None:
    few = estimate_prevalence(ones(4, 9), design=direct())
    assert (few.share.se, few.share.interval) == (None, None)
    assert {"no_error", "exploratory", "few_effective"} <= codes(few)
    assert not few.publishable
    some = estimate_prevalence(ones(20, 99), design=direct())
    assert codes(some) == {"exploratory"}
    assert not some.publishable
    unequal = np.ones(200)
    unequal[:4] = 300
    assert "few_effective" in codes(estimate_prevalence(ones(60, 200), design=direct(), weights=unequal))


def test_missing_answers_and_people_who_do_not_count_are_left_out() -> None:
    answers = np.concatenate([ones(60, 200), [math.nan, math.nan], np.ones(5)])
    weights = np.concatenate([np.ones(200), [1, math.nan], np.zeros(5)])
    told = estimate_prevalence(answers, design=direct(), weights=weights)
    assert (told.raw, told.share.n, told.n_missing) == (pytest.approx(0.3), 200, 2)
    (said,) = told.share.warnings
    assert (said.code, said.rows) == ("missing", (200, 201))


@pytest.mark.parametrize(("call", "code"), [
    (lambda: warner(0.5), "nothing_learned"), (lambda: crosswise(0.5), "nothing_learned"),
    (lambda: mirrored(1.0), "out_of_range"), (lambda: warner(math.nan), "out_of_range"),
    (lambda: forced_response(honest=0.8, yes=0.3), "out_of_range"),
    (lambda: forced_response(honest=0, yes=0.3), "out_of_range"),
    (lambda: unrelated_question(0.01, share=0.5), "nothing_learned"),
    (lambda: unrelated_question(0.7, share=1), "out_of_range"),
    (lambda: disguised(with_trait=0.4, without=0.4), "nothing_learned"), (lambda: triangular(0.99), "nothing_learned"),
    (lambda: crosswise(0.2, attention=0.0), "out_of_range"),
])  # fmt: skip
def test_a_design_that_teaches_nothing_is_refused(call, code) -> None:
    assert refused(call).code == code


@pytest.mark.parametrize(("named", "code", "rows"), [
    ({"answers": []}, "no_answers", ()), ({"answers": [math.nan] * 3}, "no_answers", ()),
    ({"answers": [1, 0, 2, 1, 7]}, "not_binary", (2, 4)), ({"answers": [[1, 0]]}, "not_a_column", ()),
    ({"weights": [1, -1, math.nan]}, "bad_weight", (1, 2)), ({"weights": [1, 1]}, "shape", ()),
    ({"weights": [0, 0, 0]}, "no_answers", ()),
    ({"replicate_weights": np.ones((50, 3))}, "replicates_without_weights", ()),
    ({"weights": [1, 1, 1], "replicate_weights": np.ones((50, 4))}, "replicate_shape", ()),
    ({"weights": [1, 1, 1], "replicate_weights": np.ones((19, 3))}, "replicate_shape", ()),
    ({"weights": [1, 1, 1], "replicate_weights": np.tile([1.0, -1, 1], (50, 1))}, "bad_replicate", (1,)),
    ({"weights": [1, 1, 1], "replicate_weights": np.zeros((50, 3))}, "replicates_undefined", ()),
    ({"level": 0.5}, "out_of_range", ()), ({"interval": "likely"}, "unknown_interval", ()),
    ({"interval": "pivotal"}, "no_replicates", ()),
])  # fmt: skip
def test_what_allows_no_answer_is_refused_with_its_rows(named, code, rows) -> None:
    answers = named.pop("answers", [1, 0, 1])
    said = refused(estimate_prevalence, answers, design=direct(), **named)
    assert (said.code, said.rows) == (code, rows)


def test_what_the_anchor_cannot_bear_is_refused() -> None:
    assert (
        refused(crosswise_prevalence, ones(60, 100), ones(64, 100), p=0.2, anchor_p=0.2, seed=1).code == "inattentive"
    )
    assert (
        refused(crosswise_prevalence, ones(60, 100), ones(64, 99), p=0.2, anchor_p=0.2, seed=1).code == "unlike_anchor"
    )
    assert (
        refused(crosswise_prevalence, ones(60, 100), ones(90, 100), p=0.2, anchor_p=0.5, seed=1).code
        == "nothing_learned"
    )


def test_replicates_of_another_sample_are_said() -> None:
    answers = ones(100, 200)
    drawn = np.hstack([np.full((50, 100), 9.0), np.ones((50, 100))]) + np.arange(50)[:, None] / 50
    told = estimate_prevalence(answers, design=direct(), weights=np.ones(200), replicate_weights=drawn)
    assert {"replicates_elsewhere", "few_replicates"} <= codes(told)


def test_a_bootstrap_draws_as_many_from_each_arm() -> None:
    arms = ["a"] * 30 + ["b"] * 10
    drawn = bootstrap_weights(40, seed=2, replicates=300, weights=np.arange(1.0, 41.0), within=arms)
    often = drawn / np.arange(1.0, 41.0)
    assert (often[:, :30].sum(axis=1) == 30).all()
    assert (often[:, 30:].sum(axis=1) == 10).all()
    assert often.mean(axis=0) == pytest.approx(np.ones(40), abs=0.25)
    assert (bootstrap_weights(40, seed=2, replicates=10, weights=np.arange(1.0, 41.0), within=arms) == drawn[:10]).all()
