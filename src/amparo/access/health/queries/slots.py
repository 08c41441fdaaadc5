"""Finding a code again, and which of them are old."""

import re
from datetime import datetime, timedelta

from django.db.models import QuerySet

from amparo.access.health.models import Channel, Slot
from amparo.commons import clock
from amparo.commons.policy.policies import Hidden

KEPT_DAYS = 14  # after its day: until then somebody may still say what became of it
SHAPE = re.compile(r"(?:[CDFGHJKLMNPRTVWXY][2346789]){3}")


def is_code(text: str) -> bool:
    """Is it shaped as a code of a door?"""
    return bool(SHAPE.fullmatch(text))


def get_slot(channel: Channel, code: str) -> Slot:
    """A code of this door."""
    found = Slot.objects.select_related("window").filter(window__channel=channel, code=code).first()
    if found is None:
        raise Hidden
    return found


def old_slots(now: datetime) -> QuerySet[Slot]:
    """Codes whose day is so long past that nobody needs to know of them any more."""
    return Slot.objects.filter(day__lt=clock.day(now) - timedelta(days=KEPT_DAYS))
