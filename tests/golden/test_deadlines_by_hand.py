"""Dates counted by hand with a printed calendar, and compared. The calendar stands here, so that anybody counts anew.

2026: 1 January is a Thursday. Mondays: 5 12 19 26 January; 2 9 16 23 February; 2 9 16 23 30 March; 6 13 20 27 April;
4 11 18 25 May; 1 8 15 22 29 June; 6 13 20 27 July; 3 10 17 24 31 August; 7 14 21 28 September; 5 12 19 26 October;
2 9 16 23 30 November; 7 14 21 28 December. Easter is on 5 April.

A row names a rule that is shipped, or a count that a test makes (``CO:5 days working day_after``). The first date
counts Saturdays where nobody says that they are not worked; the second does not.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.formats.deadlines.counting import COUNTED, Computed, Reading, due
from amparo.formats.deadlines.national import national
from amparo.formats.deadlines.rules import Rule, read, rules
from amparo.formats.deadlines.triggers import written

TABLE = Path(__file__).with_name("deadlines_by_hand.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def rule_of(case: str) -> Rule:
    """A shipped rule, or one made of a count."""
    if ":" not in case:
        return rules()[case]
    country, _, said = case.partition(":")
    number, unit, *more = said.split()
    count: dict[str, Any] = {"number": int(number), "unit": unit}
    count |= dict(zip(("day_type", "from"), more, strict=False))
    row = {
        "code": f"{country.lower()}_made", "kinds": ["labour"], "what": {"es": "x", "pt": "x", "en": "x"},
        "bound": "her", "trigger": "notified", "count": count, "sources": [{"page": "made by a test"}],
    }  # fmt: skip
    table = {"country": country, "calendar": country, "review_by": date(2027, 1, 1), "rules": [row]}
    return read(table)[0]


def shown(reading: Reading | None) -> str:
    """A day; of hours the moment, as clocks of the country show it."""
    assert reading is not None
    return f"{reading.at:%Y-%m-%dT%H:%M}" if reading.at else reading.on.isoformat()


def said(found: Computed) -> tuple[str, str]:
    """What the table says of it."""
    if found.state == COUNTED:
        return shown(found.safe), shown(found.legal)
    return found.state, found.instead.code if found.instead else ""


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['case']}@{row['trigger']}" for row in ROWS])
def test_a_date(row: dict[str, str]) -> None:
    rule = rule_of(row["case"])
    found = due(rule, written(row["trigger"]), national(rule.calendar))
    assert said(found) == (row["safe"], row["legal"]), row["why"]


def test_every_date_that_was_counted_by_hand() -> None:
    """Every country and every rule with a number is in the table; and a wrong date in it would be seen."""
    cases = {row["case"] for row in ROWS}
    assert len(ROWS) >= 60
    assert {code for code, rule in rules().items() if rule.count is not None} <= cases
    assert {each.country for each in rules().values()} == {rule_of(case).country for case in cases}
    row = ROWS[0] | {"legal": "2026-03-31"}
    with pytest.raises(AssertionError):
        test_a_date(row)
