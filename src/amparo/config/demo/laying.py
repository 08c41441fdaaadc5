"""Laying the made-up town out: its ground, its services, what was said of them and what was confirmed.

Everything is written by the actions of the house, in the name of the process that sets it up: the trail says
``house.setup`` and nobody's name. What has no action of its own (the mark "example", the list a line came from)
is written on the rows that the actions gave back.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from amparo.access.pathways.actions import check_line, sign_line
from amparo.access.pathways.queries.desk import find_line
from amparo.commons import clock
from amparo.commons.directory.actions.checks import check_phone, check_service
from amparo.commons.directory.actions.feedback import accept_feedback
from amparo.commons.directory.actions.missing import count_missing
from amparo.commons.directory.actions.outcomes import count_outcome
from amparo.commons.directory.actions.projection import project, project_all
from amparo.commons.directory.actions.said import say_feedback, say_refusal
from amparo.commons.directory.actions.services import change_service, open_service
from amparo.commons.directory.retention import months_before
from amparo.commons.places.actions import add_landmark, add_place
from amparo.commons.places.queries import find_places, get_unit
from amparo.commons.policy.policies import Process
from amparo.config.demo import town

CARE = "default"


class Setup(Process):
    """The process that sets the house up. It lays the demo out alone, before anybody works here."""

    __slots__ = ()

    def leading_kinds(self, role: str) -> set[str]:
        """What it signs is an example: in the demo it stands for the organisation led by peers."""
        return {"peer_led"}

    def is_vouched_for(self, role: str, kind: str = "") -> bool:
        """It is the server itself: nobody else has worked here yet."""
        return True


SETUP = Setup("house.setup")


@dataclass
class Laid:
    """What was laid out so far, by the keys of the files."""

    now: datetime
    today: date
    home: str = ""  # the code of the town
    places: dict[str, str] = field(default_factory=dict)
    services: dict[str, Any] = field(default_factory=dict)
    organisations: dict[str, Any] = field(default_factory=dict)

    def before(self, days: int) -> date:
        """So many days ago."""
        return self.today - timedelta(days=days)


def town_code() -> str:
    """The code of the town if it was laid out already, else an empty text."""
    facts = town.read("town")
    found = find_places(facts["name"], country=facts["country"]).places
    return next((place.code for place in found if place.is_example and place.name == facts["name"]), "")


def lay_out(now: datetime) -> Laid:
    """Write the whole town, or nothing of it."""
    laid = Laid(now, clock.day(now))
    with transaction.atomic(using=CARE):
        lay_ground(laid)
        source = lay_services(laid)
        mark_examples(laid, source)
        lay_voices(laid)
        lay_counts(laid)
        lay_lines(laid)
        project([service.pk for service in laid.services.values()])
        project_all()
    return laid


def lay_ground(laid: Laid) -> None:
    """The town and its landmarks."""
    facts = town.read("town")
    lat, lon = facts["point"]
    here = add_place(
        name=facts["name"],
        admin1=get_unit(facts["unit"]),
        lat=lat,
        lon=lon,
        population=facts["population"],
        km_to_border=facts["km_to_border"],
        zone=facts["zone"],
        is_example=True,
        by=SETUP,
    )
    for mark in facts["landmarks"]:
        add_landmark(
            here,
            kind=mark["kind"],
            name=mark["name"],
            lat=mark["point"][0],
            lon=mark["point"][1],
            told_on=laid.before(30),
            told_by_role="checker",
            is_example=True,
            by=SETUP,
        )
    laid.home = here.code
    laid.places = {"puerto_claro": here.code, **facts["towns"]}


def lay_services(laid: Laid) -> Any:
    """Every service with its doors, and the day it was confirmed; gives the list that some came with."""
    runs = town.organisations()
    source = None
    for row in town.services():
        typed = town.typed(row, runs[row["organisation"]], laid.places)
        service = open_service(typed=typed, phones=town.phones(row), hours=town.hours(row.get("hours", [])), by=SETUP)
        source = source or make_source(service, laid)
        for other in row.get("also", []):
            service = open_door(service, typed, row, other, laid)
        laid.services[row["key"]] = service
        laid.organisations[row["organisation"]] = service.organisation
        say_where_a_line_is(service, row)
        confirm(service, row, laid)
    return source


def open_door(service: Any, typed: town.Row, row: town.Row, other: town.Row, laid: Laid) -> Any:
    """The same service at one more door."""
    there = typed | town.door(other, laid.places) | {"changed_at": service.changed_at.isoformat()}
    return change_service(
        service, at=None, typed=there, phones=town.phones(row), hours=town.hours(other["hours"]), by=SETUP
    )


def say_where_a_line_is(service: Any, row: town.Row) -> None:
    """A line has no town, but it answers in one country."""
    if "country" in row:
        location = service.at_locations.get().location
        location.country = row["country"]
        location.save(update_fields=["country"])


def confirm(service: Any, row: town.Row, laid: Laid) -> None:
    """The days on which somebody made sure of it and rang its numbers."""
    if "checked" in row:
        check_service(service, how=row["how"], on=laid.before(row["checked"]), seen=service.changed_at, by=SETUP)
    rung = {phone["number"]: phone["rung"] for phone in row.get("phones", []) if "rung" in phone}
    for phone in service.phones.all():
        if phone.number in rung:
            check_phone(phone, on=laid.before(rung[phone.number]), by=SETUP)


def make_source(service: Any, laid: Laid) -> Any:
    """The list that a part of the town is said to come from. The directory has no action for one alone."""
    facts = town.read("town")["source"]
    sources = type(service)._meta.get_field("source").related_model.objects
    return sources.create(
        code=facts["code"], name=facts["name"], licence=facts["licence"], as_of=laid.before(facts["days_old"])
    )


def mark_examples(laid: Laid, source: Any) -> None:
    """Say of every row that it is made up, and of some that they came with a list."""
    imported = {row["key"] for row in town.services() if row.get("imported")}
    for key, service in laid.services.items():
        service.is_example, service.source = True, source if key in imported else None
        service.save(update_fields=["is_example", "source"])
    runs = town.organisations()
    for key, organisation in laid.organisations.items():
        organisation.is_example, organisation.source = True, source if runs[key].get("imported") else None
        organisation.save(update_fields=["is_example", "source"])


def lay_voices(laid: Laid) -> None:
    """Answers of people who went, and how often a place said no."""
    voices = town.read("voices")
    for row in sorted(voices["feedback"], key=lambda row: row["state"] != "accepted"):
        service = laid.services[row["service"]]
        for days in row["days"]:
            say_feedback(service.reference, row["code"], today=laid.before(days))
        if row["state"] == "accepted":
            accept_feedback(service, code=row["code"], by=SETUP)
    for row in voices["refusals"]:
        month = months_before(laid.today, row["months"])
        for _ in range(row["times"]):
            say_refusal(laid.services[row["service"]].reference, row["code"], today=month)


def lay_counts(laid: Laid) -> None:
    """How it ended at some places, and what was missing in the province: numbers of nobody."""
    voices = town.read("voices")
    for row in voices["endings"]:
        month = months_before(laid.today, row["months"])
        for outcome, times in row["ended"].items():
            for _ in range(times):
                count_outcome(laid.services[row["service"]].reference, outcome=outcome, source="desk", today=month)
    for row in voices["missing"]:
        said = {"need": row["need"], "outcome": row["what"], "zone": row["zone"]}
        for _ in range(row["times"]):
            count_missing(town.read("town")["unit"], **said, today=months_before(laid.today, row["months"]))


def lay_lines(laid: Laid) -> None:
    """Some lines of the pack that the demo shows as confirmed and signed; the others wait."""
    voices = town.read("voices")
    for row in voices["checks"]:
        check_line(
            row["line"],
            digest=digest(row, laid),
            how=row["how"],
            holds=True,
            today=laid.before(row["days"]),
            is_example=True,
            by=SETUP,
        )
    for row in voices["signatures"]:
        sign_line(
            row["line"],
            digest=digest(row, laid),
            role=row["role"],
            today=laid.before(row["days"]),
            is_example=True,
            by=SETUP,
        )


def digest(row: town.Row, laid: Laid) -> str:
    """The digest of the text that is checked or signed."""
    found = find_line(row["line"], today=laid.today)
    if found is None:
        raise LookupError(f"content/demo/voices.toml names the line {row['line']}, which no pack has.")
    return found.item.digest
