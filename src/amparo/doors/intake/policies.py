"""Who opens the door from the field, and how many go through it together."""

from collections.abc import Mapping, Set

from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule
from amparo.fieldwork.policies import may_write

FEWEST = 10
"""With fewer than this nothing of a questionnaire is brought: whoever knows who was asked would know each row."""

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


def whole(books: Mapping[int, str], before: Set[int], *, is_closed: bool) -> tuple[set[int], set[int]]:
    """Which forms go on, and which wait until more come: those that were counted before wait for nobody.

    ``books`` is the codebook of each. A row says which questionnaire it is of, and of which version, so that each of
    them has to have its ten, and its five new ones. Of a study that is closed none waits: no more will come.
    """
    goes: set[int] = set()
    for book in set(books.values()):
        of_it = {key for key, name in books.items() if name == book}
        together = of_it if is_closed or len(of_it - before) >= FEWEST_NEW else of_it & before
        goes |= together if len(together) >= FEWEST else set()
    return goes, set(books) - goes
