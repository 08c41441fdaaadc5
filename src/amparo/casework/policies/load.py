"""Who looks after those who accompany, and when somebody has enough."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.policy.policies import Actor, Sentence, rule

ROLES = ("supervisor", "coordinator")
MOST_OPEN = 20  # open cases of one person, before the house asks twice; no rule that a page shows asks for a number


@rule
def may_supervise(actor: Actor) -> Sentence | None:
    """Whoever supervises or coordinates."""
    if not actor.is_authenticated or not actor.has_role(*ROLES):
        return _("Only who supervises or coordinates sees this. Your own page shows what is seen of you.")
    return None


@rule
def may_be_supervisor(actor: Actor, reader: Any) -> Sentence | None:
    """A case is shared for supervision with who supervises or coordinates, and with nobody else."""
    if reader.user is None or not reader.user.has_role(*ROLES):
        return _("A case is shared for supervision only with who supervises or coordinates.")
    return None


def enough(open_cases: int, *, rest_is_due: bool) -> list[str]:
    """Why somebody has enough, in words; nothing where she has not."""
    told = gettext("open cases that you know of: %(n)s") % {"n": open_cases}
    found = [told] if open_cases >= MOST_OPEN or (open_cases and rest_is_due) else []
    return [*found, gettext("rest to take")] if rest_is_due else found
