"""Whoever makes a referral learns what came of it, in one word, also after the case left her: a note sealed to her."""

from datetime import date, timedelta
from typing import Any

from amparo.casework.models import Referred
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.vault.actions.rings import shred_ring
from amparo.vault.actions.sending import lock_again, lock_note
from amparo.vault.queries.readers import reader_of


def _kept_until(on: date) -> date:
    """A year after the month in which it was made: a day would say when somebody made one, and so in which case."""
    following = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following.replace(year=following.year + 1)


@unaudited("a part of referring, which is audited")
def keep_word(more: dict[str, Any], *, by: Actor, on: date) -> str:
    """A note for whoever makes it: one need, one door, one month; no case and nobody's name. Its opaque name."""
    own: Any = reader_of(by)
    ring, version, box = lock_note([own], _note(more, on.strftime("%Y-%m")))
    return str(Referred.objects.create(ring=ring, key_version=version, box=box, until=_kept_until(on)).reference)


@unaudited("a part of a step, which is audited")
def take_word_up(more: dict[str, Any], outcome: str) -> None:
    """The same note as it stands now."""
    row = Referred.objects.filter(reference=more.get("word", "")).first()
    if row is not None:
        month = str(more["steps"][0][1])[:7]
        row.key_version, row.box = lock_again(row.ring, _note(more, month, outcome))
        row.save(update_fields=["key_version", "box"])


@unaudited("it takes away what is long over")
def forget_word(row: Referred) -> None:
    """Destroy the note and its key."""
    ring = row.ring
    row.delete()
    shred_ring(ring)


def _note(more: dict[str, Any], month: str, outcome: str = "") -> dict[str, Any]:
    return {
        "need": more["need"], "to": more["door"]["name"], "month": month, "state": more["state"], "outcome": outcome,
    }  # fmt: skip
