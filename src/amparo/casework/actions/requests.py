"""What somebody asks of a colleague lies sealed to both, and goes when it is over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from amparo.casework.actions.holding import CARE
from amparo.casework.models import AGREED, ASKED, WITHDRAWN, Request
from amparo.casework.policies.exports import may_take_back
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.vault.actions.rings import shred_ring
from amparo.vault.actions.sending import lock_again, lock_note, open_note
from amparo.vault.queries.opened import opened_by


@unaudited("the act that asks is audited")
def keep_request(
    kind: str, note: dict[str, Any], *, readers: Iterable[Any], by: Actor, until: datetime, now: datetime
) -> Request:
    """A request, sealed to these."""
    ring, version, box = lock_note(readers, note)
    return Request.objects.create(
        ring=ring,
        kind=kind,
        by=by.reference,
        on=clock.day(now),
        until=clock.minute(until),
        key_version=version,
        box=box,
    )


@unaudited("a part of an act, which is audited")
def held_request(request: Request, by: Actor) -> tuple[Request, dict[str, Any]]:
    """A request as it is now, held until the act is over, and its note opened with her key."""
    opened_by(by)
    row = Request.objects.select_for_update().filter(pk=request.pk).first()
    if row is None:
        raise Hidden
    return row, open_note(by, row.ring, row.key_version, row.box)


@unaudited("a part of an act, which is audited")
def write_note(row: Request, note: dict[str, Any]) -> None:
    """The note as it is now, sealed to the same people; the act saves its row."""
    row.key_version, row.box = lock_again(row.ring, note)


@audited("request.taken_back", target="request", using=CARE)
def take_back(request: Request, *, by: Actor) -> None:
    """Who asked or who agreed takes it back: nothing comes of it any more."""
    row, _note = held_request(request, by)
    may_take_back.check(by, row)
    Request.objects.filter(pk=row.pk, state__in=[ASKED, AGREED]).update(state=WITHDRAWN)


@unaudited("it takes away what is long over")
def forget_request(request: Request) -> None:
    """Destroy the key of a request that is over, and its row."""
    request.delete()
    shred_ring(request.ring)
