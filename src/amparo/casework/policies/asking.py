"""Asking to read a case, and letting whoever asks in for three hours."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.models import ASKED
from amparo.casework.policies.cases import may_accompany
from amparo.commons.policy.policies import Actor, Sentence, rule

MOST_AN_HOUR = 5


@rule
def may_ask_to_read(actor: Actor, own: Any, how_many: int) -> Sentence | None:
    """Whoever accompanies, with a key that counts, a few times an hour."""
    refusal = may_accompany.reason(actor)
    if refusal is None and (own is None or own.state != "active"):
        return _("Your key waits for another person to confirm it. After that you can open a case.")
    if refusal is None and how_many >= MOST_AN_HOUR:
        return _("You asked often within this hour. Call somebody of the team.")
    return refusal


@rule
def may_let_in(actor: Actor, request: Any, asker: Any, now: datetime) -> Sentence | None:
    """Whoever reads a case lets in who asks, while she waits, and never herself."""
    refusal = may_accompany.reason(actor)
    if refusal is None and (request.state != ASKED or now >= request.until):
        return _("This does not wait for an answer any more.")
    if refusal is None and (asker is None or asker.pk == actor.pk or not asker.is_active):
        return _("Whoever asked for this is not here any more. Ask for it again.")
    return refusal
