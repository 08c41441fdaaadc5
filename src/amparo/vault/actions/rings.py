"""Rings: the lock of one thread or case. Made, wrapped to readers, turned when somebody leaves, destroyed.

None of this needs a key: a wrap is made with a public key, and a new version is a new random seed. Only
``share_ring`` opens something, because what was sealed before has to be wrapped anew.
"""

import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import Actor, Locked
from amparo.sealing.envelopes import open_sealed, seal
from amparo.sealing.keys import case_identity, case_recipient, fresh_secret
from amparo.sealing.wraps import wrap
from amparo.vault.actions.burning import CARE, burn
from amparo.vault.actions.holding import in_force
from amparo.vault.actions.ledger import write_ledger, write_left
from amparo.vault.models import ACTIVE, RECEIPT, RETIRED, Blind, CaseKey, Reader, SealedField, SealedFile, Wrap
from amparo.vault.queries.opened import case_seeds, newest_key, seeds_of_many

type Readers = Iterable[Reader]

BATCH, PAUSE = 100, 0.15  # rings in one transaction of a sweep; seconds in which others write (SQLite asks every 0.1)


class Turned(Exception):
    """The lock of this thread was turned since her phone looked at it: what it sealed is for the one before."""


@unaudited("the room that begins a thread says so itself, and her acts leave no row")
def begin_ring(readers: Readers, ring: str = "") -> tuple[str, bytes]:
    """A new ring, wrapped to these readers, and its seed: whoever asks seals with it and forgets it.

    A reader whose key was taken away meanwhile gets no wrap; ``Locked`` where that leaves none of those named.
    """
    ring, seed, named = ring or random_reference(), fresh_secret(), list(readers)
    with transaction.atomic(using=CARE, savepoint=False):
        kept = in_force(named)
        if named and not kept:
            raise Locked
        _add_version(ring, 1, case_recipient(seed), [(reader, wrap_for(seed, reader)) for reader in kept])
    return ring, seed


@unaudited("a part of writing, which says so itself")
def wrap_for(seed: bytes, reader: Reader) -> bytes:
    """The seed of a version, sealed to a reader, as she can open it."""
    return wrap(seed, reader.recipient, plain=reader.keeps_own_key)


@unaudited("her own act, made in her browser")
def take_ring(recipient: str, wraps: Iterable[tuple[Reader, bytes]]) -> str:
    """A new ring whose seed was made in her browser: the house sees the public key and the wraps."""
    ring, boxes = random_reference(), dict(wraps)
    with transaction.atomic(using=CARE, savepoint=False):
        _add_version(ring, 1, recipient, [(reader, boxes[reader]) for reader in in_force(boxes)])
    return ring


def _add_version(ring: str, version: int, recipient: str, wraps: Iterable[tuple[Reader, bytes]]) -> CaseKey:
    """One version of a ring with its wraps."""
    key = CaseKey.objects.create(ring=ring, version=version, recipient=recipient)
    Wrap.objects.bulk_create(Wrap(case_key=key, reader=reader, box=box) for reader, box in wraps)
    return key


@unaudited("the act that causes it is audited")
def turn_ring(ring: str, *, also: Readers = ()) -> None:
    """A new seed for what comes from now on, wrapped to whoever reads the newest version today, and to these."""
    newest = newest_key(ring)
    held = Wrap.objects.filter(case_key=newest).exclude(reader__state=RETIRED).select_related("reader")
    until = {wrap.reader_id: wrap.until for wrap in held}
    readers = {reader.pk: reader for reader in (*(wrap.reader for wrap in held), *also)}
    seed = fresh_secret()
    with transaction.atomic(using=CARE, savepoint=False):
        wraps = [(reader, wrap_for(seed, reader)) for reader in in_force(readers.values())]
        key = _add_version(ring, newest.version + 1, case_recipient(seed), wraps)
        for reader_id, moment in until.items():
            if moment is not None:  # whoever was let in for a time stays for that time
                Wrap.every.filter(case_key=key, reader_id=reader_id).update(until=moment)


@unaudited("the act that causes it is audited")
def leave_rings(rings: Iterable[str], reader: Reader) -> None:
    """Take every wrap of a reader in these rings away, and turn them: nothing that comes later is sealed to her."""
    with transaction.atomic(using=CARE):
        for ring in list(rings):
            _leave(ring, reader)
        burn()  # once, however many they are


def _leave(ring: str, reader: Reader) -> None:
    """Take the wraps of a reader in one ring away, and turn it."""
    write_left(ring, reader.reference)
    CaseKey.objects.select_for_update().filter(ring=ring).latest("version")
    Wrap.every.filter(case_key__ring=ring, reader=reader).delete()
    turn_ring(ring)


@unaudited("the act that took the key away is audited, and the key log names it")
def sweep_retired(reader: Reader | None = None) -> int:
    """Take away the wraps of keys that were taken away, of one or of all, and turn those rings; how many rings.

    A few rings in each transaction: the key counts no more since before, and others go on writing in between. Where
    it is cut, the night takes it up again.
    """
    gone = Wrap.every.filter(reader__state=RETIRED)
    found = gone if reader is None else gone.filter(reader=reader)
    pairs = sorted(set(found.values_list("case_key__ring", "reader")))
    readers = Reader.objects.in_bulk({pk for _ring, pk in pairs})
    for number, some in enumerate(batched(pairs, BATCH)):
        if number:
            time.sleep(PAUSE)
        with transaction.atomic(using=CARE):
            for ring, pk in some:
                if Wrap.every.filter(case_key__ring=ring, reader=pk).exists():  # not destroyed since
                    _leave(ring, readers[pk])
            burn()
    return len(pairs)


@unaudited("it takes out again whom somebody took out before")
def take_out(ring: str, reference: str) -> None:
    """After an old backup: take out of a ring whom somebody took out of it since."""
    with transaction.atomic(using=CARE):
        Wrap.every.filter(case_key__ring=ring, reader__reference=reference).delete()
        turn_ring(ring)


@unaudited("it takes away what stopped to count by itself")
def end_lapsed(now: datetime, ring: str = "") -> int:
    """Take away the wraps whose time is over, in one ring or in all, and turn those rings; how many rings.

    The ledger gets no line of it: whoever was let in for a time may be let in again. An old backup brings the moment
    back with the wrap, so that it counts no more there either.
    """
    over = Wrap.every.filter(until__lte=now)
    rings = sorted(set((over.filter(case_key__ring=ring) if ring else over).values_list("case_key__ring", flat=True)))
    if not rings:
        return 0
    with transaction.atomic(using=CARE):
        for each in rings:
            CaseKey.objects.select_for_update().filter(ring=each).latest("version")
            Wrap.every.filter(case_key__ring=each, until__lte=now).delete()
            turn_ring(each)
        burn()
    return len(rings)


@unaudited("the act that causes it is audited")
def share_ring(ring: str, reader: Reader, *, by: Actor, until: datetime | None = None) -> None:
    """Wrap every version that ``by`` can open to one more reader; for a time, where ``until`` says so."""
    if reader.state != ACTIVE:
        raise ValueError("only a confirmed key gets wraps")
    wrap_seeds(ring, case_seeds(by, ring), reader, until=until)


@unaudited("the act that causes it is audited")
def share_many(rings: Iterable[str], reader: Reader, *, by: Actor) -> int:
    """Wrap every version of these rings that ``by`` can open to one more reader; how many rings she opens now.

    Whether the reader was left out of one of them the vault cannot know: whoever calls has asked. What is wrapped
    already is passed over, so that a work of thousands that was cut is taken up by doing it again.
    """
    if reader.state != ACTIVE:
        raise ValueError("only a confirmed key gets wraps")
    opened = 0
    for some in batched(rings, 500):
        found = seeds_of_many(by, some)
        wrap_many(found, reader)
        opened += sum(bool(seeds) for seeds in found.values())
    return opened


@unaudited("the act that causes it is audited")
def wrap_seeds(ring: str, seeds: dict[int, bytes], reader: Reader, *, until: datetime | None = None) -> None:
    """Wrap these versions of a ring to a reader, where they are not yet."""
    wrap_many({ring: seeds}, reader, until=until)


@unaudited("the act that causes it is audited")
def wrap_many(found: Mapping[str, dict[int, bytes]], reader: Reader, *, until: datetime | None = None) -> None:
    """Wrap the versions of many rings to a reader, where they are not yet, in four statements.

    What was hers for a time is hers for good, or for another time, from now on; what is hers for good stays so.
    Where the key of this reader was taken away meanwhile, nothing is wrapped.
    """
    with transaction.atomic(using=CARE, savepoint=False):
        if in_force([reader]):
            _wrap_many(found, reader, until)


def _wrap_many(found: Mapping[str, dict[int, bytes]], reader: Reader, until: datetime | None) -> None:
    keys = {(key.ring, key.version): key for key in CaseKey.objects.filter(ring__in=list(found))}
    Wrap.every.filter(case_key__ring__in=list(found), reader=reader, until__isnull=False).delete()
    wraps = Wrap.objects.filter(case_key__ring__in=list(found), reader=reader)
    held = set(wraps.values_list("case_key__ring", "case_key__version"))
    Wrap.objects.bulk_create(
        Wrap(case_key=keys[ring, version], reader=reader, box=wrap_for(seed, reader), until=until)
        for ring, seeds in found.items()
        for version, seed in seeds.items()
        if (ring, version) in keys and (ring, version) not in held
    )


@unaudited("the act that causes it is audited; hers leave no row")
def shred_ring(ring: str) -> None:
    """Destroy every key of a ring and the files that hang on it. What remains of it opens for nobody."""
    with transaction.atomic(using=CARE):
        write_ledger(ring)
        forget_ring(ring)
    burn()


@unaudited("a part of destroying, which is audited")
def forget_ring(ring: str) -> None:
    """Take the rows of a ring away."""
    readers = list(Reader.objects.filter(kind=RECEIPT, wraps__case_key__ring=ring).values_list("pk", flat=True))
    CaseKey.objects.filter(ring=ring).delete()
    Reader.objects.filter(pk__in=readers).delete()
    SealedFile.objects.filter(ring=ring).delete()
    SealedField.objects.filter(ring=ring).delete()
    Blind.objects.filter(ring=ring).delete()


@unaudited("a part of writing, which says so itself")
def seal_to(ring: str, data: bytes) -> tuple[int, bytes]:
    """Seal for a ring with its newest key: the version and the envelope. Nobody here opens it afterwards."""
    key = newest_key(ring)
    return key.version, seal(data, [key.recipient])


@unaudited("the room that opens a thread audits it")
def open_envelope(seed: bytes, envelope: bytes) -> bytes:
    """What is in an envelope of a ring, with the seed of its version."""
    return open_sealed(envelope, case_identity(seed))


@unaudited("a part of writing, which says so itself")
def keep_file(ring: str, reference: str, box: bytes) -> Any:
    """Keep a file that is sealed already."""
    return SealedFile.objects.create(ring=ring, reference=reference, box=box)
