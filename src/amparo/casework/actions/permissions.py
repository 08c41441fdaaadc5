"""What she says to a permission is written down: one for each thing and each recipient, the newest word in force."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.calling_back import wait_for_telling
from amparo.casework.actions.hers import show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, end_part
from amparo.casework.actions.passed import forget_slices
from amparo.casework.models import Case, Part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.hers import may_be_shown
from amparo.casework.policies.young import YES as SECOND_YES
from amparo.casework.queries.cases import opened, whole
from amparo.casework.queries.parts import ENGAGED, of_kind
from amparo.casework.queries.permissions import KIND, Permission, data_of, digest_of_text, permission_for
from amparo.casework.queries.referrals import passed_beyond, passed_on
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import by_code, label
from amparo.formats.consent.permission import DAYS, HOUSE, Consent, Recipient, Scope, says_no, says_yes
from amparo.vault.actions.fields import Past

YES, LIMITS, NO = "yes", "yes_with_limits", "no"
ALL_OF_IT = frozenset({"coded_only", "need_summary", "contact", "identity", "narrative"})  # what is kept in a case


@dataclass(frozen=True, slots=True)
class Said:
    """What she answered when she was asked for one permission."""

    kind: str
    answer: str  # yes, yes_with_limits, no
    recipient: Recipient = HOUSE
    name: str = ""  # whom it is for, as it was written down
    content: frozenset[str] = frozenset()
    method: str = ""
    days: int = DAYS
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)
    seen: int | None = None  # the number it bore when the worker read it; None where she wrote a new one
    saw_taken: bool = False  # whether the worker read that she had taken it back on her own page


@unaudited("add_part and change_part audit it")
@transaction.atomic(using=CARE)  # the case is held for it, and of several writings all count or none
def write_permission(case: Case, *, said: Said, by: Actor, now: datetime | None = None) -> None:
    """Write down what she said. A new word on the same thing and recipient takes the place of the older one.

    ``fields.Past`` where somebody wrote this permission since the worker read it: no older yes comes after a newer no.
    """
    on = now or clock.now()
    case = held(case, by)
    may_change.check(by, case)
    if said.kind not in by_code("consent_kind"):
        raise ValueError("no kind of the list consent_kind")
    standing = permission_for(opened(by, case).parts, said.kind, said.recipient)
    if standing is not None and (said.seen, said.saw_taken) != (standing.part.number, standing.by_herself):
        raise Past([said.kind])
    before = standing.consent if standing else Consent(said.kind, said.recipient)
    more = data_of(_after(before, said, max(on, before.said_at or on)), said.name)
    if standing is None:
        add_part(case, kind=KIND, answers=said.answers, more=more, by=by, now=on)
    else:
        _say_anew(case, standing, said, more, by, on)
    if standing is not None:
        still = frozenset() if said.answer == NO else said.content
        forget_slices(passed_beyond(opened(by, case).parts, standing.part.reference, still))
    if said.answer == NO:
        if said.kind == ENGAGED:
            forget_slices(passed_on(opened(by, case).parts))  # we go with her no more, and nor does who answers for us
        wait_for_telling(case, opened(by, case).parts, now=on)
    show_her_anew(case, by)


def _say_anew(case: Case, standing: Permission, said: Said, more: dict[str, Any], by: Actor, on: datetime) -> None:
    """A newer word on a permission that stands already."""
    reference = standing.part.reference
    was = {code: digest_of(standing.part.answers.get(code, Answer())) for code in said.answers}
    change_part(case, reference=reference, kind=KIND, answers=said.answers, was=was, more=more, by=by, now=on)
    if standing.by_herself:
        end_part(case, reference=reference, ended=False, by=by, now=on)  # what she says now is newer
    asked = [each for each in whole(by, case).of_kind(SECOND_YES) if each.more.get("about") == reference]
    to_less = [each.reference for each in asked if not said.content <= set(each.more.get("of", ()))]
    Part.objects.filter(case=case, reference__in=to_less, ended_on=None).update(ended_on=clock.day(on))  # a yes to less


def _after(before: Consent, said: Said, on: datetime) -> Consent:
    """The permission after her answer."""
    if said.answer == NO:
        return says_no(before, on=on)
    if said.answer not in {YES, LIMITS}:
        raise ValueError("no answer to a permission")
    limits = said.answer == LIMITS
    text = digest_of_asked(said)
    return says_yes(before, Scope(said.content), said.method, on=on, text=text, limits=limits, days=said.days)


@unaudited("it changes nothing")
def digest_of_asked(said: Said) -> str:
    """A digest of the words in which she was asked, in Spanish: what was read out says what she said yes to."""
    content = [label("consent_content", each, "es") for each in sorted(said.content)]
    asked = [label("consent_kind", said.kind, "es"), said.name, *content]
    return hashlib.sha256("\x1f".join(asked).encode()).hexdigest()[:32]


@unaudited("add_part and change_part audit it")
@transaction.atomic(using=CARE)
def write_summary(case: Case, *, text: Answer, was: dict[str, str], by: Actor, now: datetime | None = None) -> None:
    """Write the summary that may travel. Another text is another summary, to which she has not said yes."""
    may_be_shown.check(str(text.value or ""))
    standing = next(iter(of_kind(opened(by, held(case, by)).parts, "summary")), None)
    answers = {"summary_text": text}
    if standing is None:
        add_part(case, kind="summary", answers=answers, by=by, now=now)
    else:
        change_part(case, reference=standing.reference, kind="summary", answers=answers, was=was, by=by, now=now)
    show_her_anew(case, by)


@unaudited("change_part audits it")
@transaction.atomic(using=CARE)
def approve_summary(case: Case, *, reference: str, digest: str, how: str, by: Actor) -> None:
    """She read it, or heard it, and says that these words may travel."""
    standing = next((each for each in of_kind(opened(by, held(case, by)).parts, "summary")), None)
    if standing is None or standing.reference != reference:
        raise Hidden
    if digest_of_text(standing.said("summary_text", "")) != digest:
        raise Past(["summary_text"])
    more = {"approved": digest, "approved_how": how, "approved_by": opaque(by)}
    change_part(case, reference=reference, kind="summary", answers={}, more=more, by=by, even_stopped=True)
    show_her_anew(case, by)
