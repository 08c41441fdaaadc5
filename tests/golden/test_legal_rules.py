"""Every rule that is shipped, against a table written by hand from what the pages say. Not a rule more or less.

A number that a page does not state is not in the table, and must not be in a file.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from amparo.formats.codes import by_code
from amparo.formats.deadlines.rules import KINDS, RULES, Rule, rules

ROWS = list(csv.DictReader(Path(__file__).with_name("legal_rules.csv").read_text(encoding="utf-8").splitlines()))
# What a second page says of how long, where it says something else.
DIFFER = {"ec_mediation": (3, "days", "unknown"), "mx_refugee_claim": (30, "days", "unknown"),
          "cl_expulsion_claim": (5, "days", "working")}  # fmt: skip
# When it holds, and what happened to it, as far as pages say.
SINCE = {"cl_refugee_claim": date(2024, 2, 20), "cl_refugee_correct": date(2024, 2, 20),
         "cl_third_country_stay": date(2024, 2, 20), "pe_measure_order_emergency": date(2020, 4, 27)}  # fmt: skip
UNTIL = {"cl_refugee_claim_before": date(2024, 2, 19)}
CHANGED = {"pe_measure_order": (date(2023, 3, 22), "Ley 31715")}
LATE = {"mx_refugee_claim", "cl_refugee_claim", "co_measure_request"}  # filed afterwards, with a cause


def told(rule: Rule) -> dict[str, str]:
    """A rule as the table writes it."""
    count = rule.count
    said = {"code": rule.code, "number": "", "unit": "", "day_type": "", "from": "", "who": rule.bound,
            "since": rule.trigger}  # fmt: skip
    if count is not None:
        said |= {"number": str(count.number), "unit": count.unit}
        said |= {"day_type": count.day_type} if count.unit == "days" else {}
        said |= {"from": count.start} if count.unit != "hours" else {}
    return said


def test_the_rules_are_those_of_the_table() -> None:
    wanted = [{key: row[key] for key in row if key not in ("says", "page")} for row in ROWS]
    assert {code: told(each) for code, each in rules().items()} == {each["code"]: each for each in wanted}
    assert len(ROWS) == len(rules())


@pytest.mark.parametrize("row", ROWS, ids=[row["code"] for row in ROWS])
def test_a_number_has_its_page(row: dict[str, str]) -> None:
    rule = rules()[row["code"]]
    pages = [each.page for each in rule.sources]
    assert row["page"] in pages if row["page"] else pages == []
    assert (row["number"] != "") <= bool(pages)
    assert row["number"] in row["says"]
    others = [(each.count.number, each.count.unit, each.count.day_type) for each in rule.sources
              if each.count is not None and each.count != rule.count]  # fmt: skip
    assert others == ([DIFFER[rule.code]] if rule.code in DIFFER else [])


def test_days_and_changes_are_those_that_pages_state() -> None:
    assert {code: each.valid_from for code, each in rules().items() if each.valid_from} == SINCE
    assert {code: each.valid_to for code, each in rules().items() if each.valid_to} == UNTIL
    assert {code: [(one.on, one.instrument) for one in each.changes] for code, each in rules().items()
            if each.changes} == {code: [change] for code, change in CHANGED.items()}  # fmt: skip
    assert {code for code, each in rules().items() if each.state == "bill"} == {"cl_expulsion_claim_bill"}
    assert {code for code, each in rules().items() if not each.end_known} == {"pe_measure_order_emergency"}
    assert {code for code, each in rules().items() if each.late.known == "yes"} == LATE
    assert {code for code, each in rules().items() if each.limit == "least"} == {"cl_leave_order"}
    assert {code for code, each in rules().items() if each.any_time} == {"mx_amparo_liberty"}


def test_nothing_is_called_verified_that_nobody_verified() -> None:
    """A rule is verified by a lawyer of a house, at its desk; what is shipped is what pages say."""
    assert not [code for code, each in rules().items() if each.verified_by or each.verified_on]
    assert all(each.review_by > date(2026, 11, 24) for each in rules().values())


def test_kinds_are_those_of_a_matter() -> None:
    assert set(by_code("matter_kind")) == KINDS
    assert {each for rule in rules().values() for each in rule.kinds} <= KINDS
    assert len(list(RULES.glob("*.toml"))) == 8


def test_another_text_is_another_digest() -> None:
    digests = [each.digest for each in rules().values()]
    assert len(set(digests)) == len(digests)
    assert all(len(each) == 64 for each in digests)
