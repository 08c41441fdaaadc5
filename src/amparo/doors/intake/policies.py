"""Who opens the door from the field, and how many go through it together."""

from collections.abc import Set

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.fieldwork.policies import may_write

FEWEST = 10
"""With fewer people than this nothing of a study is brought: whoever knows who was asked would know each row."""

FEWEST_NEW = 5
"""So many new ones go on together while a study runs: who compared two builds would else know whose row came last."""


@rule
def may_open(actor: Actor) -> Sentence | None:
    """Whoever leads studies; that this one is hers, her key says."""
    if may_write.reason(actor):
        return _("Who leads this study opens the door, with her key. Ask her.")
    return None


@rule
def may_bring_in(actor: Actor) -> Sentence | None:
    """Whoever leads studies; that this one is hers, her key says."""
    if may_write.reason(actor):
        return _("Who leads this study brings answers in, with her key. Ask her.")
    return None


def whole(rows: Set[int], before: Set[int], *, is_closed: bool) -> tuple[set[int], set[int]]:
    """Which of these forms go on, and which wait until more come: those that were counted before wait for nobody.

    Of a study that is closed none waits: no more will come. Where fewer than ten would go, none does.
    """
    new = set(rows) - before
    goes = set(rows) if is_closed or len(new) >= FEWEST_NEW else set(rows) & before
    if len(goes) < FEWEST:
        return set(), set(rows)
    return goes, set(rows) - goes


LEAST_ROOM = 500_000_000
"""With less than this left on the disk no form is taken: it is whole on its phone, and a letter has no other copy."""
