"""The exchange shape of HSDS 3.0: what a reader hands over and a writer takes.

Field names are the field names of HSDS, so the export needs no dictionary; only ``organization`` is spelled
``organisation`` here, as in the rest of the house. Every record is frozen and may be compared. Whatever HSDS (or a
profile of it) says that has no field here stands, as plain JSON values, in ``extra`` and is written back unchanged.

``tier`` is the house's own mark of who may see a record. It is never read from a file and never written to one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

type Extra = Mapping[str, Any]
type Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """A list of codes, named."""

    id: str
    name: str
    description: str = ""
    uri: str = ""
    version: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyTerm:
    """One code of a list; ``taxonomy`` is the list's name as text, ``taxonomy_detail`` the list itself."""

    id: str
    name: str
    code: str = ""
    description: str = ""
    parent_id: str = ""
    taxonomy: str = ""
    taxonomy_id: str = ""
    taxonomy_detail: Taxonomy | None = None
    language: str = ""
    term_uri: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A code said of a record: ``link_id`` names the record, ``taxonomy_term`` the code."""

    id: str
    link_id: str = ""
    link_type: str = ""
    link_entity: str = ""
    value: str = ""
    taxonomy_term_id: str = ""
    taxonomy_term: TaxonomyTerm | None = None
    extra: Extra = field(default_factory=dict)

    @property
    def taxonomy(self) -> str:
        """The name of the list the code belongs to, or an empty text."""
        return self.taxonomy_term.taxonomy if self.taxonomy_term else ""

    @property
    def term(self) -> str:
        """The code itself, or an empty text."""
        return self.taxonomy_term.code if self.taxonomy_term else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language spoken; ``code`` is BCP 47 or ISO 639 as the source wrote it."""

    id: str
    name: str = ""
    code: str = ""
    note: str = ""
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number to call, exactly as written by the source."""

    id: str
    number: str
    extension: Number | None = None
    type: str = ""
    description: str = ""
    languages: tuple[Language, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Opening hours. ``weekdays`` is filled only for a plain rule "every week on these days".

    A rule that says less than every week (monthly, every second week, some weeks of the year, until a day) stays
    whole in ``extra`` and ``weekdays`` is empty: a wrong "open now" sends someone to a closed door. Equal
    ``opens_at`` and ``closes_at`` of 00:00 mean the whole day; ``closes_at`` before ``opens_at`` passes midnight.
    """

    id: str
    weekdays: tuple[str, ...] = ()
    opens_at: dt.time | None = None
    closes_at: dt.time | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    timezone: Number | None = None
    description: str = ""
    attending_type: str = ""
    notes: str = ""
    schedule_link: str = ""
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a location stands. Much of the region has no postal code, so none is asked."""

    id: str
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = ""
    address_type: str = "physical"
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """What a building offers or lacks for someone's body."""

    id: str
    description: str = ""
    details: str = ""
    url: str = ""
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place, or the fact that there is one that is not said (``location_type`` redacted)."""

    id: str
    location_type: str = "physical"
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    transportation: str = ""
    url: str = ""
    organisation_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str = ""
    external_identifier_type: str = ""
    languages: tuple[Language, ...] = ()
    addresses: tuple[Address, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)
    tier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAtLocation:
    """A service given at one place: the phones and hours that are true there and perhaps nowhere else."""

    id: str
    description: str = ""
    location_id: str = ""
    location: Location | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOption:
    """What it costs, for whom."""

    id: str
    option: str = ""
    currency: str = ""
    amount: Number | None = None
    amount_description: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocument:
    """A paper they ask for, in the words of the source."""

    id: str
    document: str = ""
    uri: str = ""
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceArea:
    """The territory a service covers."""

    id: str
    name: str = ""
    description: str = ""
    extent: str = ""
    extent_type: str = ""
    uri: str = ""
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Who answers for services. Its tax data are not read: nobody who looks for help needs them."""

    id: str
    name: str
    alternate_name: str = ""
    description: str = ""
    email: str = ""
    website: str = ""
    year_incorporated: Number | None = None
    legal_status: str = ""
    logo: str = ""
    uri: str = ""
    parent_organisation_id: str = ""
    phones: tuple[Phone, ...] = ()
    locations: tuple[Location, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)
    tier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What someone does for people, with everything needed to decide whether to go."""

    id: str
    name: str
    status: str = "active"
    organisation_id: str = ""
    organisation: Organisation | None = None
    alternate_name: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    interpretation_services: str = ""
    application_process: str = ""
    fees_description: str = ""
    eligibility_description: str = ""
    minimum_age: Number | None = None
    maximum_age: Number | None = None
    assured_date: dt.date | None = None
    alert: str = ""
    last_modified: dt.datetime | None = None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    service_at_locations: tuple[ServiceAtLocation, ...] = ()
    languages: tuple[Language, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    extra: Extra = field(default_factory=dict)
    tier: int = 0


type Record = Service | Organisation | Location | Taxonomy | TaxonomyTerm  # what may stand at the top of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A whole exchange. An organisation that stands inside a service need not be repeated beside it."""

    services: tuple[Service, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    locations: tuple[Location, ...] = ()
    taxonomies: tuple[Taxonomy, ...] = ()
    taxonomy_terms: tuple[TaxonomyTerm, ...] = ()
