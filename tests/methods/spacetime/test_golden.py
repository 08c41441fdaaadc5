"""Clusters that reference software found: the same members, the same score."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

from amparo.methods import spacetime
from amparo.methods.estimate import Floats

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT.parent / "shared" / "data" / "golden" / "analysis"

pytestmark = pytest.mark.shared


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def whole(places: spacetime.Places, count: list[float]) -> spacetime.Cases:
    """Cases without days: all of one day."""
    return spacetime.tidy(places, places.ids, [1] * len(count), count=count, until=1, opened={})


def new_york(share: float, *, most_clusters: int, count: list[float] | None = None) -> spacetime.Scan:
    """281 tracts, on coordinates taken as a plane; cases rounded down, as in the reference, where nothing is said."""
    data = rows("nydf.csv")
    ids = [str(at + 1) for at in range(len(data))]
    places = spacetime.on_plane(
        ids, [float(row["longitude"]) for row in data], [float(row["latitude"]) for row in data]
    )
    cases = whole(places, count or [np.floor(float(row["cases"])) for row in data])
    people = np.array([float(row["population"]) for row in data])
    return spacetime.poisson_scan(
        places, cases, people, windows="whole", most_share=share, most_clusters=most_clusters, seed=1, replicates=999
    )


def test_new_york() -> None:
    """smerc 1.8.4, and SaTScan as recorded in its tests: 11.577255 and 9.019716."""
    told, wanted = new_york(0.1, most_clusters=20), rows("nydf_smerc.csv")
    assert len(wanted) == 3
    for row in wanted:
        cluster = told.clusters[int(row["k"]) - 1]
        assert set(cluster.places) == set(row["locids"].split())
        assert cluster.cases == float(row["cases"])
        assert cluster.llr == pytest.approx(float(row["llr"]), abs=1e-6)
        assert cluster.expected == pytest.approx(float(row["exp"]), rel=1e-9)
        assert cluster.relative_risk == pytest.approx(float(row["rr"]), rel=1e-9)
        assert cluster.p == pytest.approx(float(row["p999"]), abs=0.015)


def test_new_york_up_to_half() -> None:
    told = new_york(0.5, most_clusters=1)
    first = told.clusters[0]
    assert (len(first.places), first.cases, told.zones) == (28, 100.0, 41_584)
    assert first.llr == pytest.approx(14.083511, abs=1e-6)


def test_new_york_with_fractions() -> None:
    """The cases of this table are fractions. Truncated to a whole total, scores come out wrong; here they are not.

    By the formula, on the members that were found, in plain arithmetic."""
    data = rows("nydf.csv")
    told = new_york(0.1, most_clusters=1, count=[float(row["cases"]) for row in data])
    first = told.clusters[0]
    inside = [row for at, row in enumerate(data) if str(at + 1) in first.places]
    every, c = sum(float(row["cases"]) for row in data), sum(float(row["cases"]) for row in inside)
    share = sum(float(row["population"]) for row in inside) / sum(float(row["population"]) for row in data)
    e = every * share
    assert every != int(every)
    assert first.llr == pytest.approx(c * math.log(c / e) + (every - c) * math.log((every - c) / (every - e)), abs=1e-9)
    assert told.cases == pytest.approx(every, abs=1e-9)
    assert "fractions" in {each.code for each in told.warnings}


def pennsylvania() -> tuple[spacetime.Places, spacetime.Cases, Floats, Floats]:
    """Counties on a grid of kilometres, cases, people, and what sixteen strata let expect."""
    grid, county, strata = rows("pennLC_grid_km.csv"), rows("pennLC_county.csv"), rows("pennLC_data.csv")
    places = spacetime.on_plane(
        [row["county"] for row in grid], [float(row["x"]) for row in grid], [float(row["y"]) for row in grid]
    )
    each = spacetime.standardised(
        ["/".join((row["race"], row["gender"], row["age"])) for row in strata],
        [float(row["population"]) for row in strata],
        [float(row["cases"]) for row in strata],
    )
    expected = np.zeros(len(grid))
    for row, share in zip(strata, each, strict=True):
        expected[places.ids.index(row["county"])] += share
    assert expected == pytest.approx([float(row["expected16"]) for row in county], rel=1e-9)
    people = np.array([float(row["pop"]) for row in county])
    return places, whole(places, [float(row["cases"]) for row in county]), people, expected


def test_pennsylvania_with_covariates() -> None:
    places, cases, people, expected = pennsylvania()
    told = spacetime.poisson_scan(
        places, cases, expected, weights=people, windows="whole", most_clusters=2, replicates=999, seed=2
    )
    for cluster, row in zip(told.clusters, rows("pennLC_SpatialEpi.csv"), strict=False):
        assert set(cluster.places) == {places.ids[int(each) - 1] for each in row["ids"].split()}
        assert cluster.cases == float(row["cases"])
        assert cluster.llr == pytest.approx(float(row["llr"]), abs=1e-6)
        assert cluster.expected == pytest.approx(float(row["expected"]), rel=1e-9)
        assert cluster.cases / cluster.expected == pytest.approx(float(row["SMR"]), rel=1e-9)
        assert cluster.p == pytest.approx(float(row["p"]), abs=0.02)


def test_pennsylvania_as_cases_among_people() -> None:
    """The binomial scan of SpatialEpi 1.2.8: 36.570511. Whoever has no cancer is a control."""
    places, cases, people, _ = pennsylvania()
    sick = np.zeros(len(people))
    np.add.at(sick, cases.place, cases.count)
    told = spacetime.bernoulli_scan(
        places, cases, whole(places, list(people - sick)), windows="whole", replicates=19, most_clusters=1, seed=1
    )
    assert told.clusters[0].llr == pytest.approx(36.570511, abs=1e-6)


def on_ellipsoid(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres on WGS 84 (Andoyer; Meeus, Astronomical Algorithms, chapter 11): what the reference used."""
    (lon, lat), (lon2, lat2) = one, other
    f, g, h = (math.radians(each / 2) for each in (lat + lat2, lat - lat2, lon - lon2))
    s = (math.sin(g) * math.cos(h)) ** 2 + (math.cos(f) * math.sin(h)) ** 2
    c = (math.cos(g) * math.cos(h)) ** 2 + (math.sin(f) * math.sin(h)) ** 2
    if s == 0:
        return 0.0
    w = math.atan(math.sqrt(s / c))
    r = math.sqrt(s * c) / w
    up, down = (3 * r - 1) / (2 * c), (3 * r + 1) / (2 * s)
    bend = up * (math.sin(f) * math.cos(g)) ** 2 - down * (math.cos(f) * math.sin(g)) ** 2
    return 2 * w * 6378.137 * (1 + bend / 298.257223563)


def counties() -> dict[str, tuple[float, float]]:
    at = {
        row["county"]: (float(row["center_long"]), float(row["center_lat"]))
        for row in rows("scanstatistics_NM_geo.csv")
    }
    return {name: at[name] for name in (GOLDEN / "NM_county_order.txt").read_text(encoding="utf-8").split()}


def new_mexico(since: int) -> tuple[spacetime.Places, spacetime.Cases, Floats]:
    """Counties with a list of how far it is to the others, cases by year, and people by county and year."""
    table, at = rows("scanstatistics_NM_popcas.csv"), counties()
    order = list(at)
    pairs = [(one, other, on_ellipsoid(at[one], at[other])) for one in order for other in order]
    places = spacetime.by_travel(
        order, [pair[0] for pair in pairs], [pair[1] for pair in pairs], [pair[2] for pair in pairs]
    )
    table = [row for row in table if int(row["year"]) >= since]
    cases = spacetime.tidy(
        places, [row["county"] for row in table], [int(row["year"]) for row in table], since=since, until=1991,
        count=[float(row["count"]) for row in table], opened={},
    )  # fmt: skip
    people = np.zeros((len(order), 1992 - since))
    for row in table:
        people[order.index(row["county"]), int(row["year"]) - since] = float(row["population"])
    return places, cases, people


def zones_told() -> set[frozenset[str]]:
    order = (GOLDEN / "NM_county_order.txt").read_text(encoding="utf-8").split()
    lines = (GOLDEN / "NM_k15_zones.txt").read_text(encoding="utf-8").splitlines()
    return {frozenset(order[int(each) - 1] for each in line.split()) for line in lines}


def sets(places: spacetime.Places) -> set[frozenset[str]]:
    zones = spacetime.zones_of(places, np.ones(len(places.ids)), most_share=1.0, most_places=15)
    return {
        frozenset(places.names_at(zones.members(centre, at).tolist()))
        for centre in range(places.sites)
        for at in range(zones.start[centre], zones.start[centre + 1])
        if zones.closes[at]
    }


def test_the_circles_of_new_mexico() -> None:
    """All 428, by a list of neighbours. On the sphere two counties stand in another order, which makes four others."""
    wanted, at = zones_told(), counties()
    assert len(wanted) == 428
    assert sets(new_mexico(1987)[0]) == wanted
    sphere = sets(spacetime.on_earth(list(at), [lon for lon, _ in at.values()], [lat for _, lat in at.values()]))
    assert len(sphere & wanted) == 424


def test_new_mexico_today() -> None:
    wanted = json.loads((GOLDEN / "scan.json").read_text(encoding="utf-8"))["NM_k15"]
    order = (GOLDEN / "NM_county_order.txt").read_text(encoding="utf-8").split()
    lines = (GOLDEN / "NM_k15_zones.txt").read_text(encoding="utf-8").splitlines()
    places, cases, people = new_mexico(1987)
    told = spacetime.poisson_scan(
        places, cases, people, longest=5, most_places=15, most_share=1.0, replicates=99, seed=1
    ).clusters[0]
    zone = lines[wanted["pb_poisson_D5"]["zone"] - 1].split()
    assert told.llr == pytest.approx(wanted["pb_poisson_D5"]["llr"], abs=1e-6)
    assert (told.since, told.until) == (1992 - wanted["pb_poisson_D5"]["duration"], 1991)
    assert set(told.places) == {order[int(each) - 1] for each in zone}
    told = spacetime.permutation_scan(
        places, cases, longest=5, most_places=15, most_share=1.0, replicates=99, seed=1
    ).clusters[0]
    permuted = wanted["perm_D5"]
    assert told.llr == pytest.approx(permuted["llr"], abs=1e-6)
    assert (told.places, told.cases, told.since) == (tuple(permuted["members"]), permuted["c"], 1991)
    assert told.expected == pytest.approx(permuted["e"], abs=1e-6)
