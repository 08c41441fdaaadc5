"""What differs between kinds of places, as a page says it: two studies at a time, figure by figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from amparo.commons.policy.policies import Actor
from amparo.formats.pressures import pressures
from amparo.information.exposure.jobs.figures import SAID
from amparo.information.exposure.queries.figures import between, whole
from amparo.information.exposure.queries.studies import compared

CLEAR = 0.05  # of the chance, after all comparisons of the page were held together


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of two studies: what each has, by how much they differ, and whether luck alone would do it."""

    name: str
    first: str
    second: str
    spread: str
    chance: str
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two studies of different places: what differs clearly first, and what cannot be compared by its names."""

    first: Mapping[str, Any]
    second: Mapping[str, Any]
    lines: tuple[Line, ...]
    weak: tuple[str, ...]


def pairs(actor: Actor) -> list[Pair]:
    """Every two studies that are compared."""
    kept = compared(actor)
    if kept is None:
        return []
    rows: dict[tuple[str, str], list[Any]] = {}
    for each in kept.body["pairs"]:
        if pressures().item(each["item"]) is not None:
            rows.setdefault((each["first"], each["second"]), []).append(each)
    studies = kept.body["studies"]
    return [_pair(studies[one], studies[other], some) for (one, other), some in rows.items()]


def clear(actor: Actor) -> list[tuple[Pair, Line]]:
    """What differs by more than luck, of all pairs."""
    return [(pair, line) for pair in pairs(actor) for line in pair.lines if line.is_clear]


def _pair(first: Mapping[str, Any], second: Mapping[str, Any], rows: list[Any]) -> Pair:
    said = sorted((each for each in rows if each["state"] == SAID), key=lambda each: (each["held"], each["p"]))
    weak = tuple(_name(each) for each in rows if each["state"] != SAID)
    return Pair(first, second, tuple(_line(each) for each in said), weak)


def _line(row: Mapping[str, Any]) -> Line:
    one, other = row["shares"]
    is_clear = row["held"] < CLEAR
    return Line(_name(row), whole(one), whole(other), between(row), _chance(row["held"]), is_clear)


def _name(row: Mapping[str, Any]) -> str:
    item = pressures().item(row["item"])
    return item.names[get_language() or "es"] if item else ""


def _chance(held: float) -> str:
    """How often luck alone shows as much, in words that need no school."""
    if held >= 0.2:
        return gettext("It may well be luck.")
    if held >= CLEAR:
        return gettext("Luck alone would show as much in about %(n)s of 100.") % {"n": round(100 * held)}
    return gettext("Luck alone would hardly show as much.")
