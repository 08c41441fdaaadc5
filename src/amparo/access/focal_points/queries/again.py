"""Focal points of whom somebody has to make sure again, for Today."""

from datetime import date

from django.urls import reverse

from amparo.access.focal_points.policies import may_look_after
from amparo.access.focal_points.queries.desk import lines_for
from amparo.access.focal_points.queries.state import DUE, LAPSED
from amparo.commons.directory.queries.again import Again
from amparo.commons.policy.policies import Actor


def focal_points_again(actor: Actor, today: date) -> list[Again]:
    """For whoever keeps that list; nobody else rings them."""
    if not may_look_after.allows(actor):
        return []
    return [
        Again(line.name, line.entity, reverse("focal_point", args=[line.reference]), line.state.since,
              line.state.code == LAPSED)
        for line in lines_for(actor, today) if line.state.code in {DUE, LAPSED}
    ]  # fmt: skip
