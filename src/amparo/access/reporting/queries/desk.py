"""Threads as those see them who may read them. Everything begins with the rings that are wrapped to her.

Who holds no wrap of a thread finds nothing of it here: no row, no count, no gap in a number.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from amparo.access.reporting.models import OURS, Message, Thread
from amparo.access.reporting.policies import (
    may_answer,
    may_read_letters,
    may_recuse,
    may_share,
)
from amparo.access.reporting.queries.hers import Said, opened_message
from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Hidden
from amparo.vault.actions import letters, rings
from amparo.vault.actions.exclusion import facts_of, not_left_out, was_left_out
from amparo.vault.policies import OUTSIDE, RECOVERY
from amparo.vault.queries.opened import case_seeds, has_keys, hers, opened_by
from amparo.vault.queries.readers import could_read, readers_of_ring
from amparo.vault.queries.standing import reads


@dataclass(frozen=True, slots=True)
class OpenThread:
    """A thread, opened with her key."""

    thread: Thread
    messages: list[Any]
    notes: list[Any]
    facts: dict[str, Any]
    readers: list[Any]
    others: list[Any]

    def __repr__(self) -> str:
        return "OpenThread(…)"


def threads_for(actor: Actor) -> Any:
    """Every thread that is wrapped to her, the most urgent first, and among equals in no order that tells anything."""
    return hers(Thread.objects.all(), actor).select_related("owner").order_by("answer_by", "pk")


def is_due(actor: Actor, *, on: date | None = None) -> bool:
    """Does a thread of hers wait for an answer today? Yes or no; how many would tell who was left out of one."""
    if not may_read_letters.allows(actor):
        return False
    return bool(threads_for(actor).filter(state=OURS, answer_by__lte=on or clock.today()).exists())


def threads_in(actor: Actor, rings_: list[str]) -> list[Thread]:
    """Of these rings, the threads that are hers."""
    return list(threads_for(actor).filter(ring__in=rings_))


def get_thread(actor: Actor, reference: str) -> Thread:
    """One thread of hers, still shut, for as long as her key is open.

    Everything that the desk does with a thread begins here, so nothing is looked at, written, handed on or destroyed
    from a browser that is signed in while the key is put away: not after somebody locked the house, nor after a while.
    """
    may_read_letters.check(actor)
    thread = threads_for(actor).filter(reference=reference).first()
    if thread is None:
        raise Hidden
    opened_by(actor)
    found: Thread = thread
    return found


def opened(actor: Actor, thread: Thread) -> OpenThread:
    """What is in a thread. ``actions.desk.open_thread`` calls it, and writes who opened."""
    seeds = case_seeds(actor, thread.ring)
    messages = [(each, *_with_files(each, seeds)) for each in thread.messages.select_related("author")]
    notes = [
        (each, opened_message(Message(key_version=each.key_version, box=each.box, by="note", on=each.on), seeds))
        for each in thread.notes.select_related("author").order_by("on", "pk")
    ]
    facts = facts_of(thread, seeds)
    return OpenThread(thread, messages, notes, facts, readers_of_ring(thread.ring), may_be_asked(thread, facts))


def may_be_asked(thread: Thread, facts: dict[str, Any]) -> list[Any]:
    """Who does not read a thread yet and may: nobody who was left out of it, also under another key."""
    return not_left_out(could_be_asked(thread), facts, ring=thread.ring)


def check_share(actor: Actor, thread: Thread, reader: Any) -> None:
    """Refuse where she who wrote left this reader out: before anybody is asked whether she is sure, and in the act.

    Whoever only accompanies reads no letters: for a letter she is not there.
    """
    if not reads(reader):
        raise Hidden
    facts = facts_of(thread, case_seeds(actor, thread.ring))
    left_out = {reader.reference} if was_left_out(reader, facts, ring=thread.ring) else set()
    may_share.check(actor, thread, reader, left_out)


def _with_files(message: Message, seeds: dict[int, bytes]) -> tuple[Said, tuple[Any, ...]]:
    """A message and what its files are called."""
    said = opened_message(message, seeds)
    if not said.files:
        return said, ()
    body = letters.read_message(rings.open_envelope(seeds[message.key_version], bytes(message.box)))
    return said, body.files


def expired(on: date) -> Any:
    """Threads whose day has come."""
    return Thread.objects.filter(expires_on__lt=on)


def orphaned() -> Any:
    """Threads that an old backup brought back without their keys."""
    return Thread.objects.filter(~has_keys())


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be done with a thread: a sentence says why not, and stands where the button would."""

    why_not_answer: Any
    why_not_recuse: Any
    why_not_exclude: Any


def rights_of(actor: Actor, found: OpenThread) -> Rights:
    """What this reader may do with a thread, as its page shows it."""
    others = len(colleagues(actor, found))
    outside = any(each.kind == OUTSIDE for each in found.others)
    return Rights(
        may_answer.reason(actor, found.thread),
        may_recuse.reason(actor, found.thread, others + outside),
        None if others else gettext("Nobody else reads this."),
    )


def colleagues(actor: Actor, found: OpenThread) -> list[Any]:
    """Who reads a thread with her, without the sheets of paper."""
    return [each for each in found.readers if each.user_id != actor.pk and each.kind != RECOVERY]


def people_reading(thread: Thread) -> list[Any]:
    """Who reads a thread, without the sheets of paper."""
    return [each for each in readers_of_ring(thread.ring) if each.kind != RECOVERY]


def could_be_asked(thread: Thread) -> list[Any]:
    """Who reads letters and not this one; whether somebody of them was left out is asked when it is shared."""
    return [each for each in could_read(thread.ring) if reads(each)]
