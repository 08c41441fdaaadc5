"""Two lists, a multiplier and a lower bound: by hand, how often intervals hold the truth, what is refused and said."""

import math
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.methods.estimate import Refused
from amparo.methods.population import chao_lower_bound, multiplier, two_lists
from tests.examples import examples


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [each.code for each in refused.value.remarks]


def test_two_lists_by_hand() -> None:
    found = two_lists(30, 20, 9, exact=False)
    assert found.seen == 41
    assert found.estimate.value == pytest.approx(31 * 21 / 10 - 1)
    assert found.estimate.se == pytest.approx((31 * 21 * 21 * 11 / (100 * 11)) ** 0.5)
    # Twice as likely on both as by chance: the fourth cell is 2 · 21 · 11 / 9.
    assert dict(found.if_dependent) == pytest.approx({0.5: 41 + 0.5 * 231 / 9, 1: 600 / 9, 2: 41 + 2 * 231 / 9})
    f, se = 64.1 - 41, found.estimate.se
    factor = math.exp(1.959963984540054 * math.log(1 + (se / f) ** 2) ** 0.5)
    assert found.estimate.interval is not None
    assert (found.estimate.interval.low, found.estimate.interval.high) == pytest.approx(
        (41 + f / factor, 41 + f * factor)
    )
    assert "independence" in {each.code for each in found.estimate.warnings}


@given(st.integers(1, 40), st.integers(1, 40), st.data())
@settings(max_examples=examples(60), derandomize=True, deadline=None)
def test_what_holds_of_any_two_lists(first: int, second: int, data: st.DataObject) -> None:
    both = data.draw(st.integers(1, min(first, second)))
    found, turned = two_lists(first, second, both), two_lists(second, first, both)
    assert found.estimate.value == turned.estimate.value
    for exact in (False, True):
        each = two_lists(first, second, both, exact=exact).estimate
        assert each.interval is not None
        assert found.seen <= each.interval.low <= each.interval.high
        assert each.interval.low <= each.value + 1 <= each.interval.high + 1
    if both < 7:
        assert "few_on_both" in {each.code for each in found.estimate.warnings}


@pytest.mark.parametrize(("first", "second", "both"), [(5, 4, 2), (9, 6, 1), (6, 6, 5), (4, 4, 4)])
def test_the_exact_interval_against_every_number(first: int, second: int, both: int) -> None:
    def chance(people: int, at: int) -> float:
        return comb(first, at) * comb(people - first, second - at) / comb(people, second)

    seen, tail = first + second - both, 0.1 / 2
    fits = [
        people
        for people in range(seen, 1500)
        if sum(chance(people, at) for at in range(both + 1)) > tail
        and sum(chance(people, at) for at in range(both, min(first, second) + 1)) > tail
    ]
    interval = two_lists(first, second, both, level=0.9, exact=True).estimate.interval
    assert interval is not None
    assert (interval.low, interval.high) == (fits[0], fits[-1])


@pytest.mark.parametrize("expected", [2, 3, 5, 7, 9, 12, 16, 22])
def test_intervals_hold_the_truth_where_few_are_on_both(expected: int) -> None:
    """Counted, not drawn: the chance of every number on both lists, and whether its interval holds the 500.

    The log-normal interval alone holds it in 0.844 (2 on both expected) to 0.938 (22).
    """
    people, size = 500, round((expected * 500) ** 0.5)
    held, normal, told = 0.0, 0.0, 0.0
    for both in range(1, size + 1):
        if 2 * size - both > people:
            continue
        chance = comb(size, both) * comb(people - size, size - both) / comb(people, size)
        if chance < 1e-9:
            continue
        told += chance
        usual = two_lists(size, size, both).estimate.interval
        wide = two_lists(size, size, both, exact=False).estimate.interval
        assert usual is not None
        assert wide is not None
        assert usual.method == ("exact, hypergeometric" if both < 20 else wide.method)
        held += chance * (usual.low <= people <= usual.high)
        normal += chance * (wide.low <= people <= wide.high)
    assert held / told > 0.93
    assert normal / told < 0.95
    assert (normal / told < 0.93) == (expected < 9)


@pytest.mark.parametrize(("people", "first", "second"), [(300, 80, 70), (60, 25, 20), (1000, 300, 200)])
def test_intervals_hold_the_truth(people: int, first: int, second: int) -> None:
    rng = np.random.default_rng(people)
    held = {False: 0, True: 0}
    values, many = [], 600
    for both in rng.hypergeometric(first, people - first, second, many):
        for exact in held:
            found = two_lists(first, second, int(both), exact=exact).estimate
            assert found.interval is not None
            held[exact] += found.interval.low <= people <= found.interval.high
        values.append(found.value)
    assert np.mean(values) == pytest.approx(
        people, rel=0.02
    )  # Chapman is without bias where n1 + n2 reaches N, nearly else
    assert held[True] >= 0.95 * many - 8  # exact holds at least so often
    assert 0.92 <= held[False] / many <= 0.985


def test_one_list_within_the_other_has_an_interval_and_no_standard_error() -> None:
    found = two_lists(30, 5, 5).estimate
    assert (found.value, found.se) == (30, None)
    assert found.interval is not None
    assert found.interval.method == "exact, hypergeometric"
    assert found.interval.high > 40
    assert {each.code for each in found.warnings} == {"independence", "few_on_both", "nested"}


@pytest.mark.parametrize(
    ("counts", "code"),
    [((0, 5, 0), "empty_list"), ((5, 0, 0), "empty_list"), ((5, 5, 0), "no_overlap"), ((5, 4, 5), "overlap"),
     ((5, -1, 0), "not_whole"), ((5, 4.5, 2), "not_whole"), ((True, 4, 1), "not_whole")],
)  # fmt: skip
def test_two_lists_that_cannot_be(counts: tuple[int, int, int], code: str) -> None:
    with pytest.raises(Refused) as refused:
        two_lists(*counts)
    assert codes(refused) == [code]


def test_a_multiplier_with_replicates() -> None:
    rng = np.random.default_rng(1)
    shares = rng.beta(40, 120, 4000)
    found = multiplier(1200, 0.25, asked=400, replicates=shares)
    assert found.value == 4800
    assert found.se == pytest.approx(4800 * shares.std(ddof=1) / 0.25)
    assert found.interval is not None
    assert [found.interval.low, found.interval.high] == pytest.approx(
        np.quantile(1200 / shares, [0.025, 0.975]).tolist()
    )
    assert found.interval.high - 4800 > 4800 - found.interval.low  # it leans upwards
    assert found.seed is None


def test_a_count_that_is_not_exact_widens_it_the_same_way_twice() -> None:
    shares = np.random.default_rng(1).beta(40, 120, 4000)
    exact = multiplier(1200, 0.25, asked=400, replicates=shares)
    drawn = multiplier(1200, 0.25, asked=400, replicates=shares, count_se=150, seed=5)
    again = multiplier(1200, 0.25, asked=400, replicates=shares, count_se=150, seed=5)
    assert drawn == again
    assert drawn.replicates is not None
    assert np.array_equal(drawn.replicates, again.replicates)
    assert drawn.seed == 5
    assert drawn.se == pytest.approx(4800 * math.hypot(shares.std(ddof=1) / 0.25, 150 / 1200))
    assert exact.interval is not None
    assert drawn.interval is not None
    assert drawn.interval.high > exact.interval.high
    counts = drawn.replicates * shares
    assert (counts.mean(), counts.std()) == (pytest.approx(1200, rel=0.01), pytest.approx(150, rel=0.05))
    with pytest.raises(Refused, match="give a seed"):
        multiplier(1200, 0.25, asked=400, replicates=shares, count_se=150)


def test_fieller_is_where_the_difference_is_so_many_standard_errors() -> None:
    found = multiplier(1000, 0.2, asked=300, share_se=0.03, count_se=80).interval
    assert found is not None
    for people in (found.low, found.high):
        assert abs(1000 - people * 0.2) / math.hypot(80, people * 0.03) == pytest.approx(1.959963984540054)


def test_a_multiplier_holds_the_truth() -> None:
    rng = np.random.default_rng(11)
    held = {"se": 0, "replicates": 0}
    for _ in range(500):
        share = rng.binomial(300, 0.3) / 300
        count = rng.normal(600, 30)
        by_se = multiplier(count, share, asked=300, share_se=(share * (1 - share) / 300) ** 0.5, count_se=30).interval
        drawn = rng.binomial(300, share, 500) / 300
        by_drawn = multiplier(count, share, asked=300, replicates=drawn, count_se=30, seed=1).interval
        assert by_se is not None
        assert by_drawn is not None
        held["se"] += by_se.low <= 2000 <= by_se.high
        held["replicates"] += by_drawn.low <= 2000 <= by_drawn.high
    assert all(0.92 <= each / 500 <= 0.98 for each in held.values())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"share": 0.049}, "small_share"),
        ({"share": 1}, "out_of_range"),
        ({"count": 0}, "count"),
        ({"share_se": None}, "one_of_two"),
        ({"replicates": [0.2] * 300}, "one_of_two"),
        ({"share_se": 0}, "exact_share"),
        ({"share_se": -0.1}, "negative"),
        ({"share_se": 0.11}, "unbounded"),
        ({"asked": 0}, "not_whole"),
        ({"share_se": None, "replicates": [0.2] * 100}, "few_replicates"),
        ({"share_se": None, "replicates": [0.2, 0.0] * 150}, "unbounded"),
        ({"share_se": None, "replicates": [0.2] * 300}, "exact_share"),
    ],
)
def test_a_multiplier_that_cannot_be(changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        multiplier(**{"count": 100, "share": 0.2, "asked": 300, "share_se": 0.02} | changed)
    assert codes(refused) == [code]


def test_a_multiplier_that_is_weak_says_so() -> None:
    far = np.random.default_rng(2).beta(20, 20, 500)
    said = {each.code for each in multiplier(100, 0.09, asked=300, replicates=far).warnings}
    assert said == {"share_is_small", "exact_count", "off_centre"}


def test_the_lower_bound_by_hand() -> None:
    found = chao_lower_bound([12, 5, 1])
    unseen = 2 / 3 * 12 * 11 / (2 * 6)
    assert found.value == pytest.approx(18 + unseen)
    assert found.se == pytest.approx((unseen + unseen**2 - (2 / 3) ** 2 * 12 * 11 * 10 * 9 / (4 * 6 * 7)) ** 0.5)
    assert found.interval is not None
    assert found.interval.low > 18
    assert chao_lower_bound([1, 5, 1]).interval is None  # nobody unseen that it knows of
    assert {each.code for each in chao_lower_bound([9, 0, 3]).warnings} == {"only_a_bound", "few_twice"}


def test_the_bound_is_reached_where_all_are_alike_and_lies_below_where_they_differ() -> None:
    rng = np.random.default_rng(4)
    alike, differ = [], []
    for _ in range(300):
        for values, chance in ((alike, np.full(800, 0.25)), (differ, rng.beta(1, 3, 800))):
            times = rng.binomial(4, chance)
            values.append(chao_lower_bound([int((times == each).sum()) for each in range(1, 5)]).value)
    assert np.mean(alike) == pytest.approx(800, rel=0.01)
    assert np.mean(differ) < 790


@pytest.mark.parametrize(
    ("frequencies", "code"),
    [
        ([5, 0, 0], "no_overlap"), ([5, 0], "no_overlap"), ([0, 0], "nobody"), ([5], "lists_few"), ([5, -1], "count"),
        ([5, 1.5], "count"),
    ],
)  # fmt: skip
def test_a_bound_that_cannot_be(frequencies: list[int], code: str) -> None:
    with pytest.raises(Refused) as refused:
        chao_lower_bound(frequencies)
    assert codes(refused) == [code]
    if code == "no_overlap":
        where = "both lists" if len(frequencies) == 2 else "more than one list"
        assert str(refused.value) == f"Nobody is on {where}: every number from 5 upwards is possible."
