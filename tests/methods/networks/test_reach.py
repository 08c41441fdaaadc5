"""Reach and loss: a town by hand, every way walked on drawn networks, what is refused and what is said."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.networks import Demand, Network, Service, Tie, every_demand, losses, network, reach
from tests.examples import examples
from tests.methods.networks import by_removal

NEEDS = ("shelter", "doctor")


def service(name: str, place: str, accepts: str = "", **more: str) -> Service:
    return Service(name, more.pop("organisation", name), place, frozenset(accepts.split()), **more)


@pytest.fixture
def town() -> Network:
    """A border point sends to a clinic and, by way of the police, to a shelter far away."""
    services = [
        service("point", "border", funder="A"),
        service("clinic", "border", "doctor", institution="state", funder="A"),
        service("police", "city", "", institution="police"),
        service("shelter", "city", "shelter", institution="church", funder="B"),
    ]
    ties = [Tie("point", "clinic", 9, 6, 1.0), Tie("point", "police", 3, 1, 4.0), Tie("police", "shelter", 2, 2, 3.0)]
    return network(services, ties)


def test_a_town_by_hand(town: Network) -> None:
    asked = [Demand("border", "doctor", 10), Demand("border", "shelter", 5), Demand("city", "shelter", 4),
             Demand("city", "doctor", 1)]  # fmt: skip
    found = reach(town, asked)
    assert [each.reached for each in found.ways] == [True, True, True, False]
    assert [(each.hours, each.hops) for each in found.ways] == [(0, 0), (7, 2), (0, 0), (None, None)]
    assert found.ways[1].through == ("point", "police", "shelter")
    assert found.share == 19 / 20
    assert [each.reached for each in reach(town, asked, hops=1).ways] == [True, False, True, False]
    late = reach(town, asked, hours=6.9).ways[1]
    assert (late.reached, late.hours, late.hops) == (False, 7, None)
    assert reach(town, asked, hours=7).ways[1].reached


def test_both_limits_hold_on_one_way() -> None:
    # Two hops of one hour each, or one hop of five: within one hop it takes five hours, and within two hours two hops.
    services = [service("a", "x"), service("b", "y"), service("c", "z", "doctor")]
    net = network(services, [Tie("a", "b", hours=1), Tie("b", "c", hours=1), Tie("a", "c", hours=5)])
    asked = [Demand("x", "doctor")]
    (both,) = reach(net, asked, hops=2).ways
    assert (both.hours, both.hops, both.through) == (2, 1, ("a", "b", "c"))
    assert not reach(net, asked, hops=1, hours=4).ways[0].reached
    assert reach(net, asked, hops=2, hours=4).ways[0].hops == 2


def test_what_is_lost_by_hand(town: Network) -> None:
    asked = [Demand("border", "doctor", 10), Demand("border", "shelter", 5), Demand("city", "shelter", 5)]
    capture = losses(town, asked, by="institution")
    assert {each.name: each.loss for each in capture.losses} == pytest.approx(
        {"church": 0.5, "police": 0.25, "state": 0.5}
    )
    assert [each.name for each in capture.losses] == ["church", "state", "police"]
    assert capture.pair == ("church", "state")
    assert capture.pair_loss == 1
    funders = losses(town, asked, by="funder")
    assert {each.name: (each.loss, each.services) for each in funders.losses} == {"A": (0.75, 2), "B": (0.5, 1)}
    # Without the point nobody of the border is sent to the shelter, but the clinic is still entered.
    assert {each.name: each.loss for each in losses(town, asked, by="service").losses}["point"] == 0.25
    assert "hangs_on_one" in {each.code for each in capture.warnings}


def test_two_that_back_each_other_up() -> None:
    services = [service("a", "x", "doctor"), service("b", "x", "doctor"), service("c", "y", "doctor")]
    asked = [Demand("x", "doctor", 8), Demand("y", "doctor", 2)]
    found = losses(network(services, []), asked, by="service")
    assert [each.loss for each in found.losses] == pytest.approx([0.2, 0, 0])
    assert found.pair_loss == pytest.approx(0.2)  # step by step; a and b together would be 0.8, and it says so
    assert "greedy" in {each.code for each in found.warnings}


def drawn(seed: int) -> tuple[Network, dict[tuple[int, int], float], list[set[str]], list[int]]:
    rng = np.random.default_rng(seed)
    n, edges = by_removal.drawn(rng, most=7)
    places = rng.integers(0, 3, n).tolist()
    accepts = [{need for need in NEEDS if rng.random() < 0.3} for _ in range(n)]
    hours = {pair: float(rng.integers(0, 5)) for pair in edges}
    services = [service(f"s{i}", f"p{places[i]}", " ".join(accepts[i]), institution=f"i{i % 3}") for i in range(n)]
    return network(services, [Tie(f"s{a}", f"s{b}", hours=by) for (a, b), by in hours.items()]), hours, accepts, places


@given(st.integers(0, 10**6), st.integers(0, 3), st.sampled_from([0.0, 2.0, 4.0, math.inf]))
@settings(max_examples=examples(60), derandomize=True, deadline=None)
def test_every_way_walked(seed: int, hops: int, most: float) -> None:
    net, hours, accepts, places = drawn(seed)
    asked = [Demand(f"p{place}", need, 1 + place) for place in range(3) for need in NEEDS]

    def walked(away: set[int]) -> list[bool]:
        left = {pair: by for pair, by in hours.items() if not away & set(pair)}
        return [
            by_removal.reached(
                net.n, left, {i for i in range(net.n) if places[i] == int(each.place[1:])} - away,
                {i for i in range(net.n) if each.need in accepts[i]} - away, hops, most,
            )
            for each in asked
        ]  # fmt: skip

    before = walked(set())
    assert [each.reached for each in reach(net, asked, hops=hops, hours=most).ways] == before
    total = sum(each.weight for each, yes in zip(asked, before, strict=True) if yes)
    if not total:
        with pytest.raises(Refused, match="nothing can be lost"):
            losses(net, asked, by="institution", hops=hops, hours=most)
        return
    for kind in ("institution", "service"):
        for each in losses(net, asked, by=kind, hops=hops, hours=most).losses:
            gone = set(net.members(kind)[each.name].tolist())
            after = sum(one.weight for one, yes in zip(asked, walked(gone), strict=True) if yes)
            assert each.loss == pytest.approx(1 - after / total)


@given(st.integers(0, 10**6), st.randoms())
@settings(max_examples=examples(30), derandomize=True, deadline=None)
def test_order_and_names_change_nothing(seed: int, chance: object) -> None:
    net, hours, _, _ = drawn(seed)
    mixed = list(net.services)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    ties = [Tie(f"s{a}", f"s{b}", hours=by) for (a, b), by in hours.items()]
    chance.shuffle(ties)  # type: ignore[attr-defined]
    asked = every_demand(net)
    if not asked:
        return
    before, after = reach(net, asked), reach(network(mixed, ties), asked)
    assert [(w.reached, w.hours, w.hops) for w in before.ways] == [(w.reached, w.hours, w.hops) for w in after.ways]


def codes(refused: pytest.ExceptionInfo[Refused]) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in refused.value.remarks}


def test_rows_that_cannot_be_are_refused_with_their_places() -> None:
    with pytest.raises(Refused) as refused:
        network(
            [service("a", "x"), service("a", "y"), service("b", "")],
            [Tie("a", "c"), Tie("a", "b", -1, 0), Tie("a", "b", 1, 2), Tie("a", "b", hours=math.nan)],
        )
    assert codes(refused) == {
        "service_nameless": (2,), "service_twice": (1,), "tie_unknown": (0,), "tie_counts": (1,), "tie_more": (2,),
        "tie_hours": (3,),
    }  # fmt: skip
    with pytest.raises(Refused, match="There is no service"):
        network([], [])


def test_what_is_odd_is_kept_and_said() -> None:
    net = network(
        [service("a", "x"), service("b", "y", "doctor")],
        [Tie("a", "b", 2, 1, 5), Tie("a", "a"), Tie("a", "b", 3, 3, 2)],
    )
    assert {each.code: each.rows for each in net.warnings} == {
        "tie_twice": (2,), "tie_to_itself": (1,), "accepts_nothing": (0,),
    }  # fmt: skip
    assert (net.sent.tolist(), net.accepted.tolist(), net.hours.tolist()) == ([5], [4], [2])


@pytest.mark.parametrize(
    ("asked", "more", "code"),
    [
        ([], {}, "no_demand"),
        ([Demand("x", "doctor", 0)], {}, "no_demand"),
        ([Demand("x", "doctor", -1)], {}, "weight"),
        ([Demand("x", "doctor"), Demand("x", "doctor")], {}, "demand_twice"),
        ([Demand("x", "doctor")], {"hops": 11}, "too_large"),
        ([Demand("x", "doctor")], {"hops": -1}, "not_whole"),
        ([Demand("x", "doctor")], {"hours": math.nan}, "negative"),
    ],
)
def test_what_cannot_be_asked(asked: list[Demand], more: dict[str, float], code: str) -> None:
    net = network([service("a", "x", "doctor")], [])
    with pytest.raises(Refused) as refused:
        reach(net, asked, **more)
    assert set(codes(refused)) == {code}


def test_places_and_needs_that_nobody_serves() -> None:
    net = network([service("a", "x", "doctor")], [])
    found = reach(net, [Demand("x", "doctor"), Demand("y", "doctor"), Demand("x", "lawyer")])
    assert [each.reached for each in found.ways] == [True, False, False]
    assert {each.code: each.rows for each in found.warnings} == {"no_service_there": (1,), "need_unmet": (2,)}
    with pytest.raises(Refused, match="No service has a name of this kind: funder"):
        losses(net, [Demand("x", "doctor")], by="funder")


def test_a_limit_is_kept_whatever_hours_add_up_to() -> None:
    """A tenth and two tenths of an hour are three tenths, though their sum is not in binary fractions."""
    services = [service("a", "x"), service("b", "y"), service("c", "z", "doctor")]
    net = network(services, [Tie("a", "b", hours=0.1), Tie("b", "c", hours=0.2)])
    assert 0.1 + 0.2 > 0.3
    (way,) = reach(net, [Demand("x", "doctor")], hours=0.3).ways
    assert (way.reached, way.hops) == (True, 2)
    assert losses(net, [Demand("x", "doctor")], by="service", hours=0.3).reached == 1
    assert not reach(net, [Demand("x", "doctor")], hours=0.2999).ways[0].reached


def test_needs_in_one_text_are_not_taken_for_letters() -> None:
    with pytest.raises(Refused) as refused:
        network([Service("a", "o", "x", "doctor")], [])  # type: ignore[arg-type]
    assert codes(refused) == {"accepts_text": (0,)}


def test_parts_that_no_tie_joins_do_not_reach_each_other() -> None:
    """Two towns, a tie of a service to itself, and one pair twice: what is in one part stays in it."""
    services = [service("a", "x"), service("b", "x", "doctor"), service("c", "y"), service("d", "y", "shelter")]
    net = network(services, [Tie("a", "b"), Tie("a", "b", hours=1), Tie("c", "d"), Tie("d", "d")])
    asked = [Demand(place, need) for place in "xy" for need in ("doctor", "shelter")]
    assert [each.reached for each in reach(net, asked).ways] == [True, False, False, True]
    assert {"tie_twice", "tie_to_itself"} <= {each.code for each in reach(net, asked).warnings}
