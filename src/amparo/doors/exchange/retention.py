"""What goes by itself: rows whose agreement is over, in the night; and years later the paper of that agreement."""

from datetime import datetime, timedelta

from amparo.commons import clock
from amparo.doors.exchange.actions.ending import NIGHT, end, forget, take_rows_away
from amparo.doors.exchange.models import DRAWN, ENDED, IN_FORCE, SOURCE, Partnership
from amparo.evidence.queries import sources

YEARS = 5  # so long both houses can show what was agreed


def due(now: datetime) -> list[str]:
    """Agreements whose days are over, rows that belong to none in force, and paper that is old."""
    on = clock.day(now)
    over = Partnership.objects.filter(ends__lt=on, state__in=[DRAWN, IN_FORCE]).values_list("reference", flat=True)
    old = Partnership.objects.filter(state=ENDED, ended_on__lt=on - timedelta(days=YEARS * 365))
    in_force = {each.source for each in Partnership.objects.filter(sends=False, state=IN_FORCE, ends__gte=on)}
    nobodys = {each for each in sources() if each.startswith(SOURCE)} - in_force
    return [*over, *old.values_list("reference", flat=True), *sorted(nobodys - {f"{SOURCE}{each}" for each in over})]


def shred(item: str) -> None:
    """Let one of them go: an agreement by its name, or rows of nobody by their source."""
    if item.startswith(SOURCE):
        take_rows_away(item, by=NIGHT, target=item)
        return
    found = Partnership.objects.get(reference=item)
    if found.state == ENDED:
        forget(found)
    else:
        end(found, by=NIGHT)
