"""What the tests of coded rows share: rows, tokens, and what stands in evidence."""

import secrets
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from amparo.evidence.queries import rows_of
from amparo.formats.codebook import Codebook, Variable, codebook
from amparo.vault.actions.coded import keep_row

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ENDS = datetime(2027, 2, 20, tzinfo=UTC)
NEEDS = ("health", "talk", "tonight", "children", "papers_law", "daily")
SEVEN = Counter(health=2, talk=1, tonight=1, children=1, papers_law=1, daily=1)  # seven rows of six needs in turn


def row(need: str = "health", *incidents: dict[str, list[str]], gender: str = "women") -> dict[str, Any]:
    """A row of the codebook ``cases``."""
    return {
        "codes": {"gender_group": [gender], "need_group": [need]},
        "parts": [["incident", each] for each in incidents],
    }


def first_codebook() -> Codebook:
    """The codebook ``cases`` as it was in its first version: it asked for the quarter, and had room for three."""
    today = codebook("cases")
    quarter = Variable("happened", "incident", "quarter", "", "", "happened_day", today.texts)
    parts = tuple(replace(each, most=3) for each in today.parts)
    return replace(today, version=1, parts=parts, variables=(*today.variables, quarter))


def a_token() -> str:
    """Of a case that is none of this test's concern."""
    return secrets.token_hex(32)


def keep_many(count: int, *, ends: datetime = ENDS, now: datetime = NOW) -> list[str]:
    """So many rows, of six kinds of need in turn; their tokens."""
    tokens = [a_token() for _ in range(count)]
    for number, token in enumerate(tokens):
        assert keep_row(token, "cases", row(NEEDS[number % 6]), ends=ends, now=now)
    return tokens


def built(source: str = "cases") -> list[dict[str, Any]]:
    """What stands in evidence of a source."""
    return [codes for _book, codes in rows_of(source)]


def needs_in_evidence() -> Counter[str]:
    """How many of each need."""
    return Counter(each["codes"]["need_group"][0] for each in built())
