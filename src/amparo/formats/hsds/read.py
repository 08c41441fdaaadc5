"""Reading HSDS 3.0: every shape it travels in, one record at a time, each problem said and the rest still read."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, cast

from amparo.formats.hsds import records
from amparo.formats.hsds.decode import Decoder
from amparo.formats.hsds.fields import KIND_NAME
from amparo.formats.hsds.problems import Problem, Refused, Tally, Where
from amparo.formats.hsds.records import Dataset, Record
from amparo.formats.hsds.stream import Limits, json_records

# Which list says what kind its records are, and which field gives a kind away where no list does.
_KIND_OF_LIST: Mapping[str, type] = {
    "services": records.Service,
    "organizations": records.Organisation,
    "locations": records.Location,
    "taxonomies": records.Taxonomy,
    "taxonomy_terms": records.TaxonomyTerm,
}
_TELLING: tuple[tuple[type, frozenset[str]], ...] = (
    (records.Location, frozenset({"location_type"})),
    (records.Service, frozenset({"status"})),
    (records.TaxonomyTerm, frozenset({"taxonomy_detail", "taxonomy", "parent_id", "term_uri", "taxonomy_id"})),
    (records.Taxonomy, frozenset({"version"})),
    (
        records.Organisation,
        frozenset(
            {
                "services",
                "organization_identifiers",
                "website",
                "legal_status",
                "year_incorporated",
                "tax_id",
                "tax_status",
                "programs",
                "parent_organization_id",
                "locations",
                "logo",
                "uri",
            }
        ),
    ),
)


class Guard:
    """Remembers what a file has said, so that nothing is said twice and nobody is their own ancestor."""

    def __init__(self) -> None:
        """Begin a file."""
        self._seen: dict[tuple[str, bytes], tuple[int, str]] = {}
        self._parent: dict[tuple[str, str], str] = {}

    def check_new(self, kind: str, identifier: str, where: Where) -> None:
        """Refuse an identifier that another record of the same kind has used."""
        key = (kind, uuid.UUID(identifier).bytes)
        here = (where.record or 0, where.path)
        first = self._seen.setdefault(key, here)
        if first != here:
            params = {"id": identifier, "first_record": first[0]}
            raise Refused(Problem(code="duplicate_id", where=where, params=params))

    def check_parents(self, said: Iterable[tuple[str, str, str, Where]]) -> None:
        """Refuse the record that closes a circle of organisations, terms or places."""
        for kind, child, parent, where in said:
            circle = [child]
            above: str | None = parent
            while above is not None and above != child and above not in circle:
                circle.append(above)
                above = self._parent.get((kind, above))
            if above == child:
                raise Refused(Problem(code="cyclic", where=where, params={"kind": kind, "ids": tuple(circle)}))
            self._parent[kind, child] = parent


class Reader:
    """Turns plain values into records, shape by shape; the JSON, the table and the mapped readers all end here."""

    def __init__(self, source: str, tally: Tally | None, limits: Limits) -> None:
        """Begin a file."""
        self.tally = tally if tally is not None else Tally()
        self.limits = limits
        self._decoder = Decoder(source, self.tally)
        self._guard = Guard()
        self._refused = 0

    def read(self, key: str, value: Any, where: Where) -> Iterator[Record | Problem]:
        """Yield the records of one value from the file, and its problems before them."""
        try:
            shaped = list(_shapes(key, value, where))
        except Refused as refused:
            yield self.note(refused.problem)
            return
        for cls, raw, place, identity in shaped:
            yield from self._one(cls, raw, place, identity)

    def _one(self, cls: type, raw: Any, where: Where, identity: tuple[str, str] | None) -> Iterator[Record | Problem]:
        self._decoder.mended.clear()
        self._decoder.parents.clear()
        try:
            record = cast("Record", self._decoder.decode(cls, raw, where))
            kind, identifier = identity or (KIND_NAME[cls], record.id)
            self._guard.check_parents(self._decoder.parents)
            self._guard.check_new(kind, identifier, where)
        except Refused as refused:
            yield self.note(refused.problem)
            return
        for problem in self._decoder.mended:
            yield self.note(problem)
        self.tally.read[KIND_NAME[cls]] += 1
        yield record

    def note(self, problem: Problem) -> Problem:
        """Count a problem, and pass it on."""
        self.tally.count(problem)
        self._refused += problem.level == "refused"
        return problem

    @property
    def has_had_enough(self) -> bool:
        """Say whether so much was refused that the rest is not worth anyone's time."""
        return self._refused >= self.limits.problems


def _shapes(key: str, value: Any, where: Where) -> Iterator[tuple[type, Any, Where, tuple[str, str] | None]]:
    """Yield what to decode: class, values, place and, where it is not the record's own, what must be unique."""
    if not isinstance(value, dict):
        raise Refused(Problem(code="not_hsds", where=where, params={"found": type(value).__name__}))
    if isinstance(value.get("service"), dict) and ("location" in value or "location_id" in value):
        at = {name: inside for name, inside in value.items() if name != "service"}
        service = {**value["service"], "service_at_locations": [at]}
        yield records.Service, service, where.at("service"), _identity_of_at(value, where)
        return
    cls = _KIND_OF_LIST.get(key) or _kind_of(value)
    services = value.get("services")
    if cls is records.Organisation and isinstance(services, list) and services:
        organisation = {name: inside for name, inside in value.items() if name != "services"}
        for position, service in enumerate(services, start=1):
            whole = {**service, "organization": organisation} if isinstance(service, dict) else service
            place = Where(record=where.record, path=f"services[{position}]", line=where.line, file=where.file)
            yield records.Service, whole, place, None
        return
    if cls is records.Organisation and services == []:
        value = {name: inside for name, inside in value.items() if name != "services"}
    if not {"id", "name"} & set(value):
        raise Refused(Problem(code="not_hsds", where=where, params={"found": ", ".join(sorted(value)[:5])[:80]}))
    yield cls, value, where, None


def _identity_of_at(value: Mapping[str, Any], where: Where) -> tuple[str, str] | None:
    """A list of services at locations says a service once for each place: the place's line is what is unique."""
    try:
        return "service_at_location", str(uuid.UUID(str(value.get("id"))))
    except ValueError:
        return None


def _kind_of(value: Mapping[str, Any]) -> type:
    """Return the kind of a record that stands alone; what says nothing else is taken for a service."""
    for cls, telling in _TELLING:
        if telling & set(value):
            return cls
    return records.Service


def read_json(
    stream: BinaryIO, *, source: str = "", tally: Tally | None = None, limits: Limits | None = None
) -> Iterator[Record | Problem]:
    """Yield the records and problems of HSDS 3.0 JSON, in any of its shapes, as they come.

    A single object, a list, a page with ``contents``, organisations with their services inside, services at
    locations, one object a line. ``source`` names where the file is from: identifiers that are no UUID become one
    made of source and identifier. Whoever only wants services keeps what is a ``Service``.
    """
    reader = Reader(source, tally, limits or Limits())
    number = 0
    try:
        for key, value in json_records(stream, reader.limits):
            number += 1
            yield from reader.read(key, value, Where(record=number))
            if reader.has_had_enough:
                params = {"limit": reader.limits.problems}
                raise Refused(Problem(code="too_many_problems", where=Where(record=number), params=params))
    except Refused as refused:
        yield reader.note(refused.problem)


def as_dataset(found: Iterable[Record | Problem]) -> tuple[Dataset, tuple[Problem, ...]]:
    """Return everything that was read, and everything that was wrong, for files that fit in memory."""
    problems: list[Problem] = []
    kinds: dict[type, list[Any]] = {}
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            kinds.setdefault(type(item), []).append(item)
    dataset = replace(
        Dataset(),
        services=tuple(kinds.get(records.Service, ())),
        organisations=tuple(kinds.get(records.Organisation, ())),
        locations=tuple(kinds.get(records.Location, ())),
        taxonomies=tuple(kinds.get(records.Taxonomy, ())),
        taxonomy_terms=tuple(kinds.get(records.TaxonomyTerm, ())),
    )
    return dataset, tuple(problems)


def read_json_bytes(
    data: bytes, *, source: str = "", tally: Tally | None = None
) -> tuple[Dataset, tuple[Problem, ...]]:
    """Return the dataset of a small file that is already in memory."""
    return as_dataset(read_json(io.BytesIO(data), source=source, tally=tally))
