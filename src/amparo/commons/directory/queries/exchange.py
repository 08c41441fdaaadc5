"""Services of the house as HSDS records: what an exported file and the interface for programs say.

What HSDS has a place for stands there. What only this house says (the line in daily words, what they ask, who
confirmed it and how, where it came from) travels as attributes with a value, of a list called ``amparo_house``. So
JSON and CSV carry the same, and a file that comes back says all that it said.

A record made here carries its tier and everything exact: it is never written before ``formats.hsds.tiers`` saw it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import slugify

from amparo.commons.directory.models import Location, Organisation, Phone, Schedule, Service, ServiceAtLocation
from amparo.commons.directory.models.service import PUBLIC, PUBLIC_TIERS
from amparo.commons.directory.queries.projection import codes_of
from amparo.commons.places.queries import is_tiny, is_unit
from amparo.formats.codes import codes
from amparo.formats.hsds import Tally, Where, records
from amparo.formats.hsds.decode import Decoder
from amparo.formats.hsds.facts import (
    HOUSE,
    HOUSE_LIST,
    Codes,
    Facts,
    taxonomy_of,
    term_of,
    weekdays_of,
    with_accessibility,
    with_facts,
    with_housed_with,
)
from amparo.formats.hsds.identity import stable_id
from amparo.formats.web import web

HOUSE_LIST_ID = taxonomy_of(HOUSE_LIST).id
GEONAMES = "GeoNames"
LISTS = ("need", "welcome", "papers", "access_mode", "commitment", "cost", "operator", "accessibility", "language")
# What only the house says of a service: the word in the file, and the column.
SAID = ("summary", "language", "they_ask", "must_tell", "answers_within_hours", "checked_by_role", "checked_how")


@cache
def labels() -> Codes:
    """The code lists that are exchanged, with their words in the language of the house."""
    return {name: {code.code: code.label(settings.LANGUAGE_CODE) for code in codes(name)} for name in LISTS}


def with_all(services: QuerySet[Service]) -> QuerySet[Service]:
    """Services with everything a record is made of, in few statements whatever there is."""
    open_ones = Service.objects.filter(organisation=OuterRef("organisation"), tier=PUBLIC, status="active")
    return (
        services.annotate(organisation_is_open=Exists(open_ones))
        .select_related("organisation", "source")
        .prefetch_related("attributes", "phones", "at_locations__schedules", "at_locations__location__place__admin1")
    )


def kept_as(cls: type, kept: Mapping[str, Any] | None, needed: Mapping[str, Any]) -> Any:
    """What came in a file and has no column here, as the record it was part of."""
    if not kept:
        return cls(**needed)
    return Decoder("", Tally()).decode(cls, {**kept, **needed}, Where())


def service_record(service: Any) -> records.Service:
    """One service of ``with_all``, whole and with its tier. A number of what is closed may be a stranger's by then."""
    uid, grouped = str(service.uid), codes_of(service)
    base = kept_as(
        records.Service, service.extra.get("hsds"), {"id": uid, "name": service.name, "status": service.status}
    )
    record = replace(
        base,
        organisation=organisation_record(service.organisation, is_open=service.organisation_is_open),
        description=service.description,
        application_process=service.how_to_ask,
        fees_description=service.cost_note,
        eligibility_description=service.eligibility,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        alert=service.alert,
        assured_date=service.checked_on or (service.source.as_of if service.source else None),
        phones=tuple(map(phone_record, () if service.status == "defunct" else service.phones.all())),
        service_at_locations=tuple(doors_of(service)) or (nowhere(uid),),
        attributes=base.attributes + tuple(attributes("service", uid, said_of(service))),
        tier=service.tier,
    )
    return with_facts(record, facts_said(service, grouped), labels())


def with_shown_parents(found: Iterable[records.Service]) -> list[records.Service]:
    """The same records, in which a body stands below another only where that one runs something public itself."""
    told = list(found)
    wanted = {one.organisation.parent_organisation_id for one in told if one.organisation} - {""}
    if not wanted:
        return told
    public = Service.objects.filter(organisation__uid__in=wanted, tier__in=PUBLIC_TIERS, status="active")
    shown = {str(uid) for uid in public.values_list("organisation__uid", flat=True)}
    return [
        replace(one, organisation=replace(one.organisation, parent_organisation_id=""))
        if one.organisation and one.organisation.parent_organisation_id not in shown
        else one
        for one in told
    ]


def facts_said(service: Service, grouped: Mapping[str, list[str]]) -> Facts:
    """The coded facts; a code that no list knows any more is not said."""

    def known(name: str, said: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({code for code in said if code in labels()[name]}))

    organisation = service.organisation
    return Facts(
        need=known("need", grouped.get("need", ())),
        welcome=known("welcome", grouped.get("welcome", ())),
        access_mode=known("access_mode", grouped.get("access_mode", ())),
        commitment=known("commitment", grouped.get("commitment", ())),
        language=known("language", grouped.get("language", ())),
        papers=next(iter(known("papers", [service.papers])), "unknown"),
        cost=next(iter(known("cost", [service.cost])), "unknown"),
        operator=next(iter(known("operator", [organisation.operator])), "unknown"),
        shares_with=known("operator", organisation.shares_with),
    )


def said_of(service: Service) -> dict[str, object]:
    """What only this house says. A service of nobody else's list says that it is of this house."""
    said: dict[str, object] = {name: getattr(service, name) for name in SAID}
    said["is_example"] = "yes" if service.is_example else ""
    source = service.source
    said["source_code"] = source.code if source else slugify(settings.SITE_NAME)[:40] or HOUSE
    said["source_name"] = source.name if source else settings.SITE_NAME
    said["source_licence"] = source.licence if source else settings.HSDS_LICENCE
    said["source_as_of"] = source.as_of if source else None
    return said


def attributes(kind: str, uid: str, said: Mapping[str, object]) -> Iterable[records.Attribute]:
    """Attributes with a value; what is empty is not said."""
    for word, value in said.items():
        text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
        if text:
            yield records.Attribute(
                id=stable_id(HOUSE, "attribute", uid, HOUSE_LIST, word),
                link_id=uid,
                link_entity=kind,
                value=text,
                taxonomy_term=house_term(word),
            )


@cache
def house_term(word: str) -> records.TaxonomyTerm:
    """The term that says what an attribute of the house holds."""
    return term_of(HOUSE_LIST, word, word)


def organisation_record(organisation: Organisation, *, is_open: bool) -> records.Organisation:
    """Who runs it. The site of a body that has no open door is not said: it often shows the door."""
    kept = organisation.extra.get("hsds") if is_open else None
    needed = {"id": str(organisation.uid), "name": organisation.name}
    base: records.Organisation = kept_as(records.Organisation, kept, needed)
    return replace(
        base, description=organisation.description, website=web(organisation.website) if is_open else "", tier=PUBLIC
    )


def phone_record(phone: Phone) -> records.Phone:
    """A number, when they answer, and the day somebody rang it."""
    uid = str(phone.uid)
    return records.Phone(
        id=uid,
        number=phone.number,
        type=phone.kind,
        description=phone.hours,
        attributes=tuple(attributes("phone", uid, {"checked_on": phone.checked_on})),
    )


def doors_of(service: Service) -> Iterable[records.ServiceAtLocation]:
    """The service at its doors, with the hours kept there."""
    for at in service.at_locations.all():
        yield at_record(at, reduced=service.tier != PUBLIC)


def at_record(at: ServiceAtLocation, *, reduced: bool) -> records.ServiceAtLocation:
    """The service at one door, with the hours kept there."""
    return records.ServiceAtLocation(
        id=str(at.uid),
        location=location_record(at.location, reduced=reduced),
        schedules=tuple(map(schedule_record, at.schedules.all())),
    )


def nowhere(uid: str) -> records.ServiceAtLocation:
    """A service without a door has a place that is nowhere, as an import would give it."""
    at, place = nowhere_ids(uid)
    return records.ServiceAtLocation(id=at, location=records.Location(id=place, location_type="virtual"))


def nowhere_ids(uid: str) -> tuple[str, str]:
    """The identifiers of that place, the same in every house."""
    return stable_id(HOUSE, "at", uid), stable_id(HOUSE, "nowhere", uid)


def schedule_record(line: Schedule) -> records.Schedule:
    """One line of opening hours."""
    return records.Schedule(
        id=str(line.uid),
        weekdays=weekdays_of(line.days),
        opens_at=line.opens,
        closes_at=line.closes,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
        description=line.note,
    )


def location_record(location: Location, *, reduced: bool) -> records.Location:
    """One place, exact; ``formats.hsds.tiers`` takes away what may not be said."""
    uid, place = str(location.uid), location.place
    base = kept_as(records.Location, location.extra.get("hsds"), {"id": uid, "location_type": location.kind})
    town, state, country = town_of(location, reduced=reduced)
    address = records.Address(
        id=stable_id(HOUSE, "address", uid),
        address_1=location.street,
        city=town,
        state_province=state,
        postal_code=location.postal_code,
        country=country,
        address_type=location.kind if location.kind in {"postal", "virtual"} else "physical",
    )
    has_number = place is not None and place.code.isdecimal()
    record = replace(
        base,
        name=location.name,
        transportation=location.as_people_go,
        latitude=location.lat,
        longitude=location.lon,
        external_identifier=place.code if place and has_number else base.external_identifier,
        external_identifier_type=GEONAMES if has_number else base.external_identifier_type,
        addresses=(address,) if location.street or town or country else (),
    )
    known = [code for code in location.accessibility if code in labels()["accessibility"]]
    housed = [code for code in location.housed_with if code in labels()["operator"]]
    return with_housed_with(with_accessibility(record, known, labels()), housed, labels())


def town_of(location: Location, *, reduced: bool) -> tuple[str, str, str]:
    """Its town, its unit and its country.

    A hidden place in a tiny town names the unit alone. One whose town no list knows names none, and its unit only
    where that is the name of one: what somebody wrote there may be an address.
    """
    place = location.place
    if place:
        return "" if reduced and is_tiny(place) else place.name, place.admin1.name, place.admin1.country_id
    state, country = location.extra.get("state", ""), location.country
    if reduced:
        return "", state if is_unit(state, country) else "", country
    return location.place_text, state, country or location.extra.get("country", "")
