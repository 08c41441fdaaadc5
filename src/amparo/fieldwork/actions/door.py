"""What a build leaves with the forms of a study: which are counted, and why others are not."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.commons.policy.queries import day
from amparo.fieldwork.actions.coupons_met import Met, write_met
from amparo.fieldwork.models import Study, Submission
from amparo.fieldwork.models.submissions import HERE, KEPT, LEFT_OUT
from amparo.fieldwork.policies import may_write

CARE = "default"
AT_ONCE = 500
NO_FAULT = frozenset({"no_consent"})  # she said no: it is kept so, and nobody has to mend anything


@unaudited("the build writes the trail")
def write_outcome(
    study: Study, *, counted: Collection[int], stays: Mapping[int, str], met: Met, by: Actor, on: date | None = None
) -> None:
    """Mark what is counted and what stays, and take over which coupons the forms name."""
    may_write.check(by)
    rows = Submission.objects.filter(deployment__study=study)
    with transaction.atomic(using=CARE):
        known = {key: (state, reason, was) for key, state, reason, was in rows.values_list(
            "pk", "state", "reason", "is_counted"
        )}  # fmt: skip
        changed = []
        for key, (state, reason, was) in known.items():
            now = (state, reason, key in counted)
            if key in stays:
                now = (HERE if stays[key] in NO_FAULT else KEPT, stays[key], False)
            elif state in (HERE, KEPT):
                now = (HERE, "", key in counted)
            if now != (state, reason, was):
                changed.append(Submission(pk=key, state=now[0], reason=now[1], is_counted=now[2]))
        Submission.objects.bulk_update(changed, ["state", "reason", "is_counted"], batch_size=AT_ONCE)
        write_met(study, met, on=on or day())


@audited("answer.left_out", target="submission", using=CARE)
def leave_out(submission: Submission, *, by: Actor) -> None:
    """It is not counted any more: somebody took it back, or it was a trial. It stays sealed until its time is over."""
    may_write.check(by)
    Submission.objects.filter(pk=submission.pk).update(state=LEFT_OUT, is_counted=False)


@audited("answer.let_in_again", target="submission", using=CARE)
def let_in_again(submission: Submission, *, by: Actor) -> None:
    """It was left out by mistake."""
    may_write.check(by)
    Submission.objects.filter(pk=submission.pk, state=LEFT_OUT).update(state=HERE, reason="")
