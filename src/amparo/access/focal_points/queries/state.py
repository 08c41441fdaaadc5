"""In which state a focal point is: pure arithmetic on days, today is always given.

What was made sure of on a day is believed for ninety days, as a phone number is. After that the page says that it has
to be checked again; after twice that time nothing is referred to her.
"""

from dataclasses import dataclass
from datetime import date, timedelta

RECHECK_DAYS = 90
INVITED, ACCREDITED, DUE, LAPSED, ENDED = "invited", "accredited", "due", "lapsed", "ended"
ANSWERS = (ACCREDITED, DUE)  # the states in which something may be referred to her


@dataclass(frozen=True, slots=True)
class State:
    """A code of ``content/codes/focal_state``, and the day from which it holds."""

    code: str
    since: date

    @property
    def answers(self) -> bool:
        """May something be referred to her?"""
        return self.code in ANSWERS


def state_of(
    *, invited_on: date, checked_on: date | None, ended_on: date | None, is_here: bool = True, today: date
) -> State:
    """The state on this day. ``is_here``: her account is open and she has the role; without it she has ended."""
    if ended_on is not None or not is_here:
        return State(ENDED, ended_on or today)
    if checked_on is None:
        return State(INVITED, invited_on)
    due_on, lapses_on = recheck_on(checked_on), checked_on + timedelta(days=2 * RECHECK_DAYS + 1)
    if today >= lapses_on:
        return State(LAPSED, lapses_on)
    return State(DUE, due_on) if today >= due_on else State(ACCREDITED, checked_on)


def recheck_on(checked_on: date) -> date:
    """From which day it has to be checked again: it still holds on the ninetieth."""
    return checked_on + timedelta(days=RECHECK_DAYS + 1)
