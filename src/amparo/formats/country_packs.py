"""Reading the local facts of a country: ``content/routes/countries``.

Each line carries where it was seen and how sure that is; its digest is what a check and a signature bind to. A file
says more than a page shows (notes on the law, gaps, which channel a line has): here is read what a page or a rule asks.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.pathways import ROUTES, Texts, read_toml, require, texts_of

LOCAL_TEXTS = ("title", "before", "get", "must_tell", "ask", "say", "migrants", "warning", "consulate_text")


@dataclass(frozen=True, slots=True)
class LocalStep:
    """A step with local facts: a promise that needs signatures, and perhaps a warning that does not."""

    id: str
    attach: str
    situations: tuple[str, ...]
    kind: str
    urgent_health: bool
    tells_him: bool
    justice: bool
    operator: str
    shares_with: tuple[str, ...]
    housed_with: tuple[str, ...]
    entity: tuple[str, ...]
    consulate: bool
    confidence: str
    sources: tuple[str, ...]
    source_date: str
    texts: dict[str, Texts]
    digest: str

    @property
    def bodies(self) -> frozenset[str]:
        """Who runs it, whom it tells and whose building it shares."""
        return frozenset({self.operator, *self.shares_with, *self.housed_with})


@dataclass(frozen=True, slots=True)
class Line:
    """A phone, chat or app line."""

    id: str
    name: str
    number: str
    operated_by: str
    operator: str
    shares_with: tuple[str, ...]
    topics: tuple[str, ...]
    hours: str
    hours_text: Texts | None
    free: str
    confidence: str
    source: str
    source_date: str
    warning: Texts | None
    digest: str

    @property
    def bodies(self) -> frozenset[str]:
        """Who runs it and whom it tells."""
        return frozenset({self.operator, *self.shares_with})


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who must tell whom in a country, as far as it is known."""

    id: str
    known: str
    confidence: str
    sources: tuple[str, ...]
    text: Texts
    digest: str


@dataclass(frozen=True, slots=True)
class CountryPack:
    """The local facts of a country."""

    language: str
    reporting: dict[str, Reporting]
    steps: tuple[LocalStep, ...]
    lines: tuple[Line, ...]


def digest_of(table: dict[str, Any]) -> str:
    """SHA-256 of what a line says; a note for editors may change without undoing a signature."""
    said = {key: value for key, value in table.items() if key != "note"}
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


@cache
def country_pack(country: str) -> CountryPack | None:
    """The local facts of a country, or None where nobody compiled any."""
    path = ROUTES / "countries" / f"{country}.toml"
    if not (len(country) == 2 and country.isalpha() and path.is_file()):
        return None
    table = read_toml(path)
    return CountryPack(
        language=table["language"],
        reporting={who: _reporting(table, who) for who in table.get("reporting", {})},
        steps=tuple(_local_step(row, path) for row in table.get("steps", ())),
        lines=tuple(_line(row, path) for row in table.get("lines", ())),
    )


@cache
def countries() -> tuple[str, ...]:
    """The countries that have a pack."""
    return tuple(sorted(path.stem for path in (ROUTES / "countries").glob("*.toml")))


def _reporting(table: dict[str, Any], who: str) -> Reporting:
    row = table["reporting"][who]
    return Reporting(
        id=f"{table['country']}-{who}",
        known=row["known"],
        confidence=row["confidence"],
        sources=tuple(row.get("sources", ())),
        text=row["text"],
        digest=digest_of(row),
    )


def _local_step(row: dict[str, Any], path: Path) -> LocalStep:
    require(row, path, "id", "situations", "kind", "operator", "confidence", "title")
    return LocalStep(
        id=row["id"],
        attach=row.get("attach", ""),
        situations=tuple(row["situations"]),
        kind=row["kind"],
        urgent_health=row.get("urgent_health", False) and row["operator"] != "unknown",
        tells_him=row.get("tells_him", False),
        justice=row.get("justice", False),
        operator=row["operator"],
        shares_with=tuple(row.get("shares_with", ())),
        housed_with=tuple(row.get("housed_with", ())),
        entity=tuple(row.get("entity", ())),
        consulate=row.get("consulate", False),
        confidence=row["confidence"],
        sources=tuple(row.get("sources", ())),
        source_date=str(row.get("source_date", "")),
        texts=texts_of(row, LOCAL_TEXTS),
        digest=digest_of(row),
    )


def _line(row: dict[str, Any], path: Path) -> Line:
    require(row, path, "id", "name", "number", "channel", "operator", "confidence")
    return Line(
        id=row["id"],
        name=row["name"],
        number=row["number"],
        operated_by=row.get("operated_by", ""),
        operator=row["operator"],
        shares_with=tuple(row.get("shares_with", ())),
        topics=tuple(row.get("topics", ())),
        hours=row.get("hours", ""),
        hours_text=row.get("hours_text"),
        free=row.get("free", "unknown"),
        confidence=row["confidence"],
        source=row.get("source", ""),
        source_date=str(row.get("source_date", "")),
        warning=row.get("warning"),
        digest=digest_of(row),
    )
