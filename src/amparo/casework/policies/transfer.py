"""Whether a case may go to another organisation, besides her permission for it (``policies.flowing``)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.models import TRANSFERRED
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.policies.cases import may_move
from amparo.commons.policy.policies import Actor, Sentence, rule


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
def may_say_arrived(actor: Actor, case: Any, sent: Any) -> Sentence | None:
    """Only what went can have arrived."""
    refusal = may_ask_her.reason(actor) or may_move.reason(actor, case, TRANSFERRED)
    if refusal is None and sent is None:
        return _("Nothing of this case is on its way.")
    return refusal
