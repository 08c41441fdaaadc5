"""An unrelated question of unknown share, in two halves: by hand, found again, with weights, refused."""

import math

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.indirect import estimate_prevalence, unrelated_prevalence, unrelated_question
from tests.methods.indirect.oracle import ones


def test_two_halves_by_hand() -> None:
    """p = 0.8, q = 0.2; of 200 in the first half 52 say yes, of 150 in the second 33.

    a = 0.26, b = 0.22: π = (0.8 · 0.26 - 0.2 · 0.22) / 0.6 = 0.2733, and the harmless share is 0.2067:
    0.8 · 0.2733 + 0.2 · 0.2067 = 0.26.
    """
    told = unrelated_prevalence(
        np.concatenate([ones(52, 200), ones(33, 150)]), np.repeat([1, 0], [200, 150]), p=0.8, q=0.2
    )
    assert told.raw == pytest.approx((0.8 * 0.26 - 0.2 * 0.22) / 0.6)
    assert told.share.se == pytest.approx(
        math.sqrt(0.8**2 * 0.26 * 0.74 / 199 + 0.2**2 * 0.22 * 0.78 / 149) / 0.6
    )  # fmt: skip
    assert told.publishable
    swapped = unrelated_prevalence(
        np.concatenate([ones(52, 200), ones(33, 150)]), np.repeat([0, 1], [200, 150]), p=0.2, q=0.8
    )
    assert (swapped.raw, swapped.share.se) == pytest.approx((told.raw, told.share.se))


def test_a_planted_share_is_found_and_its_interval_holds_it() -> None:
    """400 studies of 800; 0.15 have the trait, 0.4 say yes to the harmless question. Seed 3."""
    chance, found, held = np.random.default_rng(3), [], 0
    for _ in range(400):
        half = np.arange(800) % 2
        sensitive = chance.random(800) < np.where(half == 1, 0.75, 0.25)
        answers = np.where(sensitive, chance.random(800) < 0.15, chance.random(800) < 0.4).astype(float)
        told = unrelated_prevalence(answers, half, p=0.75, q=0.25)
        found.append(told.raw)
        held += told.share.interval.low <= 0.15 <= told.share.interval.high
    assert np.mean(found) == pytest.approx(0.15, abs=4 * np.std(found) / 20)
    assert np.mean([told.share.se]) == pytest.approx(np.std(found), rel=0.1)
    assert abs(held / 400 - 0.95) < 4 * math.sqrt(0.05 * 0.95 / 400)


def test_where_the_share_is_known_the_one_design_is_the_other() -> None:
    """A second half that gives the share of the harmless question: then the estimate is that of the first half."""
    answers, half = np.concatenate([ones(100, 400), ones(100, 400)]), np.repeat([1, 0], [400, 400])
    told = unrelated_prevalence(answers, half, p=0.7, q=1e-9)  # the second half is asked the harmless question alone
    one = estimate_prevalence(answers[half == 1], design=unrelated_question(0.7, share=0.25))
    assert told.raw == pytest.approx(one.raw, abs=1e-8)


def test_weights_and_replicates_are_taken() -> None:
    chance = np.random.default_rng(8)
    answers, half = (chance.random(300) < 0.3).astype(float), np.arange(300) % 2
    weights = chance.uniform(1, 4, 300)
    drawn = chance.poisson(1, (200, 300)) * weights
    drawn[5, half == 1] = 0.0
    told = unrelated_prevalence(answers, half, p=0.8, q=0.3, weights=weights, replicate_weights=drawn)

    def share(w: np.ndarray) -> float:
        a, b = (np.average(answers[half == each], weights=w[half == each]) for each in (1, 0))
        return float((0.7 * a - 0.2 * b) / 0.5)

    assert told.raw == pytest.approx(share(weights))
    assert np.flatnonzero(np.isnan(told.share.replicates)).tolist() == [5]
    rest = [share(row) for at, row in enumerate(drawn) if at != 5]
    assert told.share.se == pytest.approx(np.std(rest, ddof=1))


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"q": 0.79}, "one_chance"), ({"q": 1.0}, "out_of_range"), ({"first": np.ones(100)}, "one_half"),
        ({"first": [np.nan] + [1, 0] * 49 + [1]}, "no_half"), ({"first": [1, 0]}, "unlike_halves"),
        ({"answers": np.full(100, 2.0)}, "not_binary"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_apart_is_refused(named: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        unrelated_prevalence(**{"answers": ones(30, 100), "first": [1, 0] * 50, "p": 0.8, "q": 0.2} | named)
    assert caught.value.remarks[0].code == code
