"""Reading the templates of ``content/legal/templates``: our own text, its fields, and what each stated law rests on.

A template is a model where a page stated its law, and a skeleton where none did. Until a lawyer of its country has
reviewed it (``reviewed_on``) every paper made of it says so at its top.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES, by_code

TEMPLATES = CONTENT / "legal" / "templates"
FIELD = re.compile(r"\{([a-z_]+)\}")
ORIGINS = ("party", "authority", "answer", "deadline", "today", "legal_name", "lawyer")
BLOCKS = ("heading", "paragraph", "list", "signature", "exhibits")
BRACES = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Field:
    """What a template asks: its label in each language, and where its value comes from."""

    code: str
    labels: dict[str, str]
    origin: str
    of: str = ""
    is_long: bool = False
    is_address: bool = False  # gives way to "address withheld"
    tells: bool = False  # says who somebody is: never in a letter without names

    def label(self, language: str) -> str:
        """How it is called in this language."""
        return self.labels.get(language) or self.labels["es"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A law or a body that the text names, and the pages that state it."""

    instrument: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a template, its lines by language."""

    kind: str
    lines: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """One template with all that is said of it."""

    code: str
    titles: dict[str, str]
    country: str  # "" for any
    kind: str
    state: str
    matters: tuple[str, ...]
    languages: tuple[str, ...]
    version: int
    author: str
    reviewed_on: str
    deidentified: bool
    stated: tuple[Stated, ...]
    parts: tuple[Part, ...]

    def title(self, language: str) -> str:
        """Its name in this language, or in the first it has."""
        return self.titles.get(language) or self.titles[self.languages[0]]

    @property
    def fields(self) -> tuple[Field, ...]:
        """What it asks, in the order of its text in its first language."""
        language = self.languages[0]
        lines = [line for part in self.parts for line in part.lines.get(language, ())]
        return tuple(fields()[code] for code in dict.fromkeys(FIELD.findall("\n".join(lines))))

    @property
    def has_exhibits(self) -> bool:
        """Does it end with a list of exhibits?"""
        return any(part.kind == "exhibits" for part in self.parts)


@cache
def fields() -> dict[str, Field]:
    """Every field there is, by its code (list ``document_field``)."""
    found = {}
    for code, row in by_code("document_field").items():
        more = row.more
        if more["from"] not in ORIGINS or set(row.texts) != set(LANGUAGES):
            raise ValueError(f"document_field: {code} comes from nowhere, or has no label in a language.")
        found[code] = Field(
            code, dict(row.texts), more["from"], more.get("of", ""), more.get("long", False),
            more.get("address", False), more.get("name", False),
        )  # fmt: skip
    return found


@cache
def templates() -> dict[str, Template]:
    """Every template by its code."""
    return {path.stem: read(path.stem, path) for path in sorted(TEMPLATES.glob("*.toml"))}


def fitting(matter: str, country: str) -> tuple[Template, ...]:
    """All of them: first those of this matter in this country, then those of the matter for any, then the rest."""

    def order(each: Template) -> tuple[bool, bool, bool, str]:
        fits = matter in each.matters and each.country in ("", country)
        return not fits, each.country != country, each.state != "model", each.code

    return tuple(sorted(templates().values(), key=order))


def read(code: str, path: Path) -> Template:
    """One template. A mistake in it is an error of the program, found by its test."""
    row = tomllib.loads(path.read_text(encoding="utf-8"))
    languages = tuple(row["languages"])
    if not languages or not set(languages) <= set(LANGUAGES):
        raise ValueError(f"{code}: it has no language.")
    for name, known in (("kind", "document_kind"), ("state", "document_state"), ("author", "document_author")):
        if row[name] not in by_code(known):
            raise ValueError(f"{code}: {name} is none of the list {known}.")
    if row["country"] and row["country"] not in by_code("country"):
        raise ValueError(f"{code}: there is no such country.")
    template = Template(
        code, {each: row[f"title_{each}"] for each in languages}, row["country"], row["kind"], row["state"],
        tuple(row["matters"]), languages, row["version"], row["author"], row["reviewed_on"],
        row.get("deidentified", False),
        tuple(Stated(each["instrument"], tuple(each["sources"])) for each in row.get("stated", ())),
        tuple(_part(code, each, languages) for each in row["blocks"]),
    )  # fmt: skip
    _check(template)
    return template


def _part(code: str, row: dict[str, Any], languages: tuple[str, ...]) -> Part:
    if row["kind"] not in BLOCKS:
        raise ValueError(f"{code}: there is no block {row['kind']}.")
    if row["kind"] == "exhibits":
        return Part("exhibits", {})
    lines = {each: (row[each],) if isinstance(row[each], str) else tuple(row[each]) for each in languages}
    for text in (line for each in lines.values() for line in each):
        unknown = set(FIELD.findall(text)) - set(fields())
        if unknown or BRACES.search(FIELD.sub("", text)) or not text.strip():
            raise ValueError(f"{code}: a line is empty, or asks a field that nobody declared: {sorted(unknown)}")
    return Part(row["kind"], lines)


def _check(template: Template) -> None:
    """What holds for every template: the same fields in each language, and nobody's name where none may stand."""
    asked = [
        {code for part in template.parts for line in part.lines.get(each, ()) for code in FIELD.findall(line)}
        for each in template.languages
    ]
    if any(each != asked[0] for each in asked):
        raise ValueError(f"{template.code}: its languages do not ask the same.")
    if template.deidentified and any(fields()[each].tells for each in asked[0]):
        raise ValueError(f"{template.code}: it has a field that tells who somebody is.")
    if template.state == "model" and not template.stated:
        raise ValueError(f"{template.code}: a model names what it rests on.")
