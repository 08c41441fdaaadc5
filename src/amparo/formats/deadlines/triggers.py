"""From when a deadline is counted: a moment, a day, or only a month. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from amparo.formats.codes import by_code

WRITTEN = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{1,2}):(\d{2}))?)?")
MOMENT, DAY, MONTH = "moment", "day", "month"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What is known of when it happened. A moment without a zone is the time on the clocks of the country."""

    kind: str
    first: date
    last: date
    at: datetime | None = None

    @property
    def text(self) -> str:
        """As it is written, and read again by :func:`written`; a moment with a zone in UTC."""
        if self.at is not None:
            aware = self.at.tzinfo is not None
            return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if aware else f"{self.at:%Y-%m-%dT%H:%M}"
        return f"{self.first:%Y-%m}" if self.kind == MONTH else self.first.isoformat()

    def days(self, zone: ZoneInfo) -> tuple[date, date]:
        """The first and the last day on which it can have been, in this zone."""
        if self.at is None or self.at.tzinfo is None:
            return self.first, self.last
        here = self.at.astimezone(zone).date()
        return here, here

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The first and the last moment at which it can have been, in UTC."""
        if self.at is not None:
            aware = self.at if self.at.tzinfo is not None else self.at.replace(tzinfo=zone)
            return aware.astimezone(UTC), aware.astimezone(UTC)
        begin = datetime.combine(self.first, time(), zone).astimezone(UTC)
        return begin, datetime.combine(self.last + timedelta(1), time(), zone).astimezone(UTC)


def on_day(day: date) -> Trigger:
    """Only the day is known."""
    return Trigger(DAY, day, day)


def at_moment(moment: datetime) -> Trigger:
    """The moment is known, to the minute."""
    exact = moment.replace(second=0, microsecond=0)
    return Trigger(MOMENT, exact.date(), exact.date(), exact)


def in_month(year: int, month: int) -> Trigger:
    """Only the month is known."""
    return Trigger(MONTH, date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def written(text: str) -> Trigger:
    """Read ``2026-03-05T14:30``, ``2026-03-05T19:30Z``, ``2026-03-05`` or ``2026-03``; ValueError for anything else."""
    is_utc = text.endswith("Z")
    found = WRITTEN.fullmatch(text.strip().removesuffix("Z"))
    if found is None or (is_utc and found[4] is None):
        raise ValueError("A day is written 2026-03-05, a month 2026-03, a moment 2026-03-05T14:30.")
    year, month, day, hour, minute = (int(each) if each else 0 for each in found.groups())
    if hour or minute or found[4]:
        return at_moment(datetime(year, month, day, hour, minute, tzinfo=UTC if is_utc else None))
    return on_day(date(year, month, day)) if day else in_month(year, month)


def zones_of(country: str, unit: str = "") -> tuple[ZoneInfo, ...]:
    """The zones of a country, its own first; of one unit of it where that is known."""
    more = by_code("country")[country].more
    own = more["timezone"]
    others = more.get("timezones", {})
    if unit:
        return (ZoneInfo(others.get(unit, own)),)
    return tuple(ZoneInfo(each) for each in dict.fromkeys([own, *others.values()]))
