"""When a place minds children: midnight, time zones and a changing clock. Each moment is worked out by hand."""

from datetime import UTC, date, datetime, time

import pytest

from amparo.formats.care_hours import is_zone, last_day, night_of, stay_on

NIGHT = (time(19), time(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "opens", "closes", "starts", "ends"), [
    ("America/Guayaquil", time(19), time(7), "2026-11-28T00:00", "2026-11-28T12:00"),  # five hours behind
    ("America/Guayaquil", time(8), time(18), "2026-11-27T13:00", "2026-11-27T23:00"),
    ("America/Sao_Paulo", time(19), time(7), "2026-11-27T22:00", "2026-11-28T10:00"),  # three hours behind
    ("UTC", time(7), time(7), "2026-11-27T07:00", "2026-11-28T07:00"),  # a whole day
    ("America/Santo_Domingo", time(0), time(6), "2026-11-27T04:00", "2026-11-27T10:00"),
])  # fmt: skip
def test_a_stay_is_from_when_until_when(zone: str, opens: time, closes: time, starts: str, ends: str) -> None:
    stay = stay_on(date(2026, 11, 27), opens, closes, zone)
    assert (stay.starts, stay.ends) == (utc(starts), utc(ends))


def test_the_night_in_which_the_clock_goes_forward_is_an_hour_shorter() -> None:
    """In Santiago summer time begins on 6 September 2026 at 00:00: 19:00 is four hours behind, 07:00 three."""
    stay = stay_on(date(2026, 9, 5), *NIGHT, "America/Santiago")
    assert (stay.starts, stay.ends) == (utc("2026-09-05T23:00"), utc("2026-09-06T10:00"))
    assert len(stay.cells) == 22


def test_where_one_ends_another_may_begin() -> None:
    night = stay_on(date(2026, 11, 27), *NIGHT, "America/Guayaquil")
    after, over = (stay_on(date(2026, 11, 28), at, time(18), "America/Guayaquil") for at in (time(7), time(6, 30)))
    assert len(night.cells) == 24
    assert set(night.cells).isdisjoint(after.cells)
    assert len(set(night.cells) & set(over.cells)) == 1


@pytest.mark.parametrize(("now", "day"), [
    ("2026-11-28T00:00", date(2026, 11, 27)),  # 19:00 there
    ("2026-11-28T05:30", date(2026, 11, 27)),  # half past midnight: still the night of the day before
    ("2026-11-28T11:59", date(2026, 11, 27)),
    ("2026-11-28T12:00", date(2026, 11, 28)),  # 07:00: it has closed
])  # fmt: skip
def test_after_midnight_it_is_still_the_night_of_the_day_before(now: str, day: date) -> None:
    assert night_of(utc(now), *NIGHT, "America/Guayaquil") == day


def test_a_place_by_day_has_no_night() -> None:
    assert night_of(utc("2026-11-28T04:59"), time(8), time(18), "America/Guayaquil") == date(2026, 11, 27)
    assert night_of(utc("2026-11-28T05:00"), time(8), time(18), "America/Guayaquil") == date(2026, 11, 28)


def test_whoever_minds_a_night_minds_until_the_morning() -> None:
    assert last_day(date(2026, 11, 30), *NIGHT) == date(2026, 12, 1)
    assert last_day(date(2026, 11, 30), time(8), time(18)) == date(2026, 11, 30)


def test_a_zone_is_one_that_is_known() -> None:
    assert is_zone("America/Guayaquil")
    assert not is_zone("America/Puerto_Claro")
    assert not is_zone("../etc/passwd")
