"""When the name of somebody who answered for a body goes: ninety days after she ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from amparo.access.focal_points.actions import EXPIRY, forget, note_end
from amparo.access.focal_points.models import FocalPoint, Visit
from amparo.access.focal_points.queries.desk import is_here, rows
from amparo.commons import clock

FORGET_DAYS = 90  # until then somebody who was referred to her may still have to say to whom
VISIT_DAYS = 730


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Somebody whose account was closed or whose role was taken, and of whom the list does not say that she ended."""

    focal: FocalPoint
    on: date


def due(now: datetime) -> list[Any]:
    """Who ended without its being said; who ended so long ago that her name goes; visits that say nothing of today."""
    on = clock.day(now)
    unsaid = [Unsaid(each, on) for each in rows().filter(ended_on=None) if not is_here(each)]
    return [*unsaid, *_past(on).select_related("user"), *Visit.objects.filter(on__lt=on - timedelta(days=VISIT_DAYS))]


def at_stake(now: datetime) -> tuple[int, int]:
    """How many names are forgotten on this day, and how many there are."""
    return _past(clock.day(now)).count(), FocalPoint.objects.filter(user__isnull=False).count()


def _past(on: date) -> QuerySet[FocalPoint]:
    return FocalPoint.objects.filter(ended_on__lte=on - timedelta(days=FORGET_DAYS), user__isnull=False)


def shred(item: Any) -> None:
    """Note the end, forget the name, or delete the visit."""
    if isinstance(item, Unsaid):
        note_end(item.focal, by=EXPIRY, on=item.on)
    elif isinstance(item, FocalPoint):
        forget(item, by=EXPIRY)
    else:
        item.delete()
