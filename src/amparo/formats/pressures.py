"""Pressures: which figures there are, and how coded rows become what a method of indirect questions takes. Pure.

``content/pressures.toml`` names each figure, the design by which it was asked, and its sentence. Rows say by which
codebook they are, and not by which questionnaire: so the words under which a variable was asked are compared with those
of the library. Where a house changed the sentences, the chance of the birthday or the number of harmless items is not
known any more, and its answers are left out of that figure, in words.

A row that is read here is turned into columns at once. Nothing of this module shows one row, and none of its errors
repeats what somebody answered.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codebook import Codebook
from amparo.formats.codes import CONTENT, LANGUAGES, by_code
from amparo.formats.instruments import NOT_SAID, Design, Instrument, instrument

FILE = CONTENT / "pressures.toml"
CROSSWISE, LIST, STRAIGHT = "crosswise", "list", "straight"
SAME, ARM, LONG = "same", "list_arm", "long"  # counted of a crossed pair; which list; the one with the sentence
ALL = "all"
LONGEST_NAME = 38
_TOP = {"instrument", "age", "minors", "groups", "periods", "items"}
_ITEM = {"code", "name", "part", "design", "variable", "choice", *LANGUAGES}

type Codes = Mapping[str, Sequence[str]]


class BadPressures(ValueError):
    """The file says something that no questionnaire of the library asks."""


@dataclass(frozen=True, slots=True)
class Item:
    """One figure: of what it speaks, how it was asked, and its sentence with a place for the figure."""

    code: str
    part: str  # of the list ``pressure_part``
    way: str  # CROSSWISE, LIST or STRAIGHT
    variable: str
    choice: str  # of a straight question, the answer that is counted
    beside: str  # the variable of the anchor, or of which list she heard; nothing of a straight question
    questions: tuple[str, ...]  # of the library, whose words it has to have been asked in
    design: Design | None
    anchor: Design | None
    names: Mapping[str, str]  # in few words, beside a bar
    texts: Mapping[str, str]

    def sentence(self, language: str, value: str) -> str:
        """The figure in words."""
        return self.texts[language] % {"value": value}


@dataclass(frozen=True, slots=True)
class Pressures:
    """All figures, and by what they are told apart."""

    instrument: Instrument
    age: str
    minors: tuple[str, ...]
    groups: tuple[str, ...]
    periods: tuple[str, ...]
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """A figure by its code; one that was taken out of the file since is None."""
        return next((each for each in self.items if each.code == code), None)


@cache
def pressures(file: Path = FILE) -> Pressures:
    """The figures as they stand today."""
    return read(tomllib.loads(file.read_text(encoding="utf-8")))


def read(table: Mapping[str, Any]) -> Pressures:
    """The figures out of their file; :class:`BadPressures` where one is none."""
    if set(table) != _TOP:
        raise BadPressures(f"The file has to say {', '.join(sorted(_TOP))}, and nothing else.")
    asked = instrument(table["instrument"])
    items = tuple(_item(asked, each) for each in table["items"])
    if len({each.code for each in items}) != len(items):
        raise BadPressures("One figure stands there twice.")
    minors, groups, periods = (tuple(table[key]) for key in ("minors", "groups", "periods"))
    return Pressures(asked, table["age"], minors, groups, periods, items)


def _item(asked: Instrument, row: Mapping[str, Any]) -> Item:
    where = str(row.get("code"))
    if set(row) - _ITEM or ("design" in row) == ("variable" in row) or ("choice" in row) != ("variable" in row):
        raise BadPressures(f"{where}: a design, or a variable and its choice.")
    if row.get("part") not in by_code("pressure_part"):
        raise BadPressures(f"{where}: part is of the list pressure_part.")
    texts = {language: str(row.get(language, "")) for language in LANGUAGES}
    if any(text.count("%(value)s") != 1 or text.count("%") != 1 for text in texts.values()):
        raise BadPressures(f"{where}: a sentence has one place for the figure, in each language.")
    names = row.get("name", {})
    if set(names) != set(LANGUAGES) or max(map(len, names.values())) > LONGEST_NAME:
        raise BadPressures(f"{where}: a name in each language, of at most {LONGEST_NAME} letters.")
    if "design" in row:
        return _hidden(asked, where, row, names, texts)
    question = next((each for each in asked.questions if each.variable == row["variable"]), None)
    if question is None or row["choice"] not in question.codes:
        raise BadPressures(f"{where}: no question of {asked.name} has this answer.")
    return Item(
        where, row["part"], STRAIGHT, row["variable"], row["choice"], "", (question.name,), None, None, names, texts
    )  # fmt: skip


def _hidden(
    asked: Instrument, where: str, row: Mapping[str, Any], names: Mapping[str, str], texts: Mapping[str, str]
) -> Item:
    """A figure behind a design, whose anchor has to be there where it has one."""
    designs, by_name = {each.code: each for each in asked.designs}, {each.name: each for each in asked.questions}
    design = designs.get(row["design"])
    if design is None:
        raise BadPressures(f"{where}: {asked.name} has no such design.")
    anchor, variable = designs.get(design.anchor), by_name[design.question].variable
    questions = tuple(each for each in (design.question, design.control, anchor.question if anchor else "") if each)
    beside = by_name[anchor.question].variable if anchor else ARM if design.method == LIST else ""
    return Item(where, row["part"], design.method, variable, "", beside, questions, design, anchor, names, texts)


# --- how it was asked ---


def in_these_words(told: Pressures, item: Item, book: Codebook) -> bool | None:
    """Was it asked as the library asks it? None where this codebook did not ask it at all."""
    asked = {each.name: each for each in told.instrument.questions}
    variables = book.of_part("")
    wanted: dict[str, list[str]] = {}  # two lists fill one variable: either of them
    for name in item.questions:
        wanted.setdefault(asked[name].variable, []).append(name)
    if item.variable not in variables:
        return None
    return all(
        code in variables and any(_alike(asked[name].texts, variables[code].texts) for name in names)
        for code, names in wanted.items()
    )


def _alike(ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """The same sentence in one language at least; a codebook keeps its first 400 letters."""
    return any(_folded(ours[each]) == _folded(theirs.get(each, "")) for each in LANGUAGES)


def _folded(text: str) -> str:
    return " ".join(text[:400].split())[:380]


# --- rows into columns ---


@dataclass(frozen=True, slots=True)
class Column:
    """What was answered, one place for each row: 1, 0, or a count; None where nothing was said that counts.

    ``beside`` is the anchor of a crossed pair, or 1 where somebody heard the long list; empty of a straight question.
    """

    answers: tuple[float | None, ...]
    beside: tuple[float | None, ...] = ()


def column(item: Item, rows: Sequence[Codes]) -> Column:
    """The answers to one item. ``rows`` that were asked in other words stand there as empty ones."""
    if item.way == LIST:
        return Column(tuple(_count(row, item.variable) for row in rows), tuple(_arm(row, item.beside) for row in rows))
    if item.way == CROSSWISE:
        anchor = tuple(_counted(row, item.beside, SAME) for row in rows) if item.beside else ()
        return Column(tuple(_counted(row, item.variable, SAME) for row in rows), anchor)
    return Column(tuple(_counted(row, item.variable, item.choice) for row in rows))


def _counted(row: Codes, variable: str, choice: str) -> float | None:
    """1 where this was answered, 0 where something else was; None where she did not say."""
    said = [each for each in row.get(variable, ()) if each not in NOT_SAID]
    return float(choice in said) if said else None


def _count(row: Codes, variable: str) -> float | None:
    """How many sentences are true of her: the list ``list_count``."""
    said = [each for each in row.get(variable, ()) if each not in NOT_SAID]
    return float(list(by_code("list_count")).index(said[0])) if said else None


def _arm(row: Codes, variable: str) -> float | None:
    said = row.get(variable, ())
    return float(said[0] == LONG) if said else None


def adults(told: Pressures, rows: Sequence[Codes]) -> list[bool]:
    """Of whom anything is reckoned. Whoever is under 18 was asked nothing of this."""
    return [not set(row.get(told.age, ())) & set(told.minors) for row in rows]


def parts_of(told: Pressures, rows: Sequence[Codes]) -> dict[tuple[str, str], list[bool]]:
    """All of them, and each group and period that somebody is of: who is of it."""
    grown = adults(told, rows)
    found = {(ALL, ""): grown}
    for variable in (*told.groups, *told.periods):
        for code in sorted({each for row in rows for each in row.get(variable, ())}):
            mine = [is_grown and code in row.get(variable, ()) for is_grown, row in zip(grown, rows, strict=True)]
            if any(mine) and mine != grown:
                found[variable, code] = mine
    return found
