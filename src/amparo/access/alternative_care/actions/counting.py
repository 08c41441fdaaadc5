"""Counting stays that are over: by month and place, and nothing that leads to a child."""

from django.db import transaction
from django.db.models import F

from amparo.access.alternative_care.actions.letting_in import CARE
from amparo.access.alternative_care.models import Booking, CareTally
from amparo.access.alternative_care.queries.retention import COUNTED
from amparo.commons.audit.actions import unaudited


@unaudited("it counts what is over, at night, and no stay can be told from it")
def count_stay(booking: Booking) -> None:
    """Add a stay to the count of its month; what was not needed any more is counted nowhere."""
    with transaction.atomic(using=CARE):
        row = Booking.objects.select_for_update().filter(pk=booking.pk, is_counted=False).first()
        if row is None:
            return
        what = COUNTED.get(row.state)
        if what:
            tally, _is_new = CareTally.objects.get_or_create(
                month=row.day.replace(day=1), place_id=row.place_id, what=what
            )
            CareTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
        row.is_counted = True
        row.save(update_fields=["is_counted"])
