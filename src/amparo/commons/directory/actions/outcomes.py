"""How a request for a service ended: the one count of the public route, the desk and her page.

Whoever calls names a place and a code. Nothing here takes a person, a case or a referral, and what is kept is a number
for the month. What is tapped on a route has a limit of a day, because nothing is known of who presses. What the desk
and her page say has none: each of their requests ends once, and whoever counts it sees to that.
"""

from datetime import date
from typing import Literal

from django.db import transaction
from django.db.models import F

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.models import OutcomeTally, Service
from amparo.formats.codes import by_code

MOST_TAPS = 30  # of one kind, of one place, in one day
NO_REFUSAL = {"REC", "NOB", "NOI", "UNK", "DES", "RET"}  # here nobody said no

Source = Literal["route", "desk", "her_page"]
SOURCES = ("route", "desk", "her_page")


@unaudited("a count: a row of the trail, beside that of a case, would tell which place she went to")
def count_outcome(service: str, *, outcome: str, refusal: str = "", source: Source, today: date) -> bool:
    """Add one to how requests for a place ended in this month.

    Parameters
    ----------
    service : the reference of a place of the directory.
    outcome : a code of ``service_outcome``.
    refusal : a code of ``refusal``, where they said no; a code of ``decline_reason`` names its own of both lists.
    source : where it was said. Only whether it was tapped on a route or followed up is kept.
    today : the day; its month is kept.

    Returns
    -------
    bool
        Whether there is such a place. Beyond the limit of a day a tap is thanked for and not kept.
    """
    _check(outcome, refusal, source)
    found = Service.objects.filter(reference=service).first()
    if found is None:
        return False
    followed = source != "route"
    with transaction.atomic(using="default"):
        tally, _ = OutcomeTally.objects.get_or_create(
            service=found, outcome=outcome, refusal=refusal, followed=followed, month=today.replace(day=1)
        )
        rows = OutcomeTally.objects.filter(pk=tally.pk)
        if followed:
            rows.update(count=F("count") + 1)
        else:
            rows.exclude(day=today).update(day=today, count_of_day=0)
            tapped = rows.filter(count_of_day__lt=MOST_TAPS)
            tapped.update(count=F("count") + 1, count_of_day=F("count_of_day") + 1)
    return True


@unaudited("a count that was wrong: as silent as the counting")
def uncount_outcome(service: str, *, outcome: str, refusal: str = "", counted_on: date) -> bool:
    """Take one off what the desk or her page said, in the month it was counted in: it was written down wrongly.

    What was tapped on a route is never taken off: nobody knows whose it was. Whether there was one to take is returned.
    """
    _check(outcome, refusal, "desk")
    with transaction.atomic(using="default"):
        rows = OutcomeTally.objects.filter(
            service__reference=service,
            outcome=outcome,
            refusal=refusal,
            followed=True,
            month=counted_on.replace(day=1),
        )
        taken = rows.filter(count__gt=0).update(count=F("count") - 1)
        rows.filter(count=0).delete()
    return bool(taken)


def _check(outcome: str, refusal: str, source: str) -> None:
    """Refuse what no list knows: a mistake of ours, never an answer of hers."""
    if outcome not in by_code("service_outcome"):
        raise ValueError("outcome: no code of the list service_outcome")
    if refusal and refusal not in by_code("refusal"):
        raise ValueError("refusal: no code of the list refusal")
    if refusal and outcome in NO_REFUSAL:
        raise ValueError("refusal: with this outcome nobody said no")
    if source not in SOURCES:
        raise ValueError("source: route, desk or her_page")
    if source == "route" and not refusal:
        raise ValueError("refusal: on a route she taps what they said")
