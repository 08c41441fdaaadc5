"""Clocks: how long something still serves, from an approximate time. Pure; now is an argument.

The answer is never "too late": beyond the usual window it is what people usually ask, and "ask anyway".
The limit itself is inside: "no later than 72 hours" (WHO, HIV post-exposure prophylaxis, 2024) holds at 72:00
and no longer at 72:01.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

type State = Literal["open", "maybe", "after", "unknown", "always"]

HOUR, DAY = 60, 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long ago it was, in minutes: at least, at most, and the cautious number that is subtracted.

    ``most`` is None where nobody can say; ``month_only`` where only a month is known.
    """

    least: int = 0
    most: int | None = None
    likely: int | None = None
    month_only: bool = False


UNKNOWN = Elapsed()


@dataclass(frozen=True, slots=True)
class Window:
    """Until when something serves: a number of minutes, or None for always."""

    code: str
    minutes: int | None
    in_hours: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock says: a state, and how many minutes are left where it is open."""

    code: str
    state: State
    left: int | None = None

    @property
    def hours_left(self) -> int | None:
        """Whole hours that are left, rounded down: never promise an hour that is not there."""
        return None if self.left is None else self.left // HOUR


def exactly(since: datetime, now: datetime) -> Elapsed:
    """The time between two moments; a moment to come counts as now."""
    minutes = max(0, -(-int((now - since).total_seconds()) // 60))
    return Elapsed(minutes, minutes, minutes)


def roughly(least_hours: float, most_hours: float | None, likely_hours: float) -> Elapsed:
    """A time in her words, as a range of hours; open-ended where ``most_hours`` is None."""
    most = None if most_hours is None else int(most_hours * HOUR)
    return Elapsed(int(least_hours * HOUR), most, int(likely_hours * HOUR))


def in_month(year: int, month: int, now: datetime) -> Elapsed:
    """Only a month is known: from its last moment to its first, as far as they are past."""
    first = datetime(year, month, 1, tzinfo=now.tzinfo)
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=now.tzinfo)
    least, most = exactly(min(after, now), now).least, exactly(first, now).least
    return Elapsed(least, most, most, month_only=True)


def read(window: Window, elapsed: Elapsed) -> Reading:
    """What the clock of one window says after this time.

    A month, or a time that nobody can say, gives "unknown" for windows of hours, never "after".
    """
    if window.minutes is None:
        return Reading(window.code, "always")
    if elapsed.likely is None or (elapsed.month_only and window.in_hours):
        return Reading(window.code, "unknown")
    if elapsed.least > window.minutes:
        return Reading(window.code, "unknown" if elapsed.month_only else "after")
    if elapsed.most is None or elapsed.most > window.minutes:
        return Reading(window.code, "unknown" if elapsed.month_only else "maybe")
    return Reading(window.code, "open", window.minutes - elapsed.likely)
