"""The moment at which the tests run. It is one for all of them, whatever the clock of the computer says.

``AMPARO_TEST_MOMENT=march`` chooses another than ``noon``, by its name in ``MOMENTS``. From that moment on time passes
as it does: what is written later is later. ``NOW`` and ``TODAY`` are how it stood when the run began; a test that
needs another moment says so with ``at``. Programs that a test starts with ``PROGRAM_PATH`` go by the same clock.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from amparo.commons import clock

ROOT = Path(__file__).resolve().parents[1]
ANDES, CHILE = ZoneInfo("America/Guayaquil"), ZoneInfo("America/Santiago")
# Each with the zone of the organisation. The day of the organisation and that of UTC are two at three of them.
MOMENTS = {
    "noon": datetime(2026, 11, 28, 12, tzinfo=ANDES),
    "first_of_a_month": datetime(2026, 11, 30, 21, tzinfo=ANDES),  # 1 December, 02:00 UTC
    "new_years_eve": datetime(2026, 12, 31, 23, 20, tzinfo=ANDES),
    "leap_day": datetime(2028, 2, 29, 10, tzinfo=ANDES),
    "summer_time": datetime(2027, 9, 4, 23, 20, tzinfo=CHILE),  # the next day has no midnight: it begins at one
    "march": datetime(2027, 3, 1, 9, tzinfo=ANDES),
    "a_year_on": datetime(2027, 11, 28, 12, tzinfo=ANDES),
}
IS_CHOSEN = "AMPARO_TEST_MOMENT" in os.environ
CHOSEN = os.environ.pop("AMPARO_TEST_MOMENT", "") or "noon"
PROGRAM_PATH = os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "tests/started")))


def _began() -> tuple[datetime, datetime]:
    """The moment of the run, and what the computer said then: of the run that started this program, where one did."""
    said = os.environ.get("TESTS_CLOCK")
    if said is None:
        began, then = MOMENTS[CHOSEN].astimezone(UTC), datetime.now(UTC)
        os.environ["TESTS_CLOCK"] = f"{began.isoformat()} {then.isoformat()}"
        return began, then
    first, second = map(datetime.fromisoformat, said.split())
    return first, second


NOW, _THEN = _began()
ZONE = MOMENTS[CHOSEN].tzinfo


def now() -> datetime:
    """The present moment of the tests."""
    return NOW + (datetime.now(UTC) - _THEN)


clock.source = now
TODAY: date = NOW.astimezone(ZONE).date()


def of_the_computer() -> datetime:
    """What the computer's own clock says: for what another program (openssl, a file system) wrote by it."""
    return datetime.now(UTC)


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Until the block ends it is this moment (or the noon of this day), and time passes from there."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=ZONE)
    before, ahead = clock.source, moment - datetime.now(UTC)
    clock.source = lambda: datetime.now(UTC) + ahead
    try:
        yield
    finally:
        clock.source = before


def later(**by: float) -> datetime:
    """That much later than now (``hours=2``); earlier where it is negative."""
    return now() + timedelta(**by)
