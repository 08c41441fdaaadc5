"""The end of an agreement. What this organisation sends ends at once; rows that came go in three steps.

One person who decides asks for the end, and a second one agrees. From then on the rows are set aside: they count in
nothing, nothing more comes in, and for seven days one person brings them back. In the night after that, or after the
last day of the agreement, they are destroyed with their key. Only then the ledger remembers it, so that an old copy of
this organisation which is put back does not bring them again; before, a backup that is restored wins.
"""

from datetime import date
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor, Process, check
from amparo.doors.exchange.actions.sending import forget_what_went
from amparo.doors.exchange.models import ENDED, HERE, IN_FORCE, REPLACED, SET_ASIDE, Partnership
from amparo.doors.exchange.policies import AnotherInForce, AskedMeanwhile, NobodyAsks, may_end, may_keep
from amparo.doors.exchange.queries.partnerships import other_with
from amparo.evidence.actions import EVIDENCE, count_again, cut_the_log, set_aside, take_away
from amparo.vault.actions.ledger import write_ledger
from amparo.vault.actions.rings import shred_ring

CARE = "default"
NIGHT = Process("house.exchange")


@unaudited("each step is in the audit log by itself")
def end(found: Partnership, *, by: Actor, on: date | None = None) -> None:
    """Take the next step to the end of an agreement: at once, ask for it, or agree. Safe to do again after any end."""
    if isinstance(by, Process) or found.ends_at_once:
        end_now(found, by=by, on=on)
    elif found.end_asked_by is None:
        ask_to_end(found, by=by)
    else:
        agree_to_end(found, by=by, on=on or clock.today())
        fit_rows(found, by=by)


@audited("agreement.end_asked", target="found", using=CARE)
def ask_to_end(found: Partnership, *, by: Actor) -> None:
    """The first of two asks for the end of an agreement by which rows came. Nothing changes until the second agrees."""
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    may_end.check(by, row)
    if row.end_asked_by is not None:
        raise AskedMeanwhile
    row.end_asked_by = by
    row.save(update_fields=["end_asked_by"])


@audited("agreement.set_aside", target="found", using=CARE)
def agree_to_end(found: Partnership, *, by: Actor, on: date) -> None:
    """The second of two agrees: from here on nothing comes, and what came is set aside."""
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    may_end.check(by, row)
    if row.end_asked_by is None:
        raise NobodyAsks
    row.state, row.ended_on, row.end_agreed_by = SET_ASIDE, on, by
    row.save(update_fields=["state", "ended_on", "end_agreed_by"])


@unaudited("each step is in the audit log by itself")
def keep(found: Partnership, *, by: Actor, on: date) -> None:
    """Say no to an end that was asked for; or bring back what was set aside."""
    _keep(found, by=by, on=on)
    fit_rows(found, by=by)


@audited("agreement.kept", target="found", using=CARE)
def _keep(found: Partnership, *, by: Actor, on: date) -> None:
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    may_keep.check(by, row, on)
    if row.is_aside and other_with(row.partner, sends=row.sends) is not None:
        raise AnotherInForce
    row.state, row.ended_on, row.end_asked_by, row.end_agreed_by = IN_FORCE, None, None, None
    row.save(update_fields=["state", "ended_on", "end_asked_by", "end_agreed_by"])


@unaudited("it writes the audit log of evidence itself")
def fit_rows(found: Partnership, *, by: Any) -> None:
    """Let rows count where their agreement is in force, and set them aside where it is: there is no commit for both."""
    with transaction.atomic(using=CARE), transaction.atomic(using=EVIDENCE):
        row = Partnership.objects.select_for_update().get(pk=found.pk)
        if row.is_aside and set_aside(row.source):
            record("evidence.set_aside", by=by, target=row, using=EVIDENCE)
        if row.state == IN_FORCE and count_again(row.source):
            record("evidence.counts_again", by=by, target=row, using=EVIDENCE)


@unaudited("both audit logs have it")
def end_now(found: Partnership, *, by: Actor, on: date | None = None) -> None:
    """End it on this side, and destroy what came by it."""
    if not isinstance(by, Process):
        check(may_end, by, found)
    _end_here(found, by=by, on=on or clock.today())
    if not found.sends:
        take_rows_away(found.source, by=by, target=found)


@audited("agreement.ended", target="found", using=CARE)
def _end_here(found: Partnership, *, by: Actor, on: date) -> None:
    """From here on nothing goes and nothing comes: whoever takes a file in holds this row, or comes after."""
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    row.state, row.ended_on = ENDED, row.ended_on or on
    row.save(update_fields=["state", "ended_on"])
    row.parcels.filter(state=HERE).update(state=REPLACED)
    forget_what_went(row)
    if not row.sends:
        write_ledger(row.source)
        shred_ring(row.ring)


@unaudited("it writes the audit log of evidence itself")
def take_rows_away(source: str, *, by: Any, target: Any) -> bool:
    """All rows of one partner, and a line in the audit log where there were any."""
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
