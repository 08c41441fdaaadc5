"""Point estimates from a sample of recruits: what is asked again and again while a page is read."""

from collections.abc import Callable
from typing import Any

from _tasks import Task

PEOPLE = 10_000


def _columns(n: int = PEOPLE) -> tuple[list[str], list[str], list[int], list[str]]:
    """A forest of twenty trees, two recruits each, degrees from 1 to 199 that follow no order."""
    degrees = [1 + (row * 7919) % 199 for row in range(n)]
    recruiters = ["" if row < 20 else f"p{(row - 20) // 2}" for row in range(n)]
    return [f"p{row}" for row in range(n)], recruiters, degrees, [f"g{degree % 5}" for degree in degrees]


def _weights(whole: bool) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        import numpy as np

        from amparo.methods.hidden import successive_sampling_weights

        degrees = np.array(_columns()[2], dtype=float) + (0 if whole else np.arange(PEOPLE) / PEOPLE)
        return lambda: successive_sampling_weights(degrees, 2 * PEOPLE)

    return prepare


def _sample() -> Callable[[], Any]:
    from amparo.methods.hidden import from_recruiters

    ids, recruiters, degrees, _ = _columns()
    return lambda: from_recruiters(ids, recruiters, degrees)


def _chain() -> Callable[[], Any]:
    from amparo.methods.hidden import from_recruiters

    n = 20_000
    ids, recruiters = list(range(n)), [None, *range(n - 1)]
    return lambda: from_recruiters(ids, recruiters, [3] * n)


def _shares(method: str) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        from amparo.methods.hidden import categories, estimate_shares, from_recruiters

        ids, recruiters, degrees, kinds = _columns()
        sample, outcome = from_recruiters(ids, recruiters, degrees), categories(kinds)
        size = 2 * PEOPLE if method == "successive_sampling" else None
        return lambda: estimate_shares(sample, outcome, method=method, population=size)

    return prepare


def _convergence() -> Callable[[], Any]:
    from amparo.methods.hidden import categories, convergence, from_recruiters

    ids, recruiters, degrees, kinds = _columns()
    sample, outcome = from_recruiters(ids, recruiters, degrees), categories(kinds)
    return lambda: convergence(sample, outcome, population=2 * PEOPLE)


TASKS = [
    Task("hidden_points_weights", _weights(True), {"n": PEOPLE, "degrees": 199}, most_s=0.02, times=21),
    Task("hidden_points_weights_all_differ", _weights(False), {"n": PEOPLE, "degrees": PEOPLE}, most_s=0.02, times=21),
    Task("hidden_points_sample", _sample, {"n": PEOPLE}),
    Task("hidden_points_chain", _chain, {"n": 20_000}),
    Task("hidden_points_successive_sampling", _shares("successive_sampling"), {"n": PEOPLE, "groups": 5}),
    Task("hidden_points_rds1", _shares("rds1"), {"n": PEOPLE, "groups": 5}),
    Task("hidden_points_convergence", _convergence, {"n": PEOPLE, "groups": 5}),
]
