"""What she says of a place: a count or three taps. Her own acts leave no row in the trail of the staff."""

from datetime import date

from django.db import transaction
from django.db.models import F

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.models import Feedback, RefusalTally, Service
from amparo.commons.directory.models.service import PUBLIC_TIERS
from amparo.formats.codes import by_code


@unaudited("her own act: it is a count of the month, and nothing else is kept")
def say_refusal(reference: str, code: str, *, today: date) -> bool:
    """Add one to what a public service said in this month; nothing happens where nothing fits."""
    service = _public(reference)
    if service is None or code not in by_code("refusal"):
        return False
    with transaction.atomic(using="default"):
        tally, _ = RefusalTally.objects.get_or_create(service=service, code=code, month=today.replace(day=1))
        RefusalTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
    return True


@unaudited("her own act: the answer she chose and the day, for a moderator to look at")
def say_feedback(reference: str, code: str, *, today: date) -> bool:
    """Leave one of the few answers for a moderator."""
    service = _public(reference)
    if service is None or code not in by_code("feedback"):
        return False
    Feedback.objects.create(service=service, code=code, on=today)
    return True


def _public(reference: str) -> Service | None:
    return Service.objects.filter(reference=reference[:16], tier__in=PUBLIC_TIERS, status="active").first()
