"""A place that the house changed is kept as it is; but what a file hides or closes is hidden or closed here too.

A place that is shown although it must not be hurts more than one that is hidden for a while. Who coordinates shows it
again at the desk, and who writes the list opens it again.
"""

from collections.abc import Iterable
from datetime import date

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.actions.projection import project
from amparo.commons.directory.models import Service, ServiceAtLocation
from amparo.commons.directory.models.service import PARTNERS, PUBLIC
from amparo.commons.directory.policies import TELLING, may_say, may_stand_with
from amparo.commons.directory.queries.plans import Plan, stored_row
from amparo.commons.places.queries import tiny_names
from amparo.formats.hsds import records


@unaudited("a part of the audited import")
def follow(plan: Plan, row: Service, now: Plan, told_on: date | None) -> str:
    """Hide or close a place that was changed here, where the file does; the code of what to say of it."""
    closes = plan.columns["status"] != "active" == row.status
    is_later = told_on is not None and (row.checked_on is None or told_on > row.checked_on)
    if plan.columns["tier"] > row.tier:
        _hide(plan, row, now)
        code = "kept_hidden"
    elif closes:
        code = "kept_closed" if is_later else "kept_open"
    else:
        return "kept"
    if closes and is_later:
        row.status = plan.columns["status"]
    row.save(update_fields=["tier", "status", "changed_since_check", "changed_at"])
    project([row.pk])
    return code


def _hide(plan: Plan, row: Service, now: Plan) -> None:
    """Raise its tier. Where its own words say where the door is, nobody outside reads them.

    A number of the door is in other books with its street: only those stay that the file gives the service itself,
    and those that somebody of this house rang.
    """
    row.tier = plan.columns["tier"]
    bodies = [body for door in now.doors for body in door.location.columns["housed_with"]]
    may_be_told = may_say.allows(None, row.tier, telling(now, None), villages(now))
    if not (may_be_told and may_stand_with.allows(None, row.tier, bodies)):
        row.tier = max(row.tier, PARTNERS)
    its_own = [phone.columns["number"] for phone in plan.phones]
    gone, _ = row.phones.filter(checked_on=None).exclude(number__in=its_own).delete()
    row.changed_since_check = row.changed_since_check or bool(gone and row.checked_on)


@unaudited("it changes nothing")
def at_hidden_doors(plans: Iterable[Plan]) -> set[str]:
    """The services that a file puts, for more people, at the door of a hidden one, of which it says something else.

    Whoever knows the identifier of a door could else write a list that makes the house say where it is. A file that
    says of the door what is stored knows it already.
    """
    wanted = [(plan, door.location) for plan in plans for door in plan.doors]
    named = ServiceAtLocation.objects.filter(location__uid__in={row.uid for _, row in wanted})
    hidden = set(named.filter(service__tier__gt=PUBLIC).values_list("location_id", flat=True))
    here: dict[str, list[ServiceAtLocation]] = {}
    for at in ServiceAtLocation.objects.filter(location__in=hidden).select_related("location", "service"):
        here.setdefault(str(at.location.uid), []).append(at)
    return {
        plan.uid
        for plan, row in wanted
        if (there := here.get(row.uid))
        and plan.columns["tier"] < max(at.service.tier for at in there)
        and plan.uid not in {str(at.service.uid) for at in there}
        and row.digest != stored_row(there[0].location).digest
    }


@unaudited("it changes nothing")
def villages(plan: Plan) -> list[str]:
    """The places of a service that are so small that their name is an address."""
    return tiny_names(pk__in=[door.location.columns["place_id"] for door in plan.doors])


@unaudited("it changes nothing")
def telling(plan: Plan, organisation: records.Organisation | None) -> dict[str, str]:
    """The free texts of a service that could say where its door is."""
    around = {
        "organisation_name": organisation.name if organisation else plan.organisation.columns.get("name", ""),
        "organisation_description": (
            organisation.description if organisation else plan.organisation.columns.get("description", "")
        ),
        "place": " · ".join(door.location.columns["place_text"] for door in plan.doors),
        "phone_hours": " · ".join(phone.columns["hours"] for phone in plan.phones),
    }
    return {name: around[name] if name in around else plan.columns[name] for name in TELLING}
