"""She said that we do not go with her, or took that back: from then on no more of her is written down."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_change
from amparo.commons.policy.policies import Actor, Sentence, rule_of_now

# What is no more of her: what she allows, what is about the case itself, and what a law or a danger to a life asks for
# with the yes of a second person. Any other kind of the list case_part, today's and those to come, is more of her.
EVEN_THEN = frozenset({"permission", "letting_in", "hold", "notice", "second_yes", "closure", "transfer", "given_out"})
SHE_STOPPED = _(
    "She said that we do not go with her any more, so nothing more of her is written here. "
    "If she comes back and says yes again, write that down first. If not, close the case."
)


def is_more_of_her(kind: str) -> bool:
    """Does a part of this kind (list ``case_part``) say more of her?"""
    return kind not in EVEN_THEN


@rule_of_now
def may_write_more(actor: Actor, case: Any, she_stopped: bool) -> Sentence | None:
    """Whoever writes in the case, while she goes with us. One whom nobody asked yet has not stopped."""
    return may_change.reason(actor, case) or (SHE_STOPPED if she_stopped else None)
