"""What the search projection ought to hold for a service: the joins, written down once.

The writing side (``actions.projection``) stores these rows; a test compares what is stored with them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from amparo.commons.directory.models import SearchRow, SearchState, Service, ServiceAtLocation
from amparo.commons.directory.models.service import PUBLIC_TIERS, REDUCED
from amparo.commons.directory.queries.freshness import freshness
from amparo.commons.places.queries import Spot, spots_of_reduced
from amparo.formats.codes import CONTENT, by_code, mask
from amparo.formats.fold import search_text
from amparo.formats.opening import Span, week_bits, written

DAYS = ("open_mon", "open_tue", "open_wed", "open_thu", "open_fri", "open_sat", "open_sun")
JUST_COME, CALL, WAIT = range(3)
SOON_HOURS = 12  # an answer promised within them comes before the night is over
PROJECTED_LISTS = ("need", "welcome", "commitment", "language", "operator", "papers")


def is_current() -> bool:
    """Was the projection made of the code lists as they are?"""
    return SearchState.objects.filter(digest=lists_digest()).exists()


def lists_digest() -> str:
    """SHA-256 of the code lists whose order the masks follow."""
    whole = hashlib.sha256()
    for name in PROJECTED_LISTS:
        whole.update((CONTENT / "codes" / f"{name}.toml").read_bytes())
    return whole.hexdigest()


def public_services(ids: list[int]) -> Iterable[Service]:
    """The services that may be found, with all that a row is made of, in few queries."""
    found = Service.objects.filter(pk__in=ids, tier__in=PUBLIC_TIERS, status="active")
    return found.select_related("organisation", "source").prefetch_related(
        "attributes", "at_locations__schedules", "at_locations__location__place__admin1"
    )


def rows_of(services: Iterable[Service]) -> Iterator[SearchRow]:
    """The rows of some services: each need at each place. A line that is nowhere has a virtual place."""
    services = list(services)
    spots = spots_of_reduced(
        at.location.place for service in services if service.tier == REDUCED for at in service.at_locations.all()
    )
    for service in services:
        doors = [(at, spans_of(at)) for at in service.at_locations.all()]
        yield from rows_at(service, codes_of(service), doors, spots)


def rows_at(
    service: Service,
    codes: dict[str, list[str]],
    doors: Iterable[tuple[ServiceAtLocation, list[Span]]],
    spots: Mapping[int, Spot],
) -> Iterator[SearchRow]:
    """The rows of one service, made of what is in hand: its codes by taxonomy, and its doors with their hours."""
    common = common_facts(service, codes)
    if common is None:
        return
    needs = [by_code("need")[code].position for code in codes.get("need", []) if code in by_code("need")]
    for at, spans in doors:
        there = where(service, at, spans, spots)
        for need in needs:
            yield SearchRow(service_id=service.pk, at_location_id=at.pk, need=need, **common, **there)


def codes_of(service: Service) -> dict[str, list[str]]:
    """The attributes of a service by taxonomy."""
    grouped: dict[str, list[str]] = {}
    for attribute in service.attributes.all():
        grouped.setdefault(attribute.taxonomy, []).append(attribute.code)
    return grouped


def is_only_phone(codes: dict[str, list[str]]) -> bool:
    """Is a line the only way in? Then it ages as phones do."""
    return set(codes.get("access_mode", [])) == {"phone_line"}


def common_facts(service: Service, codes: dict[str, list[str]]) -> dict[str, Any] | None:
    """What is the same at every place of a service; None where nobody ever said that it is true."""
    organisation = service.organisation
    operator = organisation.operator if organisation.operator in by_code("operator") else "unknown"
    as_of = service.source.as_of if service.source else None
    fresh = freshness(service.checked_on, as_of, only_phone=is_only_phone(codes), changed=service.changed_since_check)
    if fresh is None:
        return None
    return {
        "operator": by_code("operator")[operator].position,
        "welcome": mask("welcome", codes.get("welcome", [])),
        "commitments": mask("commitment", codes.get("commitment", [])),
        "languages": mask("language", codes.get("language", [])),
        "papers": by_code("papers").get(service.papers, by_code("papers")["unknown"]).position,
        "minimum_age": service.minimum_age or 0,
        "arrival": arrival(codes.get("access_mode", []), service.answers_within_hours),
        "stale_on": fresh.stale_on,
        "hidden_on": fresh.hidden_on,
        "words": search_text(service.name, service.summary, organisation.name, language=service.language),
    }


def arrival(access: Iterable[str], answers_within: int | None) -> int:
    """May one just come; may one call, or nobody knows; or does one have to ask first and wait?"""
    modes = set(access)
    if (modes and modes <= {"appointment", "referral_only"}) or (answers_within or 0) > SOON_HOURS:
        return WAIT
    return JUST_COME if "walk_in" in modes else CALL


def where(service: Service, at: ServiceAtLocation, spans: list[Span], spots: Mapping[int, Spot]) -> dict[str, Any]:
    """The point, the unit, the bodies behind that door and the open half hours.

    A reduced place gives the point of its :class:`Spot` and no hours. One that shares its building never gets here
    (``actions.projection``): leaving out a body would leave it out, and so tell who is there.
    """
    organisation, location, place = service.organisation, at.location, at.location.place
    country = place.admin1.country_id if place else location.country
    reduced = service.tier == REDUCED
    spot = spots[place.pk] if place and reduced else place
    exact = not reduced and location.lat is not None
    lat, lon = (location.lat, location.lon) if exact else (spot.lat, spot.lon) if spot else (None, None)
    operator = organisation.operator if organisation.operator in by_code("operator") else "unknown"
    row: dict[str, Any] = {
        "country": country,
        "admin1": place.admin1_id if place else "",
        "timezone": place.admin1.timezone if place else zone_of(country),
        "lat": lat,
        "lon": lon,
        "reduced": reduced,
        "bodies": mask("operator", {operator, *organisation.shares_with, *location.housed_with}),
    }
    if not reduced:
        row |= {"hours": written(spans)} | dict(zip(DAYS, week_bits(spans), strict=True))
    return row


def zone_of(country: str) -> str:
    """The time zone of a country; empty where the list does not know it."""
    known = by_code("country").get(country)
    return str(known.more["timezone"]) if known else ""


def spans_of(at: ServiceAtLocation) -> list[Span]:
    """The opening hours of a service at a place."""
    return [Span(s.days, s.opens, s.closes, s.valid_from, s.valid_to) for s in at.schedules.all()]
