"""What is written for one more pair of eyes: a note locked to two people, and a file that leaves the house sealed."""

import json
from collections.abc import Iterable
from typing import Any

from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.sealing.boxes import Unopenable
from amparo.sealing.envelopes import open_sealed, seal
from amparo.sealing.keys import checked_recipient
from amparo.sealing.padding import TEXT_FLOOR, padded, unpadded
from amparo.vault.actions.rings import begin_ring, open_envelope, seal_to
from amparo.vault.models import ACTIVE, Reader
from amparo.vault.queries.opened import case_seeds, opened_by, seeds_of_many


@unaudited("the room whose note it is audits it")
def lock_note(readers: Iterable[Reader], note: dict[str, Any]) -> tuple[str, int, bytes]:
    """A note in a ring of its own, for these readers: the ring, its version, and the sealed note."""
    ring, _seed = begin_ring({each.pk: each for each in readers}.values())
    return ring, *lock_again(ring, note)


@unaudited("the room whose note it is audits it")
def lock_again(ring: str, note: dict[str, Any]) -> tuple[int, bytes]:
    """The same note as it is now, for whoever reads its ring."""
    return seal_to(ring, padded(json.dumps(note, ensure_ascii=False).encode(), TEXT_FLOOR))


@unaudited("the room whose note it is audits it")
def open_note(by: Actor, ring: str, version: int, box: Any) -> dict[str, Any]:
    """A note, with her key; :class:`Hidden` where it is not locked to her, or was not written by this house."""
    try:
        seed = case_seeds(by, ring)[version]
    except KeyError as error:
        raise Hidden from error
    return read_note(seed, box)


@unaudited("the room whose note it is audits it")
def open_notes(by: Actor, rows: Iterable[Any]) -> list[tuple[Any, dict[str, Any]]]:
    """The notes of these rows, each with its row, in one question; without those that do not open with her key.

    Where there is no row, her key need not be open.
    """
    kept, found = list(rows), []
    seeds = seeds_of_many(by, [row.ring for row in kept]) if kept else {}
    for row in kept:
        try:
            found.append((row, read_note(seeds[row.ring][row.key_version], row.box)))
        except (KeyError, Hidden):
            continue
    return found


@unaudited("the room whose note it is audits it")
def read_note(seed: bytes, box: Any) -> dict[str, Any]:
    """A note, with the seed of its lock; :class:`Hidden` where that does not open it."""
    try:
        note = json.loads(unpadded(open_envelope(seed, bytes(box))))
    except ValueError as error:
        raise Hidden from error
    if not isinstance(note, dict):
        raise Hidden
    return note


@unaudited("the room whose file it is audits it")
def seal_file_for(recipient: str, data: bytes) -> bytes:
    """A file for one age key; nobody of this house opens it afterwards, but whose key it is."""
    return seal(data, [checked_recipient(recipient)])


@unaudited("the room whose file it is audits it")
def open_file_for(by: Actor, data: bytes) -> bytes:
    """A file that was sealed to her own key; :class:`Hidden` where it was not."""
    opened = opened_by(by)
    try:
        return open_sealed(data, opened.seed)
    except Unopenable as error:
        raise Hidden from error


@unaudited("it changes nothing")
def reader_with_key(recipient: str) -> Any:
    """The reader, of the house or outside, whose key this is; None where it is nobody's here."""
    return Reader.objects.filter(recipient=recipient, state=ACTIVE).select_related("user").first()
