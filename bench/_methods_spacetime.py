"""Scans on made-up data of two sizes: the tracts of a region without days, and a country by day."""

from collections.abc import Callable
from typing import Any

import numpy as np
from _tasks import Task

REPLICATES = 999


def region() -> Callable[[], Any]:
    """281 places, 552 cases, every circle of up to half of the people; zones are ready, replicates are timed."""
    from amparo.methods import spacetime
    from amparo.methods.spacetime.plan import simulated

    chance = np.random.default_rng(1)
    people = chance.integers(500, 9000, 281).astype(float)
    places = spacetime.on_plane([str(at) for at in range(281)], chance.random(281), chance.random(281))
    count = chance.multinomial(552, people / people.sum())
    cases = spacetime.tidy(places, places.ids, [1] * 281, count=count, until=1, opened={})
    told = spacetime.poisson_scan(places, cases, people, windows="whole", replicates=19, seed=1)
    assert 35_000 < told.zones < 48_000, told.zones
    return lambda: simulated(told.plan, REPLICATES, seed=1, reached=0.0)


def country(windows: str = "prospective", replicates: int = REPLICATES) -> Callable[[], Any]:
    """5,000 places, 365 days, about 5,000 cases, the 50 nearest: everything, zones and clusters as well."""
    from amparo.methods import spacetime

    chance = np.random.default_rng(2)
    many = 5_000
    longitude, latitude = chance.uniform(-80, -60, many), chance.uniform(-20, 10, many)
    at, day = chance.integers(0, many, many), chance.integers(1, 366, many)
    centre = np.argsort((longitude + 70) ** 2 + (latitude + 5) ** 2)[:20]  # twenty places, the last seven days
    at = np.concatenate([at, chance.choice(centre, 30)])
    day = np.concatenate([day, chance.integers(359, 366, 30)])
    places = spacetime.on_earth([f"p{each}" for each in range(many)], longitude, latitude)
    cases = spacetime.tidy(places, [f"p{each}" for each in at], day.tolist(), since=1, until=365, opened={})
    return lambda: spacetime.permutation_scan(
        places, cases, windows=windows, longest=30, most_places=50, replicates=replicates, seed=1
    )


TASKS = [
    Task("scan_region", region, {"places": 281, "cases": 552, "replicates": REPLICATES}, most_s=0.2),
    Task("scan_country", country, {"places": 5_000, "days": 365, "replicates": REPLICATES}, most_s=8.0, times=3),
    Task(
        "scan_country_any_day", lambda: country("retrospective", 99),
        {"places": 5_000, "days": 365, "replicates": 99}, times=1,
    ),
]  # fmt: skip
