"""What somebody typed, as ODK writes it: numbers with a comma, days as one says them here, blanks around a word.

A page without script cannot help with the writing, and an old phone shows a day as a plain line. So whatever can be
meant is understood, and what cannot is told with a code; nothing is guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation

from amparo.formats.openrosa.forms import KINDS

LONGEST = 20_000  # letters of one answer
MOST_WHOLE = 2**31 - 1
_UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{0,15})?|[.,][0-9]{1,15})")
_DAY = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")
_SPOKEN_DAY = re.compile(r"(?P<d>[0-9]{1,2})[/.\-](?P<m>[0-9]{1,2})[/.\-](?P<y>[0-9]{4})")
_MONTH = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})|(?P<m2>[0-9]{1,2})[/.\-](?P<y2>[0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_CALCULATED = re.compile(r"([+-]?[0-9]{1,400})(?:\.[0-9]*)?")
_CLOCK = re.compile(
    r"(?P<h>[0-9]{1,2})[:.h](?P<min>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]{1,6}))?)?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer as it will be sent. Where it cannot be understood it is empty, and a code says why."""

    value: str = ""
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def cleaned(raw: str) -> str:
    """What was typed, without what XML cannot hold; only blanks are nothing."""
    text = _UNWRITABLE.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.strip() else ""


def taken(kind: str, raw: str, *, now: datetime, appearance: str = "") -> Taken:
    """What was typed, for a question of this kind.

    Parameters
    ----------
    kind : int decimal date time dateTime, or anything else for a text
    raw : what was typed, cleaned
    now : this moment, in the zone in which hours are meant
    appearance : ``month-year`` and ``year`` ask for less than a day
    """
    if len(raw) > LONGEST:
        return Taken(code="too_long", facts={"most": str(LONGEST)})
    if not raw:
        return Taken()
    text = raw.strip()
    match kind:
        case "int":
            return _whole(text)
        case "decimal":
            return _decimal(text)
        case "date":
            day = _day(text, appearance)
            return Taken(day.isoformat()) if day else Taken(code="day")
        case "time":
            clock = _clock(text, now.date(), now.tzinfo)
            return Taken(_written(clock).partition("T")[2]) if clock else Taken(code="time")
        case "dateTime":
            return _day_and_clock(text, now.tzinfo)
    return Taken(raw)


def number_between(kind: str, raw: str, ends: tuple[float, float] | None, *, now: datetime) -> Taken:
    """A number on a scale."""
    found = taken("decimal" if KINDS.get(kind) == "decimal" else "int", raw, now=now)
    if ends and found.value and not ends[0] <= float(found.value) <= ends[1]:
        return Taken(code="out_of_range", facts={"least": f"{ends[0]:g}", "most": f"{ends[1]:g}"})
    return found


def _whole(text: str) -> Taken:
    if not _WHOLE.fullmatch(text):
        return Taken(code="whole_number")
    return Taken(str(int(text))) if abs(int(text)) <= MOST_WHOLE else Taken(code="too_large")


def _decimal(text: str) -> Taken:
    """A number with a point or a comma, written as phones do: ``3.0`` and not ``3``."""
    if not _DECIMAL.fullmatch(text):
        return Taken(code="number")
    return Taken(decimal_text(text.replace(",", ".")))


def decimal_text(text: str) -> str:
    """A number as phones write one that may have a fraction; nothing where it is none."""
    try:
        number = Decimal(text).normalize()
    except InvalidOperation:
        return ""
    if not number.is_finite():
        return ""
    written = format(number if number else Decimal(0), "f")
    return written if "." in written else f"{written}.0"


def coerced(kind: str, text: str) -> str:
    """What a form worked out or wrote itself, as its type has it: a whole number is cut, a day has no hours."""
    match KINDS.get(kind, "string"):
        case "int":
            whole = _CALCULATED.fullmatch(text.strip())
            return str(int(whole[1])) if whole and abs(int(whole[1])) <= MOST_WHOLE else ""
        case "decimal":
            return decimal_text(text.strip()) if _CALCULATED.fullmatch(text.strip()) else ""
        case "date":
            day = _DAY.fullmatch(text.strip().partition("T")[0])
            return day[0] if day and _day(day[0], "") else ""
    return text


def _day(text: str, appearance: str) -> date | None:
    if "year" in appearance and _YEAR.fullmatch(text):
        text = f"{text}-01-01"
    found = _MONTH.fullmatch(text) if "month-year" in appearance else None
    if found:
        text = f"{found['y'] or found['y2']}-{found['m'] or found['m2']}-1"
    day = _DAY.fullmatch(text) or _SPOKEN_DAY.fullmatch(text)
    try:
        return date(int(day["y"]), int(day["m"]), int(day["d"])) if day else None
    except ValueError:
        return None


def _clock(text: str, day: date, zone: tzinfo | None) -> datetime | None:
    found = _CLOCK.fullmatch(text)
    if not found:
        return None
    try:
        clock = time(int(found["h"]), int(found["min"]), int(found["s"] or 0), int((found["f"] or "0").ljust(6, "0")))
        if found["zone"]:
            return datetime.fromisoformat(f"{day}T{clock.isoformat()}{found['zone']}")
        return datetime.combine(day, clock, zone)
    except ValueError:
        return None


def _day_and_clock(text: str, zone: tzinfo | None) -> Taken:
    written, _blank, clock = text.replace("T", " ").partition(" ")
    day = _day(written, "")
    moment = _clock(clock.strip() or "0:00", day, zone) if day else None
    return Taken(_written(moment)) if moment else Taken(code="moment")


def _written(moment: datetime) -> str:
    """A moment as phones write it; before clocks were set together, a zone was ahead by so many seconds, too."""
    ahead = moment.utcoffset() or timedelta(0)
    minutes = timezone(timedelta(minutes=round(ahead.total_seconds() / 60)))
    return moment.replace(tzinfo=minutes).isoformat(timespec="milliseconds")
