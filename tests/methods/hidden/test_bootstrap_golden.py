"""Standard errors against those of reference software, intervals against the truth of a network that is known."""

import json
import math
from typing import Any

import numpy as np
import pytest

from amparo.methods.hidden import Sample, from_recruiters
from amparo.methods.hidden.estimating import estimate_rds
from amparo.methods.hidden.tree_bootstrap import tree_replicate_sums
from tests.methods.hidden import bootstrap_oracle as oracle

pytestmark = pytest.mark.shared


def madrona() -> tuple[Sample, list[str]]:
    rows = oracle.table("fauxmadrona.csv")
    return (
        from_recruiters(*([row[name] for row in rows] for name in ("id", "recruiter.id", "degree"))),
        [row["disease"] for row in rows],
    )


@pytest.mark.parametrize("row", ["SS_Gile", "SS_Gile_pivotal", "SS_Gile_quantile", "SS_Gile_proportion"])
def test_gile_on_fauxmadrona(row: str) -> None:
    golden = json.loads((oracle.GOLDEN / "bootstrap.json").read_text())[f"fauxmadrona_{row}"]
    sample, sick = madrona()
    kind = {"pivotal": "pivotal", "quantile": "percentile"}.get(row.rpartition("_")[2], "normal")
    found = estimate_rds(sample, sick, population=1000, replicates=2000, seed=1, interval=kind).sizes[0]
    again = golden["call"]["B"]
    for share, point, sd, low, high in zip(
        found.groups, *(golden["result"][key] for key in ("point", "boot_sd", "lower", "upper")), strict=True
    ):
        assert share.value == pytest.approx(point, abs=1e-3)
        assert share.se == pytest.approx(sd, rel=4 / math.sqrt(2 * again))
        # A quantile of 200 replicates is known to about 0.2 of a standard error, and the reference's point to 0.1.
        assert share.interval is not None
        assert (share.interval.low, share.interval.high) == pytest.approx((low, high), abs=0.45 * sd)
    # The reference's design effect is of se², and has the same correction for a finite population.
    assert found.design_effects[0] == pytest.approx(
        golden["result"]["design_effect"][0], rel=2.2 * 4 / math.sqrt(2 * again)
    )


def test_the_tree_bootstrap_of_a_hundred() -> None:
    golden = json.loads((oracle.GOLDEN / "treeboot_pkg.json").read_text())["n100"]
    rows = oracle.table("treeboot_sample_n100.csv")
    sample = from_recruiters(
        *([row[name] for row in rows] for name in ("row", "recruiter_row", "degree")), seed_words=("0",)
    )
    degree = np.array([float(row["degree"]) for row in rows])
    traits = np.array([[float(row[name]) for name in golden["traits"]] for row in rows])
    columns = np.column_stack([traits / degree[:, None], 1 / degree])
    sums = tree_replicate_sums(sample, columns, replicates=4000, seed=1)
    shares = sums[:, :3] / sums[:, 3:]
    assert columns[:, :3].sum(0) / columns[:, 3].sum() == pytest.approx(golden["rds_II"], rel=1e-12)
    for trait, quantiles in enumerate(golden["values"]):
        spread = shares[:, trait].std()
        ours = weighted_quantiles(shares[:, trait], sums[:, 3], [float(each) for each in golden["quantiles"]])
        # Of 2,000 replicates a 2.5 % quantile is known to 0.06 standard deviations, of 4,000 to 0.04.
        assert ours == pytest.approx(quantiles, abs=4 * math.hypot(0.06, 0.04) * spread)


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, at: list[float]) -> list[float]:
    """The reference weighs a replicate by the sum of its weights."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order]) / weights.sum()
    return [float(values[order][np.searchsorted(reached, each)]) for each in at]


WAYS: dict[str, dict[str, Any]] = {  # by the names of the record
    "gile_SS": {"population": 1000},
    "tree_II": {},
    "tree_SS": {"population": 1000, "bootstrap": "tree"},
    "salg_II": {"bootstrap": "salganik"},
    "tree_II_q": {"interval": "percentile"},
}


def test_the_truth_is_inside_as_often_as_is_said() -> None:
    """300 samples of 500, drawn here: as often as in the record, but for 4 points; as wide, and as far off.

    A coverage of 300 samples is known to 1.3 points at 95 %, to 2.6 at 73 %. So 4 points is no wide net: the seeds are
    fixed, and other seeds may leave it for the lowest of the five.
    """
    golden = json.loads((oracle.GOLDEN / "coverage.json").read_text())["500"]
    begin, near, sick = oracle.network()
    truth, samples = sick.mean(), 300
    assert truth == golden["truth"]
    inside, width = dict.fromkeys([*WAYS, "SRS"], 0), dict.fromkeys(WAYS, 0.0)
    away: dict[str, list[float]] = {"mean": [], "II": [], "SS": []}
    for chance in range(samples):
        who, by = oracle.survey(begin, near, 500, 10, 2, chance)
        sample = from_recruiters(
            who.tolist(), [None if each < 0 else int(who[each]) for each in by], np.diff(begin)[who].tolist()
        )
        for name, way in WAYS.items():
            share = estimate_rds(sample, sick[who].tolist(), replicates=200, seed=chance, **way).sizes[0]["1"]
            assert share.interval is not None
            inside[name] += share.interval.low <= truth <= share.interval.high
            width[name] += (share.interval.high - share.interval.low) / samples
            if name in {"gile_SS", "tree_II"}:
                away[name[-2:]].append(share.value - truth)
        plain = sick[who].mean()
        inside["SRS"] += abs(plain - truth) <= 1.96 * math.sqrt(plain * (1 - plain) / 500)
        away["mean"].append(plain - truth)
    print(f"seeds 0 to 299: inside {inside} of 300, wide {width}")
    for name, many in inside.items():
        assert many / samples == pytest.approx(golden["coverage"][name], abs=0.04), name
    for name, wide in width.items():
        assert wide == pytest.approx(golden["width"][name], rel=0.06), name
    for name, each in away.items():
        error = golden["sd"][name] * math.sqrt(2 / samples)
        assert np.mean(each) == pytest.approx(golden["bias"][name], abs=4 * error), name
        assert np.std(each) == pytest.approx(golden["sd"][name], rel=4 / math.sqrt(2 * samples)), name
    assert 0.92 <= inside["gile_SS"] / samples <= 0.98
    assert inside["SRS"] / samples < 0.10
