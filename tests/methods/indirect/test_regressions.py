"""Regressions behind a hidden answer: against likelihoods written out, planted and found again, and what is refused."""

import math

import numpy as np
import pytest
from scipy.special import expit

from amparo.methods.estimate import Refused
from amparo.methods.indirect import (
    bootstrap_weights,
    crosswise,
    crosswise_regression,
    direct,
    forced_response,
    list_prevalence,
    list_regression,
    response_regression,
    warner,
)
from tests.methods.indirect.oracle import climbed, curvature, list_likelihood, response_likelihood

DIE = forced_response(honest=2 / 3, yes=1 / 6)


def values(estimates):
    return np.array([each.value for each in estimates])


def errors(estimates):
    return np.array([each.se for each in estimates])


def hidden(seed, *, n=150, beta=(-0.5, 0.8), design=DIE):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=n)
    trait = chance.random(n) < expit(beta[0] + beta[1] * x)
    answers = chance.random(n) < np.where(trait, design.if_trait, design.if_none)
    return answers.astype(float), x, chance


def a_list(seed, *, n=1500, delta=(-1.0, 0.8), psi=(0.2, 0.3), items=4):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=n)
    trait = chance.random(n) < expit(delta[0] + delta[1] * x)
    treated = (chance.random(n) < 0.5).astype(float)
    return chance.binomial(items, expit(psi[0] + psi[1] * x)) + treated * trait, treated, x


def refused(call, *arguments, **named):
    with pytest.raises(Refused) as found:
        call(*arguments, **named)
    return found.value.remarks[0]


def test_the_likelihood_of_a_die_written_out() -> None:
    answers, x, chance = hidden(1)
    weights = chance.integers(1, 4, 150).astype(float)
    plain = np.column_stack([np.ones(150), x])

    def likelihood(beta):
        return response_likelihood(beta, answers, plain, weights / weights.mean(), DIE.if_trait, DIE.if_none)

    best, top = climbed(lambda beta: -likelihood(beta), np.zeros(2))
    told = response_regression(answers, x, design=DIE, weights=weights)
    assert values(told.coefficients) == pytest.approx(best, abs=1e-4)
    assert told.log_likelihood == pytest.approx(top, abs=1e-7)
    alike = response_regression(answers, x, design=DIE)
    bend = curvature(
        lambda beta: response_likelihood(beta, answers, plain, np.ones(150), DIE.if_trait, DIE.if_none),
        values(alike.coefficients),
    )
    assert errors(alike.coefficients) == pytest.approx(np.sqrt(np.diag(np.linalg.inv(-bend))), rel=1e-3)


@pytest.mark.parametrize("constrained", [True, False])
def test_the_likelihood_of_a_list_written_out(constrained) -> None:
    counts, treated, x = a_list(4, n=260, items=3)
    plain = np.column_stack([np.ones(260), x])
    told = list_regression(counts, treated, x, items=3, constrained=constrained)
    parts = [told.coefficients, told.control] + ([] if constrained else [told.control_without])
    found = np.concatenate([values(each) for each in parts])

    def likelihood(beta):
        return list_likelihood(beta, counts, treated, plain, 3, constrained=constrained)

    assert told.log_likelihood == pytest.approx(likelihood(found), abs=1e-8)
    slope = [(likelihood(found + e) - likelihood(found - e)) / 2e-5 for e in np.eye(len(found)) * 1e-5]
    assert slope == pytest.approx(np.zeros(len(found)), abs=2e-3), "a top"
    bend = curvature(likelihood, found)
    inverse = np.linalg.inv(-bend)
    assert np.linalg.eigvalsh(-bend).min() > 0, "and no saddle"
    assert errors(told.coefficients) == pytest.approx(np.sqrt(np.diag(inverse))[:2], rel=5e-3)


def test_a_straight_question_is_an_ordinary_logistic_regression() -> None:
    """Two groups: the coefficient is the log odds ratio, its variance the sum of the inverse counts."""
    answers = np.array([1.0] * 30 + [0.0] * 70 + [1.0] * 60 + [0.0] * 40)
    told = response_regression(answers, [0.0] * 100 + [1.0] * 100, design=direct(), names=["border"])
    intercept, border = told.coefficients
    assert intercept.value == pytest.approx(math.log(30 / 70), abs=1e-7)
    assert border.value == pytest.approx(math.log(60 / 40 / (30 / 70)), abs=1e-7)
    assert border.se == pytest.approx(math.sqrt(1 / 30 + 1 / 70 + 1 / 60 + 1 / 40), abs=1e-6)
    assert told.prevalence.raw == pytest.approx(0.45)
    assert told.prevalence.share.se == pytest.approx(math.sqrt(0.45 * 0.55 / 200)), (
        "both parts: odds, and who was asked"
    )
    assert (border.name, told.n) == ("border", 200)


@pytest.mark.parametrize("design", [DIE, warner(0.8), crosswise(0.2)], ids=lambda design: design.name)
def test_planted_coefficients_are_found(design) -> None:
    """80 samples of 800: right on average, intervals hold them. Seeds 900 to 979."""
    found, inside = [], 0
    for seed in range(900, 980):
        answers, x, _ = hidden(seed, n=800, design=design)
        told = response_regression(answers, x, design=design)
        found.append(values(told.coefficients))
        inside += told.coefficients[1].interval.low <= 0.8 <= told.coefficients[1].interval.high
    gap = np.mean(found, axis=0) - np.array([-0.5, 0.8])
    assert (abs(gap) < 4 * np.std(found, axis=0) / math.sqrt(80) + 0.02).all()
    assert 70 <= inside <= 80


@pytest.mark.parametrize(("method", "constrained"), [("ml", True), ("ml", False), ("nls", True)])
def test_planted_coefficients_of_a_list_are_found(method, constrained) -> None:
    """30 lists of 3,000. Seeds 300 to 329."""
    found = []
    for seed in range(300, 330):
        counts, treated, x = a_list(seed, n=3000)
        told = list_regression(counts, treated, x, items=4, method=method, constrained=constrained)
        found.append([*values(told.coefficients), *values(told.control)])
    gap = np.median(found, axis=0) - np.array([-1.0, 0.8, 0.2, 0.3])
    assert (abs(gap) < 5 * np.std(found, axis=0) / math.sqrt(30)).all()


def test_the_line_without_covariates_is_the_difference_of_means() -> None:
    counts, treated, _ = a_list(5)
    line = list_regression(counts, treated, items=4, method="linear")
    means = list_prevalence(counts, treated, items=4)
    assert line.coefficients[0].value == pytest.approx(means.raw, abs=1e-12)
    assert line.coefficients[0].se == pytest.approx(means.share.se, abs=1e-12)
    assert line.prevalence.share.se == pytest.approx(means.share.se, abs=1e-12)


def test_where_most_items_are_true_the_likelihood_uses_the_list_better_than_its_means() -> None:
    counts, treated, x = a_list(6, psi=(1.5, 0.3))
    assert (
        list_regression(counts, treated, x, items=4).prevalence.share.se
        < 0.8 * list_prevalence(counts, treated, items=4).share.se
    )


@pytest.mark.parametrize("method", ["ml", "nls", "linear"])
def test_replicates_agree_with_the_formulas(method) -> None:
    """Half the replicates lie within ± 0.674 standard errors: what is far out of a few does not count."""
    counts, treated, x = a_list(7, n=1000)
    drawn = bootstrap_weights(1000, seed=4, replicates=150, within=treated)
    plain = list_regression(counts, treated, x, items=4, method=method)
    told = list_regression(
        counts, treated, x, items=4, method=method, weights=np.ones(1000), replicate_weights=drawn, interval="pivotal"
    )  # fmt: skip
    assert values(told.coefficients) == pytest.approx(values(plain.coefficients), abs=1e-8)
    middle = [np.subtract(*np.quantile(each.replicates, [0.75, 0.25])) / 1.349 for each in told.coefficients]
    assert middle == pytest.approx(errors(plain.coefficients), rel=0.25)
    assert told.coefficients[1].se == pytest.approx(told.coefficients[1].replicates.std(ddof=1))
    assert told.coefficients[1].interval.method == "pivotal"
    assert told.prevalence.share.se == pytest.approx(plain.prevalence.share.se, rel=0.25)


def test_the_sandwich_and_replicates_agree_under_weights() -> None:
    answers, x, chance = hidden(21, n=1200)
    weights = chance.exponential(size=1200) + 0.2
    drawn = bootstrap_weights(1200, seed=9, replicates=300, weights=weights)
    formula = response_regression(answers, x, design=DIE, weights=weights)
    replicated = response_regression(answers, x, design=DIE, weights=weights, replicate_weights=drawn)
    assert errors(replicated.coefficients) == pytest.approx(errors(formula.coefficients), rel=0.2)
    assert errors(formula.coefficients)[1] > 1.1 * errors(response_regression(answers, x, design=DIE).coefficients)[1]


def test_a_crosswise_regression_is_put_right_for_those_who_do_not_read() -> None:
    chance, n, p = np.random.default_rng(33), 6000, 0.15
    x = chance.normal(size=n)
    trait, reads = chance.random(n) < expit(-1.5 + 0.9 * x), chance.random(n) < 0.75
    same = np.where(reads, (chance.random(n) < p) == trait, chance.random(n) < 0.5).astype(float)
    anchor = np.where(reads, chance.random(n) >= p, chance.random(n) < 0.5).astype(float)
    told = crosswise_regression(same, anchor, x, p=p, anchor_p=p, seed=1, replicates=120)
    naive = response_regression(same, x, design=crosswise(p))
    truth = np.array([-1.5, 0.9])
    assert (abs(values(told.coefficients) - truth) < 3 * errors(told.coefficients)).all()
    assert abs(naive.prevalence.raw - trait.mean()) > 0.05 > 0.03 > abs(told.prevalence.raw - trait.mean())
    assert errors(told.coefficients)[0] > errors(naive.coefficients)[0], "attention is estimated too"


def test_missing_covariates_are_left_out_and_said() -> None:
    answers, x, _ = hidden(2, n=300)
    x[[3, 7]] = math.nan
    answers[9] = math.nan
    told = response_regression(answers, x, design=DIE)
    assert (told.n, told.n_missing) == (297, 3)
    assert next(each.rows for each in told.warnings if each.code == "missing") == (3, 7, 9)


def test_what_has_no_maximum_is_refused() -> None:
    separated = np.array([0.0] * 50 + [1.0] * 50)
    assert refused(response_regression, separated, np.arange(100.0), design=direct()).code == "no_maximum"
    assert refused(response_regression, np.zeros(100), design=DIE).code == "no_maximum"
    counts, treated, x = a_list(1, n=200)
    flat = np.where(treated == 1, np.minimum(counts, 3), counts)
    assert refused(list_regression, flat * 0, treated, x, items=4).code == "no_maximum"
    assert refused(list_regression, flat * 0, treated, x, items=4, method="nls").code == "no_minimum"


def test_replicates_in_which_coefficients_run_away_leave_the_share_its_error() -> None:
    """Of the 30 in a small group 2 say yes: in many draws nobody does, and the odds of the group have no value."""
    answers = np.array([1.0] * 60 + [0.0] * 110 + [1.0] * 2 + [0.0] * 28)
    group = np.array([0.0] * 170 + [1.0] * 30)
    drawn = bootstrap_weights(200, seed=3, replicates=300)
    told = response_regression(answers, group, design=direct(), weights=np.ones(200), replicate_weights=drawn)
    away = (drawn[:, 170:172].sum(axis=1) == 0).sum()
    (said,) = (dict(each.values) for each in told.warnings if each.code == "coefficients_run_away")
    assert said == {"away": away, "all": 300}
    assert (told.coefficients[1].se, told.coefficients[1].interval) == (None, None)
    assert told.prevalence.share.se == pytest.approx(math.sqrt(0.31 * 0.69 / 200), rel=0.15)


def test_covariates_that_say_nothing_more_are_refused_by_name() -> None:
    answers, x, _ = hidden(2, n=300)
    said = refused(response_regression, answers, np.column_stack([x, 2 * x + 1]), design=DIE, names=["age", "year"])
    assert said.code == "dependent"
    assert "year" in str(said)
    assert refused(response_regression, answers, np.ones(300), design=DIE).code == "dependent"
    assert refused(response_regression, answers, x[:-1], design=DIE).code == "covariate_shape"
    assert refused(response_regression, answers, x, design=DIE, names=["a", "b"]).code == "covariate_names"
    assert refused(response_regression, answers[:2], x[:2], design=DIE).code == "too_few_rows"
    assert refused(list_regression, [1, 2], [1, 0], items=3, method="em").code == "unknown_method"


def test_a_thin_sample_is_said() -> None:
    answers, x, chance = hidden(3, n=70, beta=(0, 0))
    more = np.column_stack([x, chance.normal(size=(70, 7))])
    told = response_regression(answers, more, design=direct())
    assert "thin" in {each.code for each in told.warnings}


def test_age_and_its_square_do_no_harm() -> None:
    """Columns that are nearly alike, and of sizes 1 and 1e4: turned or not, the answer is the same."""
    answers, x, _ = hidden(8, n=600)
    age = 40 + 10 * x
    told = response_regression(answers, np.column_stack([age, age**2]), design=DIE)
    centred = response_regression(answers, np.column_stack([x, x**2]), design=DIE)
    assert told.log_likelihood == pytest.approx(centred.log_likelihood, abs=1e-8)
    assert told.coefficients[2].value * 100 == pytest.approx(centred.coefficients[2].value, abs=1e-6)
