"""Agreed hours: what is open, what opens next, and which lines are in each other's way."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from amparo.formats.sittings import clash, next_sitting, sitting_on, sittings

GUAYAQUIL, SANTIAGO = ZoneInfo("America/Guayaquil"), ZoneInfo("America/Santiago")
MON, TUE, WED, SUN, ALL = 1, 2, 4, 64, 127


@dataclass(frozen=True, slots=True)
class Line:
    days: int
    opens: time
    closes: time


def line(days: int, opens: int, closes: int) -> Line:
    return Line(days, time(opens), time(closes))


@pytest.mark.parametrize(("lines", "found"), [
    ([line(MON, 8, 12), line(MON, 12, 16)], None),
    ([line(MON, 8, 12), line(MON, 11, 16)], (0, 1)),
    ([line(MON, 8, 12), line(TUE, 8, 12)], None),
    ([line(MON, 20, 2), line(TUE, 1, 3)], (0, 1)),
    ([line(MON, 20, 2), line(TUE, 2, 3)], None),
    ([line(SUN, 20, 2), line(MON, 1, 3)], (0, 1)),
    ([line(MON, 1, 3), line(SUN, 20, 2)], (0, 1)),
    ([line(SUN, 20, 2), line(MON, 2, 3)], None),
    ([line(ALL, 0, 0)], None),
    ([line(ALL, 0, 0), line(WED, 8, 9)], (0, 1)),
    ([line(MON, 8, 9), line(TUE, 8, 9), line(MON | TUE, 8, 9)], (0, 2)),
    ([line(WED, 0, 0), line(TUE, 23, 0)], None),
    ([line(WED, 0, 0), line(TUE, 23, 1)], (0, 1)),
    ([], None),
])  # fmt: skip
def test_lines_in_each_others_way_are_found_also_past_midnight_and_sunday(lines: list[Line], found: object) -> None:
    assert clash(lines) == found


def at(text: str, zone: ZoneInfo = GUAYAQUIL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(("now", "begins", "ends", "is_now"), [
    ("2026-11-24 19:59", "2026-11-24 20:00", "2026-11-25 02:00", False),
    ("2026-11-24 20:00", "2026-11-24 20:00", "2026-11-25 02:00", True),
    ("2026-11-25 01:59", "2026-11-24 20:00", "2026-11-25 02:00", True),
    ("2026-11-25 02:00", "2026-12-01 20:00", "2026-12-02 02:00", False),
])  # fmt: skip
def test_last_nights_hours_are_still_open_this_morning(now: str, begins: str, ends: str, is_now: bool) -> None:
    found = next_sitting([line(TUE, 20, 2)], GUAYAQUIL, at(now))
    assert found is not None
    assert (found.begins, found.ends) == (at(begins), at(ends))
    assert found.day.weekday() == 1
    assert found.is_now(at(now)) is is_now


def test_the_day_is_that_of_the_place() -> None:
    """At two in the morning in Greenwich it is still Tuesday evening in Tulcán."""
    found = next_sitting([line(TUE, 20, 23)], GUAYAQUIL, datetime(2026, 11, 25, 2, tzinfo=UTC))
    assert found is not None
    assert (found.day, found.is_now(datetime(2026, 11, 25, 2, tzinfo=UTC))) == (date(2026, 11, 24), True)


def test_the_first_of_several_lines() -> None:
    found = next_sitting([line(WED, 8, 9), line(TUE, 14, 15), line(TUE, 16, 17)], GUAYAQUIL, at("2026-11-24 14:30"))
    assert found is not None
    assert found.begins == at("2026-11-24 14:00")
    assert next_sitting([], GUAYAQUIL, at("2026-11-24 14:30")) is None


def test_a_night_that_is_an_hour_shorter_or_longer() -> None:
    """Chile, 2026: on 6 September 00:00 is followed by 01:00; on 5 April 00:00 comes back as 23:00 of the 4th."""
    spring = sitting_on(line(ALL, 22, 6), date(2026, 9, 5), SANTIAGO)
    autumn = sitting_on(line(ALL, 22, 6), date(2026, 4, 4), SANTIAGO)
    plain = sitting_on(line(ALL, 22, 6), date(2026, 9, 10), SANTIAGO)
    lengths = [(each.ends.astimezone(UTC) - each.begins.astimezone(UTC)).total_seconds() / 3600
               for each in (spring, autumn, plain)]  # fmt: skip
    assert lengths == [7, 9, 8]
    skipped = sitting_on(line(ALL, 0, 6), date(2026, 9, 6), SANTIAGO)
    assert f"{skipped.begins:%d %H:%M}" == "06 01:00", "as the clock on the wall then shows it"


def test_in_the_longer_night_nothing_opens_twice() -> None:
    """The hour from 23 to 24 of 4 April comes twice; hours that begin in it begin the first time."""
    first = datetime(2026, 4, 5, 2, 30, tzinfo=UTC)  # 23:30, the first time
    found = next_sitting([line(ALL, 23, 6)], SANTIAGO, first)
    assert found is not None
    assert found.begins.astimezone(UTC) == datetime(2026, 4, 5, 2, tzinfo=UTC)
    second = datetime(2026, 4, 5, 3, 30, tzinfo=UTC)  # 23:30 again
    again = next_sitting([line(ALL, 23, 6)], SANTIAGO, second)
    assert again == found
    assert found.is_now(first)
    assert found.is_now(second)


def test_hours_are_told_for_two_weeks() -> None:
    days = [each.day for each in sittings(line(TUE, 8, 9), GUAYAQUIL, at("2026-11-24 08:30"))]
    assert days == [date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)]
    assert [each.day for each in sittings(line(TUE, 8, 9), GUAYAQUIL, at("2026-11-24 09:00"))] == days[1:]
