"""What must change nothing: the order of rows, ids, names of categories and their order, the scale of degrees.

The reference package gives other standard errors when categories are renamed, when rows are turned, and imputes degrees
into the wrong stratum where one is missing. Each of these is a test here.
"""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import (
    Sample,
    bottleneck,
    convergence,
    differential_activity,
    estimate_mean,
    estimate_shares,
    from_recruiters,
    population_homophily,
    recruitment_effectiveness,
    recruitment_homophily,
    sample_composition,
    sensitivity_to_degrees,
    transitions,
)
from tests.examples import examples
from tests.methods.hidden.made import samples

often = settings(max_examples=examples(80), derandomize=True, deadline=None)
METHODS = (("rds2", None), ("successive_sampling", 60.0), ("successive_sampling", 5000.0))


def sample_of(columns: dict[str, list[Any]]) -> Sample:
    return from_recruiters(columns["ids"], columns["recruiters"], columns["degrees"])


def figures(sample: Sample, kinds: list[Any], names: dict[Any, str] | None = None) -> dict[Any, float]:
    """All figures by name, names turned back; exact, not nearly."""
    back = (lambda label: names[label]) if names else (lambda label: label)
    found: dict[Any, float] = {}
    for method, size in METHODS:
        for each in estimate_shares(sample, kinds, method=method, population=size).groups:
            found[method, size, back(each.name)] = each.value
    for each in sample_composition(sample, kinds).groups:
        found["composition", back(each.name)] = each.value
    moved = transitions(sample, kinds)
    for i, a in enumerate(moved.labels):
        for j, b in enumerate(moved.labels):
            found["moved", back(a), back(b)] = float(moved.counts[i, j])
    for look in (recruitment_homophily, population_homophily):
        told = look(sample, kinds)
        for label, value in zip(told.labels, told.groups.tolist(), strict=True):
            found[look.__name__, back(label)] = value
    return found


def alike(one: dict[Any, float], other: dict[Any, float]) -> bool:
    return one.keys() == other.keys() and all(
        one[key] == other[key] or (np.isnan(one[key]) and np.isnan(other[key])) for key in one
    )


@often
@given(samples(), st.randoms(use_true_random=False))
def test_rows_and_ids(columns: dict[str, list[Any]], chance: random.Random) -> None:
    first = figures(sample_of(columns), columns["kinds"])
    order = list(range(len(columns["ids"])))
    chance.shuffle(order)
    new = {name: f"q{chance.randrange(1000)}-{place}" for place, name in zip(order, columns["ids"], strict=True)}
    turned = {key: [values[row] for row in order] for key, values in columns.items()}
    turned["ids"] = [new[each] for each in turned["ids"]]
    turned["recruiters"] = [each and new[each] for each in turned["recruiters"]]
    assert alike(figures(sample_of(turned), turned["kinds"]), first)
    for method, size in METHODS:
        one, other = (
            as_json(estimate_shares(sample_of(way), way["kinds"], method=method, population=size))
            for way in (columns, turned)
        )
        assert one == other  # byte for byte


@often
@given(samples(), st.permutations(["k0", "k1", "k2", "k3"]))
def test_names_of_categories_and_their_order(columns: dict[str, list[Any]], names: list[str]) -> None:
    """Four categories whose alphabet is not the order in which they first come."""
    new = dict(zip(["k0", "k1", "k2", "k3"], names, strict=True))
    back = {value: key for key, value in new.items()}
    sample = sample_of(columns)
    renamed = figures(sample, [new[each] for each in columns["kinds"]], back)
    assert alike(renamed, figures(sample, columns["kinds"]))


@often
@given(samples(least=4, groups=3), st.permutations(["k0", "k1", "k2"]))
def test_names_do_not_move_the_chain(columns: dict[str, list[Any]], names: list[str]) -> None:
    new = dict(zip(["k0", "k1", "k2"], names, strict=True))
    sample, kinds = sample_of(columns), columns["kinds"]
    answers: list[Any] = []
    for way in (kinds, [new[each] for each in kinds]):
        try:
            told = estimate_shares(sample, way, method="rds1")
            answers.append({each.name: each.value for each in told.groups})
        except Refused as error:
            answers.append({each.code for each in error.remarks})
    if isinstance(answers[0], set):
        assert answers[0] == answers[1]
    else:
        assert answers[1] == pytest.approx({new[key]: value for key, value in answers[0].items()}, abs=1e-12)


@often
@given(samples(least=4, groups=3))
def test_smoothed_is_rds1_of_any_number_of_groups(columns: dict[str, list[Any]]) -> None:
    sample, kinds = sample_of(columns), columns["kinds"]
    try:
        plain = estimate_shares(sample, kinds, method="rds1").values
    except Refused:
        return
    assert estimate_shares(sample, kinds, method="smoothed").values == pytest.approx(plain, abs=1e-12)


@often
@given(samples(), st.sampled_from([0.001, 0.5, 3, 1000]))
def test_the_scale_of_degrees(columns: dict[str, list[Any]], scale: float) -> None:
    one = sample_of(columns)
    other = sample_of(columns | {"degrees": [each * scale for each in columns["degrees"]]})
    for method, size in METHODS:
        assert estimate_shares(other, columns["kinds"], method=method, population=size).values == pytest.approx(
            estimate_shares(one, columns["kinds"], method=method, population=size).values, abs=1e-11
        )
    assert differential_activity(other, columns["kinds"]).ratio == pytest.approx(
        differential_activity(one, columns["kinds"]).ratio, rel=1e-9, nan_ok=True
    )


@often
@given(samples())
def test_both_ends_and_what_lies_between(columns: dict[str, list[Any]]) -> None:
    """All in: the mean. Few of many: RDS-II. Between them, each share goes from one to the other."""
    sample, kinds, n = sample_of(columns), columns["kinds"], len(columns["ids"])
    mean, rds2 = sample_composition(sample, kinds).values, estimate_shares(sample, kinds, method="rds2").values
    assert estimate_shares(sample, kinds, population=n).values == pytest.approx(mean, abs=1e-12)
    assert estimate_shares(sample, kinds, population=1e11).values == pytest.approx(rds2, abs=1e-7)
    for size in (n + 1, 2 * n, 30 * n):
        told = estimate_shares(sample, kinds, population=size)
        assert told.values.sum() == pytest.approx(1, abs=1e-12)
        assert (told.values >= 0).all()
        assert 1 - 1e-9 <= told.n_effective <= n + 1e-6
    heavy = sorted(range(n), key=lambda row: (columns["degrees"][row], row))
    below = ["low" if row in heavy[: n // 2] else "high" for row in range(n)]
    if n >= 4:
        line = [estimate_shares(sample, below, population=size)["low"].value for size in (n, n + 1, 2 * n, 30 * n, 1e9)]
        assert (np.diff(line) >= -1e-12).all()


@often
@given(samples(least=5))  # of fewer a mean is not told
def test_parts_of_a_category_add_up(columns: dict[str, list[Any]]) -> None:
    sample, kinds = sample_of(columns), columns["kinds"]
    finer = [f"{kind}{row % 2}" for row, kind in enumerate(kinds)]
    for method, size in METHODS:
        whole = estimate_shares(sample, kinds, method=method, population=size)
        parts = estimate_shares(sample, finer, method=method, population=size)
        for each in whole.groups:
            split = sum(part.value for part in parts.groups if part.name[:-1] == each.name)
            assert split == pytest.approx(each.value, abs=1e-12)
        share = [float(kind == whole.groups[0].name) for kind in kinds]
        mean = estimate_mean(sample, share, name="share", method=method, population=size)
        assert mean.value == pytest.approx(whole.groups[0].value, abs=1e-12)


@often
@given(samples(), st.integers(1, 60), st.integers(2, 5000))
def test_where_all_know_as_many_it_is_the_mean(columns: dict[str, list[Any]], degree: int, more: int) -> None:
    n = len(columns["ids"])
    sample = sample_of(columns | {"degrees": [degree] * n})
    mean = sample_composition(sample, columns["kinds"]).values
    for method, size in (("rds2", None), ("successive_sampling", n + more)):
        assert estimate_shares(sample, columns["kinds"], method=method, population=size).values == pytest.approx(mean)


def test_extremes_answer_or_refuse_but_are_never_quiet() -> None:
    """One seed, all seeds, four tenths without a degree, a degree of a million: a figure and its remarks, or none."""
    n = 200
    chain = from_recruiters(range(n), [None, *range(n - 1)], [3] * n)
    seeds = from_recruiters(range(n), [None] * n, [3] * n)
    holes = from_recruiters(range(n), [None, *range(n - 1)], [None if row % 5 < 2 else 4 for row in range(n)])
    giant = from_recruiters(range(n), [None, *range(n - 1)], [1_000_000, *[3] * (n - 1)])
    y = ["a", "b"] * (n // 2)
    for sample, found in (
        (chain, {"exploratory", "one_tree"}),
        (seeds, {"exploratory", "many_seeds"}),
        (holes, {"degree_missing", "degrees_imputed", "many_degrees_imputed", "exploratory", "one_tree"}),
        (giant, {"degree_outlier", "exploratory", "one_tree"}),
    ):
        for size in (None, n, 2 * n):
            told = estimate_shares(sample, y, population=size)
            assert {each.code for each in told.warnings} == found
            assert told.values == pytest.approx([0.5, 0.5], abs=0.01)
        with pytest.raises(Refused, match="200 people are in the sample"):
            estimate_shares(sample, y, population=n - 1)
        for look in (convergence, bottleneck, sensitivity_to_degrees, recruitment_effectiveness):
            look(sample, y)
    with pytest.raises(Refused, match="in step"):
        estimate_shares(chain, y, method="rds1")
    with pytest.raises(Refused, match="Nobody was recruited"):
        estimate_shares(seeds, y, method="rds1")
