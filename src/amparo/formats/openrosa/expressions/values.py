"""What an expression can come to, and how one kind of value is read as another.

A value is a text, a number, a truth, a moment, or nodes that a path found. Empty is the empty text: it is not zero, it
is not false, and no number. ``NaN`` ("not a number") is what comes of counting with it; its text is empty again.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from math import isfinite, isnan, nan
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from amparo.formats.openrosa.expressions.nodes import Node

type Value = str | float | bool | Moment | list[Node]

LONGEST_TEXT = 100_000  # characters that one value may have: texts put together may not fill the memory
EPOCH = datetime(1970, 1, 1)
DAY = timedelta(days=1)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}:\d{2})?)?",
    re.ASCII,
)
SIGNS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a time of a day, in the zone of whoever fills in the form. As a number it is days since 1970-01-01.

    The number is told by the clock on the wall: noon is a half in every zone. So a day is a whole number, and two days
    are apart by a whole number also where the clocks were changed between them.
    """

    at: datetime

    @property
    def days(self) -> float:
        return (self.at.replace(tzinfo=None) - EPOCH) / DAY

    def __str__(self) -> str:
        at = self.at
        if not (at.hour or at.minute or at.second or at.microsecond):
            return at.date().isoformat()
        return at.isoformat(timespec="milliseconds")


def moment(text: str, zone: tzinfo) -> Moment | None:
    """The day or the moment that a text writes (``2026-03-05``, ``2026-03-05T10:30:00.000-05:00``), from a zone."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
    fraction = int((found[7] or "0")[:6].ljust(6, "0"))
    try:
        at = datetime(year, month, day, hour, minute, second, fraction)
        offset = _offset(found[8])
        if offset is not None:
            return Moment((at - offset).replace(tzinfo=UTC).astimezone(zone))
        return Moment(at.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _offset(written: str | None) -> timedelta | None:
    """How far a zone is ahead; ValueError where no zone is."""
    if not written:
        return None
    if written == "Z":
        return timedelta(0)
    hours, minutes = int(written[1:3]), int(written[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(written)
    ahead = timedelta(hours=hours, minutes=minutes)
    return -ahead if written[0] == "-" else ahead


def moment_after(days: float, zone: tzinfo) -> Moment | None:
    """The moment so many days after 1970 began."""
    if not isfinite(days):
        return None
    try:
        return Moment((EPOCH + timedelta(milliseconds=round(days * 86_400_000))).replace(tzinfo=zone))
    except OverflowError:
        return None


def text_of(value: Value) -> str:
    """A value as text: nodes by the first of them, a number without needless zeros, NaN as nothing."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return _written(value)
        case Moment():
            return str(value)
        case _:
            return value[0].text() if value else ""


def _written(number: float) -> str:
    if isnan(number):
        return ""
    if not isfinite(number):
        return "Infinity" if number > 0 else "-Infinity"
    return format(Decimal(repr(number or 0.0)), "f").removesuffix(".0")


def number_of(value: Value, zone: tzinfo) -> float:
    """A value as a number. A text that writes a day is the days since 1970; a text that writes no number is NaN."""
    match value:
        case bool():
            return 1.0 if value else 0.0
        case float():
            return value
        case Moment():
            return value.days
        case _:
            text = text_of(value).strip()
            if _NUMBER.fullmatch(text):
                return float(text)
            found = moment(text, zone)
            return found.days if found else nan


def truth_of(value: Value) -> bool:
    """A value as a truth: a number that is not zero, a text that is not empty, nodes if one of them is asked for."""
    match value:
        case bool():
            return value
        case float():
            return value != 0 and not isnan(value)
        case str():
            return value != ""
        case Moment():
            return True
        case _:
            return any(each.is_relevant for each in value)


def compared(sign: str, left: Value, right: Value, zone: tzinfo) -> bool:
    """Whether one value is equal to another, less or more. Of nodes it is enough that it is so for one of them."""
    equality = sign in ("=", "!=")
    if equality and (isinstance(left, bool) or isinstance(right, bool)):
        return SIGNS[sign](truth_of(left), truth_of(right))
    lefts, rights = _each(left, right), _each(right, left)
    if equality and not isinstance(left, float | Moment) and not isinstance(right, float | Moment):
        here, there = {text_of(each) for each in lefts}, {text_of(each) for each in rights}
        return not here.isdisjoint(there) if sign == "=" else bool(here and there) and len(here | there) > 1
    numbers = [number_of(each, zone) for each in lefts], [number_of(each, zone) for each in rights]
    if equality:  # one of the two is one number only
        return any(SIGNS[sign](one, other) for one in numbers[0] for other in numbers[1])
    here_numbers, there_numbers = ([each for each in side if not isnan(each)] for side in numbers)
    if not here_numbers or not there_numbers:
        return False
    least, most = (min, max) if sign in ("<", "<=") else (max, min)
    return SIGNS[sign](least(here_numbers), most(there_numbers))


def _each(value: Value, beside: Value) -> list[Value]:
    """The values that take part in a comparison: each node by its own text; beside a truth, nodes are a truth."""
    if not isinstance(value, list):
        return [value]
    return [truth_of(value)] if isinstance(beside, bool) else [each.text() for each in value]


def items(value: Value) -> Iterator[Value]:
    """The values that are counted or added up: each node that is asked for, or the one value."""
    if isinstance(value, list):
        yield from (each.text() for each in value if each.is_relevant)
    else:
        yield value
