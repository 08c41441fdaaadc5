"""What reference software answered on published data: two lists, a multiplier, hares and voles, Seber's table."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from amparo.methods.population import capture_histories, chao_lower_bound, closed_population, multiplier, two_lists
from amparo.methods.population.hierarchies import closed
from amparo.methods.population.histories import Histories, cells
from amparo.methods.population.profile import likelihood_of_unseen
from tests.methods.population.lists_by_hand import counted

GOLDEN = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "golden" / "hidden"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLDEN.exists(), reason="the reference data do not lie beside the project"),
]
NAMES = {"Mh Chao (LB)": "Mh Chao", "Mth Chao (LB)": "Mth Chao", "Mh Poisson2": "Mh Poisson",
         "Mth Poisson2": "Mth Poisson", "Mh Gamma3.5": "Mh Gamma", "Mth Gamma3.5": "Mth Gamma"}  # fmt: skip
NOT_HERE = {"Mbh"}  # as docs/methods/population-size.md says


def told(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}.json").read_text())


def histories(name: str) -> Histories:
    """The data of one table; of the voles the third of six times of trapping."""
    if name == "seber2":
        return capture_histories({"11": 167, "10": 948 - 167, "01": 421 - 167}, lists=("first", "second"))
    with (GOLDEN / "data" / f"crc_{name.removesuffix('3')}.csv").open() as file:
        head, *rows = csv.reader(file)
    kept = [place for place, column in enumerate(head) if name == "hare" or column.startswith("c3")]
    table = np.array(rows, int)[:, kept]
    return capture_histories(counted(table), lists=[head[place] for place in kept])


def test_two_lists_and_a_multiplier() -> None:
    closed = told("closed_form")
    found = two_lists(948, 421, 167)
    assert found.lincoln_petersen == pytest.approx(closed["two_list"]["LP"], rel=1e-9)
    assert found.estimate.value == pytest.approx(closed["two_list"]["chapman"], rel=1e-9)
    assert found.estimate.se == pytest.approx(closed["two_list"]["chapman_se"], rel=1e-9)
    wanted = closed["multiplier"]
    share_se = (wanted["design_effect"] * 0.25 * 0.75 / wanted["n"]) ** 0.5
    level = 0.950004209703559  # of the 1.96 standard errors that they took
    counted_ = multiplier(wanted["M"], wanted["P"], asked=wanted["n"], share_se=share_se, level=level)
    assert counted_.value == pytest.approx(wanted["N"], rel=1e-9)
    assert counted_.se == pytest.approx(wanted["se"], rel=1e-9)
    assert counted_.interval is not None
    assert [counted_.interval.low, counted_.interval.high] == pytest.approx(wanted["ci"], rel=1e-9)


@pytest.mark.parametrize("name", ["hare", "mvole3", "seber2"])
def test_every_model_of_a_closed_population(name: str) -> None:
    golden = told("crc")[f"{name}_closedp.t"]
    table = closed_population(histories(name))
    assert table.n == golden["n"]
    ours = {each.name: each for each in table.models}
    compared = 0
    for model, figures in zip(golden["models"], golden["results"], strict=True):
        if model in NOT_HERE:
            continue
        found = ours[NAMES.get(model, model)]
        value, se, deviance, df, aic, bic, _ = figures
        assert found.value == pytest.approx(value, rel=1e-6), model
        assert found.deviance == pytest.approx(deviance, rel=1e-6, abs=1e-6), model
        assert (found.aic, found.bic) == (pytest.approx(aic, rel=1e-6), pytest.approx(bic, rel=1e-6)), model
        assert found.df == df, model
        # Their standard errors come from the weights of the last step but one: up to 4e-5 off. Ours are at the maximum.
        assert found.se == pytest.approx(se, rel=1e-4), model
        compared += 1
    assert compared == {"hare": 11, "mvole3": 11, "seber2": 3}[name]


def test_the_profile_interval_of_a_lower_bound() -> None:
    value, low, high, _ = told("crc")["hare_CI_MhChao"]["CI"][0]
    (model,) = (each for each in closed_population(histories("hare")).models if each.name == "Mh Chao")
    assert model.interval is not None
    assert (model.interval.low, model.interval.high) == (pytest.approx(low, rel=1e-6), pytest.approx(high, rel=1e-6))
    assert low < value < high


def test_the_best_number_of_the_profile() -> None:
    """Beside its interval the reference gives the multinomial best; ours is where the profile is highest."""
    best = told("crc")["hare_CI_MhChao"]["CI"][0][0]
    hares = histories("hare")
    (design,) = (each for each in closed(hares) if each.name == "Mh Chao")
    likelihood = likelihood_of_unseen(design.columns, cells(hares), above_zero=design.above_zero)
    found = minimize_scalar(
        lambda unseen: -likelihood(unseen), bounds=(1, 40), method="bounded", options={"xatol": 1e-9}
    )
    assert hares.n + found.x == pytest.approx(best, rel=1e-6)


def test_the_lower_bound_without_bias() -> None:
    """Of hares; and of two lists, where what is without bias is Chapman's number.

    M0, Mt and Mth of ``hare_bc`` are corrections of models that ours give by maximum likelihood alone: not compared.
    """
    value, se, _ = told("crc")["hare_bc"]["Mh"]["results"][0]
    found = chao_lower_bound(histories("hare").frequencies.tolist())
    assert (found.value, found.se) == (pytest.approx(value, rel=1e-9), pytest.approx(se, rel=1e-9))
    value, se, _ = told("crc")["seber2_bc"]["results"][0]
    chapman = two_lists(948, 421, 167).estimate
    assert (chapman.value, chapman.se) == (pytest.approx(value, rel=1e-9), pytest.approx(se, rel=1e-9))
