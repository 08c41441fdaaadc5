"""What a browser that opens by itself is told of a thread: envelopes, days and states, nothing that is open."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language, gettext

from amparo.access.reporting.models import HOUSE, Message, Thread
from amparo.access.reporting.queries.hers import thread_of_check
from amparo.formats.codes import label
from amparo.vault.queries.opened import newest_key
from amparo.vault.queries.readers import roles_reading

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
    reads: tuple[str, ...] = ()


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
    return SealedPage(check, thread, wraps, case, version, answer, reads(roles_reading(ring)))


def sealed_messages(thread: Thread) -> list[Message]:
    """All of it, oldest first."""
    return list(Message.objects.filter(thread=thread))


def reads(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Who reads, in words."""
    return tuple(reader_text(code) for code in codes)


def reader_text(code: str) -> str:
    """What a reader is."""
    if code == "recovery":
        return gettext("Sheets of paper, for the day a key is lost")
    return label("house_role", code, get_language() or "es")


def told(message: Message, box: str) -> dict[str, Any]:
    """A message as it travels."""
    return {"by": message.by, "on": message.on.isoformat(), "version": message.key_version, "box": box}
