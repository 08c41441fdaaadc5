"""Who may see a record decides what of it may be written. This is the last door before a file leaves the house.

Tier 0 is public. Tier 1 is public without its place: country, state and town stay, everything finer goes, and so do
the hours kept there. Tier 2 and above is written nowhere. The tier itself is never written: a reader must not be able
to tell what is hidden from what does not exist.
"""

from __future__ import annotations

from dataclasses import replace
from typing import overload

from amparo.formats.hsds.identity import stable_id
from amparo.formats.hsds.records import Address, Dataset, Location, Organisation, Service, ServiceAtLocation

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
        if tier == REDUCED:  # the organisation's list of places would say where this service is
            organisation = replace(organisation, locations=())
    at_locations = [_at_location(at, tier) for at in service.service_at_locations]
    kept = replace(
        service, organisation=organisation, service_at_locations=tuple(at for at in at_locations if at), tier=PUBLIC
    )
    if tier == REDUCED:
        # What a source said beyond our fields may hold a street; so may the drawn extent of an area.
        areas = tuple(replace(area, extent="", extent_type="", extra={}) for area in service.service_areas)
        return replace(kept, extra={}, service_areas=areas)
    return kept


def _organisation(organisation: Organisation) -> Organisation:
    if organisation.tier == REDUCED:
        return replace(organisation, locations=(), extra={}, tier=PUBLIC)
    places = [_location(place) for place in organisation.locations]
    return replace(organisation, locations=tuple(place for place in places if place), tier=PUBLIC)


def _at_location(at: ServiceAtLocation, service_tier: int) -> ServiceAtLocation | None:
    place = at.location
    if place is not None and place.tier >= PARTNERS:
        return None
    if service_tier == PUBLIC and (place is None or place.tier == PUBLIC):
        return replace(at, location=_location(place) if place else None)
    bare = replace(at, location_id="", description="", schedules=(), attributes=(), extra={})
    if place is None:
        return bare
    if place.tier == REDUCED:
        return replace(bare, location=_redacted(place, place.id))
    # The place is public, that this service is there is not: another identifier, and no number that says so.
    hidden = _redacted(place, stable_id("redacted", at.id))
    return replace(bare, location=replace(hidden, phones=(), languages=()))


def _location(location: Location) -> Location | None:
    if location.tier >= PARTNERS:
        return None
    return _redacted(location, location.id) if location.tier == REDUCED else location


def _redacted(location: Location, identifier: str) -> Location:
    """Return a place of which only country, state, town and the numbers to call are said.

    Its name goes too: a name is often a street or a building. So do identifiers of registers that can be looked up,
    the way to get there, and everything that came in fields we do not know.
    """
    return Location(
        id=identifier,
        location_type="redacted",
        organisation_id=location.organisation_id,
        phones=location.phones,
        languages=location.languages,
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
