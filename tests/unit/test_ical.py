"""A calendar as RFC 5545 writes it, and nothing in it but a day and a title."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.formats.ical import LONGEST, Event, calendar, escaped, folded, uid_of

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
KEY = b"k" * 32


def unfolded(data: bytes) -> list[str]:
    """The lines as a reader of RFC 5545 takes them: section 3.1."""
    assert data.endswith(b"\r\n")
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def value_of(text: str) -> str:
    """A text read back: section 3.3.11."""
    out, letters = "", iter(text)
    for letter in letters:
        if letter != "\\":
            assert letter not in ";,"
            out += letter
            continue
        following = next(letters)
        out += {"n": "\n", "N": "\n"}.get(following, following)
    return out


def test_one_day_byte_for_byte() -> None:
    written = calendar([Event("abc", date(2026, 12, 31), "Libreta", NOW)], name="Agenda")
    assert written == (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//calendar//EN\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:Agenda\r\n"
        b"BEGIN:VEVENT\r\nUID:abc\r\nDTSTAMP:20260301T150000Z\r\nDTSTART;VALUE=DATE:20261231\r\n"
        b"DTEND;VALUE=DATE:20270101\r\nSUMMARY:Libreta\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def test_an_empty_one_is_a_calendar_too() -> None:
    assert unfolded(calendar([])) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//EN", "CALSCALE:GREGORIAN", "END:VCALENDAR",
    ]  # fmt: skip


def test_stamps_are_in_utc_and_days_in_order() -> None:
    bogota = timezone(timedelta(hours=-5))
    late = Event("b", date(2026, 5, 2), "Dos", datetime(2026, 3, 1, 22, 0, tzinfo=bogota))
    early = Event("a", date(2026, 5, 1), "Uno", NOW)
    lines = unfolded(calendar([late, early]))
    assert [line for line in lines if line.startswith("SUMMARY")] == ["SUMMARY:Uno", "SUMMARY:Dos"]
    assert "DTSTAMP:20260302T030000Z" in lines
    with pytest.raises(ValueError, match="changed"):
        calendar([Event("a", date(2026, 5, 1), "Uno", NOW.replace(tzinfo=None))])


def test_nothing_else_is_told() -> None:
    names = {
        line.partition(":")[0].partition(";")[0] for line in unfolded(calendar([Event("a", NOW.date(), "x", NOW)]))
    }
    assert names == {
        "BEGIN", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP", "END",
    }  # fmt: skip
    assert b"amparo" not in calendar([Event("a", NOW.date(), "x", NOW)]).lower()


@pytest.mark.parametrize(("text", "written"), [
    ("a, b; c\\d", "a\\, b\\; c\\\\d"),
    ("uno\ndos", "uno\\ndos"),
    ("uno\r\ndos", "uno\\ndos"),
    ("x\x00\x1b\x7fy", "xy"),
    ("5\xa0de\tmayo", "5 de mayo"),  # a space that does not break, as dates are written with
    ("x\nEND:VEVENT\nBEGIN:VALARM", "x\\nEND:VEVENT\\nBEGIN:VALARM"),
])  # fmt: skip
def test_a_title_stays_one_value(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize(("letters", "lengths"), [
    ("a" * 75, [75]), ("a" * 76, [75, 2]), ("a" * 149, [75, 75]), ("a" * 150, [75, 75, 2]),
    ("ñ" * 37 + "a", [75]), ("ñ" * 38, [74, 3]),
])  # fmt: skip
def test_lines_are_cut_between_letters(letters: str, lengths: list[int]) -> None:
    assert [len(part) for part in folded(letters).split(b"\r\n")[:-1]] == lengths


@given(st.text(max_size=400))
def test_whatever_is_written_is_read_again(text: str) -> None:
    written = calendar([Event("a", NOW.date(), text, NOW)])
    assert all(len(line) <= LONGEST for line in written.split(b"\r\n"))
    titles = [line.removeprefix("SUMMARY:") for line in unfolded(written) if line.startswith("SUMMARY:")]
    kept = "".join(
        c if c == "\n" or c.isprintable() else " " if c.isspace() else ""
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    assert [value_of(each) for each in titles] == [kept]
    assert len(unfolded(written)) == 13


def test_a_name_for_programs_is_the_same_and_leads_nowhere() -> None:
    one = uid_of(KEY, "matter", "0123456789abcdef", "deadline")
    assert one == uid_of(KEY, "matter", "0123456789abcdef", "deadline")
    assert len({one, uid_of(KEY, "matter", "0123456789abcdef", "hearing"), uid_of(b"j" * 32, "matter"),
                uid_of(KEY, "matter0123456789abcdef", "deadline")}) == 4  # fmt: skip
    assert "0123456789abcdef" not in one
    with pytest.raises(ValueError, match="key"):
        uid_of(b"short", "matter")
