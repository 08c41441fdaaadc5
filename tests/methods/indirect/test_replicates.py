"""Replicates of indirect questions: one without an answer keeps its place, and what is one draw can be paired."""

import numpy as np
import pytest

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import difference, rds2_weights, tree_replicate_weights
from amparo.methods.indirect import (
    crosswise_prevalence,
    estimate_prevalence,
    forced_response,
    response_regression,
    warner,
)
from tests.methods.hidden.bootstrap_made import forest

DESIGN = forced_response(honest=0.7, yes=0.1)


def survey(n: int = 200, seed: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    sample, _ = forest(n, seed=seed)
    weights, drawn = rds2_weights(sample.degree_used), tree_replicate_weights(sample, replicates=120, seed=9)
    return (np.random.default_rng(seed).random(n) < 0.3).astype(float), weights, drawn


def test_a_replicate_without_an_answer_keeps_its_place() -> None:
    answers, weights, drawn = survey()
    drawn[[4, 50]] = 0.0
    told = estimate_prevalence(answers, design=DESIGN, weights=weights, replicate_weights=drawn)
    assert np.flatnonzero(np.isnan(told.share.replicates)).tolist() == [4, 50]
    rest = np.delete(drawn, [4, 50], axis=0)
    shares = (rest @ answers / rest.sum(axis=1) - 0.1) / 0.7
    assert np.delete(told.share.replicates, [4, 50]) == pytest.approx(shares)
    assert told.share.se == pytest.approx(shares.std(ddof=1))
    said = {each.code: str(each) for each in told.share.warnings}
    assert said["replicates_left_out"].startswith("2 of 120 replicates")


def test_a_replicate_of_a_regression_without_a_top_keeps_its_place() -> None:
    answers, weights, drawn = survey(600)
    column = np.random.default_rng(1).uniform(size=(600, 1))
    whole = response_regression(answers, column, design=DESIGN, weights=weights, replicate_weights=drawn)
    drawn[7] = np.where(answers == 1, 1.0, 0.0)  # nobody who says no: nothing holds the coefficients
    told = response_regression(answers, column, design=DESIGN, weights=weights, replicate_weights=drawn)
    for one, other in zip(told.coefficients, whole.coefficients, strict=True):
        assert np.isnan(one.replicates[7])
        kept = np.delete(np.arange(120), 7)
        assert one.replicates[kept] == pytest.approx(other.replicates[kept], nan_ok=True)
        assert one.se == pytest.approx(np.nanstd(one.replicates, ddof=1))


def test_two_questions_on_one_draw_are_paired_and_others_are_not() -> None:
    answers, weights, drawn = survey()
    more = {"weights": weights, "replicate_weights": drawn}
    one = estimate_prevalence(answers, design=DESIGN, **more).share
    two = estimate_prevalence(1 - answers, design=warner(0.8), **more).share
    paired = difference(one, two, paired=True).estimate
    assert paired.replicates == pytest.approx(one.replicates - two.replicates)
    assert one.drawn_from[1] not in as_json(one)
    with pytest.raises(Refused, match="of one sample, not of independent ones"):
        difference(one, two, paired=False)
    others, other_weights, other_drawn = survey(seed=5)
    other = estimate_prevalence(others, design=DESIGN, weights=other_weights, replicate_weights=other_drawn).share
    with pytest.raises(Refused, match="not paired"):
        difference(one, other, paired=True)
    assert difference(one, other, paired=False).estimate.se > 0
    # Where all count alike, a matrix of draws says how many there are and not who: two towns of 200 have the same.
    alike = {
        "weights": np.ones(200),
        "replicate_weights": np.random.default_rng(1).poisson(1, (120, 200)).astype(float),
    }
    assert estimate_prevalence(answers, design=DESIGN, **alike).share.drawn_from is None


@pytest.mark.parametrize("idle", [0.0, 0.2])
def test_a_crosswise_question_with_an_anchor_holds_the_truth_and_a_plain_one_does_not(idle: float) -> None:
    """120 studies of 800, 0.15 with the trait; ``idle`` answer at random. Seed 6. The page has more of them."""
    chance, held, raw, plain = np.random.default_rng(6), 0, [], []
    for seed in range(120):
        trait, harmless, other = (chance.random(800) < each for each in (0.15, 0.25, 0.25))
        reads = chance.random(800) >= idle
        answers = np.where(reads, trait == harmless, chance.random(800) < 0.5).astype(float)
        anchor = np.where(reads, ~other, chance.random(800) < 0.5).astype(float)
        told = crosswise_prevalence(answers, anchor, p=0.25, anchor_p=0.25, seed=seed, replicates=200)
        raw.append(told.raw)
        plain.append(0.5 + (answers.mean() - 0.5) / (2 * 0.25 - 1))
        held += told.share.interval.low <= 0.15 <= told.share.interval.high
    assert abs(held / 120 - 0.95) < 4 * (0.05 * 0.95 / 120) ** 0.5
    assert abs(np.mean(raw) - 0.15) < 0.02
    assert np.mean(plain) - 0.15 == pytest.approx(0.35 * idle, abs=0.02)
