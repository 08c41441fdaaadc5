"""Is there help in a territory for what somebody is asked there? Only what was confirmed lately counts."""

from collections.abc import Iterable
from datetime import datetime

from amparo.commons.directory.queries.finding import Ask, filtered
from amparo.commons.policy.queries import day


def without_help(needs: Iterable[str], territory: str, *, now: datetime) -> list[str]:
    """Of these needs (the list ``need``) those for which no place of this territory is known to be open now.

    ``territory`` is a country or a first-level unit of one. A place counts until the day on which it is said to be
    unconfirmed; what the police, prosecution or migration runs or is told by does not, because who is asked about them
    has to be able to turn elsewhere. A line of another place does not count either: it meets nobody there.
    """
    country, _dash, unit = territory.partition("-")
    missing = []
    for need in needs:
        rows = filtered(Ask((need,), country=country, not_police=True), now).filter(lat__isnull=False)
        rows = rows.filter(stale_on__gt=day(now), country=country)
        if not (rows.filter(admin1=territory) if unit else rows).exists():
            missing.append(need)
    return missing
