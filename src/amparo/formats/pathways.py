"""Reading the routes of ``content/routes``: situations, general steps and the local facts of a country.

The packs are written by people who do not code, so reading checks what it reads and says where a pack is
wrong. Everything here is data: what a house checked and signed stands in its database.
"""

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT

ROUTES = CONTENT / "routes"
type Texts = dict[str, str]  # by language: es, pt, en

STEP_TEXTS = ("title", "get", "keep", "ask", "must_tell", "company", "another_way", "say", "before", "not_known")
LOCAL_TEXTS = ("title", "before", "get", "must_tell", "ask", "say", "migrants", "warning", "consulate_text")


class BadPack(ValueError):
    """A pack that cannot be read; the message names the file and what is missing."""


@dataclass(frozen=True, slots=True)
class Step:
    """A general step: the same everywhere, with no local fact."""

    code: str
    kind: str
    urgent_health: bool
    operator: str
    tells_him: bool
    justice: bool
    needs: tuple[str, ...]
    texts: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class Situation:
    """What happened, or what she needs: an opening, its clocks and its steps in order."""

    code: str
    order: int
    high_risk: bool
    asks_when: bool
    asks_who: bool
    clocks: tuple[str, ...]
    steps: tuple[str, ...]
    name: Texts
    title: Texts
    lead: Texts
    safety: dict[str, Texts]
    extra: Texts | None


@dataclass(frozen=True, slots=True)
class LocalStep:
    """A step with local facts: a promise that needs signatures, and perhaps a warning that does not."""

    id: str
    attach: str
    situations: tuple[str, ...]
    phase: str
    kind: str
    urgent_health: bool
    tells_him: bool
    justice: bool
    operator: str
    shares_with: tuple[str, ...]
    housed_with: tuple[str, ...]
    entity: tuple[str, ...]
    consulate: bool
    complaint: str
    papers: str
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
    channel: str
    operated_by: str
    operator: str
    shares_with: tuple[str, ...]
    topics: tuple[str, ...]
    hours: str
    hours_text: Texts | None
    free: str
    anonymous: str
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
    to: tuple[str, ...]
    within_hours: int | None
    confidence: str
    sources: tuple[str, ...]
    text: Texts
    digest: str


@dataclass(frozen=True, slots=True)
class CountryPack:
    """The local facts of a country."""

    country: str
    language: str
    compiled_on: str
    reporting: dict[str, Reporting]
    steps: tuple[LocalStep, ...]
    lines: tuple[Line, ...]
    notes: tuple[dict[str, Any], ...] = ()
    gaps: tuple[str, ...] = field(default=())


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(f"{path.name} cannot be read: {error}.") from error


def _texts(table: dict[str, Any], names: tuple[str, ...]) -> dict[str, Texts]:
    return {name: dict(table[name]) for name in names if name in table}


def _digest(table: dict[str, Any]) -> str:
    """SHA-256 of what a line says; a note for editors may change without undoing a signature."""
    said = {key: value for key, value in table.items() if key != "note"}
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _need(table: dict[str, Any], path: Path, *names: str) -> None:
    for name in names:
        if name not in table:
            raise BadPack(f"{path.name}: {table.get('id', table.get('code', 'a part'))} has no {name}.")


@cache
def steps() -> dict[str, Step]:
    """Every general step, by code."""
    found = {}
    for path in sorted((ROUTES / "steps").glob("*.toml")):
        table = _read(path)
        _need(table, path, "code", "kind", "title", "get")
        found[table["code"]] = Step(
            code=table["code"],
            kind=table["kind"],
            urgent_health=table.get("urgent_health", False),
            operator=table.get("operator", "none"),
            tells_him=table.get("tells_him", False),
            justice=table.get("justice", False),
            needs=tuple(table.get("needs", ())),
            texts=_texts(table, STEP_TEXTS),
        )
    return found


@cache
def situations() -> dict[str, Situation]:
    """Every situation, in the order of its page, by code."""
    found = []
    for path in sorted((ROUTES / "situations").glob("*.toml")):
        table = _read(path)
        _need(table, path, "code", "order", "name", "title", "lead", "steps")
        unknown = [code for code in table["steps"] if code not in steps()]
        if unknown:
            raise BadPack(f"{path.name} names steps that are not there: {', '.join(unknown)}.")
        found.append(
            Situation(
                code=table["code"],
                order=table["order"],
                high_risk=table.get("high_risk", False),
                asks_when=table.get("asks_when", False),
                asks_who=table.get("asks_who", False),
                clocks=tuple(table.get("clocks", ())),
                steps=tuple(table["steps"]),
                name=table["name"],
                title=table["title"],
                lead=table["lead"],
                safety=dict(table.get("safety", {})),
                extra=table.get("extra"),
            )
        )
    return {situation.code: situation for situation in sorted(found, key=lambda each: each.order)}


@cache
def country_pack(country: str) -> CountryPack | None:
    """The local facts of a country, or None where nobody compiled any."""
    path = ROUTES / "countries" / f"{country}.toml"
    if not (len(country) == 2 and country.isalpha() and path.is_file()):
        return None
    table = _read(path)
    return CountryPack(
        country=table["country"],
        language=table["language"],
        compiled_on=str(table["compiled_on"]),
        reporting={who: _reporting(table, who) for who in table.get("reporting", {})},
        steps=tuple(_local_step(row, path) for row in table.get("steps", ())),
        lines=tuple(_line(row, path) for row in table.get("lines", ())),
        notes=tuple(table.get("notes", ())),
        gaps=tuple(table.get("gaps", ())),
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
        to=tuple(row.get("to", ())),
        within_hours=row.get("within_hours"),
        confidence=row["confidence"],
        sources=tuple(row.get("sources", ())),
        text=row["text"],
        digest=_digest(row),
    )


def _local_step(row: dict[str, Any], path: Path) -> LocalStep:
    _need(row, path, "id", "situations", "kind", "operator", "confidence", "title")
    return LocalStep(
        id=row["id"],
        attach=row.get("attach", ""),
        situations=tuple(row["situations"]),
        phase=row.get("phase", ""),
        kind=row["kind"],
        urgent_health=row.get("urgent_health", False) and row["operator"] != "unknown",
        tells_him=row.get("tells_him", False),
        justice=row.get("justice", False),
        operator=row["operator"],
        shares_with=tuple(row.get("shares_with", ())),
        housed_with=tuple(row.get("housed_with", ())),
        entity=tuple(row.get("entity", ())),
        consulate=row.get("consulate", False),
        complaint=row.get("complaint", "unknown"),
        papers=row.get("papers", "unknown"),
        confidence=row["confidence"],
        sources=tuple(row.get("sources", ())),
        source_date=str(row.get("source_date", "")),
        texts=_texts(row, LOCAL_TEXTS),
        digest=_digest(row),
    )


def _line(row: dict[str, Any], path: Path) -> Line:
    _need(row, path, "id", "name", "number", "channel", "operator", "confidence")
    return Line(
        id=row["id"],
        name=row["name"],
        number=row["number"],
        channel=row["channel"],
        operated_by=row.get("operated_by", ""),
        operator=row["operator"],
        shares_with=tuple(row.get("shares_with", ())),
        topics=tuple(row.get("topics", ())),
        hours=row.get("hours", ""),
        hours_text=row.get("hours_text"),
        free=row.get("free", "unknown"),
        anonymous=row.get("anonymous", "unknown"),
        confidence=row["confidence"],
        source=row.get("source", ""),
        source_date=str(row.get("source_date", "")),
        warning=row.get("warning"),
        digest=_digest(row),
    )
