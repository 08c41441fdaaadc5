"""A sample that people recruited, and a question that hides the answer: one estimate of both, and none without weights.

The town, its recruitment and the trees that are drawn anew are made in ``oracle``. Those who know many are likelier to
be recruited, and to have the trait: of the people it is a quarter, of a sample a third.
"""

import math

import numpy as np
import pytest

from amparo.methods.indirect import (
    crosswise_prevalence,
    direct,
    estimate_prevalence,
    forced_response,
    list_prevalence,
    list_regression,
    response_regression,
    warner,
)
from tests.methods.indirect import oracle

SAMPLES, N = 24, 500
DIE = forced_response(honest=2 / 3, yes=1 / 6)


@pytest.fixture(scope="module")
def studies():
    """A town (seed 41), samples of it (seeds 4100 and on), and what each was asked."""
    knows, degree, trait = oracle.town(np.random.default_rng(41))
    told = []
    for number in range(SAMPLES):
        chance = np.random.default_rng(4100 + number)
        people, recruiter = oracle.recruited(chance, knows, degree, n=N)
        weights = 1 / degree[people]
        drawn = oracle.tree_draws(chance, recruiter, replicates=120) * weights
        mine, treated = trait[people], (chance.random(len(people)) < 0.5).astype(float)
        told.append(
            {
                "trait": mine, "degree": degree[people], "weights": weights, "replicates": drawn, "treated": treated,
                "die": (chance.random(len(people)) < np.where(mine == 1, DIE.if_trait, DIE.if_none)).astype(float),
                "list": oracle.counted_list(chance, mine, treated),
            }
        )  # fmt: skip
    return trait.mean(), told


def weighed(study, kind="normal"):
    return {"weights": study["weights"], "replicate_weights": study["replicates"], "interval": kind}


def test_the_town_is_what_it_is_said_to_be(studies) -> None:
    truth, told = studies
    assert 0.2 < truth < 0.3
    assert min(len(each["trait"]) for each in told) == N
    assert np.mean([each["trait"].mean() for each in told]) > truth + 0.06


@pytest.mark.parametrize("way", ["die", "list"])
def test_only_the_joint_estimate_finds_the_share(studies, way) -> None:
    """On average within its error of the truth, and most intervals hold it; without weights neither."""
    truth, told = studies

    def asked(study, **named):
        if way == "die":
            return estimate_prevalence(study["die"], design=DIE, **named)
        return list_prevalence(study["list"], study["treated"], items=4, **named)

    joint, alone = [asked(each, **weighed(each)) for each in told], [asked(each) for each in told]
    off = np.array([each.raw for each in joint]) - truth
    off_alone = np.array([each.raw for each in alone]) - truth
    error = off.std() / math.sqrt(SAMPLES)
    print(f"{way}: joint {off.mean():+.3f}, alone {off_alone.mean():+.3f}, error of the mean {error:.3f}")
    assert abs(off.mean()) < 3 * error
    assert off_alone.mean() > 3 * off_alone.std() / math.sqrt(SAMPLES)
    assert off_alone.mean() > 0.05 > abs(off.mean())
    holds = [each.share.interval.low <= truth <= each.share.interval.high for each in joint]
    assert sum(holds) >= SAMPLES - 3
    assert all("the replicates differ" in each.share.assumptions[-1] for each in joint)


def test_the_error_of_the_joint_estimate_is_that_of_the_trees(studies) -> None:
    """As large as the estimates differ between samples, and larger than that of answers drawn one by one."""
    _, told = studies
    joint = [estimate_prevalence(each["die"], design=DIE, **weighed(each)) for each in told]
    by_one = [estimate_prevalence(each["die"], design=DIE, weights=each["weights"]) for each in told]
    seen = np.std([each.raw for each in joint], ddof=1)
    said = np.mean([each.share.se for each in joint])
    assert 0.75 * seen < said < 1.8 * seen
    assert said > np.mean([each.share.se for each in by_one])


def test_a_hidden_answer_costs_more_than_a_straight_one_under_the_same_trees(studies) -> None:
    study = studies[1][0]
    straight = estimate_prevalence(study["trait"], design=direct(), **weighed(study))
    die = estimate_prevalence(study["die"], design=DIE, **weighed(study))
    assert straight.share.se < die.share.se < 4 * straight.share.se


def test_regressions_find_what_the_trait_goes_along_with(studies) -> None:
    """Those who know many: log odds of 0.4 against 0.1. And the share that follows is that of the town, either way."""
    truth, told = studies
    found, shares, design = [], [], warner(0.9)
    for number, study in enumerate(told[:6]):
        chance, many = np.random.default_rng(number), (study["degree"] > 9).astype(float)
        says = (chance.random(N) < np.where(study["trait"] == 1, design.if_trait, design.if_none)).astype(float)
        fit = response_regression(says, many, design=design, names=["many"], **weighed(study))
        found.append(fit.coefficients[1].value)
        shares.append(fit.prevalence.raw)
        run_away = "coefficients_run_away" in {each.code for each in fit.warnings}
        assert run_away or fit.coefficients[1].interval is not None
        assert fit.prevalence.share.se is not None
    expected = math.log(0.4 / 0.6) - math.log(0.1 / 0.9)
    assert abs(np.median(found) - expected) < 0.7
    assert abs(np.mean(shares) - truth) < 0.05
    study = told[0]
    many = (study["degree"] > 9).astype(float)
    line = list_regression(study["list"], study["treated"], many, items=4, method="linear", **weighed(study, "pivotal"))
    assert abs(line.prevalence.raw - truth) < 3 * line.prevalence.share.se
    assert line.coefficients[1].interval.method == "pivotal"


def test_a_crosswise_question_takes_the_trees_too(studies) -> None:
    truth, told = studies
    study = told[1]
    chance = np.random.default_rng(3)
    reads = chance.random(N) < 0.85
    same = np.where(reads, (chance.random(N) < 0.15) == (study["trait"] == 1), chance.random(N) < 0.5).astype(float)
    anchor = np.where(reads, chance.random(N) >= 0.15, chance.random(N) < 0.5).astype(float)
    found = crosswise_prevalence(same, anchor, p=0.15, anchor_p=0.15, seed=1, **weighed(study, "percentile"))
    assert found.share.seed is None, "no bootstrap was drawn"
    assert found.share.interval.low <= truth <= found.share.interval.high
