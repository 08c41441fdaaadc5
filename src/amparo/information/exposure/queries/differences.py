"""What differs between kinds of places, as a page says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from amparo.commons.policy.policies import Actor
from amparo.formats.pressures import pressures
from amparo.information.exposure.jobs.figures import SAID
from amparo.information.exposure.queries.figures import whole
from amparo.information.exposure.queries.studies import compared

CLEAR = 0.05  # of the chance, after all comparisons of the page were held together


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of two studies: by how much they differ, and whether luck alone would do it."""

    name: str
    first: Mapping[str, Any]
    second: Mapping[str, Any]
    is_said: bool
    sentence: str
    spread: str
    chance: str
    is_clear: bool


def pairs(actor: Actor) -> list[Pair]:
    """Every comparison that is kept, clear ones first."""
    kept = compared(actor)
    found = [] if kept is None else [_pair(kept.body, each) for each in kept.body["pairs"]]
    return sorted((each for each in found if each is not None), key=lambda each: (not each.is_clear, not each.is_said))


def _pair(body: Mapping[str, Any], row: Mapping[str, Any]) -> Pair | None:
    item = pressures().item(row["item"])
    if item is None:
        return None
    name, first, second = (
        item.names[get_language() or "es"],
        *(body["studies"][row[key]] for key in ("first", "second")),
    )
    if row["state"] != SAID:
        return Pair(name, first, second, False, "", "", "", False)
    is_more = row["value"] > 0
    more, less = (first, second) if is_more else (second, first)
    low, high = (row["low"], row["high"]) if is_more else (-row["high"], -row["low"])
    said = gettext("between %(low)s and %(high)s") % {"low": whole(low), "high": whole(high)}
    points = gettext("%(points)s of 100 more") % {"points": whole(abs(row["value"]))}
    return Pair(name, more, less, True, points, said, _chance(row["held"]), row["held"] < CLEAR)


def _chance(held: float) -> str:
    """How often luck alone shows as much, in words that need no school."""
    if held >= 0.2:
        return gettext("It may well be luck.")
    if held >= CLEAR:
        return gettext("Luck alone would show as much in about %(n)s of 100.") % {"n": max(1, round(100 * held))}
    return gettext("Luck alone would hardly show as much: fewer than 5 of 100, over all comparisons of this page.")
