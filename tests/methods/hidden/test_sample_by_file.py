"""Days, coupons and words for seeds as files have them: read, or refused with the rows; never let pass unlooked at."""

import datetime
from typing import Any

import pytest

from amparo.methods.estimate import Refused
from amparo.methods.hidden import from_coupons, from_recruiters, read_csv

IDS, BY, DEGREES = ["a", "b", "c", "d"], [None, "a", "a", "b"], [3, 3, 3, 3]


def codes(error: Any) -> dict[str, tuple[int, ...]]:
    return {each.code: each.rows for each in error.value.remarks}


@pytest.mark.parametrize(
    "days",
    [
        ["2026-01-01", "2026-01-05", "2025-12-31", None],
        [datetime.date(2026, 1, 1), datetime.date(2026, 1, 5), datetime.date(2025, 12, 31), ""],
        [1, "5", 0.5, float("nan")],
    ],
)
def test_a_recruit_before_her_recruiter_is_found_on_any_scale(days: list[Any]) -> None:
    with pytest.raises(Refused) as error:
        from_recruiters(IDS, BY, DEGREES, days=days)
    assert codes(error) == {"before_recruiter": (2,)}


@pytest.mark.parametrize("wrong", ["31/01/2026", "yesterday", float("inf"), "2026-02-30"])
def test_a_day_that_is_none_is_told_with_its_row(wrong: Any) -> None:
    with pytest.raises(Refused) as error:
        from_recruiters(IDS, BY, DEGREES, days=["2026-01-01", "2026-01-02", wrong, "2026-01-02"])
    assert codes(error) == {"day_unread": (2,)}


def test_dates_and_numbers_do_not_stand_in_one_column() -> None:
    with pytest.raises(Refused) as error:
        from_recruiters(IDS, BY, DEGREES, days=["2026-01-01", 2, 3, 4])
    assert codes(error) == {"days_mixed": ()}


def test_how_many_coupons_each_got_is_a_number_or_not_known() -> None:
    assert len(from_recruiters(IDS, BY, DEGREES, coupons=[2, "1", None, ""])) == 4
    with pytest.raises(Refused) as error:
        from_recruiters(IDS, BY, DEGREES, coupons=["1", "1", None, "0"])
    assert codes(error) == {"more_than_coupons": (0,)}
    for wrong in (-1, 1.5, "two", float("inf")):
        with pytest.raises(Refused) as error:
            from_recruiters(IDS, BY, DEGREES, coupons=[2, 1, wrong, 0])
        assert codes(error) == {"coupons_unread": (2,)}
    with pytest.raises(Refused) as error:
        from_recruiters(IDS, BY, DEGREES, coupons=[2, 1])
    assert codes(error) == {"lengths": ()}


def test_a_word_for_seeds_that_is_an_id_is_refused() -> None:
    """Whom she brought would have been taken for seeds, without a word."""
    with pytest.raises(Refused) as error:
        from_recruiters(["seed", "b"], ["", "seed"], [2, 2])
    assert codes(error) == {"seed_word_is_id": (0,)}
    assert from_recruiters(["seed", "b"], ["", "seed"], [2, 2], seed_words=("",)).recruiter.tolist() == [-1, 0]


def test_what_is_called_missing_elsewhere_is_no_seed() -> None:
    with pytest.raises(Refused) as error:
        from_recruiters(["a", "b"], ["", "NA"], [2, 2])
    assert codes(error) == {"recruiter_unknown": (1,)}


def test_coupons_past_their_day_and_those_nobody_could_look_at() -> None:
    own, issued = [None, "x1", "x2", "x3"], [["x1", "x2"], ["x3"], [], []]
    told = from_coupons(
        IDS, own, issued, DEGREES, expires={"x1": "2026-01-04", "x3": "2026-02-01"},
        days=["2026-01-01", "2026-01-05", "2026-01-06", None], seeds=["a"],
    )  # fmt: skip
    assert {each.code: each.rows for each in told.warnings} == {"coupon_expired": (1,), "expiry_unknown": (2, 3)}
    blind = from_coupons(IDS, own, issued, DEGREES, expires={"x1": "2026-01-04"}, seeds=["a"])
    assert {each.code: each.rows for each in blind.warnings} == {"expiry_unknown": (1, 2, 3)}
    with pytest.raises(Refused) as error:
        from_coupons(IDS, own, issued, DEGREES, expires={"x1": "soon"})
    assert codes(error) == {"day_unread": (1,)}  # the row of whoever came with it


def test_a_table_names_its_columns_once_and_may_name_more() -> None:
    text = "id,recruiter.id,degree,day,phone,got\na,,3,2026-01-01,p,3\nb,a,3,2025-12-01,p,3\n"
    with pytest.raises(Refused) as error:
        read_csv(text, days="day", devices="phone", coupons="got")
    assert codes(error) == {"before_recruiter": (1,)}
    with pytest.raises(Refused) as error:
        read_csv("id,recruiter.id,degree,degree\na,,3,4\n")
    assert codes(error) == {"column_twice": ()}
    with pytest.raises(Refused) as error:
        read_csv(text, days="date")
    assert codes(error) == {"no_column": ()}


def test_one_day_that_cannot_be_read_hides_no_other_fault() -> None:
    """Days, coupons and their last days are each wrong in one place, and so are two links: all of it at once."""
    own, issued = [None, "x1", "x1", "x9"], [["x1", "x2"], ["x3"], [], []]
    with pytest.raises(Refused) as error:
        from_coupons(
            IDS, own, issued, DEGREES, days=["2026-01-05", "soon", "2026-01-04", "2026-01-06"],
            expires={"x1": "later", "x9": "2026-01-09"},
        )  # fmt: skip
    assert codes(error) == {
        "day_unread": (1,), "coupon_redeemed_twice": (1, 2), "coupon_never_issued": (3,), "before_recruiter": (2,),
    }  # fmt: skip
    assert [each.rows for each in error.value.remarks if each.code == "day_unread"] == [(1, 2), (1,)]
    with pytest.raises(Refused) as error:
        from_recruiters(["a", "a", "c"], ["", "zz", "a"], [2, 2, 2], days=[1, "2026-01-01", 2], coupons=[1, "two", -1])
    assert codes(error) == {
        "id_twice": (0, 1), "two_recruiters": (0, 1), "recruiter_unknown": (1,), "days_mixed": (),
        "coupons_unread": (1, 2),
    }  # fmt: skip


def test_those_who_came_without_a_coupon_are_told_where_nobody_named_the_seeds() -> None:
    own, issued = [None, "x1", "x2", None], [["x1", "x2"], ["x3"], [], []]
    told = from_coupons(IDS, own, issued, DEGREES)
    assert {each.code: each.rows for each in told.warnings} == {"seeds_taken": (0, 3)}
    with pytest.raises(Refused) as error:
        from_coupons(IDS, own, issued, DEGREES, seeds=["a", "b"])
    assert codes(error) == {"neither_seed_nor_recruit": (3,), "seed_with_coupon": (1,)}
