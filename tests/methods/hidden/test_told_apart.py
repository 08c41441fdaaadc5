"""Replicates are drawn from persons as they are: other rows and other ids give the very same ones."""

import random
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.hidden import Sample, estimate_rds, from_recruiters, tree_replicate_weights
from amparo.methods.hidden.sample import in_their_order
from tests.examples import examples
from tests.methods.hidden.made import samples

WAYS: tuple[tuple[str, float | None], ...] = (("tree", None), ("salganik", None), ("gile", 900.0))


def renamed(columns: dict[str, list[Any]], chance: random.Random) -> dict[str, list[Any]]:
    """The same people in other rows and under other ids, whose alphabet is another one too."""
    order = list(range(len(columns["ids"])))
    chance.shuffle(order)
    new = {name: f"q{chance.randrange(10**9)}-{name}" for name in columns["ids"]}
    turned = {key: [values[row] for row in order] for key, values in columns.items()}
    return turned | {
        "ids": [new[each] for each in turned["ids"]],
        "recruiters": [each and new[each] for each in turned["recruiters"]],
    }


def sample_of(columns: dict[str, list[Any]]) -> Sample:
    return from_recruiters(columns["ids"], columns["recruiters"], columns["degrees"], days=columns.get("days"))


@settings(derandomize=True, max_examples=examples(60), deadline=None)
@given(samples(least=12, most=40, groups=3), st.sampled_from(WAYS), st.randoms(use_true_random=False))
def test_other_rows_and_ids_draw_the_same(
    columns: dict[str, list[Any]], way: tuple[str, float | None], chance: random.Random
) -> None:
    """Everybody knows another number of people; ids used to decide, and moved every interval."""
    many = len(columns["ids"])
    columns["degrees"] = chance.sample(range(1, 10 * many), many)
    if not any(columns["recruiters"]):
        return
    told = []
    for each in (columns, renamed(columns, chance)):
        found = estimate_rds(
            sample_of(each), each["kinds"], population=way[1], bootstrap=way[0], replicates=40, seed=4
        )  # fmt: skip
        told.append({group.name: group.replicates for group in found.sizes[0].groups})
    for name, replicates in told[0].items():
        assert told[1][name] == pytest.approx(replicates, rel=1e-9, abs=1e-12)


def test_a_day_or_a_recruit_tells_two_apart() -> None:
    """Four leaves who know three people each: two by the day, two by whom they brought."""
    columns = {
        "ids": ["s", "a", "b", "c", "d", "e", "f"],
        "recruiters": [None, "s", "s", "s", "s", "c", "d"],
        "degrees": [5, 3, 3, 3, 3, 7, 8],
        "days": [1, 2, 3, 2, 2, 4, 4],
    }
    sample = sample_of(columns)
    named = [sample.ids[at] for at in in_their_order(sample)]
    for at in range(20):
        other = renamed(columns, random.Random(at))
        again = sample_of(other)
        assert [again.ids[at].split("-")[1] for at in in_their_order(again)] == named


def test_of_two_who_are_alike_the_id_decides_and_the_spread_stays() -> None:
    """Leaves without a difference change places under other ids: the draws move, what they say of chance does not."""
    chance = random.Random(2)
    columns: dict[str, list[Any]] = {
        "ids": [f"p{row}" for row in range(300)],
        "recruiters": [None if row < 10 else f"p{(row - 10) // 2}" for row in range(300)],
        "degrees": [4] * 300,
        "kinds": [chance.choice("ab") for _ in range(300)],
    }
    other = renamed(columns, chance)
    one, two = (
        estimate_rds(sample_of(way), way["kinds"], bootstrap="tree", replicates=1000, seed=1).sizes[0]["a"]
        for way in (columns, other)
    )
    assert not np.array_equal(one.replicates, two.replicates)
    assert one.value == pytest.approx(two.value, abs=1e-12)
    assert one.se is not None
    assert two.se == pytest.approx(one.se, rel=4 * 0.0224 * 2**0.5)  # four errors of a standard error of 1000 draws


def test_what_was_answered_does_not_move_the_draws() -> None:
    """Two outcomes of one sample are paired: each is what the same weights give, added up by hand."""
    chance, n = random.Random(3), 60
    sample = sample_of(
        {"ids": list(range(n)), "recruiters": [*[None] * 4, *(row // 3 for row in range(n - 4))], "degrees": [2] * n}
    )
    weights = tree_replicate_weights(sample, replicates=40, seed=1)
    for _ in range(2):
        answers = np.array([chance.choice("ab") for _ in range(n)])
        told = estimate_rds(sample, answers.tolist(), bootstrap="tree", replicates=40, seed=1).sizes[0]["a"]
        by_hand = weights[:, answers == "a"].sum(1) / weights.sum(1)
        assert told.replicates == pytest.approx(by_hand)


def test_a_chain_of_twenty_thousand_and_a_crowd_take_no_time() -> None:
    n = 20_000
    for recruiters in ([None, *range(n - 1)], [None, *[0] * (n - 1)]):
        sample = from_recruiters(range(n), recruiters, [row % 50 + 1 for row in range(n)])
        began = time.perf_counter()
        assert sorted(in_their_order(sample).tolist()) == list(range(n))
        assert time.perf_counter() - began < 3
