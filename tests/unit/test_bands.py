"""Bands at their edges: hours, days, months, changes of the clocks, leap days. Every expected value is by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.bands import (
    age_band,
    age_group,
    age_on,
    care_delay,
    day_at,
    is_wholly_under,
    passed,
    passed_since_day,
    passed_since_month,
    report_delay,
)
from amparo.formats.elapsed import UNKNOWN, Elapsed, roughly

pytestmark = pytest.mark.clock

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BOGOTA, SANTIAGO = ZoneInfo("America/Bogota"), ZoneInfo("America/Santiago")


@pytest.mark.parametrize(
    ("hours", "minutes", "band"),
    [
        (0, 0, "within_72"), (71, 59, "within_72"), (72, 0, "within_72"), (72, 1, "within_120"),
        (119, 59, "within_120"), (120, 0, "within_120"), (120, 1, "later"), (2000, 0, "later"),
    ],
)  # fmt: skip
def test_the_limit_is_inside(hours: int, minutes: int, band: str) -> None:
    assert care_delay(passed(NOW - timedelta(hours=hours, minutes=minutes), NOW)) == band


def test_a_second_past_the_limit_is_past_it() -> None:
    assert care_delay(passed(NOW - timedelta(hours=72, seconds=1), NOW)) == "within_120"
    assert care_delay(passed(NOW - timedelta(hours=120, seconds=1), NOW)) == "later"


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "days_0_3"), (3, "days_0_3"), (4, "days_4_5"), (5, "days_4_5"), (6, "days_6_14"), (14, "days_6_14"),
     (15, "days_15_30"), (30, "days_15_30"), (31, "later"), (4000, "later")],
)  # fmt: skip
def test_day_three_four_and_five_stand_where_they_belong(days: int, band: str) -> None:
    told = date(2026, 11, 24)
    assert report_delay(told - timedelta(days=days), told) == band


@pytest.mark.parametrize(
    ("happened", "told", "band"),
    [
        (date(2026, 1, 31), date(2026, 2, 3), "days_0_3"),  # across the end of a month
        (date(2025, 12, 30), date(2026, 1, 3), "days_4_5"),  # and of a year
        (date(2028, 2, 28), date(2028, 3, 3), "days_4_5"),  # 29 February lies between
        (date(2027, 2, 28), date(2027, 3, 3), "days_0_3"),  # and here it does not
    ],
)
def test_days_are_counted_on_the_calendar(happened: date, told: date, band: str) -> None:
    assert report_delay(happened, told) == band


def test_a_day_that_nobody_knows_is_unknown() -> None:
    assert report_delay(None, date(2026, 11, 24)) == "unknown"
    assert report_delay(date(2026, 11, 24), None) == "unknown"
    assert report_delay(date(2026, 11, 25), date(2026, 11, 24)) == "unknown"  # told before it happened: a slip


@pytest.mark.parametrize(("year", "month"), [(2026, 11), (2026, 10), (2026, 1), (2024, 2), (2026, 12)])
def test_a_month_alone_is_unknown_and_never_too_late(year: int, month: int) -> None:
    assert care_delay(passed_since_month(year, month, NOW, BOGOTA)) == "unknown"


def test_a_range_counts_only_where_it_lies_in_one_band() -> None:
    assert care_delay(roughly(6, 32, 32)) == "within_72"
    assert care_delay(roughly(72, 120, 96)) == "unknown"
    assert care_delay(roughly(73, 120, 96)) == "within_120"
    assert care_delay(roughly(120, None, 240)) == "unknown"
    assert care_delay(UNKNOWN) == "unknown"


def test_only_a_day_is_known() -> None:
    until = datetime(2026, 11, 24, 12, 0, tzinfo=BOGOTA)
    # The 22nd, Bogota: between 36 and 60 hours ago. The 21st: 60 to 84. The 20th: 84 to 108. The 18th: 132 to 156.
    assert passed_since_day(date(2026, 11, 22), until, BOGOTA) == Elapsed(36 * 60, 60 * 60, 60 * 60)
    bands = [care_delay(passed_since_day(date(2026, 11, day), until, BOGOTA)) for day in (24, 22, 21, 20, 19, 18)]
    assert bands == ["within_72", "within_72", "unknown", "within_120", "unknown", "later"]


# --- zones ---


def test_two_writings_of_one_moment_are_one_moment() -> None:
    since = datetime(2026, 11, 21, 7, 0, tzinfo=BOGOTA)  # 12:00 in UTC
    assert passed(since, NOW).least == 72 * 60
    assert passed(since.astimezone(SANTIAGO), NOW.astimezone(BOGOTA)).least == 72 * 60


def test_the_hour_that_the_clocks_take_is_not_time_that_passed() -> None:
    """In Santiago the clocks went forward in the night to 6 September 2026: from 00:00 to 01:00."""
    since = datetime(2026, 9, 4, 20, 0, tzinfo=SANTIAGO)
    until = datetime(2026, 9, 7, 21, 0, tzinfo=SANTIAGO)  # 73 on the wall, 72 lived
    assert (until - since) == timedelta(hours=73)
    assert care_delay(passed(since, until)) == "within_72"
    day = passed_since_day(date(2026, 9, 6), datetime(2026, 9, 7, 0, 0, tzinfo=SANTIAGO), SANTIAGO)
    assert (day.least, day.most) == (0, 23 * 60)


def test_a_day_is_a_day_somewhere() -> None:
    late = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
    assert day_at(late, BOGOTA) == date(2026, 11, 23)
    assert day_at(late, SANTIAGO) == date(2026, 11, 24)


def test_a_moment_without_a_zone_is_refused() -> None:
    bare = datetime(2026, 11, 24, 12, 0)
    for wrong in (
        lambda: passed(bare, NOW),
        lambda: passed(NOW, bare),
        lambda: passed_since_day(date(2026, 11, 1), bare, BOGOTA),
        lambda: passed_since_month(2026, 11, bare, BOGOTA),
        lambda: day_at(bare, BOGOTA),
    ):
        with pytest.raises(ValueError, match="has no time zone"):
            wrong()
    with pytest.raises(ValueError, match="told_on is a moment"):
        report_delay(date(2026, 11, 1), NOW)


def test_care_before_it_happened_is_a_slip_and_not_in_time() -> None:
    assert care_delay(passed(NOW + timedelta(minutes=1), NOW)) == "unknown"
    assert care_delay(passed(NOW, NOW)) == "within_72"
    assert care_delay(passed_since_day(date(2026, 11, 25), NOW, BOGOTA)) == "unknown"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_time_is_never_an_earlier_band(one: int, other: int) -> None:
    order = ["within_72", "within_120", "later"]
    less, more = sorted((one, other))
    bands = [care_delay(Elapsed(minutes, minutes, minutes)) for minutes in (less, more)]
    assert order.index(bands[0]) <= order.index(bands[1])


# --- age ---


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 11, 24), date(2026, 11, 23), 17),
        (date(2008, 11, 24), date(2026, 11, 24), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
    ],
)
def test_she_is_of_age_on_her_birthday(born: date, on: date, age: int) -> None:
    assert age_on(born, on) == age


@pytest.mark.parametrize("born", [date(2026, 11, 25), date(1879, 12, 31)])
def test_a_day_of_birth_that_cannot_be_is_refused(born: date) -> None:
    with pytest.raises(ValueError, match="born_on"):
        age_on(born, date(2026, 11, 24))


@pytest.mark.parametrize(
    ("age", "ours", "theirs"),
    [
        (0, "under_12", "0_11"), (11, "under_12", "0_11"), (12, "12_17", "12_17"), (17, "12_17", "12_17"),
        (18, "18_24", "18_25"), (24, "18_24", "18_25"), (25, "25_34", "18_25"), (26, "25_34", "26_40"),
        (34, "25_34", "26_40"), (35, "35_44", "26_40"), (40, "35_44", "26_40"), (41, "35_44", "41_60"),
        (44, "35_44", "41_60"), (45, "45_59", "41_60"), (59, "45_59", "41_60"), (60, "60_more", "41_60"),
        (61, "60_more", "61_more"), (125, "60_more", "61_more"), (None, "unknown", "unknown"),
    ],
)  # fmt: skip
def test_every_age_has_one_band_of_ours_and_one_of_theirs(age: int | None, ours: str, theirs: str) -> None:
    assert (age_band(age), age_group(age)) == (ours, theirs)


@pytest.mark.parametrize(
    ("years", "list_name", "band", "is_so"),
    [
        (18, "age_band", "under_12", True), (18, "age_band", "12_17", True), (18, "age_band", "18_24", False),
        (18, "age_band", "60_more", False), (18, "age_band", "unknown", False), (18, "age_band", "", False),
        (17, "age_band", "12_17", False), (25, "age_band", "18_24", True), (25, "age_group", "18_25", False),
        (26, "age_group", "18_25", True), (200, "age_band", "60_more", False), (12, "age_band", "under_12", True),
    ],
)  # fmt: skip
def test_a_whole_band_is_under_an_age_or_nobody_says_so(years: int, list_name: str, band: str, is_so: bool) -> None:
    assert is_wholly_under(years, list_name, band) is is_so


@pytest.mark.parametrize("wrong", [-1, 126, True, "30", 17.5])
def test_what_is_not_an_age_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="age is"):
        age_band(wrong)  # type: ignore[arg-type]
