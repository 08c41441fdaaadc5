"""What is timed of the bootstraps of recruits: a thousand replicates on samples of 500, 2,000 and 10,000 people.

Sizes and limits are those promised of one thread, warm. Samples are simulated once, before the clock runs.
"""

from collections.abc import Callable
from typing import Any

from _tasks import Task

REPLICATES = 1000


def sample(n: int) -> tuple[Any, list[int]]:
    """n people recruited in a simulated network of four times as many, and their group."""
    from amparo.methods.hidden import simulate_network, simulate_recruitment

    network = simulate_network(4 * n, share=0.25, mean_degree=12, activity=1.5, homophily=1.4, seed=1)
    survey = simulate_recruitment(network, n=n, seeds=max(5, n // 100), coupons=3, returned=0.6, seed=1)
    return survey.sample, survey.group.tolist()


def shares(n: int, **how: Any) -> Callable[[], Callable[[], Any]]:
    """The whole call: weights, shares, replicates, intervals."""

    def prepare() -> Callable[[], Any]:
        from amparo.methods.hidden import estimate_rds

        people, group = sample(n)
        return lambda: estimate_rds(people, group, replicates=REPLICATES, seed=1, **how)

    return prepare


def weights(n: int, replicates: int) -> Callable[[], Callable[[], Any]]:
    """Replicate weights, for any other estimator."""

    def prepare() -> Callable[[], Any]:
        from amparo.methods.hidden import tree_replicate_weights

        people, _ = sample(n)
        return lambda: tree_replicate_weights(people, replicates=replicates, seed=1)

    return prepare


def plan() -> Callable[[], Any]:
    """Twenty rehearsals of a plan."""
    from amparo.methods.hidden import rehearse

    return lambda: rehearse(
        2000, share=0.2, mean_degree=10, n=400, seeds=8, coupons=3, returned=0.6, surveys=20, seed=1
    )


def size(n: int) -> dict[str, int]:
    return {"n": n, "replicates": REPLICATES}


TASKS = [
    Task("hidden_tree_bootstrap_500", shares(500), size(500), 0.05),
    Task("hidden_tree_bootstrap_10000", shares(10_000), size(10_000), 0.5),
    Task("hidden_tree_weights_500", weights(500, REPLICATES), size(500)),
    Task("hidden_gile_bootstrap_500", shares(500, population=2000), size(500)),
    Task("hidden_gile_bootstrap_2000", shares(2000, population=8000), size(2000), 0.5),
    Task("hidden_gile_bootstrap_10000", shares(10_000, population=40_000), size(10_000), None, 3),
    Task("hidden_salganik_bootstrap_500", shares(500, bootstrap="salganik"), size(500)),
    Task("hidden_salganik_bootstrap_10000", shares(10_000, bootstrap="salganik"), size(10_000), None, 3),
    Task("hidden_rehearsal", plan, {"surveys": 20, "n": 400, "people": 2000, "replicates": 200}, None, 3),
]
