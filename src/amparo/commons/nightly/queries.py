"""Where the nightly work stands: the last night that was whole, and what waits."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from amparo.commons.nightly.models import Wait
from amparo.commons.nightly.policies import may_decide
from amparo.commons.policy.policies import Actor, Hidden


@dataclass(frozen=True, slots=True)
class Night:
    """The last night that was whole: its day, and how long the ledger was then, in bytes."""

    day: date
    ledger: int = 0


def last_night() -> Night | None:
    """The last night that was whole; None where no file, or no day in it, is found. It is in no backup."""
    try:
        day, ledger = file_of_nights().read_text(encoding="ascii").split()
        return Night(date.fromisoformat(day), int(ledger))
    except (OSError, ValueError):
        return None


def file_of_nights() -> Path:
    """Where that is written: beside the databases, so that a copy that is put back says nothing of it."""
    return Path(settings.DATA) / "last_night"


def get_wait() -> Wait | None:
    """What waits, whoever asks."""
    return Wait.objects.select_related("said_by", "agreed_by").first()


def waits_for(actor: Actor) -> Wait | None:
    """What waits, for who may decide on it; None for everybody else."""
    return get_wait() if may_decide.allows(actor) else None


def wait_of(actor: Actor) -> Wait:
    """The same, for the page of it."""
    may_decide.check(actor)
    found = get_wait()
    if found is None:
        raise Hidden
    return found
