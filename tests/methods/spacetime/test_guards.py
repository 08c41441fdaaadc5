"""What looks like a cluster and is none: one person told twice, a house that has just opened, days not yet in."""

import datetime

import numpy as np
import pytest

from amparo.methods import spacetime
from amparo.methods.estimate import Refused
from amparo.methods.spacetime import inference

NAMES = [f"p{at}" for at in range(6)]
UNTIL = datetime.date(2030, 6, 30)


def places() -> spacetime.Places:
    return spacetime.on_plane(NAMES, [0, 1, 2, 10, 11, 12.5], [0, 0.3, 0, 0, 0.2, 0])


def ago(days: int) -> datetime.date:
    return UNTIL - datetime.timedelta(days)


def said(cases: spacetime.Cases) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in cases.warnings}


OLD = {name: datetime.date(2020, 1, 1) for name in NAMES}


def test_the_same_of_the_same_person_within_a_week_is_one() -> None:
    """By hand: days 0, 7 (again), 8 (counts: eight days after the one that counts), 9 (again); another kind counts."""
    day = [ago(20), ago(13), ago(12), ago(11), ago(20), ago(20), ago(20)]
    person, kind = (
        ["ana", "ana", "ana", "ana", "ana", None, ""],
        ["raid", "raid", "raid", "raid", "fine", "raid", "raid"],
    )
    cases = spacetime.tidy(places(), ["p0", "p1", "p0", "p0", "p0", "p0", "p0"], day, person=person, kind=kind,
                           until=UNTIL, opened=OLD)  # fmt: skip
    assert said(cases) == {"twice": (1, 3)}
    assert sorted(cases.row.tolist()) == [0, 2, 4, 5, 6], "whoever is unknown is one of her own each time"


def test_a_row_that_counts_nothing_makes_nothing_a_repetition() -> None:
    cases = spacetime.tidy(places(), ["p0", "p0"], [ago(3), ago(2)], person=["ana", "ana"], count=[0, 1], until=UNTIL,
                           opened=OLD)  # fmt: skip
    assert cases.row.tolist() == [1]
    assert said(cases) == {}


def test_late_days_are_dropped_or_marked() -> None:
    day = [ago(0), ago(2), ago(3), ago(40)]
    cases = spacetime.tidy(places(), NAMES[:4], day, until=UNTIL, late=3, opened=OLD)
    assert said(cases) == {"late": (0, 1)}
    assert cases.named(cases.until) == "2030-06-27"
    kept = spacetime.tidy(places(), NAMES[:4], day, until=UNTIL, late=3, late_stays=True, opened=OLD)
    assert (len(kept.row), kept.late, kept.named(kept.until)) == (4, 3, "2030-06-30")


def test_a_place_without_history_is_left_out() -> None:
    """59 days are too few and 60 are enough; a place that opened within the period is said."""
    opened = OLD | {"p1": ago(58), "p2": ago(59)}
    cases = spacetime.tidy(places(), ["p0", "p1", "p2"], [ago(5)] * 3, since=ago(99), until=UNTIL, opened=opened)
    assert said(cases) == {"young": (1,), "opened_within": (2,)}
    unknown = spacetime.tidy(places(), ["p0"], [ago(5)])
    assert set(said(unknown)) == {"history_unknown", "until_unknown"}


def alarm(*, organisation: list[str], person: list[str] | None) -> spacetime.Cluster:
    """110 quiet cases of a year, and six at p0 in the last days."""
    quiet = [(NAMES[at % 6], ago(20 + at * 3)) for at in range(110)]
    now = [("p0", ago(at % 2)) for at in range(6)]
    rows = [*quiet, *now]
    cases = spacetime.tidy(
        places(), [name for name, _ in rows], [day for _, day in rows], until=UNTIL, since=ago(363), opened=OLD,
        organisation=["x"] * 110 + organisation,
        person=None if person is None else [f"q{at}" for at in range(110)] + person,
        kind=None if person is None else [str(at) for at in range(116)], late=2, late_stays=True,
    )  # fmt: skip
    scan = spacetime.permutation_scan(places(), cases, longest=14, replicates=999, seed=1, most_clusters=1)
    first = scan.clusters[0]
    assert "p0" in first.places
    assert first.recurrence_days == pytest.approx(1 / first.p)
    assert "discloses" in {each.code for each in scan.warnings}
    return first


def test_an_alert_takes_three_persons_and_two_organisations() -> None:
    two, six = ["x", "y", "x", "y", "x", "y"], [f"n{at}" for at in range(6)]
    loud = alarm(organisation=two, person=six)
    assert (loud.level, loud.persons, loud.organisations, loud.cases) == ("alert", 6, 2, 6)
    assert {each.code for each in loud.warnings} == {"incomplete"}
    one = alarm(organisation=["x"] * 6, person=six)
    assert (one.level, one.organisations) == ("watch", 1)
    assert "one_organisation" in {each.code for each in one.warnings}
    few = alarm(organisation=two, person=["n1", "n2"] * 3)
    assert (few.level, few.persons) == ("watch", 2)
    assert "few_persons" in {each.code for each in few.warnings}
    unknown = alarm(organisation=two, person=None)
    assert "persons_unknown" in {each.code for each in unknown.warnings}


def test_levels_by_hand() -> None:
    for days, persons, houses, level in (
        (365.0, 3, 2, "alert"), (364.9, 3, 2, "watch"), (1000.0, 2, 2, "watch"), (1000.0, 9, 1, "watch"),
        (1000.0, 9, None, "watch"), (100.0, 9, 9, "watch"), (99.9, 9, 9, "none"), (None, 9, 9, "none"),
    ):  # fmt: skip
        assert inference.level(days, persons, houses) == level
    assert inference.recurrence(0.01, 7) == 700


def test_a_place_that_works_on_mondays_only() -> None:
    """Two years of Mondays at p0, and the last day is a Monday: against all days it stands out, against Mondays not."""
    rows = [("p0", ago(7 * week)) for week in range(104)]
    rows += [(NAMES[1 + at % 5], ago(at * 2 + 1)) for at in range(360)]
    cases = spacetime.tidy(places(), [n for n, _ in rows], [d for _, d in rows], since=ago(727), until=UNTIL,
                           opened=OLD, count=[8.0] * 104 + [3.0] * 360)  # fmt: skip
    kept = {"longest": 1, "replicates": 99, "most_clusters": 1, "seed": 2}
    plain = spacetime.permutation_scan(places(), cases, **kept)
    fair = spacetime.permutation_scan(places(), cases, same_weekday=True, **kept)
    assert plain.clusters[0].places == ("p0",)
    assert plain.clusters[0].p <= 0.05
    assert not fair.clusters or fair.clusters[0].p > 0.2


def test_of_a_place_that_was_left_out_nothing_is_expected() -> None:
    """Half of all people live where nobody has a history yet. Without them the rest has as many as it should: nothing.

    By hand: 40 cases at four places of 10 people each, the same at each; at the fifth, with 40 people, six more."""
    five = spacetime.on_plane(NAMES[:5], [0, 1, 2, 10, 11], [0, 0.3, 0, 0, 0.2])
    opened = dict.fromkeys(NAMES[:4], -1000) | {"p4": 80}
    rows = [(NAMES[at % 4], at) for at in range(40)] + [("p4", 90 + at) for at in range(6)]
    cases = spacetime.tidy(five, [name for name, _ in rows], [day for _, day in rows], since=0, until=99, opened=opened)
    people = np.array([10.0, 10, 10, 10, 40])
    told = spacetime.poisson_scan(five, cases, people, windows="whole", replicates=99, seed=1)
    assert told.clusters == (), "before: 20 where 10 were expected"
    old = spacetime.tidy(five, [name for name, _ in rows], [day for _, day in rows], since=0, until=99, opened={})
    with pytest.raises(Refused, match="alone"):
        spacetime.bernoulli_scan(five, cases, old, replicates=19, seed=1)


def test_a_place_of_which_nobody_said_when_it_opened_is_said() -> None:
    some = {name: day for name, day in OLD.items() if name != "p2"}
    cases = spacetime.tidy(places(), ["p0", "p2"], [ago(5)] * 2, until=UNTIL, opened=some)
    assert said(cases) == {"opened_not_said": (1,)}


def test_no_curve_is_laid_through_replicates_that_stopped_at_a_large_one() -> None:
    rows = [(NAMES[(at * 5) % 6], ago(at)) for at in range(90)]
    cases = spacetime.tidy(places(), [n for n, _ in rows], [d for _, d in rows], since=ago(99), until=UNTIL, opened=OLD)
    early = spacetime.permutation_scan(places(), cases, replicates=999, stop_after=3, seed=1)
    whole = spacetime.permutation_scan(places(), cases, replicates=999, seed=1)
    assert early.replicates < 999
    assert all(each.p_gumbel is None for each in early.clusters)
    assert all(each.p_gumbel and 0 < each.p_gumbel <= 1 for each in whole.clusters)
