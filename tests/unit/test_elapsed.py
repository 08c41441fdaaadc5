"""The clocks of a route, to the minute. Expected values are worked by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from amparo.formats.elapsed import UNKNOWN, Elapsed, Window, exactly, in_month, read, roughly

pytestmark = pytest.mark.clock

PEP = Window("PEP", 72 * 60)
EC = Window("EC", 120 * 60)
VACCINE = Window("HBV", 183 * 24 * 60, in_hours=False)
TALK = Window("MH", None)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "minutes", "state", "left"),
    [
        (71, 59, "open", 1),
        (72, 0, "open", 0),
        (72, 1, "after", None),
        (0, 0, "open", 4320),
        (40, 0, "open", 1920),
    ],
)
def test_the_window_of_72_hours_ends_after_its_last_minute(hours, minutes, state, left):
    reading = read(PEP, exactly(NOW - timedelta(hours=hours, minutes=minutes), NOW))
    assert (reading.state, reading.left) == (state, left)


@pytest.mark.parametrize(("hours", "minutes", "state"), [(119, 59, "open"), (120, 0, "open"), (120, 1, "after")])
def test_the_window_of_120_hours_ends_after_its_last_minute(hours, minutes, state):
    assert read(EC, exactly(NOW - timedelta(hours=hours, minutes=minutes), NOW)).state == state


def test_a_second_past_the_limit_is_past_it():
    assert read(PEP, exactly(NOW - timedelta(hours=72, seconds=1), NOW)).state == "after"


def test_last_night_leaves_about_forty_hours():
    reading = read(PEP, roughly(6, 32, 32))
    assert (reading.state, reading.hours_left) == ("open", 40)


def test_a_range_across_the_limit_may_still_be_in_time():
    assert read(PEP, roughly(72, 120, 96)).state == "maybe"
    assert read(EC, roughly(72, 120, 96)).hours_left == 24


@pytest.mark.parametrize(("year", "month"), [(2026, 11), (2026, 10), (2026, 1), (2025, 12)])
def test_a_month_alone_never_closes_a_window_of_hours(year, month):
    assert read(PEP, in_month(year, month, NOW)).state == "unknown"
    assert read(EC, in_month(year, month, NOW)).state == "unknown"


def test_a_month_alone_opens_a_long_window_or_leaves_it_unknown_but_never_closes_it():
    assert read(VACCINE, in_month(2026, 9, NOW)).state == "open"
    assert read(VACCINE, in_month(2026, 5, NOW)).state == "unknown"
    assert read(VACCINE, in_month(2025, 1, NOW)).state == "unknown"


def test_not_knowing_is_unknown_and_talking_is_always():
    assert read(PEP, UNKNOWN).state == "unknown"
    assert read(TALK, Elapsed(10**7, 10**7, 10**7)).state == "always"


def test_a_moment_to_come_counts_as_now():
    assert exactly(NOW + timedelta(hours=5), NOW) == Elapsed(0, 0, 0)


def test_the_months_of_a_year_are_counted_across_new_year():
    january = in_month(2025, 12, datetime(2026, 1, 1, 0, 30, tzinfo=UTC))
    assert (january.least, january.most) == (30, 31 * 24 * 60 + 30)
