"""A service as the page that writes it shows it, and who runs it."""

from typing import Any

from amparo.commons.directory.models import Organisation, Schedule, Service, ServiceAtLocation
from amparo.commons.directory.policies import may_see_tier
from amparo.commons.directory.queries.desk import get_service
from amparo.commons.places.queries import label
from amparo.commons.policy.policies import Actor, Hidden

# What a service says in columns of its own, by the same name on the page.
COLUMNS = (
    "name",
    "summary",
    "description",
    "language",
    "status",
    "papers",
    "cost",
    "cost_note",
    "how_to_ask",
    "they_ask",
    "must_tell",
    "alert",
    "eligibility",
    "minimum_age",
    "maximum_age",
    "answers_within_hours",
)
# What it says in attributes: the field of the page and the taxonomy.
CODED = {
    "needs": "need",
    "welcome": "welcome",
    "commitments": "commitment",
    "access_modes": "access_mode",
    "languages": "language",
}
NEW_DOOR = "new"


def entry_of(service: Service, at: ServiceAtLocation | None) -> dict[str, Any]:
    """Everything the page shows of a service at one of its doors."""
    attributes = list(service.attributes.all())
    facts: dict[str, Any] = {name: getattr(service, name) for name in COLUMNS}
    facts |= {field: [a.code for a in attributes if a.taxonomy == taxonomy] for field, taxonomy in CODED.items()}
    facts |= {"tier": str(service.tier), "changed_at": service.changed_at.isoformat()}
    facts |= organisation_facts(service.organisation) | door_facts(at)
    return {
        "facts": facts,
        "phones": [
            {name: getattr(phone, name) for name in ("uid", "number", "kind", "hours")}
            for phone in service.phones.all()
        ],
        "hours": [hours_facts(line) for line in at.schedules.all()] if at else [],
    }


def entry_beside(service: Service) -> dict[str, Any]:
    """The beginning of another place of the same organisation."""
    facts = organisation_facts(service.organisation) | {"language": service.language, "tier": str(service.tier)}
    return {"facts": facts, "phones": [], "hours": []}


def organisation_facts(organisation: Organisation) -> dict[str, Any]:
    """Who runs it."""
    return {
        "organisation_name": organisation.name,
        "operator": organisation.operator,
        "shares_with": organisation.shares_with,
        "website": organisation.website,
    }


def door_facts(at: ServiceAtLocation | None) -> dict[str, Any]:
    """Where it is; empty for a new door."""
    if at is None:
        return {"at": NEW_DOOR}
    location = at.location
    return {
        "at": location.reference,
        "place": label(location.place) if location.place else location.place_text,
        "place_code": location.place.code if location.place else "",
        "street": location.street,
        "coordinates": (location.lat, location.lon) if location.lat is not None else None,
        "as_people_go": location.as_people_go,
        "accessibility": location.accessibility,
        "housed_with": location.housed_with,
    }


def hours_facts(line: Schedule) -> dict[str, Any]:
    """One line of opening hours."""
    return {
        "uid": line.uid,
        "days": [day for day in range(7) if line.days >> day & 1],
        "opens": f"{line.opens:%H:%M}",
        "closes": f"{line.closes:%H:%M}",
        "note": line.note,
        "valid_from": line.valid_from,
        "valid_to": line.valid_to,
    }


def get_entry(actor: Actor, reference: str, at: str) -> tuple[Service, ServiceAtLocation | None]:
    """A service she may see and one of its doors: the one that was asked for, none for a new one, else the first."""
    service = get_service(actor, reference)
    may_see_tier.check(actor, service)
    doors = list(service.at_locations.all())
    if at == NEW_DOOR or not doors:
        return service, None
    found = [door for door in doors if door.location.reference == at] if at else doors[:1]
    if not found:
        raise Hidden
    return service, found[0]
