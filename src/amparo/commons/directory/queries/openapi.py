"""The description of the HSDS interface as OpenAPI 3.1: the addresses, and what we ourselves emit.

The component schemas are our own words for our own answers. Those of the standard are under a licence of their own
and are named by their address, not repeated.
"""

import json

from amparo.commons.directory.queries.asked import (
    LAST_PAGE,
    LONGEST_SEARCH,
    MOST_A_PAGE,
    MOST_IDS,
    PARAMETERS,
    Plain,
)
from amparo.formats.hsds.fields import LOCATION_TYPES, STATUSES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Plain = {"type": "string"}
UID: Plain = {"type": "string", "format": "uuid"}
NUMBER: Plain = {"type": "number"}
DAY: Plain = {"type": "string", "format": "date"}
MOMENT: Plain = {"type": "string", "format": "date-time"}
HOUR: Plain = {"type": "string", "pattern": "^\\d{2}:\\d{2}(:\\d{2})?$"}


def ref(name: str) -> Plain:
    """A component by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def many(name: str) -> Plain:
    """A list of a component."""
    return {"type": "array", "items": ref(name)}


def thing(required: str, **properties: Plain) -> Plain:
    """An object with its required names."""
    return {"type": "object", "required": required.split(), "properties": properties}


def texts(names: str) -> dict[str, Plain]:
    """Plain texts."""
    return dict.fromkeys(names.split(), TEXT)


SCHEMAS: dict[str, Plain] = {
    "Root": thing(
        "version profile openapi_url", version={"const": "3.0"}, **texts("profile schema openapi_url licence")
    ),
    "Error": thing("error", error={"type": "string", "description": "One sentence that says what to change."}),
    "Page": thing(
        "total_items total_pages page_number size first_page last_page empty contents",
        total_items={"type": "integer", "minimum": 0},
        total_pages={"type": "integer", "minimum": 1},
        page_number={"type": "integer", "minimum": 1},
        size={"type": "integer", "minimum": 0, "maximum": MOST_A_PAGE},
        first_page={"type": "boolean"},
        last_page={"type": "boolean"},
        empty={"type": "boolean"},
        contents={"type": "array", "items": {"type": "object"}},
    ),
    "Taxonomy": thing("id name", id=UID, **texts("name description uri version")),
    "TaxonomyTerm": thing(
        "id name", id=UID, taxonomy_detail=ref("Taxonomy"), **texts("name code description taxonomy language term_uri")
    ),
    "Attribute": thing(
        "id", id=UID, link_id=UID, taxonomy_term=ref("TaxonomyTerm"), **texts("link_entity link_type value")
    ),
    "Phone": thing("id number", id=UID, attributes=many("Attribute"), **texts("number type description")),
    "Schedule": thing(
        "id", id=UID, opens_at=HOUR, closes_at=HOUR, valid_from=DAY, valid_to=DAY, **texts("freq byday description")
    ),
    "Address": thing(
        "id address_1 city state_province country address_type",
        id=UID,
        **texts("address_1 city state_province postal_code country address_type"),
    ),
    "Accessibility": thing("id", id=UID, attributes=many("Attribute"), **texts("description details url")),
    "Location": thing(
        "id location_type",
        id=UID,
        location_type={"enum": list(LOCATION_TYPES)},
        latitude=NUMBER,
        longitude=NUMBER,
        addresses=many("Address"),
        accessibility=many("Accessibility"),
        attributes=many("Attribute"),
        **texts("name transportation external_identifier external_identifier_type"),
    ),
    "ServiceAtLocation": thing(
        "id", id=UID, location=ref("Location"), schedules=many("Schedule"), service={"type": "object"}
    ),
    "CostOption": thing("id", id=UID, amount=NUMBER, **texts("option currency")),
    "RequiredDocument": thing("id", id=UID, document=TEXT),
    "Language": thing("id", id=UID, **texts("name code")),
    "Organization": thing(
        "id name description",
        id=UID,
        attributes=many("Attribute"),
        services={"type": "array", "items": {"type": "object"}},
        **texts("name description website"),
    ),
    "Service": thing(
        "id name status assured_date",
        id=UID,
        status={"enum": list(STATUSES)},
        assured_date=DAY,
        last_modified=MOMENT | {"description": "The day on which somebody last made sure."},
        minimum_age=NUMBER,
        maximum_age=NUMBER,
        organization=ref("Organization"),
        phones=many("Phone"),
        service_at_locations=many("ServiceAtLocation"),
        languages=many("Language"),
        cost_options=many("CostOption"),
        required_documents=many("RequiredDocument"),
        attributes=many("Attribute"),
        **texts("name description application_process fees_description eligibility_description alert"),
    ),
    "MinimalService": thing("id last_modified modified_date", id=UID, last_modified=MOMENT, modified_date=MOMENT),
}
FLAG: Plain = {"type": "boolean"}
IDS: Plain = {"type": "array", "items": UID, "maxItems": MOST_IDS}
SAID: dict[str, tuple[Plain, str]] = {
    "search": (TEXT | {"maxLength": LONGEST_SEARCH, "pattern": "^[A-Za-z0-9 ]*$"},
               "Words. What somebody searches says what she needs: use POST, which keeps it out of addresses."),
    "page": ({"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, "Which page."),
    "per_page": ({"type": "integer", "minimum": 1, "maximum": MOST_A_PAGE}, "How many on a page."),
    "format": ({"enum": ["json", "ndjson"]}, "A page; or as lines, then the whole list without any search."),
    "taxonomy_term_id": (IDS, "Services with this term; several terms are all asked for together."),
    "taxonomy_id": (IDS, "Services with any term of this list."),
    "organization_id": (UID, "Services of this organization."),
    "modified_after": (DAY, "Services that somebody made sure of on this day or later."),
    "full": (FLAG, "Everything inside."),
    "full_service": (FLAG, "Organizations with their services whole."),
    "minimal": (FLAG, "Identifier and day alone."),
    "top_only": (FLAG, "Terms that stand below no other: all of them."),
    "parent_id": (UID, "Terms below this one."),
}  # fmt: skip
LISTS = {
    "services": "Service",
    "service_at_locations": "ServiceAtLocation",
    "organizations": "Organization",
    "taxonomies": "Taxonomy",
    "taxonomy_terms": "TaxonomyTerm",
}
SEARCHABLE = ("services", "service_at_locations")


def content(schema: Plain, kind: str = "application/json") -> Plain:
    """A body of one kind."""
    return {kind: {"schema": schema}}


def answers(schema: Plain, **others: str) -> Plain:
    """What may come back: the thing, or a sentence."""
    told: Plain = {"200": {"description": "It is here.", "content": content(schema)}}
    for status, why in others.items():
        told[status.strip("_")] = {"description": why, "content": content(ref("Error"))}
    return told


def page_of(component: str, kind: str) -> Plain:
    """A page of a list, or its lines."""
    item = ref(component)
    if kind == "services":
        item = {"anyOf": [ref("Service"), ref("MinimalService")]}
    page = {"allOf": [ref("Page"), {"properties": {"contents": {"type": "array", "items": item}}}]}
    told = answers(
        page,
        _400="It cannot be understood.",
        _409="A part of a list does not come as lines.",
        _503="It is made again in the night.",
    )
    told["200"]["content"] |= content({"type": "string"}, "application/x-ndjson")
    return told


def asked_in_address(names: tuple[str, ...]) -> list[Plain]:
    """Parameters of an address."""
    told = []
    for name in names:
        schema, what = SAID[name]
        one: Plain = {"name": name, "in": "query", "required": False, "schema": schema, "description": what}
        told.append(one | ({"style": "form", "explode": True} if schema is IDS else {}))
    return told


def paths() -> Plain:
    """Every address."""
    told: Plain = {"/": {"get": {"operationId": "root", "summary": "What this is.", "responses": answers(ref("Root"))}}}
    for kind, component in LISTS.items():
        told[f"/{kind}"] = {"get": {
            "operationId": f"list_{kind}", "summary": "A list, page by page.",
            "parameters": asked_in_address(PARAMETERS[kind]), "responses": page_of(component, kind),
        }}  # fmt: skip
        told[f"/{kind}/{{id}}"] = {"get": {
            "operationId": f"one_{kind}", "summary": "One of them.",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": UID}],
            "responses": answers(ref(component), _404="There is nothing here."),
        }}  # fmt: skip
    for kind in SEARCHABLE:
        body = {"type": "object", "additionalProperties": False,
                "properties": {name: SAID[name][0] for name in PARAMETERS[kind]}}  # fmt: skip
        told[f"/{kind}/search"] = {"post": {
            "operationId": f"search_{kind}", "summary": "The same list; what is asked stands in the body.",
            "requestBody": {"required": True, "content": content(body)}, "responses": page_of(LISTS[kind], kind),
        }}  # fmt: skip
    return told


# Each kind of record as a schema of its own, by the name that the standard gives its file.
FILES = {
    "service.json": "Service",
    "service_at_location.json": "ServiceAtLocation",
    "organization.json": "Organization",
    "taxonomy.json": "Taxonomy",
    "taxonomy_term.json": "TaxonomyTerm",
}


def schema(name: str, address: str) -> Plain:
    """One kind of record as a JSON Schema that stands alone."""
    whole = {"$ref": f"#/$defs/{FILES[name]}", "$defs": SCHEMAS}
    alone: Plain = json.loads(json.dumps(whole).replace("#/components/schemas/", "#/$defs/"))
    return {"$schema": DIALECT, "$id": address, **alone}


def description(server: str, licence: str) -> Plain:
    """The whole document, for a house at this address."""
    info: Plain = {
        "title": "Amparo HSDS API",
        "version": "1",
        "description": (
            "Read only. HSDS 3.0 with the Amparo profile: a place may be redacted, an address needs no postal code, "
            "the day on which somebody made sure is always said. Only what is public is here; what is not public "
            "changes no count. Nothing is logged of who asks. The schemas of the standard: "
            "https://docs.openreferral.org/"
        ),
    }
    if licence:
        info["license"] = {"name": licence}
    return {
        "openapi": "3.1.0",
        "info": info,
        "jsonSchemaDialect": DIALECT,
        "servers": [{"url": server}],
        "paths": paths(),
        "components": {"schemas": SCHEMAS},
    }
