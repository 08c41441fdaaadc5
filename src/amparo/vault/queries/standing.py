"""Who reads, in whose hands the sheets are, and what is still missing before letters may come."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amparo.commons.accounts.queries import roles_and_teams
from amparo.formats.access import accompanying
from amparo.sealing.keys import fingerprint
from amparo.sealing.receipts import salt_of
from amparo.vault.models import (
    ACTIVE,
    OUTSIDE,
    PROPOSED,
    RECEIPT,
    RECOVERY,
    RETIRED,
    STAFF,
    House,
    KeyEntry,
    Reader,
    Recovery,
    Wrap,
)
from amparo.vault.policies import ANSWERING, HOLDING, READING
from amparo.vault.queries.readers import at_work, who_has_sheets

FEWEST = 2  # keys of the team; one person cannot be exchanged and cannot be asked


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """A reader as decisions see her: what she is, never what she opens."""

    reference: str
    kind: str
    recipient: str
    roles: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    organisation: str = ""
    holds_share: bool = False
    since: Any = None
    keeps_own_key: bool = False  # she opens wraps with the age program, so they are made as a text

    @property
    def fingerprint(self) -> str:
        """Her public key, as people compare it."""
        return fingerprint(self.recipient)


def house() -> House:
    """The one row of the house."""
    row, _made = House.objects.get_or_create(pk=1, defaults={"salt": fresh_salt()})
    return row


def fresh_salt() -> bytes:
    """Sixteen random bytes."""
    return secrets.token_bytes(16)


def receipt_salt() -> str:
    """What all words of this house are salted with, hexadecimal, as her browser needs it; no secret."""
    return salt_of(bytes(house().salt)).hex()


def readers(holders: set[int] | None = None) -> list[ReaderInfo]:
    """Everybody who reads letters today: the team, who stands outside, and the sheets of paper.

    ``holders`` are those who have sheets, where they are known already or nobody has to know.
    """
    holders = who_has_sheets() if holders is None else holders
    rows = Reader.objects.filter(state=ACTIVE).exclude(kind=RECEIPT).select_related("user")
    rows = rows.prefetch_related(roles_and_teams("user__memberships")).order_by("reference")
    return [info(row, holders) for row in rows if reads(row)]


def holding(ring: str) -> set[str]:
    """The references of those who hold a wrap of a ring; of nobody, where there is no such ring."""
    return set(Wrap.objects.filter(case_key__ring=ring).values_list("reader__reference", flat=True))


def reads(reader: Reader) -> bool:
    """Is it the key of somebody who reads letters today, or one that belongs to no account?

    Her roles are looked at as they were fetched: a question for each reader would make the first page slow.
    """
    return _does(reader, READING)


def holds(reader: Reader) -> bool:
    """Is it the key of somebody to whom something sealed can be opened, or one that belongs to no account?"""
    return _does(reader, HOLDING)


def answers(reader: Reader) -> bool:
    """Is it the key of a focal point of another body, to which a referral can be sealed and nothing else?"""
    return reader.user is not None and _does(reader, ANSWERING)


def accompanies(reader: Reader) -> bool:
    """Is it the key of somebody to whom a case can be opened? Whoever only minds children has a key as well."""
    return _does(reader, accompanying())


def _does(reader: Reader, roles: Collection[str]) -> bool:
    """Has she one of these roles today?"""
    user: Any = reader.user
    return user is None or (user.is_active and any(each.role in roles for each in user.memberships.all()))


def info(reader: Reader, holders: set[int]) -> ReaderInfo:
    """What decisions may know of a reader."""
    held = reader.user.memberships.all() if reader.user else []
    return ReaderInfo(
        reader.reference,
        reader.kind,
        reader.recipient,
        frozenset(each.role for each in held),
        frozenset(each.team.reference for each in held),
        frozenset(reader.tied_to),
        reader.organisation,
        reader.user_id in holders,
        reader.since,
        reader.keeps_own_key,
    )


def sheets_in_force() -> tuple[int, int] | None:
    """How many of the sheets of paper open everything together, and how many there are."""
    current = Recovery.objects.filter(reader__state=ACTIVE).last()
    return (current.threshold, current.count) if current else None


def people(holders: set[int] | None = None, here: list[Any] | None = None) -> list[ReaderInfo]:
    """Everybody who does something here or has sheets of the set in force, by her account, as decisions see her.

    Most of them read no letters. Who is named in one today may get a key later, when she does something else.
    ``here`` are these accounts, where they are known already.
    """
    holders = who_has_sheets() if holders is None else holders
    rows = Reader.objects.exclude(user=None).exclude(state=RETIRED)
    ties = {each.user_id: each.tied_to for each in rows}
    found = []
    for person in sorted(at_work(holders) if here is None else here, key=lambda each: each.reference):
        held = person.memberships.all()
        roles, teams = frozenset(each.role for each in held), frozenset(each.team.reference for each in held)
        kind = OUTSIDE if roles == {OUTSIDE} else STAFF
        tied, has_sheets = frozenset(ties.get(person.pk, ())), person.pk in holders
        found.append(ReaderInfo(person.reference, kind, "", roles, teams, tied, holds_share=has_sheets))
    return found


def keepers() -> list[ReaderInfo]:
    """Those of them who have sheets."""
    return [each for each in people() if each.holds_share]


def missing() -> list[str | Promise]:
    """What keeps the house from taking letters, in sentences; nothing where it may."""
    found = readers()
    kinds = [each.kind for each in found]
    sheets = sheets_today()
    sentences: list[str | Promise] = []
    if kinds.count(STAFF) < FEWEST:
        sentences.append(_("Two people of the team need a key that a second person confirmed."))
    if not any(each.kind == OUTSIDE and each.roles <= {OUTSIDE} for each in found):
        sentences.append(_("One reader from outside is needed, for messages that nobody here may read."))
    if sheets is None:
        sentences.append(_("The sheets for the day a key is lost are not made yet."))
    elif why_not := why_not_ready(sheets):
        sentences.append(why_not)
    if sheets is not None and RECOVERY not in kinds:
        sentences.append(_("A second person has not confirmed the sheets yet."))
    return sentences


def why_not_ready(sheets: Recovery) -> str | Promise | None:
    """What keeps these sheets from taking the place of others: nobody may find on a bad day that they do not open."""
    if sheets.shares.filter(confirmed_on=None).exists():
        return _("Not everybody has shown that she can read her sheet.")
    return _("The rehearsal with the sheets was not held yet.") if sheets.rehearsed_on is None else None


def sheets_today() -> Recovery | None:
    """The sheets that count; where none count yet, those that are being made."""
    found = Recovery.objects.filter(reader__state__in=[ACTIVE, PROPOSED]).select_related("reader")
    return found.order_by("reader__state").first()  # active comes before proposed in the alphabet


def takes_letters() -> bool:
    """May somebody write to this house? Asked on the first page, so it costs one question."""
    return House.objects.filter(pk=1, opened_on__isnull=False).exists()


def took_letters() -> bool:
    """Has this house ever taken letters? Then whoever has words finds the way back, as the public key log says too."""
    return KeyEntry.objects.filter(act="opened").exists()


def key_log() -> list[KeyEntry]:
    """Every change of a key, oldest first."""
    return list(KeyEntry.objects.all())
