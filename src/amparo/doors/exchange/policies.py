"""Who may agree with another house, send rows and take rows in; and when not."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, NoLonger, Sentence, rule, rule_of_now
from amparo.doors.exchange.models import DRAWN, ENDED, IN_FORCE
from amparo.formats.access import cell, roles

SEEING = tuple(role for role in roles() if cell(role, "exchange"))
SENDING = tuple(role for role in roles() if "W" in cell(role, "exchange"))
TAKING = tuple(role for role in roles() if "W" in cell(role, "arriving"))


class HereAlready(NoLonger):
    """Both houses know an agreement by one code."""

    def __init__(self) -> None:
        super().__init__(_("This agreement is here already. It stands in the list."))


class AnotherInForce(NoLonger):
    """The same rows under two agreements would be counted twice."""

    def __init__(self) -> None:
        super().__init__(_("Another agreement with them is in force. End that one first, so that nobody counts twice."))


def _has(actor: Actor, held: tuple[str, ...]) -> bool:
    """Is she signed in, with one of these roles, at a desk that is not empty?"""
    return bool(actor.is_authenticated and getattr(actor, "role_codes", True) and actor.has_role(*held))


@rule
def may_see(actor: Actor) -> Sentence | None:
    """Whoever coordinates, whoever counts, and whoever asks her whether her row may go on."""
    if not _has(actor, SEEING):
        return _("Only who coordinates, who counts and who reads cases sees this. Ask the coordinator.")
    return None


@rule
def may_send(actor: Actor) -> Sentence | None:
    """Whoever coordinates agrees to send, and sends."""
    if not _has(actor, SENDING):
        return _("The coordinator agrees on this and sends it. Ask her.")
    return None


@rule
def may_take(actor: Actor) -> Sentence | None:
    """Whoever counts holds the key to what comes."""
    if not _has(actor, TAKING):
        return _("Who counts draws this up and takes it in, with her key. Ask her.")
    return None


@rule
def may_draw(actor: Actor, own: Any) -> Sentence | None:
    """The same, once her own key counts: before that she could not open what comes."""
    refusal = may_take.reason(actor)
    if refusal is None and (own is None or own.state != "active"):
        return _("Your key waits for another person to confirm it. After that you can draw up an agreement.")
    return refusal


@rule_of_now
def may_confirm(actor: Actor, found: Any) -> Sentence | None:
    """A second person hears the mark herself; her hands are not those of the first."""
    refusal = may_see.reason(actor)
    if refusal is not None:
        return refusal
    if found.state != DRAWN:
        return _("This agreement waits for nobody. Look at where it stands now.")
    first = found.drawn_by
    if first is not None and getattr(actor, "pk", None) == first.pk:
        return _("You wrote this down. A second person rings them too, and confirms it.")
    if first is not None and hasattr(actor, "hands") and actor.hands() & first.hands():
        return _("Your passphrase and hers come from the same hands. Ask another person to confirm it.")
    return None


@rule_of_now
def is_in_force(actor: Actor, found: Any, on: date) -> Sentence | None:
    """Is it confirmed, begun and not over? Asked of whoever sends or takes in."""
    if found.state == ENDED:
        return _("This agreement ended. Draw up another one, and compare its mark.")
    if found.state != IN_FORCE:
        return _("This agreement waits for a second person to confirm it.")
    if on < found.begins:
        return _("This agreement begins later. Until then nothing goes and nothing comes.")
    if on > found.ends:
        return _("The days of this agreement are over. Draw up another one, and compare its mark.")
    return None


@rule_of_now
def may_end(actor: Actor, found: Any) -> Sentence | None:
    """Each side ends it alone, on any day: who sends, or who takes in."""
    refusal = (may_send if found.sends else may_see).reason(actor)
    if refusal is None and found.state == ENDED:
        return _("This agreement ended before.")
    return refusal
