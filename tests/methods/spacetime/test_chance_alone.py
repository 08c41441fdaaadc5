"""Where nothing is anywhere: p is uniform, permutations are uniform, and the sequential p is as honest."""

import dataclasses
import itertools
import math
from collections import Counter

import numpy as np
import pytest

from amparo.methods import chance, spacetime
from amparo.methods.spacetime import inference, null
from amparo.methods.spacetime.plan import drawn, observed
from tests.methods.spacetime.made import cases_at, lattice

SETS = 2_000


def uniform_within(p: np.ndarray, *levels: float) -> None:
    """The share of p up to each level is that level, but for four standard errors."""
    for each in levels:
        share = float((p <= each + 1e-12).mean())
        assert abs(share - each) < 4 * math.sqrt(each * (1 - each) / len(p)), (each, share)


def test_p_is_uniform_over_data_without_anything() -> None:
    """2,000 data sets made here, each scanned, each against 39 replicates. Seed 11."""
    made, places, p = np.random.default_rng(11), lattice(5), []
    people = made.uniform(1, 4, 25)
    for seed in range(SETS):
        at = made.choice(25, 60, p=people / people.sum())
        cases = cases_at(places, at, np.zeros(60, np.int64), days=1)
        told = spacetime.poisson_scan(places, cases, people, windows="whole", replicates=39, most_clusters=1, seed=seed)
        p.append(told.clusters[0].p if told.clusters else 1.0)
    uniform_within(np.array(p), 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)


def test_a_replicate_is_scanned_as_data_are() -> None:
    """The quick way of replicates, and that of the data that came in, on the same 200 replicates: the same scores."""
    made, places = np.random.default_rng(12), lattice(5)
    cases = cases_at(places, made.integers(0, 25, 120), made.integers(0, 42, 120), days=42)
    for windows in ("prospective", "retrospective"):
        scan = spacetime.permutation_scan(places, cases, windows=windows, longest=7, replicates=200, seed=5)
        ones = np.ones(120)
        for start, when, largest in zip(*drawn(chance.seeds(5, 200), scan.plan), scan.maxima, strict=True):
            again = dataclasses.replace(scan.plan, start=start, when=when, weight=ones)
            assert observed(again, np.zeros(25, np.bool_))[0].max() == pytest.approx(largest, abs=1e-9)


@pytest.mark.parametrize("same_weekday", [False, True])
def test_p_of_permutations_is_uniform(same_weekday: bool) -> None:
    """2,000 data sets whose days were dealt here, by numpy. Seed 12."""
    made, places, p = np.random.default_rng(12), lattice(5), []
    at = made.integers(0, 25, 120)
    day = made.choice(42, 120, p=np.array([3, 2, 2, 2, 2, 1, 1] * 6) / 78)
    sets = SETS if not same_weekday else 600
    for seed in range(sets):
        cases = cases_at(places, at, made.permutation(day), days=42)
        told = spacetime.permutation_scan(
            places, cases, longest=7, replicates=39, most_clusters=1, same_weekday=same_weekday, seed=seed
        )
        p.append(told.clusters[0].p if told.clusters else 1.0)
    uniform_within(np.array(p), 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)


def orders(deal: object, *, times: int = 24_000) -> Counter[tuple[int, ...]]:
    """How often each order of four comes out: four cases at four places, with the days 3, 2, 1, 0."""
    return deal(times)  # type: ignore[operator,no-any-return]


def ours(times: int) -> Counter[tuple[int, ...]]:
    site, step = np.arange(4), np.arange(4)[::-1].copy()
    _, whens = null.permuted(chance.seeds(3, times), site, step, np.array([0, 4]), 0, 4)
    return Counter(map(tuple, whens.tolist()))


def sattolo(times: int) -> Counter[tuple[int, ...]]:
    """The shuffle of a package in use: the other index is below the last one, never at it. Only cycles come out."""
    made, found = np.random.default_rng(3), Counter[tuple[int, ...]]()
    for _ in range(times):
        order = [0, 1, 2, 3]
        for last in range(3, 0, -1):
            other = int(made.integers(0, last))
            order[last], order[other] = order[other], order[last]
        found[tuple(order)] += 1
    return found


def is_uniform(found: Counter[tuple[int, ...]]) -> bool:
    """The sum of squares over 24 orders: with 23 degrees of freedom, below 49.7 in all but one of a thousand."""
    every = list(itertools.permutations(range(4)))
    usual = sum(found.values()) / len(every)
    return sum((found[each] - usual) ** 2 / usual for each in every) < 49.7


def test_days_are_dealt_uniformly_and_a_cycle_is_seen() -> None:
    assert is_uniform(orders(ours))
    assert not is_uniform(orders(sattolo, times=2_400))


def test_the_last_days_alone_are_dealt_as_the_whole() -> None:
    """What is drawn of a permutation for the last two of six days is its beginning: each ordered pair alike."""
    site, step = np.arange(6), np.arange(6)[::-1].copy()
    starts, whens = null.permuted(chance.seeds(4, 30_000), site, step, np.array([0, 6]), 4, 6)
    holders = np.argwhere(np.diff(starts, axis=1) == 1)[:, 1].reshape(-1, 2)
    pairs = Counter(
        (int(a), int(b)) if w[0] == 5 else (int(b), int(a)) for (a, b), w in zip(holders, whens, strict=True)
    )
    assert len(pairs) == 30
    assert sum((many - 1000) ** 2 / 1000 for many in pairs.values()) < 58.3  # 29 degrees, one of a thousand


def test_cases_are_thrown_by_what_was_expected() -> None:
    weights = np.array([1.0, 0.0, 3.0, 0.5, 5.5, 0.0])
    starts, whens = null.scattered(chance.seeds(5, 2_000), 20, *null.alias(weights), 2, 0, 3)
    cells = Counter(
        int(site * 2 + when[at])
        for start, when in zip(starts, whens, strict=True)
        for site in range(3)
        for at in range(start[site], start[site + 1])
    )
    assert set(cells) == {0, 2, 3, 4}, "where nobody is expected nobody falls"
    usual = weights * 4_000
    assert sum((cells[at] - usual[at]) ** 2 / usual[at] for at in cells) < 16.3  # 3 degrees, one of a thousand


def test_every_choice_of_labels_is_as_likely() -> None:
    site = np.arange(5)
    starts, _ = null.labelled(chance.seeds(6, 20_000), site, np.zeros(5, np.int64), 2, 0, 5)
    pairs = Counter(tuple(np.flatnonzero(np.diff(start)).tolist()) for start in starts)
    assert len(pairs) == 10
    assert sum((many - 2000) ** 2 / 2000 for many in pairs.values()) < 27.9  # 9 degrees, one of a thousand


def test_it_stops_early_and_stays_honest() -> None:
    """By hand: h of n where it stopped, else one more over one more. And over chance alone it is uniform."""
    assert inference.by_counting(np.array([1.0, 3.0, 2.0, 5.0]), 3.0, stop_after=2) == 2 / 4
    assert inference.by_counting(np.array([1.0, 3.0, 2.0, 1.0]), 3.0, stop_after=2) == 2 / 5
    made = np.random.default_rng(13).random((4_000, 200))
    p = []
    for row in made:
        over = np.flatnonzero(row[1:] >= row[0])
        p.append(inference.by_counting(row[1 : over[4] + 2] if len(over) >= 5 else row[1:], row[0], stop_after=5))
    uniform_within(np.array(p), 0.05, 0.1, 0.5)


def test_the_curve_of_the_largest() -> None:
    """Of true Gumbel values the curve gives the tail; by hand, at the mode: 1 - 1/e."""
    made = np.random.default_rng(14).gumbel(5.0, 2.0, 200_000)
    assert inference.by_gumbel(made, 5.0) == pytest.approx(1 - math.exp(-1), abs=0.01)
    assert inference.by_gumbel(made, 5.0 + 2 * 6.9) == pytest.approx(0.001, rel=0.1)
    assert math.isnan(inference.by_gumbel(np.ones(9), 1.0))


@pytest.mark.parametrize("model", ["poisson", "permutation"])
def test_p_is_uniform_where_places_are_very_unequal(model: str) -> None:
    """One place has nearly half of everything, the smallest a thousandth: 600 data sets of nothing. Seed 21."""
    made, places, p = np.random.default_rng(21), lattice(4), []
    people = np.concatenate([[450.0], np.exp(made.normal(0, 1.5, 15))])
    people[1:] *= 550 / people[1:].sum()
    at, day = made.choice(16, 60, p=people / people.sum()), made.integers(0, 28, 60)
    for seed in range(600):
        if model == "poisson":
            at = made.choice(16, 60, p=people / people.sum())
            cases = cases_at(places, at, day, days=28)
            told = spacetime.poisson_scan(
                places, cases, people, windows="whole", replicates=39, most_clusters=1, seed=seed
            )  # fmt: skip
        else:
            cases = cases_at(places, at, made.permutation(day), days=28)
            told = spacetime.permutation_scan(places, cases, longest=7, replicates=39, most_clusters=1, seed=seed)
        p.append(told.clusters[0].p if told.clusters else 1.0)
    uniform_within(np.array(p), 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
