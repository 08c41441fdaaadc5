"""When answers go: so many days after their study was closed, keys first. Phones go when their time is over.

Coupons and thanks go with their study, and every night those that were given and ran out are worth nothing any more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.commons.policy.queries import day
from amparo.fieldwork.actions.coupons import expire
from amparo.fieldwork.actions.ending import EXPIRY, destroy_study
from amparo.fieldwork.models import Study
from amparo.fieldwork.queries.ending import has_run_out, phones_to_go, studies_to_go


@dataclass(frozen=True, slots=True)
class RanOut:
    """Coupons that ran out; they stay, and are worth nothing."""

    on: date


def due(now: datetime) -> list[Any]:
    """Studies whose time is over, and those that an old backup brought back without keys; old phones; old coupons."""
    on = day(now)
    return [*([RanOut(on)] if has_run_out(on) else []), *studies_to_go(on), *phones_to_go(on)]


def shred(item: Any) -> None:
    """Destroy keys and rows."""
    if isinstance(item, RanOut):
        expire(item.on)
    elif isinstance(item, Study):
        destroy_study(item.reference, by=EXPIRY)
    else:
        item.delete()
