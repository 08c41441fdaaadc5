"""A code goes two weeks after its day: by then its place was used, or was not."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model

from amparo.access.health.queries.slots import old_slots


def due(now: datetime) -> Iterator[Model]:
    """The codes whose time is over."""
    yield from old_slots(now).iterator()


def shred(item: Model) -> None:
    """Delete one of them."""
    item.delete()
