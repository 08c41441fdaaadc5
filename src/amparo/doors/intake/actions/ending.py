"""A study is destroyed from here, because what was counted of it lies behind this door.

Whoever leads it says whether that goes too. Then the ledger remembers it, beside the key of the study: an old copy of
the house that is put back brings neither back.
"""

from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import record, unaudited
from amparo.commons.policy.policies import SERVER, Actor
from amparo.doors.intake.actions.drafts import forget_drafts_of
from amparo.doors.intake.models import Intent
from amparo.doors.intake.queries.sources import sources_of_nobody, sources_that_came_back
from amparo.evidence.actions import EVIDENCE, cut_the_log, take_away
from amparo.fieldwork.actions.ending import destroy_study
from amparo.fieldwork.policies import may_destroy
from amparo.fieldwork.queries.leading import is_hers
from amparo.vault.actions.ledger import write_back, write_ledger

CARE = "default"


@unaudited("destroying is in the trail of care, and what was taken away in that of evidence")
def destroy(study: Any, *, by: Actor, rows_too: bool) -> None:
    """Destroy a study and, where she says so, what was counted of it. Safe to do again after any end."""
    may_destroy.check(by, is_hers(by, study), study.state)
    source, reference = study.source, study.reference
    if rows_too:
        write_ledger(source)
        _take_away(source, by=by, target=study)
    with transaction.atomic(using=CARE):
        Intent.objects.filter(source=source).delete()
        forget_drafts_of(study)
        destroy_study(reference, by=by)
    if rows_too:  # a build that was on its way meanwhile, at another desk
        _take_away(source, by=by, target=reference)


@unaudited("it writes the trail of evidence itself")
def _take_away(source: str, *, by: Any, target: Any) -> None:
    """Everything of one source, and a line in the trail where there was anything."""
    with transaction.atomic(using=EVIDENCE):
        was_there = take_away(source)
        if was_there:
            record("evidence.taken_away", by=by, target=target, using=EVIDENCE)
    if was_there:
        cut_the_log()


@unaudited("it takes away what was taken away, after an old copy was put back")
def take_away_again() -> int:
    """What an old copy of the house brought back of studies that were destroyed with all that was counted of them.

    What the clock destroyed a few days ago stays.
    """
    write_back(sources_that_came_back())
    found = sources_of_nobody()
    for source in found:
        _take_away(source, by=SERVER, target=source)
    return len(found)
