"""What reference software answered to the race list, the Nigerian die and the crosswise question; and where it errs."""

from statistics import NormalDist

import numpy as np
import pytest

from amparo.methods.indirect import (
    crosswise,
    crosswise_prevalence,
    design_effect_test,
    estimate_prevalence,
    forced_response,
    list_prevalence,
    list_regression,
    response_power,
    response_regression,
    warner,
)
from amparo.methods.indirect.responses import attention_of
from tests.methods.indirect.oracle import golden, ones, table

pytestmark = pytest.mark.shared
DIE = forced_response(honest=2 / 3, yes=1 / 6)


def values(estimates):
    return [each.value for each in estimates]


def errors(estimates):
    return [each.se for each in estimates]


@pytest.fixture(scope="module")
def race():
    return table("list_race")


@pytest.fixture(scope="module")
def explained(race):
    return np.column_stack([race[name] for name in ("south", "age", "male", "college")])


@pytest.mark.parametrize(("name", "yes", "design"), [
    ("warner", "yes", warner(0.7)), ("crosswise", "same", crosswise(0.25)), ("forced", "yes", DIE),
])  # fmt: skip
def test_closed_forms(name, yes, design) -> None:
    known = golden("closed_form")[name]
    told = estimate_prevalence(ones(known[yes], known["n"]), design=design)
    assert told.share.value == pytest.approx(known["est"], rel=1e-9)
    if "se" in known:
        assert told.share.se == pytest.approx(known["se"], rel=1e-9)


def test_the_race_list_by_its_means(race) -> None:
    known = golden("list")["race_dim_manual"]
    for arm, counts in ((0, known["table0"]), (1, known["table1"])):
        own = race["y"][race["treat"] == arm]
        assert {str(each): int((own == each).sum()) for each in range(4 + arm)} == counts
        assert len(own) == known[f"n{arm}"]
    told = list_prevalence(race["y"], race["treat"], items=3)
    assert told.raw == pytest.approx(known["est"], abs=1e-10)
    assert told.share.se == pytest.approx(known["se_unequal"], abs=1e-10)
    assert told.publishable
    assert "interval_held" in {each.code for each in told.share.warnings}


@pytest.mark.parametrize(("name", "method", "constrained"), [
    ("race_ml_constrained", "ml", True), ("race_ml_unconstrained", "ml", False), ("race_nls", "nls", True),
])  # fmt: skip
def test_the_race_list_by_regression(race, explained, name, method, constrained) -> None:
    known = golden("list")[name]
    told = list_regression(
        race["y"], race["treat"], explained, items=3, method=method, constrained=constrained,
        names=["south", "age", "male", "college"],
    )  # fmt: skip
    assert [each.name for each in told.coefficients] == ["(intercept)", "south", "age", "male", "college"]
    assert values(told.coefficients) == pytest.approx(known["par.treat"], abs=1e-3)
    assert errors(told.coefficients) == pytest.approx(known["se.treat"], rel=2e-3)
    if known["par.control"]:
        assert values(told.control) == pytest.approx(known["par.control"], abs=1e-3)
        assert errors(told.control) == pytest.approx(known["se.control"], rel=2e-3)
    if known["llik"]:
        assert told.log_likelihood == pytest.approx(known["llik"], abs=1e-4)


def test_the_race_list_by_lines(race, explained) -> None:
    known = golden("list")["race_lm"]
    told = list_regression(race["y"], race["treat"], explained, items=3, method="linear")
    assert values(told.coefficients) == pytest.approx(known["par.treat"], abs=1e-10)
    assert values(told.control) == pytest.approx(known["par.control"], abs=1e-10)
    assert errors(told.coefficients) == pytest.approx(known["se.treat"], rel=0.01)  # HC2 here, HC3 there
    assert errors(told.control) == pytest.approx(known["se.control"], rel=0.01)


def test_the_race_list_by_lines_without_covariates(race) -> None:
    """Their error divides the variance of a half by n - 1 (HC3), ours by n (HC2): both by hand."""
    known = golden("list")["race_dim"]
    told = list_regression(race["y"], race["treat"], items=3, method="linear")
    assert values(told.coefficients) == pytest.approx([known["par.treat"]], abs=1e-10)
    assert values(told.control) == pytest.approx([known["par.control"]], abs=1e-10)
    halves = [race["y"][race["treat"] == arm] for arm in (0, 1)]
    for found, name, parts in ((told.control, "se.control", halves[:1]), (told.coefficients, "se.treat", halves)):
        assert errors(found) == pytest.approx([sum(y.var(ddof=1) / len(y) for y in parts) ** 0.5], rel=1e-9)
        assert known[name] == pytest.approx(sum(y.var(ddof=1) / (len(y) - 1) for y in parts) ** 0.5, rel=1e-9)


def test_the_joint_shares_of_the_race_list_and_a_defect_of_the_reference(race) -> None:
    """The reference leaves out every inequality that is above zero; ours only those that are far above it."""
    known = golden("list")["race_ict_test"]
    told = design_effect_test(race["y"], race["treat"], items=3)
    assert [each.value for each in told.shares] == pytest.approx([row["est."] for row in known["pi.table"]], abs=5e-5)
    assert [each.se for each in told.shares] == pytest.approx([row["s.e."] for row in known["pi.table"]], abs=5e-5)
    assert known["p"] < 0.05 < told.p
    assert [each.kept for each in told.shares] == [True, True, True, False, False, False, False, False]
    lowest = told.shares[0]
    alone = 2 * NormalDist().cdf(lowest.value / lowest.se)
    assert alone == pytest.approx(known["p"], abs=1e-3), "one inequality alone gives the p of the reference"


def test_the_nigerian_die() -> None:
    data, known = table("rr_nigeria"), golden("rr")["rr"]
    age = data["cov.age"] / 10
    columns = np.column_stack(
        [data["cov.asset.index"], data["cov.married"], age, age**2, data["cov.education"], data["cov.female"]]
    )
    told = response_regression(data["rr.q1"], columns, design=DIE)
    assert values(told.coefficients) == pytest.approx(list(known["coef"].values()), abs=1e-3)
    assert errors(told.coefficients) == pytest.approx(list(known["se"].values()), rel=0.06)  # outer products there
    scale = np.outer(list(known["se"].values()), list(known["se"].values()))
    assert np.sqrt(np.diag(known["vcov"])) == pytest.approx(list(known["se"].values()), rel=1e-9)
    assert told.covariance / scale == pytest.approx(np.array(known["vcov"]) / scale, abs=0.12)  # outer products there
    mean, share = known["predict_avg"], told.prevalence.share  # a mean of draws there
    assert told.prevalence.raw == pytest.approx(mean["est"], abs=2e-3)
    assert share.se == pytest.approx(mean["se"], rel=0.05)
    limits = [share.interval.low, share.interval.high]
    assert limits == pytest.approx([mean["ci.lower"], mean["ci.upper"]], abs=0.2 * mean["se"])
    only = response_regression(data["rr.q1"], design=DIE)
    assert only.coefficients[0].value == pytest.approx(known["intercept_only"]["coef"], abs=1e-4)
    assert only.coefficients[0].se == pytest.approx(known["intercept_only"]["se"], rel=1e-4)
    assert only.prevalence.raw == pytest.approx(known["intercept_only"]["prevalence"], abs=1e-5)


def test_the_power_of_the_die() -> None:
    known = golden("rr")["rr"]["power"]
    told = response_power(DIE, n=known["n"], share=known["presp"], null=known["presp.null"], size=known["sig.level"])
    assert told.power == pytest.approx(known["power"], rel=1e-9)


def test_the_crosswise_question_put_right() -> None:
    data, known = table("crosswise_cmdata"), golden("crosswise")
    told = crosswise_prevalence(data["Y"], data["A"], p=0.15, anchor_p=0.15, seed=123456)
    naive = estimate_prevalence(data["Y"], design=crosswise(0.15))
    assert naive.raw == pytest.approx(known["exact"]["naive"], rel=1e-9)
    assert told.raw == pytest.approx(known["exact"]["naive_bc"], rel=1e-9)
    assert told.answered == pytest.approx(known["exact"]["lambda"], rel=1e-9)
    attention = float(attention_of(np.ones((1, len(data["A"]))), data["A"], 0.15)[0])
    assert attention == pytest.approx(known["exact"]["gamma"], rel=1e-9)
    assert attention == pytest.approx(known["bc"]["attentive"], abs=5e-5)
    assert data["A"].mean() == pytest.approx(known["exact"]["mean_A"], rel=1e-9)
    plain, corrected = known["bc"]["results"]  # estimate, error, and both limits, to four digits
    assert naive.share.se == pytest.approx(plain[1], abs=5e-5)
    assert [naive.share.interval.low, naive.share.interval.high] == pytest.approx(plain[2:], abs=5e-5)
    assert told.share.se == pytest.approx(corrected[1], rel=4 / np.sqrt(2 * known["bc"]["boot_reps"]))
    # Quantiles of 200 draws: the upper one is known to about 0.2 of an error, and so is the lower.
    limits = [told.share.interval.low, told.share.interval.high]
    assert limits == pytest.approx(corrected[2:], abs=0.5 * corrected[1])
    alike = np.full(len(data["Y"]), 4.0)
    weighted = crosswise_prevalence(data["Y"], data["A"], p=0.15, anchor_p=0.15, seed=123456, weights=alike)
    assert weighted.share == told.share, "one weight for all changes nothing"
