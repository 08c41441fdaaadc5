"""A sample of recruits: every fault is told with its rows, every doubt stays with it, and the order of rows is free."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from amparo.methods.estimate import Refused, as_json
from amparo.methods.hidden import from_coupons, from_recruiters
from tests.examples import examples
from tests.methods.hidden.made import of, samples
from tests.methods.hidden.oracle_points import waves_in_a_loop

FIVE: list[tuple[str, str | None, float | None]] = [
    ("c", "a", 3), ("a", None, 4), ("b", "a", 2), ("d", "c", 5), ("e", None, 1),
]  # fmt: skip


def refused(**change: Any) -> dict[str, tuple[int, ...]]:
    """Codes and rows of what is wrong with these five when they are changed so."""
    columns: dict[str, Any] = {
        "ids": [each[0] for each in FIVE],
        "recruiters": [each[1] for each in FIVE],
        "degrees": [each[2] for each in FIVE],
    }
    with pytest.raises(Refused) as caught:
        from_recruiters(**columns | change)
    return {each.code: each.rows for each in caught.value.remarks}


def test_five_by_hand() -> None:
    sample = of(FIVE)
    assert sample.recruiter.tolist() == [1, -1, 1, 0, -1]
    assert sample.wave.tolist() == [1, 0, 1, 2, 0]
    assert sample.seed_of.tolist() == [1, 1, 1, 1, 4]
    assert sample.recruits.tolist() == [1, 2, 0, 0, 0]
    assert sample.seeds.tolist() == [1, 4]
    assert sample.degree_used.tolist() == [3, 4, 2, 5, 1]
    assert set(sample.degree_reason) == {"observed"}
    assert sample.warnings == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"ids": ["c", "a", "", "d", "e"]}, {"id_missing": (2,)}),
        ({"ids": ["c", "a", float("nan"), "d", "e"]}, {"id_missing": (2,)}),
        ({"ids": ["c", "a", "e", "d", "e"]}, {"id_twice": (2, 4), "two_recruiters": (2, 4)}),
        ({"ids": ["c", "a", "c", "d", "e"]}, {"id_twice": (0, 2)}),
        ({"recruiters": ["a", None, "a", "z", None]}, {"recruiter_unknown": (3,)}),
        ({"recruiters": ["z", None, "a", "c", None]}, {"recruiter_unknown": (0,)}),
        ({"recruiters": ["a", None, "b", "c", None]}, {"self_recruited": (2,)}),
        ({"recruiters": ["a", "d", "a", "c", None]}, {"circle": (0, 1, 3)}),
        ({"days": [2, 3, 3, 4, 1]}, {"before_recruiter": (0,)}),
        ({"coupons": 1}, {"more_than_coupons": (1,)}),
        ({"coupons": [0, 2, 2, 2, 2]}, {"more_than_coupons": (0,)}),
        ({"coupons": [3, 3]}, {"lengths": ()}),
        ({"degrees": [1, 2]}, {"lengths": ()}),
        ({"ids": [], "recruiters": [], "degrees": []}, {"empty": ()}),
        (
            {"ids": ["c", "a", "", "d", "d"], "recruiters": ["c", "z", "a", "c", None], "coupons": 0},
            {"id_missing": (2,), "id_twice": (3, 4), "two_recruiters": (3, 4), "recruiter_unknown": (1,),
             "self_recruited": (0,), "more_than_coupons": (0, 1)},
        ),
    ],
)  # fmt: skip
def test_every_fault_is_told_with_its_rows(change: dict[str, Any], found: dict[str, tuple[int, ...]]) -> None:
    assert refused(**change) == found


def test_two_circles_and_whoever_hangs_on_them() -> None:
    """Only those on a circle are named, not those who were brought by them."""
    found = refused(ids=list("abcdefgh"), recruiters=list("bacdefgg")[:2] + list("dcaef") + ["g"], degrees=[1] * 8)
    assert found == {"circle": (0, 1, 2, 3)}


def test_a_day_that_is_not_known_forbids_nothing() -> None:
    sample = of(FIVE, days=[None, 3, 3, 4, 1])
    assert np.isnan(np.asarray(sample.days)[0])


# --- coupons ---

COUPONS: dict[str, Any] = {
    "ids": ["a", "b", "c", "d"],
    "own_coupon": [None, "1", "2", "3"],
    "issued_coupons": [["1", "2"], ["3", "4"], [], []],
    "degrees": [3, 3, 3, 3],
}


def test_coupons_by_hand() -> None:
    sample = from_coupons(**COUPONS)
    assert sample.recruiter.tolist() == [-1, 0, 0, 1]
    assert from_coupons(**COUPONS, seeds=["a"]).recruiter.tolist() == [-1, 0, 0, 1]
    # A coupon of the study itself: nobody in the sample gave it out, and she is named as a seed.
    own = ["900", "1", "2", "3"]
    assert from_coupons(**COUPONS | {"own_coupon": own}, seeds=["a"]).recruiter.tolist() == [-1, 0, 0, 1]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"issued_coupons": [["1", "2"], ["3", "2"], [], []]}, {"coupon_issued_twice": (0, 1)}),
        ({"issued_coupons": [["1", "2", "2"], ["3"], [], []]}, {"coupon_issued_twice": (0,)}),
        ({"own_coupon": [None, "1", "1", "3"]}, {"coupon_redeemed_twice": (1, 2)}),
        ({"own_coupon": [None, "1", "2", "9"]}, {"coupon_never_issued": (3,)}),
        ({"own_coupon": [None, "1", "2", None], "seeds": ["a"]}, {"neither_seed_nor_recruit": (3,)}),
        ({"seeds": ["a", "d"]}, {"seed_with_coupon": (3,)}),
        ({"seeds": ["a", "z"]}, {"seed_unknown": ()}),
        ({"own_coupon": [None, "3", "2", None]}, {"self_recruited": (1,)}),
        ({"own_coupon": ["3", "1", "2", None]}, {"circle": (0, 1)}),
        ({"ids": ["a", "b", "c", "b"]}, {"id_twice": (1, 3), "two_recruiters": (1, 3)}),
        ({"days": [5, 4, 6, 7]}, {"before_recruiter": (1,)}),
    ],
)
def test_every_fault_of_coupons_is_told(change: dict[str, Any], found: dict[str, tuple[int, ...]]) -> None:
    with pytest.raises(Refused) as caught:
        from_coupons(**COUPONS | change)
    assert {each.code: each.rows for each in caught.value.remarks} == found


def test_a_coupon_after_its_day_and_numbers_as_coupons() -> None:
    sample = from_coupons(
        [1, 2, 3],
        [None, 11.0, 12],
        [[11, 12], [], []],
        [4, 4, 4],
        expires={11: 20, 12: 20},
        days=[10, 20, 21],
        seeds=[1],
    )
    assert [(each.code, each.rows) for each in sample.warnings] == [("coupon_expired", (2,))]
    assert sample.recruiter.tolist() == [-1, 0, 0]


# --- doubts ---


def doubts(degrees: list[Any], **more: Any) -> dict[str, tuple[int, ...]]:
    n = len(degrees)
    sample = from_recruiters(range(n), [None, *range(n - 1)], degrees, **more)
    return {each.code: each.rows for each in sample.warnings}


def test_every_doubt_is_told_with_its_rows() -> None:
    assert doubts([3, 0, None, -1, "many", "4"]) == {
        "degree_missing": (2,), "degree_zero": (1,), "degree_negative": (3,), "degree_not_a_number": (4,),
        "degrees_imputed": (1, 2, 3, 4), "many_degrees_imputed": (),
    }  # fmt: skip
    assert doubts([1, 1, 2, 3]) == {"degree_below_recruits": (1,)}  # brought one, was brought by one: she knows two
    rounded = [5, 10, 50, 100, 15] * 6 + [7]
    assert doubts(rounded)["degree_heaping"] == tuple(range(30))
    assert "degree_heaping" not in doubts([7, 11, 13, 9, 10] * 8)
    assert doubts([4] * 120 + [1_000_000]) == {"degree_outlier": (120,)}
    assert doubts([4] * 5, days=[1, 1.2, 1.3, 1.9, 2], devices=["x"] * 5) == {"burst": (0, 1, 2, 3)}
    assert doubts([4] * 5, days=[1, 1, 1, 1, 1], devices=["x", "x", "x", "", ""]) == {}


# --- any size, any order ---


def test_a_chain_of_twenty_thousand() -> None:
    n = 20_000
    order = list(range(n))
    random.Random(5).shuffle(order)
    sample = from_recruiters([f"p{i}" for i in order], [f"p{i - 1}" if i else "" for i in order], [3] * n)
    assert sample.wave.tolist() == order
    assert set(sample.seed_of.tolist()) == {order.index(0)}


def test_all_seeds_and_one_alone() -> None:
    assert of([("a", None, 2)]).wave.tolist() == [0]
    sample = from_recruiters(range(50), [None] * 50, [2] * 50)
    assert sample.seed_of.tolist() == list(range(50))


@settings(max_examples=examples(60), derandomize=True, deadline=None)
@given(samples())
def test_the_order_of_rows_is_free(columns: dict[str, list[Any]]) -> None:
    ids, n = columns["ids"], len(columns["ids"])
    sample = from_recruiters(ids, columns["recruiters"], columns["degrees"])
    assert sample.wave.tolist() == waves_in_a_loop(sample.recruiter.tolist())
    order = list(range(n))
    random.Random(n).shuffle(order)
    other = from_recruiters(*([columns[key][row] for row in order] for key in ("ids", "recruiters", "degrees")))
    for name in ("wave", "recruits", "degree_used"):
        assert getattr(other, name).tolist() == [getattr(sample, name).tolist()[row] for row in order]
    assert [other.ids[seed] for seed in other.seed_of] == [sample.ids[sample.seed_of[row]] for row in order]


def test_nothing_of_one_person_leaves() -> None:
    """What a sample says of itself is what is doubtful, and how many rows: no id, no link, no degree."""
    told = as_json(of([("Ximena", None, 7), ("Yadira", "Ximena", 0), ("Zoe", "Ximena", 7)]))
    for word in ("Ximena", "Yadira", "recruiter", "wave", "7"):
        assert word not in told
    assert "Ximena" not in repr(of([("Ximena", None, 7)]))
