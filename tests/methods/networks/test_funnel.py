"""Referrals that get so far, and those still open: by hand, against a sum over tables, recovered, and refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.networks import Referral, funnel, kaplan_meier
from tests.examples import examples


def referral(*days: float, withdrawn: float | None = None, declined: float | None = None) -> Referral:
    return Referral((*days, *[None] * (7 - len(days))), withdrawn, declined)


def test_a_curve_by_hand() -> None:
    # Six mice of a textbook kind: it happens at 1, 3, 3 and 6; two are watched to 2 and 5 only.
    curve = kaplan_meier([1, 2, 3, 3, 5, 6], [True, False, True, True, False, True])
    assert curve.times.tolist() == [1, 3, 6]
    assert curve.at_risk.tolist() == [6, 4, 1]
    assert curve.waiting == pytest.approx([5 / 6, 5 / 6 * 2 / 4, 0])
    assert curve.done_by(2.9) == pytest.approx(1 / 6)
    assert curve.done_by(3) == pytest.approx(7 / 12)
    assert curve.done_by(0.5) == 0
    assert curve.done_by(6.1) == 1  # the last one came, so nobody waits any more
    assert kaplan_meier([1, 2], [True, False]).done_by(2.1) is None
    assert (curve.quantile(0.5), curve.quantile(0.1), curve.quantile(1)) == (3, 1, 6)
    # At 3: Greenwood 1/(6·5) + 2/(4·2), over ln(5/12)².
    spread = 1.959963984540054 * (1 / 30 + 1 / 4) ** 0.5 / abs(np.log(5 / 12))
    found = curve.interval_of_done(3)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((1 - (5 / 12) ** np.exp(-spread), 1 - (5 / 12) ** np.exp(spread)))


def test_nobody_yet_and_everybody_at_once() -> None:
    waiting = kaplan_meier([4, 9], [False, False])
    assert (waiting.done_by(9), waiting.quantile(0.5), len(waiting.times)) == (0, None, 0)
    found = waiting.interval_of_done(9)
    assert found is not None
    # None of the one that was watched so long: by hand, 1 - 0.025. And of two, up to four days, 1 - √0.025.
    assert (found.low, found.high) == pytest.approx((0, 0.975))
    early = waiting.interval_of_done(4)
    assert early is not None
    assert (early.low, early.high) == pytest.approx((0, 1 - 0.025**0.5))
    once = kaplan_meier([2, 2], [True, True])
    assert once.done_by(2) == 1
    assert once.low.tolist() == [0]
    assert once.high.tolist() == [1]


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=25))
@settings(max_examples=examples(80), derandomize=True, deadline=None)
def test_equal_to_redistributing_to_the_right(rows: list[tuple[int, bool]]) -> None:
    """Efron's way: the mass of whoever is still waiting is handed on to all who were watched longer."""
    order = sorted(rows, key=lambda row: (row[0], not row[1]))
    mass = [1 / len(order)] * len(order)
    for place, (_, happened) in enumerate(order):
        later = len(order) - place - 1
        if not happened and later:
            for other in range(place + 1, len(order)):
                mass[other] += mass[place] / later
            mass[place] = 0.0
    curve = kaplan_meier([row[0] for row in rows], [row[1] for row in rows])
    for time in range(10):
        done = sum(m for m, (at, happened) in zip(mass, order, strict=True) if happened and at <= time)
        if time <= max(at for at, _ in rows):
            assert curve.done_by(time) == pytest.approx(done)
            interval = curve.interval_of_done(time)
            assert interval is not None
            assert -1e-12 <= interval.low <= done + 1e-12
            assert done - 1e-12 <= interval.high <= 1 + 1e-12


def test_a_funnel_by_hand() -> None:
    referrals = [
        referral(0, 0, 1, 3, 5, 6, 20),  # all the way
        referral(0, 1, 2, 4),  # open since it was acknowledged
        referral(0, 0, 1, declined=9),  # the service said no
        referral(0, 0, 1, withdrawn=2),  # she did not want it any more
        referral(0, withdrawn=0),  # she said no at once
        referral(60, 60, 60),  # sent at the end
    ]
    found = funnel(referrals, as_of=62)
    assert found.reached == (6, 5, 5, 2, 1, 1, 1)
    assert [(s.entered, s.went_on, s.withdrew, s.declined, s.open) for s in found.steps] == [
        (6, 5, 1, 0, 0), (5, 5, 0, 0, 0), (5, 2, 1, 1, 1), (2, 1, 0, 0, 1), (1, 1, 0, 0, 0), (1, 1, 0, 0, 0),
    ]  # fmt: skip
    # Of five sent one withdrew after a day. Of the four still watched two were acknowledged, both after two days.
    assert found.steps[2].share == pytest.approx(1 - 2 / 4)
    assert found.to_acknowledgement is not None
    assert found.to_acknowledgement.at_risk.tolist() == [4]


def test_her_refusal_is_no_failure_and_that_of_the_service_is() -> None:
    went = [referral(0, 0, 0, 5) for _ in range(6)]
    hers = funnel([*went, *[referral(0, 0, 0, withdrawn=0) for _ in range(6)]], as_of=40).steps[2]
    theirs = funnel([*went, *[referral(0, 0, 0, declined=0) for _ in range(6)]], as_of=40).steps[2]
    assert hers.share == 1
    assert theirs.share == 0.5
    assert (hers.median_days, theirs.median_days) == (5, 5)


def test_the_wait_is_found_again_though_most_are_open() -> None:
    rng = np.random.default_rng(7)
    n, as_of = 3000, 60.0
    sent = rng.uniform(0, as_of, n)
    waits = rng.exponential(20, n)
    rows = [referral(0, 0, s, s + w) if s + w <= as_of else referral(0, 0, s) for s, w in zip(sent, waits, strict=True)]
    found = funnel(rows, as_of=as_of).steps[2]
    assert found.share == pytest.approx(1 - np.exp(-30 / 20), abs=0.03)
    assert found.interval is not None
    assert found.interval.low <= 1 - np.exp(-1.5) <= found.interval.high
    assert found.median_days == pytest.approx(20 * np.log(2), abs=1.0)
    came = np.median([w for s, w in zip(sent, waits, strict=True) if s + w <= as_of])
    assert came < 12  # of those that came, the wait looks short


stage_days = st.lists(st.integers(0, 20), min_size=1, max_size=7).map(sorted)


@given(st.lists(st.tuples(stage_days, st.sampled_from(["open", "hers", "theirs"])), min_size=1, max_size=20))
@settings(max_examples=examples(60), derandomize=True, deadline=None)
def test_stages_only_fall_and_every_step_adds_up(rows: list[tuple[list[int], str]]) -> None:
    referrals = [
        referral(*days, withdrawn=25 if end == "hers" else None, declined=25 if end == "theirs" else None)
        for days, end in rows
    ]
    found = funnel(referrals, as_of=50)
    assert list(found.reached) == sorted(found.reached, reverse=True)
    for place, step in enumerate(found.steps):
        assert step.entered == found.reached[place] == step.went_on + step.withdrew + step.declined + step.open
        assert step.went_on == found.reached[place + 1]
        assert step.share is None or 0 <= step.share <= 1
    mirrored = funnel(referrals[::-1], as_of=50)
    assert mirrored.steps == found.steps


def test_what_cannot_be_is_refused_with_its_places() -> None:
    good = referral(0, 1)
    rows = [
        good, Referral((1.0,)), Referral((0, None, 2, None, None, None, None)), referral(5, 4), referral(0, 99),
        referral(0, 5, withdrawn=3), referral(0, withdrawn=1, declined=1), referral(),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        funnel(rows, as_of=50)
    assert {each.code: each.rows for each in refused.value.remarks} == {
        "stages": (1, 7), "stage_left_out": (2,), "days_backwards": (3,), "days_after": (4,), "end_before": (5,),
        "both_ends": (6,),
    }  # fmt: skip
    for referrals, more in (([], {}), ([good], {"window": 0}), ([good], {"as_of": float("nan")})):
        with pytest.raises(Refused):
            funnel(referrals, **{"as_of": 50, **more})
    with pytest.raises(Refused, match="0 or more"):
        kaplan_meier([-1], [True])


def test_what_is_weak_is_said() -> None:
    said = {each.code for each in funnel([referral(0, 0, 0), referral(0, withdrawn=0)], as_of=3).warnings}
    assert said == {"referrals_not_people", "few_referrals", "not_long_enough", "many_withdrew"}


def test_before_the_first_the_interval_holds_the_truth() -> None:
    """2,000 sets of eight who wait ten days or so: at day one it has happened to few or none, which is no zero."""
    rng = np.random.default_rng(21)
    held = 0
    for _ in range(2_000):
        found = kaplan_meier(rng.exponential(10, 8), [True] * 8).interval_of_done(1.0)
        assert found is not None
        held += found.low <= 1 - np.exp(-0.1) <= found.high
    assert held >= 0.94 * 2_000
