"""When answers go: so many days after their study was closed, keys first. Phones go when their time is over.

Coupons go two months after their study was closed, with the thanks that were given against them; and every night those
that were given and ran out are worth nothing any more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.commons import clock
from amparo.fieldwork.actions.coupons import expire, forget_coupons
from amparo.fieldwork.actions.ending import EXPIRY, destroy_study
from amparo.fieldwork.models import Study
from amparo.fieldwork.queries.ending import has_run_out, phones_to_go, studies_to_go, with_old_coupons
from amparo.vault.queries.opened import has_keys


@dataclass(frozen=True, slots=True)
class Paper:
    """The coupons of a study that was closed two months ago."""

    study: Study


@dataclass(frozen=True, slots=True)
class RanOut:
    """Coupons that ran out; they stay, and are worth nothing."""

    on: date


def due(now: datetime) -> list[Any]:
    """Studies whose time is over, and those that an old backup brought back without keys; old phones; old coupons."""
    on = clock.day(now)
    ran_out = [RanOut(on)] if has_run_out(on) else []
    return [*ran_out, *map(Paper, with_old_coupons(on)), *studies_to_go(on), *phones_to_go(on)]


def at_stake(now: datetime) -> tuple[int, int]:
    """How many studies that somebody can open go on this day, and how many there are."""
    going = Study.objects.filter(pk__in=[each.pk for each in studies_to_go(clock.day(now))]).filter(has_keys())
    return going.count(), Study.objects.count()


def shred(item: Any) -> None:
    """Destroy keys and rows."""
    if isinstance(item, RanOut):
        expire(item.on)
    elif isinstance(item, Paper):
        forget_coupons(item.study)
    elif isinstance(item, Study):
        destroy_study(item.reference, by=EXPIRY)
    else:
        item.delete()
