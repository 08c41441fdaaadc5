"""What two houses hand each other, read and written: one set of bytes, one mark, and nothing that was not agreed on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from amparo.formats.codebook import codebook
from amparo.formats.codes import by_code, codes
from amparo.formats.passing import documents
from amparo.formats.passing.agreements import Agreement, fits, narrowed, read_agreement, variables_of
from amparo.formats.passing.documents import BadFile, mark_of, same_mark, written
from amparo.formats.passing.rows import Receipt, Rows, band_of, read_receipt, read_rows, rows_as_file

BOOK = codebook("cases")
AGREED = Agreement(
    "0123456789abcdef", "Casa Chica", "Red de la Costa", "Saber qué falta.", BOOK.reference, BOOK.digest,
    ("gender_group", "incident.acts"), date(2026, 11, 1), date(2027, 3, 1), "Coordinación", "Análisis",
    "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kdgu3f8ps2k5c3g",
)  # fmt: skip
ROW = {"codes": {"gender_group": ["women"]}, "parts": [["incident", {"acts": ["VIO"]}]]}


def code_of(data: bytes, read: Any = read_agreement, *more: Any) -> str:
    with pytest.raises(BadFile) as error:
        read(data, *more)
    assert all(error.value.sentence(language) for language in ("es", "pt", "en"))
    return error.value.code


def test_an_agreement_is_read_as_it_was_written_and_any_change_has_another_mark() -> None:
    assert read_agreement(AGREED.as_file()) == AGREED
    others = [
        replace(AGREED, **{name: value}) for name, value in {
            "purpose": "Saber qué falta", "variables": ("gender_group",), "ends": date(2027, 3, 2),
            "recipient": AGREED.recipient[:-1] + "q", "sender_role": "Dirección", "digest": "0" * 64,
        }.items()
    ]  # fmt: skip
    assert len({AGREED.mark, *(each.mark for each in others)}) == 7
    assert replace(AGREED, variables=AGREED.variables[::-1]).mark == AGREED.mark
    assert len(AGREED.mark) == 19


@pytest.mark.parametrize("change", [
    {"code": "0123"}, {"code": 5}, {"recipient": "ssh-rsa AAAA"}, {"digest": "x" * 64}, {"codebook": "cases"},
    {"purpose": ""}, {"purpose": "x" * 301}, {"purpose": "a\nb"}, {"purpose": "a\u202eb"}, {"sender": "  "},
    {"variables": []}, {"variables": "acts"}, {"variables": ["acts", "acts"]}, {"variables": [["acts"]]},
    {"begins": "2026-13-01"}, {"begins": 1}, {"begins": "2027-03-01"}, {"ends": "2029-01-01"},
])  # fmt: skip
def test_a_file_that_is_no_agreement_is_none(change: dict[str, Any]) -> None:
    said = {name: getattr(AGREED, name) for name in AGREED.__slots__}
    said |= {"begins": "2026-11-01", "ends": "2027-03-01", "variables": ["acts"]}
    assert read_agreement(written("agreement", said)).variables == ("acts",)
    assert code_of(written("agreement", said | change)) == "not_a_file"


def test_other_files_are_told_apart() -> None:
    said = dict.fromkeys(AGREED.__slots__, 1)
    for data in (b"", b"{", b"[]", b'"x"', b"[" * 100_000, b"\xff\xfe", b'{"amparo":"cases"}', b'{"v":NaN}'):
        assert code_of(data) == "not_a_file", data[:20]
    for data in (
        b'{"amparo":"agreement","v":2}',
        b'{"amparo":"agreement","v":true}',
        written("agreement", said | {"a": 1}),
    ):
        assert code_of(data) == "other_version", data[:40]
    assert code_of(b" " * (documents.LARGEST + 1)) == "too_large"


def test_days_within_a_year_and_variables_once() -> None:
    assert not fits(replace(AGREED, ends=AGREED.begins))
    assert not fits(replace(AGREED, ends=AGREED.begins + timedelta(days=367)))
    assert fits(replace(AGREED, ends=AGREED.begins + timedelta(days=366)))
    assert variables_of(BOOK)["incident.acts"] == "incident"
    assert len(variables_of(BOOK)) == len(BOOK.variables)


def test_only_what_was_agreed_on_is_left_of_a_row() -> None:
    whole = {"codes": {"gender_group": ["women"], "need_group": ["talk"]},
             "parts": [["incident", {"acts": ["VIO"], "who": ["POL"]}]]}  # fmt: skip
    assert narrowed(whole, AGREED.variables) == ROW
    assert narrowed(whole, ["need_group"]) == {"codes": {"need_group": ["talk"]}, "parts": []}
    assert narrowed(whole, ["acts"]) == {"codes": {}, "parts": []}, "a variable of a part is none of the row"


def test_rows_come_back_and_a_file_of_anything_else_does_not() -> None:
    what = Rows(3, "a" * 32, "2026-11", [ROW] * 10)
    assert read_rows(rows_as_file(AGREED, what), AGREED, BOOK) == what
    assert read_rows(rows_as_file(AGREED, replace(what, rows=[])), AGREED, BOOK).band == "none"
    faults = {
        "other_agreement": (replace(AGREED, code="f" * 16), what), "too_few": (AGREED, replace(what, rows=[ROW])),
        "other_book": (replace(AGREED, codebook="cases/1"), what),
        "bad_row": (AGREED, replace(what, rows=[ROW] * 9 + [{"codes": {"need_group": ["talk"]}, "parts": []}])),
    }  # fmt: skip
    for code, (agreement, rows) in faults.items():
        assert code_of(rows_as_file(agreement, rows), read_rows, AGREED, BOOK) == code
    for change in ({"sequence": 0}, {"sequence": True}, {"token": "x" * 32}, {"month": "2026-11-03"}):
        assert code_of(rows_as_file(AGREED, replace(what, **change)), read_rows, AGREED, BOOK) == "not_a_file", change
    assert code_of(rows_as_file(replace(AGREED, sender="Otra"), what), read_rows, AGREED, BOOK) == "other_agreement"
    assert code_of(rows_as_file(AGREED, what), read_rows, AGREED, replace(BOOK, version=3)) == "other_book"


@pytest.mark.parametrize(("count", "band"), [
    (0, "none"), (10, "b10"), (19, "b10"), (20, "b20"), (99, "b50"), (100, "b100"), (499, "b200"), (9000, "b500"),
])  # fmt: skip
def test_how_many_is_said_in_bands(count: int, band: str) -> None:
    assert band_of(count) == band
    assert [each.more["least"] for each in codes("row_band")] == sorted(
        each.more["least"] for each in codes("row_band")
    )


def test_a_mark_is_heard_however_it_is_typed_and_an_empty_one_is_none() -> None:
    mark = mark_of(b"x")
    assert same_mark(f" {mark.upper().replace(' ', ' - ')} ", mark)
    assert not any(same_mark(typed, mark) for typed in ("", mark[:-1], mark_of(b"y"), "0" * 16))
    assert not same_mark("", "")


def test_a_receipt_comes_back() -> None:
    receipt = Receipt(AGREED.code, 3, "a" * 32, mark_of(b"x"), "b10", "2026-11")
    assert read_receipt(receipt.as_file()) == receipt
    assert code_of(written("receipt", {"code": 1}), read_receipt) == "other_version"
    assert code_of(receipt.as_file().replace(b'"sequence":3', b'"sequence":"3"'), read_receipt) == "not_a_file"
    assert set(by_code("passing_fault")) >= {"other_receipt", "other_count"}
