"""Payments and their days: worked out by hand, and that nothing is lost whatever the sum."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.codes import by_code
from amparo.formats.instalments import EVERY, MOST, schedule


def test_worked_out_by_hand() -> None:
    assert schedule(100, 3, first=date(2027, 1, 31), every="month") == (
        (date(2027, 1, 31), 34), (date(2027, 2, 28), 33), (date(2027, 3, 31), 33),
    )  # fmt: skip
    assert schedule(10, 4, first=date(2026, 12, 25), every="week") == (
        (date(2026, 12, 25), 3), (date(2027, 1, 1), 3), (date(2027, 1, 8), 2), (date(2027, 1, 15), 2),
    )  # fmt: skip
    assert schedule(9, 2, first=date(2027, 11, 30), every="two_weeks")[1] == (date(2027, 12, 14), 4)
    assert schedule(7, 1, first=date(2028, 2, 29), every="month") == ((date(2028, 2, 29), 7),)
    assert schedule(2, 2, first=date(2026, 12, 31), every="month")[1][0] == date(2027, 1, 31)


@given(
    st.integers(1, 10**9), st.integers(1, MOST), st.dates(date(2020, 1, 1), date(2050, 1, 1)),
    st.sampled_from(["week", "two_weeks", "month"]),
)  # fmt: skip
def test_nothing_is_lost_and_each_day_is_later(total: int, count: int, first: date, every: str) -> None:
    if total < count:
        return
    rows = schedule(total, count, first=first, every=every)
    days, amounts = [day for day, _ in rows], [amount for _, amount in rows]
    assert (sum(amounts), len(rows), days[0]) == (total, count, first)
    assert max(amounts) - min(amounts) <= 1
    assert min(amounts) >= 1
    assert days == sorted(set(days))
    if every == "month":
        assert all(day.day == first.day or (day.day < first.day and day.day >= 28) for day in days)


@pytest.mark.parametrize(
    ("total", "count", "every", "names"),
    [(10, 0, "week", "count"), (100, MOST + 1, "week", "count"), (2, 3, "week", "total"), (10, 2, "year", "every")],
)
def test_what_makes_no_sense_is_refused(total: int, count: int, every: str, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        schedule(total, count, first=date(2027, 1, 1), every=every)


def test_the_ways_of_the_list_are_those_that_are_known() -> None:
    assert set(by_code("instalment_every")) == {*EVERY, "month"}
