"""What the tests of agreed doors share: a clinic on the list, a door agreed with it, and codes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from amparo.access.health.actions.channels import Hours, open_channel
from amparo.access.health.models import SLOTS, WALK_IN, Channel
from amparo.commons.directory.models import Attribute, Location, Organisation, Service, ServiceAtLocation
from amparo.commons.policy.policies import Process

SETUP = Process("house.setup")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in Tulcán
TODAY = date(2026, 11, 24)
MORNINGS = Hours(WALK_IN, 0b0011111, time(8), time(12))
AFTERNOONS = Hours(SLOTS, 0b0000010, time(14), time(16), 3)  # on Tuesdays, for three
FACTS = {
    "needs": ["pep", "sti"], "receives": "La enfermera de la entrada", "ask_for": "la consulta de la mañana",
    "no_papers": "yes", "no_complaint": "yes", "name_used": "unknown", "since": date(2026, 11, 1),
}  # fmt: skip


def clinic(place: Any, name: str = "Centro de la Orilla", *, needs: Sequence[str] = ("pep",), **more: Any) -> Service:
    """A public clinic with one door, confirmed lately."""
    km = more.pop("km", 0.5)
    organisation = Organisation.objects.create(name=f"Salud de {name}", operator=more.pop("operator", "health_state"))
    made = Service.objects.create(
        organisation=organisation, name=name,
        **({"checked_on": date(2026, 11, 20), "checked_by_role": "checker"} | more),
    )  # fmt: skip
    location = Location.objects.create(
        organisation=organisation, place=place, street="Calle 4 y parque",
        lat=place.lat + km / 111.2 if place else None, lon=place.lon if place else None,
    )  # fmt: skip
    ServiceAtLocation.objects.create(service=made, location=location)
    for need in needs:
        Attribute.objects.create(service=made, taxonomy="need", code=need)
    return made


def door(service: Service, *hours: Hours, checked_on: date = TODAY, by: Any = SETUP, **facts: Any) -> Channel:
    """A door that was agreed with it."""
    location = service.at_locations.get().location
    lines = hours or (MORNINGS, AFTERNOONS)
    return open_channel(service, location, facts=FACTS | facts, hours=lines, checked_on=checked_on, by=by)


def window_of(channel: Channel, kind: str = SLOTS) -> str:
    """The reference of its hours of this kind."""
    return channel.windows.get(kind=kind).reference
