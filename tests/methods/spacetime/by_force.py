"""The same answer in the plainest way: every circle, every window, the formula. It knows nothing of the module."""

import itertools
import math
from collections.abc import Iterable, Sequence

type Found = tuple[float, frozenset[int], int, int]
type Event = tuple[int, int]  # a place, a step


def _log(x: float, y: float) -> float:
    return 0.0 if x == 0 else x * math.log(x / y)


def poisson(c: float, e: float, total: float) -> float:
    return _log(c, e) + _log(total - c, total - e) if c > e > 0 and total > e else 0.0


def bernoulli(c: int, n: int, cases: int, events: int) -> float:
    """The ratio of two products of chances, each in its own logarithm."""
    if n in {0, events} or c / n <= (cases - c) / (events - n):
        return 0.0

    def chance(k: int, m: int) -> float:
        return _log(k, m) + _log(m - k, m)

    return chance(c, n) + chance(cases - c, events - n) - chance(cases, events)


def circles(points: Sequence[tuple[float, float]]) -> set[frozenset[int]]:
    """Every set of points within some distance of one of them."""
    found = set()
    for one in points:
        for other in points:
            reach = math.dist(one, other)
            found.add(frozenset(at for at, each in enumerate(points) if math.dist(one, each) <= reach + 1e-9))
    return found


def windows(steps: int, longest: int, *, alive: bool) -> list[tuple[int, int]]:
    every = itertools.combinations_with_replacement(range(steps), 2)
    return [(a, b) for a, b in every if b - a < longest and (b == steps - 1 or not alive)]


def small(zones: Iterable[frozenset[int]], weight: Sequence[float], share: float) -> list[frozenset[int]]:
    return [zone for zone in zones if sum(weight[at] for at in zone) <= share * sum(weight) + 1e-9]


def permutation(events: Sequence[Event], zones: Iterable[frozenset[int]], times: Sequence[tuple[int, int]]) -> Found:
    best: Found = (0.0, frozenset(), 0, 0)
    for zone in zones:
        for a, b in times:
            c = sum(place in zone and a <= step <= b for place, step in events)
            e = sum(place in zone for place, _ in events) * sum(a <= step <= b for _, step in events) / len(events)
            best = _better(best, (poisson(c, e, len(events)), zone, a, b)) if c >= 2 else best
    return best


def expected(
    events: Sequence[Event], zones: Iterable[frozenset[int]], times: Sequence[tuple[int, int]],
    base: Sequence[Sequence[float]],
) -> Found:  # fmt: skip
    best: Found = (0.0, frozenset(), 0, 0)
    every = sum(map(sum, base))
    for zone in zones:
        for a, b in times:
            c = sum(place in zone and a <= step <= b for place, step in events)
            e = sum(sum(base[place][a : b + 1]) for place in zone) * len(events) / every
            best = _better(best, (poisson(c, e, len(events)), zone, a, b)) if c >= 2 else best
    return best


def labels(
    cases: Sequence[Event], controls: Sequence[Event], zones: Iterable[frozenset[int]], times: Sequence[tuple[int, int]]
) -> Found:
    best: Found = (0.0, frozenset(), 0, 0)
    for zone in zones:
        for a, b in times:
            c = sum(place in zone and a <= step <= b for place, step in cases)
            n = c + sum(place in zone and a <= step <= b for place, step in controls)
            found = bernoulli(c, n, len(cases), len(cases) + len(controls))
            best = _better(best, (found, zone, a, b)) if c >= 2 else best
    return best


def _better(one: Found, other: Found) -> Found:
    """The larger score; of equals the fewer places, then the shorter window."""
    if abs(one[0] - other[0]) > 1e-9:
        return max(one, other, key=lambda each: each[0])
    return min(one, other, key=lambda each: (len(each[1]), each[3] - each[2]))
