"""Who may hand all her cases to somebody else."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_share
from amparo.commons.policy.policies import Actor, Sentence, rule


@rule
def may_hand(actor: Actor, reader: Any) -> Sentence | None:
    """Whoever lets others in, to another person whose key counts and who accompanies today."""
    refusal = may_share.reason(actor, None, reader, False)
    if refusal is None and reader.user_id == actor.pk:
        return _("These cases are yours already. Choose somebody else.")
    if refusal is None and reader.state != "active":
        return _("Her key waits for another person to confirm it. Hand your cases to her after that.")
    return refusal
