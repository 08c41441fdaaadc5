"""Certificates of what was destroyed, for whoever read it; and until when a backup may still have it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from amparo.casework.models import Certificate
from amparo.commons.policy.policies import Actor, Hidden
from amparo.vault.actions.sending import open_note
from amparo.vault.queries.opened import hers

KEPT_DAYS = 90  # longer than any backup may be kept
VERSION = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What a certificate says."""

    case: str
    why: str  # of the list destroyed_why; empty where nobody said
    by: str  # the opaque name of an account; empty where it was the clock, or she herself
    on: date
    opened_on: date
    closed_on: date | None
    backups_until: date  # by this day the last backup that may have a key of it is gone


def said_in(note: dict[str, Any]) -> Said:
    """A certificate out of its opened note."""
    on, closed = date.fromisoformat(note["on"]), note["closed_on"]
    return Said(
        note["case"], note["why"], note["by"], on, date.fromisoformat(note["opened_on"]),
        date.fromisoformat(closed) if closed else None, on + timedelta(days=settings.COPY_DAYS),
    )  # fmt: skip


def certificates_for(actor: Actor) -> list[Said]:
    """Those that are sealed to her, the last day first. Needs her key open."""
    found = []
    for row in hers(Certificate.objects.all(), actor).order_by("-on"):
        try:
            found.append(said_in(open_note(actor, row.ring, VERSION, row.box)))
        except Hidden:
            continue  # it was locked with a key of hers that is gone
    return sorted(found, key=lambda each: (-each.on.toordinal(), each.case))  # among equals chance says nothing


def past_certificates(on: date) -> Any:
    """Those that nothing hangs on any more."""
    return Certificate.objects.filter(on__lt=on - timedelta(days=KEPT_DAYS))
