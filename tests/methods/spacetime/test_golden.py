"""Clusters that reference software found: the same members, the same score."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from amparo.methods import spacetime

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT.parent / "shared" / "data" / "golden" / "analysis"

pytestmark = pytest.mark.shared


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def whole(places: spacetime.Places, count: list[float]) -> spacetime.Cases:
    """Cases without days: all of one day."""
    return spacetime.tidy(places, places.ids, [1] * len(count), count=count, until=1, opened={})


@pytest.mark.parametrize("share", [0.1])
def test_new_york(share: float) -> None:
    """281 tracts; smerc 1.8.4 and SaTScan (recorded in its tests): 11.577255 and 9.019716."""
    data, wanted = rows("nydf.csv"), rows("nydf_smerc.csv")
    ids = [str(at + 1) for at in range(len(data))]
    places = spacetime.on_plane(
        ids, [float(row["longitude"]) for row in data], [float(row["latitude"]) for row in data]
    )
    cases = whole(places, [np.floor(float(row["cases"])) for row in data])
    people = np.array([float(row["population"]) for row in data])
    told = spacetime.poisson_scan(
        places, cases, people, windows="whole", most_share=share, most_clusters=20, seed=1, replicates=999
    )
    print(told.zones)
    for row in wanted:
        cluster = told.clusters[int(row["k"]) - 1]
        assert set(cluster.places) == set(row["locids"].split())
        assert cluster.cases == float(row["cases"])
        assert cluster.llr == pytest.approx(float(row["llr"]), abs=1e-6)
        assert cluster.expected == pytest.approx(float(row["exp"]), rel=1e-9)
        assert cluster.relative_risk == pytest.approx(float(row["rr"]), rel=1e-9)
        assert cluster.p == pytest.approx(float(row["p999"]), abs=0.015)
