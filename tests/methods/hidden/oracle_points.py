"""Ways to the same figures that share nothing with the module they judge: draws one by one, loops, dense algebra."""

import math
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def drawn_one_by_one(degrees: Sequence[float], people: Sequence[int], n: int, *, runs: int, seed: int) -> Floats:
    """The share of each degree that is in a sample of n, each drawn in proportion to degree among those left."""
    rng = np.random.default_rng(seed)
    left = np.tile(np.array(people, dtype=float), (runs, 1))
    degree, row = np.array(degrees, dtype=float), np.arange(runs)
    for _ in range(n):
        mass = np.cumsum(left * degree, axis=1)
        at = (mass <= rng.random(runs)[:, None] * mass[:, -1:]).sum(axis=1)
        left[row, at] -= 1
    return 1 - left.mean(axis=0) / np.array(people, dtype=float)


def iterated(degrees: Sequence[float], counts: Sequence[int], population: float) -> Floats:
    """Inclusion probabilities by going to and fro: degree counts of the population, then a moment, then again."""
    n = sum(counts)
    share = [c / d for c, d in zip(counts, degrees, strict=True)]
    pi = [0.0] * len(counts)
    for _ in range(20_000):
        total = math.fsum(share)
        share = [each / total for each in share]
        low, high = 0.0, 1.0
        size = [population * each for each in share]

        def over(t: float, size: list[float] = size) -> float:
            return math.fsum(s * -math.expm1(-t * d) for s, d in zip(size, degrees, strict=True)) - n

        while over(high) < 0:
            high *= 2
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if over(middle) < 0 else (low, middle)
        pi = [-math.expm1(-high * d) for d in degrees]
        after = [c / p for c, p in zip(counts, pi, strict=True)]
        change = max(abs(a / math.fsum(after) - s) for a, s in zip(after, share, strict=True))
        share = after
        if change < 1e-15:
            break
    return np.array(pi)


def harmonic_shares(groups: Sequence[Any], degrees: Sequence[float]) -> dict[Any, float]:
    """RDS-II in a loop."""
    total: dict[Any, float] = {}
    for group, degree in zip(groups, degrees, strict=True):
        total[group] = total.get(group, 0.0) + 1 / degree
    return {group: value / sum(total.values()) for group, value in total.items()}


def by_power(matrix: Sequence[Sequence[float]]) -> Floats:
    """The stationary distribution by walking a million steps; half of each step stays, which changes nothing else."""
    s = np.array(matrix, dtype=float)
    s = s / s.sum(axis=1, keepdims=True)
    walked = np.linalg.matrix_power((s + np.eye(len(s))) / 2, 2**20).mean(axis=0)
    return np.asarray(walked / walked.sum())


def waves_in_a_loop(recruiter: Sequence[int]) -> list[int]:
    """How many steps up to a seed, one person after the other."""
    found = []
    for row in range(len(recruiter)):
        steps, at = 0, row
        while recruiter[at] >= 0:
            steps, at = steps + 1, recruiter[at]
        found.append(steps)
    return found


def town(n: int, *, seed: int, share: float, more: float, keep: float) -> tuple[list[int], list[list[int]]]:
    """A network of n: who is of the group, and whom each one knows.

    The group is a share of all and its members know ``more`` times as many; a tie across is ``keep`` times as likely
    as one within.
    """
    rng = random.Random(seed)
    inside = [int(row < share * n) for row in range(n)]
    known: list[set[int]] = [set() for _ in range(n)]
    weight = [more if each else 1.0 for each in inside]
    people = range(n)
    while sum(map(len, known)) < 9 * n:
        a, b = rng.choices(people, weight, k=2)
        if a != b and (inside[a] == inside[b] or rng.random() < keep):
            known[a].add(b)
            known[b].add(a)
    return inside, [sorted(each) for each in known]


def recruited(known: list[list[int]], n: int, *, seeds: int, coupons: int, seed: int) -> tuple[list[int], list[int]]:
    """Who was found, in order, and the position of each one's recruiter: coupons on that network, nobody twice."""
    rng = random.Random(seed)
    able = [row for row in range(len(known)) if known[row]]
    first: list[int] = []
    while len(first) < seeds:
        one = rng.choices(able, [len(known[row]) for row in able])[0]
        if one not in first:
            first.append(one)
    found, by, at = list(first), [-1] * seeds, 0
    inside = set(found)
    while at < len(found) and len(found) < n:
        free = [each for each in known[found[at]] if each not in inside]
        for each in rng.sample(free, min(coupons, len(free))):
            if len(found) < n:
                found.append(each)
                by.append(at)
                inside.add(each)
        at += 1
    return found, by
