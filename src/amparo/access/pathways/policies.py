"""Who may make sure of a line, and who may sign it."""

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule


@rule
def may_check_line(actor: Actor) -> Sentence | None:
    """A checker rings the number or goes there."""
    if not actor.is_authenticated or not actor.has_role("checker"):
        return _("Only a checker says that a line holds. The coordinator gives that role.")
    return None


@rule
def may_sign_as_reviewer(actor: Actor) -> Sentence | None:
    """A paid reviewer from an organisation led by sex workers or trans people."""
    if not actor.is_authenticated or not actor.has_role("reviewer"):
        return _(
            "Only a paid reviewer, from an organisation led by peers, signs this. The coordinator gives that role."
        )
    return None


@rule
def may_sign_as_counsel(actor: Actor) -> Sentence | None:
    """A lawyer who knows the law of the country."""
    if not actor.is_authenticated or not actor.has_role("counsel"):
        return _("Only a lawyer of the house signs what the law asks. The coordinator gives that role.")
    return None
