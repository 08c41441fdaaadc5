"""How to reach her was changed on her own page: whoever has her words could do it. Was it she?"""

from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.alike import know_anew
from amparo.casework.actions.hers import show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import end_part, get_part, write_more
from amparo.casework.models import Case
from amparo.casework.policies.areas import may_ask_her
from amparo.casework.policies.cases import may_change
from amparo.casework.queries.cases import opened
from amparo.casework.queries.hers import SHUT
from amparo.casework.queries.reaching import changed_contact
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.actions.exclusion import facts_of
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.opened import case_seeds


@unaudited("end_part audits it")
def confirm_contact(case: Case, *, reference: str, by: Actor, now: datetime | None = None) -> None:
    """How to reach her was changed on her own page, and somebody has asked her: from then on it counts.

    What stood there before goes with it.
    """
    may_ask_her.check(by)
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found = next((each for each in changed_contact([get_part(case, reference, "note", by=by)])), None)
        if found is None:
            raise Hidden
        end_part(case, reference=reference, by=by, now=now)
        write_more(case, found, {"before": {}}, by=by)


@unaudited("end_part audits it")
def put_back_contact(case: Case, *, reference: str, by: Actor, now: datetime | None = None) -> None:
    """It was not she: what stood there before the first such change comes back, and may be used again.

    Each note of a change says what stood there before the first of those that nobody asked her about.
    """
    may_ask_her.check(by)
    with transaction.atomic(using=CARE):
        case, before = held(case, by), dict[str, Any]()
        may_change.check(by, case)
        notes = changed_contact(opened(by, case).parts)
        if reference not in {each.reference for each in notes}:
            raise Hidden
        for each in notes:
            before |= each.more.get("before", {})
        data = {code: said or Answer().as_data() for code, said in before.items() if said != SHUT}
        kept = fields_of(by, case.ring, [case.reference])[case.reference]
        write_fields(by, case.ring, case.reference, data, {code: each.number for code, each in kept.items()})
        for each in notes:
            end_part(case, reference=each.reference, by=by, now=now)
            write_more(case, each, {"before": {}}, by=by)
        know_anew(case, data, facts_of(case, case_seeds(by, case.ring)), by=by)
        show_her_anew(case, by, now=now)
