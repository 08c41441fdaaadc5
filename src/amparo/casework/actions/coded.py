"""Whether a case is counted follows what she allows, in the very act in which somebody writes or opens it."""

from datetime import datetime

from amparo.casework.models import Case
from amparo.casework.queries.cases import OpenCase, whole
from amparo.casework.queries.coded import BOOK, counted_until, partners_until, row_of
from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.coded import drop_row, is_counting, keep_row, token_of
from amparo.vault.queries.opened import case_seeds


@unaudited("a part of opening or writing a case, which is audited")
def count_again(case: Case, *, by: Actor, found: OpenCase | None = None, now: datetime | None = None) -> None:
    """Keep the coded row of a case as it is now, or drop it where she does not allow it (any more).

    Where her key does not open all of the case the row stays as whoever opens all of it left it; a no is a no with
    every key.
    """
    token = token_of(case_seeds(by, case.ring)) if is_counting() else None
    if token is None:
        return
    known = whole(by, case, found)
    on = now or clock.now()
    ends = counted_until(known.parts, on)
    if ends is None:
        drop_row(token)
    elif not known.shut and all(each.kind for each in known.parts):
        partners = partners_until(known.parts, on)
        keep_row(token, BOOK, row_of(known.answers, known.parts), ends=ends, partners=partners, now=on)


@unaudited("a part of destroying a case, which is audited")
def count_no_more(ring: str, *, by: Actor) -> None:
    """Drop the coded row of a case that goes, while its key is still there."""
    token = token_of(case_seeds(by, ring))
    if token is not None:
        drop_row(token)
