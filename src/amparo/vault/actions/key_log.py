"""The key log: every key that came, was confirmed or went, in a chain that anybody may read."""

import hashlib
from datetime import date

from django.db import transaction

from amparo.commons.audit.actions import opaque, unaudited
from amparo.vault.models import ACTIVE, RECEIPT, House, KeyEntry, Reader
from amparo.vault.queries.standing import house

BEGINNING = "0" * 64


@unaudited("it is a trail itself, beside the one that audits")
def note_key(act: str, reader: Reader | None, *, by: object, on: date) -> KeyEntry:
    """Add a line. The one row of the house is locked first, so that two who write at once come one after the other."""
    with transaction.atomic(using="default"):
        House.objects.select_for_update().get(pk=house().pk)
        last = KeyEntry.objects.last()
        entry = KeyEntry(
            number=last.number + 1 if last else 1,
            on=on,
            act=act,
            reader=reader.reference if reader else "",
            fingerprint=reader.fingerprint if reader else "",
            by=opaque(by),
            previous=last.digest if last else BEGINNING,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
    return entry


@unaudited("it changes nothing")
def digest_of(entry: KeyEntry) -> str:
    """SHA-256 over a line and the digest before it."""
    parts = (entry.number, entry.on.isoformat(), entry.act, entry.reader, entry.fingerprint, entry.by, entry.previous)
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


@unaudited("it changes nothing")
def first_broken_entry() -> int | None:
    """The number of the first line that is missing or was changed, or None."""
    previous = BEGINNING
    for number, entry in enumerate(KeyEntry.objects.order_by("number"), 1):
        if entry.number != number or entry.previous != previous or entry.digest != digest_of(entry):
            return number
        previous = entry.digest
    return None


@unaudited("it changes nothing")
def unlogged_keys() -> list[str]:
    """The keys in force that nobody confirmed as they are, by the opaque names of their readers.

    A chain does not know its own end, and a row can be changed past it. So each key that letters are sealed to must
    stand in the log as confirmed, with its fingerprint.
    """
    said = set(KeyEntry.objects.filter(act="confirmed").values_list("reader", "fingerprint"))
    keys = Reader.objects.filter(state=ACTIVE).exclude(kind=RECEIPT).order_by("reference")
    return [each.reference for each in keys if (each.reference, each.fingerprint) not in said]
