"""The tables of the HSDS datapackage, and how a tree of records becomes rows and rows become a tree again.

JSON and CSV say the same things: JSON by standing inside, CSV by a column that names the parent. Both directions here
work on plain values, so reading and writing records is done once, for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from amparo.formats.hsds.identity import stable_id
from amparo.formats.hsds.problems import Problem, Where

type Node = dict[str, Any]
type Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the package: the list it is in JSON, its columns, and the kinds that may be its parent."""

    file: str
    key: str
    columns: tuple[str, ...]
    parents: tuple[str, ...] = ()


def _table(file: str, key: str, columns: str, parents: str = "") -> Table:
    return Table(file, key, tuple(columns.split()), tuple(parents.split()))


# The order is that of reading: a parent's table stands before its children's.
TABLES: Mapping[str, Table] = {
    "taxonomy": _table("taxonomies.csv", "taxonomies", "id name description uri version"),
    "taxonomy_term": _table(
        "taxonomy_terms.csv",
        "taxonomy_terms",
        "id code name description parent_id taxonomy language taxonomy_id term_uri",
    ),
    "organization": _table(
        "organizations.csv",
        "organizations",
        "id name alternate_name description email website year_incorporated legal_status logo uri"
        " parent_organization_id",
    ),
    "program": _table("programs.csv", "programs", "id organization_id name alternate_name description", "organization"),
    "service": _table(
        "services.csv",
        "services",
        "id organization_id program_id name alternate_name description url email status interpretation_services"
        " application_process fees_description wait_time fees accreditations eligibility_description minimum_age"
        " maximum_age assured_date licenses alert last_modified",
    ),
    "location": _table(
        "locations.csv",
        "locations",
        "id location_type url organization_id name alternate_name description transportation latitude longitude"
        " external_identifier external_identifier_type",
        "organization",
    ),
    "service_at_location": _table(
        "service_at_location.csv", "service_at_locations", "id service_id location_id description", "service"
    ),
    "contact": _table(
        "contacts.csv",
        "contacts",
        "id organization_id service_id service_at_location_id location_id title department",
        "organization service service_at_location location",
    ),
    "phone": _table(
        "phones.csv",
        "phones",
        "id location_id service_id organization_id contact_id service_at_location_id number extension type description",
        "location service organization contact service_at_location",
    ),
    "address": _table(
        "addresses.csv",
        "addresses",
        "id location_id address_1 address_2 city region state_province postal_code country address_type",
        "location",
    ),
    "schedule": _table(
        "schedules.csv",
        "schedules",
        "id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq"
        " interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type"
        " notes",
        "service location service_at_location",
    ),
    "funding": _table("funding.csv", "funding", "id organization_id service_id source", "organization service"),
    "service_area": _table(
        "service_areas.csv", "service_areas", "id service_id name description extent extent_type uri", "service"
    ),
    "required_document": _table(
        "required_documents.csv", "required_documents", "id service_id document uri", "service"
    ),
    "language": _table(
        "languages.csv", "languages", "id service_id location_id phone_id name code note", "service location phone"
    ),
    "accessibility": _table("accessibility.csv", "accessibility", "id location_id description details url", "location"),
    "cost_option": _table(
        "cost_options.csv",
        "cost_options",
        "id service_id valid_from valid_to option currency amount amount_description",
        "service",
    ),
    "organization_identifier": _table(
        "organization_identifiers.csv",
        "organization_identifiers",
        "id organization_id identifier_scheme identifier_type identifier",
        "organization",
    ),
    "attribute": _table("attributes.csv", "attributes", "id link_id taxonomy_term_id link_type link_entity value"),
}
# One record inside another by name, not in a list: (holder, field in JSON) -> (kind, column in CSV).
_INSIDE: Mapping[tuple[str, str], tuple[str, str]] = {
    ("service", "organization"): ("organization", "organization_id"),
    ("service", "program"): ("program", "program_id"),
    ("service_at_location", "location"): ("location", "location_id"),
    ("attribute", "taxonomy_term"): ("taxonomy_term", "taxonomy_term_id"),
    ("taxonomy_term", "taxonomy_detail"): ("taxonomy", "taxonomy_id"),
}
# These columns are facts of the row, kept even where their parent holds it; the others only say where it hangs.
_KEPT_REFERENCES = frozenset({"parent_id", "parent_organization_id", "link_id", "location.organization_id"})


class Flattener:
    """Collects the rows of a tree. The same thing standing in two places becomes one row with two parents."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self.rows: dict[str, dict[str, Row]] = {kind: {} for kind in TABLES}

    def add(self, kind: str, node: Node, references: Row | None = None) -> str:
        """Add a node with all that stands in it, and return the identifier its row got."""
        table = TABLES[kind]
        row = {column: written for column in table.columns if (written := _written(node.get(column)))}
        row |= references or {}
        for (holder, field), (inner, column) in _INSIDE.items():
            if holder == kind and isinstance(node.get(field), dict):
                row[column] = self.add(inner, node[field], self._of_program(inner, row))
        identifier = self._merge(kind, row)
        for child, inside in TABLES.items():
            found = node.get(inside.key)
            if not isinstance(found, list) or not (kind in inside.parents or child == "attribute"):
                continue
            for part in found:
                if isinstance(part, dict):
                    self.add(child, part, _reference(child, part, kind, identifier))
        return identifier

    @staticmethod
    def _of_program(kind: str, row: Row) -> Row:
        """A program's row must name an organisation: that of the service it stands in."""
        organisation = row.get("organization_id", "")
        return {"organization_id": organisation} if kind == "program" and organisation else {}

    def _merge(self, kind: str, row: Row) -> str:
        """Put a row among the others; where one identifier says two different things, the second gets its own."""
        rows = self.rows[kind]
        identifier = row["id"]
        while identifier in rows:
            known = rows[identifier]
            if all(known.get(name, value) == value for name, value in row.items() if name != "id"):
                break
            identifier = stable_id("row", identifier, *(f"{name}={row[name]}" for name in sorted(row) if name != "id"))
        rows[identifier] = rows.get(identifier, {}) | row | {"id": identifier}
        return identifier


def _reference(child: str, part: Node, parent: str, identifier: str) -> Row:
    """Return the columns by which a row names its parent."""
    if child == "attribute":
        return {"link_id": identifier, "link_entity": _written(part.get("link_entity")) or parent}
    return {f"{parent}_id": identifier}


def _written(value: object) -> str:
    """Return a value as a cell: what is not a plain value has no cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


class Nester:
    """Hangs rows under their parents. A row none of whose parents exists is said, not lost in silence."""

    def __init__(self) -> None:
        """Begin with no rows."""
        self.nodes: dict[str, dict[str, Node]] = {kind: {} for kind in TABLES}
        self.tops: dict[str, list[tuple[Node, Where]]] = {kind: [] for kind in TABLES}
        self.problems: list[Problem] = []

    def add(self, kind: str, row: Row, where: Where) -> None:
        """Add one row, after all rows of the tables before its own."""
        node: Node = {name: value for name, value in row.items() if value != "" and not _only_hangs(kind, name)}
        self.nodes[kind].setdefault(str(row.get("id", "")), node)
        for (holder, field), (inner, column) in _INSIDE.items():
            inside = self.nodes[inner].get(row.get(column, "")) if holder == kind else None
            if inside is not None:
                node[field] = inside
                node.pop(column, None)
        hung = self._hang(kind, node, row)
        if not hung and (TABLES[kind].parents or kind == "attribute") and kind != "location":
            params = {"table": TABLES[kind].file, "id": row.get("id", "")}
            self.problems.append(Problem(code="orphan_row", where=where, params=params))
        self.tops[kind].append((node, where))

    def _hang(self, kind: str, node: Node, row: Row) -> bool:
        """Put the node under every parent that its row names and the package holds."""
        if kind == "attribute":
            kinds = sorted(self.nodes, key=lambda name: name != row.get("link_entity"))
            holders = [self.nodes[name][row["link_id"]] for name in kinds if row.get("link_id", "") in self.nodes[name]]
            parents = holders[:1]
        else:
            named = [(parent, row.get(f"{parent}_id", "")) for parent in TABLES[kind].parents]
            parents = [self.nodes[parent][key] for parent, key in named if key in self.nodes[parent]]
        for parent in parents:
            parent.setdefault(TABLES[kind].key, []).append(node)
        return bool(parents)

    def records(self) -> Iterator[tuple[str, Node, Where]]:
        """Yield the services, then what stands in none of the records before it, each with the name of its list."""
        said: set[int] = set()
        for kind in ("service", "organization", "location", "taxonomy_term", "taxonomy"):
            for node, where in self.tops[kind]:
                if kind == "service" or id(node) not in said:
                    _note_all(node, said)
                    yield TABLES[kind].key, node, where


def _note_all(value: object, said: set[int]) -> None:
    """Note every node that stands inside this one."""
    if isinstance(value, dict) and id(value) not in said:
        said.add(id(value))
        for inside in value.values():
            _note_all(inside, said)
    elif isinstance(value, list):
        for inside in value:
            _note_all(inside, said)


def _only_hangs(kind: str, column: str) -> bool:
    """Say whether a column only names a parent, which in a tree the place itself says."""
    if column in _KEPT_REFERENCES or f"{kind}.{column}" in _KEPT_REFERENCES:
        return False
    return column.removesuffix("_id") in TABLES[kind].parents and column.endswith("_id")
