"""How fresh the knowledge of a service is: pure arithmetic, today is always given.

A fact about a phone line is believed for 90 days, any other for 180. After that a page says that nobody confirmed
it; after twice that time it is not shown. What nobody here confirmed counts from the day its source says its facts
were true; without such a day it waits for the first confirmation and is not shown.
"""

from dataclasses import dataclass
from datetime import date, timedelta

PHONE_DAYS = 90
OTHER_DAYS = 180
NEVER, FRESH, STALE, HIDDEN = "never", "fresh", "stale", "hidden"


@dataclass(frozen=True, slots=True)
class Freshness:
    """When a fact was last known to be true, and the days on which its state changes by itself."""

    known_on: date
    stale_on: date  # from this day a page says that nobody confirmed it
    hidden_on: date  # from this day it is not shown
    confirmed: bool  # someone of this house made sure; otherwise only its source says so

    def state(self, today: date) -> str:
        """Fresh, stale or hidden on this day."""
        if today >= self.hidden_on:
            return HIDDEN
        return STALE if today >= self.stale_on else FRESH


def freshness(
    checked_on: date | None, as_of: date | None, *, only_phone: bool, changed: bool = False
) -> Freshness | None:
    """The freshness of a fact that someone confirmed, or that its source vouches for; None where nobody did.

    What was changed since then is unconfirmed from that very day, and is hidden no later than it would have been.
    """
    known_on = checked_on or as_of
    if known_on is None:
        return None
    days = PHONE_DAYS if only_phone else OTHER_DAYS
    return Freshness(
        known_on=known_on,
        stale_on=known_on if changed else known_on + timedelta(days=days + 1),
        hidden_on=known_on + timedelta(days=2 * days + 1),
        confirmed=checked_on is not None,
    )


def state_of(fresh: Freshness | None, today: date) -> str:
    """The state in one word; ``never`` where nobody ever said that it is true."""
    return NEVER if fresh is None else fresh.state(today)
