"""What must change nothing, on any small map: names, order of rows, origin, unit, calendar, the cut of the work.

All three models, and windows that end today or anywhere. The figures stay to the last bit, replicates too. Coordinates
are whole numbers, so that moving them is exact; two places may lie at one position.
"""

import itertools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods import spacetime
from amparo.methods.estimate import Refused
from tests.examples import examples

SOME = settings(derandomize=True, max_examples=examples(25), deadline=None)
MODELS = ("permutation", "poisson", "bernoulli")
Map = dict[str, Any]


@st.composite
def maps(draw: Any) -> Map:
    """Points, cases and controls as (place, day), what is expected of each place, and how windows lie."""
    points = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=8))
    steps = draw(st.integers(3, 7))
    event = st.tuples(st.integers(0, len(points) - 1), st.integers(0, steps - 1))
    return {
        "names": [f"p{at}" for at in range(len(points))],
        "points": points,
        "cases": draw(st.lists(event, min_size=4, max_size=16)),
        "controls": draw(st.lists(event, min_size=3, max_size=16)),
        "expected": draw(st.lists(st.integers(1, 9), min_size=len(points), max_size=len(points))),
        "since": 0,
        "steps": steps,
        "longest": draw(st.integers(1, steps)),
        "windows": draw(st.sampled_from(["prospective", "retrospective"])),
    }


def scanned(model: str, given_map: Map, **more: Any) -> spacetime.Scan | set[str]:
    """What the scan says of this map, or for which reasons it refuses."""
    names, since = given_map["names"], given_map["since"]
    places = spacetime.on_plane(names, [x for x, _ in given_map["points"]], [y for _, y in given_map["points"]])

    def tidied(events: list[tuple[int, int]]) -> spacetime.Cases:
        until = since + given_map["steps"] - 1
        where, when = [names[place] for place, _ in events], [since + day for _, day in events]
        return spacetime.tidy(places, where, when, since=since, until=until, opened={})

    asked = {"windows": given_map["windows"], "longest": given_map["longest"], "most_share": 0.8, "replicates": 19}
    asked = asked | {"seed": 5} | more
    try:
        cases = tidied(given_map["cases"])
        if model == "permutation":
            return spacetime.permutation_scan(places, cases, **asked)
        if model == "poisson":
            return spacetime.poisson_scan(places, cases, np.array(given_map["expected"], float), **asked)
        return spacetime.bernoulli_scan(places, cases, tidied(given_map["controls"]), **asked)
    except Refused as error:
        return {each.code for each in error.remarks}


def figures(
    told: spacetime.Scan | set[str], back: dict[str, str] | None = None, *, unit: float = 1.0, days: int = 0
) -> Any:
    """All that a scan says, by the names of before."""
    if isinstance(told, set):
        return told
    clusters = [
        (each.llr, each.p, each.p_gumbel, each.cases, each.expected, each.radius / unit, each.since - days,
         each.until - days, {(back or {}).get(name, name) for name in each.places})
        for each in told.clusters
    ]  # fmt: skip
    return clusters, told.maxima.tolist(), told.zones, told.replicates


@pytest.mark.parametrize("model", MODELS)
@SOME
@given(one=maps(), seed=st.integers(0, 2**32))
def test_names_and_rows(model: str, one: Map, seed: int) -> None:
    """Other names, places in another order, cases and controls in another order."""
    chance, order = random.Random(seed), list(range(len(one["names"])))
    chance.shuffle(order)
    now = {old: new for new, old in enumerate(order)}
    new_names = [f"q{each}" for each in chance.sample(range(1000), len(order))]

    def turned(events: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return chance.sample([(now[place], day) for place, day in events], len(events))

    other = one | {
        "names": new_names,
        "points": [one["points"][old] for old in order],
        "expected": [one["expected"][old] for old in order],
        "cases": turned(one["cases"]),
        "controls": turned(one["controls"]),
    }
    back = {new_names[new]: one["names"][old] for new, old in enumerate(order)}
    assert figures(scanned(model, other), back) == figures(scanned(model, one))


@pytest.mark.parametrize("model", MODELS)
@SOME
@given(
    one=maps(), dx=st.integers(-(2**20), 2**20), dy=st.integers(-(2**20), 2**20), power=st.integers(-8, 8),
    days=st.integers(-10_000, 10_000),
)  # fmt: skip
def test_the_origin_the_unit_and_the_calendar(model: str, one: Map, dx: int, dy: int, power: int, days: int) -> None:
    moved = one | {"points": [(x + dx, y + dy) for x, y in one["points"]], "since": days}
    assert figures(scanned(model, moved), days=days) == figures(scanned(model, one))
    scaled = one | {"points": [(x * 2.0**power, y * 2.0**power) for x, y in one["points"]]}
    assert figures(scanned(model, scaled), unit=2.0**power) == figures(scanned(model, one))


@pytest.mark.parametrize("model", MODELS)
@SOME
@given(one=maps(), chunk=st.integers(1, 40), stop=st.one_of(st.none(), st.integers(1, 19)))
def test_the_cut_of_the_work(model: str, one: Map, chunk: int, stop: int | None) -> None:
    whole = scanned(model, one, stop_after=stop)
    assert figures(scanned(model, one, stop_after=stop, chunk=chunk)) == figures(whole)
    longer = scanned(model, one, replicates=40, chunk=chunk)
    if isinstance(longer, set):
        assert longer == whole
    elif not isinstance(whole, set):
        fewer = min(len(whole.maxima), 19)
        assert longer.maxima[:fewer].tolist() == whole.maxima[:fewer].tolist(), "fewer are the first of more"


@pytest.mark.parametrize("model", MODELS)
@SOME
@given(one=maps(), many=st.integers(2, 3))
def test_a_place_in_two_names_is_one_place(model: str, one: Map, many: int) -> None:
    """Each place under as many names, the cases dealt among them: the same scores, and all names in each cluster."""
    names = [f"{name}/{copy}" for copy in range(many) for name in one["names"]]
    wide = len(one["names"])
    deal = itertools.count()

    def dealt(events: list[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(place + wide * (next(deal) % many), day) for place, day in events]

    other = one | {
        "names": names, "points": one["points"] * many, "expected": one["expected"] * many,
        "cases": dealt(one["cases"]), "controls": dealt(one["controls"]),
    }  # fmt: skip
    told, before = scanned(model, other), scanned(model, one)
    if isinstance(told, set) or isinstance(before, set):
        assert told == before
        return
    assert told.maxima == pytest.approx(before.maxima, abs=1e-9)
    for now, then in zip(told.clusters, before.clusters, strict=True):
        assert now.llr == pytest.approx(then.llr, abs=1e-9)
        assert set(now.places) == {f"{name}/{copy}" for name in then.places for copy in range(many)}
