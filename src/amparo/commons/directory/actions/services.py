"""Writing a service: its facts, who runs it, where it is, when it is open, how to call it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.directory.actions.projection import project
from amparo.commons.directory.models import (
    Attribute,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from amparo.commons.directory.policies import TELLING, may_edit, may_open_to_more, may_place_in, may_say, may_stand_with
from amparo.commons.directory.queries.entry import CODED, COLUMNS
from amparo.commons.directory.queries.read_out import beside, read_out
from amparo.commons.places.queries import get_place, tiny_names

CARE = "default"

type Lines = Iterable[Mapping[str, Any]]


class Conflict(Exception):
    """Somebody else changed this service while the page was open."""


@audited("service.opened", using=CARE)
def open_service(*, typed: Mapping[str, Any], phones: Lines, hours: Lines, by: Any) -> Service:
    """Put a service on the list."""
    phones = list(phones)
    _check(typed, phones, by)
    service = Service(organisation=_organisation(None, typed))
    _write(service, None, typed, phones, hours)
    return service


@audited("service.changed", target="service", using=CARE)
def change_service(
    service: Service, *, at: ServiceAtLocation | None, typed: Mapping[str, Any], phones: Lines, hours: Lines, by: Any
) -> Service:
    """Change a service at one of its doors; refuse where somebody changed it since the page was opened.

    Whatever of it was read out to confirm it, and is another now, is no longer confirmed.
    """
    phones = list(phones)
    _check(typed, phones, by)
    current = Service.objects.select_for_update().select_related("organisation").get(pk=service.pk)
    if moment(typed["changed_at"]) != current.changed_at:
        raise Conflict
    may_open_to_more.check(by, current.tier, int(typed["tier"]))
    doors = current.at_locations.exclude(pk=at.pk) if at else current.at_locations.all()
    bodies = [body for door in doors.select_related("location") for body in door.location.housed_with]
    may_stand_with.check(by, int(typed["tier"]), bodies)
    before = read_out(beside(current))
    current.organisation = _organisation(current, typed)
    _write(current, at, typed, phones, hours)
    changed = {pk for pk, facts in read_out(before).items() if facts != before[pk]}
    Service.objects.filter(pk__in=changed).update(changed_since_check=True)
    project(changed)
    current.changed_since_check = current.changed_since_check or current.pk in changed
    return current


@unaudited("it changes nothing")
def moment(text: str) -> datetime | None:
    """The moment a page was opened at, as its hidden field says; None where it says nothing readable."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _check(typed: Mapping[str, Any], phones: list[Mapping[str, Any]], by: Any) -> None:
    """May she, there, and with these words?"""
    may_edit.check(by)
    tier = int(typed["tier"])
    may_place_in.check(by, tier)
    may_stand_with.check(by, tier, typed.get("housed_with") or [])
    texts = {name: typed.get(name) or "" for name in TELLING}
    if typed.get("place_code"):
        texts["place"] = ""  # the name of a place on the list
    texts["phone_hours"] = " · ".join(phone.get("hours") or "" for phone in phones)
    may_say.check(by, tier, texts, tiny_names(code__in=[typed.get("place_code") or ""]))


def _write(
    service: Service, at: ServiceAtLocation | None, typed: Mapping[str, Any], phones: Lines, hours: Lines
) -> None:
    """Store all parts, then let finding read them."""
    for name in COLUMNS:
        setattr(service, name, typed[name])
    service.tier = int(typed["tier"])
    service.save()
    _write_attributes(service, typed)
    at = _write_door(service, at, typed)
    _write_hours(at, hours)
    _write_phones(service, phones)
    _touch_beside(service, at)


def _organisation(service: Service | None, typed: Mapping[str, Any]) -> Organisation:
    """Who runs it: the same as before with its facts as typed, one that is on the list already, or a new one.

    An organisation that was found by its name keeps its own facts: whoever typed a name did not mean to change
    what is said of all its places. A new name for one that runs more places makes a new organisation.
    """
    name, current = typed["organisation_name"], service.organisation if service else None
    if current is None or current.name.casefold() != name.casefold():
        found = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
        if found:
            return found
        if current is None or current.services.count() > 1:
            current = Organisation()
    current.name = name
    current.operator, current.shares_with = typed["operator"], typed["shares_with"]
    current.website = typed["website"]
    current.save()
    return current


def _write_attributes(service: Service, typed: Mapping[str, Any]) -> None:
    """Make its coded facts these."""
    for field, taxonomy in CODED.items():
        wanted = set(typed[field])
        mine = service.attributes.filter(taxonomy=taxonomy)
        mine.exclude(code__in=wanted).delete()
        held = set(mine.values_list("code", flat=True))
        Attribute.objects.bulk_create(
            Attribute(service=service, taxonomy=taxonomy, code=code) for code in sorted(wanted - held)
        )


def _write_door(service: Service, at: ServiceAtLocation | None, typed: Mapping[str, Any]) -> ServiceAtLocation:
    """Where it is. A line or a service without a door has a virtual location: hours and search need one."""
    location = at.location if at else Location(organisation=service.organisation)
    place = get_place(typed["place_code"]) if typed["place_code"] else None
    lat, lon = typed["coordinates"] or (None, None)
    location.place, location.lat, location.lon = place, lat, lon
    location.place_text = "" if place else typed["place"]
    location.country = place.admin1.country_id if place else location.country
    location.street, location.as_people_go = typed["street"], typed["as_people_go"]
    location.accessibility, location.housed_with = typed["accessibility"], typed["housed_with"]
    has_door = place or typed["place"] or location.street or lat is not None
    location.kind = "physical" if has_door else "virtual"
    if at is None or location.at_services.count() == 1:
        location.organisation = service.organisation
    location.save()
    return at or ServiceAtLocation.objects.create(service=service, location=location)


def _write_hours(at: ServiceAtLocation, hours: Lines) -> None:
    """Make its opening hours these; a line that was there keeps its identity."""
    held: dict[Any, Schedule] = {line.uid: line for line in at.schedules.all()}
    for typed in hours:
        line = held.pop(typed.get("uid"), None) or Schedule(at_location=at)
        line.days = sum(1 << day for day in set(typed["days"]))
        line.opens, line.closes, line.note = typed["opens"], typed["closes"], typed["note"]
        line.valid_from, line.valid_to = typed["valid_from"], typed["valid_to"]
        line.save()
    at.schedules.filter(uid__in=list(held)).delete()


def _write_phones(service: Service, phones: Lines) -> None:
    """Make its phones these. Another number is a number that nobody rang yet."""
    held: dict[Any, Phone] = {phone.uid: phone for phone in service.phones.all()}
    for typed in phones:
        phone = held.pop(typed.get("uid"), None) or Phone(service=service)
        if phone.number != typed["number"]:
            phone.checked_on, phone.new_since_check = None, True
        phone.number, phone.kind, phone.hours = typed["number"], typed["kind"] or "voice", typed["hours"]
        phone.save()
    service.phones.filter(uid__in=list(held)).delete()


def _touch_beside(service: Service, at: ServiceAtLocation) -> None:
    """Other places of the organisation, and other services at this door, changed as well for whoever has them open."""
    beside = Service.objects.filter(organisation=service.organisation) | Service.objects.filter(
        at_locations__location=at.location
    )
    ids = set(beside.values_list("pk", flat=True)) | {service.pk}
    Service.objects.filter(pk__in=ids - {service.pk}).update(changed_at=clock.now())
    project(ids)
