"""Simulated networks and recruitment: what was asked for is there, and a rehearsal knows how it ends."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import Network, rehearse, simulate_network, simulate_recruitment


def homophily(network: Network) -> float:
    """How many times rarer ties between the groups are than if every end of a tie were tied alike."""
    degree, group = network.degree, network.group
    ends = np.repeat(group, degree)
    across = np.mean(ends != group[network.near])
    part = degree[group == 1].sum() / degree.sum()
    return float(2 * part * (1 - part) / across)


@pytest.mark.parametrize(("activity", "alike"), [(1.0, 1.0), (1.8, 1.6), (0.5, 3.0)])
def test_a_network_is_what_was_asked_for(activity: float, alike: float) -> None:
    found = simulate_network(8000, share=0.2, mean_degree=10, activity=activity, homophily=alike, seed=2)
    degree, group = found.degree, found.group
    assert (len(found), found.share) == (8000, 0.2)
    assert degree.mean() == pytest.approx(10, rel=0.05)
    assert degree[group == 1].mean() / degree[group == 0].mean() == pytest.approx(activity, rel=0.1)
    assert homophily(found) == pytest.approx(alike, rel=0.05)
    people = np.repeat(np.arange(8000), degree)
    ties = set(zip(people.tolist(), found.near.tolist(), strict=True))
    assert all((b, a) in ties for a, b in ties)  # both ways
    assert not (people == found.near).any()
    assert len(ties) == len(found.near)  # each once


def test_degrees_spread_as_was_asked() -> None:
    """1 + Poisson(9): variance 9. 1 + geometric of mean 9: variance 9 + 81."""
    for spread, variance in ((0.0, 9), (1.0, 90)):
        degree = simulate_network(20_000, share=0.5, mean_degree=10, spread=spread, seed=1).degree
        assert degree.var() == pytest.approx(variance, rel=0.08)


def test_a_network_of_pairs_can_be_asked_for_and_too_little_homophily_cannot() -> None:
    pairs = simulate_network(100, share=0.5, mean_degree=1, seed=1)
    assert pairs.degree.max() == 1
    with pytest.raises(Refused) as refused:
        simulate_network(1000, share=0.2, mean_degree=10, homophily=0.5, seed=1)
    assert refused.value.remarks[0].code == "homophily_too_low"
    for wrong in ({"share": 0}, {"mean_degree": 0.5}, {"activity": 0}, {"spread": -1}, {"people": 5}, {"seed": -1}):
        with pytest.raises(Refused):
            simulate_network(**({"people": 100, "share": 0.5, "mean_degree": 5, "seed": 1} | wrong))  # type: ignore[arg-type]


def test_recruits_know_their_recruiter_and_come_once() -> None:
    network = simulate_network(3000, share=0.3, mean_degree=8, seed=4)
    found = simulate_recruitment(network, n=600, seeds=6, coupons=3, returned=0.6, seed=4)
    sample = found.sample
    assert len(sample) == 600
    assert len(sample.seeds) == 6 + found.added_seeds
    assert sample.recruits.max() <= 3
    assert (np.diff(sample.wave[sample.recruiter >= 0]) >= -1).all()
    again = simulate_recruitment(network, n=600, seeds=6, coupons=3, returned=0.6, seed=4)
    assert again.sample.recruiter.tolist() == sample.recruiter.tolist()
    # By degree: those who are found know more people than those who are not.
    assert sample.degree.mean() > 1.2 * network.degree.mean()


def test_coupons_that_come_back_are_as_many_as_was_said() -> None:
    """Far from the end of the population each of three coupons comes back with 0.4: 1.2 recruits each."""
    network = simulate_network(50_000, share=0.5, mean_degree=30, spread=0, seed=1)
    found = simulate_recruitment(network, n=3000, seeds=40, coupons=3, returned=0.4, seed=1)
    turned = found.sample.recruits[: int(found.sample.recruiter.max())]  # those who had their turn
    assert turned.mean() == pytest.approx(1.2, abs=4 * (3 * 0.4 * 0.6 / len(turned)) ** 0.5)


def test_chains_that_end_get_another_seed_and_a_network_that_ends_says_so() -> None:
    network = simulate_network(400, share=0.5, mean_degree=4, seed=1)
    found = simulate_recruitment(network, n=200, seeds=2, coupons=1, returned=0.3, seed=1)
    assert found.added_seeds > 5
    pairs = simulate_network(100, share=0.5, mean_degree=1, homophily=1, seed=1)
    reached = int((pairs.degree > 0).sum())
    everybody = simulate_recruitment(pairs, n=reached, seeds=2, returned=1.0, seed=1)
    assert len(everybody.sample) == reached
    if reached < 100:
        with pytest.raises(Refused) as refused:
            simulate_recruitment(pairs, n=100, seeds=2, returned=1.0, seed=1)
        assert refused.value.remarks[0].code == "network_exhausted"


PLAN: dict[str, Any] = {
    "share": 0.25, "mean_degree": 10, "activity": 1.5, "homophily": 1.3, "n": 300, "seeds": 8, "surveys": 60, "seed": 7,
    "replicates": 100,
}  # fmt: skip


def test_a_rehearsal_finds_the_truth_and_says_how_wide_it_will_be() -> None:
    found = rehearse(1000, **PLAN)
    assert found.truth == 0.25
    assert abs(found.mean - 0.25) < 4 * found.sd / 60**0.5 + 0.005
    assert found.unweighted > 0.29  # the active are found first
    assert found.coverage > 0.95 - 4 * (0.95 * 0.05 / 60) ** 0.5
    assert found.width == pytest.approx(2 * 1.96 * found.sd, rel=0.3)
    assert found.waves >= 4
    assert "best_case" in {each.code for each in found.warnings}
    with ThreadPoolExecutor(2) as pool:
        assert as_json(rehearse(1000, **PLAN | {"surveys": 8}, executor=pool)) == as_json(
            rehearse(1000, **PLAN | {"surveys": 8})
        )


def test_a_wrong_size_of_the_population_is_seen() -> None:
    """Told that there are ten times as many, a study of half of the population weighs as if nobody were used up."""
    right, wrong = (
        rehearse(700, **PLAN | {"surveys": 30, "n": 350, "told_population": told}) for told in (None, 7000)
    )  # fmt: skip
    assert wrong.mean < right.mean - 2 * right.sd / 30**0.5


def test_a_group_too_small_for_a_standard_error_is_counted() -> None:
    found = rehearse(1000, **PLAN | {"share": 0.01, "n": 100, "surveys": 10})
    assert found.no_interval > 0.5
