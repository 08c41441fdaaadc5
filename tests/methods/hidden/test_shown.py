"""What is shown of an estimate tells no group that is withheld, and no count of who was asked."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import (
    composition_bands,
    design_effect,
    differential_activity,
    estimate_mean,
    estimate_rds,
    estimate_rds_mean,
    estimate_rds_strata,
    from_recruiters,
    recruitment_effectiveness,
    sample_composition,
    without_withheld,
)
from tests.methods.hidden.test_rds_command import told


def people(kinds: str) -> tuple[Any, list[str]]:
    """A person for each letter, in eight trees."""
    n = len(kinds)
    by = [None if at < 8 else (at - 8) // 2 for at in range(n)]
    return from_recruiters(range(n), by, [2 + at % 7 for at in range(n)]), list(kinds)


FEW = "a" * 120 + "b" * 60 + "c" * 30 + "d" * 3


def test_a_withheld_group_keeps_its_name_and_why_alone() -> None:
    sample, kinds = people(FEW)
    found = estimate_rds(sample, kinds, bootstrap="tree", replicates=60, seed=1)
    size = without_withheld(found.sizes[0])
    assert size.withheld == ("c", "d")  # the smallest of the others too: alone, d would be 1 minus the rest
    for each, effect in zip(size.groups, size.design_effects, strict=True):
        out = each.name in "cd"
        assert math.isnan(each.value) == math.isnan(effect) == out
        assert (each.interval is None) == (each.se is None) == out
        assert (each.replicates is None) == out
        assert bool(each.warnings) == out
    assert found.sizes[0]["a"] == size["a"]


def test_who_was_asked_is_told_in_bands_of_a_twentieth() -> None:
    sample, kinds = people("a" * 105 + "b" * 50 + "c" * 45)
    told = [(each.name, each.low, each.high) for each in composition_bands(sample_composition(sample, kinds))]
    assert told == [("a", 0.5, 0.55), ("b", 0.25, 0.3), ("c", 0.2, 0.25)]
    sample, kinds = people("a" * 60 + "b" * 140)  # three tenths exactly: the band begins there
    assert [(each.low, each.high) for each in composition_bands(sample_composition(sample, kinds))] == [
        (0.3, 0.35), (0.7, 0.75),
    ]  # fmt: skip
    sample, kinds = people("a" * 100)
    assert [(each.low, each.high) for each in composition_bands(sample_composition(sample, kinds))] == [(0.95, 1.0)]
    sample, kinds = people(FEW)
    assert [each.low for each in composition_bands(sample_composition(sample, kinds))][2:] == [None, None]


def test_no_figure_of_the_json_tells_a_withheld_group_or_a_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The value of the small group, in any digits, and the exact share of the sample, are looked for in the text."""
    sample, kinds = people(FEW)
    path = tmp_path / "people.csv"
    rows = [
        f"{name},{sample.ids[by] if by >= 0 else ''},{int(degree)},{kind},{'left' if seed % 2 else 'right'}"
        for name, by, degree, kind, seed in zip(
            sample.ids, sample.recruiter, sample.degree, kinds, sample.seed_of, strict=True
        )
    ]
    path.write_text("id,recruiter,degree,kind,side\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ("rds", path, "--outcome", "kind", "--replicates", 60, "--json")
    exact = as_json(estimate_rds(sample, kinds, bootstrap="tree", replicates=60, seed=1))
    hidden = estimate_rds(sample, kinds, bootstrap="tree", replicates=60, seed=1).sizes[0]["d"].value
    assert str(hidden) in exact, "the look finds it where it is"
    code, out, _ = told(capsys, *words)
    assert code == 0
    assert str(hidden) not in out
    assert str(120 / 213) not in out
    assert {each["name"]: each["value"] for each in json.loads(out)["sizes"][0]["groups"]}["d"] is None
    code, out, _ = told(capsys, *words, "--strata", "side")
    assert code == 0
    for part in json.loads(out)["shares"]:
        size = part["sizes"][0]
        assert all(each["value"] is None for each in size["groups"] if each["name"] in size["withheld"])
        assert all(set(band) == {"name", "low", "high"} for band in part["composition"])


def test_how_many_a_person_knows_or_brought_is_not_told_of_few() -> None:
    sample, kinds = people(FEW)
    activity, brought = differential_activity(sample, kinds), recruitment_effectiveness(sample, kinds)
    for figure in (activity.mean_degree, activity.ratio, brought.mean_recruits, brought.share_without):
        assert np.isnan(figure).tolist() == [False, False, True, True]
    for warnings in (activity.warnings, brought.warnings):
        assert "fewer than 5 people: c, d" in str(warnings[-1])
    sample, kinds = people("a" * 100 + "b" * 5)
    assert not np.isnan(differential_activity(sample, kinds).ratio).any()


def test_a_mean_of_four_is_refused_and_of_five_is_not() -> None:
    sample, _ = people("a" * 100)
    for mean in (
        lambda y: estimate_mean(sample, y, name="hours"),
        lambda y: estimate_rds_mean(sample, y, name="hours", replicates=60, seed=1),
    ):
        with pytest.raises(Refused, match="Only 4 people said a number"):
            mean([1.0, 2.0, 3.0, 4.0, *[None] * 96])
        mean([1.0, 2.0, 3.0, 4.0, 5.0, *[None] * 95])


def test_three_sizes_may_be_a_list_and_nonsense_is_refused_in_words() -> None:
    sample, kinds = people("ab" * 100)
    parts = ["left" if seed % 2 else "right" for seed in sample.seed_of]
    how: dict[str, Any] = {"bootstrap": "tree", "replicates": 60, "seed": 1}
    one = estimate_rds_strata(sample, kinds, parts, population=(900, 1000, 1500), **how)
    other = estimate_rds_strata(sample, kinds, parts, population=[900, 1000, 1500], **how)  # type: ignore[arg-type]
    assert as_json(one) == as_json(other)
    with pytest.raises(Refused, match="in this order"):
        estimate_rds_strata(sample, kinds, parts, population=[900, 1000], **how)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="n is 0"):
        design_effect(0.1, 0.5, n=0)
    with pytest.raises(Refused, match=r"1\.2 is no share"):
        design_effect(0.1, 1.2, n=10)
