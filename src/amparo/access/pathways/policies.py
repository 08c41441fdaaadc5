"""Who may make sure of a line, and who may sign it. A promise needs two hands, and neither may be both."""

from django.utils.translation import gettext_lazy as _

from amparo.access.pathways.models import LineCheck, SignOff
from amparo.commons.policy.policies import Actor, Sentence, rule

PEER_LED = "peer_led"  # content/codes/operator
# Whoever handed her a passphrase could sign as her, and whoever writes the list could make any organisation peer-led.
NOT_VOUCHED = _("Nobody vouches for your role yet, so you cannot sign. Ask the coordinator to look at it.")


@rule
def may_check_line(actor: Actor, line: str = "", digest: str = "") -> Sentence | None:
    """A checker rings the number or goes there, and it is not she who signs that text."""
    if not actor.is_authenticated or not actor.has_role("checker"):
        return _("Only a checker says that a line holds. The coordinator gives that role.")
    if SignOff.objects.filter(line=line, digest=digest, signed_by=_reference(actor)).exists():
        return _("You signed this text. Somebody else has to check it.")
    return None


@rule
def may_sign_as_reviewer(actor: Actor, line: str = "", digest: str = "") -> Sentence | None:
    """A paid reviewer, whose team belongs to an organisation led by sex workers or trans people."""
    if not actor.is_authenticated or not actor.has_role("reviewer"):
        return _(
            "Only a paid reviewer, from an organisation led by peers, signs this. The coordinator gives that role."
        )
    if PEER_LED not in actor.leading_kinds("reviewer"):
        return _(
            "Your team does not belong to an organisation led by peers. The coordinator says to which one it belongs."
        )
    if not actor.is_vouched_for("reviewer", PEER_LED):
        return NOT_VOUCHED
    return _other_hand(actor, line, digest, other="counsel")


@rule
def may_sign_as_counsel(actor: Actor, line: str = "", digest: str = "") -> Sentence | None:
    """A lawyer who knows the law of the country."""
    if not actor.is_authenticated or not actor.has_role("counsel"):
        return _("Only a lawyer of the house signs what the law asks. The coordinator gives that role.")
    if not actor.is_vouched_for("counsel"):
        return NOT_VOUCHED
    return _other_hand(actor, line, digest, other="reviewer")


def _other_hand(actor: Actor, line: str, digest: str, *, other: str) -> Sentence | None:
    """Did she do the other part of this promise? The lawyer's part holds for every line of the country."""
    hers = _reference(actor)
    if LineCheck.objects.filter(line=line, digest=digest, checked_by=hers).exists():
        return _("You checked this text. Somebody else has to sign it.")
    country = f"{line.split('-', 1)[0]}-"
    if line and SignOff.objects.filter(line__startswith=country, role=other, signed_by=hers).exists():
        if other == "counsel":
            return _("You signed for this country as a lawyer. Somebody else signs as a reviewer.")
        return _("You signed for this country as a reviewer. Somebody else signs as a lawyer.")
    return None


def _reference(actor: Actor) -> str:
    """Her reference. A process has none: it stands alone before anybody works here, and no row carries this mark."""
    return getattr(actor, "reference", "") or "-"
