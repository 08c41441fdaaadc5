"""When a child's record goes: so many days after the last stay, keys first. What is left is a count without a child."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.access.alternative_care.actions.children import EXPIRY, destroy_child
from amparo.access.alternative_care.actions.counting import count_stay
from amparo.access.alternative_care.actions.letting_in import take_out_who_minds_no_more, whom_to_take_out
from amparo.access.alternative_care.models import Booking, Child
from amparo.access.alternative_care.queries.retention import children_to_go, counts_to_go, stays_to_count
from amparo.commons import clock
from amparo.vault.queries.opened import has_keys


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Somebody who minds nowhere any more still opens a record."""

    now: datetime


def due(now: datetime) -> list[Any]:
    """Who minds no more; stays that are over, before what they hang on goes; records on their day; old counts."""
    on = clock.day(now)
    lapsed = [Lapsed(now)] if whom_to_take_out(now) else []
    return [*lapsed, *stays_to_count(now), *children_to_go(on), *counts_to_go(on)]


def at_stake(now: datetime) -> tuple[int, int]:
    """How many records of children that somebody can open go on this day, and how many there are."""
    going = Child.objects.filter(pk__in=[each.pk for each in children_to_go(clock.day(now))]).filter(has_keys())
    return going.count(), Child.objects.count()


def shred(item: Any) -> None:
    """Destroy keys and rows; of a stay, count it."""
    if isinstance(item, Lapsed):
        take_out_who_minds_no_more(item.now)
    elif isinstance(item, Booking):
        count_stay(item)
    elif isinstance(item, Child):
        destroy_child(item.reference, by=EXPIRY)
    else:
        item.delete()
