"""Rows that go from one house to another, as they lie inside the envelope: whole, or nothing of them.

A file says of which agreement it is, the how-manieth it is, and the month. No day, no key of a row, no order: they were
shuffled. Each file holds all that may go on that day, and takes the place of the one before; so whoever took her word
back is gone with the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from amparo.formats.codebook import BadRow, Codebook, checked
from amparo.formats.codes import codes
from amparo.formats.passing.agreements import Agreement, narrowed
from amparo.formats.passing.documents import BadFile, mark_of, read, written

FEWEST = 10
"""With fewer than this the file is empty: whoever knows the house would know each row."""

FEWEST_NEW = 5
"""So many new ones go together: whoever compared two files would else know whose row came last."""

MOST = 20_000
NAMES = {"code", "sender", "sequence", "token", "codebook", "digest", "month", "rows"}
TOKEN, MONTH = re.compile(r"[0-9a-f]{32}"), re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file holds."""

    sequence: int
    token: str
    month: str
    rows: Sequence[dict[str, Any]] = field(repr=False)

    @property
    def band(self) -> str:
        """How many these are, as both write it down (list ``row_band``)."""
        return band_of(len(self.rows))


def rows_as_file(agreement: Agreement, found: Rows) -> bytes:
    """A file, before it is sealed."""
    return written("rows", {
        "code": agreement.code, "sender": agreement.sender, "sequence": found.sequence, "token": found.token,
        "codebook": agreement.codebook, "digest": agreement.digest, "month": found.month, "rows": list(found.rows),
    })  # fmt: skip


def read_rows(data: bytes, agreement: Agreement, book: Codebook) -> Rows:
    """The rows of a file of this agreement, each of them as its codebook has it, or :class:`BadFile`."""
    said = read("rows", data, NAMES)
    if said["code"] != agreement.code or said["sender"] != agreement.sender:
        raise BadFile("other_agreement")
    if (said["codebook"], said["digest"]) != (agreement.codebook, agreement.digest) or book.digest != agreement.digest:
        raise BadFile("other_book")
    number, rows = said["sequence"], said["rows"]
    if (
        type(number) is not int
        or not 0 < number < 2**31
        or not (isinstance(said["token"], str) and TOKEN.fullmatch(said["token"]))
        or not (isinstance(said["month"], str) and MONTH.fullmatch(said["month"]))
        or not isinstance(rows, list)
    ):
        raise BadFile("not_a_file")
    if len(rows) > MOST:
        raise BadFile("too_large")
    if 0 < len(rows) < FEWEST:
        raise BadFile("too_few")
    return Rows(number, said["token"], said["month"], [_checked(each, agreement, book) for each in rows])


def _checked(row: Any, agreement: Agreement, book: Codebook) -> dict[str, Any]:
    """A row in its one order; what was not agreed on is not in it."""
    try:
        found = checked(book, row)
    except BadRow as error:
        raise BadFile("bad_row") from error
    if found != narrowed(found, agreement.variables):
        raise BadFile("bad_row")
    return found


def band_of(count: int) -> str:
    """How many, in a band (list ``row_band``): a number would tell who came or went between two files."""
    return next(each.code for each in reversed(codes("row_band")) if count >= each.more["least"])


# --- the receipt ---

RECEIPT = {"code", "sequence", "token", "mark", "band", "month"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a file came in: who sent it files this. Only who opened the file knows its token."""

    code: str
    sequence: int
    token: str
    mark: str
    band: str
    month: str

    def as_file(self) -> bytes:
        """As it is handed back."""
        return written("receipt", {name: getattr(self, name) for name in self.__slots__})


def receipt_of(agreement: Agreement, found: Rows, sealed: bytes) -> Receipt:
    """The receipt of a file."""
    return Receipt(agreement.code, found.sequence, found.token, mark_of(sealed), found.band, found.month)


def read_receipt(data: bytes) -> Receipt:
    """A receipt out of its file, or :class:`BadFile`."""
    said = read("receipt", data, RECEIPT)
    texts = {name: value for name, value in said.items() if name != "sequence"}
    if type(said["sequence"]) is not int or not all(
        isinstance(each, str) and len(each) < 40 for each in texts.values()
    ):
        raise BadFile("not_a_file")
    return Receipt(**said)
