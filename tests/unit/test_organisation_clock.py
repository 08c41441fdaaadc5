"""The clock of the product (``amparo.commons.clock``): one moment, and the organisation's day of it."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from amparo.commons import clock
from tests import moment
from tests.own_house import environment_of

pytestmark = pytest.mark.clock


@pytest.mark.parametrize(
    ("zone", "utc", "day"),
    [
        ("America/Guayaquil", "2026-12-01T02:00", date(2026, 11, 30)),  # nine in the evening, five hours behind
        ("America/Guayaquil", "2026-12-01T05:00", date(2026, 12, 1)),
        ("America/Guayaquil", "2027-01-01T04:59", date(2026, 12, 31)),
        ("America/Sao_Paulo", "2028-03-01T02:59", date(2028, 2, 29)),
        ("America/Santiago", "2027-09-05T03:59", date(2027, 9, 4)),  # four hours behind, until the clocks go on
        ("America/Santiago", "2027-09-05T04:00", date(2027, 9, 5)),  # 01:00: midnight did not take place
        ("America/Santiago", "2027-09-06T03:00", date(2027, 9, 6)),  # three hours behind since then
        ("UTC", "2026-12-01T00:00", date(2026, 12, 1)),
    ],
)
def test_the_day_of_a_moment_is_the_organisations(zone: str, utc: str, day: date, settings) -> None:
    settings.TIME_ZONE = zone
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert clock.day(at) == day
    with moment.at(at):
        assert (clock.today(), clock.day()) == (day, day)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "utc"),
    [
        ("America/Guayaquil", date(2026, 11, 30), 0, "2026-11-30T05:00"),
        ("America/Guayaquil", date(2026, 11, 30), 12, "2026-11-30T17:00"),
        ("America/Santiago", date(2027, 9, 5), 0, "2027-09-05T04:00"),  # the first moment of a day without midnight
        ("America/Santiago", date(2027, 9, 5), 12, "2027-09-05T15:00"),
        ("America/Santiago", date(2027, 4, 4), 0, "2027-04-04T04:00"),  # 23:00 came twice on the evening before
    ],
)
def test_an_hour_of_a_day_as_a_moment(zone: str, day: date, hour: int, utc: str, settings) -> None:
    settings.TIME_ZONE = zone
    assert clock.at(day, hour).isoformat() == f"{utc}:00+00:00"
    assert clock.day(clock.at(day, hour)) == day
    assert clock.day(clock.at(day) - timedelta(seconds=1)) == day - timedelta(days=1)


def test_a_day_that_nobody_knows_stays_the_first_of_all_days(settings) -> None:
    settings.TIME_ZONE = "America/Guayaquil"
    assert clock.day(datetime(1, 1, 1, tzinfo=UTC)) == date(1, 1, 1)


def test_a_moment_is_in_utc_and_passes() -> None:
    first = clock.now()
    assert first.utcoffset() == timedelta(0)
    assert first <= clock.now() <= first + timedelta(minutes=1)
    assert abs(clock.seconds() - first.timestamp()) < 60


def test_a_minute_is_cut_and_in_utc() -> None:
    at = datetime(2026, 11, 30, 21, 5, 59, 999_999, tzinfo=moment.ANDES)
    assert clock.minute(at).isoformat() == "2026-12-01T02:05:00+00:00"


def test_a_unit_has_its_own_zone_and_a_country_of_several_that_of_the_organisation_in_it(settings) -> None:
    settings.TIME_ZONE, settings.HOME_COUNTRY = "America/Tijuana", "MX"
    assert clock.zone_of("MX").key == "America/Tijuana"
    assert clock.zone_of("MX-SON").key != "America/Tijuana"
    assert clock.zone_of("MX-BCS").key == "America/Mazatlan"
    assert clock.zone_of("EC-W").key == "Pacific/Galapagos"
    assert clock.zone_of("EC-C").key == "America/Guayaquil"


def test_a_day_elsewhere_is_the_day_of_that_place() -> None:
    evening = datetime(2026, 12, 1, 2, tzinfo=UTC)
    assert (clock.day(evening, "UTC"), clock.day(evening, "America/Lima")) == (date(2026, 12, 1), date(2026, 11, 30))


def test_the_zone_of_a_place_and_where_nobody_knows_it_that_of_the_organisation(settings) -> None:
    settings.TIME_ZONE = "America/Bogota"
    assert clock.zone("America/Lima").key == "America/Lima"
    assert clock.zone_of("BR").key == "America/Sao_Paulo"
    assert {clock.zone("").key, clock.zone_of("").key, clock.zone_of("XX").key} == {"America/Bogota"}


def test_a_program_goes_by_the_clock_and_the_zone_of_its_test(tmp_path: Path) -> None:
    look = "from amparo.commons import clock; print(clock.now().isoformat(), clock.here().key, clock.today())"

    def asked() -> list[str]:
        named = environment_of(tmp_path) | {"DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
        return subprocess.run(
            [sys.executable, "-c", look], env=named, cwd=moment.ROOT, capture_output=True, text=True, check=True
        ).stdout.split()

    now, zone, today = asked()
    assert abs(datetime.fromisoformat(now) - clock.now()) < timedelta(minutes=1)
    assert (zone, today) == (moment.ZONE.key, str(clock.today()))
    with moment.at(date(2031, 5, 6)):
        assert asked()[1:] == [moment.ZONE.key, "2031-05-06"]


def test_the_tests_go_by_their_own_moment_and_a_test_may_have_another() -> None:
    assert moment.NOW <= clock.now() < moment.NOW + timedelta(hours=4)
    with moment.at(date(2031, 5, 6)):
        assert clock.today() == date(2031, 5, 6)
    assert clock.now() < moment.NOW + timedelta(hours=4)
