"""What may be done with a referral, besides her permission for what is told there (``policies.flowing``)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.exports import one_person
from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code

REFERRAL = "referral"  # of the lists case_part and young_act
ATTEMPTS = 3  # on as many days somebody asked, before it may be said that nobody could find out
LATER = frozenset({"contact", "identity"})  # who she is is told once they said yes
SAID_YES = frozenset({"accepted", "appointed", "no_show"})
NOT_OFFERED = _(
    "This place is not offered for her: it belongs to those who hurt her or tells them, it is closed, or it does "
    "not give this. Look for another one on this page."
)
NEEDS_DAY = {"appointed"}


@rule
def may_refer(actor: Actor, case: Any) -> Sentence | None:
    """Whoever writes what she allows, in a case that is open."""
    return may_write_part.reason(actor, REFERRAL, {}) or may_change.reason(actor, case)


@rule
def may_step(actor: Actor, case: Any, referral: Any, to: str, answers: Mapping[str, Answer]) -> Sentence | None:
    """Along the list only, with what the step asks: why they said no, the day, what she got."""
    refusal = may_refer.reason(actor, case)
    if refusal is not None:
        return refusal
    if referral.is_over:
        return _("This one is over. What came of it stays as it was written.")
    if to not in referral.nexts:
        return _("From where it stands now, it cannot go there. Look at it again.")
    if to in NEEDS_DAY and not _said(answers, "ref_day"):
        return _("On which day? Write it here, so that somebody asks the day after.")
    if to == "declined" and not _said(answers, "ref_reason"):
        return _("Why did they say no? Choose it: it is what changes the next door.")
    return _why_not_over(referral, to, answers)


def _why_not_over(referral: Any, to: str, answers: Mapping[str, Answer]) -> Sentence | None:
    state = by_code("referral_state")[to]
    if not state.more["ends"]:
        return None
    if to == "unknown" and len(referral.attempts) < ATTEMPTS:
        return _(
            "Ask on %(n)s different days first, and write each down. So far it was %(days)s. After that it may end so."
        ) % {"n": ATTEMPTS, "days": len(referral.attempts)}
    may = state.more["outcomes"]
    if len(may) > 1 and to != "declined" and _said(answers, "ref_outcome") not in may:
        return _("What came of it? Choose one line. Without it a referral does not end.")
    return None


@rule
def may_attempt(actor: Actor, case: Any, referral: Any, on: date) -> Sentence | None:
    """Asking counts once a day, while it is under way."""
    refusal = may_refer.reason(actor, case)
    if refusal is None and (referral.is_over or referral.state == "ready"):
        return _("Nobody waits for an answer here.")
    if refusal is None and on.isoformat() in referral.attempts:
        return _("It stands here already that somebody asked today. Ask again on another day.")
    return refusal


@rule
def may_take_back(actor: Actor, case: Any, referral: Any) -> Sentence | None:
    """An end that somebody here wrote down wrongly; what she decided or said herself is hers."""
    refusal = may_refer.reason(actor, case)
    if refusal is None and not referral.is_over:
        return _("This one is not over, so there is nothing to take back.")
    if refusal is None and referral.is_hers:
        return _("This is as she said it or decided it, so it stays. Where it is otherwise, look for another door.")
    return refusal


@rule
def may_agree(actor: Actor, referral: Any, first: Any) -> Sentence | None:
    """Another person who reads the case, whose hands are not those of whoever prepared it."""
    if referral.is_over or not referral.needs_second_person or referral.second:
        return _("Nobody has to agree to this now.")
    return one_person(actor, first)


@rule
def may_tell(actor: Actor, case: Any, referral: Any, content: frozenset[str], goes: Any) -> Sentence | None:
    """First only what does not say who she is; the rest once they said yes."""
    refusal = may_refer.reason(actor, case)
    if refusal is None and (referral.is_over or not referral.tells):
        return _("Nothing is told here.")
    if refusal is None and content & LATER and referral.state not in SAID_YES:
        return _("Who she is and how to reach her is told once they said yes. Until then, only what she needs.")
    if refusal is None and "need_summary" in content and not goes.summary:
        return _("The summary waits for her yes. Read it to her as it stands; then it can go.")
    return refusal


def _said(answers: Mapping[str, Answer], code: str) -> str:
    given = answers.get(code)
    return str(given.value) if given and given.value else ""
