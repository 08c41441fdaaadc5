"""Her own page: what came to her, how she stands here, and who stands in for her while she is away.

``sources`` is where other rooms put what came: each is called with her account and the moment, and gives what waits for
her. Whatever fails to be hers must not be in it: this page shows everything that a source gives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.access.focal_points.models import FocalPoint
from amparo.access.focal_points.queries.desk import Line, line_of, rows
from amparo.access.focal_points.queries.state import recheck_on
from amparo.access.focal_points.queries.visits import Figures, own_figures
from amparo.access.focal_points.queries.went import went_at
from amparo.commons import clock
from amparo.commons.directory.queries.outcomes import Happened
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.access import FOCAL_POINT
from amparo.vault.queries.readers import OwnKey, own_key


@dataclass(frozen=True, slots=True)
class Arrived:
    """One thing that came to her: neutral words for the list, where it is read, and the day it came."""

    words: str
    address: str
    on: date
    waits: bool = True  # for her answer; what she answered already stands below


type Source = Callable[[Any, datetime], list[Arrived]]
sources: list[Source] = []


@dataclass(frozen=True, slots=True)
class Portal:
    """What her page says."""

    line: Line
    waiting: list[Arrived]
    answered: list[Arrived]
    again_on: date | None  # from which day somebody makes sure again
    key: OwnKey | None
    is_away: bool
    deputy: str
    figures: Figures | None
    went: Happened  # with those whom this house sent to her office


def own(actor: Actor) -> FocalPoint:
    """Her own entry; for whoever is none there is no such page."""
    is_one = actor.is_authenticated and FOCAL_POINT in getattr(actor, "role_codes", ())
    found = rows().filter(user=actor, ended_on=None).first() if is_one else None
    if found is None:
        raise Hidden
    return found  # type: ignore[no-any-return]


def arrived(actor: Actor, now: datetime) -> list[Arrived]:
    """What came to her, the oldest first: nobody waits longer because somebody else came later."""
    return sorted((each for source in sources for each in source(actor, now)), key=lambda each: each.on)


def portal_for(actor: Actor, now: datetime) -> Portal:
    """Everything on her page."""
    focal = own(actor)
    today = clock.day(now)
    came = arrived(actor, now)
    return Portal(
        line_of(focal, today),
        [each for each in came if each.waits],
        [each for each in came if not each.waits],
        recheck_on(focal.checked_on) if focal.checked_on else None,
        own_key(actor),
        focal.away_until is not None and today <= focal.away_until,
        focal.deputy.user.name_used if focal.deputy and focal.deputy.user else "",
        own_figures(focal, today),
        went_at(focal, today),
    )
