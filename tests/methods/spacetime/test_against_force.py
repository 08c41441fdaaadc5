"""Small grids, every zone and every window: the same score, place, time, replicates and p as by force."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods import chance, spacetime
from amparo.methods.estimate import Refused
from amparo.methods.spacetime.plan import drawn
from tests.examples import examples
from tests.methods.spacetime import by_force

SOME = settings(derandomize=True, max_examples=examples(40), deadline=None)


@st.composite
def grids(draw: Any) -> tuple[list[tuple[float, float]], list[by_force.Event], int, int, bool]:
    """Points, some at one position; events; steps; the longest window; windows to the end or anywhere."""
    points = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=8))
    steps = draw(st.integers(2, 6))
    events = draw(
        st.lists(st.tuples(st.integers(0, len(points) - 1), st.integers(0, steps - 1)), min_size=4, max_size=14)
    )
    return points, events, steps, draw(st.integers(1, steps)), draw(st.booleans())


def read(
    points: Sequence[tuple[float, float]], events: Sequence[by_force.Event], steps: int
) -> tuple[spacetime.Places, spacetime.Cases]:
    places = spacetime.on_plane([f"p{at}" for at in range(len(points))], [x for x, _ in points], [y for _, y in points])
    named, day = [f"p{place}" for place, _ in events], [step for _, step in events]
    return places, spacetime.tidy(places, named, day, since=0, until=steps - 1, opened={})


def told(scan: spacetime.Scan) -> tuple[float, int, int]:
    """The score, the places and the length: what does not depend on which of equals was taken."""
    if not scan.clusters:
        return 0.0, 0, 1
    first = scan.clusters[0]
    assert isinstance(first.since, int)
    assert isinstance(first.until, int)
    return first.llr, len(first.places), first.until - first.since + 1


def wanted(found: by_force.Found) -> tuple[float, int, int]:
    return (pytest.approx(found[0], abs=1e-9), len(found[1]), found[3] - found[2] + 1)  # type: ignore[return-value]


def replicates_of(scan: spacetime.Scan, places: spacetime.Places, many: int) -> list[list[by_force.Event]]:
    """The events of the first replicates, on a place of each site."""
    starts, whens = drawn(chance.seeds(scan.seed, many), scan.plan)
    one = {int(site): place for place, site in reversed(list(enumerate(places.site)))}
    return [
        [(one[site], int(when[at])) for site in range(places.sites) for at in range(start[site], start[site + 1])]
        for start, when in zip(starts, whens, strict=True)
    ]


def only(error: Refused, *codes: str) -> None:
    """It was refused for one of these reasons."""
    assert {each.code for each in error.remarks} <= set(codes)


@SOME
@given(grids())
def test_permutations(grid: Any) -> None:
    points, events, steps, longest, alive = grid
    places, cases = read(points, events, steps)
    try:
        scan = spacetime.permutation_scan(
            places, cases, windows="prospective" if alive else "retrospective", longest=longest, most_share=0.7,
            replicates=19, seed=3,
        )  # fmt: skip
    except Refused as error:
        return only(error, "nothing_to_permute", "no_zones")
    weight = [sum(place == at for place, _ in events) for at in range(len(points))]
    zones, times = by_force.small(by_force.circles(points), weight, 0.7), by_force.windows(steps, longest, alive=alive)
    assert told(scan) == wanted(by_force.permutation(events, zones, times))
    since = steps - longest if alive else 0
    place_of = [places.site[place] for place, _ in events]
    for at, dealt in enumerate(replicates_of(scan, places, 5)):
        recent = sorted(step for _, step in events if step >= since)
        assert sorted(step for _, step in dealt) == recent, "the days stay"
        assert all(list(places.site[[p for p, _ in dealt]]).count(s) <= place_of.count(s) for s in set(place_of))
        assert scan.maxima[at] == pytest.approx(_of_dealt(dealt, events, places, zones, times), abs=1e-9)


def _of_dealt(
    dealt: list[by_force.Event], events: list[by_force.Event], places: spacetime.Places, zones: Any, times: Any
) -> float:
    """The largest score of a replicate: counts of the replicate, what is expected of the margins, which stay."""
    best = 0.0
    for zone in zones:
        sites = {int(places.site[at]) for at in zone}
        for a, b in times:
            c = sum(int(places.site[place]) in sites and a <= step <= b for place, step in dealt)
            inside = sum(place in zone for place, _ in events)
            e = inside * sum(a <= step <= b for _, step in events) / len(events)
            best = max(best, by_force.poisson(c, e, len(events)) if c >= 2 else 0.0)
    return best


@settings(SOME, max_examples=examples(20))
@given(st.sampled_from([(60, 9), (16, 60)]), st.integers(1, 6), st.booleans(), st.integers(0, 10**6))
def test_few_and_many_days_with_cases(size: tuple[int, int], longest: int, poisson: bool, seed: int) -> None:
    """Where cases are rare their days are listed, where they are on most days windows lie side by side: one answer."""
    (steps, many), made = size, np.random.default_rng(seed)
    points = [(float(x), float(y)) for x, y in made.integers(0, 5, (5, 2))]
    events = list(zip(made.integers(0, 5, many).tolist(), made.integers(0, steps, many).tolist(), strict=True))
    places, cases = read(points, events, steps)
    kept: dict[str, Any] = {"windows": "retrospective", "longest": longest, "most_share": 0.8, "replicates": 19}
    base = made.integers(1, 4, (5, steps)).astype(float)
    try:
        scan = (
            spacetime.poisson_scan(places, cases, base, **kept, seed=3)
            if poisson
            else spacetime.permutation_scan(places, cases, **kept, seed=3)
        )
    except Refused as error:
        return only(error, "nothing_to_permute", "no_zones")
    weight = base.sum(axis=1).tolist() if poisson else [sum(place == at for place, _ in events) for at in range(5)]
    zones, times = by_force.small(by_force.circles(points), weight, 0.8), by_force.windows(steps, longest, alive=False)

    def forced(of: list[by_force.Event]) -> by_force.Found:
        return by_force.expected(of, zones, times, base.tolist()) if poisson else by_force.permutation(of, zones, times)

    assert told(scan) == wanted(forced(events))
    for at, dealt in enumerate(replicates_of(scan, places, 2)):
        assert scan.maxima[at] == pytest.approx(forced(dealt)[0], abs=1e-9)


@SOME
@given(grids(), st.integers(0, 99))
def test_expected(grid: Any, seed: int) -> None:
    points, events, steps, longest, alive = grid
    places, cases = read(points, events, steps)
    base = np.random.default_rng(seed).integers(1, 9, (len(points), steps)).astype(float)
    flat = seed % 2 == 0  # one number for each place
    if flat:
        base = np.repeat(base[:, :1], steps, axis=1)
    windows = "prospective" if alive else "retrospective"
    try:
        scan = spacetime.poisson_scan(
            places, cases, base[:, 0] if flat else base, windows=windows, longest=longest, most_share=0.8,
            replicates=19, seed=seed,
        )  # fmt: skip
    except Refused as error:
        return only(error, "no_zones")
    weight = list(base.sum(axis=1))
    zones, times = by_force.small(by_force.circles(points), weight, 0.8), by_force.windows(steps, longest, alive=alive)
    assert told(scan) == wanted(by_force.expected(events, zones, times, base.tolist()))
    if alive and longest < steps:
        return  # a replicate leaves out what lies before every window: its total is not seen
    for at, thrown in enumerate(replicates_of(scan, places, 3)):
        assert len(thrown) == len(events)
        assert scan.maxima[at] == pytest.approx(by_force.expected(thrown, zones, times, base.tolist())[0], abs=1e-9)


@SOME
@given(grids(), st.data())
def test_labels(grid: Any, data: Any) -> None:
    points, events, steps, longest, alive = grid
    places, cases = read(points, events, steps)
    others = data.draw(
        st.lists(st.tuples(st.integers(0, len(points) - 1), st.integers(0, steps - 1)), min_size=1, max_size=12)
    )
    windows = data.draw(st.sampled_from(["prospective" if alive else "retrospective", "whole"]))
    times = [(0, steps - 1)] if windows == "whole" else by_force.windows(steps, longest, alive=alive)
    try:
        scan = spacetime.bernoulli_scan(
            places, cases, read(points, others, steps)[1], windows=windows, longest=longest, replicates=19, seed=1
        )
    except Refused as error:
        return only(error, "no_zones")
    weight = [sum(place == at for place, _ in [*events, *others]) for at in range(len(points))]
    zones = by_force.small(by_force.circles(points), weight, 0.5)
    found = by_force.labels(events, others, zones, times)
    assert told(scan) == wanted(found)
    assert math.isfinite(told(scan)[0])
    if windows == "retrospective":
        for at, called in enumerate(replicates_of(scan, places, 3)):
            every = [*events, *others]
            for place, step in called:
                every.remove(next(e for e in every if places.site[e[0]] == places.site[place] and e[1] == step))
            assert scan.maxima[at] == pytest.approx(by_force.labels(called, every, zones, times)[0], abs=1e-9)


def test_every_permutation_of_five() -> None:
    """All 120 ways to deal five days: the p of the scan is the share of those that do as much, but for chance."""
    points = [(0.0, 0.0), (1.0, 0.0), (5.0, 0.0)]
    events = [(0, 3), (0, 3), (1, 0), (2, 1), (2, 2)]
    places, cases = read(points, events, 4)
    scan = spacetime.permutation_scan(places, cases, longest=2, replicates=9_999, seed=5)
    zones, times = by_force.small(by_force.circles(points), [2, 1, 2], 0.5), by_force.windows(4, 2, alive=True)
    reached, days = by_force.permutation(events, zones, times)[0], [step for _, step in events]
    every = [
        by_force.permutation([(place, day) for (place, _), day in zip(events, dealt, strict=True)], zones, times)[0]
        for dealt in itertools.permutations(days)
    ]
    exact = sum(each >= reached - 1e-9 for each in every) / 120
    assert exact == 24 / 120  # by hand: both latest days at place 0, or both at place 2: twice 2 * 3!
    assert scan.clusters[0].p == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 10_000))
