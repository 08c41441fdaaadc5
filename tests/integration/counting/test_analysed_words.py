"""Where a profile cannot say anything it says why: in words, never by a quiet number."""

from typing import Any

import pytest

from amparo.commons.codebooks.actions import keep_book
from amparo.evidence.actions import Linked, bring
from amparo.formats.frozen import canonical
from amparo.information.risk_profiles.jobs.making import made_of
from amparo.information.risk_profiles.jobs.reading import in_order
from amparo.information.risk_profiles.jobs.reckoning import MOST_DRAWN, band
from amparo.methods.estimate import Refused
from tests.profiled import arguments, lay, sample, shares_of, table_of

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]  # it lays samples of hundreds


def remarks_of(body: Any, place: int = 0) -> set[str]:
    found = body["samples"][place]
    return {each["code"] for each in [*found["remarks"], *found["refused"]]}


def test_nothing_was_brought() -> None:
    with pytest.raises(Refused) as found:
        made_of(arguments("s1"))
    assert [each.code for each in found.value.remarks] == ["no_rows"]


def test_one_tree_and_a_small_sample() -> None:
    lay("s1", sample("risks", "border", 60, 1, seeds=1), "risks", token="a")
    body = made_of(arguments("s1")).body
    assert {"exploratory", "one_tree", "one_seed"} <= remarks_of(body)
    assert body["samples"][0]["is_exploratory"]


def test_nobody_answered_one_of_the_questions() -> None:
    rows = sample("risks", "border", 120, 1)
    for each in rows:
        each.row["codes"]["hurt"] = ["prefers_not"]
        each.row["codes"].pop("acts", None)
    lay("s1", rows, "risks", token="a")
    share = shares_of(made_of(arguments("s1")).body, "border")["hurt", "all"]
    assert (share["value"], [each["code"] for each in share["remarks"]]) == (None, ["all_missing"])


def test_a_stratum_in_which_nobody_is() -> None:
    rows = sample("risks", "border", 120, 1)
    for each in rows:
        each.row["codes"]["gender_group"] = ["women"]
    lay("s1", rows, "risks", token="a")
    share = shares_of(made_of(arguments("s1")).body, "border")["hurt", "trans_feminine"]
    assert (share["value"], [each["code"] for each in share["remarks"]]) == (None, ["empty"])


def test_a_clock_that_ran_ahead_and_answers_of_many_quarters() -> None:
    rows = sample("risks", "border", 120, 1)
    for place, quarter in enumerate(("2031-Q1", "2026-Q1", "2025-Q4", "2025-Q2")):
        rows[place].row["codes"]["quarter"] = [quarter]
    lay("s1", rows, "risks", token="a")
    body = made_of(arguments("s1")).body
    assert {"clock_ahead", "many_quarters"} <= remarks_of(body)
    assert made_of(arguments("s1", period="2026-Q3")).body["samples"][0]["periods"] == ["2026-Q3"]


def test_a_questionnaire_that_changed_while_it_was_asked() -> None:
    rows = sample("risks", "border", 160, 1)
    lay("s1", rows[:1], "risks", token="a", version=1)
    rows = [Linked(f"f_risks/{1 + place % 2}", each.row, each.mark, each.recruiter) for place, each in enumerate(rows)]
    lay("s1", rows, "risks", token="b", version=2)
    body = made_of(arguments("s1")).body
    assert len(body["samples"]) == 1
    assert "two_versions" in remarks_of(body)


def test_a_codebook_that_has_only_half_of_what_an_indicator_asks() -> None:
    rows = sample("risks", "border", 120, 1)
    for each in rows:
        each.row["codes"].pop("hurt", None)
    keep_book(table_of("risks", without=("hurt",)))
    bring("a" * 32, "s1", rows)
    found = made_of(arguments("s1")).body["samples"][0]
    assert {"indicator": "state_agent", "variable": "hurt", "code": "", "book": "f_risks/1"} in found["unknown"]
    assert not {each["indicator"] for each in found["shares"]} & {"hurt", "state_agent", "acts_dep"}


def test_nobody_was_brought_by_anybody() -> None:
    rows = [Linked(each.codebook, each.row) for each in sample("passing", "border", 200, 1)]
    lay("s1", rows, "passing", token="a")
    body = made_of(arguments("s1")).body
    assert "only_described" in remarks_of(body)
    shares = body["samples"][0]["shares"]
    assert all(each["value"] is None and "low" not in each for each in shares)
    assert any(each["share_band"] for each in shares)
    assert body["comparisons"] == {"territories": [], "groups": []}


def test_too_many_draws_are_refused_before_they_begin() -> None:
    lay("s2", sample("risks", "border", 240, 1), "risks", token="a")
    body = made_of(arguments("s2", replicates=MOST_DRAWN // 240 + 1)).body
    assert remarks_of(body) == {"too_many_draws"}
    assert body["samples"][0]["shares"] == []


def test_a_study_that_is_named_twice_counts_once() -> None:
    lay("s2", sample("risks", "border", 120, 1), "risks", token="a")
    assert canonical(made_of(arguments("s2", "s2")).body) == canonical(made_of(arguments("s2")).body)


def test_a_circle_is_no_sample() -> None:
    rows: Any = [(1, 2, "f/1", {}), (2, 1, "f/1", {})]
    with pytest.raises(Refused, match="circle"):
        in_order(rows)


@pytest.mark.parametrize(
    ("n", "least", "most"), [(0, 0, 9), (9, 0, 9), (10, 10, 19), (199, 100, 199), (10000, 10000, None)]
)
def test_how_many_are_told_in_bands(n: int, least: int, most: int | None) -> None:
    assert band(n) == [least, most]
