"""What is read out to somebody of a place who confirms it: a check holds for these facts and for no others."""

from collections.abc import Iterable
from typing import Any

from amparo.commons.directory.models import Service, ServiceAtLocation

READ_OUT = ("commitment", "access_mode")  # the coded facts among them


def read_out(ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """The facts of some services as they are stored now."""
    found = Service.objects.filter(pk__in=list(ids)).select_related("organisation")
    found = found.prefetch_related("attributes", "phones", "at_locations__schedules", "at_locations__location")
    return {service.pk: facts_of(service) for service in found}


def facts_of(service: Service) -> tuple[Any, ...]:
    """Who runs it and whom they tell, its conditions, its numbers, its doors."""
    organisation = service.organisation
    return (
        (organisation.operator, tuple(sorted(organisation.shares_with)), service.papers, service.must_tell),
        sorted((each.taxonomy, each.code) for each in service.attributes.all() if each.taxonomy in READ_OUT),
        sorted((phone.number, phone.kind, phone.hours) for phone in service.phones.all()),
        sorted((door_of(at) for at in service.at_locations.all()), key=str),
    )


def door_of(at: ServiceAtLocation) -> tuple[Any, ...]:
    """Where it is and who else is there, how people get there, and when it is open."""
    location = at.location
    where = (location.place_id, location.place_text, location.street, location.lat, location.lon)
    hours = [
        (line.days, line.opens, line.closes, line.valid_from, line.valid_to, line.note) for line in at.schedules.all()
    ]
    return (*where, tuple(sorted(location.housed_with)), location.as_people_go, sorted(hours, key=str))


def beside(service: Service) -> set[int]:
    """The services that share its organisation or one of its doors, and itself: a change here may be one there."""
    doors = service.at_locations.values("location")
    found = Service.objects.filter(organisation=service.organisation) | Service.objects.filter(
        at_locations__location__in=doors
    )
    return {service.pk, *found.values_list("pk", flat=True)}
