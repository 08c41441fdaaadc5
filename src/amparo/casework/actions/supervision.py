"""A case is shared with who supervises: she sees how it goes, and not who it is."""

from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.cases import for_good
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.permissions import ALL_OF_IT
from amparo.casework.models import Case, Supervised
from amparo.casework.policies.cases import may_share
from amparo.casework.policies.load import may_be_supervisor, may_supervise
from amparo.casework.queries.cases import opened
from amparo.casework.queries.flowing import check_flow
from amparo.casework.queries.legal_names import texts_to_index
from amparo.casework.queries.load import get_supervised
from amparo.casework.queries.quality import Masked, masked_case
from amparo.casework.queries.reading import reading_of
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.access import of_a_case
from amparo.formats.consent.permission import HOUSE, Scope
from amparo.vault.actions import rings
from amparo.vault.actions.exclusion import facts_of, leave_for_good, was_left_out
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import reader_of, readers_of_ring


@audited("case.shared_for_supervision", target="case", using=CARE)
def share_for_supervision(case: Case, *, reader: Any, by: Actor, now: datetime | None = None) -> bool:
    """Let somebody look at how a case goes; never somebody who was left out of it, nor without her agreeing.

    Who looked at it with a key that is gone gets it for her new one. Whether it was so.
    """
    case = held(case, by)
    for_good(case, by)
    may_be_supervisor.check(by, reader)
    facts = facts_of(case, case_seeds(by, case.ring))
    may_share.check(by, case, reader, was_left_out(reader, facts, ring=case.ring))
    parts, on = opened(by, case).parts, now or clock.now()
    check_flow(by, parts, "colleague", HOUSE, Scope(ALL_OF_IT), on=on, met={"on_the_case", "needs_it"})
    if rings_held(case, reader):
        raise Hidden
    _row, is_new = Supervised.objects.get_or_create(case=case, user=reader.user)
    rings.share_ring(case.ring, reader, by=by)
    return not is_new


@unaudited("it changes nothing")
def rings_held(case: Case, reader: Any) -> bool:
    """Does she read it already?"""
    return reader.pk in {each.pk for each in readers_of_ring(case.ring)}


@audited("case.quality_opened", target="case", using=CARE)
def open_quality(case: Case, *, by: Actor) -> Masked:
    """Open a case as it is shown for supervision."""
    may_supervise.check(by)
    return _masked(get_supervised(by, case.reference), by)


@unaudited("it changes nothing")
@transaction.atomic(using=CARE)  # the case is held while it is read
def preview(case: Case, *, by: Actor) -> Masked:
    """What who supervises would see, for whoever shares it: a name that stands in no answer is found by looking."""
    return _masked(held(case, by), by)


def _masked(case: Case, by: Actor) -> Masked:
    return masked_case(opened(by, case, reads=of_a_case()), also=texts_to_index(by, case))


@audited("case.supervision_ended", target="case", using=CARE)
def end_supervision(case: Case, *, reader: Any = None, by: Actor) -> None:
    """It is over: by her who looked, or by one who reads the case. Her wrap goes, and she does not come back to it."""
    if reader is None:
        case, reader = get_supervised(by, case.reference), reader_of(by)
    else:
        case = held(case, by)
        if reader.pk not in {each.pk for each in reading_of(case).supervisors}:
            raise Hidden
    leave_for_good(case, reader, by=by)
    case.save(update_fields=["facts", "facts_version"])
    Supervised.objects.filter(case=case, user=reader.user).delete()
