"""The words with which she may say who she is: ours (list ``gender``), and those of a file of the house. Pure.

A house knows words that we do not. It adds its own and hides ours that nobody there uses: a word that is hidden is not
offered any more, and stays readable wherever it was said. A code of a house begins with ``house_``, so that no list of
ours will ever mean something else by it, and so that a case with it can be read where the file no longer has it, or in
another house: then its own letters are shown. Where people are counted it counts as ``own_words``, and GBVIMS has
no letter for it: what is counted by is the same in every house.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from amparo.formats.codes import LANGUAGES, Code, by_code, codes

GENDER, OF_HOUSE, OWN_WORDS = "gender", "house_", "own_words"
ALWAYS = (OWN_WORDS, "prefers_not")  # nobody takes these two ways away from her
CODE = re.compile(rf"{OF_HOUSE}[a-z][a-z0-9_]{{0,17}}")
MOST, LONGEST = 40, 60  # words of a house; letters of one


class BadGenders(ValueError):
    """A file that cannot be used: what is wrong with it (``problem``), and what the sentence about it names."""

    def __init__(self, problem: str, **named: Any) -> None:
        self.problem, self.named = problem, named
        super().__init__(f"{problem} {named}")


@dataclass(frozen=True, slots=True)
class Genders:
    """Every word that is known here, and those that are offered, in their order."""

    known: Mapping[str, Code]
    offered: tuple[Code, ...]


@cache
def genders(own: str = "") -> Genders:
    """Ours, with those of the file of the house (``own``) before the two that are always there."""
    ours = codes(GENDER)
    added, hidden = _read(Path(own)) if own else ((), frozenset())
    every = [each for each in ours if each.code not in ALWAYS]
    every += [*added, *(each for each in ours if each.code in ALWAYS)]
    offered = tuple(each for each in every if each.code not in hidden)
    return Genders(MappingProxyType({each.code: each for each in every}), offered)


def is_of_a_house(code: Any) -> bool:
    """Is it written as the code of a house, of this one or of another?"""
    return isinstance(code, str) and CODE.fullmatch(code) is not None


def is_code_of(list_name: str, code: Any) -> bool:
    """Is it a code of this list; of genders, also one of a house?"""
    return code in by_code(list_name) or (list_name == GENDER and is_of_a_house(code))


def counted_as(code: str) -> str:
    """The code of ours by which it is counted."""
    return OWN_WORDS if is_of_a_house(code) else code


def word(code: str, language: str, own: str = "") -> str:
    """The words of a code; of one that is not known here, its letters as the other house wrote them."""
    found = genders(own).known.get(code)
    return found.label(language) if found else code.removeprefix(OF_HOUSE).replace("_", " ")


def _read(path: Path) -> tuple[tuple[Code, ...], frozenset[str]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadGenders("unread", path=path) from error
    rows, hidden = table.get("genders", []), table.get("hidden", [])
    strange = sorted(set(table) - {"genders", "hidden"})
    if strange or not isinstance(rows, list) or not isinstance(hidden, list):
        raise BadGenders("parts", name=strange[0] if strange else "genders" if isinstance(hidden, list) else "hidden")
    if len(rows) > MOST:
        raise BadGenders("many", most=MOST)
    added = tuple(_row(row, number) for number, row in enumerate(rows, len(codes(GENDER))))
    _check_once(added)
    known = {*by_code(GENDER), *(each.code for each in added)}
    for code in hidden:
        if not isinstance(code, str) or code not in known:
            raise BadGenders("hidden", code=code, known=", ".join(sorted(known - set(ALWAYS))))
        if code in ALWAYS:
            raise BadGenders("always", code=code)
    return added, frozenset(hidden)


def _row(row: Any, position: int) -> Code:
    if not isinstance(row, dict) or set(row) != {"code", *LANGUAGES}:
        raise BadGenders("row", row=row)
    if not is_of_a_house(row["code"]):
        raise BadGenders("code", code=row["code"])
    for language in LANGUAGES:
        text = row[language]
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST or text != text.strip() or not text.isprintable():
            raise BadGenders("text", code=row["code"], language=language, most=LONGEST)
    return Code(row["code"], position, {language: row[language] for language in LANGUAGES}, {})


def _check_once(added: tuple[Code, ...]) -> None:
    """No code and no word stands twice: who reads a page could not tell one from the other."""
    seen = {(language, each.texts[language].casefold()) for each in codes(GENDER) for language in LANGUAGES}
    seen_codes: set[str] = set()
    for each in added:
        if each.code in seen_codes:
            raise BadGenders("twice", text=each.code)
        seen_codes.add(each.code)
        for language in LANGUAGES:
            said = (language, each.texts[language].casefold())
            if said in seen:
                raise BadGenders("twice", text=each.texts[language])
            seen.add(said)
