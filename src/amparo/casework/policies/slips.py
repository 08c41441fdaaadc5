"""Who hands slips out, and who sees what came of them."""

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats.access import accompanying


@rule
def may_hand_slips(actor: Actor) -> Sentence | None:
    """Whoever works here: best somebody else than who went with her."""
    if not actor.is_authenticated or not actor.has_role("coordinator", *accompanying()):
        return _("Slips are handed out by whoever accompanies or coordinates.")
    return None


@rule
def may_see_counts(actor: Actor) -> Sentence | None:
    """The coordinator, and nobody beside her."""
    if not actor.is_authenticated or not actor.has_role("coordinator"):
        return _("Only who coordinates sees what came of the slips, and never before there are five.")
    return None
