"""Her page: what her words open. The same work and the same statements whether anybody has these words or not."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from amparo.access.reporting.models import HOUSE, Message, Thread
from amparo.access.reporting.queries.letter import Reads, who_reads_thread
from amparo.commons.policy.policies import Sentence, rule
from amparo.vault.actions import letters, receipts, rings
from amparo.vault.policies import RECOVERY


@dataclass(frozen=True, slots=True)
class Said:
    """One message, opened."""

    by: str
    on: date
    text: str
    role: str = ""
    files: int = 0

    def __repr__(self) -> str:
        return "Said(…)"


@dataclass(frozen=True, slots=True)
class HerPage:
    """What her words open, for the length of one answer."""

    thread: Any  # a Thread, or None where nobody has these words
    found: Any = field(repr=False)
    answer: Said | None = None
    written: int = 0
    answered: int = 0
    reads: tuple[Reads, ...] = ()

    @property
    def is_read(self) -> bool:
        """Does anybody read it? Sheets of paper lie in a drawer."""
        return are_people(self.reads)


NOTHING = _("These words open nothing. Look if one is missing, or if the order is another.")
NOTHING_TAKEN = _(
    "Nothing changed. Look at what stands here. If it is still allowed, write to us, and we take it back."
)
NOBODY_READS = _("Nobody reads this thread any more. Write a new message, from the first page.")


def are_people(reads: Iterable[Reads]) -> bool:
    """Is there somebody among those who hold a key of a thread?"""
    return any(each.kind != RECOVERY for each in reads)


def her_page(found: receipts.Found) -> HerPage:
    """The thread of her words and the last answer in it; an empty page where nobody has these words."""
    thread = Thread.objects.filter(ring=found.ring).first()
    key = thread.pk if thread else 0  # never None: the statement is the same then
    rows = list(Message.objects.filter(thread_id=key).values_list("number", "by"))
    last = Message.objects.filter(thread_id=key, by=HOUSE).last()
    reads = who_reads_thread(found.ring)
    ours = sum(by == HOUSE for _number, by in rows)
    answer = opened_message(last, found.seeds) if last else None
    return HerPage(thread, found, answer, len(rows) - ours, ours, reads)


def her_messages(found: receipts.Found) -> list[Said]:
    """All of it, oldest first; shown only when she asks."""
    thread = Thread.objects.filter(ring=found.ring).first()
    return [opened_message(each, found.seeds) for each in Message.objects.filter(thread_id=thread.pk if thread else 0)]


def opened_message(message: Message, seeds: dict[int, bytes]) -> Said:
    """A message with the seed of its version; a sentence of ours stands where it cannot be opened."""
    seed = seeds.get(message.key_version)
    if seed is None:
        return Said(message.by, message.on, "", "unopened")
    try:
        said = letters.read_message(rings.open_envelope(seed, bytes(message.box)))
    except ValueError:
        return Said(message.by, message.on, "", "unopened")
    return Said(message.by, message.on, said.text, said.role, len(said.files))


def thread_of_check(check: str) -> tuple[Thread | None, list[tuple[int, bytes]]]:
    """For a browser that opens by itself: the thread of a lookup, and its wraps."""
    ring, wraps = receipts.ring_of(check)
    return Thread.objects.filter(ring=ring).first(), wraps


LARGEST_ANSWER = 16_000  # bytes of an answer on her page: four thousand characters of any script, emoji among them
AROUND_ANSWER = 700  # bytes of what stands around it
STEP, LEAST = 8_192, 3  # her page is sent in steps of this size; config.sizes fills them


def weight(text: str) -> int:
    """How many bytes an answer takes on her page, and in what her browser is sent; the larger of both."""
    shown = len(linebreaksbr(text, autoescape=True).encode())
    return max(shown, len(json.dumps(text, ensure_ascii=False).encode()) - 2)


@rule
def may_stand_on_her_page(text: str) -> Sentence | None:
    """Her page has one size, whatever waits for her: a longer answer would show from outside that there is one."""
    if weight(text) > LARGEST_ANSWER:
        return _("This answer is too long for her page. Send it in two parts.")
    return None


def waiting_block(page: HerPage) -> str:
    """What waits for her, or that nothing does yet."""
    return render_to_string("reporting/_waiting.html", {"page": page})


def steps_of(length_without: int) -> int:
    """How many steps her page has: as many as it would have with the longest answer, whether one waits or none."""
    return max(LEAST, -(-(length_without + LARGEST_ANSWER + AROUND_ANSWER) // STEP))
