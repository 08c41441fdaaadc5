"""What is measured of networks: betweenness, reach and loss of 3,000 services; where to open next among 300 sites."""

from collections.abc import Callable
from typing import Any

import numpy as np
from _tasks import Task

SERVICES, TIES, PLACES = 3_000, 15_000, 300


def _network() -> Any:
    from amparo.methods.networks import Service, Tie, network

    rng = np.random.default_rng(1)
    needs = ("health", "shelter", "legal", "children", "papers")
    services = [
        Service(
            f"s{i}", f"o{i % 400}", f"p{rng.integers(PLACES)}", frozenset(rng.choice(needs, rng.integers(0, 3))),
            f"i{i % 12}", f"f{i % 40}",
        )
        for i in range(SERVICES)
    ]  # fmt: skip
    ties = []
    for a, b in rng.integers(0, SERVICES, (TIES, 2)):
        taken = int(rng.integers(0, 30))
        ties.append(Tie(f"s{a}", f"s{b}", taken + int(rng.integers(0, 9)), taken, float(rng.integers(1, 12))))
    return network(services, ties)


def _betweenness() -> Callable[[], Any]:
    from amparo.methods.networks import betweenness

    net = _network()
    return lambda: betweenness(net)


def _structure() -> Callable[[], Any]:
    from amparo.methods.networks import structure

    net = _network()
    return lambda: structure(net)


def _reach() -> Callable[[], Any]:
    from amparo.methods.networks import every_demand, reach

    net = _network()
    demand = every_demand(net)
    return lambda: reach(net, demand, hours=12.0)


def _losses() -> Callable[[], Any]:
    from amparo.methods.networks import every_demand, losses

    net = _network()
    demand = every_demand(net)
    return lambda: losses(net, demand, by="service", hours=12.0)


def _cover(new: int | None = 30) -> Callable[[], Any]:
    from amparo.methods.networks import fewest_sites, most_covered

    rng = np.random.default_rng(1)
    where, sites = rng.random((2_000, 2)), rng.random((300, 2))
    covers = ((where[:, None] - sites[None]) ** 2).sum(axis=2) < 0.06**2
    weights = rng.integers(1, 50, 2_000).astype(float)
    if new is None:
        return lambda: fewest_sites(weights, covers, share=0.4)
    return lambda: most_covered(weights, covers, new=new)


def _discrimination() -> Callable[[], Any]:
    from amparo.methods.networks import Attempts, discrimination

    rng = np.random.default_rng(1)
    tried = rng.integers(0, 60, 500)
    attempts = {f"s{i}": Attempts(int(rng.binomial(m, 0.1)), int(m), 3) for i, m in enumerate(tried)}
    return lambda: discrimination(attempts)


def _funnel() -> Callable[[], Any]:
    from amparo.methods.networks import Referral, funnel

    rng = np.random.default_rng(1)
    referrals = []
    for _ in range(20_000):
        days = np.cumsum(rng.exponential(6, 7)) + rng.uniform(0, 300)
        came = [float(day) for day in days if day <= 330] or [330.0]
        referrals.append(Referral((*came, *[None] * (7 - len(came)))))
    return lambda: funnel(referrals, as_of=330.0)


def _waits() -> Callable[[], Any]:
    from amparo.methods.networks import kaplan_meier

    rng = np.random.default_rng(1)
    times, happened = rng.exponential(9, 200_000), rng.random(200_000) < 0.6
    return lambda: kaplan_meier(times, happened)


TASKS = [
    Task("networks_betweenness", _betweenness, {"services": SERVICES, "ties": TIES}, most_s=2.0, times=3),
    Task("networks_structure", _structure, {"services": SERVICES, "ties": TIES}, times=3),
    Task("networks_reach", _reach, {"services": SERVICES, "places": PLACES, "needs": 5}),
    Task("networks_losses", _losses, {"services": SERVICES, "removals": 2 * SERVICES}, times=1),
    Task("networks_cover", _cover, {"demands": 2_000, "sites": 300, "new": 30}, times=3),
    Task("networks_fewest_sites", lambda: _cover(None), {"demands": 2_000, "sites": 300, "share": 0.4}, times=1),
    Task("networks_waits", _waits, {"people": 200_000}),
    Task("networks_discrimination", _discrimination, {"services": 500}),
    Task("networks_funnel", _funnel, {"referrals": 20_000}),
]
