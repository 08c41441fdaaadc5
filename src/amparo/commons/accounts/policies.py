"""Who may change who works here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.accounts.models import Membership, Team
from amparo.commons.policy.policies import Actor, Sentence, rule

COORDINATOR = "coordinator"
SIGNING = frozenset({"reviewer", "counsel"})  # roles that sign what a public page promises


@rule
def may_manage_team(actor: Actor) -> Sentence | None:
    """The coordinator looks after accounts, teams and roles."""
    if not actor.is_authenticated or not actor.has_role(COORDINATOR):
        return _("Only the coordinator changes who works here. Ask her.")
    return None


@rule
def may_close_account(actor: Actor, user: Actor) -> Sentence | None:
    """Nobody closes her own account by mistake, so that a house never locks itself out."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and actor == user:
        return _("You cannot close your own account. Another coordinator can.")
    return refusal


@rule
def may_give_role(actor: Actor, user: Actor, role: str) -> Sentence | None:
    """Nobody gives herself a role that signs: a signature is worth something because somebody else gave it."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and role in SIGNING and actor == user:
        return _("You cannot give yourself a role that signs. Another coordinator can.")
    return refusal


@rule
def may_place_team(actor: Actor, team: Any) -> Sentence | None:
    """Whoever signs in a team does not say herself whom that team belongs to."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and actor.memberships.filter(team=team, role__in=SIGNING).exists():
        return _("You sign in this team. Another coordinator says to which organisation it belongs.")
    return refusal


@rule
def may_vouch(actor: Actor, membership: Membership) -> Sentence | None:
    """A role that signs needs a second person, and two accounts from one hand are one person."""
    refusal = may_manage_team.reason(actor)
    if refusal is not None:
        return refusal
    if actor.hands() & membership.user.hands():
        return _(
            "Her passphrase and yours come from the same hands, so this would be the word of one person. "
            "Ask another coordinator, or ask who runs the server to hand her a passphrase."
        )
    if membership.user.must_choose:
        return _("She has not chosen a passphrase of her own yet. Vouch for her after that.")
    return None


@rule
def may_name_team(actor: Actor, name: str, team: Team | None = None) -> Sentence | None:
    """Two teams of one name are one team for whoever reads the page."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and Team.has_namesake(name, besides=team):
        return _("There is a team of this name already. Choose another name.")
    return refusal


@rule
def may_remove_team(actor: Actor, team: Team) -> Sentence | None:
    """Only an empty team goes: with it would go what somebody does here."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and team.memberships.exists():
        return _("Somebody still does something in this team. Take those roles away first.")
    return refusal


@rule
def may_take_role(actor: Actor, user: Actor, role: str) -> Sentence | None:
    """Nobody takes coordination from herself: somebody must be left who can give it back."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and role == COORDINATOR and actor == user:
        return _("You cannot take coordination from yourself. Another coordinator can.")
    return refusal
