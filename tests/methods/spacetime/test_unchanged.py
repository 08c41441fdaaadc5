"""Whatever the data are: other names, another origin in place and time, other hands and other cuts change no figure."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods import spacetime
from amparo.methods.estimate import Refused
from tests.examples import examples
from tests.methods.spacetime.test_against_force import only

SOME = settings(derandomize=True, max_examples=examples(25), deadline=None)
MODELS = ("permutation", "poisson", "bernoulli")
DAYS = 20


@st.composite
def data(draw: Any) -> dict[str, Any]:
    """Places on a grid of whole numbers, some at one position; cases, and events of another kind; how to look."""
    points = draw(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), min_size=3, max_size=12))
    event = st.tuples(st.integers(0, len(points) - 1), st.integers(0, DAYS - 1))
    return {
        "points": points,
        "cases": draw(st.lists(event, min_size=6, max_size=30)),
        "controls": draw(st.lists(event, min_size=3, max_size=20)),
        "model": draw(st.sampled_from(MODELS)),
        "windows": draw(st.sampled_from(["prospective", "retrospective", "whole"])),
        "longest": draw(st.integers(1, DAYS)),
    }


def looked_at(
    made: dict[str, Any], *, named: list[int] | None = None, x: float = 0, y: float = 0, since: int = 0,
    stretched: float = 1.0, turned: bool = False, **how: Any,
) -> spacetime.Scan | None:  # fmt: skip
    """The scan of these data; ``named`` puts places and rows into another order, with other names."""
    order = named or list(range(len(made["points"])))
    points = [made["points"][at] for at in order]
    ids = [f"q{each * 7 % 13}-{each}" if named else f"p{each}" for each in order]
    where = dict(zip(order, ids, strict=True))
    places = spacetime.on_plane(ids, [a * stretched + x for a, _ in points], [b * stretched + y for _, b in points])

    def tidied(events: list[tuple[int, int]]) -> spacetime.Cases:
        rows = events[::-1] if turned else events
        return spacetime.tidy(
            places, [where[at] for at, _ in rows], [day + since for _, day in rows], since=since,
            until=since + DAYS - 1, opened={},
        )  # fmt: skip

    shared = {"windows": made["windows"], "longest": made["longest"], "replicates": 39, "seed": 4, **how}
    try:
        if made["model"] == "permutation":
            return spacetime.permutation_scan(places, tidied(made["cases"]), **shared)
        if made["model"] == "poisson":
            people = np.array([1.0 + at % 3 for at in order])
            return spacetime.poisson_scan(places, tidied(made["cases"]), people, **shared)
        return spacetime.bernoulli_scan(places, tidied(made["cases"]), tidied(made["controls"]), **shared)
    except Refused as error:
        return only(error, "nothing_to_permute", "no_zones")


def figures(scan: spacetime.Scan | None, *, since: int = 0) -> list[tuple[Any, ...]] | None:
    """What a scan says without names."""
    if scan is None:
        return None
    return [
        (
            each.llr,
            each.p,
            each.cases,
            each.expected,
            len(each.places),
            *(int(day) - since for day in (each.since, each.until)),
        )
        for each in scan.clusters
    ]


def same(one: spacetime.Scan | None, other: spacetime.Scan | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other and np.array_equal(one.maxima, other.maxima)


@SOME
@given(data(), st.randoms())
def test_under_other_names_and_in_another_order(made: dict[str, Any], chance: Any) -> None:
    order = list(range(len(made["points"])))
    chance.shuffle(order)
    told, again = looked_at(made), looked_at(made, named=order, turned=True)
    # Sums of a ring may be rounded in another order; scores are the same but for that.
    assert (told is None) == (again is None)
    if told is not None and again is not None:
        assert again.maxima == pytest.approx(told.maxima, abs=1e-9)
        for one, two in zip(told.clusters, again.clusters, strict=True):
            assert (one.p, one.cases, one.since, one.until) == (two.p, two.cases, two.since, two.until)
            assert one.llr == pytest.approx(two.llr, abs=1e-9)
            assert {name[1:] for name in one.places} == {name.split("-")[1] for name in two.places}


@SOME
@given(data(), st.integers(-1000, 1000), st.integers(-1000, 1000), st.sampled_from([0.25, 1.0, 8.0]))
def test_from_another_origin_and_in_another_unit(made: dict[str, Any], x: int, y: int, stretched: float) -> None:
    told, again = looked_at(made), looked_at(made, x=x, y=y, stretched=stretched)
    assert figures(told) == figures(again)
    assert told is None or again is None or np.array_equal(told.maxima, again.maxima)


@SOME
@given(data(), st.integers(-100_000, 100_000))
def test_at_another_time(made: dict[str, Any], since: int) -> None:
    told, again = looked_at(made), looked_at(made, since=since)
    assert figures(told) == figures(again, since=since)
    assert told is None or again is None or np.array_equal(told.maxima, again.maxima)


@SOME
@given(data(), st.integers(1, 50), st.integers(1, 50), st.sampled_from([None, 1, 5]))
def test_however_it_is_cut_and_whoever_computes(made: dict[str, Any], one: int, other: int, stop: int | None) -> None:
    told = looked_at(made, chunk=one, stop_after=stop)
    assert same(told, looked_at(made, chunk=other, stop_after=stop))
    with ThreadPoolExecutor(2) as threads:
        assert same(told, looked_at(made, chunk=other, stop_after=stop, executor=threads))


@SOME
@given(data(), st.floats(-180, 360), st.sampled_from([-80.0, 0.0, 47.5]))
def test_around_the_earth(made: dict[str, Any], east: float, north: float) -> None:
    """Everything further east, over the antimeridian too: the same circles, and so the same largest score."""
    told = []
    for more in (0.0, east):
        lon = [(a / 10 + more + 180) % 360 - 180 for a, _ in made["points"]]
        ids = [f"p{at}" for at in range(len(lon))]
        places = spacetime.on_earth(ids, lon, [north + b / 10 for _, b in made["points"]])
        cases = spacetime.tidy(
            places, [f"p{at}" for at, _ in made["cases"]], [day for _, day in made["cases"]], since=0, until=DAYS - 1,
            opened={},
        )  # fmt: skip
        try:
            scan = spacetime.poisson_scan(places, cases, np.ones(len(ids)), replicates=19, most_clusters=1, seed=1)
        except Refused as error:
            only(error, "no_zones")
            told.append(0.0)
        else:
            told.append(scan.clusters[0].llr if scan.clusters else 0.0)
    assert told[0] == pytest.approx(told[1], abs=1e-9)
