"""Storing the parts of imported services: what they are for, their numbers, their doors and the hours there."""

from collections.abc import Iterable, Mapping
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.commons.bulk import add_rows, add_values
from amparo.commons.directory.models import Attribute, Location, Phone, Schedule, Service, ServiceAtLocation
from amparo.commons.directory.queries.plans import Part, Plan
from amparo.commons.policy.models import random_id
from amparo.formats.hsds.identity import stable_id
from amparo.formats.opening import Span

type Doors = list[tuple[ServiceAtLocation, list[Span]]]


@unaudited("a part of the audited import")
def write_parts(pairs: list[tuple[Plan, Service]], places: Mapping[str, Location]) -> dict[int, Doors]:
    """Store attributes, phones, doors and hours of services that have none; the doors, by service."""
    add_values(Attribute, (
        (random_id(), service.pk, taxonomy, code)
        for plan, service in pairs for taxonomy, code in sorted(plan.attributes)
    ))  # fmt: skip
    phones = Unused(Phone, (phone.uid for plan, _ in pairs for phone in plan.phones))
    add_rows(
        Phone(service_id=service.pk, uid=phones.uid(part, plan), **part.columns)
        for plan, service in pairs
        for part in plan.phones
    )
    return _write_doors(pairs, places)


def _write_doors(pairs: list[tuple[Plan, Service]], places: Mapping[str, Location]) -> dict[int, Doors]:
    doors = Unused(ServiceAtLocation, (door.uid for plan, _ in pairs for door in plan.doors))
    hours = Unused(Schedule, (line.uid for plan, _ in pairs for door in plan.doors for line in door.hours))
    made: dict[int, Doors] = {}
    lines = []
    for plan, service in pairs:
        made[service.pk] = []
        for door in plan.doors:
            uid = doors.uid(Part(door.uid, {}), plan)
            at = ServiceAtLocation(uid=uid, service_id=service.pk, location=places[door.location.uid])
            here = [Schedule(at_location_id=at.pk, uid=hours.uid(line, plan), **line.columns) for line in door.hours]
            lines += here
            made[service.pk].append((at, [Span(s.days, s.opens, s.closes, s.valid_from, s.valid_to) for s in here]))
    add_rows(at for doors_of_one in made.values() for at, _ in doors_of_one)
    add_rows(lines)
    return made


class Unused:
    """Gives each part its identifier, or one made for it where another service has that one already."""

    def __init__(self, model: Any, wanted: Iterable[str]) -> None:
        self._taken = {str(uid) for uid in model.objects.filter(uid__in=list(wanted)).values_list("uid", flat=True)}

    def uid(self, part: Part, plan: Plan) -> str:
        """An identifier that nobody has."""
        uid, turn = part.uid, 0
        while uid in self._taken:
            turn += 1
            uid = stable_id("again", part.uid, plan.uid, turn)
        self._taken.add(uid)
        return uid
