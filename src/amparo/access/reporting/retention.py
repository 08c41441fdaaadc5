"""When a thread goes: on its day, and where a backup brought it back without its keys."""

from datetime import date, datetime, timedelta
from typing import Any

from amparo.access.reporting.actions.desk import EXPIRY, destroy, stay_with_case
from amparo.access.reporting.models import Tally, Thread, UsedTicket
from amparo.access.reporting.queries.desk import expired, orphaned
from amparo.casework.queries.hers import rings_of_cases
from amparo.commons import clock
from amparo.vault.queries.opened import has_keys

TICKET_DAYS = 3  # a day longer than a form that lay open gives back its text: tickets.KEPT
MORE = timedelta(days=7)  # for a thread that may be due only because the clock was wrong
TALLY_DAYS = 366  # twelve months, as the inventory says


def due(now: datetime) -> list[Any]:
    """Threads whose day has come, and in one go what is left of used tickets and of old counts."""
    on = clock.day(now)
    stay_with_case(on)
    tickets = UsedTicket.objects.filter(on__lt=on - timedelta(days=TICKET_DAYS))
    tallies = Tally.objects.filter(on__lt=on - timedelta(days=TALLY_DAYS))
    old = [rows for rows in (tickets, tallies) if rows.exists()]
    return [*expired(on), *orphaned().filter(expires_on__gte=on), *old]


def at_stake(now: datetime) -> tuple[int, int]:
    """How many threads that somebody can open go on this day, and how many there are."""
    going = expired(clock.day(now)).exclude(ring__in=rings_of_cases()).filter(has_keys())
    return going.count(), Thread.objects.count()


def put_off(now: datetime, *, before: date | None = None) -> None:
    """Keep threads whose day has come for seven days more, so that none goes unread because the clock was wrong.

    ``before``: only those that should have gone before this day already. They came back with a copy, or their day was
    written while the clock was behind.
    """
    today = clock.day(now)
    expired(before or today).filter(has_keys()).update(expires_on=today + MORE)


def shred(item: Any) -> None:
    """Destroy a thread; delete rows."""
    if isinstance(item, Thread):
        destroy(item.reference, by=EXPIRY)
    else:
        item.delete()
