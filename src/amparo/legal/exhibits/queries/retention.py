"""What is over: chains whose ring has no key, folders that were taken or not, lists of days without a leaf."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from amparo.casework.policies.exports import KEPT_DAYS
from amparo.commons import clock
from amparo.legal.exhibits.models import Chain, DayList, Exhibit, Folder, Leaf
from amparo.vault.queries.opened import has_keys


def matters_gone() -> list[str]:
    """The opaque names of matters whose pieces open for nobody any more."""
    gone = Chain.objects.filter(~has_keys()).values_list("matter", flat=True)
    left = Exhibit.objects.filter(~has_keys()).values_list("matter", flat=True)
    return sorted({*gone, *left})


def past_folders(now: datetime) -> list[Any]:
    """Requests that are over for some weeks, or whose matter is gone."""
    gone = Q(matter__in=matters_gone())
    return list(Folder.objects.filter(Q(until__lte=now - timedelta(days=KEPT_DAYS)) | gone))


def days_to_go(now: datetime) -> list[Any]:
    """Lists of days before today in which no matter of today has a leaf."""
    kept = Leaf.objects.filter(has_keys()).values("day")
    return list(DayList.objects.filter(day__lt=clock.day(now)).exclude(pk__in=kept))
