"""Who holds a wrap of a ring: by role for her, by name for those who read it with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.commons.accounts.queries import accounts_of, roles_and_teams
from amparo.formats.fold import fold
from amparo.vault.models import (
    ACTIVE,
    OUTSIDE,
    PROPOSED,
    RECEIPT,
    RECOVERY,
    RETIRED,
    STAFF,
    CaseKey,
    KeyEntry,
    Reader,
    Share,
    Wrap,
)
from amparo.vault.policies import ANSWERING, HOLDING


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody whom she may leave out by name: an account, a reader outside without one. Most have no key."""

    reference: str
    user: Any
    reader: Reader | None
    organisation: str = ""


def at_work(holders: set[int] | None = None) -> list[Any]:
    """The accounts of whoever does something here or has sheets; ``holders`` are these, where they are known."""
    return accounts_of(ids=who_has_sheets() if holders is None else holders, at_work=True)


def everybody(here: list[Any] | None = None) -> list[Somebody]:
    """Whoever does something here or has sheets, by account, and readers outside who keep a key of their own.

    ``here`` are these accounts, where they are known already.
    """
    rows = _with_roles(Reader.objects.exclude(state=RETIRED).exclude(user=None))
    keys = {each.user_id: each for each in rows}
    plain = Reader.objects.filter(kind=OUTSIDE, state=ACTIVE, user=None).order_by("organisation", "reference")
    accounts = sorted(at_work() if here is None else here, key=lambda each: (each.name_used, each.pk))
    return [Somebody(each.reference, each, keys.get(each.pk)) for each in accounts] + [
        Somebody(each.reference, None, each, each.organisation) for each in plain
    ]


def readers_of_ring(ring: str) -> list[Reader]:
    """Everybody and everything that holds a wrap of a ring, without her words: whoever leaves loses all of hers."""
    return list(_with_roles(_readers_of(ring)).order_by("reference"))


def plain_readers_of_ring(ring: str) -> list[Reader]:
    """The same in one question, whether there are any or none: where it must not show that a ring is there."""
    return list(_readers_of(ring).select_related("user").order_by("reference"))


def _readers_of(ring: str) -> Any:
    held = Wrap.objects.filter(case_key__ring=ring).values("reader")
    return Reader.objects.filter(pk__in=held, state=ACTIVE).exclude(kind=RECEIPT)


def _with_roles(rows: Any) -> Any:
    """Readers with whose they are and what each does, in as many questions however many they are."""
    return rows.select_related("user").prefetch_related(roles_and_teams("user__memberships"))


def read_until(ring: str) -> dict[int, datetime]:
    """Who reads a ring for a time only, by her key, and until when."""
    rows = Wrap.objects.filter(case_key__ring=ring, until__isnull=False)
    return {reader: until for reader, until in rows.values_list("reader_id", "until") if until}


def has_lapsed(now: datetime) -> bool:
    """Are there wraps whose time is over, and which only lie there?"""
    return Wrap.every.filter(until__lte=now).exists()


def people_of_rings(rings: Collection[str]) -> dict[str, list[Any]]:
    """By ring the open accounts that read it, by the names they use, in two questions however many rings there are."""
    held = Wrap.objects.filter(case_key__ring__in=list(rings), reader__state=ACTIVE, reader__user__is_active=True)
    pairs = set(held.values_list("case_key__ring", "reader__user_id"))
    accounts = sorted(accounts_of(ids={key for _ring, key in pairs}), key=lambda each: (each.name_used, each.pk))
    return {ring: [each for each in accounts if (ring, each.pk) in pairs] for ring in rings}


def get_readers(references: Iterable[str]) -> list[Reader]:
    """Readers by their opaque names, as they are today; whoever's key went meanwhile is missing."""
    found = Reader.objects.filter(reference__in=list(references), state=ACTIVE).exclude(kind=RECEIPT)
    return list(found.select_related("user").order_by("reference"))


def reader_of(user: Any) -> Reader | None:
    """Her own key, waiting or in force."""
    return Reader.objects.filter(user=user).exclude(state=RETIRED).first()


@dataclass(frozen=True, slots=True)
class Named:
    """Whom opaque names of keys and accounts mean: also under another key."""

    references: frozenset[str]
    accounts: frozenset[int]
    organisations: frozenset[tuple[str, str]]  # of whoever has no account: the kind of key, and whose she is


def named_by(references: Collection[str]) -> Named:
    """Whom these opaque names mean, in one question."""
    rows = Reader.objects.filter(reference__in=list(references)).values_list("user_id", "kind", "organisation")
    found = list(rows) if references else []
    return Named(
        frozenset(references),
        frozenset(user for user, _kind, _organisation in found if user is not None),
        frozenset((kind, organisation) for _user, kind, organisation in found),
    )


def is_among(reader: Reader, named: Named) -> bool:
    """Is this reader one of these, or the same person under another key?

    A thread remembers whom she left out by the key of that day, and by her account. Who gets a new key, or her first,
    is still the same person.
    """
    if reader.reference in named.references or (reader.user is not None and reader.user.reference in named.references):
        return True
    if reader.user_id is not None:
        return reader.user_id in named.accounts
    return bool(reader.organisation) and (reader.kind, reader.organisation) in named.organisations


def names_of_reader(reader: Reader) -> set[str]:
    """Every opaque name under which a thing may have left this reader out.

    A thread remembers whom she left out by the key of that day, and by her account. Who gets a new key, or her first,
    is still the same person.
    """
    if reader.user is not None:
        keys = Reader.objects.filter(user_id=reader.user_id)
        return {reader.reference, reader.user.reference, *keys.values_list("reference", flat=True)}
    if not reader.organisation:
        return {reader.reference}
    same = Reader.objects.filter(kind=reader.kind, organisation=reader.organisation)
    return {reader.reference, *same.values_list("reference", flat=True)}


def known_as(references: Collection[str]) -> list[dict[str, str]]:
    """How people know these readers and accounts: the names under which another house may have the same person."""
    rows = Reader.objects.filter(reference__in=list(references)).select_related("user")
    found = {(each.user.name_used if each.user else "", each.organisation) for each in rows}
    found |= {(each.name_used, "") for each in accounts_of(references=references)}
    return [{"name": name, "organisation": of} for name, of in sorted(found) if name or of]


def namesakes(known: Iterable[Mapping[str, str]]) -> set[str]:
    """Everybody here who bears one of these names or reads for one of these organisations, by opaque names."""
    wanted = list(known)
    names = {fold(each["name"]) for each in wanted} - {""}
    organisations = {fold(each["organisation"]) for each in wanted} - {""}
    if not names and not organisations:
        return set()
    people = {
        each.reference for each in accounts_of(ids=who_has_sheets(), at_work=True) if fold(each.name_used) in names
    }
    rows = Reader.objects.exclude(kind=RECEIPT).select_related("user")
    return people | {
        each.reference
        for each in rows
        if (each.user and fold(each.user.name_used) in names) or fold(each.organisation) in organisations
    }


def keeps_a_sheet(references: Collection[str]) -> bool:
    """Does one of these people keep a sheet of the set that counts, or did she see all of them?"""
    rows = Reader.objects.filter(reference__in=list(references)).exclude(user=None)
    named = {*rows.values_list("user_id", flat=True), *(each.pk for each in accounts_of(references=references))}
    return not who_has_sheets().isdisjoint(named)


def who_has_sheets() -> set[int]:
    """Who of the team keeps a sheet of the set that counts, and who saw all of them on the day she made them."""
    held = Share.objects.filter(recovery__reader__state=ACTIVE).exclude(held_by=None)
    makers = [maker_of(each) for each in sheets_in_force()]
    return set(held.values_list("held_by_id", flat=True)) | {each.pk for each in makers if each is not None}


def sheets_in_force() -> list[Reader]:
    """The set of sheets that opens everything together, where there is one."""
    return list(Reader.objects.filter(kind=RECOVERY, state=ACTIVE))


def maker_of(reader: Reader) -> Any:
    """Who brought a key here, as the key log says: an account, or None where it was she herself or the server."""
    entry = KeyEntry.objects.filter(act="made", reader=reader.reference).last()
    return next(iter(accounts_of(references=[accountable(entry)])), None) if entry else None


def waits_itself(actor: Any) -> bool:
    """Is the own key of this person one that will count, and not confirmed yet, though another of the team is?

    The very first key is confirmed by a person whose own is not. Who only coordinates has a key that never counts.
    """
    own = reader_of(actor) if getattr(actor, "pk", None) else None  # a process of the server has none
    if own is None or own.state != PROPOSED or not actor.has_role(*HOLDING, *ANSWERING):
        return False
    return bool(Reader.objects.filter(kind=STAFF, state=ACTIVE, user__is_active=True).exists())


def accountable(entry: KeyEntry) -> str:
    """The opaque name of the account that stands behind a line of the key log; no account has that of a process."""
    return entry.by.removeprefix("user:")


def names_of(references: Iterable[str]) -> dict[str, str]:
    """The names that these people use, by the opaque names of their accounts, open or closed."""
    return {each.reference: each.name_used for each in accounts_of(references=references)}


def could_read(ring: str) -> list[Reader]:
    """Confirmed keys of the house and outside that do not open this ring yet, whatever their people do today."""
    held = Wrap.objects.filter(case_key__ring=ring).values("reader")
    rows = Reader.objects.filter(state=ACTIVE, kind__in=[STAFF, OUTSIDE]).exclude(pk__in=held)
    rows = rows.select_related("user").prefetch_related(roles_and_teams("user__memberships"))
    return list(rows.order_by("reference"))


def has_own_desk() -> list[Reader]:
    """Confirmed keys of people who come in here, in the order of their opaque names.

    A focal point of another body has no desk here: nobody asks her for a case, and no list is sealed to her.
    """
    rows = Reader.objects.filter(state=ACTIVE, kind__in=[STAFF, OUTSIDE], user__is_active=True)
    rows = rows.exclude(user__memberships__role__in=ANSWERING)
    return list(_with_roles(rows).order_by("reference"))


def confirmed_keys(users: Iterable[Any]) -> dict[int, Reader]:
    """The keys of these accounts that a second person confirmed, by account, in one question."""
    rows = Reader.objects.filter(state=ACTIVE, kind=STAFF, user__in=list(users), user__is_active=True)
    return {int(each.user_id or 0): each for each in rows.select_related("user")}


@dataclass(frozen=True, slots=True)
class OwnKey:
    """Her own key as she reads it aloud, and whether a second person confirmed it."""

    fingerprint: str
    is_confirmed: bool


def own_key(user: Any) -> OwnKey | None:
    """Her own key; None where she has not made one yet."""
    found = reader_of(user)
    return None if found is None else OwnKey(found.fingerprint, found.state == ACTIVE)


def outside_of(organisation: str) -> list[Reader]:
    """The readers outside who are of this organisation, however its name is written."""
    wanted = fold(organisation).strip()
    rows = Reader.objects.filter(kind=OUTSIDE).exclude(organisation="").select_related("user")
    return [each for each in rows if wanted and fold(each.organisation).strip() == wanted]


def is_key_of_this_house(recipient: str) -> bool:
    """Is this the key of a lock or of a person of this house, today or once?"""
    ours = CaseKey.objects.filter(recipient=recipient).exists()
    return bool(ours or Reader.objects.filter(recipient=recipient).exists())
