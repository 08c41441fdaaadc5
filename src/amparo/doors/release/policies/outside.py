"""Whose word own totals need, who asks for it, and who gives it in the other house; and why not."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.doors.release.policies import CHECKER, NOT_OURS, TOTALS, Standing, may_change, may_see_figures
from amparo.doors.release.policies.states import OUTSIDE


@dataclass(frozen=True, slots=True)
class Partner:
    """An agreement as these rules see it."""

    in_force: bool
    sends: bool  # do rows go from here to them?
    key_is_ours: bool  # could this house open what it would seal to them?
    vouching: tuple[frozenset[str], ...]  # the hands of each of the two who compared its mark


@rule
def may_ask_outside(actor: Actor, standing: Standing) -> Sentence | None:
    """Whoever asked for the totals sends them to be looked at."""
    refusal = may_change.reason(actor, standing)
    if refusal is None and (standing.kind != TOTALS or standing.state != OUTSIDE):
        return _("There is nothing to send to another house now.")
    return refusal


@rule
def may_ask_them(actor: Actor, standing: Standing, partner: Partner) -> Sentence | None:
    """Only of a house that is another one: its key is not ours, and somebody else than the author heard its mark."""
    if not partner.in_force or not partner.sends:
        return _("There is no agreement in force by which this house sends to them. Their word needs one.")
    if partner.key_is_ours:
        return _("The key of this agreement is one of this house. A word of our own is no word from outside.")
    if not any(standing.author_hands.isdisjoint(each) for each in partner.vouching):
        return _(
            "You alone compared the mark of this agreement, or hands of yours did. Somebody else has to have heard it"
            " from them: draw up another agreement with a second person."
        )
    return None


@rule
def may_hear(actor: Actor, standing: Standing) -> Sentence | None:
    """Whoever sees own totals brings the answer in: it proves itself."""
    refusal = may_see_figures.reason(actor, standing.kind)
    if refusal is None and (standing.kind != TOTALS or standing.state != OUTSIDE):
        return _("No word of another house is waited for now.")
    return refusal


# --- in the other house ---


@dataclass(frozen=True, slots=True)
class Waiting:
    """The totals of another house as these rules see them."""

    is_said: bool
    until: date
    in_force: bool
    signs_in_there: bool  # does somebody of that house sign in by her name?


@rule
def may_say(actor: Actor, waiting: Waiting, today: date) -> Sentence | None:
    """One who checks here, and has nothing to do with that house."""
    if not actor.is_authenticated or not actor.has_role(CHECKER):
        return NOT_OURS
    if waiting.is_said:
        return _("It has its word. A word is given once.")
    if today > waiting.until:
        return _("Its days are over. They have to make another file.")
    if not waiting.in_force:
        return _("The agreement with them is not in force. Without it there is no word from here.")
    if waiting.signs_in_there:
        return _("Somebody of that house signs in by your name. Who works there cannot give this word: ask another.")
    return None
