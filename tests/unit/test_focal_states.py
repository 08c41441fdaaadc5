"""In which state a focal point is, worked out by hand; and when two hours of a week overlap."""

from datetime import date, time, timedelta

import pytest

from amparo.access.focal_points.queries.state import recheck_on, state_of
from amparo.formats.codes import by_code, codes
from amparo.formats.opening import Span, overlapping

CHECKED = date(2026, 8, 1)
MONDAY, TUESDAY, SATURDAY, SUNDAY = 1, 2, 32, 64


@pytest.mark.parametrize(
    ("days", "code", "since"),
    [
        (0, "accredited", "2026-08-01"),
        (89, "accredited", "2026-08-01"),
        (90, "accredited", "2026-08-01"),
        (91, "due", "2026-10-31"),  # 30 more days of August, 30 of September, 31 of October
        (180, "due", "2026-10-31"),
        (181, "lapsed", "2027-01-29"),  # 30 of November, 31 of December, 29 of January
        (900, "lapsed", "2027-01-29"),
    ],
)
def test_the_state_of_a_day(days: int, code: str, since: str) -> None:
    found = state_of(
        invited_on=date(2026, 7, 1), checked_on=CHECKED, ended_on=None, today=CHECKED + timedelta(days=days)
    )
    assert (found.code, found.since.isoformat()) == (code, since)
    assert found.answers == (code in {"accredited", "due"})


def test_who_is_invited_ended_or_gone_answers_nothing() -> None:
    on = date(2026, 7, 1)
    invited = state_of(invited_on=on, checked_on=None, ended_on=None, today=CHECKED)
    ended = state_of(invited_on=on, checked_on=CHECKED, ended_on=date(2026, 8, 2), today=date(2026, 8, 3))
    gone = state_of(invited_on=on, checked_on=CHECKED, ended_on=None, is_here=False, today=date(2026, 8, 3))
    assert [each.code for each in (invited, ended, gone)] == ["invited", "ended", "ended"]
    assert (invited.since, ended.since) == (on, date(2026, 8, 2))
    assert not any(each.answers for each in (invited, ended, gone))


def test_every_state_has_its_words() -> None:
    assert [each.code for each in codes("focal_state")] == ["invited", "accredited", "due", "lapsed", "ended"]
    assert recheck_on(CHECKED) == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (Span(MONDAY, time(8), time(12)), Span(MONDAY, time(12), time(16)), False),  # one ends as the other begins
        (Span(MONDAY, time(8), time(12)), Span(MONDAY, time(11, 59), time(16)), True),
        (Span(MONDAY, time(8), time(12)), Span(TUESDAY, time(8), time(12)), False),
        (Span(MONDAY, time(20), time(2)), Span(TUESDAY, time(1), time(3)), True),  # past midnight
        (Span(MONDAY, time(20), time(2)), Span(TUESDAY, time(2), time(3)), False),
        (Span(SUNDAY, time(22), time(6)), Span(MONDAY, time(5), time(9)), True),  # past the end of the week
        (Span(SUNDAY, time(22), time(6)), Span(SATURDAY, time(5), time(9)), False),
        (Span(MONDAY, time(0), time(0)), Span(MONDAY, time(23), time(23, 30)), True),  # the whole day
        (Span(MONDAY, time(0), time(0)), Span(TUESDAY, time(0), time(1)), False),
    ],
)
def test_two_hours_of_a_week_overlap_or_not(first: Span, second: Span, overlap: bool) -> None:
    assert (overlapping([first, second]) is not None) is overlap
    assert (overlapping([second, first]) is not None) is overlap


def test_one_line_never_overlaps_itself() -> None:
    assert overlapping([Span(127, time(20), time(6))]) is None
    assert overlapping([]) is None


def test_what_can_be_answered_for_names_needs_that_are_there() -> None:
    named = {need for each in codes("competence") for need in each.more["needs"]}
    assert named <= set(by_code("need"))
    nobody = {"food", "hygiene", "housing", "peers", "interpreter", "money", "work", "transport", "phone_charge",
              "complaint_ngo", "errands"}  # fmt: skip
    assert set(by_code("need")) - named == nobody
    assert [each.code for each in codes("competence")] == [
        "health", "prosecution", "registry", "migration", "ombudsman", "womens_institute", "child_protection",
    ]  # fmt: skip
