"""Who may work with what may be counted: analysts, and nobody beside them."""

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule


@rule
def may_analyse(actor: Actor) -> Sentence | None:
    """The room of evidence is the analysts'; output checkers read there what waits for them, by the release door."""
    if actor.is_authenticated and actor.has_role("analyst"):
        return None
    return _("Analysts work here.")
