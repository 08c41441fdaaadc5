"""Who reads, writes and hands out the papers of a matter. Who holds no key of it does not get as far as this."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.legal.representation.policies import LOOK_FIRST, may_represent, may_write_part

DOCUMENT = "document"  # of the list matter_part


@rule
def may_read_papers(actor: Actor, is_clear: bool) -> Sentence | None:
    """A lawyer who reads the matter, once no conflict stands in the way: a paper tells what happened."""
    return may_represent.reason(actor) or (None if is_clear else LOOK_FIRST)


@rule
def may_write_paper(actor: Actor, matter: Any, is_clear: bool) -> Sentence | None:
    """Whoever reads it writes in it, while it is not closed."""
    return may_write_part.reason(actor, matter, DOCUMENT, is_clear)


@rule
def may_hand_out(actor: Actor, is_clear: bool, told: Iterable[str]) -> Sentence | None:
    """A letter that says of itself that it carries no names carries none."""
    refusal = may_read_papers.reason(actor, is_clear)
    if refusal is None and list(told):
        return _(
            "This letter says that it carries no names, and something in it tells who somebody is. "
            "The lines are named on the page of the letter. Say it in other words, and then hand it out."
        )
    return refusal


@rule
def may_bring_name(actor: Actor, reads_case: bool, has_name: bool) -> Sentence | None:
    """Whoever reads her case, for a reason that she may read."""
    refusal = may_represent.reason(actor)
    if refusal is None and not reads_case:
        return _("You do not read her case. Ask her for the name on her papers, and write it in the paper.")
    if refusal is None and not has_name:
        return _("Her case does not hold the name on her papers. Ask her, and write it in the paper.")
    return refusal
