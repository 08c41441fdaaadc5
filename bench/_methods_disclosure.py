"""Safe tables: 1,980 cells protected and audited, organisations that collude, and ten million rows by cell key.

The table has 30 departments in five countries, four groups and ten months, drawn sparse: about one cell in two is
small.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from _tasks import Task

ROWS = 10_000_000


def _plan(zeros: str, width: int, **rules: Any) -> Any:
    from amparo.methods.disclosure import Plan, dimension, table

    places = [f"{country}{number}" for country in "ABCDE" for number in range(6)]
    countries = {country: [each for each in places if each[0] == country] for country in "ABCDE"}
    dims = (
        dimension("place", places, groups={"country": countries}),
        dimension("group", [f"g{number}" for number in range(4)]),
        dimension("month", [f"m{number}" for number in range(10)]),
    )
    shown = {"place": ("each", "country", "total"), "group": ("each", "total"), "month": ("each", "total")}
    rules = {"subject": "other", "least_organisations": 0, "colluding": 0} | rules
    return Plan(dims, (table("t", shown),), width=width, zeros=zeros, **rules)


def _persons(seed: int) -> Any:
    """Cells of very different size, as a few places have most of the people."""
    chance = np.random.default_rng(seed)
    sizes = np.multiply.outer(np.multiply.outer(chance.gamma(0.6, 2.0, 30), [4.0, 1.5, 0.7, 0.3]), np.ones(10))
    return chance.poisson(sizes * 4.0)


def _protect(zeros: str, width: int) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        from amparo.methods.disclosure import count, protect

        plan, persons = _plan(zeros, width), _persons(2026)
        at = np.indices(persons.shape).reshape(3, -1)
        columns = {each.name: at[axis] for axis, each in enumerate(plan.dimensions)}
        counts = count(columns, plan=plan, persons=persons.ravel())
        return lambda: protect(counts, plan=plan, name="one")

    return prepare


def _coalitions() -> Callable[[], Any]:
    from amparo.methods.disclosure import count, protect

    plan = _plan("shown", 5, least_organisations=3, colluding=2)
    chance = np.random.default_rng(7)
    persons = np.stack([_persons(seed) * chance.integers(0, 2, (30, 1, 1)) * 3 for seed in range(6)])
    at = np.indices(persons.shape).reshape(4, -1)
    columns = {each.name: at[1 + axis] for axis, each in enumerate(plan.dimensions)}
    names = tuple(f"o{number}" for number in range(6))
    counts = count(columns, plan=plan, persons=persons.ravel(), organisation=at[0], organisations=names)
    return lambda: protect(counts, plan=plan, name="one")


def _cell_keys() -> Callable[[], Any]:
    from amparo.methods.disclosure import RecordKeys, cell_key_table, noise_table

    chance, noise = np.random.default_rng(1), noise_table()
    columns = [chance.integers(0, codes, ROWS, dtype=np.int32) for codes in (300, 12, 36)]
    keys = RecordKeys(chance.integers(0, 256, ROWS, dtype=np.uint8))
    return lambda: cell_key_table(columns, shape=(300, 12, 36), keys=keys, noise=noise)


TASKS = [
    Task("disclosure exact, zeros shown", _protect("shown", 1), {"cells": 1980, "width": 1}, 2.0, 3),
    Task("disclosure exact, zeros protected", _protect("protected", 1), {"cells": 1980, "width": 1}, 2.0, 3),
    Task("disclosure width 5, zeros shown", _protect("shown", 5), {"cells": 1980, "width": 5}, 15.0, 1),
    Task("disclosure width 5, zeros protected", _protect("protected", 5), {"cells": 1980, "width": 5}, 15.0, 1),
    Task(
        "disclosure coalitions", _coalitions, {"cells": 1980, "width": 5, "organisations": 6, "colluding": 2}, None, 1
    ),
    Task("disclosure cell keys", _cell_keys, {"rows": ROWS, "cells": 300 * 12 * 36}, 1.5, 3),
]
