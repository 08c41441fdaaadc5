"""In: a file of another house, opened with the key of the agreement, looked at whole, and brought whole or not at all.

The two databases share no transaction. So it is noted first that a file is on its way, under the name that stands in
it (care); then the whole of it is brought in one transaction under that name, in the place of what they sent before
(evidence); then the note becomes what is here (care). A program that ends anywhere between loses nothing and doubles
nothing: the same file, brought again, goes on where it ended.

The second and third step hold the agreement, so that of two files that come at once the newer one stays, and nothing
comes in after somebody ended it.
"""

from datetime import datetime

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.actions import audited, record, unaudited
from amparo.commons.policy.policies import Actor
from amparo.doors.exchange.models import COMING, HERE, REPLACED, Parcel, Partnership
from amparo.doors.exchange.policies import is_in_force, may_take
from amparo.doors.exchange.queries.partnerships import book_of, newest
from amparo.evidence.actions import EVIDENCE, bring, cut_the_log
from amparo.evidence.queries import has_batch
from amparo.formats.passing.documents import BadFile, mark_of, same_mark
from amparo.formats.passing.rows import Receipt, Rows, read_rows
from amparo.vault.actions.passing import OtherKey, Unopenable, open_passing

CARE = "default"


@unaudited("the file is in both trails when it arrived")
def take_in(found: Partnership, data: bytes, *, heard: str, by: Actor, now: datetime) -> Receipt:
    """Open a file, look at all of it, and bring it in; :class:`BadFile` with the sentence why not, and nothing is done.

    ``heard`` is the mark of the file as the other house read it aloud: anybody who knows the key could make a file.
    """
    may_take.check(by)
    is_in_force.check(by, found, clock.day(now))
    if not same_mark(heard, mark_of(data)):
        raise BadFile("other_mark")
    inside = opened(found, data, by=by)
    begin(found, inside, mark_of(data), by=by, now=now)
    carry(found, inside, by=by, now=now)
    cut_the_log()
    return Receipt(found.code, inside.sequence, inside.token, mark_of(data), inside.band, inside.month)


@audited("rows.opened", target="found", using=CARE)
def opened(found: Partnership, data: bytes, *, by: Actor) -> Rows:
    """What is in a file, every row looked at. Nothing is kept by that."""
    try:
        plain = open_passing(by, found.ring, data)
    except OtherKey as error:
        raise BadFile("other_key") from error
    except Unopenable as error:
        raise BadFile("broken") from error
    book = book_of(found)
    if book is None:
        raise BadFile("other_book")
    return read_rows(plain, found.agreement, book)


@unaudited("the file is in both trails when it arrived")
def begin(found: Partnership, inside: Rows, mark: str, *, by: Actor, now: datetime) -> None:
    """Note that it is on its way; refused where it came before, or where a newer one is here."""
    with transaction.atomic(using=CARE):
        settle(Partnership.objects.select_for_update().get(pk=found.pk), by=by, now=now)
    with transaction.atomic(using=CARE):
        row = Partnership.objects.select_for_update().get(pk=found.pk)
        last = newest(row)
        if last is not None and last.token == inside.token:
            raise BadFile("twice")
        if last is not None and inside.sequence <= last.sequence:
            raise BadFile("older")
        row.parcels.filter(state=COMING).delete()
        Parcel.objects.create(
            partnership=row, sequence=inside.sequence, token=inside.token, mark=mark, band=inside.band,
            month=inside.month, state=COMING,
        )  # fmt: skip


@unaudited("it writes both trails itself")
def carry(found: Partnership, inside: Rows, *, by: Actor, now: datetime) -> None:
    """The whole file in one transaction of the room of evidence, while nobody else writes to this agreement."""
    with transaction.atomic(using=CARE):
        row = Partnership.objects.select_for_update().get(pk=found.pk)
        is_in_force.check(by, row, clock.day(now))
        if not row.parcels.filter(token=inside.token, state=COMING).exists():
            raise BadFile("older")  # a newer one came in the same moment
        with transaction.atomic(using=EVIDENCE):
            brought = bring(inside.token, row.source, ((row.codebook, each) for each in inside.rows))
            if brought is not None and brought.left_out:
                raise BadFile("other_book")  # of what was looked at nothing is left out quietly
            if brought is not None:
                record("evidence.brought", by=by, target=row, using=EVIDENCE, now=now)
        arrive(row, inside.token)
        record("evidence.brought", by=by, target=row, using=CARE, now=now)


@unaudited("a part of taking a file in")
def arrive(row: Partnership, token: str) -> None:
    """What was on its way is here, and what was here before is not any more."""
    row.parcels.filter(state=HERE).update(state=REPLACED)
    row.parcels.filter(token=token).update(state=HERE)


@unaudited("it writes down what happened before")
def settle(row: Partnership, *, by: Actor, now: datetime) -> None:
    """A program ended after a file was brought and before that was noted: note it now."""
    coming = row.parcels.filter(state=COMING).first()
    if coming is not None and has_batch(coming.token):
        arrive(row, coming.token)
        record("evidence.brought", by=by, target=row, using=CARE, now=now)


@unaudited("it changes nothing")
def receipt_again(found: Partnership) -> Receipt | None:
    """The receipt of what is here, for who lost it."""
    last = newest(found)
    if last is None:
        return None
    return Receipt(found.code, last.sequence, last.token, last.mark, last.band, last.month)
