"""The Amparo profile of HSDS 3.0: what we change in the standard, as JSON merge patches (RFC 7386), and nothing more.

Four changes, each with its reason. A place may be said to exist without being said (``redacted``). Much of the region
has no postal code. A service nobody has checked is not published, so the day it was checked is required. Tax data help
nobody who looks for help. And one addition that a later HSDS brings: how many places a service has free. The
attributes of a place say which bodies stand in the same building: the taxonomy ``housed_with``.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

PROFILE: Mapping[str, Any] = {
    "location.json": {
        "properties": {
            "location_type": {"enum": ["physical", "postal", "virtual", "redacted"]},
            "attributes": {
                "description": "Codes of the place. Of the taxonomy housed_with: a body, such as the police, "
                "that has an office in the same building or yard. Whoever shows the place should say so.",
            },
        },
    },
    "address.json": {
        "required": ["id", "address_1", "city", "state_province", "country", "address_type"],
    },
    "organization.json": {
        "properties": {"tax_id": None, "tax_status": None},
    },
    "service.json": {
        "required": ["id", "name", "status", "assured_date"],
        "properties": {
            "service_capacity": {
                "name": "service_capacity",
                "type": "array",
                "description": "How many places, beds or turns the service has, and how many are free.",
                "items": {
                    "type": "object",
                    "required": ["id", "available", "unit"],
                    "properties": {
                        "id": {"type": "string", "format": "uuid"},
                        "service_id": {"type": "string", "format": "uuid"},
                        "unit": {"type": "string"},
                        "available": {"type": "number", "minimum": 0},
                        "maximum": {"type": "number", "minimum": 0},
                        "description": {"type": "string"},
                        "updated": {"type": "string", "format": "date"},
                    },
                },
            },
        },
    },
    "openapi.json": {
        "info": {
            "title": "Amparo HSDS API",
            "description": "HSDS 3.0 with the Amparo profile: places may be redacted, checked services only.",
        },
    },
}


def merge_patch(base: Any, patch: Any) -> Any:
    """Return the base with the patch merged in as RFC 7386 says; neither is changed. A null takes a key away."""
    if not isinstance(patch, Mapping):
        return copy.deepcopy(patch)
    merged = {key: copy.deepcopy(value) for key, value in base.items()} if isinstance(base, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge_patch(merged.get(key), value)
    return merged


def merged_schema(name: str, base_schemas: Mapping[str, Any]) -> Any:
    """Return a schema of the standard with our changes, by its file name (``service.json``)."""
    if name not in base_schemas:
        raise ValueError(f"name: {name} is not among the schemas given")
    return merge_patch(base_schemas[name], PROFILE.get(name, {}))
