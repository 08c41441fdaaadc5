"""Where to open next: equal to trying every set of up to twelve sites; what is refused and what is said."""

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.networks import fewest_sites, most_covered
from tests.methods.networks import by_removal


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    rng = np.random.default_rng(seed)
    n, sites = int(rng.integers(1, 25)), int(rng.integers(2, 13))
    weights = rng.integers(0, 9, n).astype(float) if seed % 2 else rng.random(n)
    weights[0] += 1
    existing = tuple(rng.choice(sites, int(rng.integers(0, 3)), replace=False).tolist()) if sites > 3 else ()
    return weights, rng.random((n, sites)) < rng.choice([0.1, 0.25, 0.5]), existing


@pytest.mark.parametrize("seed", range(60))
def test_as_much_as_any_set_covers(seed: int) -> None:
    weights, covers, existing = drawn(seed)
    new = min(1 + seed % 4, covers.shape[1] - len(existing))
    found = most_covered(weights, covers, new=new, existing=existing)
    assert found.optimal
    assert found.covered == pytest.approx(by_removal.best_sites(weights, covers, new, existing), abs=1e-9)
    assert found.covered == pytest.approx(weights[covers[:, [*existing, *found.chosen]].any(axis=1)].sum(), abs=1e-9)
    assert found.greedy_share <= found.share + 1e-12
    assert len(found.chosen) <= new
    assert len(found.greedy) <= new
    assert not set(found.chosen) & set(existing)
    assert found.before <= found.share <= found.bound + 1e-12


@pytest.mark.parametrize("seed", range(40))
def test_as_few_as_any_set_takes(seed: int) -> None:
    weights, covers, existing = drawn(seed)
    share = [0.3, 0.6, 0.9, 1.0][seed % 4]
    wanted = by_removal.fewest(weights, covers, share, existing)
    if wanted is None:
        with pytest.raises(Refused, match="less than was asked for"):
            fewest_sites(weights, covers, share=share, existing=existing)
        return
    found = fewest_sites(weights, covers, share=share, existing=existing)
    assert found.optimal
    assert len(found.chosen) == wanted <= len(found.greedy)
    assert found.share >= share - 1e-9
    assert found.bound <= wanted


def test_greedy_is_not_best() -> None:
    # The middle site covers four of six; with it and any other it is five. The two at the ends cover all.
    covers = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 0], [0, 1, 1], [0, 1, 1], [0, 0, 1]], bool)
    found = most_covered(np.ones(6), covers, new=2)
    assert (found.chosen, found.covered) == ((0, 2), 6)
    assert found.greedy_share == 5 / 6
    assert 1 in found.greedy
    assert fewest_sites(np.ones(6), covers, share=1).chosen == (0, 2)
    assert fewest_sites(np.ones(6), covers, share=0.5, existing=(0,)).chosen == ()


@pytest.mark.parametrize(
    ("demand", "covers", "more", "code"),
    [
        ([1.0, 2.0], [[True]], {}, "shapes"),
        ([1.0, 2.0], [[3.5], [0.0]], {}, "covers"),
        ([1.0], [[float("nan")]], {}, "covers"),
        ([-1.0], [[True]], {}, "weight"),
        ([0.0], [[True]], {}, "no_demand"),
        ([1.0], [[True]], {"new": 2}, "too_large"),
        ([1.0], [[True]], {"new": 0}, "not_whole"),
        ([1.0], [[True]], {"existing": (1,)}, "existing"),
        ([1.0], [[True]], {"existing": (0,)}, "too_large"),
    ],
)
def test_what_cannot_be_asked(demand: list[float], covers: list[list[bool]], more: dict[str, int], code: str) -> None:
    with pytest.raises(Refused) as refused:
        most_covered(demand, covers, **{"new": 1, **more})
    assert [each.code for each in refused.value.remarks] == [code]


def test_no_time_is_said_and_not_passed_over() -> None:
    rng = np.random.default_rng(3)
    covers, weights = rng.random((400, 120)) < 0.05, rng.random(400)
    found = most_covered(weights, covers, new=12, seconds=0.2)
    assert found.share >= found.greedy_share
    assert found.optimal or "not_proven" in {each.code for each in found.warnings}
    assert found.share <= found.bound + 1e-9


def test_what_nobody_covers_is_said() -> None:
    found = most_covered([1.0, 2.0], [[True], [False]], new=1)
    assert {each.code: each.rows for each in found.warnings} == {"never_covered": (1,)}
    with pytest.raises(Refused, match=r"reach 0\.333 of the demand"):
        fewest_sites([1.0, 2.0], [[True], [False]], share=0.5)
    with pytest.raises(Refused, match="share is 0"):
        fewest_sites([1.0], [[True]], share=0)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_called_proven_is_so_beside_very_large_weights(seed: int) -> None:
    """Cities of a hundred million beside villages of one to four: no village is lost in the slack of the solver."""
    rng = np.random.default_rng(seed)
    covers, weights = rng.random((30, 10)) < 0.3, np.append(np.full(5, 1e8), rng.integers(1, 5, 25)).astype(float)
    found, best = most_covered(weights, covers, new=3), by_removal.best_sites(weights, covers, 3, ())
    assert found.covered == best or not found.optimal
    assert found.optimal or "not_proven" in {each.code for each in found.warnings}
    assert found.bound * weights.sum() >= best * (1 - 1e-12)
