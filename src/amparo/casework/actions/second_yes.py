"""The yes of a second person, where she is under 18. The trail says that a case was written in, never which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, end_part, get_part
from amparo.casework.actions.young import use_second_yes
from amparo.casework.models import Case, Part
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.young import GROWN, MINOR, YES, asked_for, may_be_grown, may_say_yes
from amparo.casework.queries.cases import get_case, opened
from amparo.casework.queries.parts import PERMISSION
from amparo.casework.queries.young import hands_of, owner_of
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code


@unaudited("it adds a part, which is audited")
def ask(
    case: Case, *, act: str, about: str = "", answers: Mapping[str, Answer], by: Actor, now: datetime | None = None
) -> None:
    """Ask for the yes of a second person to one act; where it is asked for already, that stays."""
    if act not in by_code("young_act"):
        raise ValueError("no act of the list young_act")
    found = opened(by, get_case(by, case.reference))
    if not asked_for(found, act, about):
        allowed = next((each for each in found.of_kind(PERMISSION) if each.reference == about), None)
        of = allowed.more["content"] if allowed else []
        more = {"act": act, "about": about, "of": of, "owner": owner_of(found.case)}
        add_part(case, kind=YES, answers=answers, more=more, by=by, now=now)


@audited("case.part_written", target="case", using=CARE, hourly=True)
def answer(
    case: Case, *, reference: str, yes: bool, answers: Mapping[str, Answer], by: Any, now: datetime | None = None
) -> None:
    """Say yes, or not yet: never who asked, and never out of the same hands."""
    case, on = held(case, by), clock.day(now)
    asked = get_part(case, reference, YES, by=by)
    may_say_yes.check(by, asked, opaque(by), hands_of(asked.by), owner_of(case))
    said = {"yes_by" if yes else "no_by": opaque(by), "said_on": on.isoformat()}
    change_part(case, reference=reference, kind=YES, answers=answers, more=said, by=by, now=now)
    if not yes:
        end_part(case, reference=reference, by=by, now=now)


@audited("case.part_written", target="case", using=CARE, hourly=True)
def end_young(case: Case, *, by: Actor, now: datetime | None = None) -> None:
    """She is of age by now, or never was younger: what belongs to somebody under 18 ends, with a second yes."""
    case, on = held(case, by), clock.day(now)
    may_write_part.check(by, MINOR, {})
    may_be_grown.check(by, opened(by, case).answers)
    use_second_yes(case, GROWN, by=by, on=on)
    for each in opened(by, case).of_kind(MINOR):
        Part.objects.filter(reference=each.reference).update(ended_on=on)
