"""Opening hours, past midnight and to the minute. Expected values are worked by hand."""

from datetime import date, datetime, time

import pytest

from amparo.formats.opening import (
    Span,
    closing,
    day_bits,
    has_season,
    is_always_open,
    on_day,
    opening,
    week_bits,
    written,
)

pytestmark = pytest.mark.clock

WEEKDAYS = Span(0b0011111, time(8), time(17))
NIGHTS = Span(0b1111111, time(18), time(8))  # every day until the next morning
ALWAYS = Span(127, time(0), time(0))
TUESDAY = date(2026, 11, 24)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute)


def test_open_from_the_first_minute_until_before_the_last():
    assert closing([WEEKDAYS], at(7, 59)) is None
    assert closing([WEEKDAYS], at(8)) == at(17)
    assert closing([WEEKDAYS], at(16, 59)) == at(17)
    assert closing([WEEKDAYS], at(17)) is None


def test_past_midnight_belongs_to_the_day_before():
    assert closing([NIGHTS], at(3)) == at(8)
    assert closing([NIGHTS], at(23)) == at(8, day=25)
    only_monday = Span(1, time(22), time(2))
    assert closing([only_monday], at(1)) == at(2)
    assert closing([only_monday], at(1, day=25)) is None


def test_it_opens_next():
    assert opening([WEEKDAYS], at(18)) == at(8, day=25)
    assert opening([WEEKDAYS], at(18, day=27)) == at(8, day=30)  # Friday night to Monday
    assert opening([Span(1, time(8), time(9), valid_to=TUESDAY)], at(18)) is None


def test_the_season_counts():
    summer = Span(127, time(8), time(17), valid_from=date(2026, 12, 1))
    assert closing([summer], at(9)) is None
    assert on_day([summer], date(2026, 12, 1)) == [(time(8), time(17))]


def test_day_and_night():
    assert is_always_open([ALWAYS])
    assert not is_always_open([NIGHTS])
    assert week_bits([ALWAYS]) == (2**48 - 1,) * 7


def test_half_hours_touched_at_all_are_set():
    monday, tuesday, *rest = week_bits([Span(1, time(23, 40), time(0, 10))])
    assert (monday, tuesday, set(rest)) == (1 << 47, 1, {0})
    assert week_bits([Span(1 << 6, time(23), time(1))])[0] == 0b11  # Sunday night is Monday morning


def test_day_and_night_for_some_weeks_is_not_always():
    assert not is_always_open([Span(127, time(0), time(0), valid_to=TUESDAY)])
    assert not is_always_open([Span(127, time(0), time(0), valid_from=TUESDAY)])


def test_the_half_hours_of_a_day_know_the_season():
    """A last night that ends on Tuesday: of Wednesday its morning is left, of Thursday nothing."""
    nights = Span(127, time(23), time(2), valid_to=TUESDAY)
    assert day_bits([nights], TUESDAY) == 0b1111 | 0b11 << 46
    assert day_bits([nights], date(2026, 11, 25)) == 0b1111
    assert day_bits([nights], date(2026, 11, 26)) == 0
    assert day_bits([ALWAYS], TUESDAY) == 2**48 - 1
    assert day_bits([WEEKDAYS], TUESDAY) == week_bits([WEEKDAYS])[1]
    assert [has_season(written([span])) for span in (nights, WEEKDAYS)] == [True, False]
