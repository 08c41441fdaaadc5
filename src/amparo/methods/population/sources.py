"""All sources side by side, and a stated range. Never one number.

Question: lists, a multiplier, a survey and somebody's map each say how many there are. What is to be used?

Method: none that makes one number of them. Sources of this kind fail by bias far more than by chance: lists are not
independent, a clinic is not the town, a survey asks those who can be reached. An average weighs by standard errors,
and so trusts most whoever looked at least. Here they stand beside one another, and a range is stated: either all of
their intervals together, or the range that people who know the place agreed on, with their reason. Where sources
contradict one another that is said, not averaged away.

References
----------
WHO and UNAIDS (2010). Guidelines on estimating the size of populations most at risk to HIV, section 6 (several methods,
    a plausible range, agreed on and documented).
Abdul-Quader, A. S., Baughman, A. L. and Hladik, W. (2014). Estimating the size of key populations: current status and
    future possibilities. Current Opinion in HIV and AIDS 9, 107-114.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from amparo.methods.estimate import Estimate, Refused, Remark, in_plain_words, remark
from amparo.methods.population.table import ModelTable
from amparo.methods.population.two_lists import TwoLists

type Kind = Literal["estimate", "at least", "at most"]

WIDE = 3.0  # highest over lowest of a range, from which on planning needs two plans

ASSUMPTIONS = (
    in_plain_words("all sources are of the same people: one place, one time, one definition"),
    in_plain_words("the truth lies within the interval of one source at least"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says: between which numbers of people the truth lies."""

    name: str
    low: float
    high: float
    value: float | None  # None where a source has only a range, as a table of models
    kind: Kind = "estimate"
    method: str = ""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All sources, and the range that is stated. It has no value, and it is not meant to have one."""

    sources: tuple[Source, ...]
    low: float
    high: float
    reason: str  # why this range, in the words of those who agreed on it; empty: it is that of all sources together
    seen: int
    assumptions: tuple[str, ...]
    warnings: tuple[Remark, ...]


def as_source(name: str, result: Estimate | TwoLists | ModelTable, *, kind: Kind = "estimate") -> Source:
    """A result of this package as a source. Chao's bound is ``"at least"`` by itself.

    Parameters
    ----------
    name : as it will stand beside the others.
    result : with an interval.
    kind : ``"estimate"``, or ``"at least"`` for a bound.

    Raises
    ------
    Refused
        ``no_interval``: the result has none.

    References
    ----------
    WHO and UNAIDS (2010), section 6, see ``sources``.
    """
    if isinstance(result, ModelTable):
        return Source(name, result.low, result.high, None, kind, "log-linear models")
    estimate = result.estimate if isinstance(result, TwoLists) else result
    if estimate.interval is None:
        raise Refused(remark("no_interval", "The source “%(name)s” has no interval: it cannot stand here.", name=name))
    if estimate.method == "Chao lower bound":
        kind = "at least"
    return Source(name, estimate.interval.low, estimate.interval.high, estimate.value, kind, estimate.method)


def side_by_side(
    sources: Sequence[Source], *, seen: int = 0, stated: tuple[float, float] | None = None, reason: str = ""
) -> SideBySide:
    """All sources beside one another, with a range: the hull of their intervals, or the one that is stated.

    Parameters
    ----------
    sources : one or more. Of a source "at least" only the lower end counts, of one "at most" only the upper.
    seen : how many are known to exist, whoever knows them. The range does not go below.
    stated, reason : a range ``(low, high)`` that people agreed on, and why. One is not taken without the other.

    Raises
    ------
    Refused
        ``no_source``, ``source_twice``: none, or two of one name; ``interval``: one that is none; ``negative``: fewer
        than 0 seen; ``only_bounds``: only bounds and no stated range; ``reason``, ``stated``: a stated range without a
        reason, below the seen, or upside down.

    References
    ----------
    WHO and UNAIDS (2010), section 6; Abdul-Quader, Baughman and Hladik (2014), see ``sources``.
    """
    _looked_through(sources, seen, stated, reason)
    hull_low, hull_high = _hull(sources, seen, known=stated is not None)
    low, high = (hull_low, hull_high) if stated is None else (float(stated[0]), float(stated[1]))
    return SideBySide(
        tuple(sources), low, high, reason, seen, ASSUMPTIONS,
        tuple(_warnings(sources, (hull_low, hull_high), (low, high))),
    )  # fmt: skip


def _looked_through(sources: Sequence[Source], seen: int, stated: tuple[float, float] | None, reason: str) -> None:
    """No quiet range."""
    if not sources:
        raise Refused(remark("no_source", "There is no source."))
    if len({each.name for each in sources}) < len(sources):
        raise Refused(remark("source_twice", "Two sources have the same name."))
    wrong = [
        place for place, each in enumerate(sources)
        if not 0 <= each.low <= each.high or each.kind not in {"estimate", "at least", "at most"}
    ]  # fmt: skip
    if wrong:
        raise Refused(remark("interval", "An interval of a source runs from 0 or more upwards.", rows=wrong))
    if seen < 0:
        raise Refused(remark("negative", "%(name)s is %(value)s: 0 or more.", name="seen", value=seen))
    if (stated is None) == bool(reason.strip()):
        raise Refused(remark("reason", "A stated range and the reason for it belong together."))
    if stated is not None and not seen <= stated[0] <= stated[1] < math.inf:
        raise Refused(
            remark("stated", "The stated range has to run upwards, and not from below the %(seen)s who are known.",
                   seen=seen)
        )  # fmt: skip


def _hull(sources: Sequence[Source], seen: int, *, known: bool) -> tuple[float, float]:
    """From the lowest lower end to the highest upper end of those that have one, within the bounds."""
    lows = [each.low for each in sources if each.kind == "estimate"]
    highs = [each.high for each in sources if each.kind == "estimate"]
    if not lows:
        if not known:
            raise Refused(remark("only_bounds", "There are only bounds and no estimate: state a range."))
        lows = [each.low for each in sources if each.kind == "at least"] or [float(seen)]
        highs = [each.high for each in sources if each.kind == "at most"] or [math.inf]
    return max(min(lows), float(seen)), max(max(highs), float(seen))


def _warnings(sources: Sequence[Source], hull: tuple[float, float], stated: tuple[float, float]) -> list[Remark]:
    """What has to stand beside it."""
    warnings = []
    if len(sources) == 1:
        warnings.append(remark("one_source", "There is one source only: nothing shows whether it is right."))
    for first, second in _contradictions(sources):
        warnings.append(
            remark("contradiction", "“%(first)s” and “%(second)s” contradict one another: one of them is biased.",
                   first=first, second=second)
        )  # fmt: skip
    if math.isinf(stated[1]):
        warnings.append(remark("no_upper_end", "The data set no upper end to the number."))
    elif stated[1] > WIDE * stated[0]:
        warnings.append(
            remark("wide", "The upper end of the range is more than %(times)s times the lower: plan for both.",
                   times=round(WIDE))
        )  # fmt: skip
    if stated[0] > hull[0] or stated[1] < hull[1]:
        warnings.append(
            remark("narrower", "The stated range leaves out a part of what the sources say, from %(low)s to %(high)s.",
                   low=round(hull[0]), high=round(hull[1]) if math.isfinite(hull[1]) else "∞")
        )  # fmt: skip
    return warnings


def _contradictions(sources: Sequence[Source]) -> list[tuple[str, str]]:
    """Pairs of sources that cannot both be right: the one ends below where the other begins."""
    found = []
    for place, one in enumerate(sources):
        for other in sources[place + 1 :]:
            for lower, upper in ((one, other), (other, one)):
                if lower.kind != "at least" and upper.kind != "at most" and lower.high < upper.low:
                    found.append((one.name, other.name))
    return found
