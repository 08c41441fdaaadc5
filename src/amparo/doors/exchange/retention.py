"""What goes by itself in the night: rows whose agreement is over; and years later the paper of that agreement.

The two databases share no commit. What a program that ended between them left undone is done here, too.
"""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from amparo.commons import clock
from amparo.doors.exchange.actions.ending import NIGHT, end, fit_rows, forget, take_rows_away
from amparo.doors.exchange.models import DRAWN, ENDED, GRACE, IN_FORCE, SET_ASIDE, SOURCE, Partnership
from amparo.evidence.queries import kept_sources, set_aside_sources
from amparo.vault.actions.ledger import by_wish

WAITS = "waits_"  # before the name of an agreement whose rows are not where its state says
YEARS = 5  # so long both organisations can show what was agreed


def due(now: datetime) -> list[str]:
    """Agreements whose days are over, rows that belong to none, agreements whose rows wait, and paper that is old."""
    on = clock.day(now)
    over = set(_over(on).values_list("reference", flat=True))
    old = Partnership.objects.filter(state=ENDED, ended_on__lt=on - timedelta(days=YEARS * 365))
    here = {
        each for each in Partnership.objects.filter(sends=False, state__in=[IN_FORCE, SET_ASIDE])
        if each.reference not in over
    }  # fmt: skip
    aside, kept = set_aside_sources(), kept_sources()
    waiting = [f"{WAITS}{each.reference}" for each in here if each.is_aside is not (each.source in aside)]
    nobodys = {each for each in kept | aside if each.startswith(SOURCE)} - {each.source for each in here}
    nobodys -= {f"{SOURCE}{each}" for each in over}
    return [*sorted(over), *old.values_list("reference", flat=True), *sorted(waiting), *sorted(nobodys)]


def _over(on: date) -> QuerySet[Partnership]:
    """Their last day is past, or the days in which what was set aside could be brought back."""
    is_past = Q(state__in=[DRAWN, IN_FORCE, SET_ASIDE], ends__lt=on)
    return Partnership.objects.filter(is_past | Q(state=SET_ASIDE, ended_on__lt=on - GRACE))


def at_stake(now: datetime) -> tuple[int, int]:
    """How many agreements by which rows came end on this day, and how many there are."""
    coming = Partnership.objects.filter(sends=False, state__in=[IN_FORCE, SET_ASIDE])
    return coming.filter(pk__in=_over(clock.day(now))).count(), coming.count()


def shred(item: str) -> None:
    """Let one of them go: an agreement by its name, or rows of nobody by their source."""
    if item.startswith(SOURCE):
        take_rows_away(item, by=NIGHT, target=item)
        return
    found = Partnership.objects.get(reference=item.removeprefix(WAITS))
    if item.startswith(WAITS):
        fit_rows(found, by=NIGHT)
    elif found.state == ENDED:
        forget(found)
    else:
        with by_wish(found.is_aside):  # two people ended it some days ago
            end(found, by=NIGHT)
