"""Something is told without her yes: asked for, answered by a second person, written down, and told to her.

The program sends nothing. The trail says that a case was written in, never that it was this.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from amparo.casework.actions.hers import show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, check_more, end_part, get_part
from amparo.casework.models import OVER, Case, Part
from amparo.casework.policies.notices import HER_WORDS, NOTICE, may_answer_notice, may_ask_to_tell, may_write_told
from amparo.casework.queries.parts import first_of
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, by_section


@audited("case.part_written", target="case", using=CARE, hourly=True)
def ask_to_tell(case: Case, *, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None) -> Part:
    """Ask a second person. It stays as it was asked; whoever wants it otherwise takes it back and asks anew."""
    case, on = held(case, by), clock.day(now)
    _only(answers, "notice")
    may_ask_to_tell.check(by, answers, on)
    return add_part(case, kind=NOTICE, answers=answers, by=by, due_on=on, now=now)


@audited("case.part_written", target="case", using=CARE, hourly=True)
def answer_notice(
    case: Case, *, reference: str, yes: bool, answers: Mapping[str, Answer], by: Any, now: datetime | None = None
) -> None:
    """Say yes, or no; from a yes on it stands on her own page."""
    case, on = held(case, by), clock.day(now)
    _only(answers, "answer")
    notice = get_part(case, reference, NOTICE, by=by)
    may_answer_notice.check(by, case, notice, first_of(notice), yes)
    more = {"yes_by" if yes else "no_by": opaque(by), "said_on": on.isoformat()}
    due: date | None = date.fromisoformat(notice.said("she_by")) if yes else None
    change_part(case, reference=reference, kind=NOTICE, answers=answers, more=more, due_on=due, by=by, now=now)
    if not yes:
        end_part(case, reference=reference, by=by, now=now)
    show_her_anew(case, by, now=now)


@audited("case.part_written", target="case", using=CARE, hourly=True)
def write_told(
    case: Case, *, reference: str, answers: Mapping[str, Answer], was: Mapping[str, str], by: Actor,
    now: datetime | None = None,
) -> None:  # fmt: skip
    """When it was told, and when she was. Until she was, it is something to do, also where the case is over."""
    case, on = held(case, by), clock.day(now)
    _only(answers, "told")
    notice = get_part(case, reference, NOTICE, by=by)
    may_write_told.check(by, notice, answers, on)
    if answers.get(HER_WORDS, Answer()).is_there:
        check_more(case, by, now)
    her_day = {**notice.answers, **answers}.get("she_told_on", Answer()).value
    due: Any = None if her_day else notice.part.due_on or on
    change_part(
        case, reference=reference, kind=NOTICE, answers=answers, was=was, due_on=due, by=by, now=now,
        even_closed=case.state in OVER,
    )  # fmt: skip
    show_her_anew(case, by, now=now)


def _only(answers: Mapping[str, Answer], section: str) -> None:
    """What was asked for is changed by no later page."""
    if not set(answers) <= set(by_section(NOTICE)[section].codes):
        raise ValueError(f"{NOTICE}: an answer that is not of the section {section}.")
