"""When a case goes: on its day, where nobody holds it, and where a backup brought it back without its keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.casework.actions.cases import EXPIRY, destroy
from amparo.casework.actions.passed import forget_slices
from amparo.casework.actions.referred import forget_word
from amparo.casework.actions.requests import forget_request
from amparo.casework.models import Case, Certificate, Referred, Request, Slice
from amparo.casework.policies.cases import SHE_ASKED
from amparo.casework.queries.certificates import past_certificates
from amparo.casework.queries.referral_board import past_words
from amparo.casework.queries.requests import past_requests
from amparo.casework.queries.retention import due_to_go
from amparo.casework.queries.slices import past_slices
from amparo.casework.queries.slips import slips_to_go
from amparo.commons import clock
from amparo.vault.actions.ledger import by_wish
from amparo.vault.actions.rings import end_lapsed, shred_ring
from amparo.vault.queries.opened import has_keys
from amparo.vault.queries.readers import has_lapsed


@dataclass(frozen=True, slots=True)
class Due:
    """A case whose time is over at a moment; it is asked again when it is destroyed."""

    case: Case
    now: datetime


@dataclass(frozen=True, slots=True)
class Lapsed:
    """Wraps whose time is over: they count no more, and go tonight."""

    now: datetime


def due(now: datetime) -> list[Any]:
    """Cases whose time is over; what was asked and is past; certificates that nothing hangs on any more; old slips."""
    on = clock.day(now)
    cases = [Due(case, now) for case in due_to_go(on)]
    lapsed = [Lapsed(now)] if has_lapsed(now) else []
    return [
        *lapsed,
        *cases,
        *past_requests(now),
        *past_certificates(on),
        *past_words(on),
        *past_slices(now),
        *slips_to_go(on),
    ]


def at_stake(now: datetime) -> tuple[int, int]:
    """How many cases that somebody can open go on this day, and how many there are."""
    return due_to_go(clock.day(now)).filter(has_keys()).count(), Case.objects.count()


def shred(item: Any) -> None:
    """Destroy keys and rows."""
    if isinstance(item, Lapsed):
        end_lapsed(item.now)
    elif isinstance(item, Due):
        with by_wish(item.case.closure_reason == SHE_ASKED):  # what two people held when she took it back
            destroy(item.case.reference, by=EXPIRY, now=item.now)
    elif isinstance(item, Request):
        forget_request(item)
    elif isinstance(item, Slice):
        forget_slices([item.reference])
    elif isinstance(item, Referred):
        forget_word(item)
    elif isinstance(item, Certificate):
        shred_ring(item.ring)
        item.delete()
    else:
        item.delete()
