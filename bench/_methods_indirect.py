"""Indirect questions: a list by maximum likelihood, and what is fitted again in every replicate."""

from collections.abc import Callable
from typing import Any

from _tasks import Task

PEOPLE, ITEMS, COVARIATES = 1213, 3, 4  # as many as answered the list that everybody measures by
REPLICATES = 1000


def _answers(n: int = PEOPLE) -> dict[str, Any]:
    """People with four covariates, a list of three items, a die, a crosswise question and its anchor."""
    import numpy as np

    chance = np.random.default_rng(1991)
    x = np.column_stack([chance.normal(size=n), *(chance.random((3, n)) < 0.5)]).astype(float)
    trait = chance.random(n) < 1 / (1 + np.exp(1.5 - x @ [0.8, 0.7, 0.4, -0.3]))
    treated = (chance.random(n) < 0.5).astype(float)
    items = chance.binomial(ITEMS, 1 / (1 + np.exp(-0.6 + x @ [0.2, 0.3, 0.2, 0.4])))
    reads = chance.random(n) < 0.85
    return {
        "x": x,
        "treated": treated,
        "count": items + treated * trait,
        "die": (chance.random(n) < np.where(trait, 5 / 6, 1 / 6)).astype(float),
        "same": np.where(reads, (chance.random(n) < 0.15) == trait, chance.random(n) < 0.5).astype(float),
        "anchor": np.where(reads, chance.random(n) >= 0.15, chance.random(n) < 0.5).astype(float),
    }


def _list(*, constrained: bool, replicates: int = 0) -> Callable[[], Callable[[], Any]]:
    def prepare() -> Callable[[], Any]:
        import numpy as np

        from amparo.methods.indirect import bootstrap_weights, list_regression

        data, named = _answers(), {}
        if replicates:
            drawn = bootstrap_weights(PEOPLE, seed=1, replicates=replicates, within=data["treated"])
            named = {"weights": np.ones(PEOPLE), "replicate_weights": drawn}
        return lambda: list_regression(
            data["count"], data["treated"], data["x"], items=ITEMS, constrained=constrained, **named
        )

    return prepare


def _die() -> Callable[[], Any]:
    import numpy as np

    from amparo.methods.indirect import bootstrap_weights, forced_response, response_regression

    data = _answers()
    named = {"weights": np.ones(PEOPLE), "replicate_weights": bootstrap_weights(PEOPLE, seed=1, replicates=REPLICATES)}
    design = forced_response(honest=2 / 3, yes=1 / 6)
    return lambda: response_regression(data["die"], data["x"], design=design, **named)


def _crosswise() -> Callable[[], Any]:
    from amparo.methods.indirect import crosswise_prevalence

    data = _answers(2000)
    return lambda: crosswise_prevalence(
        data["same"], data["anchor"], p=0.15, anchor_p=0.15, seed=1, replicates=REPLICATES
    )  # fmt: skip


def _share() -> Callable[[], Any]:
    import numpy as np

    from amparo.methods.indirect import bootstrap_weights, list_prevalence

    data = _answers(10_000)
    drawn = bootstrap_weights(10_000, seed=1, replicates=REPLICATES)
    return lambda: list_prevalence(
        data["count"], data["treated"], items=ITEMS, weights=np.ones(10_000), replicate_weights=drawn
    )


def _recruits() -> Callable[[], Any]:
    import numpy as np

    from amparo.methods.hidden import simulate_network, simulate_recruitment
    from amparo.methods.indirect import crosswise_of_recruits

    network = simulate_network(10_000, share=0.2, mean_degree=10, seed=1)
    sample = simulate_recruitment(network, n=2000, seeds=10, returned=0.6, seed=1).sample
    same, anchor = (np.random.default_rng(each).integers(0, 4, 2000) > each for each in (1, 0))
    return lambda: crosswise_of_recruits(
        sample, same, anchor, p=0.25, anchor_p=0.25, population=10_000.0, seed=1, replicates=REPLICATES
    )


SIZES = {"people": PEOPLE, "covariates": COVARIATES}
TASKS = [
    Task("indirect: list, maximum likelihood", _list(constrained=True), SIZES, most_s=0.2),
    Task("indirect: list, maximum likelihood, unconstrained", _list(constrained=False), SIZES, most_s=0.2),
    Task("indirect: list, maximum likelihood, replicates", _list(constrained=True, replicates=REPLICATES),
         SIZES | {"replicates": REPLICATES}, times=1),
    Task("indirect: die, regression, replicates", _die, SIZES | {"replicates": REPLICATES}, times=3),
    Task("indirect: crosswise, bootstrap", _crosswise, {"people": 2000, "replicates": REPLICATES}),
    Task("indirect: crosswise, of recruits", _recruits, {"people": 2000, "replicates": REPLICATES}),
    Task("indirect: list, means, replicates", _share, {"people": 10_000, "replicates": REPLICATES}),
]  # fmt: skip
