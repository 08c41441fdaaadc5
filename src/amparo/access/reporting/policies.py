"""Who may do what with a thread. Who reads a letter at all is decided in the vault, before anything is sealed."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_change
from amparo.commons.policy.policies import Actor, Sentence, rule


def _no_desk(actor: Actor) -> bool:
    """A stranger, or somebody without a role: so the desk of who was forced to come in looks like that of a new one."""
    return not actor.is_authenticated or not getattr(actor, "role_codes", True)


@rule
def may_read_letters(actor: Actor) -> Sentence | None:
    """Whoever reads letters, here or outside."""
    if _no_desk(actor) or not actor.has_role("reader", "outside"):
        return _("Messages are read by others of the team. Ask the coordinator.")
    return None


@rule
def may_answer(actor: Actor, thread: Any) -> Sentence | None:
    """Whoever reads it answers, while it is not closed."""
    refusal = may_read_letters.reason(actor)
    if refusal is None and thread.state == "closed":
        return _("This thread is closed. Open it again, and then answer.")
    return refusal


@rule
def may_share(actor: Actor, thread: Any, reader: Any, excluded: Collection[str]) -> Sentence | None:
    """Nobody brings back whom she left out."""
    refusal = may_read_letters.reason(actor)
    if refusal is None and reader.reference in excluded:
        return _("This person was left out of this thread. That stays so.")
    return refusal


@rule
def may_recuse(actor: Actor, thread: Any, others: int) -> Sentence | None:
    """Whoever reads may step back, as long as somebody is left."""
    refusal = may_read_letters.reason(actor)
    if refusal is None and others < 1:
        return _("You are the only one who reads this. Share it with somebody first, then step back.")
    return refusal


@rule
def may_give_words(actor: Actor, case: Any, is_open: bool, is_unread: bool) -> Sentence | None:
    """Words are given once, to somebody who has none or whose words nobody reads; only where letters are taken."""
    refusal = may_change.reason(actor, case)
    if refusal is None and case.her_ring and not is_unread:
        return _("She has words already. If she lost them, she writes to us again, from the first page.")
    if refusal is None and not is_open:
        return _("This house takes no messages today, so words would lead nowhere.")
    return refusal
