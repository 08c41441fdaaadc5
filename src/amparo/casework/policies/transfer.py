"""Whether a case may go to another organisation, besides her permission for it (``policies.flowing``)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.models import TRANSFERRED
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.policies.cases import may_move
from amparo.commons.policy.policies import Actor, Sentence, rule

NO_LONGER = frozenset({"refused", "withdrawn"})  # of the list consent_reason: her no, and not only time that passed


@rule
def may_transfer(actor: Actor, case: Any, permission: Any, goes: Any) -> Sentence | None:
    """Whoever reads an open case, with a permission of hers for somebody she named, and something to send."""
    refusal = may_ask_her.reason(actor) or may_move.reason(actor, case, TRANSFERRED)
    if refusal is not None:
        return refusal
    if permission is None:
        return _("She has allowed nobody by name to get this. Ask her first, for one organisation.")
    if "need_summary" in goes.scope.content and not goes.summary:
        return _("The summary waits for her yes. Read it to her as it stands; then it can go.")
    if goes.is_nothing:
        return _("Nothing that she allowed is written down here, so there is nothing to send.")
    return None


@rule
def may_say_arrived(actor: Actor, case: Any, sent: Any, reason: str | None) -> Sentence | None:
    """Only what went can have arrived, and only while she lets it go (``reason``: ``queries.transfer.why_not_theirs``).

    The case does not become theirs after her no, however the file got there.
    """
    refusal = may_ask_her.reason(actor) or may_move.reason(actor, case, TRANSFERRED)
    if refusal is None and sent is None:
        return _("Nothing of this case is on its way.")
    if refusal is None and reason in NO_LONGER:
        return _(
            "She took it back after it was sent, so the case stays here. Tell them so, and ask them to delete it. "
            "Then write what they answer, above in the case: with that it counts as called back."
        )
    if refusal is None and reason is not None:
        return _("She allows this no more, so the case stays here. Ask her again before you write it down.")
    return refusal
