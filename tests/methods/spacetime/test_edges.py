"""What allows no honest answer is refused, with the rows; what is weak is said."""

import datetime
import math

import numpy as np
import pytest

from amparo.methods import spacetime
from amparo.methods.estimate import Refused, as_json
from amparo.methods.spacetime.kernels import BERNOULLI, POISSON, largest_masses, score

THREE = ["a", "b", "c"]


def line() -> spacetime.Places:
    return spacetime.on_plane(THREE, [0, 1, 5], [0, 0, 0])


def codes(error: Refused) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in error.remarks}


def permuted(place: list[str], day: list[int], **more: object) -> spacetime.Scan:
    cases = spacetime.tidy(line(), place, day, since=0, until=9, opened={})
    return spacetime.permutation_scan(line(), cases, replicates=19, seed=1, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("place", "day"), [(["a"], [3]), (["a", "b", "c"], [3, 3, 3]), (["a", "a", "a"], [1, 2, 3])])
def test_one_case_one_day_one_place(place: list[str], day: list[int]) -> None:
    with pytest.raises(Refused) as refused:
        permuted(place, day)
    assert set(codes(refused.value)) == {"nothing_to_permute"}


def test_one_place_in_two_names_is_one_place() -> None:
    places = spacetime.on_plane(THREE, [1, 1, 1], [2, 2, 2])
    cases = spacetime.tidy(places, ["a", "b"], [1, 2], until=3, opened={})
    with pytest.raises(Refused):
        spacetime.permutation_scan(places, cases, replicates=19, seed=1)


def test_nothing_there() -> None:
    with pytest.raises(Refused) as refused:
        spacetime.tidy(line(), [], [], until=1)
    assert set(codes(refused.value)) == {"no_cases"}
    with pytest.raises(Refused) as refused:
        spacetime.tidy(line(), ["a"], [1], count=[0], until=1)
    assert "no_cases" in codes(refused.value)
    one = spacetime.tidy(line(), ["a"], [1], until=1, opened={})
    with pytest.raises(Refused) as refused:
        spacetime.poisson_scan(line(), one, np.ones(3), replicates=19, seed=1)
    assert set(codes(refused.value)) == {"too_few"}


def test_a_case_where_nobody_is() -> None:
    cases = spacetime.tidy(line(), ["c", "a", "b", "b"], [0, 1, 0, 1], since=0, until=1, opened={})
    with pytest.raises(Refused) as refused:
        spacetime.poisson_scan(line(), cases, np.array([1.0, 1.0, 0.0]), replicates=19, seed=1)
    assert codes(refused.value) == {"nobody_there": (0,)}
    by_step = np.array([[1.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    with pytest.raises(Refused) as refused:
        spacetime.poisson_scan(line(), cases, by_step, replicates=19, seed=1)
    assert codes(refused.value) == {"nobody_there": (3,)}
    for wrong, code in ((np.ones(2), "shape"), (np.array([1, math.nan, 1]), "bad_expected")):
        with pytest.raises(Refused) as refused:
            spacetime.poisson_scan(line(), cases, wrong, replicates=19, seed=1)
        assert set(codes(refused.value)) == {code}


def test_rows_that_cannot_be() -> None:
    for wanted, rows, call in (
        ("unknown_place", (1,), lambda: spacetime.tidy(line(), ["a", "x"], [1, 1])),
        ("bad_count", (0, 1), lambda: spacetime.tidy(line(), ["a", "b"], [1, 1], count=[-1, math.inf])),
        ("lengths", (), lambda: spacetime.tidy(line(), ["a", "b"], [1])),
        ("days_mixed", (1,), lambda: spacetime.tidy(line(), ["a", "b"], [datetime.date(2030, 1, 1), 1])),
        ("period", (), lambda: spacetime.tidy(line(), ["a"], [1], since=5, until=4)),
        ("id_twice", (1,), lambda: spacetime.on_plane(["a", "a"], [0, 1], [0, 1])),
        ("not_finite", (1,), lambda: spacetime.on_plane(["a", "b"], [0, math.nan], [0, 1])),
        ("not_on_earth", (0,), lambda: spacetime.on_earth(["a", "b"], [-4.7, 1], [-174.0, 1])),
        ("no_places", (), lambda: spacetime.on_plane([], [], [])),
        ("pair_twice", (2,), lambda: spacetime.by_travel(THREE, ["a", "b", "a"], ["b", "a", "b"], [1, 1, 2])),
        ("not_finite", (0,), lambda: spacetime.by_travel(THREE, ["a"], ["b"], [-1])),
        ("fractions_here", (1,), lambda: spacetime.permutation_scan(
            line(), spacetime.tidy(line(), ["a", "b"], [1, 2], count=[1, 1.5]), replicates=19, seed=1)),
        ("bad_weights", (), lambda: spacetime.zones_of(line(), np.ones(2))),
        ("bad_weights", (), lambda: spacetime.zones_of(line(), np.array([1, -1, 1.0]))),
        ("bad_day", (1, 2), lambda: spacetime.tidy(line(), ["a", "b", "c"], [1, 1.5, math.nan])),  # type: ignore[list-item]
        ("bad_day", (), lambda: spacetime.tidy(line(), ["a"], [1], until=2.5)),  # type: ignore[arg-type]
        ("days_mixed", (), lambda: spacetime.tidy(line(), ["a"], [9], opened={"a": datetime.date(2030, 1, 1)})),
        ("opened_unknown", (), lambda: spacetime.tidy(line(), ["a"], [9], opened={"A": 1})),
        ("too_many_cases", (), lambda: spacetime.permutation_scan(
            line(), spacetime.tidy(line(), ["a", "b"], [1, 2], count=[1e9, 1]), replicates=19, seed=1)),
        ("lengths", (), lambda: spacetime.person_time(line(), THREE, [0, 0], [1, 1, 1], since=0, until=1)),
        ("days_mixed", (), lambda: spacetime.person_time(
            line(), THREE, [0, 0, 0], [1, 1, 1], since=datetime.date(2030, 1, 1), until=datetime.date(2030, 1, 2))),
        ("windows", (), lambda: permuted(["a", "b"], [1, 2], windows="yesterday")),
        ("broken_step", (), lambda: permuted(["a", "b"], [1, 2], step=7)),
        ("not_whole", (), lambda: permuted(["a", "b"], [1, 2], longest=0)),
        ("out_of_range", (), lambda: permuted(["a", "b"], [1, 2], most_share=0)),
        ("no_zones", (), lambda: permuted(["a", "b", "c"], [1, 2, 3], most_share=0.1)),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused.value).get(wanted) == rows, wanted


def test_nothing_times_its_logarithm() -> None:
    """By hand. All cases inside: the outer term is nothing. Bernoulli: everyone inside is a case, nobody outside is."""
    assert score(POISSON, 10.0, 4.0, 10.0, 10.0) == pytest.approx(10 * math.log(10 / 4))
    assert score(BERNOULLI, 5.0, 5.0, 5.0, 20.0) == pytest.approx(-(5 * math.log(5 / 20) + 15 * math.log(15 / 20)))
    assert score(BERNOULLI, 3.0, 4.0, 5.0, 20.0) == pytest.approx(
        3 * math.log(3 / 4) + math.log(1 / 4) + 2 * math.log(2 / 16) + 14 * math.log(14 / 16)
        - 5 * math.log(5 / 20) - 15 * math.log(15 / 20)
    )  # fmt: skip
    for c, mass in ((2.0, 2.0), (1.0, 3.0), (3.0, 0.0), (10.0, 10.0)):
        assert score(POISSON, c, mass, 10.0, 10.0) == 0
    assert score(BERNOULLI, 5.0, 20.0, 5.0, 20.0) == 0


def test_below_the_largest_mass_and_only_there_the_floor_is_reached() -> None:
    for kind, events in ((POISSON, 30.0), (BERNOULLI, 90.0)):
        most = largest_masses(kind, 3.0, 30.0, events)
        for c in range(2, 31):
            if most[c] > 0:
                assert score(kind, float(c), most[c] * 0.999, 30.0, events) >= 3.0 - 0.1
                assert score(kind, float(c), most[c] * 1.0001, 30.0, events) < 3.0
            else:
                assert score(kind, float(c), float(c), 30.0, events) < 3.0
        assert (np.diff(most) >= 0).all()


def test_the_antimeridian_the_poles_and_one_position() -> None:
    places = spacetime.on_earth(
        ["east", "west", "same", "north", "pole", "far"], [179.99, -179.99, 180.01, 50, -120, 0], [0, 0, 0, 90, 90, 0]
    )
    assert places.sites == 4, "180.01 is -179.99, and a pole has no longitude"
    zones = spacetime.zones_of(places, np.ones(6), most_share=1.0, most_places=3)
    east = int(places.site[0])
    first = zones.start[east]
    assert places.names_at(zones.members(east, first + 1).tolist()) == ("east", "same", "west")
    assert zones.reach[first + 1] == pytest.approx(0.02 * math.pi / 180 * 6371.0088, rel=1e-9)
    assert list(zones.size[first : first + 2]) == [1, 3]


def test_a_longitude_has_one_name() -> None:
    """From 180 to 360 degrees, or below zero: the same site, though 359.9 - 360 is not -0.1 in binary fractions."""
    tenths = np.arange(1800, 3601)
    ids = [str(at) for at in range(2 * len(tenths))]
    both = spacetime.on_earth(ids, np.append(tenths / 10, (tenths - 3600) / 10), np.full(len(ids), 12.3))
    assert 359.9 - 360 != -0.1
    assert both.sites == len(tenths)
    assert spacetime.on_earth(["a", "b"], [180, -180], [0, 0]).sites == 1


def test_a_ring_enters_whole_or_not_at_all() -> None:
    """A cross: four places equally far from the middle. No order of names decides which of them comes first."""
    cross = spacetime.on_plane([*"mnswe"], [0, 0, 0, -1, 1], [0, 1, -1, 0, 0])
    zones = spacetime.zones_of(cross, np.ones(5), most_share=1.0)
    middle = int(cross.site[0])
    sizes = zones.size[zones.start[middle] : zones.start[middle + 1]][
        zones.closes[zones.start[middle] : zones.start[middle + 1]]
    ]
    assert sizes.tolist() == [1, 5]
    few = spacetime.zones_of(cross, np.ones(5), most_share=1.0, most_places=4)
    assert few.start[middle + 1] - few.start[middle] == 1
    near = spacetime.zones_of(cross, np.ones(5), most_share=1.0, farthest=0.5)
    assert near.count == 5


def test_people_between_two_counts() -> None:
    """By hand: 100 on day 0 and 200 on day 10. The first five days hold 5 * 125, the next 5 * 175, then it is level."""
    told = spacetime.person_time(
        line(), ["a", "a", "b", "c"], [0, 10, 3, 0], [100, 200, 7, 1], since=0, until=14, step=5
    )
    assert told.tolist() == [[625, 875, 1000], [35, 35, 35], [5, 5, 5]]
    with pytest.raises(Refused) as refused:
        spacetime.person_time(line(), ["a"], [0], [1], since=0, until=4)
    assert set(codes(refused.value)) == {"never_counted"}


def test_rates_of_strata() -> None:
    """By hand: young 2 of 40, old 6 of 20: a place with 10 young and 10 old expects 0.5 + 3."""
    told = spacetime.standardised(["y", "o", "y", "o"], [10, 10, 30, 10], [1, 4, 1, 2])
    assert told.tolist() == [0.5, 3.0, 1.5, 3.0]
    with pytest.raises(Refused) as refused:
        spacetime.standardised(["y", "o"], [10, 0], [1, 1])
    assert codes(refused.value) == {"nobody_in_stratum": (1,)}


def test_a_scan_as_json_leads_to_nobody() -> None:
    told = as_json(permuted(["a", "a", "b", "c", "c"], [9, 8, 1, 2, 5]))
    assert '"maxima"' not in told
    assert '"plan"' not in told
    assert '"discloses"' in told


def test_a_place_that_is_too_large_to_be_a_zone_is_named() -> None:
    told = permuted(["a", "a", "a", "b", "c"], [9, 9, 1, 2, 5])
    large = [each for each in told.warnings if each.code == "too_large"]
    assert [dict(each.values) for each in large] == [{"places": "a"}]


def test_days_that_numpy_counts() -> None:
    """Whole numbers of any kind are days; what numpy makes of them too."""
    told = spacetime.person_time(
        line(),
        THREE,
        np.array([0, 0, 0]),
        [7, 7, 7],
        since=np.int64(0),
        until=np.int64(1),  # type: ignore[arg-type]
    )
    assert told.tolist() == [[7, 7]] * 3
    cases = spacetime.tidy(line(), ["a", "b"], np.array([1.0, 2.0]), until=np.int32(3), opened={})  # type: ignore[arg-type]
    assert (cases.day.tolist(), cases.until) == ([1, 2], 3)


def test_what_lies_in_the_future_is_left_out_and_said() -> None:
    cases = spacetime.tidy(line(), ["a", "b", "c"], [1, 99, 3], since=0, until=9, opened={})
    assert {each.code: each.rows for each in cases.warnings} == {"late": (1,)}
    assert cases.day.tolist() == [1, 3]


def test_where_a_place_is_larger_than_a_zone_the_rest_can_still_be_seen() -> None:
    """A capital with most cases, and six others: it is blind there, and says so of that place alone."""
    names = [*"abcdef", "capital"]
    places = spacetime.on_plane(names, range(7), [0] * 7)
    at = ["capital"] * 60 + list("abcdef") * 8
    day = [(7 * each) % 100 for each in range(len(at))]
    cases = spacetime.tidy(places, at, day, since=0, until=99, opened={})
    scan = spacetime.permutation_scan(places, cases, replicates=999, seed=1)
    seen = spacetime.what_could_be_seen(scan, places, relative_risk=40, simulations=60, seed=1)
    told = {each.place: each for each in seen.places}
    assert (told["capital"].usual, told["capital"].smallest, told["capital"].chance) == (None, None, 0.0)
    assert all(told[each].smallest is not None and told[each].chance > 0.5 for each in "abcdef")
    assert seen.blind == 1
