"""What a build leaves with the forms of a study: which are counted, and why others are not."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, NoLonger
from amparo.fieldwork.actions.coupons_met import Met, write_met
from amparo.fieldwork.models import Study, Submission
from amparo.fieldwork.models.submissions import HERE, KEPT, LEFT_OUT, WAITING
from amparo.fieldwork.policies import may_lead_this, may_write
from amparo.fieldwork.queries.leading import is_hers

CARE = "default"
AT_ONCE = 500
READ = (HERE, KEPT, WAITING)  # by a build; about the others somebody decided, perhaps while it went on
NO_FAULT = frozenset({"no_consent", "not_whole"})  # she said no, or it is still on its way: there is nothing to mend


@unaudited("the build writes the trail")
def write_outcome(
    study: Study, *, counted: Collection[int], stays: Mapping[int, str], met: Met, by: Actor, on: date | None = None
) -> None:
    """Mark what is counted and what stays, and take over which coupons the forms name."""
    may_write.check(by)
    with transaction.atomic(using=CARE):
        # Held, so that nothing that comes from a phone meanwhile is written over.
        rows = Submission.objects.select_for_update(of=("self",)).filter(deployment__study=study)
        columns = ("pk", "state", "reason", "is_counted", "missing")
        becomes: dict[tuple[str, str, bool], list[int]] = {}  # few outcomes, and of many forms their numbers alone
        for key, state, reason, was, missing in rows.values_list(*columns).iterator(chunk_size=AT_ONCE):
            now = (state, reason, key in counted)
            as_came = WAITING if missing else HERE
            if key in stays and state in READ:  # somebody may have decided about it meanwhile
                now = (as_came if stays[key] in NO_FAULT else KEPT, stays[key], False)
            elif state in READ:
                now = (as_came, "", key in counted)
            if now != (state, reason, was):
                becomes.setdefault(now, []).append(key)
        for (state, reason, is_counted), keys in becomes.items():
            for some in batched(keys, AT_ONCE):
                changed = Submission.objects.filter(pk__in=some)
                changed.update(state=state, reason=reason, is_counted=is_counted)
        write_met(study, met, on=on or clock.today())


@audited("answer.left_out", target="submission", using=CARE)
def leave_out(submission: Submission, *, by: Actor) -> None:
    """It is not counted any more: somebody took it back, or it was a trial. It stays sealed until its time is over."""
    _move(submission, by, state=LEFT_OUT, is_counted=False)


@audited("answer.let_in_again", target="submission", using=CARE)
def let_in_again(submission: Submission, *, by: Actor) -> None:
    """It was left out by mistake, or what was wrong is mended elsewhere: the next build looks at it anew."""
    _move(submission, by, state=HERE, reason="")


@unaudited("a part of an act, which is audited")
def _move(submission: Submission, by: Actor, **facts: Any) -> None:
    """Whoever leads this study decides, also while a recording is late. What was corrected stays corrected."""
    may_lead_this.check(by, is_hers(by, submission.deployment.study))
    rows = Submission.objects.filter(pk=submission.pk, state__in=[*READ, LEFT_OUT])
    if not rows.update(**facts):
        raise NoLonger(_("There is a correction of this form already. Open that one."))
