"""What HSDS 3.0 calls its fields, which of them hold what, and which we never take.

The reader, the writer and the tables all look here, so a field is named once. Everything is by column name: in HSDS
the same name means the same thing wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from amparo.formats.hsds import records

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
LOCATION_TYPES = ("physical", "postal", "virtual", "redacted")
ADDRESS_TYPES = ("physical", "postal", "virtual")

NAMES = frozenset({"name", "alternate_name", "document", "option", "title"})  # no tags belong in these
NUMBERS = frozenset(
    {"extension", "timezone", "count", "interval", "amount", "year_incorporated", "minimum_age", "maximum_age"}
)
LINKS = frozenset({"url", "website", "uri", "logo", "schedule_link", "term_uri"})  # of the web, or they are not taken
DEGREES = frozenset({"latitude", "longitude"})
DATES = frozenset({"valid_from", "valid_to", "assured_date", "dtstart", "until"})
TIMES = frozenset({"opens_at", "closes_at"})
MOMENTS = frozenset({"last_modified"})
# Columns of HSDS that hold an identifier. A column of someone else's that ends alike keeps what it says.
REFERENCES = frozenset(
    {
        "id",
        "organization_id",
        "service_id",
        "location_id",
        "phone_id",
        "contact_id",
        "program_id",
        "service_at_location_id",
        "taxonomy_id",
        "taxonomy_term_id",
        "link_id",
        "parent_id",
        "parent_organization_id",
        "resource_id",
    }
)
CODES: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "location_type": LOCATION_TYPES,
    "address_type": ADDRESS_TYPES,
}

# The only names that differ between HSDS and the house.
SPELT: Mapping[str, str] = {
    "organization": "organisation",
    "organization_id": "organisation_id",
    "parent_organization_id": "parent_organisation_id",
}
HSDS_NAME: Mapping[str, str] = {ours: theirs for theirs, ours in SPELT.items()}

# What a record of ours may hold inside, and how HSDS names the kind in ``link_entity``.
MANY: Mapping[str, type] = {
    "phones": records.Phone,
    "schedules": records.Schedule,
    "service_areas": records.ServiceArea,
    "service_at_locations": records.ServiceAtLocation,
    "languages": records.Language,
    "cost_options": records.CostOption,
    "required_documents": records.RequiredDocument,
    "attributes": records.Attribute,
    "addresses": records.Address,
    "accessibility": records.Accessibility,
    "locations": records.Location,
}
ONE: Mapping[str, type] = {
    "organization": records.Organisation,
    "location": records.Location,
    "taxonomy_term": records.TaxonomyTerm,
    "taxonomy_detail": records.Taxonomy,
}
# A part without this is worth nothing and is dropped; a whole record without it is refused.
REQUIRED: Mapping[type, tuple[str, ...]] = {
    records.Service: ("name", "status"),
    records.Organisation: ("name",),
    records.Phone: ("number",),
    records.Taxonomy: ("name",),
    records.TaxonomyTerm: ("name",),
}
# HSDS demands these; where we do not know them we write an empty text, never an invention.
WRITTEN_EMPTY: Mapping[type, tuple[str, ...]] = {
    records.Organisation: ("description",),
    records.Taxonomy: ("description",),
    records.TaxonomyTerm: ("description",),
    records.Address: ("address_1", "city", "state_province", "country"),
}

# Never taken, whoever sends it: the names and addresses of persons, the log that names staff, tax data.
ALWAYS_LEFT_OUT = frozenset({"metadata"})
LEFT_OUT: Mapping[str, frozenset[str]] = {
    "contacts": frozenset({"name", "email"}),
    "addresses": frozenset({"attention"}),
    "service": frozenset({"assurer_email"}),
    "organization": frozenset({"tax_id", "tax_status"}),
}
KIND_NAME: Mapping[type, str] = {
    records.Service: "service",
    records.Organisation: "organization",
    records.Location: "location",
    records.ServiceAtLocation: "service_at_location",
    records.Phone: "phones",
    records.Schedule: "schedules",
    records.Address: "addresses",
    records.Accessibility: "accessibility",
    records.Language: "languages",
    records.CostOption: "cost_options",
    records.RequiredDocument: "required_documents",
    records.ServiceArea: "service_areas",
    records.Attribute: "attributes",
    records.Taxonomy: "taxonomy",
    records.TaxonomyTerm: "taxonomy_term",
}
