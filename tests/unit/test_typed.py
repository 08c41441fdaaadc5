"""What somebody types into a form is understood where it can be, and told with a code where it cannot."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from amparo.formats.openrosa.filling.typed import Taken, cleaned, coerced, number_between, taken

THERE = datetime(2026, 11, 27, 10, tzinfo=ZoneInfo("America/Bogota"))
HERE = datetime(2026, 11, 27, 15, tzinfo=UTC)
TYPED = [
    ("int", "3", "3", ""),
    ("int", " 007 ", "7", ""),
    ("int", "-4", "-4", ""),
    ("int", "+4", "4", ""),
    ("int", "2147483647", "2147483647", ""),
    ("int", "2147483648", "", "too_large"),
    ("int", "3.5", "", "whole_number"),
    ("int", "tres", "", "whole_number"),
    ("int", "٣", "", "whole_number"),
    ("int", "1" * 30, "", "whole_number"),
    ("decimal", "3", "3.0", ""),
    ("decimal", "3,5", "3.5", ""),
    ("decimal", "3.50", "3.5", ""),
    ("decimal", ",5", "0.5", ""),
    ("decimal", "-0", "0.0", ""),
    ("decimal", "120", "120.0", ""),
    ("decimal", "1.000,5", "", "number"),
    ("decimal", "1e5", "", "number"),
    ("decimal", "inf", "", "number"),
    ("date", "2026-03-05", "2026-03-05", ""),
    ("date", "2026-3-5", "2026-03-05", ""),
    ("date", "5/3/2026", "2026-03-05", ""),
    ("date", "05.03.2026", "2026-03-05", ""),
    ("date", "25-12-2026", "2026-12-25", ""),
    ("date", "29/2/2028", "2028-02-29", ""),
    ("date", "29/2/2026", "", "day"),
    ("date", "12/25/2026", "", "day"),
    ("date", "5/3/26", "", "day"),
    ("date", "hoy", "", "day"),
    ("date", "0000-01-01", "", "day"),
    ("time", "18:30", "18:30:00.000-05:00", ""),
    ("time", "8.05", "08:05:00.000-05:00", ""),
    ("time", "8h05", "08:05:00.000-05:00", ""),
    ("time", "18:30:15.5", "18:30:15.500-05:00", ""),
    ("time", "18:30:00.000+02:00", "18:30:00.000+02:00", ""),
    ("time", "25:00", "", "time"),
    ("time", "6 pm", "", "time"),
    ("dateTime", "2026-03-05T18:30", "2026-03-05T18:30:00.000-05:00", ""),
    ("dateTime", "5/3/2026 18:30", "2026-03-05T18:30:00.000-05:00", ""),
    ("dateTime", "5/3/2026", "2026-03-05T00:00:00.000-05:00", ""),
    ("dateTime", "2026-03-05T18:30:00.000Z", "2026-03-05T18:30:00.000+00:00", ""),
    ("dateTime", "1900-01-01 12:00", "1900-01-01T12:00:00.000-04:56", ""),
    ("dateTime", "ayer 18:30", "", "moment"),
    ("string", "  lo que sea ", "  lo que sea ", ""),
    ("barcode", "012", "012", ""),
    ("string", "x" * 20_000, "x" * 20_000, ""),
    ("string", "x" * 20_001, "", "too_long"),
    ("int", "", "", ""),
]


@pytest.mark.parametrize(("kind", "raw", "value", "code"), TYPED, ids=[f"{each[0]} {each[1][:20]}" for each in TYPED])
def test_what_is_typed(kind: str, raw: str, value: str, code: str) -> None:
    found = taken(kind, raw, now=THERE)
    assert (found.value, found.code) == (value, code)
    if value and kind != "string":
        assert taken(kind, value, now=HERE).value == value


def test_less_than_a_day_where_the_form_asks_for_less() -> None:
    assert taken("date", "2026", now=HERE, appearance="year").value == "2026-01-01"
    assert taken("date", "2026-03", now=HERE, appearance="month-year").value == "2026-03-01"
    assert taken("date", "3/2026", now=HERE, appearance="month-year").value == "2026-03-01"
    assert taken("date", "2026", now=HERE).code == "day"
    assert taken("date", "3/2026", now=HERE).code == "day"


def test_what_xml_cannot_hold_is_left_out_and_blanks_are_nothing() -> None:
    assert cleaned("a\x00b\x0b\ud800c\ufffe\r\nd\re") == "abc\nd\ne"
    assert cleaned("ñ🙂\t") == "ñ🙂\t"
    assert cleaned(" \n\t ") == ""
    assert cleaned("\x00") == ""


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "5.9", "5"), ("int", "-5.9", "-5"), ("int", "", ""), ("int", "x", ""), ("int", "Infinity", ""),
        ("int", "99999999999", ""), ("integer", "5", "5"), ("decimal", "5", "5.0"), ("decimal", "x", ""),
        ("decimal", "0.25", "0.25"), ("date", "2026-03-05T10:00:00.000Z", "2026-03-05"), ("date", "x", ""),
        ("date", "2026-02-30", ""), ("string", "true", "true"), ("select1", "a", "a"), ("", "a", "a"),
    ],
)  # fmt: skip
def test_what_a_form_works_out_has_its_type(kind: str, text: str, value: str) -> None:
    assert coerced(kind, text) == value


def test_a_number_on_a_scale() -> None:
    assert number_between("int", "7", (1.0, 10.0), now=HERE) == Taken("7")
    assert number_between("decimal", "7,5", (1.0, 10.0), now=HERE) == Taken("7.5")
    assert number_between("int", "11", (1.0, 10.0), now=HERE) == Taken("", "out_of_range", {"least": "1", "most": "10"})
    assert number_between("int", "x", (1.0, 10.0), now=HERE).code == "whole_number"
    assert number_between("int", "", (1.0, 10.0), now=HERE) == Taken()
    assert number_between("int", "99", None, now=HERE) == Taken("99")
