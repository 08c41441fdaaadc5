"""The mapping file: how someone else's columns become HSDS, written in TOML so that a person can read and mend it.

    [from]                       what the file is
    source = "a-short-name"      makes stable identifiers; required
    format = "json" or "csv"     required
    rows = "results"             the key of the list that holds the rows; "" when the file is the list
    licence, as_of, note         travel with every service

    [service]                    HSDS field = rule. id, name and status are required
    [organization]  [location]  [address]
    [[phones]]  [[languages]]  [[required_documents]]  [[cost_options]]  [[service_areas]]
    each = "contacts[]"          in a part: one part for every element, and the rules read inside it
    [[codes]]                    list = "need", then a rule: which codes of ours a value means
    [extra]                      what is kept as it is
    [tables.<name>]              "their value" = "ours", or a list; [] means looked at and nothing fits

A rule is a dotted path (``provider.name``, ``point.coordinates[1]``, ``types[].name`` for every one), or a table with
one of ``path``, ``first_of`` (the first path that holds something), ``constant``; and if wanted ``lang`` (the path
holds a ``*`` that stands for each language in turn) and ``table``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.formats.hsds.problems import Problem, Refused, Where

SECTIONS = ("service", "organization", "location", "address")
PARTS = ("phones", "languages", "required_documents", "cost_options", "service_areas")
_TOP = ("from", *SECTIONS, *PARTS, "codes", "extra", "tables")
_FROM = ("source", "format", "rows", "licence", "as_of", "note")
_RULE = ("path", "first_of", "constant", "lang", "table")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d*)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Where a value comes from: paths in order of preference, or a constant; and the table it is looked up in."""

    paths: tuple[str, ...] = ()
    constant: object = None
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rules for one part of a service, and the path of the elements each of which makes one."""

    rules: Mapping[str, Rule]
    each: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapping:
    """A mapping file, read and checked."""

    source: str
    format: str
    rows: str = ""
    licence: str = ""
    as_of: str = ""
    note: str = ""
    sections: Mapping[str, Mapping[str, Rule]] = field(default_factory=dict)
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    codes: tuple[tuple[str, Rule], ...] = ()
    extra: Mapping[str, Rule] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


def read_mapping(data: bytes) -> FieldMapping:
    """Return the mapping that a TOML file says, or raise Refused with what is missing or unknown in it."""
    try:
        said = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refused(Problem(code="wrong_encoding", params={"encoding": "not utf-8"})) from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(Problem(code="not_toml", params={"detail": str(error)[:120]})) from None
    _only(said, _TOP, "")
    if not any(said.get(name) for name in (*SECTIONS, *PARTS, "codes", "extra")):
        raise Refused(Problem(code="empty_mapping"))
    head = _table(said.get("from", {}), "from")
    _only(head, _FROM, "from")
    tables = {name: _lookup(name, table) for name, table in _table(said.get("tables", {}), "tables").items()}
    mapping = FieldMapping(
        **{name: str(value) for name, value in {"source": "", "format": "", **head}.items()},
        sections={name: _rules(name, said.get(name, {}), tables) for name in SECTIONS},
        parts={name: _parts(name, said.get(name, []), tables) for name in PARTS},
        codes=tuple(_code(entry, tables) for entry in _list(said.get("codes", []), "codes")),
        extra=_rules("extra", said.get("extra", {}), tables),
        tables=tables,
    )
    _check_complete(mapping)
    return mapping


def _check_complete(mapping: FieldMapping) -> None:
    """Refuse a mapping that could not give a single service."""
    if not mapping.source:
        raise Refused(Problem(code="mapping_needs", params={"field": "from.source"}))
    if mapping.format not in ("json", "csv"):
        raise Refused(Problem(code="mapping_needs", params={"field": "from.format"}))
    for name in ("id", "name", "status"):
        if name not in mapping.sections["service"]:
            raise Refused(Problem(code="mapping_needs", params={"field": f"service.{name}"}))
    for name in ("organization", "location"):
        if mapping.sections[name] and "id" not in mapping.sections[name]:
            raise Refused(Problem(code="mapping_needs", params={"field": f"{name}.id"}))


def _only(said: Mapping[str, Any], allowed: tuple[str, ...], path: str) -> None:
    """Refuse a key that nothing would read: it is almost always a slip of the pen."""
    for key in said:
        if key not in allowed:
            where = Where(path=path)
            raise Refused(Problem(code="unknown_mapping_key", where=where, params={"key": key, "allowed": allowed}))


def _table(said: object, path: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise Refused(Problem(code="wrong_type", where=Where(path=path), params={"field": path, "expected": "table"}))
    return said


def _list(said: object, path: str) -> list[Any]:
    if not isinstance(said, list):
        raise Refused(Problem(code="wrong_type", where=Where(path=path), params={"field": path, "expected": "list"}))
    return said


def _lookup(name: str, said: object) -> dict[str, tuple[str, ...]]:
    rows = _table(said, f"tables.{name}")
    return {key: tuple(map(str, value)) if isinstance(value, list) else (str(value),) for key, value in rows.items()}


def _rules(path: str, said: object, tables: Mapping[str, object]) -> dict[str, Rule]:
    return {name: _rule(f"{path}.{name}", rule, tables) for name, rule in _table(said, path).items()}


def _parts(path: str, said: object, tables: Mapping[str, object]) -> tuple[Part, ...]:
    parts = []
    for entry in _list(said, path):
        rules = dict(_table(entry, path))
        each = str(rules.pop("each", ""))
        parts.append(Part(rules=_rules(path, rules, tables), each=each))
    return tuple(parts)


def _code(entry: object, tables: Mapping[str, object]) -> tuple[str, Rule]:
    said = dict(_table(entry, "codes"))
    name = str(said.pop("list", ""))
    if not name:
        raise Refused(Problem(code="mapping_needs", params={"field": "codes.list"}))
    return name, _rule(f"codes.{name}", said, tables)


def _rule(path: str, said: object, tables: Mapping[str, object]) -> Rule:
    """Return one rule, in its short or its long form."""
    if isinstance(said, str):
        return Rule(paths=(said,))
    rule = _table(said, path)
    _only(rule, _RULE, path)
    if sum(key in rule for key in ("path", "first_of", "constant")) != 1:
        raise Refused(Problem(code="mapping_needs", params={"field": f"{path}.path"}))
    table = str(rule.get("table", ""))
    if table and table not in tables:
        raise Refused(Problem(code="mapping_needs", params={"field": f"tables.{table}"}))
    listed = _list(rule.get("first_of", []), path) if "first_of" in rule else [rule["path"]] if "path" in rule else []
    languages = _list(rule.get("lang", []), path)
    paths = [str(one).replace("*", str(language)) for language in languages for one in listed] or map(str, listed)
    return Rule(paths=tuple(paths), constant=rule.get("constant"), table=table)


def found_at(row: object, path: str) -> Iterator[Any]:
    """Yield what stands at a path: nothing, one value, or one for every element where the path says ``[]``."""
    steps = [(name, index) for name, index in _STEP.findall(path)]
    yield from _follow(row, steps, "[]" in path)


def _follow(value: object, steps: list[tuple[str, str]], repeated: bool) -> Iterator[Any]:
    for position, (name, index) in enumerate(steps):
        if name:
            value = value.get(name) if isinstance(value, dict) else None
        elif index:
            value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
        else:
            for element in value if isinstance(value, list) else ():
                yield from _follow(element, steps[position + 1 :], repeated)
            return
        if value is None:
            return
    if value != "":
        yield value
