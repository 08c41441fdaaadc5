"""Who may see a record decides what of it may be written. This is the last door before a file leaves the house.

Tier 0 is public. Tier 1 is public without its place: what may be said of it is built from a list of what is allowed,
never by taking away what is known to tell, so that a field nobody thought of stays in the house. Tier 2 and above is
written nowhere. The tier itself is never written: a reader must not be able to tell what is hidden from what does not
exist.
"""

from __future__ import annotations

from dataclasses import replace
from typing import overload

from amparo.formats.hsds.facts import HOUSE, HOUSE_LIST, OF_ORGANISATION, OF_SERVICE, list_id, taxonomy_of, term_of
from amparo.formats.hsds.identity import stable_id
from amparo.formats.hsds.records import (
    Address,
    Attribute,
    Dataset,
    Language,
    Location,
    Organisation,
    Phone,
    Service,
    ServiceAtLocation,
)

PUBLIC, REDUCED, PARTNERS, CASE_TEAM = range(4)


@overload
def publishable(record: Service) -> Service | None: ...
@overload
def publishable(record: Organisation) -> Organisation | None: ...
@overload
def publishable(record: Location) -> Location | None: ...
def publishable(record: Service | Organisation | Location) -> Service | Organisation | Location | None:
    """Return what may be written of a record, or None when nothing may."""
    if record.tier >= PARTNERS:
        return None
    if isinstance(record, Service):
        return _service(record)
    if isinstance(record, Organisation):
        return _organisation(record)
    return _location(record)


def _service(service: Service) -> Service | None:
    """Write no service of an organisation that is not to be named: its name is half of the secret."""
    organisation = service.organisation
    tier = service.tier
    if organisation is not None:
        tier = max(tier, organisation.tier)  # what hides the body hides where it works
        organisation = publishable(organisation)
        if organisation is None:
            return None
    at_locations = tuple(at for at in (_at_location(at, tier) for at in service.service_at_locations) if at)
    doors = [at.location for at in service.service_at_locations if at.location]
    if tier == REDUCED or any(place.tier > PUBLIC for place in doors):
        bare = _bare_organisation(organisation) if organisation else None
        return _reduced(service, bare, at_locations)
    return replace(service, organisation=organisation, service_at_locations=at_locations, tier=PUBLIC)


def _reduced(
    service: Service, organisation: Organisation | None, at_locations: tuple[ServiceAtLocation, ...]
) -> Service:
    """Build what may be said of a service whose place is not: the texts of the house, its own numbers, codes."""
    return Service(
        id=service.id,
        name=service.name,
        status=service.status,
        organisation_id=service.organisation_id,
        organisation=organisation,
        description=service.description,
        application_process=service.application_process,
        fees_description=service.fees_description,
        eligibility_description=service.eligibility_description,
        alert=service.alert,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        assured_date=service.assured_date,
        last_modified=service.last_modified,
        phones=tuple(map(_bare_phone, service.phones)),
        languages=_spoken(service),
        service_at_locations=at_locations,
        attributes=_coded(service.attributes, (*OF_SERVICE, HOUSE_LIST)),
    )


def _spoken(service: Service) -> tuple[Language, ...]:
    """The languages that our own lists name; what a source wrote for one is its words and may be any."""
    return tuple(
        Language(id=one.id, code=one.code, name=one.name)
        for one in service.languages
        if one.id == stable_id(HOUSE, "language", service.id, one.code)
    )


def _bare_phone(phone: Phone) -> Phone:
    """A number, its kind and when they answer; and the day somebody of a house rang it."""
    return Phone(
        id=phone.id,
        number=phone.number,
        extension=phone.extension,
        type=phone.type,
        description=phone.description,
        attributes=_coded(phone.attributes, (HOUSE_LIST,)),
    )


def _bare_organisation(organisation: Organisation) -> Organisation:
    """Who runs it: the name, and in codes what kind of body it is. Its page or its places often show the door."""
    return Organisation(
        id=organisation.id,
        name=organisation.name,
        attributes=_coded(organisation.attributes, OF_ORGANISATION),
    )


def _coded(attributes: tuple[Attribute, ...], lists: tuple[str, ...]) -> tuple[Attribute, ...]:
    """Build anew the codes that are of these lists of ours; only the house's own list has words beside a code."""
    known = {taxonomy_of(name).id: name for name in lists}
    built = []
    for attribute in attributes:
        term = attribute.taxonomy_term
        name = known.get(list_id(attribute))
        if term is None or name is None:
            continue
        said = replace(term_of(name, term.code, term.name), id=term.id)
        built.append(
            Attribute(
                id=attribute.id,
                link_id=attribute.link_id,
                link_entity=attribute.link_entity,
                value=attribute.value if name == HOUSE_LIST else "",
                taxonomy_term=said,
            )
        )
    return tuple(built)


def _organisation(organisation: Organisation) -> Organisation:
    if organisation.tier == REDUCED:
        return _bare_organisation(organisation)
    places = [_location(place) for place in organisation.locations]
    return replace(organisation, locations=tuple(place for place in places if place), tier=PUBLIC)


def _at_location(at: ServiceAtLocation, service_tier: int) -> ServiceAtLocation | None:
    place = at.location
    if place is not None and place.tier >= PARTNERS:
        return None
    if service_tier == PUBLIC and (place is None or place.tier == PUBLIC):
        return replace(at, location=_location(place) if place else None)
    if place is None:
        return ServiceAtLocation(id=at.id)
    # Where the place is public, that this service is there is not: another identifier.
    identifier = place.id if place.tier == REDUCED else stable_id("redacted", at.id)
    return ServiceAtLocation(id=at.id, location=_redacted(place, identifier))


def _location(location: Location) -> Location | None:
    if location.tier >= PARTNERS:
        return None
    return _redacted(location, location.id) if location.tier == REDUCED else location


def _redacted(location: Location, identifier: str) -> Location:
    """Return a place of which only country, state and town are said.

    Its name goes too: a name is often a street or a building. So do its numbers, which another book may list with the
    address, identifiers of registers, the way to get there, and everything that came in fields we do not know.
    """
    return Location(
        id=identifier,
        location_type="redacted",
        addresses=tuple(
            Address(
                id=stable_id("redacted", identifier, position),
                city=address.city,
                state_province=address.state_province,
                country=address.country,
                address_type=address.address_type,
            )
            for position, address in enumerate(location.addresses)
        ),
    )


def publishable_dataset(dataset: Dataset) -> Dataset:
    """Return the part of a dataset that may be written, where the strictest word said of a place or body holds."""
    strict = _with_strictest_tiers(dataset)
    hidden = {organisation.id for organisation in strict.organisations if organisation.tier >= PARTNERS}
    hidden |= {s.organisation.id for s in strict.services if s.organisation and s.organisation.tier >= PARTNERS}
    services = [publishable(s) for s in strict.services if s.organisation_id not in hidden]
    organisations = [publishable(organisation) for organisation in strict.organisations]
    locations = [publishable(place) for place in strict.locations if place.organisation_id not in hidden]
    return replace(
        strict,
        services=tuple(_without_parent(service, hidden) for service in services if service),
        organisations=tuple(_orphaned(organisation, hidden) for organisation in organisations if organisation),
        locations=tuple(place for place in locations if place),
    )


def _without_parent(service: Service, hidden: set[str]) -> Service:
    """Return the service with its organisation not pointing at one that is not to be named."""
    if service.organisation is None:
        return service
    return replace(service, organisation=_orphaned(service.organisation, hidden))


def _orphaned(organisation: Organisation, hidden: set[str]) -> Organisation:
    return (
        replace(organisation, parent_organisation_id="")
        if organisation.parent_organisation_id in hidden
        else organisation
    )


def _with_strictest_tiers(dataset: Dataset) -> Dataset:
    """Return the dataset with the highest tier found for each place and organisation, wherever it is repeated."""
    tiers: dict[str, int] = {}

    def note(record: Organisation | Location | None) -> None:
        if record is not None:
            tiers[record.id] = max(tiers.get(record.id, PUBLIC), record.tier)
            for place in record.locations if isinstance(record, Organisation) else ():
                note(place)

    def place_of(place: Location) -> Location:
        return replace(place, tier=tiers[place.id])

    def body_of(body: Organisation) -> Organisation:
        return replace(body, tier=tiers[body.id], locations=tuple(map(place_of, body.locations)))

    def at_of(at: ServiceAtLocation) -> ServiceAtLocation:
        return replace(at, location=place_of(at.location)) if at.location else at

    def service_of(service: Service) -> Service:
        body = body_of(service.organisation) if service.organisation else None
        return replace(service, organisation=body, service_at_locations=tuple(map(at_of, service.service_at_locations)))

    for service in dataset.services:
        note(service.organisation)
        for at in service.service_at_locations:
            note(at.location)
    for body in dataset.organisations:
        note(body)
    for place in dataset.locations:
        note(place)
    return replace(
        dataset,
        services=tuple(map(service_of, dataset.services)),
        organisations=tuple(map(body_of, dataset.organisations)),
        locations=tuple(map(place_of, dataset.locations)),
    )
