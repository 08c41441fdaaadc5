"""What people said of a service is kept for 12 months, as the public page says; what is missing, for 24."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Model

from amparo.commons import clock
from amparo.commons.directory.models import Feedback, MissingTally, OutcomeTally

KEPT_MONTHS = 12
MISSING_MONTHS = 24  # four half-years: whether a gap was closed is seen in the same half of the next year


def due(now: datetime) -> Iterator[Model]:
    """The answers and the tallies whose time is over."""
    edge = months_before(clock.day(now), KEPT_MONTHS)
    yield from Feedback.objects.filter(on__lt=edge).iterator()
    yield from OutcomeTally.objects.filter(month__lt=edge.replace(day=1)).iterator()
    last = months_before(clock.day(now), MISSING_MONTHS)
    yield from MissingTally.objects.filter(month__lt=last.replace(day=1)).iterator()


def shred(item: Model) -> None:
    """Delete one of them."""
    item.delete()


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
