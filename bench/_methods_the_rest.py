"""What nothing else times and can take long: strata, sums of replicates, a sample described, regressions, audits."""

from collections.abc import Callable
from typing import Any

import numpy as np
from _methods_disclosure import _persons, _plan
from _methods_hidden_bootstrap import sample
from _methods_indirect import ITEMS, PEOPLE, _answers
from _tasks import Task


def _strata() -> Callable[[], Any]:
    from amparo.methods.hidden import difference, estimate_rds, estimate_rds_strata, trend

    people, group = sample(500)
    strata, three = [f"s{row % 3}" for row in range(500)], [sample(many) for many in (500, 600, 700)]

    def call() -> Any:
        rounds = [estimate_rds(*each, replicates=500, seed=1).sizes[0].groups[0] for each in three]
        difference(*rounds[:2], paired=False)
        trend(rounds, [0, 1, 2])
        return estimate_rds_strata(people, group, strata, replicates=500, seed=1)

    return call


def _heaviest(weights: Any) -> Any:
    return weights.max(axis=-1)


def _sums() -> Callable[[], Any]:
    from amparo.methods import hidden

    people, group = sample(2_000)
    named, columns = hidden.categories(group), np.ones((2_000, 4))

    def call() -> Any:
        hidden.gile_replicate_sums(people, named, population=8_000, replicates=500, seed=1)
        hidden.salganik_replicate_sums(people, named, np.ones(2_000), replicates=500, seed=1)
        hidden.tree_replicated(people, _heaviest, replicates=500, seed=1)
        return hidden.tree_replicate_sums(people, columns, replicates=500, seed=1)

    return call


def _described() -> Callable[[], Any]:
    from amparo.methods import hidden

    people, group = sample(10_000)

    def call() -> Any:
        hidden.bottleneck(people, group)
        hidden.sensitivity_to_degrees(people, group)
        hidden.recruitment_homophily(people, group)
        hidden.population_homophily(people, group)
        hidden.differential_activity(people, group)
        hidden.sample_composition(people, group)
        hidden.estimate_mean(people, [float(each) for each in group], name="x")
        hidden.waves(people)
        return hidden.over_populations(people, group, populations=(20_000, 40_000, 80_000))

    return call


def _asked() -> Callable[[], Any]:
    from amparo.methods import indirect

    data = _answers()

    def call() -> Any:
        indirect.design_effect_test(data["count"], data["treated"], items=ITEMS)
        indirect.list_diagnostics(data["count"], data["treated"], items=ITEMS)
        return indirect.crosswise_regression(
            data["same"], data["anchor"], data["x"], p=0.15, anchor_p=0.15, seed=1, replicates=200
        )

    return call


def _audited() -> Callable[[], Any]:
    from amparo.methods.disclosure import Ledger, audit, count, draft

    plan, persons = _plan("shown", 1), _persons(2026)
    at = np.indices(persons.shape).reshape(3, -1)
    columns = {each.name: at[axis] for axis, each in enumerate(plan.dimensions)}
    counts = count(columns, plan=plan, persons=persons.ravel())
    edition = draft(counts, plan=plan, ledger=Ledger(), name="one").edition
    return lambda: audit(Ledger().adding(edition), counts=counts)


def _listed() -> Callable[[], Any]:
    from amparo.methods.population import as_source, multiplier, side_by_side

    shares = np.random.default_rng(1).normal(0.2, 0.02, 1_000)

    def call() -> Any:
        found = multiplier(500, 0.2, asked=400, replicates=shares, seed=1)
        return side_by_side([as_source(name, found) for name in "abcdefgh"])

    return call


TASKS = [
    Task("hidden_strata_500", _strata, {"n": 500, "strata": 3, "replicates": 500}, times=1),
    Task("hidden_replicate_sums_2000", _sums, {"n": 2_000, "replicates": 500}, times=1),
    Task("hidden_described_10000", _described, {"n": 10_000}, times=1),
    Task("indirect: crosswise, regression", _asked, {"people": PEOPLE, "replicates": 200}, times=1),
    Task("disclosure audit", _audited, {"cells": 1980}, times=1),
    Task("population side by side", _listed, {"sources": 8, "replicates": 1_000}, times=1),
]
