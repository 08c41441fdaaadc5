"""Letting somebody into a case: by whom, for how long, never somebody who was left out of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule

HOURS = 3  # where somebody asks for a case that she does not read
LONGEST_DAYS = 90


@rule
def may_give_on(actor: Actor, until: datetime | None) -> Sentence | None:
    """Who reads for a time lets nobody in, says not whose it is, takes nothing out and destroys nothing."""
    if until is not None:
        return _("You read this for a time. Whoever reads it without an end does this: ask her.")
    return None


@rule
def may_let_in_for_a_time(actor: Actor, reader: Any, until: datetime | None, now: datetime) -> Sentence | None:
    """A moment that comes soon; and no time for a key that is nowhere in this house, because nothing ends there."""
    if until is None:
        return None
    if reader.keeps_own_key:
        return _(
            "She keeps her key herself, and what is handed to her stays with her. Let her in without an end, or not."
        )
    if not now < until or (until - now).days > LONGEST_DAYS:
        return _("Choose a moment within the next ninety days.")
    return None
