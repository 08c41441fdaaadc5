"""Who asks her about force and deceit: somebody who knows about it; and who looks a second time before an offer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_accompany, may_change
from amparo.commons.policy.policies import Actor, Sentence, rule

SPECIALIST = "counsel"  # the house has no role of its own for it yet; a lawyer of hers asks


@rule
def may_screen(actor: Actor, case: Any) -> Sentence | None:
    """Whoever reads the case and is a lawyer of the house, while it is not closed."""
    refusal = may_change.reason(actor, case)
    if refusal is None and not actor.has_role(SPECIALIST):
        return _(
            "A lawyer of the house asks this, when she reads the case. Let her in, if she whose case it is agrees."
        )
    return refusal


@rule
def may_look_again(actor: Actor, case: Any, first: Any) -> Sentence | None:
    """Somebody else who reads the case, with other hands than the first; ``first`` is None where nobody knows."""
    refusal = may_accompany.reason(actor) or may_change.reason(actor, case)
    if refusal is None and (first is None or actor.hands() & first.hands()):
        return _("Whoever asked does not look a second time as well. Ask a colleague who reads this case.")
    return refusal
