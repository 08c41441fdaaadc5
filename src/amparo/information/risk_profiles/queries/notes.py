"""What is done in a kind of territory about an indicator: every note, the newest first."""

from dataclasses import dataclass
from datetime import date

from amparo.commons.accounts.queries import accounts_of
from amparo.commons.policy.policies import Actor
from amparo.information.risk_profiles.models import Note
from amparo.information.risk_profiles.policies import may_analyse


@dataclass(frozen=True, slots=True)
class Written:
    """A note, with the names by which colleagues are called today."""

    indicator: str
    zone: str
    done: str
    change: str
    owner: str
    until: date
    on: date
    by: str


def notes(actor: Actor, *, indicator: str = "", zone: str = "") -> list[Written]:
    """Every note, or those about one thing in one kind of territory."""
    if not may_analyse.allows(actor):
        return []
    rows = Note.objects.order_by("-number", "pk")
    rows = rows.filter(indicator=indicator) if indicator else rows
    rows = rows.filter(zone=zone) if zone else rows
    found = list(rows)
    names = {
        each.reference: each.name_used for each in accounts_of(references={r for n in found for r in (n.owner, n.by)})
    }
    return [
        Written(each.indicator, each.zone, each.done, each.change, names.get(each.owner, "?"), each.until, each.on,
                names.get(each.by, "?"))
        for each in found
    ]  # fmt: skip


def newest(actor: Actor) -> dict[tuple[str, str], Written]:
    """The note that holds today, by indicator and kind of territory."""
    found: dict[tuple[str, str], Written] = {}
    for each in notes(actor):
        found.setdefault((each.indicator, each.zone), each)
    return found


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Whoever works here today and could look after a change: reference and name."""
    if not may_analyse.allows(actor):
        return []
    return sorted(((each.reference, each.name_used) for each in accounts_of(at_work=True)), key=lambda each: each[1])
