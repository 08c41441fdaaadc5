"""Functions on texts, on truths, and on the answers of a question that takes several."""

import re
from math import floor, inf, isnan, trunc
from uuid import UUID

from amparo.formats.openrosa.expressions.patterns import matches
from amparo.formats.openrosa.expressions.places import At
from amparo.formats.openrosa.expressions.values import (
    LONGEST_TEXT,
    Value,
    items,
    number_of,
    text_of,
    truth_of,
)

MOST_LETTERS = 1000  # of a number drawn by chance


def string(at: At, value: Value | None = None) -> Value:
    return at.node.text() if value is None else text_of(value)


def concat(_at: At, *values: Value) -> Value:
    return _together("", values)


def join(_at: At, between: Value, *values: Value) -> Value:
    return _together(text_of(between), values)


def _together(between: str, values: tuple[Value, ...]) -> str:
    """All values in a row, each node by itself. What grows beyond all measure is cut."""
    pieces: list[str] = []
    room = LONGEST_TEXT
    for each in (text_of(item) for value in values for item in items(value)):
        pieces.append(each[:room])
        room -= len(each) + len(between)
        if room <= 0:
            break
    return between.join(pieces)[:LONGEST_TEXT]


def contains(_at: At, text: Value, part: Value) -> Value:
    return text_of(part) in text_of(text)


def starts_with(_at: At, text: Value, part: Value) -> Value:
    return text_of(text).startswith(text_of(part))


def ends_with(_at: At, text: Value, part: Value) -> Value:
    return text_of(text).endswith(text_of(part))


def substring_before(_at: At, text: Value, part: Value) -> Value:
    before, found, _after = _parted(text, part)
    return before if found else ""


def substring_after(_at: At, text: Value, part: Value) -> Value:
    _before, found, after = _parted(text, part)
    return after if found or not text_of(part) else ""


def _parted(text: Value, part: Value) -> tuple[str, str, str]:
    return text_of(text).partition(text_of(part)) if text_of(part) else ("", "", text_of(text))


def substring(at: At, text: Value, start: Value, length: Value = inf) -> Value:
    """XPath counts from 1, and rounds: ``substring('12345', 1.5, 2.6)`` is ``234``."""
    first = _rounded(number_of(start, at.zone))
    end = first + _rounded(number_of(length, at.zone))
    if isnan(first) or isnan(end):
        return ""
    written = text_of(text)
    return written[int(min(max(first - 1, 0), len(written))) : int(min(max(end - 1, 0), len(written)))]


def _rounded(number: float) -> float:
    return number if isnan(number) or abs(number) == inf else floor(number + 0.5)


def substr(at: At, text: Value, start: Value, end: Value | None = None) -> Value:
    """ODK counts from 0, from the end where a number is negative, and leaves the letter at ``end`` out."""
    written = text_of(text)
    first = _index(number_of(start, at.zone), len(written))
    last = len(written) if end is None else _index(number_of(end, at.zone), len(written))
    return written[first:last]


def _index(number: float, length: int) -> int:
    return 0 if isnan(number) else trunc(min(max(number, -length), length))


def string_length(at: At, text: Value | None = None) -> Value:
    return float(len(text_of(string(at, text))))


def normalize_space(at: At, text: Value | None = None) -> Value:
    return " ".join(text_of(string(at, text)).split())


def translate(_at: At, text: Value, letters: Value, others: Value) -> Value:
    instead = text_of(others)
    table: dict[int, str | None] = {}
    for place, letter in enumerate(text_of(letters)):
        table.setdefault(ord(letter), instead[place] if place < len(instead) else None)
    return text_of(text).translate(table)


def regex(_at: At, text: Value, pattern: Value) -> Value:
    return matches(text_of(pattern), text_of(text))


def uuid(at: At, length: Value | None = None) -> Value:
    """A number drawn by chance, written as a UUID; with a length so many letters and digits."""
    if length is None:
        return str(UUID(int=at.context.rng.getrandbits(128), version=4))
    wanted = number_of(length, at.zone)
    count = 0 if isnan(wanted) else int(min(max(wanted, 0), MOST_LETTERS))
    return "".join(at.context.rng.choices("0123456789abcdefghijklmnopqrstuvwxyz", k=count))


def coalesce(_at: At, *values: Value) -> Value:
    return next((text for value in values if (text := text_of(value)) != ""), "")


def once(at: At, value: Value) -> Value:
    """What stands here already, or what is worked out now."""
    return at.node.text() or text_of(value)


def itext(at: At, name: Value) -> Value:
    return at.context.words(text_of(name))


# --- truths ---


def boolean(_at: At, value: Value) -> Value:
    return truth_of(value)


def negation(_at: At, value: Value) -> Value:
    return not truth_of(value)


def true(_at: At) -> Value:
    return True


def false(_at: At) -> Value:
    return False


def boolean_from_string(_at: At, value: Value) -> Value:
    return text_of(value) in ("1", "true")


def choice(_at: At, condition: Value, then: Value, otherwise: Value) -> Value:
    """``if(condition, then, otherwise)``"""
    return then if truth_of(condition) else otherwise


def checklist(at: At, least: Value, most: Value, *answers: Value) -> Value:
    count = sum(truth_of(item) for answer in answers for item in items(answer))
    return _within(at, float(count), least, most)


def weighted_checklist(at: At, least: Value, most: Value, *pairs: Value) -> Value:
    weight = 0.0
    for answers, weights in zip(pairs[::2], pairs[1::2], strict=True):
        for answer, each in zip(items(answers), items(weights), strict=False):
            weight += number_of(each, at.zone) if truth_of(answer) else 0.0
    return _within(at, weight, least, most)


def _within(at: At, number: float, least: Value, most: Value) -> bool:
    """Is it between the two? -1 means no end on that side."""
    low, high = number_of(least, at.zone), number_of(most, at.zone)
    return (low == -1 or number >= low) and (high == -1 or number <= high)


# --- the answers of a question with several, written with a blank between them ---


def selected(_at: At, answers: Value, name: Value) -> Value:
    return text_of(name).strip() in (_names(answers) or [""])


def selected_at(at: At, answers: Value, place: Value) -> Value:
    names, counted = _names(answers), number_of(place, at.zone)
    return names[trunc(counted)] if 0 <= counted < len(names) else ""


def count_selected(_at: At, answers: Value) -> Value:
    return float(len(_names(answers)))


def _names(answers: Value) -> list[str]:
    return [name for name in re.split(r"[ \t\r\n]+", text_of(answers)) if name]
