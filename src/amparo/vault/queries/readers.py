"""Who holds a wrap of a ring: by role for her, by name for those who read it with them."""

from collections.abc import Collection
from typing import Any

from amparo.vault.models import ACTIVE, OUTSIDE, RECEIPT, RECOVERY, STAFF, KeyEntry, Reader, Share


def readers_of_ring(ring: str) -> list[Reader]:
    """Everybody and everything that reads the newest version of a ring, without her words."""
    found = Reader.objects.filter(wraps__case_key__ring=ring, state=ACTIVE).exclude(kind=RECEIPT)
    return list(found.select_related("user").distinct().order_by("reference"))


def roles_reading(ring: str) -> tuple[str, ...]:
    """The roles of those who read a ring: codes of ``house_role``, and ``recovery`` for the sheets."""
    rows = Reader.objects.filter(wraps__case_key__ring=ring, state=ACTIVE).exclude(kind=RECEIPT)
    kinds = set(rows.values_list("kind", flat=True))
    names = {STAFF: "reader", OUTSIDE: "outside", RECOVERY: "recovery"}
    return tuple(names[kind] for kind in (STAFF, OUTSIDE, RECOVERY) if kind in kinds)


def get_reader(reference: str) -> Reader | None:
    """A reader by the opaque name that pages use; never one of the receipts."""
    return Reader.objects.exclude(kind=RECEIPT).select_related("user").filter(reference=reference).first()


def reader_of(user: Any) -> Reader | None:
    """Her own key, waiting or in force."""
    return Reader.objects.filter(user=user).exclude(state="retired").first()


def is_among(reader: Reader, references: Collection[str]) -> bool:
    """Is this reader one of these, or the same person under another key?

    A thread remembers whom she left out by the key of that day. Who gets a new one is still the same person.
    """
    if reader.reference in references:
        return True
    named = Reader.objects.filter(reference__in=list(references))
    if reader.user_id is not None:
        return named.filter(user_id=reader.user_id).exists()
    return bool(reader.organisation) and named.filter(kind=reader.kind, organisation=reader.organisation).exists()


def keeps_a_sheet(references: Collection[str]) -> bool:
    """Does one of these people keep a sheet of the set that counts?"""
    people = Reader.objects.filter(reference__in=list(references)).exclude(user=None).values("user_id")
    return Share.objects.filter(recovery__reader__state=ACTIVE, held_by_id__in=people).exists()


def maker_of(reader: Reader) -> Any:
    """Who brought a key here, as the key log says: an account, or None where it was she herself or the server."""
    entry = KeyEntry.objects.filter(act="made", reader=reader.reference).last()
    return person_by_reference(entry.by.rpartition(":")[2]) if entry else None


def person_by_reference(reference: str) -> Any:
    """The account of this opaque name, open or closed; None where it is a process or nobody."""
    accounts: Any = Reader._meta.get_field("user").related_model
    return accounts.objects.filter(reference=reference).first()


def could_read(ring: str) -> list[Reader]:
    """Confirmed readers of the house and outside who do not read this ring yet."""
    held = Reader.objects.filter(wraps__case_key__ring=ring).values("pk")
    rows = Reader.objects.filter(state=ACTIVE, kind__in=[STAFF, OUTSIDE]).exclude(pk__in=held)
    return list(rows.select_related("user").order_by("reference"))
