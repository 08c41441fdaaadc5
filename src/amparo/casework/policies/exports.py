"""Two people for what takes more than one person out of the house, and for what keeps a case from being destroyed.

A process of the server is nobody here: it agrees to nothing, and it asks for nothing.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.models import AGREED, ASKED, USED, WITHDRAWN
from amparo.casework.policies.cases import may_accompany
from amparo.commons.policy.policies import PROCESSES, Actor, Sentence, rule
from amparo.vault.policies import COORDINATOR, SAME_HANDS

ANSWER_DAYS = 7  # so long a request waits for the second person
WRITE_HOURS = 24  # so long the one who asked may take what was agreed
KEPT_DAYS = 30  # after that what was asked goes too; the trail keeps that it was
LONGEST_HOLD_DAYS = 365
ANOTHER_PERSON = _("You asked for this yourself. Another person looks at it.")


def one_person(actor: Actor, other: Any) -> Sentence | None:
    """Why this word would be the same word again."""
    if actor in PROCESSES or not hasattr(actor, "hands"):
        return _("A person says this, not the server.")
    if other is None:
        return _("Whoever asked for this is not here any more. Ask for it again.")
    if actor.pk == other.pk:
        return ANOTHER_PERSON
    return SAME_HANDS if actor.hands() & other.hands() else None


@rule
def may_ask_for_export(actor: Actor) -> Sentence | None:
    """Whoever accompanies asks for an export of her own cases."""
    if actor in PROCESSES:
        return _("A person says this, not the server.")
    return may_accompany.reason(actor)


@rule
def may_look(actor: Actor) -> Sentence | None:
    """Who may be asked to look at an export: somebody who accompanies, or coordinates."""
    if actor in PROCESSES:
        return _("A person says this, not the server.")
    if actor.is_authenticated and actor.has_role(COORDINATOR):
        return None
    return may_accompany.reason(actor)


@rule
def may_decide_export(actor: Actor, request: Any, asker: Any, now: datetime) -> Sentence | None:
    """The second person, who did not ask and whose hands are her own, while it waits."""
    refusal = may_look.reason(actor) or one_person(actor, asker)
    if refusal is None and (request.state != ASKED or now >= request.until):
        return _("This does not wait for an answer any more.")
    return refusal


@rule
def may_take_back(actor: Actor, request: Any) -> Sentence | None:
    """Either of the two, until it was written: who asked, and who agreed."""
    if actor in PROCESSES or actor.reference not in {request.by, request.second}:
        return _("Only the two who asked and agreed take it back.")
    if request.state not in {ASKED, AGREED}:
        return _("There is nothing left of this to take back.")
    return None


@rule
def may_write_export(actor: Actor, request: Any, second: Any, now: datetime) -> Sentence | None:
    """Whoever asked, once, after a second person agreed, within the time."""
    refusal = may_ask_for_export.reason(actor)
    if refusal is not None:
        return refusal
    if actor.reference != request.by:
        return _("Only whoever asked for it takes the file.")
    if request.state == USED:
        return _("This file was taken already. It is written once: ask again.")
    if request.state == WITHDRAWN:
        return _("This was taken back. Ask again.")
    if request.state != AGREED:
        return _("A second person has to agree first. Alone nobody takes more than one person out of the house.")
    if now >= request.until:
        return _("The time to take it is over. Ask again.")
    return one_person(actor, second)


@rule
def may_count_export(actor: Actor, request: Any, now: datetime) -> Sentence | None:
    """Whoever asked, once a second person agreed: what the rows do not say is hers for as long as the rows are."""
    refusal = may_ask_for_export.reason(actor)
    if refusal is None and actor.reference != request.by:
        return _("Only whoever asked for it takes the file.")
    if refusal is None and (request.state not in {AGREED, USED} or now >= request.until):
        return _("A second person has to agree first, and after a day it is over. Ask again.")
    return refusal


@rule
def may_hold(actor: Actor, until: date, on: date) -> Sentence | None:
    """Whoever reads a case asks to keep it, for a year at the longest."""
    if actor in PROCESSES:
        return _("A person says this, not the server.")
    refusal = may_accompany.reason(actor)
    if refusal is None and not on < until <= date.fromordinal(on.toordinal() + LONGEST_HOLD_DAYS):
        return _("Choose a day after today and within a year. On that day two people look at it again.")
    return refusal


@rule
def may_agree_to_hold(actor: Actor, asker: Any) -> Sentence | None:
    """A second person who reads the case."""
    return may_accompany.reason(actor) or one_person(actor, asker)
