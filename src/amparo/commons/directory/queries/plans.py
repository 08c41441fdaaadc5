"""What an import wants to store of one record, as plain values: compared with what is stored, and digested.

A digest is kept beside each imported row. The same digest in the next file: nothing to do. Another one: the row may
be written anew only where it still says what the import stored, that is where nobody of the house touched it.
Identifiers of parts (a phone, a line of hours) are not digested: a source may deal them out anew each time.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from amparo.commons.directory.models import Location, Organisation, Service
from amparo.commons.directory.queries.exchange import with_all

DIGEST = "_digest"  # in ``extra`` of an imported row
KEPT = "hsds"  # in ``extra``: what the file said and we have no column for
SERVICE_COLUMNS = (
    "name", "summary", "description", "language", "status", "tier", "papers", "cost", "cost_note", "how_to_ask",
    "they_ask", "must_tell", "alert", "eligibility", "minimum_age", "maximum_age", "answers_within_hours",
    "checked_on", "checked_by_role", "checked_how", "is_example",
)  # fmt: skip
ORGANISATION_COLUMNS = ("name", "description", "website", "operator", "shares_with")
LOCATION_COLUMNS = (
    "kind", "name", "place_id", "place_text", "country", "street", "postal_code", "lat", "lon", "as_people_go",
    "accessibility", "housed_with",
)  # fmt: skip
LATER_COLUMNS = ("housed_with",)  # rows that were imported before these existed keep their digest
PHONE_COLUMNS = ("number", "kind", "hours", "checked_on")
HOURS_COLUMNS = ("days", "opens", "closes", "valid_from", "valid_to", "note")
_PLAIN = json.JSONEncoder(sort_keys=True, default=str, separators=(",", ":"))


def digest(value: Any) -> str:
    """A short digest of plain values: enough to see a difference, not to keep a secret."""
    return hashlib.blake2b(_PLAIN.encode(value).encode(), digest_size=12).hexdigest()


@dataclass(slots=True)
class Part:
    """A phone or a line of hours: its identifier and its columns."""

    uid: str
    columns: dict[str, Any]


@dataclass(slots=True)
class Row:
    """An organisation or a location: identifier, columns, and what goes into ``extra``."""

    uid: str
    columns: dict[str, Any]
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Over everything it says; a column that came later counts where it says something."""
        said = {name: value for name, value in self.columns.items() if value or name not in LATER_COLUMNS}
        return digest([said, self.extra])


@dataclass(slots=True)
class Door:
    """The service at one location, with its hours there."""

    uid: str
    location: Row
    hours: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """A service with all its parts."""

    uid: str
    organisation: Row
    source: str
    columns: dict[str, Any]
    extra: dict[str, Any] = field(default_factory=dict)
    attributes: set[tuple[str, str]] = field(default_factory=set)
    phones: list[Part] = field(default_factory=list)
    doors: list[Door] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Over everything but the organisation and the locations, which are rows of their own, and the source."""
        doors = [(door.location.uid, contents(door.hours)) for door in self.doors]
        facts = [self.columns, self.extra, sorted(self.attributes), contents(self.phones), sorted(doors)]
        return digest([self.organisation.uid, facts])


def contents(parts: Iterable[Part]) -> list[str]:
    """What parts say, in an order of their own."""
    return sorted(digest(part.columns) for part in parts)


def columns_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """The columns of a stored row."""
    return {name: getattr(row, name) for name in names}


def extra_of(row: Any) -> dict[str, Any]:
    """What ``extra`` holds besides the digest."""
    return {name: value for name, value in row.extra.items() if name != DIGEST}


def stored_row(row: Location | Organisation) -> Row:
    """An organisation or a location as it is stored."""
    names = LOCATION_COLUMNS if isinstance(row, Location) else ORGANISATION_COLUMNS
    return Row(str(row.uid), columns_of(row, names), extra_of(row))


def stored_plans(services: Iterable[Any]) -> dict[str, Plan]:
    """The services as they are stored now, by identifier."""
    found = with_all(Service.objects.filter(pk__in=[service.pk for service in services]))
    return {str(service.uid): stored_plan(service) for service in found}


def stored_plan(service: Any) -> Plan:
    """One service of ``with_all`` as a plan."""
    return Plan(
        uid=str(service.uid),
        organisation=stored_row(service.organisation),
        source=service.source.code if service.source else "",
        columns=columns_of(service, SERVICE_COLUMNS),
        extra=extra_of(service),
        attributes={(attribute.taxonomy, attribute.code) for attribute in service.attributes.all()},
        phones=[Part(str(phone.uid), columns_of(phone, PHONE_COLUMNS)) for phone in service.phones.all()],
        doors=[
            Door(
                str(at.uid),
                stored_row(at.location),
                [Part(str(line.uid), columns_of(line, HOURS_COLUMNS)) for line in at.schedules.all()],
            )
            for at in service.at_locations.all()
        ],
    )


def is_untouched(extra: Mapping[str, Any], now: str) -> bool:
    """Does a row still say what an import stored?"""
    return extra.get(DIGEST) == now


def key(uid: str) -> int:
    """Sixty-four bits of an identifier: enough to remember a hundred thousand in little memory."""
    return hash(uuid.UUID(uid).int)
