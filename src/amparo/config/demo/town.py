"""Reading the made-up town from ``content/demo``, in the shape the actions of the directory take."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Any

from amparo.formats.case_questions import Answer

CONTENT = Path(__file__).resolve().parents[2] / "content" / "demo"
SUBJECTS = ("health", "roofs", "company", "law", "children", "errands")
DAYS = ("lun", "mar", "mié", "jue", "vie", "sáb", "dom")
TEXTS = (
    "name",
    "summary",
    "description",
    "cost_note",
    "how_to_ask",
    "they_ask",
    "must_tell",
    "alert",
    "eligibility",
    "street",
    "as_people_go",
)
LISTS = {
    "needs": "needs",
    "welcome": "welcome",
    "commitments": "commitments",
    "access": "access_modes",
    "languages": "languages",
    "accessibility": "accessibility",
    "housed_with": "housed_with",
}
NUMBERS = ("minimum_age", "maximum_age", "answers_within_hours")

type Row = dict[str, Any]


def read(name: str) -> Row:
    """One file of the town."""
    with (CONTENT / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def answer_of(said: Any) -> Answer:
    """An answer as the file writes it: a list of codes, a number, words; or why there is none."""
    if isinstance(said, dict):
        return Answer(said=said["said"])
    return Answer(tuple(said) if isinstance(said, list) else said)


def organisations() -> dict[str, Row]:
    """Who runs the services, by key."""
    return {row["key"]: row for row in read("organisations")["organisations"]}


def services() -> list[Row]:
    """Every service, in the order of the files."""
    return [row for subject in SUBJECTS for row in read(subject)["services"]]


def typed(service: Row, organisation: Row, places: dict[str, str]) -> Row:
    """A service as the page that writes one hands it to the action."""
    facts: Row = {name: service.get(name, "") for name in TEXTS}
    facts |= {field: service.get(name, []) for name, field in LISTS.items()}
    facts |= {name: service.get(name) for name in NUMBERS}
    facts |= {
        "organisation_name": organisation["name"],
        "operator": organisation["operator"],
        "shares_with": organisation.get("shares_with", []),
        "website": "",
        "language": "es",
        "status": service.get("status", "active"),
        "papers": service.get("papers", "unknown"),
        "cost": service.get("cost", "unknown"),
        "tier": str(service.get("tier", 0)),
    }
    return facts | door(service, places)


def door(service: Row, places: dict[str, str]) -> Row:
    """Where one door is; a phone line has none."""
    point = service.get("point")
    return {
        "place": "",
        "place_code": places[service["place"]] if "place" in service else "",
        "street": service.get("street", ""),
        "coordinates": tuple(point) if point else None,
        "as_people_go": service.get("as_people_go", ""),
        "accessibility": service.get("accessibility", []),
        "housed_with": service.get("housed_with", []),
    }


def phones(service: Row) -> list[Row]:
    """Its phones."""
    return [
        {"number": row["number"], "kind": row.get("kind", "voice"), "hours": row.get("hours", "")}
        for row in service.get("phones", [])
    ]


def hours(lines: list[str]) -> list[Row]:
    """Opening hours, read from lines like ``lun-vie 08:00-16:30``; ``siempre`` is day and night."""
    return [
        {"days": days_of(words), "opens": opens, "closes": closes, "note": "", "valid_from": None, "valid_to": None}
        for words, opens, closes in map(span, lines)
    ]


def span(line: str) -> tuple[list[str], time, time]:
    """The day words and the two hours of a line; hours that turn back end on the next morning."""
    if line == "siempre":
        return ["todos"], time(0), time(0)
    *words, hour = line.split()
    opens, _, closes = hour.partition("-")
    return words, time.fromisoformat(opens), time.fromisoformat(closes)


def days_of(words: list[str]) -> list[int]:
    """The days that words name, Monday is 0."""
    found: list[int] = []
    for word in words:
        first, _, last = ("lun-dom" if word == "todos" else word).partition("-")
        found += range(DAYS.index(first), DAYS.index(last or first) + 1)
    return found
