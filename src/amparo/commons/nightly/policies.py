"""Who says whether the clock is right, and what becomes of what waits."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule, rule_of_now
from amparo.formats.access import cell, roles

DECIDING = tuple(role for role in roles() if "W" in cell(role, "night"))


@rule
def may_decide(actor: Actor) -> Sentence | None:
    """Those who answer for messages, cases or the list of places."""
    if not actor.is_authenticated or not actor.has_role(*DECIDING):
        return _(
            "Who coordinates, edits the list, accompanies people or represents them decides on this. Ask one of them."
        )
    return None


@rule_of_now
def may_say(actor: Actor, found: Any) -> Sentence | None:
    """The first of two, while nobody said so."""
    refusal = may_decide.reason(actor)
    if refusal is None and found.said_by is not None:
        return _("Another person said so meanwhile. Agree there, or say no.")
    return refusal


@rule_of_now
def may_agree(actor: Actor, found: Any) -> Sentence | None:
    """The second of two: not the first one, nor one whose passphrase came from the same hands."""
    refusal = may_decide.reason(actor)
    if refusal is not None:
        return refusal
    if found.said_by is None:
        return _("Nobody said so yet. Look at where it stands now.")
    if found.agreed_by is not None:
        return _("Two people have agreed. It happens tonight.")
    if found.said_by == actor:
        return _("You said so. A second person agrees or says no.")
    if actor.hands() & found.said_by.hands():
        return _("Your passphrase and theirs come from the same hands. Ask another person to agree.")
    return None
