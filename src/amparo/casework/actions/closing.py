"""Closing a case with what was looked at before; and slips on which she may say, without her name, how it was."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from amparo.casework.actions.cases import close
from amparo.casework.actions.holding import CARE
from amparo.casework.actions.parts import add_part
from amparo.casework.models import Case, SlipCount, UsedSlip
from amparo.casework.policies.slips import may_hand_slips
from amparo.casework.queries.slips import NotGood, month_of, seal_of, until_of, written_as
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all

CLOSURE, SLIP = "closure", "slip"


@unaudited("add_part and close audit it")
def close_case(
    case: Case,
    *,
    reason: str,
    answers: Mapping[str, Answer],
    by: Actor,
    kind: str = "",
    country: str = "",
    now: datetime | None = None,
) -> None:
    """Close a case, and keep what was looked at before, where something was."""
    said = {code: each for code, each in answers.items() if each.is_there}
    with transaction.atomic(using=CARE):
        if said:
            add_part(case, kind=CLOSURE, answers=said, by=by, now=now)
        close(case, reason=reason, kind=kind, country=country, by=by, now=now)


@audited("slip.made", target="by", using=CARE)
def make_slip(*, by: Actor, today: date, rng: Any = secrets) -> str:
    """A new slip. Nothing of it is kept before it is used, and it is of no case: the trail says that one was made."""
    may_hand_slips.check(by)
    number = rng.token_bytes(5)
    until = until_of(today)
    return written_as(number, until, seal_of(number, until))


@unaudited("her own act leaves no row that names her, or the case")
def answer_slip(*, slip: str, answers: Mapping[str, Answer], today: date) -> None:
    """Count what she says on a slip, once; ``NotGood`` where it is none of ours, was used, or is too old."""
    said = checked_all(answers, SLIP)
    number, until = NotGood.read(slip, today=today)
    with transaction.atomic(using=CARE):
        try:
            with transaction.atomic(using=CARE):
                UsedSlip.objects.create(check_of=hashlib.sha256(number).hexdigest(), until=until)
        except IntegrityError as error:
            raise NotGood from error
        month = month_of(today)
        _count(month, "", "")
        for code, answer in said.items():
            if isinstance(answer.value, str) and answer.value:
                _count(month, code, answer.value)


def _count(month: date, question: str, answer: str) -> None:
    row, _made = SlipCount.objects.get_or_create(month=month, question=question, answer=answer)
    SlipCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
