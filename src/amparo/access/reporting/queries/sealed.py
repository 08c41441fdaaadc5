"""What a browser that opens by itself is told of a thread: envelopes, days and states, nothing that is open."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from amparo.access.reporting.models import HOUSE, Message, Thread
from amparo.access.reporting.queries.hers import thread_of_check
from amparo.access.reporting.queries.letter import Reads, who_reads_thread
from amparo.vault.queries.opened import newest_key

LARGEST_BOX = 22_600  # letters of the envelope of the longest answer, as it travels


@dataclass(frozen=True, slots=True)
class SealedPage:
    """The thread of a lookup; everything is empty where nobody has it, after the same statements."""

    check: str
    thread: Any  # a Thread, or None where nobody has these words
    wraps: list[tuple[int, bytes]] = field(repr=False)
    case: str = ""
    version: int = 0
    answer: Message | None = None
    reads: tuple[Reads, ...] = ()


def sealed_page(check: str) -> SealedPage:
    """What a lookup leads to."""
    thread, wraps = thread_of_check(check)
    ring = thread.ring if thread else ""
    try:
        newest = newest_key(ring)
        case, version = newest.recipient, newest.version
    except ObjectDoesNotExist:
        case, version = "", 0
    answer = Message.objects.filter(thread_id=thread.pk if thread else 0, by=HOUSE).last()
    return SealedPage(check, thread, wraps, case, version, answer, who_reads_thread(ring))


def sealed_messages(thread: Thread) -> list[Message]:
    """All of it, oldest first."""
    return list(Message.objects.filter(thread=thread))


def told(message: Message, box: str) -> dict[str, Any]:
    """A message as it travels."""
    return {"by": message.by, "on": message.on.isoformat(), "version": message.key_version, "box": box}
