"""What is worth a look before a case is closed: what is still open, and when somebody spoke with her last."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.casework.queries.referrals import referrals_in
from amparo.casework.queries.tasks import TASK
from amparo.formats.codes import by_code


@dataclass(frozen=True, slots=True)
class Closing:
    """What the page says before it asks whether to close."""

    waiting: int  # tasks that are not done
    doors: int  # referrals of which nobody wrote what came of them
    spoke_on: date | None  # when somebody spoke with her last, as far as a task says it
    days: int | None  # how long ago that is


def closing_of(opened: Any, *, today: date) -> Closing:
    """Out of an open case."""
    tasks = opened.of_kind(TASK)
    known = by_code("task_outcome")
    spoke = [
        each.part.ended_on
        for each in tasks
        if each.is_over and (code := each.said("task_outcome")) in known and known[code].more["reached"]
    ]
    last = max(spoke, default=None)
    waiting = sum(not each.is_over for each in tasks)
    doors = sum(not each.is_over for each in referrals_in(opened.parts))
    return Closing(waiting, doors, last, (today - last).days if last else None)
