"""The moment at which the tests run. It is one for all of them, whatever the clock of the computer says.

``AMPARO_TEST_MOMENT=march`` chooses another than ``noon``, by its name in ``MOMENTS``. From that moment on time passes
as it does: what is written later is later. ``NOW`` and ``TODAY`` are how it stood when the run began; a test that
needs another moment says so with ``at``. Programs that a test starts with ``PROGRAM_PATH`` go by the same clock, also
where it was set by ``at``: the variable ``TESTS_CLOCK`` tells them.
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
PROGRAM_PATH = os.pathsep.join(map(str, (ROOT / "src", ROOT, ROOT / "tests/started")))
TOLD = "TESTS_CLOCK"  # the zone, a moment, and what the computer's clock said then


def of_the_computer() -> datetime:
    """What the computer's own clock says: for what another program (openssl, a file system) wrote by it."""
    return datetime.now(UTC)


def _tell(zone: ZoneInfo, moment: datetime) -> None:
    os.environ[TOLD] = f"{zone.key} {moment.astimezone(UTC).isoformat()} {of_the_computer().isoformat()}"


IS_CHOSEN = "AMPARO_TEST_MOMENT" in os.environ
if TOLD not in os.environ:  # a program that a test started is told
    _chosen = MOMENTS[os.environ.pop("AMPARO_TEST_MOMENT", "") or "noon"]
    _tell(ZoneInfo(str(_chosen.tzinfo)), _chosen)
_zone, _moment, _then = os.environ[TOLD].split()
ZONE, NOW, _THEN = ZoneInfo(_zone), datetime.fromisoformat(_moment), datetime.fromisoformat(_then)
TODAY: date = NOW.astimezone(ZONE).date()


def of_the_run() -> datetime:
    """The present moment, as the run counts it: what ``amparo.commons.clock`` says where a test set nothing else."""
    return NOW + (of_the_computer() - _THEN)


clock.source = of_the_run


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Until the block ends it is this moment (or the noon of this day), and time passes from there."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=ZONE)
    before, told, ahead = clock.source, os.environ[TOLD], moment - of_the_computer()
    clock.source = lambda: of_the_computer() + ahead
    _tell(ZONE, moment)
    try:
        yield
    finally:
        clock.source, os.environ[TOLD] = before, told


@contextmanager
def stopped(moment: datetime) -> Iterator[None]:
    """Until the block ends it is this moment here, and no time passes; programs that are started go by the old one."""
    before, clock.source = clock.source, lambda: moment
    try:
        yield
    finally:
        clock.source = before


def later(**by: float) -> datetime:
    """That much later than now (``hours=2``); earlier where it is negative."""
    return clock.now() + timedelta(**by)
