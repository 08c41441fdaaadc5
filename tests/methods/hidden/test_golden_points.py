"""Point estimates against the reference package (R 4.5.0, RDS 0.9-10), on its own two samples.

The reference estimates successive sampling from 3,000 simulated samples: its rows differ from run to run in the fourth
digit. Ours come from one equation, so they are compared at 1e-3; all else at 1e-9 relative.
"""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from amparo.methods.hidden import (
    Sample,
    bottleneck,
    convergence,
    differential_activity,
    estimate_shares,
    from_recruiters,
    harmonic_degrees,
    over_populations,
    population_homophily,
    recruitment_homophily,
    sample_composition,
    stationary,
    transitions,
    waves,
    weights_of,
)

pytestmark = pytest.mark.shared
GOLDEN = Path(__file__).resolve().parents[4] / "shared" / "data" / "golden" / "hidden"
EXACT, SIMULATED = 1e-9, 1e-3
CASES = [("fauxmadrona", "disease"), ("faux", "X"), ("faux", "Y"), ("faux", "Z")]
DEGREE = {"fauxmadrona": "degree", "faux": "network.size"}


def table(name: str) -> list[dict[str, str]]:
    with (GOLDEN / "data" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sample_of(name: str) -> tuple[Sample, list[dict[str, str]]]:
    rows = table(name)
    columns = ([row[key] for row in rows] for key in ("id", "recruiter.id", DEGREE[name]))
    return from_recruiters(*columns), rows


def golden(name: str) -> Any:
    return json.loads((GOLDEN / f"point_{name}.json").read_text(encoding="utf-8"))[name]


@pytest.mark.parametrize("name", DEGREE)
def test_the_tree(name: str) -> None:
    sample, rows = sample_of(name)
    tree = golden(name)["tree"]
    assert sample.wave.tolist() == tree["wave"]
    assert [sample.ids[seed] for seed in sample.seed_of] == [row["seed"] for row in rows]
    shape = waves(sample)
    assert {str(wave): count for wave, count in enumerate(shape.by_wave.tolist())} == tree["wave_table"]
    recruits = {str(many): count for many, count in enumerate(shape.by_recruits.tolist()) if count}
    assert recruits == tree["n_recruits_table"]
    assert (
        dict(zip((sample.ids[seed] for seed in sample.seeds), shape.by_tree.tolist(), strict=True))
        == tree["seed_table"]
    )


@pytest.mark.parametrize(("name", "column"), CASES)
def test_transitions_and_the_estimates_they_lead_to(name: str, column: str) -> None:
    sample, rows = sample_of(name)
    y, told = [row[column] for row in rows], golden(name)[column]
    moved = transitions(sample, y)
    assert list(moved.labels) == told["transitions"]["levels"]
    assert moved.counts.tolist() == told["transitions"]["counts"]
    assert stationary(moved.counts)[0] == pytest.approx(told["stationary"], rel=EXACT)
    assert harmonic_degrees(sample, y) == pytest.approx(list(told["harmonic_mean_degree"].values()), rel=EXACT)
    for method, row in (("rds1", "RDS_I"), ("smoothed", "RDS_I_DS"), ("rds2", "RDS_II"), ("rds2", "RDS_II_noN")):
        found = estimate_shares(sample, y, method=method)
        assert [each.name for each in found.groups] == told[row]["levels"]
        assert found.values == pytest.approx(told[row]["point"], rel=EXACT)
        assert found.counts.tolist() == told[row]["n"]
    assert sample_composition(sample, y).values == pytest.approx(told["Arithmetic"]["point"], rel=EXACT)


@pytest.mark.parametrize(("name", "column"), CASES)
def test_successive_sampling(name: str, column: str) -> None:
    sample, rows = sample_of(name)
    y, told = [row[column] for row in rows], golden(name)[column]["SS"]
    assert told
    for size, runs in told.items():
        found = estimate_shares(sample, y, population=float(size)).values
        better = [run["point"] for key, run in runs.items() if key.startswith("M3000") and run]
        assert better
        for point in better:
            assert found == pytest.approx(point, abs=SIMULATED)
    sizes = sorted(map(float, told))
    span = over_populations(sample, y, populations=(sizes[0], sizes[1], sizes[-1]))
    assert span.low.values == pytest.approx(estimate_shares(sample, y, population=sizes[0]).values)


@pytest.mark.parametrize("name", DEGREE)
def test_weights_of_each_person(name: str) -> None:
    """RDS-II to the last digits; of successive sampling a weight is within the noise of the reference's simulation."""
    sample, _ = sample_of(name)
    told = table(f"{name}.weights")
    assert [row["id"] for row in told] == list(sample.ids)
    rds2 = np.array([float(row["rds_II"]) for row in told])
    found = weights_of(sample, method="rds2")
    assert found / found.sum() == pytest.approx(rds2 / rds2.sum(), rel=EXACT)
    for column in (key for key in told[0] if key.startswith("SS_N")):
        reference = np.array([float(row[column]) for row in told])
        assert weights_of(sample, population=float(column[4:])) == pytest.approx(reference, rel=0.04)


@pytest.mark.parametrize(("name", "column"), CASES)
def test_homophily_activity_and_convergence(name: str, column: str) -> None:
    sample, rows = sample_of(name)
    y, told = [row[column] for row in rows], golden(name)[column]
    assert recruitment_homophily(sample, y).overall == pytest.approx(
        told["homophily_recruitment"]["homophily"], rel=EXACT
    )
    labels = sorted(set(y))
    for key, size, tolerance in (("RDS_II", None, EXACT), ("SS", 1000.0, 2e-3)):
        found = population_homophily(sample, y, population=size).groups
        wanted = told[f"homophily_population_{key}"]
        wanted = [wanted[label] for label in labels] if len(labels) > 2 else [wanted[column]] * 2
        assert found == pytest.approx(wanted, rel=tolerance)
        # The reference tells one ratio: that of the last group to all others.
        activity = differential_activity(sample, y, population=size)
        assert activity.ratio[-1] == pytest.approx(told[f"differential_activity_{key}"][0], rel=tolerance)
    line = convergence(sample, y)
    assert line.n.tolist() == told["convergence_RDS_II"]["n"]
    assert line.values == pytest.approx(np.array(told["convergence_RDS_II"]["est"]), rel=EXACT, abs=1e-12)
    ends = bottleneck(sample, y).lines
    assert sorted(int(end.n[-1]) for end in ends) == sorted(golden(name)["tree"]["seed_table"].values())


def test_the_figures_that_the_reference_gives_by_names_do_not_move_here() -> None:
    """The reference answers 0.0221 or 0.0371 for one standard error, by how two categories are spelt.

    It indexes groups by who came first in one place, and by the alphabet in another. The record says so; all that its
    bootstrap is made of (transitions, degrees by group, shares) goes by name here and does not move.
    """
    told = json.loads((GOLDEN / "label_invariance.json").read_text(encoding="utf-8"))
    one, other = (told[f"Salganik_RDS_II_alpha_{way}_appearance"] for way in ("eq", "ne"))
    assert one["se"][0] == pytest.approx(0.0221, abs=1e-4)
    assert other["se"][0] == pytest.approx(0.0370, abs=1e-4)
    three, ordered = told["faux_Y_Treeboot_RDS_II"], told["faux_Yordered_Treeboot_RDS_II"]
    by_name = dict(zip(three["levels"], three["se"], strict=True))
    right = {level[2:]: se for level, se in zip(ordered["levels"], ordered["se"], strict=True)}
    assert by_name["blue"] == pytest.approx(right["green"])
    assert by_name["green"] == pytest.approx(right["blue"])

    for name, column, spelt in (
        ("fauxmadrona", "disease", ({"1": "a_pos", "0": "b_neg"}, {"1": "y_pos", "0": "b_neg"})),
        ("faux", "Y", ({"black": "black", "green": "green", "blue": "blue"},
                       {"black": "1_black", "green": "2_green", "blue": "3_blue"})),
    ):  # fmt: skip
        sample, rows = sample_of(name)
        figures = []
        for names in spelt:
            y = [names[row[column]] for row in rows]
            back = {new: old for old, new in names.items()}
            moved = transitions(sample, y)
            links = {(back[a], back[b]): int(moved.counts[i, j]) for i, a in enumerate(moved.labels)
                     for j, b in enumerate(moved.labels)}  # fmt: skip
            degrees = dict(
                zip((back[label] for label in moved.labels), harmonic_degrees(sample, y).tolist(), strict=True)
            )
            shares = {
                (method, back[each.name]): each.value
                for method in ("rds2", "successive_sampling")
                for each in estimate_shares(sample, y, method=method,
                                            population=None if method == "rds2" else 2000).groups
            }  # fmt: skip
            figures.append((links, degrees, shares))
        assert figures[0] == figures[1]
