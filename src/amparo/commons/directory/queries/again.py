"""What else has to be made sure of again, besides places: told for Today by the rooms that keep it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from amparo.commons.policy.policies import Actor


@dataclass(frozen=True, slots=True)
class Again:
    """One of them: its name, what it is, where its page is, since when, and whether it counts for nothing by now."""

    name: str
    what: str
    address: str
    since: date
    is_over: bool


type Source = Callable[[Actor, date], list[Again]]
sources: list[Source] = []


def to_make_sure(actor: Actor, *, today: date) -> list[Again]:
    """All that she may make sure of, what counts for nothing any more first."""
    found = [each for source in sources for each in source(actor, today)]
    return sorted(found, key=lambda each: (not each.is_over, each.since, each.name))
