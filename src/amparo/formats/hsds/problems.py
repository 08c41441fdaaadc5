"""What can be wrong with a file, said by code and place; the sentences a person reads are written elsewhere.

``PROBLEM_CODES`` is the contract: every code with the names of its ``params``. A problem of level ``refused`` means
that the record (or the rest of the file) was not read; ``mended`` means that it was read and something in it changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

MENDED = "mended"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place a person can find: record 12, ``schedules[2].valid_from``, line 4 of a file. Counting begins at 1."""

    record: int | None = None
    path: str = ""
    line: int | None = None
    file: str = ""

    def __str__(self) -> str:
        """Say the place in neutral form, without a language."""
        parts = [self.file, f"#{self.record}" if self.record else "", self.path, f"L{self.line}" if self.line else ""]
        return " ".join(part for part in parts if part)

    def at(self, step: str) -> Where:
        """Return the place one step deeper."""
        path = f"{self.path}.{step}" if self.path else step
        return Where(record=self.record, path=path, line=self.line, file=self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What a problem code means for the reader of it: the names of its params, and whether something was refused."""

    params: tuple[str, ...]
    level: str
    stops: bool = False  # nothing after this point of the file was read


PROBLEM_CODES: Mapping[str, Code] = {
    # the file
    "empty_file": Code(params=(), level=REFUSED, stops=True),
    "wrong_encoding": Code(params=("encoding",), level=REFUSED, stops=True),
    "not_json": Code(params=("detail",), level=REFUSED, stops=True),
    "table_not_json": Code(params=(), level=REFUSED, stops=True),
    "not_csv": Code(params=("detail",), level=REFUSED, stops=True),
    "not_zip": Code(params=(), level=REFUSED, stops=True),
    "not_a_number": Code(params=("value",), level=REFUSED, stops=True),
    "truncated": Code(params=(), level=REFUSED, stops=True),
    "too_deep": Code(params=("limit",), level=REFUSED, stops=True),
    "too_large": Code(params=("what", "limit"), level=REFUSED, stops=True),
    "too_many_problems": Code(params=("limit",), level=REFUSED, stops=True),
    "missing_file": Code(params=("file",), level=REFUSED, stops=True),
    # a record
    "not_hsds": Code(params=("found",), level=REFUSED),
    "missing_field": Code(params=("field",), level=REFUSED),
    "wrong_type": Code(params=("field", "expected"), level=REFUSED),
    "unknown_code": Code(params=("field", "value", "allowed"), level=REFUSED),
    "no_such_date": Code(params=("value",), level=REFUSED),
    "not_iso_date": Code(params=("value",), level=REFUSED),
    "no_such_time": Code(params=("value",), level=REFUSED),
    "swapped_coordinates": Code(
        params=("latitude", "longitude", "suggested_latitude", "suggested_longitude"), level=REFUSED
    ),
    "duplicate_id": Code(params=("id", "first_record"), level=REFUSED),
    "cyclic": Code(params=("kind", "ids"), level=REFUSED),
    # a field: the record stays
    "html_in_name": Code(params=("field", "kept"), level=MENDED),
    "control_characters": Code(params=("field",), level=MENDED),
    "not_a_link": Code(params=("field",), level=MENDED),
    "missing_id": Code(params=("given",), level=MENDED),
    "missing_part": Code(params=("part", "field"), level=MENDED),
    "impossible_coordinates": Code(params=("latitude", "longitude"), level=MENDED),
    "unreadable_rule": Code(params=("field", "value"), level=MENDED),
    "unknown_term": Code(params=("taxonomy", "value"), level=MENDED),
    "orphan_row": Code(params=("table", "id"), level=MENDED),
    # a mapping
    "not_toml": Code(params=("detail",), level=REFUSED, stops=True),
    "empty_mapping": Code(params=(), level=REFUSED, stops=True),
    "unknown_mapping_key": Code(params=("key", "allowed"), level=REFUSED, stops=True),
    "mapping_needs": Code(params=("field",), level=REFUSED, stops=True),
    "no_rows": Code(params=("path",), level=REFUSED, stops=True),
    "unmapped_value": Code(params=("field", "value"), level=MENDED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that was wrong, where, and the values a sentence about it needs."""

    code: str
    where: Where = field(default_factory=Where)
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a problem that no sentence could be written for."""
        known = PROBLEM_CODES.get(self.code)
        if known is None:
            raise ValueError(f"code: {self.code} is not one of PROBLEM_CODES")
        if set(self.params) != set(known.params):
            raise ValueError(f"params: {self.code} takes {known.params}, not {tuple(self.params)}")

    @property
    def level(self) -> str:
        """``refused`` or ``mended``."""
        return PROBLEM_CODES[self.code].level

    @property
    def stops(self) -> bool:
        """Whether reading ended here."""
        return PROBLEM_CODES[self.code].stops


class Refused(Exception):
    """Carries a problem up to the place that can skip the record or end the file."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem: the exception is only its messenger."""
        super().__init__(f"{problem.code} {problem.where}")
        self.problem = problem


@dataclass(slots=True, kw_only=True)
class Tally:
    """What happened, in numbers, for the person who pressed the button. A reader fills the one it is given."""

    read: Counter[str] = field(default_factory=Counter)  # records, by kind
    refused: Counter[str] = field(default_factory=Counter)  # problems, by code
    mended: Counter[str] = field(default_factory=Counter)  # problems, by code
    left_out: Counter[str] = field(default_factory=Counter)  # values never taken, by field
    unmapped: Counter[tuple[str, str]] = field(default_factory=Counter)  # (field, foreign value)

    def count(self, problem: Problem) -> None:
        """Add a problem to the side its level says."""
        side = self.refused if problem.level == REFUSED else self.mended
        side[problem.code] += 1
