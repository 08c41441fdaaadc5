"""Who holds a wrap of a ring: by role for her, by name for those who read it with them."""

from collections.abc import Collection, Iterable
from typing import Any

from amparo.commons.accounts.queries import accounts_of
from amparo.vault.models import ACTIVE, OUTSIDE, RECEIPT, RECOVERY, RETIRED, STAFF, KeyEntry, Reader, Share


def readers_of_ring(ring: str) -> list[Reader]:
    """Everybody and everything that holds a wrap of a ring, without her words: whoever leaves loses all of hers."""
    found = Reader.objects.filter(wraps__case_key__ring=ring, state=ACTIVE).exclude(kind=RECEIPT)
    return list(found.select_related("user").distinct().order_by("reference"))


def reader_of(user: Any) -> Reader | None:
    """Her own key, waiting or in force."""
    return Reader.objects.filter(user=user).exclude(state=RETIRED).first()


def is_among(reader: Reader, references: Collection[str]) -> bool:
    """Is this reader one of these, or the same person under another key?

    A thread remembers whom she left out by the key of that day, and by her account. Who gets a new key, or her first,
    is still the same person.
    """
    if reader.reference in references or (reader.user is not None and reader.user.reference in references):
        return True
    named = Reader.objects.filter(reference__in=list(references))
    if reader.user_id is not None:
        return named.filter(user_id=reader.user_id).exists()
    return bool(reader.organisation) and named.filter(kind=reader.kind, organisation=reader.organisation).exists()


def keeps_a_sheet(references: Collection[str]) -> bool:
    """Does one of these people keep a sheet of the set that counts, or did she see all of them?"""
    rows = Reader.objects.filter(reference__in=list(references)).exclude(user=None)
    named = {*rows.values_list("user_id", flat=True), *(each.pk for each in accounts_of(references=references))}
    return not who_has_sheets().isdisjoint(named)


def who_has_sheets() -> set[int]:
    """Who of the team keeps a sheet of the set that counts, and who saw all of them on the day she made them."""
    held = Share.objects.filter(recovery__reader__state=ACTIVE).exclude(held_by=None)
    makers = [maker_of(each) for each in Reader.objects.filter(kind=RECOVERY, state=ACTIVE)]
    return set(held.values_list("held_by_id", flat=True)) | {each.pk for each in makers if each is not None}


def maker_of(reader: Reader) -> Any:
    """Who brought a key here, as the key log says: an account, or None where it was she herself or the server."""
    entry = KeyEntry.objects.filter(act="made", reader=reader.reference).last()
    return next(iter(accounts_of(references=[accountable(entry)])), None) if entry else None


def accountable(entry: KeyEntry) -> str:
    """The opaque name of the account that stands behind a line of the key log; no account has that of a process."""
    return entry.by.removeprefix("user:")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """The names that these people use, by the opaque names of their accounts, open or closed."""
    return {each.reference: each.name_used for each in accounts_of(references=references)}


def could_read(ring: str) -> list[Reader]:
    """Confirmed readers of the house and outside who do not read this ring yet."""
    held = Reader.objects.filter(wraps__case_key__ring=ring).values("pk")
    rows = Reader.objects.filter(state=ACTIVE, kind__in=[STAFF, OUTSIDE]).exclude(pk__in=held)
    return list(rows.select_related("user").order_by("reference"))
