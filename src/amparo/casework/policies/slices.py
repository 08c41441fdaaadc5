"""What a focal point of another body sees of a referral and may answer, until it is over and no day longer."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.access import FOCAL_POINT
from amparo.formats.codes import by_code

# By where it stands, what she may answer (list referral_state): a part of what the desk may write.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "sent": ("accepted", "appointed", "waitlisted", "declined", "no_capacity"),
    "seen": ("accepted", "appointed", "waitlisted", "declined", "no_capacity"),
    "waitlisted": ("accepted", "appointed", "declined", "no_capacity"),
    "accepted": ("appointed", "came", "no_show", "declined", "no_capacity"),
    "appointed": ("appointed", "came", "no_show", "declined", "no_capacity"),
    "no_show": ("appointed", "came"),
}
ENDS = frozenset({"declined", "no_capacity", "came"})  # with it she has said all, and sees it no more


@rule
def may_receive(actor: Actor) -> Sentence | None:
    """A focal point alone; whoever works here reads the case itself."""
    if not actor.is_authenticated or not actor.has_role(FOCAL_POINT):
        return _("This page is for whoever answers for another body.")
    return None


@rule
def may_answer_slice(actor: Actor, state: str, to: str, said: Mapping[str, str]) -> Sentence | None:
    """Along the list; a no has a reason, an appointment a day."""
    refusal = may_receive.reason(actor)
    if refusal is None and to not in ANSWERS.get(state, ()):
        return _("This was answered meanwhile, or taken back. Look at it again.")
    if refusal is None and to == "declined" and said.get("reason") not in by_code("decline_reason"):
        return _("Choose why not. A no with a reason is a good answer: it changes the next door.")
    if refusal is None and to == "appointed" and not said.get("day"):
        return _("Write the day, like this: 2026-11-25.")
    return refusal
