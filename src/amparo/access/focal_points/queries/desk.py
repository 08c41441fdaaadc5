"""What the team reads of focal points: the list, one of them, and what can be chosen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.access.focal_points.models import FocalPoint
from amparo.access.focal_points.policies import knows_of_them, organisation_id
from amparo.access.focal_points.queries.state import ENDED, State, state_of
from amparo.commons import clock
from amparo.commons.accounts.queries import roles_and_teams
from amparo.commons.places.queries import label
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.access import FOCAL_POINT
from amparo.formats.fold import fold
from amparo.formats.opening import Span, from_text


@dataclass(frozen=True, slots=True)
class Line:
    """A focal point as she stands on a day."""

    focal: Any
    state: State
    name: str  # the one she uses; empty once it was forgotten
    entity: str
    operator: str

    @property
    def where(self) -> str:
        """Her town, as a page writes it; asked only where a page does."""
        return label(self.focal.place)

    @property
    def reference(self) -> str:
        """Her opaque name, for the address."""
        return str(self.focal.reference)


def rows() -> Any:
    """Everyone with what a state and a name need, in as many questions however many they are."""
    found = FocalPoint.objects.select_related("user", "team__organisation", "place__admin1", "deputy__user")
    return found.prefetch_related(roles_and_teams("user__memberships"), "trainings", "place__landmarks")


def is_here(focal: Any) -> bool:
    """Is her account open, and does she still answer for that body?"""
    return focal.user is not None and bool(focal.user.has_role(FOCAL_POINT))


def state(focal: Any, today: date) -> State:
    """In which state she is."""
    return state_of(
        invited_on=focal.invited_on, checked_on=focal.checked_on, ended_on=focal.ended_on, is_here=is_here(focal),
        today=today,
    )  # fmt: skip


def line_of(focal: Any, today: date) -> Line:
    """One as she stands today."""
    body = focal.team.organisation if focal.team else None
    return Line(
        focal,
        state(focal, today),
        focal.user.name_used if focal.user else "",
        body.name if body else "",
        body.operator if body else "unknown",
    )


def lines_for(actor: Actor, today: date | None = None) -> list[Line]:
    """Everybody on the list who has not ended, by body and name. It is an address book, never a ranking."""
    if not knows_of_them(actor):
        raise Hidden
    found = [line_of(each, today or clock.today()) for each in rows()]
    return sorted((each for each in found if each.state.code != ENDED), key=by_name)


def by_name(line: Line) -> tuple[str, str, str]:
    """The order of an address book, whatever is written in capitals."""
    return fold(line.entity), fold(line.name), line.reference


def get_focal_point(actor: Actor, reference: str) -> FocalPoint:
    """One of them, for whoever may know of the list."""
    found = rows().filter(reference=reference).first() if knows_of_them(actor) else None
    if found is None:
        raise Hidden
    return found  # type: ignore[no-any-return]


def possible_deputies(focal: Any) -> list[Any]:
    """Who may stand in for her: the other focal points of her body who have not ended."""
    body = organisation_id(focal)
    others = rows().filter(team__organisation=body, ended_on=None).exclude(pk=focal.pk) if body else []
    return sorted((each for each in others if is_here(each)), key=lambda each: (each.user.name_used, each.pk))


def spans_of(focal: Any) -> list[Span]:
    """Her hours, in the hour of her place."""
    return from_text(focal.hours)


def local_time(focal: Any, now: datetime) -> datetime:
    """What the clock shows where she is."""
    return now.astimezone(clock.zone(focal.place.admin1.timezone))
