"""Who may agree with another house, send rows and take rows in; and when not."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, NoLonger, Sentence, rule, rule_of_now
from amparo.doors.exchange.models import DRAWN, ENDED, IN_FORCE, SET_ASIDE
from amparo.formats.access import cell, roles

SEEING = tuple(role for role in roles() if cell(role, "exchange"))
SENDING = tuple(role for role in roles() if "W" in cell(role, "exchange"))
TAKING = tuple(role for role in roles() if "W" in cell(role, "arriving"))
DECIDING = tuple({*SENDING, *TAKING})  # of two who decide on an agreement each has one of these roles


class HereAlready(NoLonger):
    """Both houses know an agreement by one code."""

    def __init__(self) -> None:
        super().__init__(_("This agreement is here already. It stands in the list."))


class AnotherInForce(NoLonger):
    """The same rows under two agreements would be counted twice."""

    def __init__(self) -> None:
        super().__init__(_("Another agreement with them is in force. End that one first, so that nobody counts twice."))


class AskedMeanwhile(NoLonger):
    """Who asks for the end has not agreed to what another person asked for."""

    def __init__(self) -> None:
        super().__init__(_("Another person asked to end this agreement meanwhile. Agree there, or say no."))


class NobodyAsks(NoLonger):
    """What the first of two asked for was refused meanwhile, or the account that asked is gone."""

    def __init__(self) -> None:
        super().__init__(NOT_ASKED)


NOT_ASKED = _("Nobody asks to end this agreement any more. Look at where it stands now.")


def _has(actor: Actor, held: tuple[str, ...]) -> bool:
    """Is she signed in, with one of these roles, at a desk that is not empty?"""
    return bool(actor.is_authenticated and getattr(actor, "role_codes", True) and actor.has_role(*held))


def _is(actor: Actor, first: Any) -> bool:
    """Is this the person who took the first step?"""
    return first is not None and getattr(actor, "pk", None) == first.pk


def _has_hands_of(actor: Actor, first: Any) -> bool:
    """Did the same person make the passphrases of both?"""
    return first is not None and hasattr(actor, "hands") and bool(actor.hands() & first.hands())


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
def may_decide(actor: Actor) -> Sentence | None:
    """Whoever coordinates or counts: to read agreements is not enough to decide on one."""
    if not _has(actor, DECIDING):
        return _("Who coordinates and who counts decide on this. Ask one of them.")
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
    """A second person, who coordinates or counts, hears the mark too; not one whose passphrase the first one made."""
    refusal = may_decide.reason(actor)
    if refusal is not None:
        return refusal
    if found.state != DRAWN:
        return _("This agreement waits for nobody. Look at where it stands now.")
    if _is(actor, found.drawn_by):
        return _("You wrote this down. A second person rings them too, and confirms it.")
    if _has_hands_of(actor, found.drawn_by):
        return _("Your passphrase and hers come from the same hands. Ask another person to confirm it.")
    return None


@rule_of_now
def is_in_force(actor: Actor, found: Any, on: date) -> Sentence | None:
    """Is it confirmed, begun and not over? Asked of whoever sends or takes in."""
    if found.state in (SET_ASIDE, ENDED):
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
    """Each side ends it, on any day: who sends alone, or two who decide where rows came.

    The second of them is not the one who asked, nor one whose passphrase the first one made.
    """
    refusal = (may_send if found.sends else may_decide).reason(actor)
    if refusal is not None:
        return refusal
    if found.state in (SET_ASIDE, ENDED):
        return _("This agreement ended before.")
    if found.ends_at_once:
        return None
    if _is(actor, found.end_asked_by):
        return _("You asked for it. A second person, who coordinates or counts, agrees or says no.")
    if _has_hands_of(actor, found.end_asked_by):
        return _("Your passphrase and hers come from the same hands. Ask another person to agree.")
    return None


@rule_of_now
def may_keep(actor: Actor, found: Any, on: date) -> Sentence | None:
    """One person who decides says no to its end; or brings it back, while its rows are only set aside."""
    refusal = may_decide.reason(actor)
    if refusal is not None:
        return refusal
    if found.state == IN_FORCE and found.end_asked_by is not None:
        return None
    if found.state != SET_ASIDE:
        return NOT_ASKED
    if on > min(found.gone_on, found.ends):
        return _("It is too late to bring it back. Draw up another one, and compare its mark.")
    return None
