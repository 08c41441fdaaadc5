"""One answer as a phone would have written it, out of what a spreadsheet made of it.

Whole numbers become ``27.0``, decimals get a comma, days turn round or become the number of days since 1900, times a
share of a day, and choices their words. What can only have been one thing becomes that again; what could have been two
is a fault with a sentence, because a guess that goes wrong is seen by nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from amparo.formats.exports.faults import BadValue
from amparo.formats.openrosa.forms import Question

DMY, MDY = "dmy", "mdy"
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no XML can hold
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,' \u00a0\u202f]\d{3})+([.,]\d+)?", re.ASCII)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
_SLASHED = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})(?:[ T,]+({_CLOCK}))?", re.ASCII)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_WKT = re.compile(r"(?:POINT|LINESTRING|POLYGON)\s*Z?\s*\(+([^()]*)\)+", re.ASCII)
_FIRST, _LAST = 20_000, 80_000  # days since 1900 that a study can mean: 1954 to 2119
_BEFORE_1900 = date(1899, 12, 30)
_YES, _NO = frozenset({"1", "1.0", "true", "yes"}), frozenset({"", "0", "0.0", "false", "no"})
MOST_SHOWN = 12  # names of choices in a sentence


@dataclass(slots=True)
class Turned:
    """How the days of one column are turned, as far as its cells tell: ``25/11/2026`` can be read one way only."""

    day_first: bool = False
    month_first: bool = False

    def see(self, text: str) -> None:
        """One more cell of it."""
        said = _SLASHED.fullmatch(text.strip())
        if said:
            self.day_first = self.day_first or int(said[1]) > 12
            self.month_first = self.month_first or int(said[2]) > 12

    @property
    def order(self) -> str:
        """``dmy``, ``mdy``, or an empty text where nothing or everything speaks for it."""
        if self.day_first == self.month_first:
            return ""
        return DMY if self.day_first else MDY


def cleaned(question: Question, text: str, order: str = "") -> str:
    """An answer as a phone would have written it, or :class:`BadValue` with a code that says how to mend it."""
    if _UNSEEN.search(text):
        raise BadValue("unseen_sign")
    bare = text.strip()
    if not bare:
        return ""
    kind = question.type
    if kind in {"int", "range", "decimal"}:
        said = _whole(bare) if kind == "int" else _decimal(bare)
        return said.partition(".")[0] if kind == "range" and not said.partition(".")[2].strip("0") else said
    if kind in {"select_one", "select_multiple", "rank"}:
        return _chosen(question, bare)
    if kind in {"date", "dateTime", "time"}:
        return _time(bare) if kind == "time" else _moment(bare, order, is_day=kind == "date")
    if kind.startswith("geo"):
        return _place(bare, many=kind != "geopoint")
    return text.replace("\r\n", "\n").replace("\r", "\n")  # as XML reads the end of a line


def is_ticked(text: str) -> bool:
    """Does a column of one choice say that she chose it?"""
    low = text.strip().lower()
    if low in _YES:
        return True
    if low in _NO:
        return False
    raise BadValue("neither_0_nor_1")


def day_of(text: str, order: str = "") -> str:
    """Of a moment its day: who was asked when is known to the minute by nobody who knows the day."""
    return _moment(text.strip(), order, is_day=True) if text.strip() else ""


def _whole(text: str) -> str:
    said = _decimal(text, fault="not_whole")
    whole, _dot, rest = said.partition(".")
    if not _WHOLE.fullmatch(whole) or rest.strip("0"):
        raise BadValue("not_whole")
    return str(int(whole))


def _decimal(text: str, fault: str = "not_a_number") -> str:
    """A number with a point. ``1,5`` is read as one and a half; ``1,234`` could be two numbers."""
    if _NUMBER.fullmatch(text):
        return _plain(text)
    if _GROUPED.fullmatch(text):
        signs = [each for each in text.lstrip("+-") if not each.isdigit()]
        if len(set(signs)) == 1 and signs[0] in ",." and len(signs) == 1:
            raise BadValue("number_both_ways")
        last = signs[-1] if len(set(signs)) > 1 else ""
        whole, _sign, rest = text.rpartition(last) if last else (text, "", "")
        return _plain(re.sub(r"[^\d+-]", "", whole) + (f".{rest}" if rest else ""))
    halves = text.replace(" ", "").split(",")
    if len(halves) == 2 and _NUMBER.fullmatch(".".join(halves)):
        return _plain(".".join(halves))
    raise BadValue(fault)


def _plain(text: str) -> str:
    """As a phone writes it: no exponent, no sign of plus, no empty end."""
    if "e" in text.lower():
        number = float(text)
        if abs(number) >= 1e18:
            raise BadValue("not_a_number")
        text = f"{number:.12f}".rstrip("0")
    text = text.lstrip("+").removesuffix(".")
    return f"0{text}" if text.startswith(".") else text


def _chosen(question: Question, text: str) -> str:
    """Names of choices. A choice that is a whole number may have become ``1.0``."""
    offered = {each.name for each in question.choices}
    said = [text] if question.type == "select_one" else text.replace(",", " ").replace(";", " ").split()
    if not offered:
        if question.type == "select_one" and len(text.split()) > 1:
            raise BadValue("more_than_one")
        return " ".join(said)
    said = [each.removesuffix(".0") if each not in offered else each for each in said]
    if set(said) <= offered:
        return " ".join(_in_order(question, said) if question.type == "select_multiple" else said)
    if text in {word.strip() for each in question.choices for word in each.labels.values()} - {""}:
        raise BadValue("words_not_names")
    if question.type == "select_one" and len(text.split()) > 1 and set(text.split()) <= offered:
        raise BadValue("more_than_one")
    names = [each.name for each in question.choices]
    more = ["…"] if len(names) > MOST_SHOWN else []
    raise BadValue("not_a_choice", choices=", ".join(names[:MOST_SHOWN] + more))


def _in_order(question: Question, said: list[str]) -> list[str]:
    """Choices in the order of the form: a table with a column for each cannot tell which was touched first."""
    return [each.name for each in question.choices if each.name in said]


def _moment(text: str, order: str, *, is_day: bool) -> str:
    said = _ISO.fullmatch(text)
    turned = None if said else _SLASHED.fullmatch(text)
    if said:
        day, clock, zone = _day(said[1]), said[2] or "", said[3] or ""
    elif turned:
        day, clock, zone = _turned(turned, order), _time(turned[4]) if turned[4] else "", ""
    else:
        day, clock, zone = _counted(text)
    if is_day:
        return day
    return f"{day}T{clock or '00:00:00'}{zone}"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise BadValue("not_a_day") from None


def _turned(said: re.Match[str], order: str) -> str:
    first, second = int(said[1]), int(said[2])
    if first <= 12 and second <= 12 and first != second and not order:
        raise BadValue("day_both_ways")
    day_first = first > 12 or (second <= 12 and order == DMY)
    day, month = (first, second) if day_first else (second, first)
    return _day(f"{said[3]}-{month:02}-{day:02}")


def _counted(text: str) -> tuple[str, str, str]:
    """Days since 1900, as a spreadsheet counts them."""
    if not _NUMBER.fullmatch(text) or not _FIRST <= float(text) <= _LAST:
        raise BadValue("not_a_day")
    days, share = divmod(float(text), 1)
    clock = (datetime.min + timedelta(seconds=round(share * 86_400))).strftime("%H:%M:%S") if share else ""
    return (_BEFORE_1900 + timedelta(days=int(days))).isoformat(), clock, ""


def _time(text: str) -> str:
    """An hour, of 24 or of 12, or a share of a day."""
    if _NUMBER.fullmatch(text) and 0 <= float(text) < 1:
        return (datetime.min + timedelta(seconds=round(float(text) * 86_400) % 86_400)).strftime("%H:%M:%S")
    said = _TIME.fullmatch(text)
    if not said or int(said[2]) > 59 or int(said[3] or 0) > 59:
        raise BadValue("not_a_time")
    hour = int(said[1])
    if said[4]:
        hour = hour % 12 + (12 if said[4].lower() == "p" else 0) if 1 <= hour <= 12 else 99
    if hour > 23:
        raise BadValue("not_a_time")
    rest = text[said.start(2) : said.end(2)] + ":" + (said[3] or "00")
    return f"{hour:02}:{rest}{said[5] or ''}"


def _place(text: str, *, many: bool) -> str:
    """Latitude, longitude, height and exactness of one point, or of several with ``;`` between them."""
    wkt = _WKT.fullmatch(text)
    if wkt:
        points = [" ".join(_turned_point(each.split())) for each in wkt[1].split(",")]
    else:
        points = [" ".join(each.split()) for each in text.split(";") if each.strip()]
    if not points or (len(points) > 1 and not many):
        raise BadValue("not_a_place")
    for point in points:
        numbers = point.split()
        if not 2 <= len(numbers) <= 4 or not all(_NUMBER.fullmatch(each) for each in numbers):
            raise BadValue("not_a_place")
        if abs(float(numbers[0])) > 90 or abs(float(numbers[1])) > 180:
            raise BadValue("not_a_place")
    return "; ".join(points)


def _turned_point(numbers: list[str]) -> list[str]:
    """WKT and GeoJSON say the longitude first."""
    return [numbers[1], numbers[0], *numbers[2:]] if len(numbers) >= 2 else numbers


def place_of_parts(parts: Mapping[str, str]) -> str:
    """A point that stood in four columns. What a spreadsheet turned into a decimal comma is turned back."""
    said = [parts.get(each, "").strip() for each in "0123"]
    while said and not said[-1]:
        said.pop()
    return " ".join(_decimal(each) if each else "0" for each in said)
