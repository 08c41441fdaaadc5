"""Her words change: the old ones stop, and what they opened opens with the new ones."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from amparo.access.reporting.actions import tallies
from amparo.casework.actions.hers import copy_for, take_copy
from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import receipts


class Taken(Exception):
    """These words open something already."""


@unaudited("nothing is kept of words that were only shown")
def words_to_show(language: str) -> tuple[str, ...]:
    """Eight new words. They count from the moment she says that she has them: a cut line never leaves her without."""
    words: tuple[str, ...] = receipts.new_words(language)[0]
    return words


@unaudited("her own act leaves no row that names her")
def change_words(old_check: str, found: receipts.Found, new: Any, *, now: datetime | None = None) -> None:
    """Wrap every version she could open (``found``) to her new words (``new``, a receipt), and end the old ones."""
    boxes = {version: receipts.seal_seed(seed, new.recipient) for version, seed in found.seeds.items()}
    copy = copy_for(found.ring, secret=found.secret, recipient=new.recipient)
    take_new_words(old_check, new.check, new.recipient, boxes, copy=copy, now=now)


@unaudited("her own act leaves no row that names her")
def take_new_words(
    old_check: str,
    new_check: str,
    recipient: str,
    boxes: dict[int, bytes],
    *,
    copy: bytes | None = None,
    now: datetime | None = None,
) -> None:
    """The same, with wraps that her browser made, and with what she sees of her case (``copy``), sealed anew there.

    ``NotAKey`` or ``NotAnEnvelope`` where they are none.
    """
    on = clock.day(now)
    sealed.check_envelopes(boxes.values(), largest=sealed.LARGEST_WRAP)
    sealed.check_envelopes([copy] if copy else [], largest=sealed.LARGEST_MESSAGE)
    ring = receipts.ring_of(old_check)[0]
    try:
        with transaction.atomic(using="default"):
            receipts.change_receipt(old_check, new_check, sealed.checked(recipient), boxes, on)
            take_copy(ring, copy)
            tallies.count(tallies.CHANGED, on)
    except IntegrityError as error:
        raise Taken from error
