"""Figures that look exact and are not, and shares that follow from what was shown beside them."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import (
    estimate_rds,
    estimate_rds_strata,
    from_recruiters,
    rds2_weights,
    tree_replicate_weights,
)
from amparo.methods.indirect import direct, estimate_prevalence, warner
from amparo.methods.population import multiplier
from tests.methods.hidden.bootstrap_made import forest

ROOT = Path(__file__).resolve().parents[2]


def test_a_chain_of_one_seed_gives_a_hidden_answer_no_error() -> None:
    n = 300
    chain = from_recruiters(range(n), [None, *range(n - 1)], [3 + at % 5 for at in range(n)])
    drawn = tree_replicate_weights(chain, replicates=600, seed=1)
    yes = (np.arange(n) % 3 == 0).astype(float)
    told = estimate_prevalence(
        yes, design=warner(0.9), weights=rds2_weights(chain.degree_used), replicate_weights=drawn
    )
    assert told.share.interval is None
    assert not told.publishable


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_all_alike_is_no_certainty(answer: float) -> None:
    told = estimate_prevalence(np.full(200, answer), design=direct())
    assert told.share.interval is None or told.share.interval.low < told.share.interval.high
    assert told.share.warnings


def test_everybody_asked_is_said() -> None:
    sample, kinds = forest(300)
    found = estimate_rds(sample, kinds, population=300, replicates=60, seed=1)
    for each in found.sizes[0].groups:
        assert each.interval is None
        assert each.warnings


def test_what_a_part_withholds_does_not_follow_from_the_whole() -> None:
    ids, by, degrees, kinds, where = [], [], [], [], []
    for seed, name in ((1, "border"), (2, "town")):
        sample, told = forest(150, seed=seed)
        for at in range(150):
            ids.append(name + sample.ids[at])
            by.append(name + sample.ids[sample.recruiter[at]] if sample.recruiter[at] >= 0 else None)
            degrees.append(float(sample.degree[at]))
            where.append(name)
            rare = name == "border" and at in (60, 70, 80)
            kinds.append("c" if rare else "a" if told[at] == "k0" else "b")
    found = estimate_rds_strata(
        from_recruiters(ids, by, degrees), kinds, where, parts={"border": 0.3, "town": 0.7}, replicates=60, seed=1
    )
    border = found["border"].sizes[0]
    assert border.withheld == ("a", "c")
    assert not {each.name for each in found.together[0]} & set(border.withheld)


def test_fewer_people_than_were_asked_are_refused() -> None:
    with pytest.raises(Refused):
        multiplier(10, 0.5, asked=400, share_se=0.03)


def test_seeds_without_a_degree_who_are_dropped() -> None:
    program = """
from amparo.methods.hidden import estimate_rds, from_recruiters
by = [None, None, None] + [at // 3 for at in range(297)]
sample = from_recruiters(range(300), by, [None] * 3 + [2 + at % 7 for at in range(297)]).with_degrees(impute="drop")
found = estimate_rds(sample, ["a", "b", "b"] * 100, population=600, replicates=200, seed=1)
print(found.sizes[0]["a"].se)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, (ran.returncode, ran.stderr[-300:])
