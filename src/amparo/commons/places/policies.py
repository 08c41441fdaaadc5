"""Who may say where things are."""

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule

KEEPERS = ("editor", "checker", "coordinator")  # codes of content/codes/house_role


@rule
def may_keep_places(actor: Actor) -> Sentence | None:
    """Those who keep the directory know the ground: they enter landmarks, zones and missing places."""
    if not actor.is_authenticated or not actor.has_role(*KEEPERS):
        return _("You cannot change places. An editor, a checker or the coordinator can. Tell one of them.")
    return None
