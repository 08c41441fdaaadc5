"""Who may see, write, confirm and weigh what the directory holds."""

from collections.abc import Mapping, Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.models.service import CASE_TEAM, PARTNERS, PUBLIC, REDUCED, Service
from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.exactness import exact_spot

# The free texts that could say where a hidden door is, by the name of their field on the page that writes a place.
TELLING = (
    "name", "summary", "description", "how_to_ask", "they_ask", "must_tell", "alert", "eligibility", "cost_note",
    "organisation_name", "organisation_description", "place", "phone_hours",
)  # fmt: skip

COUNTS_ARE_FOR = (
    "coordinator", "editor", "checker", "reviewer", "counsel", "moderator", "reader", "peer", "health", "supervisor",
    "child_protection",
)  # fmt: skip


@rule
def may_edit(actor: Actor) -> Sentence | None:
    """Who writes the list, or coordinates."""
    if not actor.is_authenticated or not actor.has_role("editor", "coordinator"):
        return _("Who writes the list changes places. Ask her, or ask the coordinator for that role.")
    return None


@rule
def may_check(actor: Actor) -> Sentence | None:
    """Only who rings and visits says that something holds: writing it is not knowing it."""
    if not actor.is_authenticated or not actor.has_role("checker"):
        return _("Who calls and visits confirms places. Ask her, or ask the coordinator for that role.")
    return None


@rule
def may_moderate(actor: Actor) -> Sentence | None:
    """Who weighs what people say."""
    if not actor.is_authenticated or not actor.has_role("moderator"):
        return _("Who reads what people say decides about it. You can read the counts.")
    return None


@rule
def may_read_counts(actor: Actor) -> Sentence | None:
    """Who has work in this house that the counts are for: any role in it. Who reads from outside has none here."""
    if not actor.is_authenticated or not actor.has_role(*COUNTS_ARE_FOR):
        return _("Whoever has a role in this house reads these counts. Ask the coordinator for yours.")
    return None


def highest_tier(actor: Actor) -> int:
    """The highest tier she may know of: a stranger the public ones, the team its partners, the coordinator all."""
    if not actor.is_authenticated:
        return REDUCED
    if actor.has_role("coordinator"):
        return CASE_TEAM
    return PARTNERS if actor.has_role("editor", "checker", "reviewer", "counsel", "moderator") else REDUCED


@rule
def may_see_tier(actor: Actor, service: Service) -> Sentence | None:
    """Above her tier it does not exist: queries ask this, and answer as if it were not there."""
    if service.tier > highest_tier(actor):
        return _("There is no such place.")
    return None


@rule
def may_place_in(actor: Actor, tier: int) -> Sentence | None:
    """Nobody puts a place where she herself no longer sees it."""
    if tier > highest_tier(actor):
        return _("Only the coordinator puts a place there. Choose a tier that you see yourself.")
    return None


@rule
def may_open_to_more(actor: Actor, before: int, after: int) -> Sentence | None:
    """A place that was hidden had a reason: towards the public it goes by the hand of who coordinates."""
    if after < before and not (actor.is_authenticated and actor.has_role("coordinator")):
        return _("Only the coordinator shows a place to more people. Ask her.")
    return None


@rule
def may_stand_with(actor: Actor, tier: int, bodies: Sequence[str]) -> Sentence | None:
    """A page that hides the address cannot say who else is in the building: both together show where it is."""
    if tier == REDUCED and bodies:
        return _(
            "A place whose address is not public cannot say who shares its building: that would show where it is. "
            "If she could fear them, let only the people of this house see the place."
        )
    return None


@rule
def may_say(actor: Actor, tier: int, texts: Mapping[str, str], villages: Sequence[str] = ()) -> Sentence | None:
    """Where the tier hides the door, no free text says where it is; nor, on a public page, its village by name."""
    if tier == PUBLIC:
        return None
    for name, text in texts.items():
        spot = exact_spot(text, villages if tier == REDUCED else ())
        if spot:
            return format_lazy(
                _("The address of this place is not public, and the text of “{name}” says it: “{spot}”. Take it out."),
                name=name,
                spot=spot,
            )
    return None
