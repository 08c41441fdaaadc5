"""When a form that somebody put down for another day goes: after two weeks, and where a backup lost its keys."""

from datetime import datetime

from django.db.models import Q

from amparo.commons import clock
from amparo.doors.intake.actions.drafts import forget_draft
from amparo.doors.intake.models import Draft
from amparo.vault.queries.opened import has_keys


def due(now: datetime) -> list[str]:
    """The locks of drafts whose days are over, and of those that nothing opens any more."""
    over = Draft.objects.filter(Q(until__lt=clock.day(now)) | ~has_keys())
    return list(over.order_by("ring").values_list("ring", flat=True))


def at_stake(now: datetime) -> tuple[int, int]:
    """How many forms that somebody can open go on this day, and how many there are."""
    going = Draft.objects.filter(until__lt=clock.day(now)).filter(has_keys())
    return going.count(), Draft.objects.count()


def shred(item: str) -> None:
    """Destroy one of them."""
    forget_draft(item)
