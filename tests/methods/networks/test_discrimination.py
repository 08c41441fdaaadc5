"""Rates of small counts in the order of how sure they are: against another beta function, by hand, and recovered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from amparo.methods.estimate import Refused
from amparo.methods.networks import Attempts, discrimination
from amparo.methods.small_numbers import shrink_proportions
from tests.examples import examples

TOWN = {
    "court": Attempts(9, 20, 4), "kitchen": Attempts(0, 30, 5), "hospital": Attempts(3, 12, 2),
    "registry": Attempts(4, 8, 3), "school": Attempts(1, 2, 1),
}  # fmt: skip


def test_the_order_is_by_how_sure_it_is_and_not_by_the_rate() -> None:
    found = discrimination(TOWN)
    assert [each.name for each in found.rates] == ["court", "registry", "hospital", "kitchen", "school"]
    assert [each.rank for each in found.rates] == [1, 2, 3, 4, None]  # one of two is half of them, and no rank
    a, b = found.mean * found.strength, (1 - found.mean) * found.strength
    assert found.theta0 == pytest.approx(beta.ppf(0.5, a, b), abs=1e-9)
    for each in found.rates:
        yes, no = a + each.refused, b + each.tried - each.refused
        assert each.above == pytest.approx(beta.sf(found.theta0, yes, no), abs=1e-9)
        assert (each.interval.low, each.interval.high) == pytest.approx(beta.ppf([0.05, 0.95], yes, no), abs=1e-8)
        assert each.value == pytest.approx(yes / (yes + no))
    assert {each.name for each in found.rates if each.may_be_named} == {"court", "kitchen"}


def test_it_is_the_one_shrinkage_of_the_house() -> None:
    found = discrimination(TOWN, theta0=0.25)
    shrunk = shrink_proportions({name: (each.refused, each.tried) for name, each in TOWN.items()})
    assert found.theta0 == 0.25
    assert (found.mean, found.strength) == (shrunk.mean, shrunk.strength)
    assert {each.name: each.value for each in found.rates} == {each.name: each.value for each in shrunk.groups}


def test_above_against_a_sum_over_a_grid() -> None:
    found = discrimination(TOWN, theta0=0.3)
    a, b = found.mean * found.strength, (1 - found.mean) * found.strength
    theta = (np.arange(200_000) + 0.5) / 200_000
    for each in found.rates:
        height = theta ** (a + each.refused - 1) * (1 - theta) ** (b + each.tried - each.refused - 1)
        assert each.above == pytest.approx(float(height[theta > 0.3].sum() / height.sum()), abs=1e-4)


def test_a_planted_few_are_found() -> None:
    rng = np.random.default_rng(20261126)
    truth = np.where(np.arange(60) < 8, 0.5, 0.08)
    tried = rng.integers(6, 40, 60)
    attempts = {
        f"s{i:02}": Attempts(int(rng.binomial(m, p)), int(m), 3)
        for i, (m, p) in enumerate(zip(tried, truth, strict=True))
    }
    found = discrimination(attempts, theta0=0.2)
    first = {int(each.name[1:]) for each in found.rates[:8]}
    assert len(first & set(range(8))) >= 7


def test_rates_are_nearer_to_the_truth_than_plain_shares_and_intervals_hold_it() -> None:
    rng = np.random.default_rng(20261127)
    error, held, many = np.zeros(2), 0, 0
    for _ in range(20):
        truth = rng.beta(2, 14, 50)
        tried = rng.integers(3, 25, 50)
        refused = rng.binomial(tried, truth)
        attempts = {f"{i}": Attempts(int(k), int(m), 3) for i, (k, m) in enumerate(zip(refused, tried, strict=True))}
        for each in discrimination(attempts).rates:
            planted = truth[int(each.name)]
            error += (each.value - planted) ** 2, (each.refused / each.tried - planted) ** 2
            held += each.interval.low <= planted <= each.interval.high
            many += 1
    assert error[0] < 0.7 * error[1]
    assert 0.85 < held / many < 0.97


counts = st.integers(0, 40).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m), st.integers(1, 5)))


@given(st.lists(counts, min_size=1, max_size=12), st.randoms())
@settings(max_examples=examples(40), derandomize=True, deadline=None)
def test_names_and_order_change_nothing(rows: list[tuple[int, int, int]], chance: object) -> None:
    one = discrimination({f"a{i}": Attempts(*row) for i, row in enumerate(rows)}, theta0=0.2)
    mixed = list(enumerate(rows))
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    other = discrimination({f"b{i}": Attempts(*row) for i, row in mixed}, theta0=0.2)
    of = {each.name[1:]: each for each in other.rates}
    for each in one.rates:
        assert 0 <= each.above <= 1
        assert each.interval.low <= each.value <= each.interval.high
        assert (of[each.name[1:]].above, of[each.name[1:]].value) == (each.above, each.value)
        assert not each.may_be_named or each.tried >= 10
    ranked = [each for each in one.rates if each.rank is not None]
    assert [each.rank for each in ranked] == list(range(1, len(ranked) + 1))
    assert [each.above for each in ranked] == sorted((each.above for each in ranked), reverse=True)


def test_what_cannot_be_is_refused_with_its_places() -> None:
    with pytest.raises(Refused) as refused:
        discrimination({"a": Attempts(-1, 2, 1), "b": Attempts(3, 2, 1), "c": Attempts(0, 10_001, 2),
                        "d": Attempts(0, 4, 0), "e": Attempts(1, 9, 1)})  # fmt: skip
    assert {each.code: each.rows for each in refused.value.remarks} == {
        "count": (0,), "refused_more": (1,), "not_small": (2,), "told_by_nobody": (3,),
    }  # fmt: skip
    with pytest.raises(Refused, match="There is no service"):
        discrimination({})
    with pytest.raises(Refused, match="theta0 is 1"):
        discrimination(TOWN, theta0=1)


def test_what_is_weak_is_said() -> None:
    assert {each.code for each in discrimination({"a": Attempts(1, 9, 2)}).warnings} >= {"few_groups", "not_for_naming"}
    said = {each.code: each.rows for each in discrimination(TOWN).warnings}
    assert said["not_enough"] == (4,)
    big = {name: Attempts(5, 200, 3) if name == "court" else each for name, each in TOWN.items()}
    assert "one_dominates" in {each.code for each in discrimination(big).warnings}
    none = discrimination({f"s{i}": Attempts(0, 10, 3) for i in range(6)})
    assert all(0 < each.value < 0.1 for each in none.rates)  # none of ten is not never


def test_where_nobody_was_refused_nothing_is_put_in_order() -> None:
    """The one with most attempts would be last and the one with fewest first, and each of them turned nobody away."""
    nobody = {"b": Attempts(0, 30, 5), "a": Attempts(0, 9, 3), "c": Attempts(0, 6, 2), "few": Attempts(0, 2, 1)}
    found = discrimination(nobody)
    assert [(each.name, each.rank) for each in found.rates] == [("a", None), ("b", None), ("c", None), ("few", None)]
    assert all(np.isnan(each.above) for each in found.rates)
    assert "nobody_refused" in {each.code for each in found.warnings}
    against = discrimination(nobody, theta0=0.2)  # against a rate that was set, how sure it is can be said of each
    assert all(0 <= each.above < 0.5 for each in against.rates)
    assert {each.rank for each in against.rates} == {None}
    one = discrimination(nobody | {"b": Attempts(1, 30, 5)})
    assert "nobody_refused" not in {each.code for each in one.warnings}
    assert {each.rank for each in one.rates} == {1, 2, 3, None}
