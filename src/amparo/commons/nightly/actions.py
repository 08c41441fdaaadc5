"""Noting a whole night, stopping one, and the yes of two people."""

import os
from collections.abc import Mapping, Sequence
from datetime import date

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.nightly.models import Wait
from amparo.commons.nightly.policies import may_agree, may_decide, may_say
from amparo.commons.nightly.queries import file_of_nights, get_wait
from amparo.commons.policy.policies import Actor
from amparo.formats.brakes import FEW, is_far

CARE = "default"

type Counts = Mapping[str, Sequence[int]]  # by room: how many would go, and how many are here


@unaudited("it notes that the work of a night was done")
def note_night(day: date, *, ledger: int) -> None:
    """Write down that the night of this day was whole; what waited does not wait any more."""
    path = file_of_nights()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    unfinished.write_text(f"{day:%Y-%m-%d} {ledger}\n", encoding="ascii")
    unfinished.chmod(0o600)
    unfinished.replace(path)


@unaudited("nothing is deleted: two people are asked")
def ask(day: date, *, last: date | None, why: Sequence[str], going: Counts) -> Wait:
    """Ask two people. What they said stays where the clock went on by itself since, and the reason is the same."""
    found = get_wait() or Wait(day=day, why=list(why))
    if is_far(day, found.day) or found.why != list(why) or found.said_by is None:
        found.said_by, found.agreed_by = None, None
    found.day, found.last, found.why = day, last, list(why)
    if found.agreed_by is None:  # it is compared with what there was when two people agreed
        found.going = {name: list(counts) for name, counts in going.items()}
    found.save()
    return found


@unaudited("it asks nobody any more")
def stop_asking() -> None:
    """Nothing waits any more."""
    Wait.objects.all().delete()


@unaudited("it changes nothing")
def is_agreed(day: date, *, why: Sequence[str], going: Counts) -> bool:
    """Whether two people said that the day of this night is right.

    Not where the clock jumped again since, where it waits for another reason, nor where more would go than in the night
    that asked them.
    """
    found = get_wait()
    if found is None or found.agreed_by is None or found.said_by is None or is_far(day, found.day):
        return False
    if found.why != list(why):
        return False
    seen = {name: counts[0] for name, counts in found.going.items()}
    return all(counts[0] <= seen.get(name, 0) + FEW for name, counts in going.items())


@audited("night.said", target="found", using=CARE)
def say(found: Wait, *, by: Actor) -> None:
    """The first of two says that the day is right."""
    row = Wait.objects.select_for_update().get(pk=found.pk)
    may_say.check(by, row)
    row.said_by, row.agreed_by = by, None  # who agreed with an account that is gone agreed with nobody
    row.save(update_fields=["said_by", "agreed_by"])


@audited("night.agreed", target="found", using=CARE)
def agree(found: Wait, *, by: Actor) -> None:
    """The second of two agrees: it happens in the next night."""
    row = Wait.objects.select_for_update().get(pk=found.pk)
    may_agree.check(by, row)
    row.agreed_by = by
    row.save(update_fields=["agreed_by"])


@audited("night.refused", target="found", using=CARE)
def refuse(found: Wait, *, by: Actor) -> None:
    """One person says no, before or after the second yes: it goes on waiting."""
    may_decide.check(by)
    row = Wait.objects.select_for_update().get(pk=found.pk)
    row.said_by, row.agreed_by = None, None
    row.save(update_fields=["said_by", "agreed_by"])
