"""What is measured of population size: models of three, four and six lists, and the profile interval of each."""

from collections.abc import Callable
from typing import Any

import numpy as np
from _tasks import Task


def _histories(t: int, people: int = 2000) -> Any:
    from amparo.methods.population import capture_histories

    on = np.random.default_rng(1).random((people, t)) < np.linspace(0.2, 0.4, t)
    numbers = on @ (1 << np.arange(t)[::-1])
    counts = np.bincount(numbers, minlength=2**t)
    return capture_histories({f"{i:0{t}b}": int(counts[i]) for i in range(1, 2**t)}, lists=[f"l{i}" for i in range(t)])


def _models(t: int) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        from amparo.methods.population import loglinear

        histories = _histories(t)
        return lambda: loglinear(histories)

    return prepare


def _found() -> Callable[[], Any]:
    from amparo.methods.population import closed_population

    histories = _histories(6)
    return lambda: closed_population(histories)


def _exact() -> Callable[[], Any]:
    from amparo.methods.population import two_lists

    return lambda: two_lists(948, 421, 167, exact=True)


TASKS = [
    Task("population_loglinear_3", _models(3), {"lists": 3, "models": 8}),
    Task("population_loglinear_4", _models(4), {"lists": 4, "models": 64}),
    Task("population_loglinear_6", _models(6), {"lists": 6, "models": "searched"}, times=1),
    Task("population_closed_6", _found, {"lists": 6, "models": 11}),
    Task("population_two_exact", _exact, {"people": 1202}),
]
