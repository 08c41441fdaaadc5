"""The pages about keys: what stands there, and for whom."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from amparo.commons.accounts.queries import roles_and_teams
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.codes import label
from amparo.vault.models import ACTIVE, OUTSIDE, PROPOSED, RECEIPT, RECOVERY, STAFF, KeyEntry, Reader, Recovery, Share
from amparo.vault.policies import (
    ANSWERING,
    may_confirm_reader,
    may_confirm_sheet,
    may_confirm_sheets,
    may_retire_reader,
)
from amparo.vault.queries.readers import accountable, maker_of, names_of, reader_of, waits_itself
from amparo.vault.queries.standing import answers, holds, missing, reads, takes_letters

LAST_LINES = 200  # of the key log, on its page


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key on the page: whose, what to compare, and what this reader of the page may do with it."""

    reader: Reader
    name: str
    roles: tuple[str, ...]
    fingerprint: str
    why_not_confirm: Any
    why_not_retire: Any
    reads_letters: bool = True


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of paper, as the page shows them."""

    recovery: Recovery
    shares: list[Share]
    all_shown: bool
    why_not_confirm: Any


@dataclass(frozen=True, slots=True)
class KeysPage:
    """What the page about keys says."""

    is_open: bool
    missing: list[str | Promise]
    team: list[KeyLine]
    outside: list[KeyLine]
    answering: list[KeyLine]  # focal points of other bodies: what is referred to them, and nothing else
    waiting: list[KeyLine]
    mine: KeyLine | None
    sheets: Sheets | None
    making: Sheets | None
    types_a_sheet: bool


def keys_page(actor: Actor) -> KeysPage:
    """Every key that counts or waits; the sheets; and what is missing before letters may come."""
    rows = Reader.objects.exclude(kind=RECEIPT).filter(state__in=[ACTIVE, PROPOSED]).select_related("user")
    known = [row for row in rows.order_by("reference") if row.kind != RECOVERY and (holds(row) or answers(row))]
    waits = waits_itself(actor)
    lines = [_line(actor, row, waits) for row in known]
    active = [each for each in lines if each.reader.state == ACTIVE]
    team = [each for each in active if each.reader.kind == STAFF]
    own = reader_of(actor) if hasattr(actor, "pk") else None  # a process of the server has none
    return KeysPage(
        takes_letters(),
        missing(),
        [each for each in team if not answers(each.reader)],
        [each for each in active if each.reader.kind == OUTSIDE],
        [each for each in team if answers(each.reader)],
        [each for each in lines if each.reader.state == PROPOSED],
        _line(actor, own, waits) if own and holds(own) else None,
        _sheets(actor, ACTIVE),
        _sheets(actor, PROPOSED),
        bool(shares_to_show(actor)),
    )


def _line(actor: Actor, reader: Reader, waits: bool) -> KeyLine:
    """One key."""
    roles = tuple(sorted(reader.user.role_codes)) if reader.user else ("outside",)
    return KeyLine(
        reader,
        name_of(reader),
        roles,
        reader.fingerprint,
        may_confirm_reader.reason(actor, reader, maker_of(reader), waits),
        may_retire_reader.reason(actor, reader),
        reads(reader),
    )


def name_of(reader: Reader) -> str:
    """How a reader is called: the name she uses, or her organisation."""
    return str(reader.user.name_used if reader.user else reader.organisation)


def name_and_roles(reader: Reader) -> str:
    """The same, and what she does here: Vera (supervisor)."""
    held = sorted(each.role for each in reader.user.memberships.all()) if reader.user else [OUTSIDE]
    told = [label("house_role", role, get_language() or "es") for role in held]
    return f"{name_of(reader)} ({', '.join(dict.fromkeys(told))})"


def _sheets(actor: Actor, state: str) -> Sheets | None:
    """The sheets that count, or those in the making."""
    found = Recovery.objects.filter(reader__state=state).select_related("reader").first()
    if found is None:
        return None
    shares = shares_of(found)
    shown = all(each.confirmed_on for each in shares)
    return Sheets(found, shares, shown, may_confirm_sheets.reason(actor, maker_of(found.reader)))


def get_sheets(actor: Actor, *, that_count: bool = False) -> Sheets:
    """The sheets in the making, else those that count; :class:`Hidden` where there are none."""
    found = (None if that_count else _sheets(actor, PROPOSED)) or _sheets(actor, ACTIVE)
    if found is None:
        raise Hidden
    return found


def shares_of(recovery: Recovery) -> list[Share]:
    """Its sheets, the first first."""
    return list(recovery.shares.select_related("held_by").order_by("number"))


def shares_to_show(actor: Actor) -> list[Share]:
    """The sheets that may be typed at this desk: her own, and for a coordinator those of who has no account."""
    found = [each for state in (PROPOSED, ACTIVE) if (each := _sheets(actor, state))]
    return [share for sheets in found for share in sheets.shares if may_confirm_sheet.allows(actor, share)]


def get_key(actor: Actor, reference: str) -> Reader:
    """One key that counts or waits, by its opaque name; never a receipt, nor the sheets."""
    found = Reader.objects.filter(reference=reference, state__in=[ACTIVE, PROPOSED], kind__in=[STAFF, OUTSIDE])
    reader = found.select_related("user").first()
    if reader is None:
        raise Hidden
    return reader


def keys_that_count() -> list[Reader]:
    """Confirmed keys of people: to them the sheets can give back what was lost."""
    rows = Reader.objects.filter(state=ACTIVE, kind__in=[STAFF, OUTSIDE]).select_related("user").order_by("reference")
    return [each for each in rows if reads(each)]


def keys_of_the_house() -> list[Reader]:
    """Confirmed keys of people of the house, whatever they do today, each with what that is.

    Whoever answers for another body is none of them.
    """
    rows = Reader.objects.filter(state=ACTIVE, kind=STAFF, user__is_active=True).select_related("user")
    rows = rows.exclude(user__memberships__role__in=ANSWERING)
    return list(rows.prefetch_related(roles_and_teams("user__memberships")).order_by("reference"))


def last_lines() -> list[tuple[KeyEntry, str]]:
    """The newest lines of the key log, newest first, and who said so by name; no name where it was the server."""
    lines = list(KeyEntry.objects.order_by("-number")[:LAST_LINES])
    names = names_of(accountable(each) for each in lines)
    return [(each, names.get(accountable(each), "")) for each in lines]
