"""Who looks after focal points, who may know of them, and what each may say of herself."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.access import FOCAL_POINT, accompanying
from amparo.formats.opening import Span, overlapping

COORDINATOR, PEER, OUTSIDE = "coordinator", "peer", "outside"
READS = frozenset({COORDINATOR, *accompanying()} - {OUTSIDE})  # whoever accompanies may need to know who answers
LONGEST_AWAY = 60  # days: whoever is away for longer is looked for anew
OLDEST_VISIT = 90  # days


def knows_of_them(actor: Actor) -> bool:
    """Is this list there for her? For everybody else it does not exist."""
    return bool(actor.is_authenticated and getattr(actor, "role_codes", True) and actor.has_role(*READS))


@rule
def may_look_after(actor: Actor) -> Sentence | None:
    """The coordinator invites, accredits and ends: she answers for who opens what this house sends."""
    if not actor.is_authenticated or not actor.has_role(COORDINATOR):
        return _("Only the coordinator changes this list. Tell her what you found out.")
    return None


@rule
def may_invite_of(actor: Actor, organisation: Any, closed: bool) -> Sentence | None:
    """A body that no longer exists has nobody who answers for it."""
    refusal = may_look_after.reason(actor)
    if refusal is None and closed:
        return format_lazy(
            _(
                "The list of places says that {name} no longer exists. Confirm its place first, "
                "or choose another office."
            ),
            name=organisation.name,
        )
    return refusal


@rule
def may_keep_hours(actor: Actor, spans: Iterable[Span]) -> Sentence | None:
    """Two lines that hold at the same hour cannot both be right."""
    refusal = may_look_after.reason(actor)
    if refusal is not None:
        return refusal
    if found := overlapping(spans):
        first, second = (f"{each.opens:%H:%M}-{each.closes:%H:%M}" for each in found)
        return format_lazy(
            _("The hours {first} and {second} overlap on one day. Make one line of them, or change where one ends."),
            first=first,
            second=second,
        )
    return None


@rule
def may_stand_in(actor: Actor, focal: Any, deputy: Any) -> Sentence | None:
    """Who stands in is another focal point of the same office: what was allowed to one body goes to no other."""
    refusal = may_look_after.reason(actor)
    if refusal is not None:
        return refusal
    if deputy.pk == focal.pk:
        return _("Nobody stands in for herself. Choose another focal point, or leave it empty.")
    if organisation_id(deputy) is None or organisation_id(deputy) != organisation_id(focal):
        return _(
            "She is of another office, and what somebody allowed for this one does not go there. "
            "Choose a focal point of the same office, or invite a second one."
        )
    if deputy.ended_on is not None:
        return _("She is no longer there. Choose another focal point of this office, or leave it empty.")
    return None


def organisation_id(focal: Any) -> Any:
    """Of which organisation she is, through her team."""
    return focal.team.organisation_id if focal.team else None


@rule
def may_accredit(actor: Actor, focal: Any) -> Sentence | None:
    """Not before she was here herself: until then the house has seen a name, not her."""
    refusal = may_look_after.reason(actor)
    if refusal is not None:
        return refusal
    if focal.ended_on is not None or focal.user is None or not focal.user.has_role(FOCAL_POINT):
        return _("She is no longer a focal point. Invite somebody else of this office.")
    if not focal.competences:
        return _("Nothing is marked that she answers for. Mark it under “Change”, then come back.")
    if focal.user.must_choose:
        return _("She has not come in yet with a passphrase of her own. Accredit her after that.")
    return None


@rule
def may_check(actor: Actor, focal: Any, on: date, today: date) -> Sentence | None:
    """Only who is accredited is checked again, and only on a day that has come."""
    refusal = may_accredit.reason(actor, focal)
    if refusal is not None:
        return refusal
    if focal.accredited_on is None:
        return _("She is not accredited yet. Do that first.")
    if on > today:
        return _("This day has not come yet. Write the day on which you made sure.")
    if on < focal.checked_on:
        return _("Somebody made sure after that day already. There is nothing to write.")
    return None


@rule
def may_end(actor: Actor, focal: Any) -> Sentence | None:
    """Once."""
    refusal = may_look_after.reason(actor)
    if refusal is None and focal.ended_on is not None:
        return _("That is written already: she is no longer there.")
    return refusal


@rule
def may_note_visit(actor: Actor, on: date | None = None, today: date | None = None) -> Sentence | None:
    """A paid peer who went there herself, or the coordinator to whom she told it."""
    if not actor.is_authenticated or not actor.has_role(COORDINATOR, PEER):
        return _("A peer who went there writes this, or the coordinator for her. Tell one of them.")
    if on is not None and today is not None:
        if on > today:
            return _("This day has not come yet. Write the day of the visit.")
        if on < today - timedelta(days=OLDEST_VISIT):
            return _("That is more than 90 days ago, so it says little of today. Go again.")
    return None


@rule
def may_say_away(actor: Actor, focal: Any, until: date, today: date) -> Sentence | None:
    """Each says it of herself, and for a time that somebody can wait."""
    if getattr(actor, "pk", None) is None or focal.user_id != actor.pk:
        return _("She says herself when she is away.")
    if until < today:
        return _("This day is over. Write the last day on which you are not there.")
    if until > today + timedelta(days=LONGEST_AWAY):
        return _("That is more than 60 days. Tell the coordinator: she looks for somebody else of your office.")
    return None


@rule
def may_reply(actor: Actor, focal: Any) -> Sentence | None:
    """Each says something of her own figures, and of nobody else's."""
    if getattr(actor, "pk", None) is None or focal.user_id != actor.pk:
        return _("She answers for her own figures herself.")
    return None
