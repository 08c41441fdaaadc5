"""The agreement of two houses: who sends which variables of which codebook to whom, what for, and until when.

Whoever will receive draws it up, because the key is hers; the other house reads it out of a file. Its mark is over all
of it, the key too: who compared it aloud has compared everything. It names roles and no person.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.formats.codebook import Codebook
from amparo.formats.passing.documents import BadFile, mark_of, read, written

CODE, HEX64 = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{64}")
BOOK, KEY = re.compile(r"[a-z][a-z0-9_]{1,23}/[1-9]\d{0,2}", re.ASCII), re.compile(r"age1[0-9a-z]{20,95}")
VARIABLE = re.compile(r"([a-z][a-z0-9_]{1,23}\.)?[a-z][a-z0-9_]{1,23}")
LONGEST_NAME, LONGEST_ROLE, LONGEST_PURPOSE = 80, 60, 300
MOST_DAYS = 366  # then both look at it again
TEXTS = {
    "sender": LONGEST_NAME, "receiver": LONGEST_NAME, "purpose": LONGEST_PURPOSE, "sender_role": LONGEST_ROLE,
    "receiver_role": LONGEST_ROLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """What both keep."""

    code: str  # by which both know it
    sender: str
    receiver: str
    purpose: str
    codebook: str  # cases/2
    digest: str  # of that version
    variables: tuple[str, ...]  # gender_group, incident.acts
    begins: date
    ends: date
    sender_role: str  # who signs there
    receiver_role: str
    recipient: str  # to which key they seal

    def as_file(self) -> bytes:
        """As it is handed over."""
        said: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return written("agreement", said | {
            "variables": sorted(self.variables), "begins": self.begins.isoformat(), "ends": self.ends.isoformat(),
        })  # fmt: skip

    @property
    def mark(self) -> str:
        """As both read it aloud."""
        return mark_of(self.as_file())


def fresh_code() -> str:
    """By which both houses will know an agreement."""
    return secrets.token_hex(8)


def read_agreement(data: bytes) -> Agreement:
    """An agreement out of its file, or :class:`BadFile`."""
    said = read("agreement", data, set(Agreement.__slots__))
    shapes = {"code": CODE, "codebook": BOOK, "digest": HEX64, "recipient": KEY}
    variables = said["variables"]
    if (
        not all(isinstance(said[name], str) and shape.fullmatch(said[name]) for name, shape in shapes.items())
        or not all(is_line(said[name], most) for name, most in TEXTS.items())
        or not isinstance(variables, list)
        or not all(isinstance(each, str) and VARIABLE.fullmatch(each) for each in variables)
    ):
        raise BadFile("not_a_file")
    begins, ends = _day(said["begins"]), _day(said["ends"])
    made = Agreement(**said | {"variables": tuple(variables), "begins": begins, "ends": ends})
    if not fits(made):
        raise BadFile("not_a_file")
    return made


def fits(agreement: Agreement) -> bool:
    """Has it variables, each once, and days that somebody can look back on within a year?"""
    named, span = agreement.variables, (agreement.ends - agreement.begins).days
    return bool(named) and len(set(named)) == len(named) and 0 < span <= MOST_DAYS


def is_line(text: Any, most: int) -> bool:
    """A line that somebody wrote: not empty, and nothing in it that cannot be seen."""
    return isinstance(text, str) and 0 < len(text.strip()) <= len(text) <= most and text.isprintable()


def variables_of(book: Codebook) -> dict[str, str]:
    """The variables of a codebook as an agreement names them, each with its part."""
    return {f"{each.part}.{each.code}" if each.part else each.code: each.part for each in book.variables}


def narrowed(row: Mapping[str, Any], variables: Iterable[str]) -> dict[str, Any]:
    """A row with what was agreed on, and nothing else; a part of which nothing is left goes too."""
    agreed = frozenset(variables)
    parts = [[part, _agreed(codes, agreed, f"{part}.")] for part, codes in row["parts"]]
    return {"codes": _agreed(row["codes"], agreed, ""), "parts": [each for each in parts if each[1]]}


def _agreed(codes: Mapping[str, Any], agreed: frozenset[str], before: str) -> dict[str, list[str]]:
    return {name: list(values) for name, values in codes.items() if f"{before}{name}" in agreed}


def _day(text: Any) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise BadFile("not_a_file")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadFile("not_a_file") from error
