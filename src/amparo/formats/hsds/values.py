"""One value at a time: text, names, numbers, days, hours, coordinates. Each is understood, mended or refused."""

from __future__ import annotations

import datetime as dt
import html
import math
import re

from amparo.formats.hsds.problems import Problem, Refused, Where

# Tags, and the insides of those whose inside is not for reading. An unclosed tag runs to the end.
_HIDDEN = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[A-Za-z/!?][^>]*(>|\Z)")
_ENTITY = re.compile(r"&(#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
# Controls that no text needs, marks that turn the reading direction to hide something, halves of characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# The Americas in three coarse boxes (south, west, north, east). Three, because one box would also hold the mirror
# image of places near the southern coast, and a swapped pair there would pass.
_AMERICAS = ((-56.5, -76.5, -35.0, -53.0), (-35.0, -92.5, 13.0, -34.0), (5.0, -170.0, 84.0, -50.0))


def text(value: object, where: Where) -> str:
    """Return a text; a number written without quotes is a text too (many telephone numbers are)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise Refused(Problem(code="wrong_type", where=where, params={"field": _last(where), "expected": "text"}))


def without_controls(value: str) -> str:
    """Return the text without control characters."""
    return _CONTROL.sub("", value)


def has_controls(value: str) -> bool:
    """Say whether a text holds characters that no reader should meet."""
    return _CONTROL.search(value) is not None


def without_tags(value: str) -> str:
    """Return a name as a person would write it: no markup, no entities, no doubled spaces where a tag stood."""
    if "<" not in value and "&" not in value:
        return value
    plain, before = value, ""
    while plain != before:  # a tag may hide behind an entity, and that behind another; each turn makes it shorter
        before = plain
        plain = _TAG.sub(" ", _HIDDEN.sub(" ", plain))
        plain = html.unescape(plain) if _ENTITY.search(plain) else plain
    return value if plain == value else " ".join(plain.split())


def clean(value: str, is_name: bool) -> str:
    """Return a text as every reader and every writer has it."""
    plain = without_controls(value)
    return without_tags(plain).strip() if is_name else plain


def number(value: object, where: Where) -> int | float | None:
    """Return a finite number, also from the text of one."""
    if value is None or value == "":
        return None
    wrong = Refused(Problem(code="wrong_type", where=where, params={"field": _last(where), "expected": "number"}))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong
    try:
        read = float(value)
    except (ValueError, OverflowError):
        raise wrong from None
    if not math.isfinite(read):
        raise wrong
    if isinstance(value, int):
        return value
    return int(read) if read.is_integer() and abs(read) < 2**53 else read


def day(value: object, where: Where) -> dt.date | None:
    """Return a day of the calendar; the 31st of February is refused and so is a day in another order."""
    written = text(value, where).strip()
    if not written:
        return None
    shaped = re.match(r"\d{4}-\d{2}-\d{2}(?=[T ]|\Z)", written)
    if not shaped:
        code = "no_such_date" if _impossible_elsewhere(written) else "not_iso_date"
        raise Refused(Problem(code=code, where=where, params={"value": written[:40]}))
    try:
        return dt.date.fromisoformat(shaped.group())
    except ValueError:
        raise Refused(Problem(code="no_such_date", where=where, params={"value": written[:40]})) from None


def _impossible_elsewhere(written: str) -> bool:
    """Say whether a day written 31/02/2024 or 02-31-2024 exists in neither order."""
    parts = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", written)
    if not parts:
        return False
    first, second, year = map(int, parts.groups())
    return not (_exists(year, first, second) or _exists(year, second, first))


def _exists(year: int, month: int, day_of_month: int) -> bool:
    try:
        dt.date(year, month, day_of_month)
    except ValueError:
        return False
    return True


def hour(value: object, where: Where) -> dt.time | None:
    """Return an hour of the day, with its distance from UTC where the source gives it. 24:00 is 00:00."""
    written = text(value, where).strip()
    if not written:
        return None
    midnight = re.sub(r"\A24:00(:00)?", "00:00", written)
    try:
        if not re.match(r"\d{2}:\d{2}", midnight):
            raise ValueError(written)
        return dt.time.fromisoformat(midnight).replace(microsecond=0)
    except ValueError:
        raise Refused(Problem(code="no_such_time", where=where, params={"value": written[:40]})) from None


def moment(value: object, where: Where) -> dt.datetime | None:
    """Return a day and hour."""
    written = text(value, where).strip()
    if not written:
        return None
    day(written, where)
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        raise Refused(Problem(code="no_such_time", where=where, params={"value": written[:40]})) from None


def in_the_americas(latitude: float, longitude: float) -> bool:
    """Say whether a point falls in the Americas, coarsely."""
    return any(s <= latitude <= n and w <= longitude <= e for s, w, n, e in _AMERICAS)


def check_coordinates(latitude: float | None, longitude: float | None, where: Where) -> bool:
    """Return whether the pair can be on a map; refuse it when it only makes sense with its two numbers exchanged."""
    if latitude is None or longitude is None:
        return latitude is None and longitude is None
    if not in_the_americas(latitude, longitude) and in_the_americas(longitude, latitude):
        params = {
            "latitude": latitude,
            "longitude": longitude,
            "suggested_latitude": longitude,
            "suggested_longitude": latitude,
        }
        raise Refused(Problem(code="swapped_coordinates", where=where, params=params))
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _last(where: Where) -> str:
    return where.path.rsplit(".", 1)[-1]
