"""Reading an instrument, or saying where it is wrong."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES
from amparo.formats.instruments.beside import beside
from amparo.formats.instruments.items import item
from amparo.formats.instruments.records import ARMS, BadInstrument, Group, Instrument, Item
from amparo.formats.instruments.references import check_references
from amparo.formats.instruments.rows import Row

FOLDER = CONTENT / "instruments"
NAME = re.compile(r"[a-z][a-z0-9_]{1,23}")
OURS = ("amparo_", "meta", "data")  # how names begin, or what they are, that a form needs itself
_TOP = {
    "name", "version", "minutes", "needs", "is_sensitive", "note", "groups", "questions", "designs", "elsewhere",
    "simulate", *LANGUAGES,
}  # fmt: skip


@cache
def instrument(name: str, folder: Path = FOLDER) -> Instrument:
    """The instrument of this name as it is today."""
    try:
        table = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    except OSError:
        raise BadInstrument("no_file", name) from None
    except ValueError as error:
        raise BadInstrument("no_toml", name, original=str(error)) from None
    found = read(table)
    if found.name != name:
        raise BadInstrument("other_name", name, value=found.name)
    return found


def names(folder: Path = FOLDER) -> list[str]:
    """Every instrument there is."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read(table: Mapping[str, Any]) -> Instrument:
    """An instrument out of what TOML made of its file."""
    row = Row(str(table.get("name", "?")), table)
    row.only(_TOP)
    groups = tuple(_group(each) for each in row.rows("groups", named="code"))
    rows = row.rows("questions", named="name")
    questions = tuple(item(each, groups=groups) for each in rows)
    note = table.get("note")
    if not isinstance(note, dict):
        raise BadInstrument("missing", row.where, key="note")
    about = Row(f"{row.where}, note", note)
    about.only({"sources", *LANGUAGES})
    more = beside(row, questions)
    found = Instrument(
        name=_named(row, "name"),
        version=row.number("version", least=1, most=9_999),
        minutes=row.number("minutes", least=1, most=240),
        needs=row.known("needs", "need"),
        is_sensitive=row.truth("is_sensitive"),
        texts=row.languages(),
        note=about.languages(),
        sources=about.texts("sources", needed=True),
        groups=groups,
        questions=questions,
        designs=more.designs,
        elsewhere=more.elsewhere,
        simulate=more.simulate,
    )
    _check_names(found, rows)
    _check_order(found, rows)
    check_references(found, tuple(each.where for each in rows))
    return found


def _group(row: Row) -> Group:
    row.only({"code", "only", *LANGUAGES})
    only = row.known("only", "module")
    if len(set(only) & set(ARMS)) == len(ARMS):
        raise BadInstrument("both_arms", row.where)
    return Group(_named(row, "code"), row.languages(), only)


def _named(row: Row, key: str) -> str:
    """A name that a form, a file and a column can all bear."""
    name = row.text(key)
    if not NAME.fullmatch(name) or name in OURS or name.startswith(OURS[0]):
        raise BadInstrument("bad_name", row.where, value=name)
    return name


def _check_names(found: Instrument, rows: tuple[Row, ...]) -> None:
    """No name twice, be it of a page or of a question: a reference would mean two things. No variable twice."""
    names: set[str] = set()
    for group in found.groups:
        if group.code in names:
            raise BadInstrument("name_twice", f"groups ({group.code})", value=group.code)
        names.add(group.code)
    variables: dict[str, Item] = {}
    for each, row in zip(found.questions, rows, strict=True):
        _named(row, "name")
        if each.name in names:
            raise BadInstrument("name_twice", row.where, value=each.name)
        names.add(each.name)
        if each.variable and not _may_share(found, variables.setdefault(each.variable, each), each):
            raise BadInstrument("variable_twice", row.where, value=each.variable)


def _may_share(found: Instrument, first: Item, second: Item) -> bool:
    """May two questions fill one variable? Only where no form carries both: one in each arm."""
    if first is second:
        return True
    only = [next(group.only for group in found.groups if group.code == each.group) for each in (first, second)]
    return {*only[0], *only[1]} == set(ARMS) and len(only[0]) == len(only[1]) == 1


def _check_order(found: Instrument, rows: tuple[Row, ...]) -> None:
    """Questions stand in the file as in the form, page after page; no page is empty."""
    order = [group.code for group in found.groups]
    places = [order.index(each.group) for each in found.questions]
    for before, after, row in zip(places, places[1:], rows[1:], strict=False):
        if after < before:
            raise BadInstrument("out_of_order", row.where, value=order[after])
    for number, code in enumerate(order):
        if number not in places:
            raise BadInstrument("empty_group", f"groups {number + 1} ({code})", value=code)
