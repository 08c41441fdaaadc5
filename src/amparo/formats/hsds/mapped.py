"""Reading a foreign file by a mapping: each row becomes an HSDS object and passes the same checks as any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from amparo.formats.hsds.encode import to_hsds
from amparo.formats.hsds.facts import LISTS, OF_ORGANISATION, term_of
from amparo.formats.hsds.identity import stable_id
from amparo.formats.hsds.mapping import FieldMapping, Rule, found_at
from amparo.formats.hsds.problems import Problem, Refused, Tally, Where
from amparo.formats.hsds.read import Reader
from amparo.formats.hsds.records import Record
from amparo.formats.hsds.rows import csv_rows
from amparo.formats.hsds.stream import Limits, json_records


def read_mapped(
    stream: BinaryIO, mapping: FieldMapping, *, tally: Tally | None = None, limits: Limits | None = None
) -> Iterator[Record | Problem]:
    """Yield the services and problems of a foreign file, as they come.

    A value that a table does not hold, or holds with nothing on the other side, is counted in ``tally.unmapped`` under
    the path it stood at; it is a problem only the first time, and only when the table does not know it at all.
    """
    reader = Reader(mapping.source, tally, limits or Limits())
    mapper = _Mapper(mapping, reader.tally)
    found = False
    try:
        for where, row in _rows(stream, mapping, reader.limits):
            found = True
            whole = mapper.hsds(row, where)
            for problem in mapper.taken_problems():
                yield reader.note(problem)
            yield from reader.read("services", whole, where)
            if reader.has_had_enough:
                params = {"limit": reader.limits.problems}
                raise Refused(Problem(code="too_many_problems", where=where, params=params))
        if not found:
            raise Refused(Problem(code="no_rows", params={"path": mapping.rows}))
    except Refused as refused:
        yield reader.note(refused.problem)


def _rows(stream: BinaryIO, mapping: FieldMapping, limits: Limits) -> Iterator[tuple[Where, Any]]:
    """Yield the rows of the file with their places."""
    if mapping.format == "csv":
        for number, (line, row) in enumerate(csv_rows(stream, limits), start=1):
            yield Where(record=number, line=line), row
        return
    number = 0
    for key, row in json_records(stream, limits, rows=frozenset({mapping.rows})):
        # An object that holds none of the rows stands here whole: it is the page itself, not a row of it.
        if key == mapping.rows and isinstance(row, dict) and mapping.rows not in row:
            number += 1
            yield Where(record=number), row


class _Mapper:
    """Builds HSDS objects out of rows, and remembers which foreign values found nothing on our side."""

    def __init__(self, mapping: FieldMapping, tally: Tally) -> None:
        self._mapping = mapping
        self._tally = tally
        self._said: set[tuple[str, str]] = set()
        self._looked_up: dict[tuple[str, str], tuple[bool, bool]] = {}  # (path, value) of this row: known, mapped
        self._problems: list[Problem] = []

    def taken_problems(self) -> list[Problem]:
        """Return the problems since the last time."""
        taken, self._problems = self._problems, []
        return taken

    def hsds(self, row: Any, where: Where) -> dict[str, Any]:
        """Return the HSDS object of one row."""
        service = self._section("service", row)
        organisation = self._section("organization", row)
        self._code_attributes(row, service, organisation)
        if organisation:
            service["organization"] = organisation
        location = self._section("location", row)
        address = self._section("address", row)
        if address:
            address["id"] = stable_id(self._mapping.source, "address", str(location.get("id", service.get("id"))))
            location["addresses"] = [address]
        if location.get("id") is not None:
            at = {"id": stable_id(self._mapping.source, "at", str(location["id"])), "location": location}
            service["service_at_locations"] = [at]
        for name, parts in self._mapping.parts.items():
            made = [part for each in parts for part in self._part(name, each.each, each.rules, row, service)]
            if made:
                service[name] = made
        for name, rule in self._mapping.extra.items():
            kept = self._values(rule, row, f"extra.{name}")
            if kept:
                service[name] = kept if any("[]" in path for path in rule.paths) else kept[0]
        self._count_unmapped(where)
        service["source"] = {
            key: value for key in ("source", "licence", "as_of", "note") if (value := getattr(self._mapping, key))
        }
        return service

    def _section(self, name: str, row: Any) -> dict[str, Any]:
        made = {}
        for column, rule in self._mapping.sections[name].items():
            for value in self._values(rule, row, f"{name}.{column}")[:1]:
                made[column] = value
        return made

    def _part(
        self, name: str, each: str, rules: Mapping[str, Rule], row: Any, service: Mapping[str, Any]
    ) -> Iterator[dict[str, Any]]:
        """Yield the parts of one kind: one, or one for every element."""
        for element in found_at(row, each) if each else (row,):
            made = {}
            for column, rule in rules.items():
                for value in self._values(rule, element, f"{name}.{column}")[:1]:
                    made[column] = value
            if any(rule.paths and column in made for column, rule in rules.items()):  # not constants alone
                said = [f"{key}={made[key]}" for key in sorted(made)]
                yield {"id": stable_id(self._mapping.source, name, str(service.get("id")), *said), **made}

    def _values(self, rule: Rule, row: Any, label: str) -> list[Any]:
        """Return what a rule finds in a row, looked up in its table."""
        found: list[Any] = [rule.constant] if rule.constant is not None else []
        for path in rule.paths:
            found = list(found_at(row, path))
            if found:
                label = path if rule.table else label
                break
        if not rule.table:
            return found
        table = self._mapping.tables[rule.table]
        looked_up: dict[str, None] = {}
        for value in found:
            key = str(value)
            known, mapped = self._looked_up.get((label, key), (False, False))
            self._looked_up[label, key] = (known or key in table, mapped or bool(table.get(key)))
            looked_up |= dict.fromkeys(table.get(key, ()))
        return list(looked_up)

    def _count_unmapped(self, where: Where) -> None:
        """Count what no table had an answer for: two tables may share a column and each know half of it."""
        for (label, value), (known, mapped) in self._looked_up.items():
            if mapped:
                continue
            self._tally.unmapped[label, value] += 1
            if not known and (label, value) not in self._said:
                self._said.add((label, value))
                params = {"field": label, "value": value[:80]}
                self._problems.append(Problem(code="unmapped_value", where=where, params=params))
        self._looked_up.clear()

    def _code_attributes(self, row: Any, service: dict[str, Any], organisation: dict[str, Any]) -> None:
        """Say our codes as HSDS attributes, of the service or of who runs it."""
        for name, rule in self._mapping.codes:
            holder, kind = (organisation, "organization") if name in OF_ORGANISATION else (service, "service")
            if not holder:
                continue
            for code in map(str, self._values(rule, row, f"codes.{name}")):
                term = to_hsds(term_of(name, code, code)) if name in LISTS else {"id": code, "name": code}
                identifier = stable_id(self._mapping.source, "attribute", kind, str(holder.get("id")), name, code)
                attribute = {"id": identifier, "link_entity": kind, "taxonomy_term": term}
                holder.setdefault("attributes", []).append(attribute)
