"""*Mis palabras*: eight words that open one thread. Derived here, used, and forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import BoundedSemaphore

from django.db import transaction

from amparo.commons.audit.actions import unaudited
from amparo.sealing.envelopes import seal
from amparo.sealing.receipts import Receipt, check_of, derive_receipt
from amparo.sealing.words import NotWords as NotWords
from amparo.sealing.words import folded, fresh_words, read_words
from amparo.vault.actions.burning import CARE, burn
from amparo.vault.actions.ledger import write_left
from amparo.vault.actions.rings import Turned as Turned
from amparo.vault.actions.rings import turn_ring
from amparo.vault.models import ACTIVE, RECEIPT, CaseKey, Reader, Wrap
from amparo.vault.queries.opened import unwrapped
from amparo.vault.queries.standing import house

# A derivation costs 20 ms and 19 MiB on purpose. Who has words already waits in a line of her own, so that whoever
# floods the house with new letters does not keep her from her answer.
LINES = {"holders": BoundedSemaphore(2), "new": BoundedSemaphore(2)}
LONGEST_WAIT = 4.0  # seconds


class Busy(Exception):
    """Too many at once; nothing was read and nothing is lost. The page says so and is sent again."""


@contextmanager
def _in_line(line: str) -> Iterator[None]:
    if not LINES[line].acquire(timeout=LONGEST_WAIT):
        raise Busy
    try:
        yield
    finally:
        LINES[line].release()


@dataclass(frozen=True, slots=True)
class Found:
    """What a receipt leads to: a ring, the seeds of its versions, and what her words open by themselves."""

    ring: str
    seeds: dict[int, bytes]
    secret: bytes = field(default=b"", repr=False)

    def __repr__(self) -> str:
        return "Found(…)"


@unaudited("it writes nothing")
def receipt_of_text(text: str, language: str) -> Receipt:
    """The receipt of what she typed; ``words.NotWords`` says which word nobody knows."""
    words = read_words(text, language)
    with _in_line("holders"):
        return derive_receipt(words, bytes(house().salt))


@unaudited("it writes nothing")
def new_words(language: str) -> tuple[tuple[str, ...], Receipt]:
    """Eight new words as they are shown, and their receipt."""
    words = fresh_words(language)
    with _in_line("new"):
        return words, derive_receipt(tuple(folded(word) for word in words), bytes(house().salt))


@unaudited("her own act leaves no row that names her")
def keep_receipt(check: str, recipient: str, on: date) -> Reader:
    """A receipt as a reader of one thread: its check and its public key, nothing that opens."""
    return Reader.objects.create(kind=RECEIPT, recipient=recipient, check_of=check, state=ACTIVE, since=on)


@unaudited("it changes nothing")
def ring_of(check: str) -> tuple[str, list[tuple[int, bytes]]]:
    """The ring these words open and its wraps; an empty name where nobody has them, after the same statement."""
    rows = list(
        Wrap.objects.filter(reader__check_of=check, reader__kind=RECEIPT)
        .order_by("case_key__version")
        .values_list("case_key__ring", "case_key__version", "box")
    )
    return (rows[0][0] if rows else ""), [(version, bytes(box)) for _ring, version, box in rows]


@unaudited("it changes nothing")
def open_with_words(receipt: Receipt) -> Found:
    """The thread of a receipt; an empty ring where there is none."""
    ring, wraps = ring_of(receipt.check)
    return Found(ring, unwrapped(wraps, receipt.secret), receipt.secret)


@unaudited("it changes nothing")
def check_of_lookup(lookup: bytes) -> str:
    """What the house knows of the lookup that her browser sends."""
    return check_of(lookup)


@unaudited("her own act leaves no row that names her")
def change_receipt(old_check: str, new_check: str, recipient: str, boxes: dict[int, bytes], on: date) -> None:
    """New words for a thread, to which each seed is sealed (``boxes``); the old ones stop at once.

    The ring turns: whoever found her old words may have kept what they opened, and it opens nothing that comes later.
    The ledger has them too, so that no old backup gives the thread back to whoever found them. Where the ring was
    turned since her phone looked (:class:`Turned`), nothing changes: an answer that came since would open for nobody.
    """
    old = Reader.objects.select_for_update().get(check_of=old_check)
    ring, wraps = ring_of(old_check)
    if wraps and wraps[-1][0] not in boxes:
        raise Turned
    new = keep_receipt(new_check, recipient, on)
    keys = {key.version: key for key in CaseKey.objects.filter(ring=ring)}
    Wrap.objects.bulk_create(
        Wrap(case_key=keys[version], reader=new, box=box) for version, box in boxes.items() if version in keys
    )
    reference = old.reference
    old.delete()
    if ring:
        turn_ring(ring, also=[new])
        # After the change is kept, unlike every other line: one of a change that was not would leave her without words.
        transaction.on_commit(lambda: write_left(ring, reference), using=CARE)
    burn()


@unaudited("a part of changing words, which is her own act")
def seal_seed(seed: bytes, recipient: str) -> bytes:
    """The seed of a version, sealed to one recipient."""
    return seal(seed, [recipient])
