"""What paid peers saw: all of it for the coordinator; for herself figures that name no visit and no visitor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.access.focal_points.models import SEEN
from amparo.access.focal_points.policies import COORDINATOR
from amparo.commons.policy.policies import Actor

GROUP = 3  # an official who knows on which day who came shall not read what that one said


@dataclass(frozen=True, slots=True)
class Figure:
    """How often a question had which answer."""

    question: str
    yes: int
    no: int
    unknown: int

    @property
    def seen(self) -> int:
        """How often it could be seen at all."""
        return self.yes + self.no


@dataclass(frozen=True, slots=True)
class Figures:
    """Of how many visits, and what was seen."""

    visits: int
    figures: list[Figure]


def visits_for(actor: Actor, focal: Any) -> list[Any]:
    """Every visit, the newest first, for the coordinator; nothing for anybody else."""
    if not actor.has_role(COORDINATOR):
        return []
    return list(focal.visits.order_by("-on", "reference"))


def figures_of(visits: Iterable[Any]) -> Figures:
    """The figures of these visits."""
    known = list(visits)
    said = {name: [getattr(each, name) for each in known] for name in SEEN}
    return Figures(
        len(known),
        [Figure(name, *(all_.count(code) for code in ("yes", "no", "unknown"))) for name, all_ in said.items()],
    )


def own_figures(focal: Any, today: date) -> Figures | None:
    """Her own figures: of visits of past months, in whole groups of three; None before there are three.

    They change only when three more came, and never in the month of a visit: so they tell of nobody who went there.
    """
    past = list(focal.visits.filter(on__lt=today.replace(day=1)).order_by("on", "reference"))
    whole = past[: len(past) - len(past) % GROUP]
    return figures_of(whole) if whole else None
