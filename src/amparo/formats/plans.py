"""Publication plans: what will be published, fixed before anybody looks at the data. Pure.

A plan is data (``content/plans/<code>.toml``): the codebook it counts by, how its people are told apart, the tables,
for whom, and its sentences with places for figures. A table that is asked for freely is asked for until it answers, so
nothing is published but by a plan. Reading one refuses, in a sentence each, what no plan may say: a code that the
codebook has not, a level that is too fine, a subject with milder rules than its people have, a kind of venue beside a
place, a typed number.

All plans of one codebook speak of the same people and are protected together, as one :func:`world`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from amparo.formats.codebook import LEVELS, SUBJECTS, TIMES, BadCodebook, Codebook, Variable, codebook
from amparo.formats.codes import CONTENT, LANGUAGES
from amparo.formats.plan_limits import faults_of_limits
from amparo.formats.plan_samples import MEASURE, ROWS, UNIT, asked_of, faults_of_sample, on_map, titles_on_map, ways
from amparo.formats.plan_words import faults_of_words

PLANS = CONTENT / "plans"
CODE = re.compile(r"[a-z][a-z0-9_]{1,23}")
FINEST_PLACE = {"other": "municipality"}  # of every other subject the first unit below the country
UNITS = ("month", "quarter", "year")
CHECKERS = {"counts": 2, "sample": 2, "totals": 1}
"""How many people besides the author say yes; of the own totals of a house one, who stands outside of it."""
LEAST = {"totals": 10}  # persons, whatever the subject asks
AUDIENCES, MOST_ACROSS = ("public", "coordination", "ombudsman", "partner"), 3  # dimensions of one table, to be read
UNSAID, TOTAL, EACH = "unsaid", "total", "each"
KEYS = {
    "code", "version", "kind", "codebook", "subject", "audience", "period", "time", "same_as", "note", "dimensions",
    "tables", "wording", "indicators", "instrument", "maps", *LANGUAGES,
}  # fmt: skip
type Texts = Mapping[str, str]


class BadPlan(ValueError):
    """This plan asks for what nobody publishes, or is not written as one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Codes that a level puts together under a name."""

    level: str
    code: str
    of: tuple[str, ...]
    texts: Texts


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way in which people are told apart. ``only``: of a variable that has several codes, whether it has this."""

    name: str
    variable: Variable
    only: str = ""
    sensitive: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    finest: str = ""  # of a place

    @property
    def leaves(self) -> tuple[str, ...]:
        """Its finest codes, where they are known before anybody was counted."""
        if self.only:
            return ("yes", "no")
        return (*self.variable.codes, UNSAID) if self.variable.codes else ()

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that a table may show."""
        wider = LEVELS[: LEVELS.index(self.finest)] if self.finest else ()
        return (EACH, *reversed(wider), *dict.fromkeys(each.level for each in self.groups), TOTAL)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the dimensions of its rows, that of its columns, and the levels that each shows."""

    code: str
    rows: tuple[str, ...]
    columns: str
    show: Mapping[str, tuple[str, ...]]
    texts: Texts

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension of it, those of the rows first."""
        return (*self.rows, *filter(None, [self.columns]))


@dataclass(frozen=True, slots=True)
class Plan:
    """One fixed plan. ``digest`` is over its whole file: another word makes another plan."""

    code: str
    version: int
    kind: str
    codebook: str
    subject: str
    audience: str
    unit: str
    time: str
    texts: Texts
    dimensions: tuple[Dimension, ...] = ()
    tables: tuple[Table, ...] = ()
    wording: tuple[Texts, ...] = ()  # the title first
    same_as: tuple[int, ...] = ()
    instrument: str = ""
    indicators: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()  # of a sample: which of its indicators are told by first-level unit, too
    digest: str = ""

    @property
    def checkers(self) -> int:
        """How many say yes to its figures."""
        return CHECKERS[self.kind]

    def dimension(self, name: str) -> Dimension:
        """One of its dimensions."""
        return next(each for each in self.dimensions if each.name == name)


@cache
def plan(code: str, folder: Path = PLANS) -> Plan:
    """The plan of this code; :class:`BadPlan` names what is wrong with it."""
    path = folder / f"{code}.toml"
    if not CODE.fullmatch(code) or not path.is_file():
        raise BadPlan(f"There is no plan {code!r}.")
    raw = path.read_bytes()
    made = read(tomllib.loads(raw.decode()))
    if made.code != code:
        raise BadPlan(f"The plan {made.code} lies in the file of another one.")
    return replace(made, digest=sha256(raw).hexdigest())


def names(folder: Path = PLANS) -> list[str]:
    """Every plan there is."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def world(of: str, folder: Path = PLANS) -> tuple[Dimension, ...]:
    """Every way in which the plans of one codebook tell its people apart, by name."""
    found: dict[str, Dimension] = {}
    for each in (plan(name, folder) for name in names(folder)):
        for one in each.dimensions if each.codebook == of else ():
            found[one.name] = _merged(each.code, found[one.name], one) if one.name in found else one
    return tuple(found[name] for name in sorted(found))


def _merged(code: str, old: Dimension, new: Dimension) -> Dimension:
    """One dimension of two plans: the same people under the same name, the groups of both."""
    if (old.variable, old.only, old.finest) != (new.variable, new.only, new.finest):
        raise BadPlan(f"{code}: {new.name} means something else in another plan of this codebook.")
    both = (*old.groups, *new.groups)
    groups = {(each.level, each.code): each for each in both}
    if any(groups[each.level, each.code] != each for each in both):
        raise BadPlan(f"{code}: a group of {new.name} means something else in another plan of this codebook.")
    return replace(old, groups=tuple(groups.values()), sensitive=tuple(dict.fromkeys((*old.sensitive, *new.sensitive))))


def read(table: Mapping[str, Any], book: Codebook | None = None) -> Plan:
    """A plan out of its file. ``book``: the codebook, where it is none of ``content``."""
    code = table.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise BadPlan("A plan has a code of small letters.")
    if set(table) - KEYS:
        raise BadPlan(f"{code} says something that no plan says: {', '.join(sorted(set(table) - KEYS))}.")
    version, kind, subject = table.get("version"), table.get("kind", "counts"), table.get("subject")
    if type(version) is not int or not 1 <= version <= 999:
        raise BadPlan(f"{code}: version is a number from 1 to 999.")
    for what, value, known in (
        ("kind", kind, tuple(CHECKERS)), ("subject", subject, SUBJECTS),
        ("audience", table.get("audience"), AUDIENCES), ("period", table.get("period"), UNITS),
    ):  # fmt: skip
        if value not in known:
            raise BadPlan(f"{code}: {what} is one of {', '.join(known)}; “{value}” is none.")
    made = Plan(
        code, version, str(kind), str(table.get("codebook", "")), str(subject), str(table["audience"]),
        str(table["period"]), str(table.get("time", "")), _texts(code, table),
        same_as=tuple(table.get("same_as", ())), instrument=str(table.get("instrument", "")),
        indicators=tuple(table.get("indicators", ())), maps=tuple(table.get("maps", ())),
    )  # fmt: skip
    made = replace(made, wording=tuple(_texts(f"{code}, a sentence", each) for each in table.get("wording", ())))
    return _sample(made) if kind == "sample" else _counts(made, table, book)


def _sample(made: Plan) -> Plan:
    """Estimates of a sample: the questionnaire of a study, and a table for each of its indicators."""
    if not (faults := faults_of_sample(made)):
        shows, every = dict.fromkeys((*ROWS, UNIT, MEASURE), (EACH,)), asked_of(made)
        tables = [Table(each.code, ROWS, MEASURE, shows, each.texts) for each in every]
        tables += [
            Table(on_map(each.code), (UNIT,), MEASURE, shows, titles_on_map(each))
            for each in every if each.code in made.maps
        ]  # fmt: skip
        told = tuple(Dimension(name, one, finest=one.level) for name, one in ways().items())
        made = replace(made, dimensions=told, tables=tuple(tables))
        faults = faults_of_words(made)
    if faults:
        raise BadPlan(f"{made.code}: {faults[0]}")
    return made


def _counts(made: Plan, table: Mapping[str, Any], book: Codebook | None) -> Plan:
    try:
        known = book or codebook(made.codebook)
    except (OSError, BadCodebook) as error:
        raise BadPlan(f"{made.code}: there is no codebook “{made.codebook}”.") from error
    if any(type(each) is not int or not 1 <= each < known.version for each in made.same_as):
        raise BadPlan(f"{made.code}: same_as names earlier versions of {known.name}.")
    times = {each.code: each for each in known.of_part("").values() if each.kind in TIMES}
    if made.time and made.time not in times:
        raise BadPlan(f"{made.code}: {known.reference} has no variable “{made.time}” that says when.")
    if made.time and times[made.time].kind != made.unit:
        raise BadPlan(f"{made.code}: the period is of the kind of {made.time}: {times[made.time].kind}.")
    made = replace(made, dimensions=tuple(_dimension(made, known, row) for row in table.get("dimensions", ())))
    if len({each.name for each in made.dimensions}) != len(made.dimensions) or not made.dimensions:
        raise BadPlan(f"{made.code}: it tells people apart by nothing, or by one thing twice.")
    if faults := faults_of_limits(made, known):
        raise BadPlan(f"{made.code}: {faults[0]}")
    made = replace(made, tables=tuple(_table(made, row) for row in table.get("tables", ())))
    if not made.tables or len({each.code for each in made.tables}) != len(made.tables):
        raise BadPlan(f"{made.code}: it has no table, or two of one code.")
    if faults := faults_of_words(made):
        raise BadPlan(f"{made.code}: {faults[0]}")
    return made


def _dimension(made: Plan, book: Codebook, row: Mapping[str, Any]) -> Dimension:
    """One dimension; what the codebook has not is refused."""
    name, part, only = str(row.get("variable", "")), str(row.get("part", "")), str(row.get("only", ""))
    found = book.of_part(part).get(name)
    where = f"{made.code}, {name or 'a dimension'}"
    if set(row) - {"variable", "part", "only", "sensitive", "groups", "finest", "name"}:
        raise BadPlan(f"{where}: it says something that no dimension says.")
    if found is None:
        raise BadPlan(f"{made.code}: {book.reference} has no variable “{name}”{f' in {part}' if part else ''}.")
    if found.kind in TIMES:
        raise BadPlan(f"{where}: when something was is told by `time` alone.")
    if (found.kind == "many") != bool(only) or (only and only not in found.codes):
        raise BadPlan(f"{where}: of a variable with several answers `only` names one of them, of another none.")
    groups = tuple(_group(where, found, each) for each in row.get("groups", ()))
    sensitive = tuple(row.get("sensitive", ()))
    if unknown := set(sensitive) - {*found.codes, *(each.code for each in groups), *(("yes", "no") if only else ())}:
        raise BadPlan(f"{where}: there is no code “{min(unknown)}”.")
    codes = [*found.codes, UNSAID, TOTAL, *(each.code for each in groups)]
    if len(set(codes)) != len(codes):
        raise BadPlan(f"{where}: a group has the name of a code or of another group.")
    called = str(row.get("name", f"{name}_{only}"[:24] if only else name))
    return Dimension(called, found, only, sensitive, groups, _finest(made, where, found, row))


def _finest(made: Plan, where: str, found: Variable, row: Mapping[str, Any]) -> str:
    """Of a place the finest unit: never finer than its subject allows, nor than the codebook has it."""
    if found.kind != "place":
        return ""
    finest, allowed = str(row.get("finest", "admin1")), FINEST_PLACE.get(made.subject, "admin1")
    if finest not in LEVELS or LEVELS.index(finest) > min(LEVELS.index(allowed), LEVELS.index(found.level)):
        raise BadPlan(f"{where}: of this subject no place is finer than {allowed}, and “{finest}” is.")
    return finest


def _group(where: str, variable: Variable, row: Mapping[str, Any]) -> Group:
    level, code, of = str(row.get("level", "")), str(row.get("code", "")), tuple(row.get("of", ()))
    if not CODE.fullmatch(level) or level in (EACH, TOTAL, *LEVELS) or not CODE.fullmatch(code):
        raise BadPlan(f"{where}: a group has a level and a code of its own.")
    if (unknown := [each for each in of if each not in (*variable.codes, UNSAID)]) or not of:
        raise BadPlan(f"{where}: the group {code} names a code that is not there: “{', '.join(unknown)}”.")
    return Group(level, code, of, _texts(f"{where}, {code}", row))


def _table(made: Plan, row: Mapping[str, Any]) -> Table:
    code, rows, columns = str(row.get("code", "")), tuple(row.get("rows", ())), str(row.get("columns", ""))
    where, known = f"{made.code}, {code or 'a table'}", {each.name for each in made.dimensions}
    if not CODE.fullmatch(code) or set(row) - {"code", "rows", "columns", "show", *LANGUAGES}:
        raise BadPlan(f"{where}: a table has a code, rows, perhaps columns, and what each shows.")
    across = [*rows, *([columns] if columns else [])]
    if not rows or len(set(across)) != len(across) or not set(across) <= known or len(across) > MOST_ACROSS:
        raise BadPlan(f"{where}: it has one to {MOST_ACROSS} dimensions of the plan, each once.")
    show = {name: tuple(row.get("show", {}).get(name, (EACH, TOTAL))) for name in across}
    if unknown := set(row.get("show", {})) - set(across):
        raise BadPlan(f"{where}: it shows levels of what it has not: {min(unknown)}.")
    for name, levels in show.items():
        wrong = [each for each in levels if each not in made.dimension(name).levels]
        if wrong or not levels or len(set(levels)) != len(levels):
            raise BadPlan(f"{where}: {name} has no level “{', '.join(wrong)}”, or one stands there twice.")
    return Table(code, rows, columns, show, _texts(where, row))


def _texts(where: str, row: Mapping[str, Any]) -> dict[str, str]:
    if all(isinstance(row.get(language), str) and row[language].strip() for language in LANGUAGES):
        return {language: row[language] for language in LANGUAGES}
    raise BadPlan(f"{where} is not written in {', '.join(LANGUAGES)}.")
