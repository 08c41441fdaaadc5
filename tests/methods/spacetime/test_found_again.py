"""What was planted is found; and nothing depends on names, order, place of the origin, threads or cuts."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from amparo.methods import spacetime
from amparo.methods.estimate import as_json
from tests.methods.spacetime.made import cases_at, lattice


def planted(seed: int, *, extra: int = 12) -> tuple[spacetime.Places, np.ndarray, np.ndarray]:
    """300 cases of 100 places and 120 days; in the last week, at nine places, three times what is usual or more."""
    chance, places = np.random.default_rng(seed), lattice(10)
    at, day = chance.integers(0, 100, 300), chance.integers(0, 120, 300)
    near = [44, 45, 46, 54, 55, 56, 64, 65, 66]
    return places, np.append(at, chance.choice(near, extra)), np.append(day, chance.integers(113, 120, extra))


def test_a_planted_cluster_is_found_with_power() -> None:
    """50 data sets: an alert's score in eight of ten or more, around the right places. Seeds 0 to 49."""
    found = 0
    for seed in range(50):
        places, at, day = planted(seed)
        told = spacetime.permutation_scan(
            places, cases_at(places, at, day, days=120), longest=30, replicates=199, most_clusters=1, seed=seed
        )
        first = told.clusters[0]
        found += first.p <= 0.05 and bool({"p44", "p45", "p54", "p55", "p56", "p65"} & set(first.places))
    assert found >= 40, found


def test_a_planted_relative_risk_of_three_is_found() -> None:
    """Poisson, 400 people-weighted cases, nine of a hundred places with three times the risk."""
    places, people, found = lattice(10), np.random.default_rng(1).uniform(50, 150, 100), 0
    risk = np.ones(100)
    risk[[44, 45, 46, 54, 55, 56, 64, 65, 66]] = 3.0
    for seed in range(40):
        count = np.random.default_rng(seed).multinomial(400, people * risk / (people * risk).sum())
        cases = cases_at(places, np.repeat(np.arange(100), count), np.zeros(400, np.int64), days=1)
        told = spacetime.poisson_scan(places, cases, people, windows="whole", replicates=99, most_clusters=1, seed=seed)
        found += told.clusters[0].p <= 0.05 and "p55" in told.clusters[0].places
    assert found >= 32, found


def scan(places: spacetime.Places, at: np.ndarray, day: np.ndarray, **more: Any) -> spacetime.Scan:
    return spacetime.permutation_scan(places, cases_at(places, at, day, days=120), replicates=150, seed=9, **more)


def test_the_same_in_any_hands() -> None:
    places, at, day = planted(3)
    alone = as_json(scan(places, at, day))
    with ThreadPoolExecutor(3) as threads:
        assert as_json(scan(places, at, day, executor=threads, chunk=7)) == alone
    assert as_json(scan(places, at, day, chunk=1_000)) == alone
    places, at, day = planted(3, extra=0)
    early = scan(places, at, day, stop_after=4)
    assert early.replicates < 150
    assert early.clusters[0].p == 4 / early.replicates
    assert np.array_equal(early.maxima, scan(places, at, day).maxima[: early.replicates])
    with ThreadPoolExecutor(2) as threads:
        for chunk in (3, 64):
            again = scan(places, at, day, stop_after=4, executor=threads, chunk=chunk)
            assert as_json(again) == as_json(early)
            assert np.array_equal(again.maxima, early.maxima)


def test_a_replicate_can_be_drawn_in_another_process() -> None:
    places, at, day = planted(3)
    with ProcessPoolExecutor(1) as processes:
        told = scan(places, at, day, executor=processes, chunk=75)
    assert as_json(told) == as_json(scan(places, at, day))


def test_order_of_rows_and_names_say_nothing() -> None:
    """Every figure stays, to the last bit, p and replicates too; only the names are others."""
    places, at, day = planted(4)
    told = scan(places, at, day)
    other = cases_at(places, at, day, days=120, order=np.random.default_rng(1).permutation(len(at)))
    again = spacetime.permutation_scan(places, other, replicates=150, seed=9)
    assert as_json(again) == as_json(told)
    shuffled = np.random.default_rng(2).permutation(100)
    x, y = places.position[places.site].T
    renamed = spacetime.on_plane([f"q{name}" for name in range(100)], x[shuffled], y[shuffled])
    where = np.argsort(shuffled)
    moved = scan(renamed, where[at], day)
    assert np.array_equal(moved.maxima, told.maxima)
    for one, two in zip(told.clusters, moved.clusters, strict=True):
        assert (one.llr, one.p, one.since, one.cases) == (two.llr, two.p, two.since, two.cases)
        assert {f"q{where[int(name[1:])]}" for name in one.places} == set(two.places)


def test_moved_and_turned_it_is_the_same() -> None:
    places, at, day = planted(5)
    told = scan(places, at, day)
    x, y = places.position[places.site].T
    for moved in (spacetime.on_plane(places.ids, x + 1024, y - 4096), spacetime.on_plane(places.ids, x * 8, y * 8)):
        again = scan(moved, at, day)
        assert np.array_equal(again.maxima, told.maxima)
        assert [each.places for each in again.clusters] == [each.places for each in told.clusters]
    turned = scan(spacetime.on_plane(places.ids, -y, x), at, day)  # another order of coordinates, other replicates
    assert turned.clusters[0].places == told.clusters[0].places
    assert turned.clusters[0].llr == pytest.approx(told.clusters[0].llr, abs=1e-9)


def test_clusters_share_no_place_and_only_fall() -> None:
    places, at, day = planted(6)
    told = scan(places, at, day, most_clusters=8)
    seen: set[str] = set()
    for each in told.clusters:
        assert not seen & set(each.places)
        seen |= set(each.places)
    scores = [each.llr for each in told.clusters]
    assert all(one >= two - 1e-9 for one, two in pairwise(scores))
    assert [each.p for each in told.clusters] == sorted(each.p for each in told.clusters)


def test_what_could_be_seen() -> None:
    """More at once is seen better; the smallest count is the first that an alert takes, checked by planting it."""
    places, at, day = planted(7, extra=0)
    told = spacetime.permutation_scan(places, cases_at(places, at, day, days=120), replicates=999, seed=9)
    kept = {"days": 7, "seed": 1, "simulations": 60}
    little = spacetime.what_could_be_seen(told, places, relative_risk=2, **kept)
    much = spacetime.what_could_be_seen(told, places, relative_risk=60, **kept)
    assert np.mean([each.chance for each in much.places]) > 0.5
    assert np.mean([each.chance for each in little.places]) < 0.05
    assert little.blind > much.blind
    assert {each.code for each in little.warnings} == {"blind"}
    for name in (10, 55):
        smallest = little.places[name].smallest
        assert smallest is not None
        there = (at == name) & (day >= 113)
        for many, alert in ((smallest, True), (smallest - 1, False)):
            one = np.append(at[~there], [name] * many), np.append(day[~there], [113] * many)
            again = spacetime.permutation_scan(places, cases_at(places, *one, days=120), replicates=19, seed=1)
            zone = [each.llr for each in again.clusters if each.places == (f"p{name}",)]
            assert any(score >= little.score for score in zone) is alert, (name, many, zone, little.score)
