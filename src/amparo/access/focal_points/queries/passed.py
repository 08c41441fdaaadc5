"""What cases passed on to a focal point, for her page: neutral words, and where each is read."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from amparo.access.focal_points.queries.portal import Arrived
from amparo.access.focal_points.queries.receivers import Receiver, receivers_for
from amparo.casework.queries.slices import slices_for
from amparo.commons.policy.policies import Locked
from amparo.formats.codes import label


def arrived_slices(actor: Any, now: datetime) -> list[Arrived]:
    """Each slice that is hers to see now; of what is over nothing is here."""
    language = get_language() or "es"
    try:
        found = slices_for(actor)
    except Locked:
        return []  # her key is not open yet, as before she has one
    return [
        Arrived(
            f"{label('need', each.need, language)} · {each.note['code']}",
            reverse("portal_slice", args=[each.reference]), each.on, each.waits,
        )
        for each in found
    ]  # fmt: skip


def receivers_of_body(need: str, body: str, without: Collection[str], now: datetime) -> list[Receiver]:
    """Who answers for a body, as a case asks it."""
    return receivers_for(need, organisation=body, without=without, now=now)
