"""Reading the code lists of ``content/codes``: one concept, one list.

A list is a TOML file with ``[[codes]]``; each code has its words in ``es``, ``pt`` and ``en``, and whatever
further keys only that list has. The order in the file is the position, which bit masks use.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).resolve().parents[1] / "content"
LANGUAGES = ("es", "pt", "en")


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its words by language, its place in the list, and its further keys."""

    code: str
    position: int
    texts: dict[str, str]
    more: dict[str, Any]

    def label(self, language: str, *, young: bool = False) -> str:
        """Its words in this language; about somebody under 18 (``young``) its words for her, where it has some."""
        if young and f"young_{language}" in self.more:
            return str(self.more[f"young_{language}"])
        return self.texts.get(language) or self.texts["es"]


@cache
def codes(list_name: str) -> tuple[Code, ...]:
    """All codes of a list, in order."""
    with (CONTENT / "codes" / f"{list_name}.toml").open("rb") as file:
        table = tomllib.load(file)
    return tuple(
        Code(
            code=row["code"],
            position=position,
            texts={language: row[language] for language in LANGUAGES if language in row},
            more={key: value for key, value in row.items() if key not in {"code", *LANGUAGES}},
        )
        for position, row in enumerate(table["codes"])
    )


@cache
def by_code(list_name: str) -> dict[str, Code]:
    """The codes of a list by their code."""
    return {code.code: code for code in codes(list_name)}


def label(list_name: str, code: str, language: str, *, young: bool = False) -> str:
    """The words of a code in a language; the code itself where the list does not know it."""
    found = by_code(list_name).get(code)
    return found.label(language, young=young) if found else code


def label_inside(list_name: str, code: str, language: str, *, young: bool = False) -> str:
    """The words of a code as they stand inside a sentence."""
    return inside(label(list_name, code, language, young=young))


def inside(text: str) -> str:
    """A heading as it stands inside a sentence: its first letter small, save in an acronym or a proper name.

    A first word in capitals is an acronym; two words that begin with a capital are a name: "Naciones Unidas".
    """
    first, *rest = text.split(" ")
    is_acronym = len(first) > 1 and first.isupper()
    is_name = bool(rest) and len(first) > 1 and rest[0][:1].isupper() and rest[0][1:2].islower()
    return text if is_acronym or is_name else text[:1].lower() + text[1:]


def choices(list_name: str, language: str) -> list[tuple[str, str]]:
    """Pairs for a form."""
    return [(code.code, code.label(language)) for code in codes(list_name)]


def mask(list_name: str, present: Iterable[str]) -> int:
    """The bit mask of some codes; codes the list does not know are left out."""
    known = by_code(list_name)
    return sum({1 << known[code].position for code in present if code in known})


def unmask(list_name: str, bits: int) -> list[str]:
    """The codes of a bit mask, in the order of the list."""
    return [code.code for code in codes(list_name) if bits >> code.position & 1]
