"""What of fieldwork is over: studies on their day, phones whose time has come, coupons that ran out."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from amparo.fieldwork.models import Coupon, Device, Study
from amparo.fieldwork.models.coupons import ISSUED
from amparo.fieldwork.models.studies import CLOSED
from amparo.vault.queries.opened import has_keys

COUPON_DAYS = 61  # after their study was closed


def kept_until(study: Study) -> date | None:
    """The last day on which the answers of a closed study are kept; None while it is not closed."""
    if study.state != CLOSED or study.ends_on is None:
        return None
    return study.ends_on + timedelta(days=settings.STUDY_DAYS)


def studies_to_go(on: date) -> list[Study]:
    """Studies whose time is over, and what an old backup brought back without its keys."""
    late = Study.objects.filter(state=CLOSED, ends_on__lt=on - timedelta(days=settings.STUDY_DAYS))
    return [*late, *Study.objects.exclude(pk__in=late.values("pk")).exclude(has_keys())]


def phones_to_go(on: date) -> Any:
    """Phones whose time is over; those of a study that goes tonight go with it."""
    late = {study.pk for study in studies_to_go(on)}
    return list(Device.objects.filter(until__lt=on).exclude(study__in=late))


def with_old_coupons(on: date) -> list[Study]:
    """Studies that were closed two months ago and still have coupons.

    Nobody comes with one any more, and whoever holds one could lead to somebody else.
    """
    late = Study.objects.filter(state=CLOSED, ends_on__lt=on - timedelta(days=COUPON_DAYS))
    return list(late.filter(pk__in=Coupon.objects.values("study")))


def has_run_out(on: date) -> bool:
    """Are there coupons that somebody carries and that ran out?"""
    return bool(Coupon.objects.filter(state=ISSUED, expires_on__lt=on).exists())


def sources_with_keys() -> set[str]:
    """What the rows of studies are called in the evidence, of those that can still be opened."""
    return {study.source for study in Study.objects.filter(has_keys()).only("reference")}
