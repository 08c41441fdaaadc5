"""Who reads and writes what: ``content/access.toml``, read once. Pure, so that guards, pages and tests ask one list.

An area is a kind of content, such as how to reach somebody or what she told. Each question of a case and each kind of
part belongs to one. A role has a cell for an area: ``R``, ``W``, both, or none; with a star, where her key opens it.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from amparo.formats.case_questions import Question, questions
from amparo.formats.codes import CONTENT, LANGUAGES

OWN = "own_notes"  # what one person wrote for herself
# What only an open key shows. Who gets more of it waits for a second person's word.
SEALED = frozenset(
    {
        "cases",
        "called",
        "identity",
        "need",
        "agreed",
        "narrative",
        "legal",
        "matter",
        OWN,
        "quality",
        "letters",
        "referred",
        "children",
        "answers",
        "arriving",
    }
)
FOCAL_POINT = "focal_point"  # the role of whoever answers for another body; she does nothing else here
CELLS = ("", "R", "W", "RW", "R*", "W*", "RW*")


@dataclass(frozen=True, slots=True)
class Area:
    """One kind of content, and what it is called."""

    code: str
    texts: dict[str, str]

    def label(self, language: str) -> str:
        """What it is called in this language."""
        return self.texts.get(language) or self.texts["es"]


@cache
def table() -> dict[str, Any]:
    """The file as it is. A mistake in it is an error of the program, found by its test."""
    with (CONTENT / "access.toml").open("rb") as file:
        found = tomllib.load(file)
    for role, cells in found["roles"].items():
        wrong = sorted(
            {area for area in cells if area not in _codes(found)} | {c for c in cells.values() if c not in CELLS}
        )
        if wrong:
            raise ValueError(f"content/access.toml: {role} has no area or cell {wrong[0]}.")
    return found


def _codes(found: dict[str, Any]) -> set[str]:
    return {row["code"] for row in found["areas"]}


@cache
def areas() -> tuple[Area, ...]:
    """Every area, in the order of the file."""
    return tuple(Area(row["code"], {each: row[each] for each in LANGUAGES}) for row in table()["areas"])


def roles() -> tuple[str, ...]:
    """Every role that the list knows."""
    return tuple(table()["roles"])


def cell(role: str, area: str) -> str:
    """What a role does with an area."""
    return str(table()["roles"].get(role, {}).get(area, ""))


def readable(held: Iterable[str]) -> frozenset[str]:
    """The areas that somebody with these roles reads."""
    return _with("R", held)


def writable(held: Iterable[str]) -> frozenset[str]:
    """The areas in which somebody with these roles writes."""
    return _with("W", held)


def _with(letter: str, held: Iterable[str]) -> frozenset[str]:
    return frozenset(each.code for each in areas() for role in held if letter in cell(role, each.code))


@cache
def of_a_case() -> frozenset[str]:
    """The areas of which a case is made."""
    told = table()
    return frozenset(
        {
            "cases",
            OWN,
            "legal",
            "matter",
            "quality",
            *told["sections"].values(),
            *told["questions"].values(),
            *told["parts"].values(),
        }
    )


@cache
def accompanying() -> tuple[str, ...]:
    """The roles to which a case can be opened: they read something of it, and hold a key."""
    return tuple(role for role in roles() if any("*" in cell(role, area) for area in of_a_case()))


@cache
def holding() -> tuple[str, ...]:
    """The roles whose keys count in this house: something that is sealed can be opened to them.

    Not whoever answers for another body: to her only what is referred to her is sealed.
    """
    return tuple(
        role for role in roles() if role != FOCAL_POINT and any("*" in cell(role, each.code) for each in areas())
    )


def area_of(question: Question) -> str:
    """The area of a question of a case."""
    told = table()
    return str(told["questions"].get(question.code) or told["sections"][question.section])


def questions_in(known: frozenset[str]) -> frozenset[str]:
    """The questions of a case that belong to these areas, by their codes."""
    return frozenset(code for code, each in questions().items() if area_of(each) in known)


def area_of_part(kind: str, *, is_own: bool = False) -> str:
    """The area of a part: of its kind, or of what is only for who wrote it; none where the list does not name it."""
    return OWN if is_own else str(table()["parts"].get(kind, ""))
