"""The made-up child stays on the night that it is, at whatever hour the town is laid out."""

from datetime import UTC, date, datetime

import pytest

from amparo.access.alternative_care.models import Booking
from amparo.commons import clock
from amparo.config.demo.laying import Laid
from amparo.config.demo.minding import lay_child
from tests.minding import make_minding

pytestmark = pytest.mark.django_db
CHILD = {"said": {"age": "from_3"}, "collectors": [], "nights": [0, 1]}


@pytest.mark.parametrize(
    ("now", "nights"),
    [
        (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), [date(2026, 11, 27), date(2026, 11, 28)]),  # noon in Guayaquil
        (datetime(2026, 11, 28, 0, 30, tzinfo=UTC), [date(2026, 11, 27), date(2026, 11, 28)]),  # 19:30, the 28th in UTC
        (datetime(2026, 11, 28, 9, 0, tzinfo=UTC), [date(2026, 11, 27), date(2026, 11, 28)]),  # 04:00: still that night
        (datetime(2026, 11, 28, 13, 0, tzinfo=UTC), [date(2026, 11, 28), date(2026, 11, 29)]),  # 08:00: it has closed
    ],
)
def test_tonight_is_the_night_of_the_place(cast, now, nights):
    minding = make_minding(cast)
    lay_child(CHILD, minding.one, minding.person("vera"), Laid(now, clock.day(now)))
    assert sorted(Booking.objects.values_list("day", flat=True)) == nights
