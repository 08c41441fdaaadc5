"""For how long a case is kept: days by hand, and rows that are not written as rows."""

from datetime import date
from pathlib import Path

import pytest

from amparo.formats import retention
from amparo.formats.retention import BadRow, keep, rule_for, rules, years_later
from tests.retained import rows_of_a_house

CLOSED = date(2026, 11, 20)


@pytest.fixture
def own(tmp_path: Path) -> str:
    return rows_of_a_house(tmp_path)


def test_ours_alone_keep_everything_two_years_and_say_that_no_law_does() -> None:
    for kind, country in (("", ""), ("court", "CO"), ("nothing", "ZZ")):
        kept = keep(CLOSED, kind=kind, country=country)
        assert kept.until == date(2028, 11, 19)
        assert (kept.rule.set_by, kept.says) == ("amparo", "rule")
    assert all(rule.set_by == "amparo" for rule in rules().values()), "no law is named that no lawyer has checked"


@pytest.mark.parametrize(
    ("kind", "country", "until", "set_by"),
    [
        ("court", "CO", date(2036, 11, 17), "law"),
        ("court", "EC", date(2029, 8, 16), "house"),
        ("court", "PE", date(2029, 8, 16), "house"),  # the kind comes before the country
        ("custody", "PE", date(2027, 11, 20), "house"),
        ("custody", "EC", date(2028, 11, 19), "amparo"),
        ("", "", date(2028, 11, 19), "amparo"),
    ],
)
def test_the_row_that_fits_most_closely(own: str, kind: str, country: str, until: date, set_by: str) -> None:
    kept = keep(CLOSED, kind=kind, country=country, own=own)
    assert (kept.until, kept.rule.set_by) == (until, set_by)


@pytest.mark.parametrize(
    ("youngest", "until", "says"),
    [
        (12, date(2033, 11, 1), "majority"),  # 18 on 1 November 2032 at the latest, and a year
        (0, date(2045, 11, 1), "majority"),
        (17, date(2028, 11, 19), "majority"),  # 18 and a year is 2028-10-31: two years after closing is later
        (18, date(2028, 11, 19), "rule"),
        (None, date(2028, 11, 19), "rule"),
    ],
)
def test_of_somebody_under_18_until_a_time_after_her_majority(
    own: str, youngest: int | None, until: date, says: str
) -> None:
    kept = keep(CLOSED, country="CO", youngest=youngest, since=date(2026, 11, 1), own=own)
    assert (kept.until, kept.says) == (until, says)


def test_where_nobody_decided_it_the_usual_days_count_and_it_says_so() -> None:
    kept = keep(CLOSED, youngest=12, since=CLOSED)
    assert (kept.until, kept.says) == (date(2028, 11, 19), "majority_not_set")


def test_a_leap_day_ends_nothing_too_early() -> None:
    assert years_later(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "row",
    [
        'kind="x"\ncountry=""\ndays=1\nset_by="house"\nsource=""',
        'kind="any"\ncountry="XX"\ndays=1\nset_by="house"\nsource=""',
        'kind="any"\ncountry=""\ndays=0\nset_by="house"\nsource=""',
        'kind="any"\ncountry=""\ndays=-3\nset_by="house"\nsource=""',
        'kind="any"\ncountry=""\ndays=14641\nset_by="house"\nsource=""',
        'kind="any"\ncountry=""\ndays=2.5\nset_by="house"\nsource=""',
        'kind="any"\ncountry=""\ndays=true\nset_by="house"\nsource=""',
        'kind="any"\ncountry=""\ndays=9\nset_by="law"\nsource=""',
        'kind="any"\ncountry=""\ndays=9\nset_by="house"\nsource="a law"',
        'kind="any"\ncountry=""\ndays=9\nset_by="somebody"\nsource=""',
        'kind="any"\ncountry=""\ndays=9\nset_by="house"\nsource=""\nafter_majority_days=3',
        'kind="any"\ncountry=""\nday=9\nset_by="house"\nsource=""',
        "kind=",
    ],
)
def test_a_row_that_is_none_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(f"[[rows]]\n{row}\n", encoding="utf-8")
    with pytest.raises(BadRow):
        rules(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRow):
        rules(str(tmp_path / "nothing"))


def test_untouched_is_ninety_days_where_nobody_says_otherwise() -> None:
    assert retention.untouched_days() == 90
    assert rule_for("untouched", "").kind == "untouched"
