"""Codebooks: what a row that may be counted can hold, and nothing else. Pure.

A codebook is data (``content/codebooks/<name>.toml``): a name, a version, and variables. A variable takes its values
from a code list of ``content/codes``, or is a time, an age or a place that was made coarse before: a quarter, a month,
a week, a band of age, a municipality. There is no kind for words, a number, a day, an age in years or a point, so no
row can hold one. What a row says more than once, such as incidents, stands in *parts*.

A row is ``{"codes": {variable: [codes]}, "parts": [[part, {variable: [codes]}], …]}``, and :func:`checked` gives it
back in the one order that it can have: the order in which things were written down is gone.

No message of an error repeats a value: it could be hers.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES, by_code, label

LISTED = ("one", "many", "age_band")
TIMES = ("month", "quarter", "week")
KINDS = (*LISTED, *TIMES, "place")
LEVELS = ("country", "admin1", "municipality")
FINEST: Mapping[str, tuple[str, ...]] = {"case": ("month", "quarter"), "study": TIMES, "signal": TIMES}
"""What a codebook may be about, and the times that it may ask for."""

SUBJECTS = ("violence", "police", "trafficking", "other")
MILDEST = "other"
"""What people are counted by; of the mildest fewer are enough. What a variable does not say is the first."""

AGES = ("age_band", "age_group")
TOO_FINE = {
    "text": "words", "line": "words", "number": "a number", "scale": "a number", "age": "an age in years",
    "day": "a day", "date": "a day", "time": "an hour", "moment": "a moment", "point": "a point",
    "coordinate": "a point", "address": "an address",
}  # fmt: skip
NAME, LONGEST_CODE = re.compile(r"[a-z][a-z0-9_]{1,23}"), 24
SHAPES = {
    "month": re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII),
    "quarter": re.compile(r"20\d\d-Q[1-4]", re.ASCII),
    "week": re.compile(r"20\d\d-W(0[1-9]|[1-4]\d|5[0-3])", re.ASCII),
}
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3}(-[A-Z0-9]{1,8})?)?")  # a country, its unit, the municipality's own code
BOOK_KEYS = {"name", "version", "about", "note", "parts", "variables", *LANGUAGES}
PART_KEYS = {"code", "most", *LANGUAGES}
VARIABLE_KEYS = {"code", "part", "kind", "list", "choices", "level", "fact", "subject", *LANGUAGES}
CHOICE_KEYS = {"code", *LANGUAGES}


class BadCodebook(ValueError):
    """This codebook asks for something that no row may hold, or is not written as one."""


class BadRow(ValueError):
    """This row does not fit its codebook. The sentence names the variable, never the value."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: where it stands, what it may be, and of which sealed answer it is the coarse form (``fact``)."""

    code: str
    part: str
    kind: str
    list: str
    level: str
    fact: str
    texts: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of its own, where no list has them
    subject: str = SUBJECTS[0]  # by whose rules whoever stands in a codebook with it is counted

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that it may have; none where it is a time or a place."""
        return tuple(by_code(self.list)) if self.list else tuple(self.choices)

    def words_of(self, value: str, language: str) -> str:
        """What a value of it is called: in the list, in its own choices, or as it stands."""
        if value in self.choices:
            return self.choices[value][language]
        return label(self.list, value, language) if self.list else value

    def label(self, language: str) -> str:
        """Its name in this language."""
        return self.texts[language]

    def fits(self, value: str) -> bool:
        """May it have this value?"""
        if self.kind in LISTED:
            return value in self.codes
        if self.kind == "place":
            return bool(PLACE.fullmatch(value)) and value.count("-") <= LEVELS.index(self.level)
        return bool(SHAPES[self.kind].fullmatch(value)) and (self.kind != "week" or _is_week(value))


@dataclass(frozen=True, slots=True)
class Part:
    """What may stand more than once in a row, and how often at most."""

    code: str
    most: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of a codebook."""

    name: str
    version: int
    about: str
    texts: Mapping[str, str]
    parts: tuple[Part, ...]
    variables: tuple[Variable, ...]

    @property
    def reference(self) -> str:
        """By what a row names it: ``cases/1``."""
        return f"{self.name}/{self.version}"

    @property
    def digest(self) -> str:
        """SHA-256 of all that a row can hold: another one under the same version is a fault."""
        said = [[each.part, each.code, each.kind, each.level, each.fact, each.codes] for each in self.variables]
        parts = [[each.code, each.most] for each in self.parts]
        return sha256(json.dumps([self.reference, self.about, parts, said]).encode()).hexdigest()

    def of_part(self, part: str) -> dict[str, Variable]:
        """The variables of the row itself (``""``) or of one of its parts, by their codes."""
        return {each.code: each for each in self.variables if each.part == part}


# --- reading ---


@cache
def codebook(name: str, folder: Path = CONTENT / "codebooks") -> Codebook:
    """The codebook of this name as it is today."""
    if not NAME.fullmatch(name):
        raise BadCodebook("A codebook has a name of small letters.")
    with (folder / f"{name}.toml").open("rb") as file:
        book = read(tomllib.load(file))
    if book.name != name:
        raise BadCodebook(f"The codebook {book.name} lies in the file of another one.")
    return book


def names(folder: Path = CONTENT / "codebooks") -> list[str]:
    """Every codebook there is."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read(table: Mapping[str, Any]) -> Codebook:
    """A codebook out of its file; :class:`BadCodebook`, which names the fault."""
    name, version, about = table.get("name"), table.get("version"), str(table.get("about"))
    _known(table, BOOK_KEYS, "The codebook")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise BadCodebook("A codebook has a name of small letters.")
    if type(version) is not int or not 1 <= version <= 999:
        raise BadCodebook(f"{name}: version is a number from 1 to 999.")
    if about not in FINEST:
        raise BadCodebook(f"{name}: about is one of {', '.join(FINEST)}.")
    parts = tuple(_part(name, row) for row in table.get("parts", []))
    made = tuple(_variable(name, about, {each.code for each in parts}, row) for row in table.get("variables", []))
    if not made:
        raise BadCodebook(f"{name} has no variables.")
    for what, all_of in (("part", [each.code for each in parts]), ("variable", [(v.part, v.code) for v in made])):
        if len(set(all_of)) != len(all_of):
            raise BadCodebook(f"{name}: one {what} stands there twice.")
    return Codebook(name, version, about, _texts(name, table), parts, made)


def _part(book: str, row: Mapping[str, Any]) -> Part:
    code, most = row.get("code"), row.get("most")
    _known(row, PART_KEYS, f"{book}, a part")
    if not isinstance(code, str) or not NAME.fullmatch(code) or type(most) is not int or not 1 <= most <= 9:
        raise BadCodebook(f"{book}: a part has a code, and stands there at most 1 to 9 times (most).")
    return Part(code, most, _texts(f"{book}, {code}", row))


def _variable(book: str, about: str, parts: set[str], row: Mapping[str, Any]) -> Variable:
    """One variable; everything finer than its codebook may ask is refused here."""
    code, kind, part = row.get("code"), row.get("kind"), row.get("part", "")
    if not isinstance(code, str) or not NAME.fullmatch(code):
        raise BadCodebook(f"{book}: a variable has a code of small letters.")
    where = f"{book}, {code}"
    _known(row, VARIABLE_KEYS, where)
    if kind in TOO_FINE:
        raise BadCodebook(f"{where}: a row never holds {TOO_FINE[str(kind)]}.")
    if kind not in KINDS:
        raise BadCodebook(f"{where}: kind is one of {', '.join(KINDS)}.")
    if kind in TIMES and kind not in FINEST[about]:
        raise BadCodebook(f"{where}: nothing about a {about} is finer than a {FINEST[about][0]}.")
    if part and part not in parts:
        raise BadCodebook(f"{where}: there is no such part.")
    list_name, level, own = str(row.get("list", "")), str(row.get("level", "")), row.get("choices", [])
    if (kind in LISTED) != (bool(list_name) != bool(own)) or (kind == "place") != (level in LEVELS):
        raise BadCodebook(
            f"{where}: a list or its own choices for {', '.join(LISTED)}; a level ({', '.join(LEVELS)}) for a place."
        )
    if (kind == "age_band") != (list_name in AGES):
        raise BadCodebook(f"{where}: an age is of the kind age_band, out of {' or '.join(AGES)}.")
    if list_name:
        _list(where, list_name)
    if not isinstance(row.get("fact"), str) or not NAME.fullmatch(row["fact"]):
        raise BadCodebook(f"{where}: fact names the sealed answer of which it is the coarse form.")
    subject = row.get("subject", SUBJECTS[0])
    if subject not in SUBJECTS:
        raise BadCodebook(f"{where}: subject is one of {', '.join(SUBJECTS)}.")
    texts = _texts(where, row)
    return Variable(code, part, kind, list_name, level, row["fact"], texts, _choices(where, own), subject)


def _choices(where: str, rows: Any) -> dict[str, dict[str, str]]:
    """Choices that stand in no list of the house: those of a question that one house alone asks."""
    for row in rows:
        _known(row, CHOICE_KEYS, f"{where}, a choice")
        _code(f"{where}, a choice", row.get("code"))
    found = {row["code"]: _texts(f"{where}, {row['code']}", row) for row in rows}
    if len(found) != len(rows):
        raise BadCodebook(f"{where}: one choice stands there twice.")
    return found


def _list(where: str, name: str) -> None:
    """Is it a code list, and are its codes such as can be told from a number or a sentence?"""
    if not NAME.fullmatch(name) or not (CONTENT / "codes" / f"{name}.toml").is_file():
        raise BadCodebook(f"{where}: there is no code list of this name.")
    for code in by_code(name):
        _code(f"{where}, {name}", code)


def _code(where: str, code: Any) -> None:
    if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z0-9_]{1,24}", code, re.ASCII) or code.isdigit():
        raise BadCodebook(f"{where}: a code has at most {LONGEST_CODE} letters and figures, and is no number.")


def _known(row: Mapping[str, Any], keys: set[str], where: str) -> None:
    if set(row) - keys:
        raise BadCodebook(f"{where} says something that no codebook says: {', '.join(sorted(set(row) - keys))}.")


def _texts(where: str, row: Mapping[str, Any]) -> dict[str, str]:
    if not all(isinstance(row.get(language), str) and row[language].strip() for language in LANGUAGES):
        raise BadCodebook(f"{where} is not named in {', '.join(LANGUAGES)}.")
    return {language: row[language] for language in LANGUAGES}


# --- checking a row ---


def checked(book: Codebook, row: Any) -> dict[str, Any]:
    """The row in its one order, if it fits the codebook; else :class:`BadRow`."""
    if not isinstance(row, dict) or set(row) - {"codes", "parts"}:
        raise BadRow("A row is its codes and its parts.")
    parts = []
    for each in _sequence(row.get("parts", []), "parts"):
        if not isinstance(each, list | tuple) or len(each) != 2 or each[0] not in [part.code for part in book.parts]:
            raise BadRow("A part is one that the codebook names, and its codes.")
        parts.append([each[0], _codes(book, each[0], each[1])])
    for part in book.parts:
        if sum(each[0] == part.code for each in parts) > part.most:
            raise BadRow(f"{part.code} stands there more than {part.most} times.")
    return {"codes": _codes(book, "", row.get("codes", {})), "parts": sorted(parts, key=json.dumps)}


def _codes(book: Codebook, part: str, given: Any) -> dict[str, list[str]]:
    known = book.of_part(part)
    if not isinstance(given, dict) or set(given) - set(known):
        raise BadRow("There is a variable that the codebook does not know.")
    found = {name: _values(known[name], given[name]) for name in sorted(given)}
    return {name: values for name, values in found.items() if values}


def _values(variable: Variable, given: Any) -> list[str]:
    values = [each for each in _sequence(given, variable.code) if type(each) is str and variable.fits(each)]
    if len(values) != len(given) or len(set(values)) != len(values):
        raise BadRow(f"{variable.code} holds something that is no code of it, or the same twice.")
    if variable.kind != "many" and len(values) > 1:
        raise BadRow(f"{variable.code} holds more than one.")
    return sorted(values)


def _sequence(given: Any, name: str) -> Iterable[Any]:
    if not isinstance(given, list | tuple):
        raise BadRow(f"{name} is a list.")
    return given


def _is_week(value: str) -> bool:
    """Has this year so many weeks?"""
    year, week = int(value[:4]), int(value[6:])
    return week <= date(year, 12, 28).isocalendar().week
