"""Is there help in a territory for what somebody is asked there? Only what was confirmed lately counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.directory.models import Service
from amparo.commons.directory.queries.desk import in_state, visible
from amparo.commons.directory.queries.finding import Ask, filtered
from amparo.commons.directory.queries.public import PublicService, public_service
from amparo.commons.policy.policies import Actor
from amparo.formats.codes import by_code, codes


def without_help(needs: Iterable[str], territory: str, *, now: datetime) -> list[str]:
    """Of these needs (the list ``need``) those for which no place of this territory is known to be open now.

    ``territory`` is a country or a first-level unit of one. A place counts until the day on which it is said to be
    unconfirmed; what the police, prosecution or migration runs or is told by does not, because who is asked about them
    has to be able to turn elsewhere. A line of another place does not count either: it meets nobody there.
    """
    return [need for need in needs if not _rows(need, territory, now).exists()]


def _rows(need: str, territory: str, now: datetime) -> Any:
    """What the search finds for a need in a territory and was confirmed lately."""
    country, _dash, unit = territory.partition("-")
    rows = filtered(Ask((need,), country=country, not_police=True), now).filter(lat__isnull=False)
    rows = rows.filter(stale_on__gt=clock.day(now), country=country)
    return rows.filter(admin1=territory) if unit else rows


@dataclass(frozen=True, slots=True)
class Help:
    """A place for a need, as it stands on a paper that may be found: a plain name, its town, numbers that answer."""

    name: str  # nothing where the name would tell what it is for
    town: str
    phones: tuple[str, ...]
    always_open: bool


def places_for(needs: Iterable[str], territory: str, *, now: datetime, most: int = 2) -> list[tuple[str, list[Help]]]:
    """By group of needs (the list ``need_group``) the places of a territory that were confirmed lately.

    A group and not a need: a paper on which each need stands would say what is asked.
    """
    groups: dict[str, dict[str, Help]] = {}
    for need in needs:
        found = groups.setdefault(by_code("need")[need].more["group"], {})
        for reference in list(dict.fromkeys(_rows(need, territory, now).values_list("service__reference", flat=True))):
            if len(found) < most:
                found.setdefault(reference, _help(public_service(reference, now=now)))
    return [(each.code, list(groups[each.code].values())) for each in codes("need_group") if groups.get(each.code)]


def _help(service: PublicService) -> Help:
    numbers = tuple(each.number for each in service.phones if not each.is_stale)
    place = service.places[0] if service.places else None
    return Help(service.plain_name, place.town if place else "", numbers[:2], bool(place and place.always_open))


def to_confirm(actor: Actor, need: str, territory: str, *, today: date, most: int = 5) -> list[Service]:
    """Places of a territory for a need that nobody confirmed lately: whoever rings them finds help again."""
    country, _dash, unit = territory.partition("-")
    rows = visible(actor).filter(attributes__taxonomy="need", attributes__code=need)
    where = "at_locations__location__place__admin1"
    rows = rows.filter(**({where: territory} if unit else {f"{where}__country": country}))
    return list(rows.exclude(in_state("fresh", today)).distinct().order_by("name", "reference")[:most])
