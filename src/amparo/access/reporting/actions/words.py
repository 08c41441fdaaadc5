"""Her words change: the old ones stop, and what they opened opens with the new ones."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from amparo.access.reporting.actions import tallies
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.queries import day
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
def change_words(old_check: str, seeds: dict[int, bytes], new: Any, *, now: datetime | None = None) -> None:
    """Wrap every version she could open to her new words (``new``, a receipt), and end the old ones."""
    boxes = {version: receipts.seal_seed(seed, new.recipient) for version, seed in seeds.items()}
    take_new_words(old_check, new.check, new.recipient, boxes, now=now)


@unaudited("her own act leaves no row that names her")
def take_new_words(
    old_check: str, new_check: str, recipient: str, boxes: dict[int, bytes], *, now: datetime | None = None
) -> None:
    """The same, with wraps that her browser made; ``NotAKey`` or ``NotAnEnvelope`` where they are none."""
    on = day(now)
    sealed.check_envelopes(boxes.values(), largest=sealed.LARGEST_WRAP)
    try:
        with transaction.atomic(using="default"):
            receipts.change_receipt(old_check, new_check, sealed.checked(recipient), boxes, on)
            tallies.count(tallies.CHANGED, on)
    except IntegrityError as error:
        raise Taken from error
