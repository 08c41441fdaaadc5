"""When a session over a home may be held, and how. What is asked of her decides it; no page and no role does."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule, rule_of_now
from amparo.formats.mediation import APART, MAY_MEET, MEET, NOT_ASKED, PLAN, PLANNED, SHUTTLE, may

JOINT, EACH_APART = "joint", "shuttle"  # of the list session_mode
HER, HER_LAWYER = "her", "her_lawyer"  # of the list session_attends
EVENTS = {JOINT: PLAN, EACH_APART: SHUTTLE}
ASK_FIRST = _("Ask her first, alone. Until then no session is set.")
APART_ONLY = _(
    "They do not sit in one room: from what was told, this person hurts, frightens or controls her. That stays so. "
    "Her lawyer can negotiate with each side apart, and she does not have to be there."
)
NOT_NOW = _(
    "Something is missing for one room, so it is not set. Ask her again, or negotiate with each side apart: she does "
    "not have to be there."
)
ASK_ON_THE_DAY = _(
    "Ask her again first, on the day itself. Until then nobody sits down in one room. "
    "With each side apart it can go on."
)
ONE_AT_A_TIME = _("A session in one room is set already. Write how it went, or call it off, and then set another.")
BY_ITS_PAGE = _("This is written on the page of her home, where she is asked first.")
STAYS_SET = _("How this session is held was set, and what came of it stays as it was. Set another one beside it.")
IS_OVER = _("This session does not stand any more. Set another one.")
WRITTEN_ALREADY = _("Somebody wrote this down already, in other words. Look at what stands there.")
TOLD_STAYS = _(
    "What was told opens or shuts one room, and stays as it was. If something else happened, write that beside it."
)
STAYS = _("What she said stays as it was. Ask her again: that is written beside it.")


@rule_of_now
def may_do(actor: Actor, state: str, event: str) -> Sentence | None:
    """May this happen, where it stands so (list gate_state)?"""
    if may(event, state):
        return None
    if state == NOT_ASKED:
        return ASK_FIRST
    if state == APART:
        return APART_ONLY
    if event == PLAN and state in (PLANNED, MAY_MEET):
        return ONE_AT_A_TIME
    return ASK_ON_THE_DAY if event == MEET and state == PLANNED else NOT_NOW


@rule_of_now
def may_attend(actor: Actor, mode: str, attends: Collection[str]) -> Sentence | None:
    """Who is there: with each side apart she is not; in one room her lawyer is."""
    if mode not in EVENTS:
        return _("Say how it is held first: in one room, or with each side apart.")
    if mode == EACH_APART and HER in attends:
        return _("With each side apart she is not there: her lawyer speaks for her. Leave her out of who attends.")
    if mode == JOINT and HER_LAWYER not in attends:
        return _("In one room her lawyer has to be there. Without her lawyer, negotiate with each side apart.")
    return None


@rule
def may_decide(actor: Actor, mode: str, day: Any, why: str) -> Sentence | None:
    """One room needs a day and a reason, and whoever writes it stands by it."""
    if mode == JOINT and not day:
        return _("On which day? She is asked again on that day.")
    if mode == JOINT and not why.strip():
        return _("Write why one room is better for her than each side apart. Somebody may ask.")
    return None
