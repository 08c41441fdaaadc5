"""The end of an agreement: rows of the other house go at once, in one act, or in the night after its last day.

The ledger remembers it, so that an old copy of this house which is put back does not bring them again.
"""

from datetime import date
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor, Process, check
from amparo.doors.exchange.actions.sending import forget_what_went
from amparo.doors.exchange.models import ENDED, HERE, REPLACED, Partnership
from amparo.doors.exchange.policies import may_end
from amparo.evidence.actions import EVIDENCE, cut_the_log, take_away
from amparo.vault.actions.burning import write_ledger
from amparo.vault.actions.rings import shred_ring

CARE = "default"
NIGHT = Process("house.exchange")


@unaudited("both trails say it")
def end(found: Partnership, *, by: Actor, on: date | None = None) -> None:
    """End it on this side. Safe to do again after any end: what is left of it goes then."""
    if not isinstance(by, Process):
        check(may_end, by, found)
    _end_here(found, by=by, on=on or clock.today())
    if not found.sends:
        take_rows_away(found.source, by=by, target=found)


@audited("agreement.ended", target="found", using=CARE)
def _end_here(found: Partnership, *, by: Actor, on: date) -> None:
    """From here on nothing goes and nothing comes: whoever takes a file in holds this row, or comes after."""
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    row.state, row.ended_on = ENDED, on
    row.save(update_fields=["state", "ended_on"])
    row.parcels.filter(state=HERE).update(state=REPLACED)
    forget_what_went(row)
    if not row.sends:
        write_ledger(row.source)
        shred_ring(row.ring)


@unaudited("it writes the trail of evidence itself")
def take_rows_away(source: str, *, by: Any, target: Any) -> bool:
    """All rows of one partner, and a line in the trail where there were any."""
    with transaction.atomic(using=EVIDENCE):
        was_there = take_away(source)
        if was_there:
            record("evidence.taken_away", by=by, target=target, using=EVIDENCE)
    if was_there:
        cut_the_log()
    return was_there


@unaudited("its time is over")
def forget(found: Partnership) -> None:
    """The paper of an agreement that ended long ago."""
    with transaction.atomic(using=CARE):
        found.delete()
