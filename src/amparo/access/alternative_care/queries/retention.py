"""What of the care of children is over: records on their day, stays that are counted, counts that are old."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from amparo.access.alternative_care.models import ASKED, CAME, COLLECTED, DID_NOT_COME, Booking, CareTally, Child
from amparo.vault.queries.opened import has_keys

TALLY_DAYS = 730  # counts, as long as a closed case where nobody says otherwise
COUNTED = {ASKED: "no_room", CAME: "came", COLLECTED: "came", DID_NOT_COME: "did_not_come"}  # list ``care_count``


def children_to_go(on: date) -> list[Child]:
    """Records whose time is over, and what an old backup brought back without its keys."""
    late = Child.objects.filter(last_on__lt=on - timedelta(days=settings.CHILD_DAYS))
    return [*late, *Child.objects.exclude(pk__in=late.values("pk")).exclude(has_keys())]


def stays_to_count(now: datetime) -> list[Booking]:
    """Stays that are over and were not counted yet."""
    return list(Booking.objects.filter(ends_at__lte=now, is_counted=False).select_related("place").order_by("pk"))


def counts_to_go(on: date) -> list[CareTally]:
    """Counts that are older than they are kept."""
    return list(CareTally.objects.filter(month__lt=on - timedelta(days=TALLY_DAYS)))


def counts_of(place: Any) -> list[CareTally]:
    """What was counted at a place, the latest month first."""
    return list(CareTally.objects.filter(place=place).order_by("-month", "what"))
