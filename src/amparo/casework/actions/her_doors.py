"""A door turned her away, and she says so on her own page: the referral ends as she said, and is counted once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from amparo.casework.actions.counting import count_end
from amparo.casework.actions.passed import forget_slices
from amparo.casework.actions.referred import take_word_up
from amparo.casework.models import Case, Part
from amparo.casework.policies.referrals import REFERRAL
from amparo.casework.queries.parts import open_part
from amparo.casework.queries.referrals import DONE, Referral
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.parts import BODY

OTHER = "other"  # of the list refusal: she did not say what they said


@unaudited("it changes nothing")
def refused_in(said: dict[str, Any], on: date, before: Mapping[str, tuple[str, date]]) -> dict[str, tuple[str, date]]:
    """That a door turned her away, and what they said: what she says last of it is what counts."""
    told = said.get("refused")
    if not isinstance(told, list) or len(told) != 2 or not all(isinstance(each, str) for each in told):
        return {}
    code = told[1] if told[1] in by_code("refusal") else before.get(told[0], (OTHER, on))[0]
    return {told[0]: (code, on)}


@unaudited("a part of opening a case, which is audited")
def end_as_she_said(case: Case, reference: str, refusal: str, on: date, by: Actor) -> None:
    """Her word is written as it came, whoever opens the case next; one that is over already stays as it was written."""
    part = Part.objects.filter(case=case, reference=reference[:16]).first()
    if part is None:
        return
    kept = fields_of(by, case.ring, [part.reference], names={BODY})[part.reference].get(BODY)
    found = open_part(part, kept)
    if kept is None or found.kind != REFERRAL or Referral(found).is_over:
        return
    outcome = str(by_code("refusal")[refusal].more["outcome"])
    said = {"ref_outcome": Answer(outcome), "ref_refusal": Answer(refusal)}
    steps = [*found.more["steps"], [DONE, on.isoformat(), opaque(None)]]
    more: dict[str, Any] = {**found.more, "state": DONE, "steps": steps, "by_herself": True}
    answers = {code: each.as_data() for code, each in {**found.answers, **said}.items()}
    write_fields(by, case.ring, part.reference, {BODY: {**kept.answer, "answers": answers, "more": more}},
                 {BODY: kept.number})  # fmt: skip
    Part.objects.filter(pk=part.pk).update(due_on=None, ended_on=on)
    forget_slices([Referral(found).slice])
    take_word_up(more, outcome)
    service, need = str(found.more["door"]["service"]), str(found.more["need"])
    count_end(service, need, outcome, refusal, source="her_page", on=on)
