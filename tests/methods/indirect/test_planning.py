"""What a study will see, and what an answer gives away: by hand, by simulation, and what is refused."""

import math

import numpy as np
import pytest

from amparo.methods.estimate import Refused
from amparo.methods.indirect import (
    crosswise,
    direct,
    estimate_prevalence,
    forced_response,
    list_power,
    list_sample_size,
    privacy,
    response_power,
    response_sample_size,
    triangular,
    warner,
)

DIE = forced_response(honest=2 / 3, yes=1 / 6)


def code(call):
    with pytest.raises(Refused) as found:
        call()
    return found.value.remarks[0].code


def test_a_direct_question_by_hand() -> None:
    """n = 100, π = 0.2 against 0.1 at 2.5 %: edge 0.1 + 1.96 · 0.03, error 0.04, so Φ((0.1 - 0.0588) / 0.04)."""
    told = response_power(direct(), n=100, share=0.2, null=0.1, size=0.025)
    assert told.se == pytest.approx(0.04)
    assert told.power == pytest.approx(0.8485, abs=1e-4)
    twice = response_power(direct(), n=200, share=0.2, null=0.1, size=0.025, design_effect=2)
    assert twice.power == pytest.approx(told.power)


def test_the_power_is_how_often_it_is_seen() -> None:
    """2,000 studies of 300 with the die, seed 12: how often the estimate lies beyond the edge."""
    told = response_power(DIE, n=300, share=0.12)
    chance = np.random.default_rng(12)
    yes = chance.binomial(300, DIE.expected(0.12), 2000)
    edge = 1.644854 * math.sqrt(1 / 6 * 5 / 6 / 300) / DIE.slope
    seen = np.mean([(each / 300 - DIE.if_none) / DIE.slope > edge for each in yes])
    assert told.power == pytest.approx(seen, abs=0.04)
    assert estimate_prevalence([1.0] * 74 + [0.0] * 226, design=DIE).share.se == pytest.approx(told.se, rel=0.01)


def test_a_list_by_hand() -> None:
    """400 people, a spread of 0.9: 0.81 / 200 + (0.81 + 0.1275) / 200 is 0.0935²."""
    told = list_power(n=400, share=0.15, spread=0.9)
    assert told.se == pytest.approx(math.sqrt((0.81 + 0.81 + 0.15 * 0.85) / 200))
    assert told.se > list_power(n=400, share=0.15, spread=0.6).se
    assert told.se < list_power(n=400, share=0.15, spread=0.9, treated=0.2).se


def test_the_fewest_people() -> None:
    told = response_sample_size(DIE, share=0.15, power=0.9)
    assert told.power >= 0.9 > response_power(DIE, n=told.n - 1, share=0.15).power
    many = list_sample_size(share=0.15, spread=0.9, design_effect=2)
    assert many.power >= 0.8 > list_power(n=many.n - 1, share=0.15, spread=0.9, design_effect=2).power
    assert many.n == pytest.approx(2 * list_sample_size(share=0.15, spread=0.9).n, abs=2)


def test_what_an_answer_gives_away_by_hand() -> None:
    """The die, one in ten: yes of 5/6 with the trait, 1/6 without. P = (1/12) / (1/12 + 9/60) = 5/14; odds times 5."""
    told = privacy(DIE, share=0.1)
    assert told.if_counted == pytest.approx(5 / 14)
    assert told.if_other == pytest.approx((1 / 60) / (1 / 60 + 9 / 12))
    assert (told.odds_counted, told.epsilon) == (pytest.approx(5), pytest.approx(math.log(5)))
    assert told.warnings == ()
    turned = privacy(warner(0.3), share=0.1), privacy(warner(0.7), share=0.1)
    assert turned[0].if_counted == pytest.approx(turned[1].if_other)
    assert turned[0].epsilon == pytest.approx(turned[1].epsilon)


def test_an_answer_that_is_proof_is_said() -> None:
    assert [each.code for each in privacy(direct(), share=0.1).warnings] == ["proof"]
    assert [each.code for each in privacy(forced_response(honest=0.7, yes=0), share=0.1).warnings] == ["proof"]
    freed = privacy(triangular(0.3), share=0.1)
    assert (freed.if_other, freed.warnings, freed.epsilon) == (0, (), math.inf)
    assert [each.code for each in privacy(warner(0.95), share=0.4).warnings] == ["nearly_proof"]


def test_what_hides_more_needs_more() -> None:
    designs = [warner(p) for p in (0.9, 0.8, 0.7, 0.6)]
    needed = [response_sample_size(each, share=0.1).n for each in designs]
    given = [privacy(each, share=0.1).epsilon for each in designs]
    assert needed == sorted(needed)
    assert given == sorted(given, reverse=True)


@pytest.mark.parametrize(("call", "expected"), [
    (lambda: response_power(DIE, n=0, share=0.1), "not_whole"),
    (lambda: response_power(DIE, n=9, share=0.0), "out_of_range"),
    (lambda: response_power(DIE, n=9, share=0.1, null=0.1), "null"), (lambda: privacy(DIE, share=1.0), "out_of_range"),
    (lambda: response_power(DIE, n=9, share=0.1, design_effect=0.5), "small_effect"),
    (lambda: list_power(n=100, share=0.1, spread=6.0), "out_of_range"),
    (lambda: list_power(n=100, share=0.1, spread=0), "out_of_range"),
    (lambda: response_sample_size(crosswise(0.48), share=0.0005), "too_many_people"),
])  # fmt: skip
def test_what_is_no_study_is_refused(call, expected) -> None:
    assert code(call) == expected
