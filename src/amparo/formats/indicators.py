"""Indicators: which coded answers are a yes, which a no, and of whom. Pure.

They are data (``content/indicators.toml``). A yes is one of the codes that are named; whoever did not answer, or said
that she does not know or prefers not to say, is neither a yes nor a no. What a questionnaire does not ask, an indicator
does not make up: a variable or a code that a codebook does not have is a :class:`Unknown`, in words.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codebook import Codebook
from amparo.formats.codes import CONTENT, LANGUAGES, by_code

KINDS = ("threat", "vulnerability", "capacity", "need")
KEYS = {"code", "field", "fields", "kind", "books", "variable", "yes", "of", "no", "list", "each", *LANGUAGES}
SAID_NOTHING = frozenset({"does_not_know", "prefers_not", "skipped", "not_asked", "unknown", "UNK"})

type Answers = Mapping[str, Sequence[str]]


class BadIndicator(ValueError):
    """This file does not say an indicator."""


class Unknown(LookupError):
    """A codebook does not have what an indicator asks for: the variable, and the code where only that is missing."""

    def __init__(self, variable: str, code: str = "") -> None:
        super().__init__(f"{variable} {code}".strip())
        self.variable, self.code = variable, code


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. ``of`` and ``no`` are other variables and their codes."""

    code: str
    field: str
    kind: str
    books: tuple[str, ...]
    variable: str
    yes: frozenset[str]
    of: tuple[tuple[str, frozenset[str]], ...]
    no: tuple[tuple[str, frozenset[str]], ...]
    texts: Mapping[str, str]
    is_choice: bool = False  # one choice of a question: its name says not what was asked

    def answer(self, row: Answers) -> bool | None:
        """What she said to it: yes, no, or nothing that counts."""
        if not all(codes.intersection(row.get(variable, ())) for variable, codes in self.of):
            return None
        said = set(row.get(self.variable, ())) - SAID_NOTHING
        if said:
            return not self.yes.isdisjoint(said)
        asked_nothing = bool(row.get(self.variable))
        if not asked_nothing and any(codes.intersection(row.get(variable, ())) for variable, codes in self.no):
            return False
        return None

    def fits(self, book: Codebook) -> None:
        """Does this codebook have all that it asks for? :class:`Unknown` names what is missing."""
        known = book.of_part("")
        for variable, codes in ((self.variable, self.yes), *self.of, *self.no):
            if variable not in known:
                raise Unknown(variable)
            for code in sorted(codes):
                if code not in known[variable].codes:
                    raise Unknown(variable, code)

    def said(self) -> dict[str, Any]:
        """All of it as plain lists, for whoever keeps it beside a result."""
        return {
            "code": self.code, "field": self.field, "kind": self.kind, "books": list(self.books),
            "variable": self.variable, "yes": sorted(self.yes), "texts": dict(self.texts),
            "of": [[name, sorted(codes)] for name, codes in self.of],
            "no": [[name, sorted(codes)] for name, codes in self.no],
        }  # fmt: skip


@cache
def indicators(path: Path = CONTENT / "indicators.toml") -> tuple[Indicator, ...]:
    """Every indicator of the house, in the order of the file."""
    return read(tomllib.loads(path.read_text(encoding="utf-8")))


def read(table: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """The indicators of a file; :class:`BadIndicator`, which names the fault."""
    found = [each for row in table.get("indicators", []) for each in _of_row(row)]
    if len({each.code for each in found}) != len(found):
        raise BadIndicator("One code stands there twice.")
    return tuple(found)


def _of_row(row: Mapping[str, Any]) -> list[Indicator]:
    """One indicator, or one for each of its codes."""
    where = str(row.get("code"))
    if set(row) - KEYS:
        raise BadIndicator(f"{where} says something unknown: {', '.join(sorted(set(row) - KEYS))}.")
    if row.get("kind") not in KINDS:
        raise BadIndicator(f"{where}: kind is one of {', '.join(KINDS)}.")
    if not row.get("yes") or not row.get("books") or not row.get("variable"):
        raise BadIndicator(f"{where} says not which answers of which questionnaires count.")
    if not row.get("each"):
        if not all(row.get(language) for language in LANGUAGES):
            raise BadIndicator(f"{where} is not named in {', '.join(LANGUAGES)}.")
        return [_made(row, where, row["yes"], str(row.get("field", "")), {name: row[name] for name in LANGUAGES})]
    listed = by_code(row["list"])
    if unknown := [code for code in row["yes"] if code not in listed]:
        raise BadIndicator(f"{where}: the list {row['list']} does not have {', '.join(unknown)}.")
    fields = row.get("fields", {})
    return [
        _made(row, f"{where}_{code.lower()}", [code], fields.get(code, ""), listed[code].texts, is_choice=True)
        for code in row["yes"]
    ]


def _made(
    row: Mapping[str, Any], code: str, yes: list[str], field: str, texts: Mapping[str, str], *, is_choice: bool = False
) -> Indicator:
    of, no = (tuple((name, frozenset(codes)) for name, codes in row.get(key, {}).items()) for key in ("of", "no"))
    return Indicator(
        code, field, row["kind"], tuple(row["books"]), row["variable"], frozenset(yes), of, no, texts, is_choice
    )
