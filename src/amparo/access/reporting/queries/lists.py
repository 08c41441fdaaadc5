"""The lists of threads at the desk, by whose turn it is: a few of each on one page, each of them a page at a time.

Who writes without a name can write as often as a machine can, so no page shows a whole list.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.access.reporting.models import CLOSED, EARLY, HERS, OURS, Thread
from amparo.access.reporting.policies import may_read_letters
from amparo.access.reporting.queries.desk import threads_for
from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Hidden

PAGE, FEW = 50, 10  # threads on a page of one list and of what is to be answered now; of each other list beside it
DUE, LATER, WAITING, IN_A_HURRY, SHUT = "responder", "luego", "espera", "prisa", "cerrados"


@dataclass(frozen=True, slots=True)
class Threads:
    """One list, as far as a page shows it."""

    name: str
    on: date
    threads: list[Thread]
    number: int = 1
    has_more: bool = False

    @property
    def next(self) -> int | None:
        """The page after this one."""
        return self.number + 1 if self.has_more else None


def lists_of(actor: Actor, on: date) -> dict[str, Any]:
    """Every list of her desk on a day, as questions. What should have been answered before stands first."""
    ours, all_of_hers = threads_for(actor).filter(state=OURS), threads_for(actor)
    return {
        DUE: ours.filter(answer_by__lte=on),
        LATER: ours.filter(answer_by__gt=on),
        IN_A_HURRY: ours.filter(answer_by=None, lane=EARLY),
        WAITING: all_of_hers.filter(state=HERS).order_by("expires_on", "pk"),
        SHUT: all_of_hers.filter(state=CLOSED).order_by("expires_on", "pk"),
    }


def today(actor: Actor, *, on: date | None = None) -> dict[str, Threads]:
    """What waits for an answer now, what later, what came in a hurry, what waits for her, and what is closed."""
    on = on or clock.today()
    return {name: _some(name, on, rows, PAGE if name == DUE else FEW) for name, rows in lists_of(actor, on).items()}


def one_list(actor: Actor, name: str, *, number: int = 1, on: date | None = None) -> Threads:
    """One page of one list; :class:`Hidden` where there is no list of this name."""
    may_read_letters.check(actor)
    on = on or clock.today()
    rows = lists_of(actor, on).get(name)
    if rows is None:
        raise Hidden
    return _some(name, on, rows, PAGE, max(1, number))


def _some(name: str, on: date, rows: Any, most: int, number: int = 1) -> Threads:
    first = (number - 1) * most
    found = list(rows[first : first + most + 1])
    return Threads(name, on, found[:most], number, len(found) > most)
