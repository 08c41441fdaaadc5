"""What happens by itself where she is under 18: it is remembered, and what needs a second yes waits for it."""

from collections.abc import Mapping
from datetime import date, datetime

from amparo.casework.models import Case, Part
from amparo.casework.policies.young import MINOR, may_go_on, says_young, yes_to
from amparo.casework.queries.cases import whole
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.parts import BODY, body_of


@unaudited("a part of writing, which is audited")
def keep_young(case: Case, answers: Mapping[str, Answer], *, by: Actor, now: datetime | None = None) -> None:
    """From the day somebody says that she is under 18 it stays so, until a second person says yes to its end."""
    if not says_young(answers) or any(not each.is_over for each in whole(by, case).of_kind(MINOR)):
        return
    part = Part.objects.create(case=case)
    body = body_of(MINOR, now or clock.now(), opaque(by), {}, {})
    write_fields(by, case.ring, part.reference, {BODY: body}, {})


@unaudited("a part of the act that needs it, which is audited")
def use_second_yes(case: Case, act: str, about: str = "", *, by: Actor, on: date) -> None:
    """Refuse an act on the case of somebody under 18 without the yes of a second person; else that yes is used up."""
    found = whole(by, case)  # it binds also who does not read it
    may_go_on.check(by, found, act, about, on)
    if given := yes_to(found, act, about, on=on):
        Part.objects.filter(reference=given.reference).update(ended_on=on)
