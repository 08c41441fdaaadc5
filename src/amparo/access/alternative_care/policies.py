"""Who minds children and who sees to the places; and why a place cannot take a child on a day.

That somebody's mother works, and at what, is no ground for anything here: no rule asks for it, and nothing here knows.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from amparo.access.alternative_care.models import CAME
from amparo.commons.policy.policies import Actor, Denied, Sentence, rule
from amparo.formats.access import cell, roles
from amparo.formats.care_hours import last_day, stay_on
from amparo.formats.codes import by_code

PROTECTS, COORDINATOR = "child_protection", "coordinator"
MINDING = tuple(role for role in roles() if cell(role, "children"))  # whose key a child's record can be opened with
MOST_MISSES = 3  # wrong words, before it rests
REST_HOURS = 1
EARLY = timedelta(hours=6)  # so long before a stay begins a child may be brought
FEWEST_CARERS = 1
ALL_AGES = (0, 17)


@dataclass(frozen=True, slots=True)
class Near:
    """Something that works instead: a place and a day with room."""

    place: Any
    day: date


class NoRoom(Denied):
    """A place cannot take a child on a day; ``near`` is what works instead, the nearest first."""

    def __init__(self, sentence: Sentence, near: list[Near]) -> None:
        super().__init__(sentence)
        self.near = near


def _has_no_desk(actor: Actor) -> bool:
    return not actor.is_authenticated or not getattr(actor, "role_codes", True)


@rule
def may_look(actor: Actor) -> Sentence | None:
    """Whoever minds children, protects them, or coordinates: which places have room. Who a child is, needs a key."""
    if _has_no_desk(actor) or not actor.has_role(*MINDING, COORDINATOR):
        return _("Only who minds children, child protection and the coordinator see this. Ask the coordinator.")
    return None


@rule
def may_keep_places(actor: Actor) -> Sentence | None:
    """The coordinator and child protection say where children may be, and who may mind them."""
    if _has_no_desk(actor) or not actor.has_role(COORDINATOR, PROTECTS):
        return _("The coordinator or child protection sees to the places and to who minds there. Ask one of them.")
    return None


@rule
def may_mind(actor: Actor) -> Sentence | None:
    """Whoever minds children. Child protection is a mark beside that role: with it she opens each child."""
    if _has_no_desk(actor) or not actor.has_role(*MINDING):
        return _("Only who minds children and child protection open this. The coordinator gives that role.")
    return None


@rule
def may_begin(actor: Actor, own: Any) -> Sentence | None:
    """Whoever minds, once her own key counts: before that she could not read what she writes."""
    refusal = may_mind.reason(actor)
    if refusal is None and (own is None or own.state != "active"):
        return _("Your key waits for another person to confirm it. After that you can write this down.")
    return refusal


@rule
def may_vet(actor: Actor, person: Any, until: date, today: date) -> Sentence | None:
    """Nobody says of herself that she may mind children, and nobody says it for a day that is over."""
    refusal = may_keep_places.reason(actor)
    if refusal is None and person is not None and person.pk == getattr(actor, "pk", 0):
        return _("This is you. Another coordinator or child protection says whether you may mind children.")
    if refusal is None and until < today:
        return _("That day is over. Choose a day that comes.")
    return refusal


@rule
def may_protect(actor: Actor) -> Sentence | None:
    """Child protection alone writes and reads what is best for a child."""
    if not may_mind.allows(actor) or not actor.has_role(PROTECTS):
        return _("Only child protection writes and reads this. Ask the coordinator who that is.")
    return None


@rule
def may_move(actor: Actor, booking: Any, to: str) -> Sentence | None:
    """A stay changes only along its list; it is never called collected without saying by whom."""
    refusal = may_mind.reason(actor)
    if refusal is None and (to not in by_code("booking_state")[booking.state].more["next"] or to == "collected"):
        return _("From where this stay stands now, it cannot go there. Look at it again.")
    return refusal


@rule
def may_come(actor: Actor, booking: Any, starts: datetime, now: datetime) -> Sentence | None:
    """Nobody came to a stay that has not begun, or that is over."""
    if now < starts - EARLY or now >= booking.ends_at:
        return _("This stay is on %(day)s. On that day write whether the child came.") % {
            "day": date_format(booking.day, "DATE_FORMAT")
        }
    return None


@rule
def may_collect(actor: Actor, booking: Any, now: datetime) -> Sentence | None:
    """A child is handed over who is here, and no word is taken while it rests after wrong ones."""
    refusal = may_mind.reason(actor)
    if refusal is None and booking.state != CAME:
        return _("This child is not here now, so nobody collects. Look at the stay again.")
    if refusal is None and booking.rests_until is not None and now < booking.rests_until:
        return _(
            "Three words were wrong. For an hour no word is taken. The child stays with you: call the mother by her "
            "way, and child protection."
        )
    return refusal


@dataclass(frozen=True, slots=True)
class Taken:
    """What is known of a place on a day: its carers there, and how many of its room are given."""

    carers: int
    given: int


def why_not(place: Any, day: date, ages: Collection[int], taken: Taken, now: datetime) -> Sentence | None:
    """Why a place cannot take a child on a day, or None. ``ages`` are the years that the child may have."""
    stay = stay_on(day, place.opens, place.closes, place.zone)
    told = {"place": place.name, "from": place.age_from, "to": place.age_to, "room": place.capacity}
    if not place.is_open or str(day.weekday()) not in place.days:
        return _("%(place)s is closed on that day.") % told
    if stay.ends <= now:
        return _("That day is over.")
    if not ages and (place.age_from, place.age_to) != ALL_AGES:
        return _("%(place)s takes children from %(from)s to %(to)s years. Write first how old the child is.") % told
    if ages and not (place.age_from <= min(ages) and max(ages) <= place.age_to):
        return _("%(place)s takes children from %(from)s to %(to)s years.") % told
    if place.capacity == 0:
        return _("%(place)s has no room for anybody yet.") % told
    if taken.carers < FEWEST_CARERS:
        return _("At %(place)s nobody who may mind children is there then, or her time ends before.") % told
    if taken.given >= place.capacity:
        return _("%(place)s is full then: all %(room)s are given.") % told
    return None


def is_there(carer: Any, day: date, until: date) -> bool:
    """May she mind children on this day and to its end, and does she come on that day of the week?"""
    return str(day.weekday()) in carer.days and carer.vetted_on <= day and carer.until >= until


def ends_on(place: Any, day: date) -> date:
    """The day on which a stay ends at a place."""
    return last_day(day, place.opens, place.closes)
