"""What the team does with a thread. Each act is in the trail to the hour, and names the thread by its opaque name."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from amparo.access.reporting.models import CLOSED, HERS, HOUSE, OURS, Message, Note, Thread
from amparo.access.reporting.policies import may_answer, may_recuse
from amparo.access.reporting.queries.calendar import expiry, next_reading_day
from amparo.access.reporting.queries.desk import OpenThread, check_share, get_thread, may_be_asked, opened, threads_in
from amparo.access.reporting.queries.hers import may_stand_on_her_page
from amparo.casework.actions import cases
from amparo.casework.queries.hers import rings_of_cases
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import rings
from amparo.vault.actions.exclusion import facts_of, give_to_sheets, handed_on, leave_for_good, was_left_out
from amparo.vault.actions.index import index_phones, rings_with_phone
from amparo.vault.policies import COORDINATOR, FEWEST_READING, OUTSIDE, RECOVERY, STAFF
from amparo.vault.queries.files import opened_file
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import keeps_a_sheet, reader_of, readers_of_ring

CARE = "default"
EXPIRY = "house.expiry"  # the nightly job
LONGEST_ANSWER = 4_000  # characters: her page has one size, whatever is in it


class Changed(Exception):
    """Somebody else wrote in this thread meanwhile."""


@audited("thread.opened", target="thread", using=CARE)
def open_thread(thread: Thread, *, by: Actor) -> OpenThread:
    """Open a thread with her key; the numbers that stand in it can be found again."""
    thread = get_thread(by, thread.reference)
    found = opened(by, thread)
    for _message, said, _files in found.messages:
        if said.by != HOUSE:
            index_phones(by, thread.ring, said.text)
    give_to_sheets(thread.ring, found.facts, found.readers, by=by)
    return found


@audited("thread.file", target="thread", using=CARE)
def open_file(thread: Thread, *, reference: str, by: Actor) -> tuple[Any, bytes]:
    """One file of a thread, as it was before it was filled up, and what its message says of it."""
    found = opened(by, get_thread(by, thread.reference))
    listed = {each.reference: each for _message, _said, files in found.messages for each in files}
    return opened_file(thread.ring, listed.get(reference))


@unaudited("looking for a number is in the trail already")
def find_by_phone(*, by: Actor, text: str) -> list[Thread]:
    """The threads of hers in which a phone number stands; of others nothing shows."""
    return threads_in(by, rings_with_phone(by=by, text=text))


@audited("thread.answered", target="thread", using=CARE)
def answer(thread: Thread, *, text: str, role: str, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Answer her. ``seen`` is the number of the last message that stood on the page: nobody answers past another."""
    on, thread = clock.day(now), _held(thread, by)
    may_answer.check(by, thread)
    last = thread.messages.aggregate(last=Max("number"))["last"] or 0
    if last != seen:
        raise Changed
    may_stand_on_her_page.check(text)
    version, box = rings.seal_to(thread.ring, sealed.write_message(text, role=role))
    Message.objects.create(thread=thread, number=last + 1, by=HOUSE, author=by, on=on, key_version=version, box=box)
    thread.state, thread.last_on, thread.expires_on, thread.answer_by = HERS, on, expiry(on), None
    thread.save(update_fields=["state", "last_on", "expires_on", "answer_by"])


@audited("thread.noted", target="thread", using=CARE)
def note(thread: Thread, *, text: str, by: Actor, now: datetime | None = None) -> None:
    """A word to those who read it too."""
    thread = get_thread(by, thread.reference)
    version, box = rings.seal_to(thread.ring, sealed.write_message(text))
    Note.objects.create(thread=thread, author=by, on=clock.day(now), key_version=version, box=box)


@audited("thread.assigned", target="thread", using=CARE)
def assign(thread: Thread, *, to: Any, by: Actor) -> None:
    """Say whose it is; only somebody who reads it can be named."""
    thread = get_thread(by, thread.reference)
    if to is not None and to.pk not in {each.user_id for each in readers_of_ring(thread.ring)}:
        raise ValueError("only who reads it")
    thread.owner = to
    thread.save(update_fields=["owner"])


@audited("thread.shared", target="thread", using=CARE)
def share(thread: Thread, *, reader: Any, by: Actor) -> None:
    """Wrap a thread to one more reader; never to somebody who was left out of it."""
    thread = _held(thread, by)
    check_share(by, thread, reader)
    rings.share_ring(thread.ring, reader, by=by)


@audited("thread.excluded", target="thread", using=CARE)
def exclude(thread: Thread, *, reader: Any, by: Actor) -> None:
    """Take a reader out of a thread, for good: she holds no key of it from now on.

    Where she keeps a sheet of paper, the sheets open this thread no more, and who stands outside reads it instead; also
    where she coordinates, and could take the keys of the others away.
    """
    thread = _held(thread, by)
    if reader.kind == RECOVERY or reader.pk not in {each.pk for each in readers_of_ring(thread.ring)}:
        raise Hidden
    has_sheet = keeps_a_sheet([reader.reference])
    takes_keys = reader.user is not None and reader.user.has_role(COORDINATOR)
    _help_from_outside(thread, reader, by, always=has_sheet or takes_keys)
    may_recuse.check(by, thread, _left(thread, reader))
    sheets = [each for each in readers_of_ring(thread.ring) if each.kind == RECOVERY] if has_sheet else []
    for each in (*sheets, reader):
        _leave(thread, each, by)


@audited("thread.recused", target="thread", using=CARE)
def recuse(thread: Thread, *, by: Actor) -> None:
    """Step back from a thread: her wrap goes, and what comes later is sealed to the others only."""
    thread = _held(thread, by)
    reader = reader_of(by)
    _help_from_outside(thread, reader, by)
    may_recuse.check(by, thread, _left(thread, reader))
    _leave(thread, reader, by)


@audited("thread.case", target="thread", using=CARE)
def begin_case(
    thread: Thread, *, answers: Mapping[str, Answer], by: Actor, agreed: str = "", now: datetime | None = None
) -> Any:
    """Open a case out of a thread. Whoever else of the team read it is asked into the case one by one.

    Whom she left out stays out: the facts of the thread are those of the case, and where somebody outside reads it in
    the place of colleagues or of the sheets, she reads the case as well.
    """
    thread = _held(thread, by)
    instead = [each for each in readers_of_ring(thread.ring) if each.kind != STAFF]
    facts = handed_on(thread, by=by)
    return cases.begin_case(
        answers=answers, facts=facts, readers=instead, agreed=agreed, her_ring=thread.ring, by=by, now=now
    )


@audited("thread.closed", target="thread", using=CARE)
def close(thread: Thread, *, by: Actor) -> None:
    """Nothing waits any more; she can still come back and write, and that opens it again."""
    thread = get_thread(by, thread.reference)
    Thread.objects.filter(pk=thread.pk).update(state=CLOSED, answer_by=None)


@audited("thread.reopened", target="thread", using=CARE)
def reopen(thread: Thread, *, by: Actor, now: datetime | None = None) -> None:
    """Take a closed thread up again."""
    thread = get_thread(by, thread.reference)
    due: date = next_reading_day(clock.day(now))
    Thread.objects.filter(pk=thread.pk).update(state=OURS, answer_by=due, expires_on=expiry(clock.day(now)))


@audited("thread.destroyed", target="reference", using=CARE)
def destroy(reference: str, *, by: Any) -> None:
    """Destroy a thread before its day; the keys go, and no backup that is restored here brings it back."""
    thread = Thread.objects.get(reference=reference) if by == EXPIRY else get_thread(by, reference)
    with transaction.atomic(using=CARE):
        ring = thread.ring
        thread.delete()
        rings.shred_ring(ring)


@unaudited("nothing of anybody is read or changed: a day is put off")
def stay_with_case(on: date) -> None:
    """A thread whose words lead to a case stays as long as the case: else her page would end before it."""
    near = Thread.objects.filter(ring__in=rings_of_cases(), expires_on__lt=expiry(on) - timedelta(days=7))
    near.update(expires_on=expiry(on))


def _held(thread: Thread, by: Actor) -> Thread:
    """A thread of hers as it is now, held until the act is over: two who leave at once come one after the other."""
    return Thread.objects.select_for_update().get(pk=get_thread(by, thread.reference).pk)


def _left(thread: Thread, reader: Any) -> int:
    """How many people besides this one read a thread."""
    return sum(each.pk != reader.pk and each.kind != RECOVERY for each in readers_of_ring(thread.ring))


def _help_from_outside(thread: Thread, reader: Any, by: Actor, *, always: bool = False) -> None:
    """With fewer than two of the team left, who stands outside reads as well, unless she left that one out."""
    staff = sum(each.pk != reader.pk and each.kind == STAFF for each in readers_of_ring(thread.ring))
    if staff >= FEWEST_READING and not always:
        return
    for each in may_be_asked(thread, facts_of(thread, case_seeds(by, thread.ring))):
        if each.kind == OUTSIDE and each.pk != reader.pk:
            rings.share_ring(thread.ring, each, by=by)


@unaudited("it changes nothing")
def may_read_again(ring: str, seeds: dict[int, bytes], reader: Any) -> bool | None:
    """With these seeds out of the sheets: may a ring be wrapped to a reader? None where it locks no thread."""
    thread = Thread.objects.filter(ring=ring).first()
    return None if thread is None else not was_left_out(reader, facts_of(thread, seeds), ring=ring)


def _leave(thread: Thread, reader: Any, by: Actor) -> None:
    """Whoever leaves a thread leaves it for good, and it is not hers any more."""
    leave_for_good(thread, reader, by=by)
    thread.owner = None if thread.owner_id == reader.user_id else thread.owner
    thread.save(update_fields=["facts", "facts_version", "owner"])
