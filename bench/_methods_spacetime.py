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


def region_by_day(model: str) -> Callable[[], Any]:
    """281 places, 182 days, 2,000 cases, with what is expected of each place and day by itself; of one weekday, too."""
    from amparo.methods import spacetime

    chance = np.random.default_rng(3)
    names = [str(at) for at in range(281)]
    places = spacetime.on_plane(names, chance.random(281), chance.random(281))

    def some(many: int) -> Any:
        at, day = chance.integers(0, 281, many), chance.integers(1, 183, many)
        return spacetime.tidy(places, [names[each] for each in at], day.tolist(), since=1, until=182, opened={})

    cases, controls, how = some(2_000), some(4_000), {"longest": 30, "most_places": 50, "replicates": 99, "seed": 1}
    if model == "bernoulli":
        return lambda: spacetime.bernoulli_scan(places, cases, controls, **how)
    if model == "poisson":
        people = chance.uniform(50, 150, (281, 182))
        return lambda: spacetime.poisson_scan(places, cases, people, **how)
    return lambda: spacetime.permutation_scan(
        places, cases, same_weekday=model == "weekday", windows="prospective" if model == "weekday" else model, **how
    )


def power() -> Callable[[], Any]:
    """What could have been seen at 281 places."""
    from amparo.methods import spacetime

    told = region_by_day("prospective")()
    chance = np.random.default_rng(3)
    places = spacetime.on_plane([str(at) for at in range(281)], chance.random(281), chance.random(281))
    return lambda: spacetime.what_could_be_seen(told, places, once_in=30, simulations=200, seed=1)


def ready() -> Callable[[], Any]:
    """What comes before a scan: people between two counts, rates of strata, neighbours by travel, zones."""
    from amparo.methods import spacetime

    chance, names = np.random.default_rng(4), [str(at) for at in range(500)]
    pairs = [
        (one, other) for one in names for other in chance.choice(names, 50, replace=False).tolist() if one != other
    ]
    cost, strata = chance.uniform(1, 9, len(pairs)), chance.integers(0, 16, 20_000).astype(str).tolist()
    people, sick = chance.integers(1, 999, 20_000), chance.integers(0, 9, 20_000)

    def call() -> Any:
        places = spacetime.by_travel(names, [one for one, _ in pairs], [other for _, other in pairs], cost)
        spacetime.standardised(strata, people, sick)
        spacetime.person_time(places, names * 2, [0] * 500 + [364] * 500, np.ones(1000), since=0, until=364)
        spacetime.alone(names)
        return spacetime.zones_of(places, np.ones(500))

    return call


REGION = {"places": 281, "days": 182, "cases": 2_000, "replicates": 99}
TASKS = [
    Task("scan_region", region, {"places": 281, "cases": 552, "replicates": REPLICATES}, most_s=0.2),
    Task("scan_country", country, {"places": 5_000, "days": 365, "replicates": REPLICATES}, most_s=8.0, times=3),
    Task(
        "scan_country_any_day", lambda: country("retrospective", 99),
        {"places": 5_000, "days": 365, "replicates": 99}, times=1,
    ),
    Task("scan_region_any_day", lambda: region_by_day("retrospective"), REGION, times=1),
    Task("scan_region_poisson", lambda: region_by_day("poisson"), REGION, times=1),
    Task("scan_region_bernoulli", lambda: region_by_day("bernoulli"), REGION | {"controls": 4_000}, times=1),
    Task("scan_region_weekday", lambda: region_by_day("weekday"), REGION, times=1),
    Task("scan_power", power, {"places": 281, "simulations": 200}, times=1),
    Task("scan_ready", ready, {"places": 500, "pairs": 25_000, "strata": 20_000}, times=1),
]  # fmt: skip
