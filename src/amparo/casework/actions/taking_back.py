"""An end that was written down wrongly is taken back: the referral is under way as before, and no count keeps it."""

from datetime import date, datetime

from django.db import transaction

from amparo.casework.actions.counting import uncount_end
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import end_part
from amparo.casework.actions.referrals import NOT_COUNTED, OF_THE_END, get_referral, write_down
from amparo.casework.models import Case
from amparo.casework.policies.referrals import may_take_back
from amparo.casework.queries.referrals import asked_again_on
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer


@unaudited("a part of a case, whose act is audited")
def take_back(case: Case, *, reference: str, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Back to where it stood before its last step. That it ended stays in its steps; what came of it does not.

    What was passed on to a focal point is gone with the end, and stays gone: it can be passed on again.
    """
    on = now or clock.now()
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found = get_referral(case, reference, by=by, seen=seen)
        may_take_back.check(by, case, found)
        outcome, refusal = found.outcome, str(found.part.said("ref_refusal", ""))
        (before, _on, _by), (_end, ended, _who) = found.part.more["steps"][-2:]
        end_part(case, reference=reference, by=by, ended=False, now=on)
        steps = [*found.part.more["steps"], [before, clock.day(on).isoformat(), opaque(by)]]
        left = {code: each for code, each in found.part.answers.items() if code not in OF_THE_END}
        due = asked_again_on(before, left, clock.day(on))
        said = {code: Answer() for code in OF_THE_END & set(found.part.answers)}
        write_down(case, found, said, {"state": before, "steps": steps, "slice": ""}, due, by, on)
        if outcome not in NOT_COUNTED:
            uncount_end(found.door.service, found.need, outcome, refusal, on=date.fromisoformat(ended))
