"""Agreed doors that somebody has to make sure of again, for Today."""

from datetime import date

from django.urls import reverse

from amparo.access.health.policies import may_check
from amparo.access.health.queries.channels import AGAIN, OVER, last_days, state_of
from amparo.access.health.queries.desk import town_of, visible
from amparo.commons.directory.queries.again import Again
from amparo.commons.policy.policies import Actor


def doors_again(actor: Actor, today: date) -> list[Again]:
    """For whoever calls and visits places."""
    if not may_check.allows(actor):
        return []
    found = list[Again]()
    for channel in visible(actor).filter(ended_on=None):
        state = state_of(channel, today)
        if state in {AGAIN, OVER}:
            again_on, over_on = last_days(channel)
            since = over_on if state == OVER else again_on
            address = reverse("health_channel", args=[channel.reference])
            found.append(Again(channel.service.name, town_of(channel), address, since, state == OVER))
    return found
