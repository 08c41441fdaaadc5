"""Columns go by their place, and what is missing is missing: for every entry that takes a column of people.

The same rows in plain lists are the oracle: shuffled frames, filtered frames and boxed values answer what they answer.
"""

import datetime
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from amparo.methods.columns import by_place, is_missing, numbers, texts
from amparo.methods.disclosure import count
from amparo.methods.disclosure.cell_keys import record_keys
from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import (
    categories,
    coupon_returns,
    estimate_shares,
    from_coupons,
    from_recruiters,
    write_csv,
)
from amparo.methods.hidden import numbers as outcome_numbers
from amparo.methods.indirect import bootstrap_weights, direct, estimate_prevalence, list_prevalence
from amparo.methods.networks import Referral, Service, Tie, funnel, kaplan_meier, network
from amparo.methods.spacetime import on_plane, standardised, tidy
from tests.methods.disclosure.towns import plan_of
from tests.methods.frames import NA, Arrow, Boxed, Series, shuffled

MISSING = [None, math.nan, float("nan"), np.float64("nan"), np.datetime64("NaT", "D"), NA, Boxed(None), Boxed(math.nan)]


def codes(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, tuple[int, ...]]]:
    return [(each.code, tuple(each.rows)) for each in error.value.remarks]


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_what_is_missing(missing: Any) -> None:
    assert is_missing(missing)
    assert by_place([missing, "a"]) == [None, "a"]
    assert texts([missing, " b "]) == ["", "b"]
    assert np.isnan(numbers("x", [missing, 2])).tolist() == [True, False]


def test_what_is_not_missing() -> None:
    for each in ("", "nan", 0, False, 0.0, [], datetime.date(2026, 1, 1), np.array([1.0, math.nan])):
        assert not is_missing(each)
    assert by_place(Series([3, 1], [1, 0])) == [3, 1]
    assert by_place(Arrow(["x", None])) == ["x", None]
    assert by_place(np.array(["2026-01-31", "NaT"], "datetime64[ns]")) == [datetime.date(2026, 1, 31), None]
    assert texts([12.0, 12, "12", np.int64(12), True]) == ["12", "12", "12", "12", "True"]
    assert numbers("x", Series([1, NA, "2.5"])).tolist()[::2] == [1.0, 2.5]
    assert numbers("x", [[1, NA], [2, 3]]).shape == (2, 2)
    with pytest.raises(Refused) as refused:
        numbers("x", [1, "one", 3, object()])
    assert codes(refused) == [("no_number", (1, 3))]


# --- a list experiment ---

COUNTS = [row % 4 for row in range(120)]
ARM = [row // 3 % 2 for row in range(120)]
BORDER = ["border" if row % 5 < 2 else "town" for row in range(120)]
ORDER = random.Random(4).sample(range(120), 120)


def test_strata_of_a_list_go_by_place() -> None:
    plain = [[column[at] for at in ORDER] for column in (COUNTS, ARM, BORDER)]
    counts, arm, border = shuffled(COUNTS, ARM, BORDER, order=ORDER)
    shares = {"border": 0.3, "town": 0.7}
    told = list_prevalence(counts, arm, items=3, strata=border, stratum_shares=shares)
    wanted = list_prevalence(plain[0], plain[1], items=3, strata=plain[2], stratum_shares=shares)
    assert told.share.value == wanted.share.value
    some = ORDER[:100]  # and after a filter labels are not 0 to n - 1
    told = list_prevalence(*shuffled(COUNTS, ARM, order=some), items=3, strata=shuffled(BORDER, order=some)[0])
    assert told.share.n == 100


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_a_stratum_that_is_missing_is_none(missing: Any) -> None:
    """Rows without a stratum are left out and said, whichever way it is missing; and they are no stratum."""
    holes = {3, 40, 77}
    strata = [missing if row in holes else name for row, name in enumerate(BORDER)]
    told = list_prevalence(COUNTS, ARM, items=3, strata=strata)
    left = [row for row in range(120) if row not in holes]
    wanted = list_prevalence(
        [COUNTS[row] for row in left], [ARM[row] for row in left], items=3, strata=[BORDER[row] for row in left]
    )
    assert told.share.value == wanted.share.value
    (said,) = [each for each in told.share.warnings if each.code == "missing"]
    assert tuple(said.rows) == (3, 40, 77)
    with pytest.raises(Refused) as refused:
        bootstrap_weights(120, seed=1, replicates=20, within=strata)
    assert codes(refused) == [("stratum_missing", (3, 40, 77))]
    with pytest.raises(Refused) as refused:
        standardised(strata, [10] * 120, [1] * 120)
    assert codes(refused) == [("stratum_missing", (3, 40, 77))]


@pytest.mark.parametrize("missing", [None, math.nan, NA, Boxed(None)], ids=repr)
def test_an_answer_that_is_missing_is_none(missing: Any) -> None:
    answers = [missing if row == 5 else float(row % 3 == 0) for row in range(60)]
    wanted = estimate_prevalence([np.nan if row == 5 else each for row, each in enumerate(answers)], design=direct())
    assert estimate_prevalence(Series(answers), design=direct()).share.value == wanted.share.value
    counts = [missing if row == 5 else each for row, each in enumerate(COUNTS)]
    assert list_prevalence(Series(counts), Series(ARM), items=3).share.n == 119


# --- cases ---

PLACES = on_plane(["a", "b", "c"], [0, 1, 5], [0, 0, 5])
PLACE = ["a", "a", "b", "a", "c", "b", "a", "b"]
DAY = [1, 2, 2, 3, 9, 4, 4, 5]
PERSON = ["p", "q", "r", "p", "s", "t", "u", "r"]
HOUSE = ["m", "m", "n", "n", "m", "o", "m", "n"]


def cases(place: Any, day: Any, person: Any, house: Any) -> Any:
    told = tidy(PLACES, place, day, person=person, organisation=house, opened={}, until=10, within=1)
    return sorted(zip(told.place.tolist(), told.day.tolist(), told.person, told.organisation, strict=True))


def test_persons_and_organisations_of_cases_go_by_place() -> None:
    """Rows 3 days apart of one person are one case within three days; after a shuffle, the same ones."""
    order = [5, 2, 7, 0, 3, 1, 6, 4]
    wanted = cases(PLACE, DAY, PERSON, HOUSE)
    assert cases(*shuffled(PLACE, DAY, PERSON, HOUSE, order=order)) == wanted
    assert cases(*map(Arrow, (PLACE, DAY, PERSON, HOUSE))) == wanted
    some = [5, 2, 7, 0, 3]
    assert len(cases(*shuffled(PLACE, DAY, PERSON, HOUSE, order=some))) == 5


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_persons_who_are_missing_are_not_one_person(missing: Any) -> None:
    """Eight cases of whom nobody knows who they are: eight, and told by nobody."""
    told = tidy(
        PLACES, ["a"] * 8, [1] * 8, person=[missing] * 8, kind=[missing] * 8, organisation=[missing] * 8, opened={},
        until=10,
    )  # fmt: skip
    assert len(told.place) == 8
    assert set(told.person) == set(told.organisation) == {""}
    some = tidy(PLACES, ["a"] * 3, [1, 1, 2], person=["p", missing, "p"], organisation=["m", missing, "n"], opened={},
                until=10)  # fmt: skip
    assert sorted(zip(some.person, some.organisation, strict=True)) == [("", ""), ("p", "m")]


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_places_and_days_that_are_missing_are_refused_with_their_rows(missing: Any) -> None:
    with pytest.raises(Refused) as refused:
        tidy(PLACES, ["a", missing, "b"], [1, 2, 3], until=5)
    assert codes(refused) == [("unknown_place", (1,))]
    with pytest.raises(Refused) as refused:
        tidy(PLACES, ["a", "a", "b"], [datetime.date(2026, 1, 1), missing, datetime.date(2026, 1, 2)])
    assert codes(refused) == [("bad_day", (1,))]
    with pytest.raises(Refused) as refused:
        on_plane(["a", missing], [0, 1], [0, 1])
    assert codes(refused) == [("id_missing", (1,))]


def test_persons_by_number_are_persons() -> None:
    """The key 0 is a person like any other, and 7.0 of a column with holes is 7."""
    told = tidy(PLACES, ["a"] * 4, [1, 1, 1, 1], person=[0, 0, 7.0, 7], opened={}, until=10)
    assert sorted(told.person) == ["0", "7"]


# --- recruits ---


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_recruits_with_holes(missing: Any) -> None:
    """A recruiter, a degree, a day or a group that is missing, whichever way."""
    sample = from_recruiters(
        Series(["a", "b", "c"]), Series([missing, "a", "a"]), Series([2, missing, 4]), days=[1, missing, 3],
        devices=[missing] * 3, coupons=[3, missing, missing],
    )  # fmt: skip
    assert sample.recruiter.tolist() == [-1, 0, 0]
    assert sample.degree_reason[1] == "missing"
    assert np.isnan(sample.days).tolist() == [False, True, False]
    assert categories(["x", missing, "y"]).codes.tolist() == [0, -1, 1]
    assert np.isnan(outcome_numbers([1, missing, 3])).tolist() == [False, True, False]
    with pytest.raises(Refused) as refused:
        from_recruiters(["a", missing], [None, "a"], [1, 2])
    assert ("id_missing", (1,)) in codes(refused)


@pytest.mark.parametrize("missing", MISSING, ids=repr)
def test_coupons_with_holes(missing: Any) -> None:
    sample = from_coupons(
        ["a", "b"], [missing, "k1"], [["k1", missing], missing], [2, 3], expires={"k1": missing}, days=[1, 2]
    )
    assert sample.recruiter.tolist() == [-1, 0]
    assert "expiry_unknown" in {each.code for each in sample.warnings}


def test_devices_that_are_missing_are_not_one_device() -> None:
    many = [f"p{row}" for row in range(6)]
    by = [None, *many[:5]]
    told = from_recruiters(many, by, [3] * 6, days=[1] * 6, devices=[math.nan] * 6)
    assert "burst" not in {each.code for each in told.warnings}


def test_a_frame_of_recruits_that_was_shuffled() -> None:
    ids, by, degrees = list("abcdef"), [None, "a", "a", "b", "c", "c"], [2, 3, 4, 2, 5, 1]
    kinds = list("xyxyxx")
    order = [3, 0, 5, 1, 4, 2]
    frame = shuffled(ids, by, degrees, kinds, order=order)
    sample = from_recruiters(*frame[:3])
    plain = from_recruiters(ids, by, degrees)
    assert estimate_shares(sample, frame[3]).values.tolist() == estimate_shares(plain, kinds).values.tolist()
    lines = write_csv(sample, {"kind": frame[3]}).splitlines()[1:]
    assert {line[0]: line[-1] for line in lines} == dict(zip(ids, kinds, strict=True))
    assert coupon_returns(sample, Series([3] * 6, order), frame[3]).overall == pytest.approx(5 / 18)


def test_groups_in_which_degrees_are_imputed() -> None:
    """Who has no group gets the mean of all, not of those who have none either. By hand: 3 / (½ + ⅓ + ⅙) = 3."""
    sample = from_recruiters(list("abcd"), [None, "a", "a", "a"], [2, 3, 6, None])
    for missing in MISSING:
        told = sample.with_degrees(strata=["x", "y", missing, missing])
        assert told.degree_used[3] == pytest.approx(3.0)


# --- the rest ---


def test_an_end_that_is_missing_did_not_happen_to_be_one() -> None:
    for missing in MISSING:
        with pytest.raises(Refused) as refused:
            kaplan_meier([1.0, 2.0, 3.0], [True, missing, False])
        assert codes(refused) == [("end_unknown", (1,))]
    assert kaplan_meier(Series([1.0, 2.0]), Series([True, False])).waiting.tolist() == [0.5]


def test_stages_without_a_day_are_not_reached() -> None:
    plain = Referral((1.0, 2.0, 3.0, None, None, None, None))
    for missing in MISSING:
        holes = Referral((1.0, 2.0, 3.0, *[missing] * 4), withdrawn=missing, declined=missing)
        assert as_json(funnel([holes], as_of=40.0)) == as_json(funnel([plain], as_of=40.0))


def test_organisations_of_services_that_are_missing() -> None:
    for missing in MISSING:
        with pytest.raises(Refused) as refused:
            network([Service("a", "m", "t", frozenset({"x"})), Service("b", missing, "t", frozenset())], [])
        assert codes(refused) == [("service_nameless", (1,))]
        found = network(
            [Service(each, "m", "t", frozenset({"x"}), institution=missing, funder=missing) for each in "ab"],
            [Tie("a", "b")],
        )
        assert found.members("funder") == found.members("institution") == {}


def test_a_record_without_a_person_is_refused() -> None:
    for missing in MISSING:
        with pytest.raises(Refused) as refused:
            record_keys(["p", missing], secret=b"x" * 16)
        assert codes(refused) == [("no_person", (1,))]
    both: Callable[[Any], Any] = lambda persons: record_keys(persons, secret=b"x" * 16).keys.tolist()  # noqa: E731
    assert both(Series(["p", "q"], [1, 0])) == both(["p", "q"])


def test_codes_of_a_table_as_objects_and_with_a_hole() -> None:
    """A nullable column of whole numbers is one; a hole in it is a fault, and not a code."""
    plan = plan_of()
    place, kind = [0, 1, 2, 0], [0, 0, 1, 2]
    wanted = count({"place": place, "kind": kind}, plan=plan).persons
    boxed = count({"place": Series(np.array(place, dtype=object)), "kind": Arrow(kind)}, plan=plan).persons
    assert boxed.tolist() == wanted.tolist()
    for missing in MISSING:
        with pytest.raises(Refused) as refused:
            count({"place": [0, missing, 2, 0], "kind": kind}, plan=plan)
        assert [each.code for each in refused.value.remarks] == ["column"]
