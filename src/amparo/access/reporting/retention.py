"""When a thread goes: on its day, and where a backup brought it back without its keys."""

from datetime import datetime, timedelta
from typing import Any

from amparo.access.reporting.actions.desk import EXPIRY, destroy, stay_with_case
from amparo.access.reporting.models import Tally, Thread, UsedTicket
from amparo.access.reporting.queries.desk import expired, orphaned
from amparo.commons import clock

TICKET_DAYS = 3  # a day longer than a form that lay open gives back its text: tickets.KEPT
TALLY_DAYS = 366  # twelve months, as the inventory says


def due(now: datetime) -> list[Any]:
    """Threads whose day has come, and in one go what is left of used tickets and of old counts."""
    on = clock.day(now)
    stay_with_case(on)
    tickets = UsedTicket.objects.filter(on__lt=on - timedelta(days=TICKET_DAYS))
    tallies = Tally.objects.filter(on__lt=on - timedelta(days=TALLY_DAYS))
    old = [rows for rows in (tickets, tallies) if rows.exists()]
    return [*expired(on), *orphaned().filter(expires_on__gte=on), *old]


def shred(item: Any) -> None:
    """Destroy a thread; delete rows."""
    if isinstance(item, Thread):
        destroy(item.reference, by=EXPIRY)
    else:
        item.delete()
