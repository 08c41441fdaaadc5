"""What a lawyer can do for her: ``content/legal/lawyer``. Content, so a guide has it too; the legal desk may show it.

What is the same everywhere has no law, no body and no number. What somebody read about the law of a country is a line
with its source; it waits for the signature of a lawyer, as the text on who must tell whom does. How long there is
stands in no line: a line names a rule of the deadlines.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT
from amparo.formats.country_packs import digest_of
from amparo.formats.deadlines.rules import rules
from amparo.formats.pathways import BadPack, Texts, read_toml, require

LAWYER = CONTENT / "legal" / "lawyer"
STATE = "state"  # the part of every page on somebody of the State
FIRST_OF_STATE = frozenset({"state_threat"})  # situations in which that part stands first, whoever it was


@dataclass(frozen=True, slots=True)
class Matter:
    """What she brings, in her words, and what a lawyer can do about it. ``before``: a paper tells somebody else."""

    code: str
    routes: tuple[str, ...]
    needs: tuple[str, ...]
    name: Texts
    title: Texts
    first: Texts
    before: Texts | None
    can: Texts
    ask: Texts
    young: Texts | None  # instead of ``can``, to whoever said that she is under 18


@dataclass(frozen=True, slots=True)
class Part:
    """What holds of every lawyer: a heading and a few sentences."""

    code: str
    title: Texts
    text: Texts
    young: Texts | None


@dataclass(frozen=True, slots=True)
class LawClock:
    """For what there is time; how much is said by a rule of the deadlines."""

    rule: str
    text: Texts


@dataclass(frozen=True, slots=True)
class LawLine:
    """What somebody read about the law of a country, and where. ``independent``: a way past his institution."""

    id: str
    country: str
    situations: tuple[str, ...]
    independent: bool
    operator: str
    shares_with: tuple[str, ...]
    housed_with: tuple[str, ...]
    confidence: str
    sources: tuple[str, ...]
    source_date: str
    text: Texts
    clocks: tuple[LawClock, ...]
    digest: str

    @property
    def bodies(self) -> frozenset[str]:
        """Who decides there, whom it tells and whose building it shares."""
        return frozenset({self.operator, *self.shares_with, *self.housed_with})


@cache
def matters() -> dict[str, Matter]:
    """What she may bring, in the order of the page, by code."""
    path = LAWYER / "situations.toml"
    found = {}
    for row in read_toml(path)["situations"]:
        require(row, path, "code", "routes", "needs", "name", "title", "first", "can", "ask")
        texts = {name: row[name] for name in ("name", "title", "first", "can", "ask")}
        found[row["code"]] = Matter(
            code=row["code"], routes=tuple(row["routes"]), needs=tuple(row["needs"]), before=row.get("before"),
            young=row.get("young"), **texts,
        )  # fmt: skip
    return found


def matter_of_route(situation: str) -> str:
    """What she most likely brings who comes from this way to help; nothing where the page asks."""
    return next((each.code for each in matters().values() if situation in each.routes), "")


@cache
def parts() -> dict[str, Part]:
    """What holds of every lawyer, in the order of the page, by code."""
    path = LAWYER / "general.toml"
    rows = read_toml(path)["parts"]
    for row in rows:
        require(row, path, "code", "title", "text")
    return {row["code"]: Part(row["code"], row["title"], row["text"], row.get("young")) for row in rows}


@cache
def countries() -> tuple[str, ...]:
    """The countries of which somebody read something."""
    return tuple(sorted(path.stem for path in (LAWYER / "countries").glob("*.toml")))


@cache
def law_language(country: str) -> str:
    """In which language the lines of a country were written; the other two are translations."""
    return str(read_toml(_file(country))["language"]) if country in countries() else ""


@cache
def law_lines(country: str) -> tuple[LawLine, ...]:
    """What somebody read about the law of this country; nothing where nobody did."""
    if country not in countries():
        return ()
    return tuple(_line(row, country) for row in read_toml(_file(country))["lines"])


def _file(country: str) -> Path:
    return LAWYER / "countries" / f"{country}.toml"


def _line(row: dict[str, Any], country: str) -> LawLine:
    require(row, _file(country), "id", "situations", "operator", "confidence", "sources", "text")
    return LawLine(
        id=row["id"],
        country=country,
        situations=tuple(row["situations"]),
        independent=row.get("independent", False),
        operator=row["operator"],
        shares_with=tuple(row.get("shares_with", ())),
        housed_with=tuple(row.get("housed_with", ())),
        confidence=row["confidence"],
        sources=tuple(row["sources"]),
        source_date=str(row.get("source_date", "")),
        text=row["text"],
        clocks=tuple(LawClock(each["rule"], each["text"]) for each in row.get("clocks", ())),
        digest=digest_of({**row, "rules": [_rule(each["rule"], row) for each in row.get("clocks", ())]}),
    )


def _rule(code: str, row: dict[str, Any]) -> str:
    """The digest of a rule that a line names: who signs the line signs the time in it."""
    if code not in rules():
        raise BadPack(f"{row['id']} names the rule {code}, which is not there.")
    return rules()[code].digest
