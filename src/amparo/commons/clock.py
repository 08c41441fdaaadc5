"""The time: the one module that asks the operating system for it, and the one that knows the organisation's time zone.

Three questions, three answers:

* ``now()``: the moment, in UTC and with its zone. It is compared and stored, and never written as a day.
* ``today()`` and ``day(moment)``: the organisation's day. Every day that is written, counted or shown is one of these,
  on public pages and at the desk alike; so a month begins at the organisation's midnight.
* ``zone(name)``: the zone of another place, for what belongs to that place: the opening hours of a service, the last
  hour of a court's deadline, the evening of a shelter.

Nothing else in ``src`` reads the clock or names a zone; ``tests/architecture/test_one_clock.py`` looks. ``formats``,
``sealing`` and ``methods`` take the time as an argument. Stop-watches (``time.monotonic``) measure how long something
took and say nothing of when; that test lists them.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from amparo.formats.codes import by_code

Zone = ZoneInfo


def _of_the_system() -> datetime:
    return datetime.now(UTC)


source: Callable[[], datetime] = _of_the_system  # tests put theirs here (tests/moment.py)


def now() -> datetime:
    """Return the present moment: an aware datetime in UTC."""
    return source()


def here() -> Zone:
    """Return the time zone of the organisation: ``AMPARO_TIME_ZONE``, else that of its country, else UTC."""
    return ZoneInfo(settings.TIME_ZONE)


def local(moment: datetime | None = None) -> datetime:
    """Return the moment (without one: the present one) in the organisation's time zone.

    The first moment of the year 1 stands for a day that nobody knows. It has no local time west of Greenwich, and comes
    back as it is.
    """
    at_that_time = moment or now()
    try:
        return at_that_time.astimezone(here())
    except OverflowError:
        return at_that_time


def day(moment: datetime | None = None, zone_name: str = "") -> date:
    """Return the organisation's day of an aware moment; without one, today.

    With the name of a zone it is the day there: for what belongs to a place, or is evidence and written in UTC.

    Tables about people hold days. A day is coarse on purpose: what was stored to the second can be compared with what
    a camera or a telephone company stored.
    """
    return (moment or now()).astimezone(zone(zone_name)).date() if zone_name else local(moment).date()


def at(on: date, hour: int = 0) -> datetime:
    """Return the moment, in UTC, of a full hour of a day of the organisation; without an hour, of its first."""
    return datetime.combine(on, time(hour), here()).astimezone(UTC)


def today() -> date:
    """Return the organisation's day of the present moment."""
    return day()


def minute(moment: datetime | None = None) -> datetime:
    """Return the moment (without one: the present one) in UTC, cut to its minute: for what ends within minutes."""
    return (moment or now()).astimezone(UTC).replace(second=0, microsecond=0)


def seconds() -> float:
    """Return the present moment in seconds since 1970-01-01 00:00 UTC."""
    return now().timestamp()


def zone(name: str) -> Zone:
    """Return the time zone of that IANA name; of an empty name, the organisation's."""
    return ZoneInfo(name) if name else here()


def zone_of(code: str) -> Zone:
    """Return the zone of a first-level unit (``MX-BCN``) or the main one of a country (``MX``).

    It is the organisation's for its own country, where that has several, and where the code is empty or not served.
    """
    found = by_code("country").get(code[:2])
    if found is None or code == settings.HOME_COUNTRY:
        return here()
    return zone(found.more.get("timezones", {}).get(code, found.more["timezone"]))
