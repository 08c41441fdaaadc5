"""Who may do what with a piece of proof. Whoever does not read its matter does not get as far as this."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.exports import one_person
from amparo.commons.policy.policies import PROCESSES, Actor, Sentence, rule, rule_of_now
from amparo.formats.codes import by_code
from amparo.legal.exhibits.models import AGREED, ASKED
from amparo.legal.representation.policies import LOOK_FIRST, may_represent, may_write

ANSWER_DAYS, TAKE_HOURS = 7, 24
NOT_SURE_IS_YES = frozenset({"yes", "not_sure"})
TESTIMONY = "testimony"
STOPPED = _("Nothing was taken in. First it is asked whether a child could be seen in it in that way.")
FROZEN = _(
    "She has not said yes to the use of this piece, or her yes is over, or she took it back. It stays locked and goes "
    "nowhere. Ask her, and write what she says."
)
PRIVILEGED = _("This stays between her and her lawyer. Take that mark off first, if she wants it to go out.")


@rule_of_now
def may_look_at_pieces(actor: Actor, found: Any) -> Sentence | None:
    """Whoever reads the matter, once no conflict stands in the way."""
    if actor in PROCESSES:
        return _("A person says this, not the server.")
    return may_represent.reason(actor) or (None if found.is_clear else LOOK_FIRST)


@rule_of_now
def may_keep_pieces(actor: Actor, found: Any) -> Sentence | None:
    """The same, while the matter is open."""
    return may_look_at_pieces.reason(actor, found) or may_write.reason(actor, found.matter, found.is_clear)


@rule_of_now
def may_take_in(actor: Actor, found: Any, kind: str, child: str, again: str, others: Any) -> Sentence | None:
    """A new piece. What could show a child in that way is never taken in; what she told is not asked of her twice.

    ``child`` is what was answered before a file was chosen; ``others`` are the pieces that are there.
    """
    refusal = may_keep_pieces.reason(actor, found)
    if refusal is None and child != "no":
        return STOPPED
    if refusal is None and kind not in by_code("exhibit_kind"):
        return _("Choose what it is.")
    if refusal is None and kind == TESTIMONY and any(each.kind == kind for each in others) and not again.strip():
        return _(
            "She told it before, and that is here. Use it again if you can: each time costs her. If you cannot, write "
            "why."
        )
    return refusal


@rule
def may_be_used(actor: Actor, exhibit: Any, now: datetime) -> Sentence | None:
    """Only with her yes to this piece, at this moment, and never what is between her and her lawyer."""
    if not exhibit.word.lets(now):
        return FROZEN
    return PRIVILEGED if exhibit.is_privileged else None


@rule
def may_let_out(actor: Actor, folder: Any, asker: Any, now: datetime) -> Sentence | None:
    """The second person, who did not ask and whose hands are her own, while it waits."""
    if actor in PROCESSES or folder.second != actor.reference:
        return _("Only whoever was asked answers this.")
    refusal = one_person(actor, asker)
    if refusal is None and (folder.state != ASKED or now >= folder.until):
        return _("This does not wait for an answer any more.")
    return refusal


@rule
def may_take_out(actor: Actor, folder: Any, second: Any, now: datetime) -> Sentence | None:
    """Whoever asked, once, after the second person agreed, within the time."""
    if actor in PROCESSES or folder.by != actor.reference:
        return _("Only whoever asked for it takes the folder.")
    if folder.state != AGREED:
        return _("A second person has to agree first. Or lock the folder to the key of whoever gets it.")
    if now >= folder.until:
        return _("The time to take it is over. Ask again.")
    return one_person(actor, second)
