"""Out: the rows that may go on to a partner today, shuffled and sealed to its key, as a file that somebody carries.

Each file holds all of them and takes the place of the one before; who took her word back is missing from the next.
New ones wait until five go together, and with fewer than ten the file is empty. It lies nowhere in this house: whoever
loses it makes another one. What stays is how much it was, its mark, and which rows went, so that new ones can wait.
"""

import secrets
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.doors.exchange.models import FILED, MADE, Parcel, Partnership
from amparo.doors.exchange.policies import is_in_force, may_send
from amparo.doors.exchange.queries.partnerships import allowed_ids, newest
from amparo.formats.coarse import month_of
from amparo.formats.passing.agreements import narrowed
from amparo.formats.passing.documents import BadFile, mark_of
from amparo.formats.passing.rows import FEWEST, FEWEST_NEW, MOST, Rows, read_receipt, rows_as_file
from amparo.vault.actions.passing import seal_passing
from amparo.vault.queries.coded import rows_of

CARE = "default"


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what stays of it here."""

    parcel: Parcel
    data: bytes


@audited("rows.sent", target="found", using=CARE)
def make_file(found: Partnership, *, by: Actor, now: datetime, rng: Random | None = None) -> Made:
    """Make the next file. Two who press at once make two, one after the other."""
    may_send.check(by)
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    is_in_force.check(by, row, clock.day(now))
    last = newest(row)
    ids = going(allowed_ids(row, now), set(last.rows) if last else set())
    (rng or SystemRandom()).shuffle(ids)
    rows = [narrowed(codes, row.variables) for _book, codes in rows_of(ids)]
    inside = Rows(last.sequence + 1 if last else 1, secrets.token_hex(16), month_of(clock.day(now)), rows)
    data = seal_passing(row.recipient, rows_as_file(row.agreement, inside))
    row.parcels.update(rows=[])
    made = Parcel.objects.create(
        partnership=row, sequence=inside.sequence, token=inside.token, mark=mark_of(data), band=inside.band,
        month=inside.month, state=MADE, rows=sorted(ids),
    )  # fmt: skip
    return Made(made, data)


@unaudited("it changes nothing")
def going(allowed: Iterable[int], before: Set[int]) -> list[int]:
    """Which rows go: those that went before and still may, and new ones where there are enough of them together."""
    may = set(allowed)
    goes = may if len(may - before) >= FEWEST_NEW else may & before
    return sorted(goes)[:MOST] if len(goes) >= FEWEST else []


@audited("receipt.filed", target="found", using=CARE)
def file_receipt(found: Partnership, data: bytes, *, by: Actor) -> None:
    """The other house says that the last file came in; :class:`BadFile` where this is no receipt of it."""
    may_send.check(by)
    row = Partnership.objects.select_for_update().get(pk=found.pk)
    last, said = newest(row), read_receipt(data)
    if last is None or (said.code, said.sequence, said.token, said.mark) != (
        row.code, last.sequence, last.token, last.mark,
    ):  # fmt: skip
        raise BadFile("other_receipt")
    if said.band != last.band:
        raise BadFile("other_count")
    Parcel.objects.filter(pk=last.pk).update(state=FILED)


@unaudited("a part of ending, which is audited")
def forget_what_went(found: Any) -> None:
    """Which rows went is of no use any more."""
    with transaction.atomic(using=CARE):
        Parcel.objects.filter(partnership=found).update(rows=[])
