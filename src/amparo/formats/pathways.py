"""Reading the general routes of ``content/routes``: situations and steps that need no local fact.

The packs are written by people who do not code, so reading checks what it reads and says where a pack is
wrong. Everything here is data: what a house checked and signed stands in its database.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT, by_code

ROUTES = CONTENT / "routes"
type Texts = dict[str, str]  # by language: es, pt, en

UNSAID = "UNK"  # content/codes/perpetrator_class: she does not know, or does not want to say
STEP_TEXTS = ("title", "get", "keep", "ask", "must_tell", "company", "another_way", "say", "before", "not_known")


class BadPack(ValueError):
    """A pack that cannot be read; the message names the file and what is missing."""


@dataclass(frozen=True, slots=True)
class Step:
    """A general step: the same everywhere, with no local fact."""

    code: str
    kind: str
    urgent_health: bool
    bodies: frozenset[str]  # what it usually goes through
    tells_him: bool
    justice: bool
    needs: tuple[str, ...]
    texts: dict[str, Texts]


@dataclass(frozen=True, slots=True)
class Situation:
    """What happened, or what she needs: an opening, its clocks and its steps in order."""

    code: str
    order: int
    asks_when: bool
    asks_who: bool
    implies: frozenset[str]  # bodies that are out because of what this page is about
    clocks: tuple[str, ...]
    steps: tuple[str, ...]
    name: Texts
    title: Texts
    lead: Texts
    safety: dict[str, Texts]
    extra: Texts | None


def read_toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise BadPack(f"{path.name} cannot be read: {error}.") from error


def texts_of(table: dict[str, Any], names: tuple[str, ...]) -> dict[str, Texts]:
    return {name: dict(table[name]) for name in names if name in table}


def require(table: dict[str, Any], path: Path, *names: str) -> None:
    for name in names:
        if name not in table:
            raise BadPack(f"{path.name}: {table.get('id', table.get('code', 'a part'))} has no {name}.")


@cache
def steps() -> dict[str, Step]:
    """Every general step, by code."""
    found = {}
    for path in sorted((ROUTES / "steps").glob("*.toml")):
        table = read_toml(path)
        require(table, path, "code", "kind", "title", "get")
        found[table["code"]] = Step(
            code=table["code"],
            kind=table["kind"],
            urgent_health=table.get("urgent_health", False),
            bodies=frozenset(table.get("bodies", ())),
            tells_him=table.get("tells_him", False),
            justice=table.get("justice", False),
            needs=tuple(table.get("needs", ())),
            texts=texts_of(table, STEP_TEXTS),
        )
    return found


@cache
def situations() -> dict[str, Situation]:
    """Every situation, in the order of its page, by code."""
    found = []
    for path in sorted((ROUTES / "situations").glob("*.toml")):
        table = read_toml(path)
        require(table, path, "code", "order", "name", "title", "lead", "steps")
        unknown = [code for code in table["steps"] if code not in steps()]
        if unknown:
            raise BadPack(f"{path.name} names steps that are not there: {', '.join(unknown)}.")
        found.append(
            Situation(
                code=table["code"],
                order=table["order"],
                asks_when=table.get("asks_when", False),
                asks_who=table.get("asks_who", False),
                implies=frozenset(table.get("implies", ())),
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


def bodies_out(who: str, situation: str) -> frozenset[str]:
    """The bodies that are taken out: by who it was where she said it, else by what her page is about.

    "I do not know, or I do not want to say" says nobody, and brings nobody back.
    """
    said = None if who == UNSAID else by_code("perpetrator_class").get(who)
    if said is not None:
        return frozenset(said.more.get("excludes", ()))
    known = situations().get(situation)
    return known.implies if known else frozenset()


def bodies_of(branches: Iterable[str], *, of_the_state: bool) -> frozenset[str]:
    """The bodies to which nobody sends her: by the branches of the State that she named (list ``state_branch``).

    Somebody of the State of whom she does not know the branch takes out what the branch "unknown" does.
    """
    named = tuple(branches) or (("unknown",) if of_the_state else ())
    return frozenset(body for branch in named for body in by_code("state_branch")[branch].more["excludes"])
