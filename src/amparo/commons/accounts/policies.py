"""Who may change who works here, and what somebody has to do before anything else."""

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amparo.commons.accounts.models import Membership, Team
from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.formats import guessable
from amparo.formats.access import FOCAL_POINT, holding

COORDINATOR = "coordinator"
SIGNING = frozenset({"reviewer", "counsel"})  # roles that sign what a public page promises
CHILDREN = "child_protection"  # says the second yes where somebody is under 18
OUTSIDE = "outside"  # reads what nobody of the house may read
# Roles to which something sealed is opened, or that say to whom.
READING = frozenset({*holding(), COORDINATOR, FOCAL_POINT})
WHY_GUESSED = {
    guessable.SHORT: _("This one is short: it has fewer than twelve letters."),
    guessable.FIGURES: _("Figures alone are guessed in no time, dates and phones too."),
    guessable.ROW: _("It repeats itself, or it follows the rows of the keyboard."),
    guessable.NAMES: _("It is almost only your name, the name of this house, or a word that everybody writes here."),
}
KNOWN_TO_ALL = _("Many people have this one, so it is tried first.")
BETTER = _("Write four words that have nothing to do with each other.")
MOST_MISSES = 30  # wrong numbers in a row with the right passphrase: by then somebody else knows it


def reference_of(by: object) -> str:
    """Whose hand it was: a reference that leads to an account, or the name of a process."""
    return str(getattr(by, "reference", by))[:16]


def needs_second_step(person: Any) -> bool:
    """Does the house ask a second step of her? Of whoever reads letters or cases, or says who does."""
    return bool(settings.SECOND_STEP) and person.has_role(*READING)


def first_page(person: Any) -> str:
    """The page without which no other opens: her own passphrase, her second step; or none."""
    if person.must_choose:
        return "my_password"  # somebody else knows the passphrase with which she came in
    if needs_second_step(person) and not person.second_steps.filter(is_ready=True).exists():
        return "second_step"
    return ""


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
    return refusal or _stands_outside(user)


@rule
def may_hand_passphrase(actor: Actor, user: Actor) -> Sentence | None:
    """Whoever hands her another passphrase takes the key with which she reads."""
    return may_manage_team.reason(actor) or _stands_outside(user)


def _stands_outside(user: Actor) -> Sentence | None:
    """Her account is out of reach for the house: else whoever is complained about takes away who reads the complaint.

    It is refused always, whether there is a complaint or not, so that the refusal tells nothing.
    """
    if user.has_role(OUTSIDE):
        return _("She reads from outside, so nobody of the house changes this. Whoever runs the server can.")
    return None


def _hands_of(actor: Actor) -> set[str]:
    """Whoever could have come in as her: also she to whom a role is given, through an account that she opened."""
    return actor.hands() if hasattr(actor, "hands") else set()


@rule
def may_give_role(actor: Actor, user: Actor, role: str) -> Sentence | None:
    """Nobody gives herself a role that signs, or child protection: it is worth something because somebody else did."""
    refusal = may_manage_team.reason(actor)
    if refusal is None and role in SIGNING and actor == user:
        return _("You cannot give yourself a role that signs. Another coordinator can.")
    if refusal is None and role == CHILDREN and (actor == user or user.reference in _hands_of(actor)):
        return _("You cannot give yourself child protection. Another coordinator can, or whoever runs the server.")
    return refusal or _stands_apart(user, role)


def _stands_apart(user: Actor, role: str) -> Sentence | None:
    """Who answers for another body does nothing else here: her body shall not come to read what this house keeps."""
    held = set(user.role_codes) - {role}
    if role == FOCAL_POINT and held:
        return _(
            "She does something else in this house, so she is no focal point of another office. Take that away first."
        )
    if FOCAL_POINT in held:
        return _("She is a focal point of another office, so she does nothing else here. End that first.")
    return None


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
    return refusal or (_stands_outside(user) if role == OUTSIDE else None)


@rule
def may_have_second(actor: Actor) -> Sentence | None:
    """A second passphrase hides what a role shows; without a role there is nothing to hide."""
    if not actor.is_authenticated or not actor.role_codes:
        return _("You have no role yet, so your desk shows public places only.")
    if actor.must_choose:
        return _("First choose one of your own")
    return None


@rule
def may_drop_step(actor: Actor) -> Sentence | None:
    """Where the house asks for a second step, whoever has one changes it and never goes without.

    Not only whoever reads letters: at an empty desk nobody's role is seen, and whoever forced her to come in there must
    not take the step away.
    """
    if not actor.is_authenticated:
        return _("Come in first.")
    if settings.SECOND_STEP:
        return _("This house asks for a second step. You can make another one; you cannot go without.")
    return None


@rule
def may_end_sessions(actor: Actor, user: Actor) -> Sentence | None:
    """Her own, always; somebody else's, the coordinator."""
    if actor.is_authenticated and actor == user:
        return None
    return may_manage_team.reason(actor)


@rule
def may_lock_house(actor: Actor) -> Sentence | None:
    """Whoever works here: nobody has to ask first."""
    return None if actor.is_authenticated else _("Come in first.")


class NotGuessed:
    """What is asked of a passphrase. It is all that guards her key on a disk that somebody takes."""

    def validate(self, password: str, user: Any = None) -> None:
        """One sentence of why not, and one that helps."""
        names = (getattr(user, "sign_in_name", ""), getattr(user, "name_used", ""), settings.SITE_NAME)
        why = guessable.why_guessed(password, names)
        if not why and not is_usual(password):
            return
        raise ValidationError([WHY_GUESSED[why] if why else KNOWN_TO_ALL, BETTER], code=why or "usual")

    def get_help_text(self) -> str:
        """For whoever asks Django."""
        return str(BETTER)


def is_usual(password: str) -> bool:
    """Is it one of the twenty thousand that leaked most often?"""
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False
