"""Who answers for another body, so that something may be passed to her: told by the room that keeps the list of them.

Cases stand below that room, so they do not know it. ``sources`` is where it says who there is; each is called with the
need, the body (its opaque name in the list of places), the bodies that must not receive it, and the moment.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from amparo.casework.queries.cases import OpenCase
from amparo.casework.queries.doors import kept_from
from amparo.casework.queries.referrals import Referral
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.exclusion import facts_of, not_left_out
from amparo.vault.queries.opened import case_seeds

type Source = Callable[[str, str, Collection[str], datetime], list[Any]]
sources: list[Source] = []


def receivers_at(actor: Actor, opened: OpenCase, found: Referral, *, now: datetime) -> list[Any]:
    """Who of the body of this door can be asked: with a key that counts, and not left out of the case."""
    if not found.door.body:
        return []
    bodies = kept_from(actor, opened)
    known = [each for source in sources for each in source(found.need, found.door.body, bodies, now)]
    able = [each.deputy or each for each in known]
    keys = {each.reader.pk: each.reader for each in able if each.reader is not None}
    facts = facts_of(opened.case, case_seeds(actor, opened.case.ring))
    may = {each.pk for each in not_left_out(keys.values(), facts, ring=opened.case.ring)}
    chosen = {each.account: each for each in able if each.reader is not None and each.reader.pk in may}
    return list(chosen.values())
