"""Who reads what is known of pressures: analysts. For everybody else there is no such page."""

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule


@rule
def may_read(actor: Actor) -> Sentence | None:
    """Whoever analyses. Who leads the study, who asked and who looks after the house read no figure here."""
    if actor.is_authenticated and actor.has_role("analyst"):
        return None
    return _("Analysts work here.")
