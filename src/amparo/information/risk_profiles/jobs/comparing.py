"""Where territories differ, and groups within one: replicates against replicates, and all comparisons together.

Samples of two territories are independent; groups of one sample stand on the same draws and are paired. With eighty
comparisons four would show a difference by chance alone, so whether one stands is asked of all of them together
(Benjamini and Hochberg): of those that stand, one in twenty is expected to be chance.

References
----------
Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach to
    multiple testing. J. R. Statist. Soc. B 57(1), 289-300.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from amparo.information.risk_profiles.jobs.drawing import ALL
from amparo.information.risk_profiles.jobs.reckoning import Reckoned, Share, told
from amparo.methods import hidden
from amparo.methods.estimate import Refused

CHANCE = 0.05
PAIR = ("trans_feminine", "women")


def compared(samples: Sequence[Reckoned]) -> dict[str, list[dict[str, Any]]]:
    """Differences between territories, and between two groups within each."""
    return {"territories": _judged(_territories(samples)), "groups": _judged(_groups(samples))}


def _territories(samples: Sequence[Reckoned]) -> Iterator[dict[str, Any]]:
    shown = [{each.indicator: each for each in sample.shares if each.group == ALL} for sample in samples]
    for first, one in enumerate(shown):
        for second, other in list(enumerate(shown))[first + 1 :]:
            if samples[first].people.zone == samples[second].people.zone:
                continue
            for code in one:
                if code in other:
                    yield from _difference(one[code], other[code], paired=False, first=first, second=second)


def _groups(samples: Sequence[Reckoned]) -> Iterator[dict[str, Any]]:
    for place, sample in enumerate(samples):
        by = {(each.indicator, each.group): each for each in sample.shares}
        for code in dict.fromkeys(each.indicator for each in sample.shares):
            one, other = (by.get((code, group)) for group in PAIR)
            if one is not None and other is not None:
                yield from _difference(one, other, paired=True, sample=place)


def _difference(one: Share, other: Share, *, paired: bool, **where: int) -> Iterator[dict[str, Any]]:
    """Their difference; none where one of the two is not shown."""
    if one.estimate is None or other.estimate is None:
        return
    row: dict[str, Any] = {"indicator": one.indicator, **where}
    try:
        found = hidden.difference(one.estimate, other.estimate, paired=paired)
    except Refused as error:
        yield row | {"value": None, "remarks": told(error.remarks)}
        return
    between = found.estimate.interval
    assert between is not None
    yield row | {"value": found.estimate.value, "low": between.low, "high": between.high, "p": found.p, "remarks": []}


def _judged(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with whether it stands among all of them."""
    found = list(rows)
    known = [each for each in found if each["value"] is not None]
    stands = iter(discoveries([each["p"] for each in known]))
    return [each | {"stands": next(stands) if each["value"] is not None else False} for each in found]


def discoveries(chances: Sequence[float], *, rate: float = CHANCE) -> list[bool]:
    """Which of these p-values stand when ``rate`` of all that stand may be chance."""
    most = 0.0
    for place, p in enumerate(sorted(chances), start=1):
        if p <= rate * place / len(chances):
            most = p
    return [0 < p <= most for p in chances]
