"""When a legal matter goes: on its day, keys first, and where a backup brought it back without them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.commons import clock
from amparo.legal.representation.actions.matters import EXPIRY, destroy
from amparo.legal.representation.models import Matter
from amparo.legal.representation.queries.retention import due_to_go
from amparo.vault.queries.opened import has_keys


@dataclass(frozen=True, slots=True)
class Due:
    """A matter whose time is over at a moment; it is asked again when it is destroyed."""

    matter: Matter
    now: datetime


def due(now: datetime) -> list[Any]:
    """Matters whose time is over."""
    return [Due(each, now) for each in due_to_go(clock.day(now))]


def at_stake(now: datetime) -> tuple[int, int]:
    """How many matters that somebody can open go on this day, and how many there are."""
    return due_to_go(clock.day(now)).filter(has_keys()).count(), Matter.objects.count()


def shred(item: Any) -> None:
    """Destroy keys and rows."""
    destroy(item.matter.reference, by=EXPIRY, now=item.now)
