"""Several lists, worked out another way: closed forms, a likelihood written out, simulated lists. Imports no method."""

import math

import numpy as np


def pairs_of_three(n: dict[str, int], model: str) -> tuple[float, float]:
    """The unseen and the standard error of N for a model of three lists that has a closed form.

    Bishop, Fienberg and Holland (1975), section 6.4: the unseen are a ratio of products; the variance of the logarithm
    of a product of independent counts is the sum of their reciprocals.
    """
    if model == "[12,13,23]":
        up, down = [n["111"], n["100"], n["010"], n["001"]], [n["110"], n["101"], n["011"]]
    elif model == "[12,13]":
        up, down = [n["010"], n["001"]], [n["011"]]
    elif model == "[12,3]":
        up = [n["110"] + n["100"] + n["010"], n["001"]]
        down = [n["111"] + n["101"] + n["011"]]
    else:
        raise KeyError(model)
    unseen = math.prod(up) / math.prod(down)
    return unseen, math.sqrt(unseen + unseen**2 * sum(1 / each for each in [*up, *down]))


def likelihood_of_two(people: float, first: int, second: int, both: int) -> float:
    """The log-likelihood of N under two independent lists, each with its own rate, up to a constant."""
    seen = first + second - both
    rates = sum(
        size * math.log(size / people) + (people - size) * math.log1p(-size / people) for size in (first, second)
    )
    return math.lgamma(people + 1) - math.lgamma(people - seen + 1) + rates


def simulated(rng: np.random.Generator, people: int, chances: np.ndarray) -> dict[str, int]:
    """Counts of the histories of so many people; ``chances`` of each list, ``(t,)``, or of each person, ``(N, t)``."""
    on = rng.random((people, np.shape(chances)[-1])) < chances
    return counted(on.astype(int))


def counted(rows: np.ndarray) -> dict[str, int]:
    """How many rows have each history."""
    counts: dict[str, int] = {}
    for row in rows:
        history = "".join(map(str, row))
        if "1" in history:
            counts[history] = counts.get(history, 0) + 1
    return counts
