"""Functions on days and times. A moment that cannot be read is nothing: an empty text, or NaN."""

from datetime import datetime

from amparo.formats.openrosa.expressions.places import At
from amparo.formats.openrosa.expressions.values import Moment, Value, moment, moment_after, number_of, text_of

MONTHS = {
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
WEEKDAYS = {
    "es": "lun mar mié jue vie sáb dom",
    "pt": "seg ter qua qui sex sáb dom",
    "en": "Mon Tue Wed Thu Fri Sat Sun",
}


def today(at: At) -> Value:
    return Moment(at.context.now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0))


def now(at: At) -> Value:
    return Moment(at.context.now)


def date(at: At, value: Value) -> Value:
    """A text that writes a day, or days since 1970, as a moment."""
    return _moment(at, value) or ""


def _moment(at: At, value: Value) -> Moment | None:
    if isinstance(value, Moment):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return moment_after(value, at.zone)
    text = text_of(value).strip()
    return moment(text, at.zone) or moment(_padded(text), at.zone)


def _padded(text: str) -> str:
    """``2026-3-5`` as ``2026-03-05``"""
    day, then, clock = text.partition("T")
    return "-".join(part.zfill(2) for part in day.split("-")) + then + clock


def decimal_date_time(at: At, value: Value) -> Value:
    found = _moment(at, value)
    return found.days if found else number_of("", at.zone)


def decimal_time(at: At, value: Value) -> Value:
    """The part of a day that has gone at this time, by the clock: 18:00 is 0.75."""
    if isinstance(value, Moment):
        return value.days % 1
    text = text_of(value).strip()
    found = moment(f"1970-01-02T{text}", at.zone) if ":" in text else None
    return found.days % 1 if found else number_of("", at.zone)


def format_date(at: At, value: Value, pattern: Value) -> Value:
    """A day as a pattern writes it; %b and %a are short names in the language of the form where we know it."""
    found = _moment(at, value)
    return _formatted(found.at, text_of(pattern), at.context.language[:2]) if found else ""


def _formatted(at: datetime, pattern: str, language: str) -> str:
    spoken = language if language in MONTHS else "en"
    signs = {
        "Y": f"{at.year:04}", "y": f"{at.year % 100:02}", "m": f"{at.month:02}", "n": str(at.month),
        "b": MONTHS[spoken].split()[at.month - 1], "d": f"{at.day:02}", "e": str(at.day),
        "a": WEEKDAYS[spoken].split()[at.weekday()], "H": f"{at.hour:02}", "h": str(at.hour),
        "M": f"{at.minute:02}", "S": f"{at.second:02}", "3": f"{at.microsecond // 1000:03}",
    }  # fmt: skip
    first, *rest = pattern.split("%")
    return first + "".join(signs[piece[0]] + piece[1:] if piece[:1] in signs else f"%{piece}" for piece in rest)
