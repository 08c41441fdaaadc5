"""What colleagues ask of each other, opened: exports that wait for a second person, and cases somebody has to read.

Whoever is not one of those it is sealed to finds no row, no count and no gap.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from amparo.casework.models import AGREED, ASKED, Case, Request
from amparo.casework.models import EXPORT as EXPORT  # the pages name the kind, and touch no tables
from amparo.casework.models import READ as READ
from amparo.casework.policies.exports import KEPT_DAYS, may_look
from amparo.casework.queries.cases import cases_for
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.policy.policies import Actor, Hidden
from amparo.vault.actions.exclusion import facts_of, was_left_out
from amparo.vault.actions.sending import open_notes
from amparo.vault.queries.handing_out import plain_readers
from amparo.vault.queries.opened import case_seeds, hers
from amparo.vault.queries.readers import has_own_desk
from amparo.vault.queries.standing import accompanies


@dataclass(frozen=True, slots=True)
class Open:
    """A request, opened with her key."""

    row: Request
    note: dict[str, Any] = field(repr=False)
    by: Any  # the account of whoever asked; None where it is gone
    second: Any

    def is_of(self, actor: Actor) -> bool:
        """Did she ask for it?"""
        return bool(self.row.by == actor.reference)

    def was_looked_at_by(self, actor: Actor) -> bool:
        """Did she agree to it, or not?"""
        return bool(self.row.second == actor.reference)

    def is_live(self, now: datetime) -> bool:
        """May something still come of it?"""
        return self.row.state in {ASKED, AGREED} and now < self.row.until


def requests_of(actor: Actor, kind: str) -> list[Open]:
    """Every request of a kind that is sealed to her, the newest first. Needs her key open."""
    rows = list(hers(Request.objects.filter(kind=kind), actor).order_by("-on", "pk"))
    people = {each.reference: each for each in accounts_of(references={name for row in rows for name in _names(row)})}
    opened = open_notes(actor, rows)  # without what was locked with a key of hers that is gone
    return [Open(row, note, people.get(row.by), people.get(row.second)) for row, note in opened]


def _names(row: Request) -> set[str]:
    return {row.by, row.second} - {""}


def get_request(actor: Actor, reference: str, kind: str) -> Open:
    """One request that is sealed to her; hidden where it is not."""
    found = next((each for each in requests_of(actor, kind) if each.row.reference == reference), None)
    if found is None:
        raise Hidden
    return found


def to_be_looked_at(actor: Actor, kind: str, now: datetime) -> list[Open]:
    """What others ask of her and waits."""
    mine = [each for each in requests_of(actor, kind) if not each.is_of(actor)]
    return [each for each in mine if each.row.state == ASKED and each.is_live(now)]


def seconds_for(actor: Actor) -> list[Any]:
    """The keys of those who may be asked to look: with a desk here, and other hands than hers."""
    hands = actor.hands()
    found = [each for each in has_own_desk() if each.user_id != actor.pk and not hands_of(each) & hands]
    return [each for each in found if may_look.allows(each.user)]


def hands_of(reader: Any) -> set[str]:
    """Everybody who could have come in as she whose key this is."""
    return set(reader.user.hands())


def left_out_of(actor: Actor, cases: Iterable[Case], reader: Any) -> bool:
    """Was this reader left out of one of these cases? Asked of the facts of each, with the key of who asks."""
    return any(was_left_out(reader, facts_of(case, case_seeds(actor, case.ring)), ring=case.ring) for case in cases)


def colleagues_of(actor: Actor) -> list[Any]:
    """Whom she may ask for a case that she does not read: whoever has a key and a desk here, whatever each reads."""
    return [each for each in has_own_desk() if each.user_id != actor.pk and accompanies(each)]


def readers_to_send_to() -> list[Any]:
    """Whose key of this house a list may be sealed to: whoever reads, here or outside."""
    return [*filter(accompanies, has_own_desk()), *plain_readers()]


def case_meant(actor: Actor, note: dict[str, Any]) -> Case | None:
    """Of the cases of whoever is asked the one that is meant, where its name was written; else she chooses."""
    said = note["which"].strip().lower()
    rows = cases_for(actor).filter(reference__startswith=said)[:2] if len(said) >= 4 else []
    return rows[0] if len(rows) == 1 else None


def past_requests(now: datetime) -> list[Request]:
    """What was asked and is long over; of a case that somebody had to read, soon."""
    old, read = now - timedelta(days=KEPT_DAYS), now - timedelta(days=1)
    return [*Request.objects.filter(kind=EXPORT, until__lt=old), *Request.objects.filter(kind=READ, until__lt=read)]
