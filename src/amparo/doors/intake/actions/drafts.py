"""A form that is put down for another day: sealed to her words alone, taken up with them, and gone after two weeks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction

from amparo.access.reporting.actions import tallies
from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Hidden
from amparo.doors.intake.models import Draft
from amparo.vault.actions.receipts import keep_receipt, open_with_words
from amparo.vault.actions.rings import begin_ring, shred_ring
from amparo.vault.actions.sending import lock_again, read_note

CARE = "default"
DAYS = 14


def _signer() -> signing.Signer:
    return signing.Signer(salt="a form for another day")


class Taken(Exception):
    """These words open something already."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that her words opened: of which form, what she said, and what stands for it on the pages from now on."""

    deployment: Any
    note: Mapping[str, Any] = field(repr=False)
    handle: str


@unaudited("her own act leaves no row that names her")
def keep_draft(
    deployment: Any, note: dict[str, Any], *, receipt: Any, ticket: str, now: datetime | None = None
) -> date:
    """Keep a form under new words (``receipt``): until when.

    Raises
    ------
    NoTicket : where this form was kept or sent before. Taken : where somebody else has these words.
    """
    on = clock.day(now)
    until = on + timedelta(days=DAYS)
    try:
        with transaction.atomic(using=CARE):
            tallies.use_ticket(ticket, on)
            ring, _seed = begin_ring([keep_receipt(receipt.check, receipt.recipient, on)])
            version, box = lock_again(ring, note)
            Draft.objects.create(deployment=deployment, ring=ring, key_version=version, box=box, until=until)
    except IntegrityError as error:
        raise Taken from error
    return until


@unaudited("her own act leaves no row that names her")
def keep_again(handle: str, note: dict[str, Any], *, ticket: str, now: datetime | None = None) -> date | None:
    """Keep it as it is now under the words that it has; None where it is gone, and she needs new ones."""
    on = clock.day(now)
    until = on + timedelta(days=DAYS)
    with transaction.atomic(using=CARE):
        draft = Draft.objects.select_for_update().filter(ring=ring_in(handle)).first()
        if draft is None:
            return None
        tallies.use_ticket(ticket, on)
        draft.key_version, draft.box = lock_again(draft.ring, note)
        draft.until = until
        draft.save(update_fields=["key_version", "box", "until"])
    return until


@unaudited("her own act leaves no row that names her")
def open_draft(receipt: Any) -> Kept | None:
    """What her words open; None where they open no form. The work is the same until something opens."""
    found = open_with_words(receipt)
    rows = Draft.objects.select_related("deployment__study", "deployment__version__instrument")
    draft = rows.defer("deployment__version__sheet", "deployment__version__xform").filter(ring=found.ring).first()
    if draft is None or draft.key_version not in found.seeds:
        return None
    try:
        note = read_note(found.seeds[draft.key_version], draft.box)
    except Hidden:
        return None
    return Kept(draft.deployment, note, _signer().sign(draft.ring))


@unaudited("it changes nothing")
def ring_in(handle: str) -> str:
    """The draft that a page of ours stands for; "" where it is none."""
    try:
        return _signer().unsign(handle)
    except signing.BadSignature:
        return ""


@unaudited("her own act leaves no row that names her")
def forget_draft(ring: str) -> None:
    """It was sent, or its days are over: its words open nothing any more."""
    if ring and Draft.objects.filter(ring=ring).delete()[0]:
        shred_ring(ring)


@unaudited("the act that destroys the study is audited")
def forget_drafts_of(study: Any) -> None:
    """All of a study that is destroyed."""
    for ring in list(Draft.objects.filter(deployment__study=study).values_list("ring", flat=True)):
        forget_draft(ring)
