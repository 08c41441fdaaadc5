"""What arrives: a letter, one sentence, a reply. Sealed here in memory, or taken as her browser sealed it.

Nothing of hers is in the trail of the staff; each act counts one in the tally of the day.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from amparo.access.reporting.actions import tallies
from amparo.access.reporting.models import EARLY, HER, ON_PHONE, ON_SERVER, OURS, Message, Thread
from amparo.access.reporting.queries.calendar import expiry, next_reading_day
from amparo.casework.actions.hers import destroy_hers
from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.models import random_reference
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import receipts, rings
from amparo.vault.queries.opened import newest_key


@dataclass(frozen=True, slots=True)
class Clear:
    """A file that was cleaned here and is sealed next; it lives in memory only."""

    data: bytes
    name: str
    type: str
    note: str = ""

    def __repr__(self) -> str:
        return "Clear(…)"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What her browser sealed: the house sees sizes and public keys."""

    case: str  # the recipient of the ring
    wraps: dict[str, bytes]  # reader reference → wrap; ``receipt`` is hers
    facts: bytes
    message: bytes
    files: Sequence[tuple[str, bytes]] = ()  # reference, age file
    lookup: bytes = b""
    receipt: str = ""

    def __repr__(self) -> str:
        return "Envelope(…)"


class NotSealedRight(Exception):
    """What her browser sent does not fit the decision that it was given, or is no envelope."""


class Nobody(Exception):
    """Whoever was to read it is gone meanwhile: it is not taken, and what she wrote stays on her page."""


@unaudited("just listening leaves a count and nothing else")
def hear(*, ticket: str, now: datetime | None = None) -> None:
    """Somebody wrote what she wanted to be heard only: what she wrote is not kept anywhere."""
    on = clock.day(now)
    with transaction.atomic(using="default"):
        tallies.use_ticket(ticket, on)
        tallies.count(tallies.HEARD, on)


@unaudited("her own act leaves no row that names her")
def write_letter(
    *,
    text: str,
    readers: Sequence[str],
    facts: dict[str, Any],
    language: str,
    lane: str,
    ticket: str,
    files: Sequence[Clear] = (),
    with_words: bool = True,
    what: str = tallies.LETTER,
    now: datetime | None = None,
) -> tuple[str, ...]:
    """Seal a letter in memory, to these readers and to her new words; the words are the answer, and are forgotten.

    Raises
    ------
    NoTicket : where the ticket was used before; nothing is kept then.
    """
    on = clock.day(now)
    words, receipt = receipts.new_words(language) if with_words else ((), None)
    with transaction.atomic(using="default"):
        tallies.use_ticket(ticket, on)
        hers = [receipts.keep_receipt(receipt.check, receipt.recipient, on)] if receipt else []
        ring, _seed = rings.begin_ring([*_still_there(readers), *hers])
        kept = [_keep_clear(ring, each) for each in files]
        version, box = rings.seal_to(ring, sealed.write_message(text, kept))
        thread = _begin(ring, rings.seal_to(ring, sealed.write_facts(facts))[1], language, lane, ON_SERVER, on)
        Message.objects.create(thread=thread, number=1, by=HER, on=on, key_version=version, box=box)
        tallies.count(what, on)
    return words


@unaudited("her own act leaves no row that names her")
def take_letter(
    envelope: Envelope, *, readers: Sequence[str], language: str, lane: str, ticket: str, now: datetime | None = None
) -> None:
    """Keep a letter that her browser sealed, to exactly the readers that were decided here.

    Raises
    ------
    NotSealedRight : where it is sealed to others, or is not sealed at all. Nothing of it is kept then.
    """
    on = clock.day(now)
    if set(envelope.wraps) != {*readers, *(["receipt"] if envelope.receipt else [])}:
        raise NotSealedRight
    with _as_sent():
        # Everything that can be looked at is looked at first: while one writes into SQLite, all others wait.
        sealed.check_envelopes(envelope.wraps.values(), largest=sealed.LARGEST_WRAP)
        sealed.check_envelopes([envelope.facts], largest=sealed.LARGEST_FACTS)
        sealed.check_envelopes([envelope.message], largest=sealed.LARGEST_MESSAGE)
        sealed.check_envelopes(dict(envelope.files).values())
        case = sealed.checked(envelope.case)
        receipt = sealed.checked(envelope.receipt) if envelope.receipt else ""
        check = receipts.check_of_lookup(envelope.lookup) if receipt else ""
        with transaction.atomic(using="default"):
            tallies.use_ticket(ticket, on)
            wraps = [(each, envelope.wraps[each.reference]) for each in _still_there(readers)]
            if receipt:
                wraps.append((receipts.keep_receipt(check, receipt, on), envelope.wraps["receipt"]))
            ring = rings.take_ring(case, wraps)
            thread = _begin(ring, envelope.facts, language, lane, ON_PHONE, on)
            _add(thread, envelope.message, 1, envelope.files, on)
            tallies.count(tallies.LETTER, on)


@contextmanager
def _as_sent() -> Iterator[None]:
    """What a browser sent may be anything: no envelope, no key, a name that another thread has."""
    try:
        yield
    except (sealed.NotAnEnvelope, sealed.NotAKey, IntegrityError) as error:
        raise NotSealedRight from error


def _still_there(readers: Sequence[str]) -> list[Any]:
    """Those of a decision whose keys are still in force, held until what is sealed to them is kept."""
    named = sealed.readers_named(readers)
    if not named:
        raise Nobody
    return named


@unaudited("her own act leaves no row that names her")
def write_reply(
    thread: Thread, *, text: str, ticket: str, files: Sequence[Clear] = (), now: datetime | None = None
) -> None:
    """Her reply, sealed in memory with the newest key of her thread."""
    on = clock.day(now)
    with transaction.atomic(using="default"):
        tallies.use_ticket(ticket, on)
        kept = [_keep_clear(thread.ring, each) for each in files]
        version, box = rings.seal_to(thread.ring, sealed.write_message(text, kept))
        _next(thread, box, version, (), on)


@unaudited("her own act leaves no row that names her")
def take_reply(
    thread: Thread,
    *,
    message: bytes,
    version: int,
    ticket: str,
    files: Sequence[tuple[str, bytes]] = (),
    now: datetime | None = None,
) -> None:
    """Her reply, as her browser sealed it; ``rings.Turned`` where somebody left since it looked."""
    on = clock.day(now)
    with _as_sent(), transaction.atomic(using="default"):
        sealed.check_envelopes([message], largest=sealed.LARGEST_MESSAGE)
        sealed.check_envelopes(dict(files).values())
        tallies.use_ticket(ticket, on)
        if newest_key(thread.ring).version != version:
            raise rings.Turned
        _next(thread, message, version, files, on)


@unaudited("her own act leaves no row that names her")
def withdraw(thread: Thread, *, takes: str = "", now: datetime | None = None) -> list[Any]:
    """She takes everything back, the case that her words lead to as well: keys are destroyed, and rows go.

    A case that two people hold stays for now: why, and until when, is the answer, in words for her.

    ``takes`` is what stands in her copy of the case, so that the row that counts her goes too.
    """
    with transaction.atomic(using="default"):
        ring = thread.ring
        stays = destroy_hers(ring, takes=takes, now=now)
        Thread.objects.filter(pk=thread.pk).delete()
        rings.shred_ring(ring)
        tallies.count(tallies.WITHDRAWN, clock.day(now))
    return stays


def _begin(ring: str, facts: bytes, language: str, lane: str, where: str, on: date) -> Thread:
    """The row of a new thread."""
    due = None if lane == EARLY else next_reading_day(on)
    return Thread.objects.create(
        ring=ring, facts=facts, state=OURS, opened_on=on, last_on=on, answer_by=due, expires_on=expiry(on),
        language=language, lane=lane, sealed_on=where,
    )  # fmt: skip


def _next(thread: Thread, box: bytes, version: int, files: Sequence[tuple[str, bytes]], on: date) -> None:
    """One more message of hers: it is our turn, and the thread is kept for longer."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    number = (thread.messages.aggregate(last=Max("number"))["last"] or 0) + 1
    _add(thread, box, number, files, on, version)
    thread.state, thread.last_on, thread.expires_on = OURS, on, expiry(on)
    thread.answer_by = thread.answer_by or next_reading_day(on)
    thread.save(update_fields=["state", "last_on", "expires_on", "answer_by"])
    tallies.count(tallies.REPLY, on)


def _add(
    thread: Thread, box: bytes, number: int, files: Sequence[tuple[str, bytes]], on: date, version: int = 1
) -> None:
    """The row of a message, and its files."""
    Message.objects.create(thread=thread, number=number, by=HER, on=on, key_version=version, box=box)
    for reference, content in files:
        rings.keep_file(thread.ring, reference, content)


def _keep_clear(ring: str, clear: Clear) -> Any:
    """Seal a file to a key of its own and keep it; what the message has to say of it."""
    file, box = sealed.seal_file(
        clear.data, reference=random_reference(), name=clear.name, kind=clear.type, note=clear.note
    )
    rings.keep_file(ring, file.reference, box)
    return file
