"""What is missing here: a count of the desk, by a part of the country, what was needed, and how it was missing."""

from datetime import date

from django.db import transaction
from django.db.models import F

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.models import MissingTally
from amparo.commons.directory.queries.missing import is_lack
from amparo.commons.places.queries import get_unit
from amparo.commons.policy.policies import Hidden
from amparo.formats.codes import by_code


@unaudited("a count: a row of the trail, beside that of a case, would tell what she needed")
def count_missing(unit: str, *, need: str, outcome: str, zone: str = "", today: date) -> bool:
    """Add one to what somebody at the desk found missing in this month.

    Parameters
    ----------
    unit : the code of a first-level unit (a province or department); nothing smaller is kept.
    need : a code of ``need``.
    outcome : a code of ``service_outcome`` with which she got nothing, or ``unavailable``.
    zone : a code of ``zone``, where it is known.
    today : the day; its month is kept.

    Returns
    -------
    bool
        Whether there is such a unit on the map.
    """
    if need not in by_code("need"):
        raise ValueError("need: no code of the list need")
    if not is_lack(outcome):
        raise ValueError("outcome: with this one nothing is missing")
    if zone and zone not in by_code("zone"):
        raise ValueError("zone: no code of the list zone")
    try:
        get_unit(unit)
    except Hidden:
        return False
    with transaction.atomic(using="default"):
        tally, _ = MissingTally.objects.get_or_create(
            unit=unit, zone=zone, need=need, what=outcome, month=today.replace(day=1)
        )
        MissingTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
    return True


@unaudited("a count that was wrong: as silent as the counting")
def uncount_missing(unit: str, *, need: str, outcome: str, counted_on: date) -> bool:
    """Take one off, in the month it was counted in. Whether there was one to take is returned."""
    with transaction.atomic(using="default"):
        month = counted_on.replace(day=1)
        rows = MissingTally.objects.filter(unit=unit, zone="", need=need, what=outcome, month=month)
        taken = rows.filter(count__gt=0).update(count=F("count") - 1)
        rows.filter(count=0).delete()
    return bool(taken)
