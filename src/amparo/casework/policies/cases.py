"""Who may do what with a case. Who holds no key of it does not get as far as this: for her there is no case."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from amparo.casework.models import CLOSED, TRANSFERRED
from amparo.casework.policies.areas import may_ask_her, may_let_in, may_write_state
from amparo.commons.policy.policies import Actor, Sentence, rule, rule_of_now
from amparo.formats.access import accompanying
from amparo.formats.codes import by_code

SHE_ASKED = "she_asked"  # of the list closure_reason
TOOK_ALL_BACK = _(
    "She took everything back. This lies here only because two people hold it, and after that it goes by itself. "
    "If she comes back, open a new case."
)


def took_all_back(case: Any) -> bool:
    """Did she take everything back? Then it lies here only until the day to which two people hold it.

    Nothing else is kept no longer than the day on which it was closed.
    """
    return bool(case.closure_reason == SHE_ASKED and case.keep_until == case.closed_on)


@rule
def may_accompany(actor: Actor) -> Sentence | None:
    """Whoever accompanies: here, or outside. What of a case she reads, ``areas`` says."""
    if not actor.is_authenticated or not getattr(actor, "role_codes", True) or not actor.has_role(*accompanying()):
        return _("Cases are opened by whoever accompanies. Ask the coordinator.")
    return None


@rule
def may_begin(actor: Actor, own: Any) -> Sentence | None:
    """Whoever meets her, once her own key counts: before that she could not read what she writes."""
    refusal = may_accompany.reason(actor) or _meets_nobody(actor)
    if refusal is None and (own is None or own.state != "active"):
        return _("Your key waits for another person to confirm it. After that you can open a case.")
    return refusal


def _meets_nobody(actor: Actor) -> Sentence | None:
    """Whoever does not write how to reach somebody does not open a case: nobody could reach her."""
    if not may_ask_her.allows(actor):
        return _("Whoever meets her opens a case, and then lets you in. Ask her.")
    return None


@rule
def may_begin_hers(actor: Actor, own: Any, leaves_her_out: bool, way_out: Sentence) -> Sentence | None:
    """Whoever she did not leave out herself; another may, here or outside: ``way_out`` says who."""
    return may_begin.reason(actor, own) or (way_out if leaves_her_out else None)


@rule_of_now
def may_change(actor: Actor, case: Any) -> Sentence | None:
    """Whoever reads it writes in it, while it is not closed: she may close it herself, while somebody writes."""
    refusal = may_accompany.reason(actor)
    if refusal is None and case.state == TRANSFERRED:
        return _("This case went to another organisation. Nothing more is written in it here.")
    if refusal is None and took_all_back(case):
        return TOOK_ALL_BACK
    if refusal is None and not by_code("case_state")[case.state].more["open"]:
        return _("This case is closed. Open it again, and then write.")
    return refusal


@rule
def may_move(actor: Actor, case: Any, to: str) -> Sentence | None:
    """A case changes its state only along the list, and is closed only with a reason."""
    refusal = may_accompany.reason(actor) or may_write_state.reason(actor)
    if refusal is None and to not in by_code("case_state")[case.state].more["next"]:
        return _("From where the case stands now, it cannot go there. Look at it again.")
    return refusal or (TOOK_ALL_BACK if took_all_back(case) else None)


@rule
def may_close(actor: Actor, case: Any) -> Sentence | None:
    """A case that is not closed yet, by whoever can ask her first."""
    return may_ask_her.reason(actor) or may_move.reason(actor, case, CLOSED)


@rule
def may_go(actor: Actor, held_until: date | None) -> Sentence | None:
    """Nothing that two people hold, whoever asks."""
    if held_until is not None:
        return _("Two people said that this is kept until %(day)s. Until then nothing destroys it.") % {
            "day": date_format(held_until, "DATE_FORMAT")
        }
    return None


@rule
def may_leave(actor: Actor, case: Any, others: int) -> Sentence | None:
    """Whoever reads may step back, as long as somebody is left."""
    refusal = may_accompany.reason(actor)
    if refusal is None and others < 1:
        return _("You are the only one who reads this. Share it with somebody first, then step back.")
    return refusal


@rule
def may_leave_out(actor: Actor, case: Any, somebody: Any, is_offered: bool) -> Sentence | None:
    """Whoever keeps the way to her leaves out whom she names, for good; not herself: for that she steps back."""
    refusal = may_accompany.reason(actor) or may_ask_her.reason(actor)
    if refusal is None and getattr(somebody.user, "pk", None) == getattr(actor, "pk", 0):
        return _("This is you. Step back from the case instead.")
    if refusal is None and not is_offered:
        return _("This cannot be written down with your key. Ask somebody else who reads this case.")
    return refusal


@rule
def may_share(actor: Actor, case: Any, reader: Any, was_left_out: bool) -> Sentence | None:
    """Nobody brings back whom she left out, and nobody lets in who accompanies nobody."""
    refusal = may_accompany.reason(actor) or may_let_in.reason(actor)
    if refusal is None and reader.user is not None and not reader.user.has_role(*accompanying()):
        return _("She accompanies nobody today, so no case is opened to her.")
    if refusal is None and was_left_out:
        return _("This person was left out of this case. That stays so.")
    return refusal
