"""Who may reach out to her, and when."""

from typing import Any

from amparo.casework.policies.cases import may_accompany
from amparo.commons.policy.policies import Actor, Sentence, rule


@rule
def may_reach(actor: Actor, kind: str, reach: Any) -> Sentence | None:
    """Whoever accompanies her, in a way that she chose, while she allows it (``reach``: ``queries.reaching``)."""
    refusal: Any = may_accompany.reason(actor)
    return refusal or reach.sentence(kind) or None
