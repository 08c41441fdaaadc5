"""The made-up doors: what the house of the demo town agreed with places of health, and codes that somebody carries."""

from datetime import datetime
from typing import Any

from amparo.access.health.actions.agreements import sign_agreement
from amparo.access.health.actions.channels import Hours, open_channel
from amparo.access.health.actions.slots import take_slot
from amparo.access.health.queries.channels import free_slots, zone_at
from amparo.commons import clock
from amparo.config.demo import town
from amparo.config.demo.laying import SETUP, Laid

FACTS = ("needs", "receives", "ask_for", "no_papers", "no_complaint", "name_used")


def lay_doors(laid: Laid, now: datetime | None = None) -> None:
    """Every door with its hours, the codes that were taken, and what the places promised; all marked as made up."""
    told, now = town.read("doors"), now or clock.now()
    for row in told["doors"]:
        service = laid.services[row["service"]]
        facts = {name: row[name] for name in FACTS} | {"since": laid.before(row["since"])}
        location = service.at_locations.order_by("pk").first().location
        hours = [hours_of(each) for each in row["hours"]]
        made = open_channel(
            service, location, facts=facts, hours=hours, checked_on=laid.before(row["checked"]), by=SETUP
        )
        mark(made)
        for _turn in range(row["taken"]):
            first = free_slots(made.windows.all(), zone_at(made), now)[0]
            take_slot(made, first.window, first.sitting.day, by=SETUP, now=now)
    for row in told["agreements"]:
        facts = {"what": row["what"], "office": row["office"], "since": laid.before(row["since"])}
        mark(sign_agreement(laid.services[row["service"]], facts=facts, by=SETUP))


def hours_of(row: town.Row) -> Hours:
    """A line of hours out of the file."""
    (line,) = town.hours([row["line"]])
    days = sum(1 << day for day in line["days"])
    room = row.get("room", 0)
    return Hours("slots" if room else "walk_in", days, line["opens"], line["closes"], room)


def mark(made: Any) -> None:
    """Made up."""
    made.is_example = True
    made.save(update_fields=["is_example"])
