"""What programs may read: the one module through which the interface sees the directory.

The tier is a condition of every statement here, and each record passes :func:`publishable` before it leaves. A service
is there while a page would show it: fresh, or said to be unconfirmed. Nothing that is not public changes a count,
an order, a size or a number of statements.

``last_modified`` is the day somebody last made sure, not the moment of a change: that moment also moves when
another place of the same organisation is written, which may be one that nobody must know of.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from amparo.commons.directory.models import Attribute, Organisation, Service, ServiceAtLocation
from amparo.commons.directory.models.service import PUBLIC, PUBLIC_TIERS
from amparo.commons.directory.queries.api_codes import lists_by_id, terms_by_id
from amparo.commons.directory.queries.asked import Asked, Listed, Plain
from amparo.commons.directory.queries.desk import forgiving
from amparo.commons.directory.queries.exchange import service_record, with_all, with_shown_parents
from amparo.commons.directory.queries.freshness import OTHER_DAYS, PHONE_DAYS
from amparo.commons.policy.policies import Hidden
from amparo.formats.hsds import publishable, to_hsds

MOST_WORDS = 6
LISTED = (
    "id", "name", "status", "description", "organization", "application_process", "fees_description",
    "eligibility_description", "minimum_age", "maximum_age", "assured_date", "alert", "last_modified",
)  # fmt: skip
LISTED_ORGANISATION = ("id", "name", "description", "website")


def visible(today: date) -> QuerySet[Any]:
    """The services that a public page would show on this day."""
    modes = Attribute.objects.filter(service=OuterRef("pk"), taxonomy="access_mode")
    public: QuerySet[Any] = Service.objects.filter(tier__in=PUBLIC_TIERS, status="active")
    found = public.annotate(
        known_on=Coalesce("checked_on", "source__as_of"),
        only_phone=Exists(modes.filter(code="phone_line")) & ~Exists(modes.exclude(code="phone_line")),
    )
    shown: QuerySet[Any] = found.filter(
        Q(only_phone=True, known_on__gte=today - timedelta(days=2 * PHONE_DAYS))
        | Q(only_phone=False, known_on__gte=today - timedelta(days=2 * OTHER_DAYS))
    )
    return shown


def chosen(asked: Asked, today: date) -> QuerySet[Any]:
    """The visible services that fit."""
    found = visible(today)
    for word in asked.search.split()[:MOST_WORDS]:
        pattern = forgiving(word)
        found = found.filter(
            Q(name__iregex=pattern) | Q(summary__iregex=pattern) | Q(organisation__name__iregex=pattern)
        )
    for term in asked.terms:
        name, code = terms_by_id().get(str(term), ("", ""))
        found = found.filter(with_code(name, code)) if name else found.none()
    for taxonomy in asked.taxonomies:
        inside = [pair for pair in terms_by_id().values() if pair[0] == lists_by_id().get(str(taxonomy))]
        any_of = Q(pk__in=[])
        for name, code in inside:
            any_of |= with_code(name, code)
        found = found.filter(any_of)
    if asked.organisation:
        found = found.filter(organisation__uid=asked.organisation)
    if asked.modified_after:
        found = found.filter(known_on__gte=asked.modified_after)
    return found.order_by("uid")


def with_code(name: str, code: str) -> Q:
    """The condition that a service says this code. Of a place without its address nothing of the building counts."""
    if name in ("papers", "cost"):
        return Q(**{name: code})
    if name == "operator":
        return Q(organisation__operator=code)
    if name == "shares_with":
        told = Organisation.objects.annotate(said=Cast("shares_with", TextField())).filter(said__contains=f'"{code}"')
        return Q(organisation__in=told.values("pk"))
    if name in ("accessibility", "housed_with"):
        there = ServiceAtLocation.objects.annotate(said=Cast(f"location__{name}", TextField()))
        return Q(Exists(there.filter(service=OuterRef("pk"), said__contains=f'"{code}"')), tier=PUBLIC)
    return Q(Exists(Attribute.objects.filter(service=OuterRef("pk"), taxonomy=name, code=code)))


def services(asked: Asked, today: date) -> Listed:
    """The services that fit."""
    found = chosen(asked, today)

    def read(start: int, most: int) -> list[Plain]:
        if asked.minimal:
            return [minimal(uid, day) for uid, day in found.values_list("uid", "known_on")[start : start + most]]
        return [one if asked.full else listed(one) for one in read_services(found[start : start + most])]

    return Listed(found.count(), read)


def read_services(found: QuerySet[Service]) -> list[Plain]:
    """Whole services, each as it may leave."""
    told = []
    for service in with_all(found):
        record = publishable(service_record(service))
        if record is not None:
            known: Any = service
            told.append(replace(record, extra={}, last_modified=moment(known.known_on)))
    return [to_hsds(record) for record in with_shown_parents(told)]


def moment(day: date) -> datetime:
    """A day as the moment at which it begins."""
    return datetime.combine(day, time(), tzinfo=UTC)


def minimal(uid: UUID, day: date) -> Plain:
    """Identifier and day. The standard calls the field by two names, so both are said."""
    said = moment(day).isoformat()
    return {"id": str(uid), "last_modified": said, "modified_date": said}


def listed(service: Plain) -> Plain:
    """A service without what there can be several of."""
    short = {name: service[name] for name in LISTED if name in service}
    if "organization" in short:
        short["organization"] = listed_organisation(short["organization"])
    return short


def listed_organisation(organisation: Plain) -> Plain:
    """An organisation without what there can be several of."""
    return {name: organisation[name] for name in LISTED_ORGANISATION if name in organisation}


def one_service(uid: UUID, today: date) -> Plain:
    """One service, or :class:`Hidden`."""
    found = read_services(visible(today).filter(uid=uid))
    if not found:
        raise Hidden
    return found[0]


def at_locations(asked: Asked, today: date) -> Listed:
    """The doors of the services that fit."""
    doors = ServiceAtLocation.objects.filter(service__in=chosen(asked, today).order_by().values("pk")).order_by("uid")

    def read(start: int, most: int) -> list[Plain]:
        wanted = list(doors.values_list("uid", "service__uid")[start : start + most])
        return doors_of(wanted, today, full=asked.full)

    return Listed(doors.count(), read)


def doors_of(wanted: Sequence[tuple[UUID, UUID]], today: date, *, full: bool) -> list[Plain]:
    """Doors as they may be said, each with its service."""
    owners = {one["id"]: one for one in read_services(visible(today).filter(uid__in=[owner for _, owner in wanted]))}
    told = []
    for uid, owner in wanted:
        service = owners.get(str(owner))
        if service is None:  # it went between two statements
            continue
        at = next(door for door in service["service_at_locations"] if door["id"] == str(uid))
        whole = {name: value for name, value in service.items() if name != "service_at_locations"}
        door = dict(at) if full else {name: at[name] for name in ("id", "description") if name in at}
        if not full and "location" in at:
            door["location"] = listed_location(at["location"])
        told.append(door | {"service": whole if full else listed(service)})
    return told


def listed_location(location: Plain) -> Plain:
    """A place without what there can be several of."""
    return {name: value for name, value in location.items() if not isinstance(value, list)}


def one_at_location(uid: UUID, today: date) -> Plain:
    """One door, or :class:`Hidden`."""
    inside = visible(today).values("pk")
    door = ServiceAtLocation.objects.filter(uid=uid, service__in=inside).values_list("uid", "service__uid").first()
    if door is None:
        raise Hidden
    return doors_of([door], today, full=True)[0]


def organisations(asked: Asked, today: date) -> Listed:
    """Who runs a service that fits; whoever runs none that is public is not there."""
    inside = chosen(replace(asked, search=""), today).order_by()
    found = Organisation.objects.filter(pk__in=inside.values("organisation")).order_by("uid")
    for word in asked.search.split()[:MOST_WORDS]:
        found = found.filter(name__iregex=forgiving(word))

    def read(start: int, most: int) -> list[Plain]:
        uids = list(found.values_list("uid", flat=True)[start : start + most])
        return organisations_of(uids, today, asked)

    return Listed(found.count(), read)


def organisations_of(uids: Sequence[UUID], today: date, asked: Asked) -> list[Plain]:
    """Organisations, where it is asked for with their services."""
    by_uid: dict[str, Plain] = {}
    running: dict[str, list[Plain]] = {}
    for service in read_services(visible(today).filter(organisation__uid__in=uids).order_by("uid")):
        organisation = service.pop("organization")
        # Under a service without its address the organisation is bare; what a public one says of it is more.
        by_uid[organisation["id"]] = max(by_uid.get(organisation["id"], {}), organisation, key=len)
        running.setdefault(organisation["id"], []).append(service if asked.full_service else listed(service))
    told = []
    for uid in map(str, uids):
        if asked.full or asked.full_service:
            told.append(by_uid[uid] | {"services": running[uid]})
        else:
            told.append(listed_organisation(by_uid[uid]))
    return told


def one_organisation(uid: UUID, today: date) -> Plain:
    """One organisation with its services, or :class:`Hidden`."""
    if not visible(today).filter(organisation__uid=uid).exists():
        raise Hidden
    return organisations_of([uid], today, Asked(full=True, full_service=True))[0]


def as_line(one: Plain) -> bytes:
    """One record of a stream of lines."""
    return (json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n").encode()
