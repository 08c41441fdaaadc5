"""What is left of letters for a time, and goes: the counts of a day, and that a ticket was used."""

from datetime import date, datetime

import pytest

from amparo.access.reporting.models import Tally, UsedTicket
from amparo.config.management.commands.tidy import tidy
from tests.moment import ZONE, at

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.clock]
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=ZONE)


def test_counts_stay_for_twelve_months_and_used_tickets_for_three_days() -> None:
    for day in (date(2025, 11, 23), date(2025, 11, 24), date(2026, 11, 25)):
        Tally.objects.create(on=day, what="heard", count=2)
    for day in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 25)):
        UsedTicket.objects.create(on=day, check_of=day.isoformat().encode())
    said: list[str] = []
    with at(NIGHT):
        tidy(NIGHT, said.append)
    assert sorted(Tally.objects.values_list("on", flat=True)) == [date(2025, 11, 24), date(2026, 11, 25)]
    assert sorted(UsedTicket.objects.values_list("on", flat=True)) == [date(2026, 11, 22), date(2026, 11, 25)]
    assert "Mensajes, borrados: 2" in said
    with at(NIGHT):
        tidy(NIGHT, said.append)
    assert said[said.index("Mensajes, borrados: 2") + 1 :].count("Mensajes, borrados: 0") == 1
