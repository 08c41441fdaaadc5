"""Keeping a case from being destroyed: two people who read it say so, and two people end it before its day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from amparo.casework.actions.cases import for_good
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part
from amparo.casework.models import Case, Hold
from amparo.casework.policies.exports import may_agree_to_hold, may_hold
from amparo.casework.queries.holds import why_not_destroy as why_not
from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_of
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.models import random_reference
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.queries.opened import opened_by

KIND = "hold"


@unaudited("it changes nothing")
def why_not_destroy(case: Case, on: date | None = None) -> Any:
    """Why a case cannot be destroyed now, in plain words, or None. Needs no key, so that her own page can ask."""
    return why_not(case, on)


@audited("case.hold_asked", target="case", using=CARE)
def ask_to_hold(
    case: Case, *, until: date, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None
) -> Hold:
    """Ask to keep a case until a day. It holds nothing before a second person agrees; why, is sealed with the case."""
    opened_by(by)
    case = held(case, by)
    for_good(case, by)
    may_hold.check(by, until, clock.day(now))
    hold = Hold(reference=random_reference(), case=case, by=by.reference, until=until)
    add_part(case, kind=KIND, answers=answers, by=by, more={"hold": hold.reference}, even_closed=True, now=now)
    hold.save()
    return hold


@audited("case.hold_agreed", target="case", using=CARE)
def agree_to_hold(case: Case, *, reference: str, by: Actor) -> None:
    """A second person who reads the case agrees: from now on nothing destroys it before that day."""
    hold = _hold(case, reference, by)
    if hold.second:
        raise Hidden
    may_agree_to_hold.check(by, _person(hold.by))
    hold.second = by.reference
    hold.save(update_fields=["second"])


@audited("case.hold_ended", target="case", using=CARE)
def end_hold(case: Case, *, reference: str, by: Actor) -> bool:
    """End a hold before its day: one person asks, a second person ends it. Whether it is over now.

    What nobody has agreed to yet, either of those who read the case takes away alone: it holds nothing.
    """
    hold = _hold(case, reference, by)
    if not hold.second:
        hold.delete()
        return True
    if not hold.lifted_by:
        hold.lifted_by = by.reference
        hold.save(update_fields=["lifted_by"])
        return False
    may_agree_to_hold.check(by, _person(hold.lifted_by))
    hold.delete()
    return True


def _hold(case: Case, reference: str, by: Actor) -> Hold:
    """A hold of a case that she reads without an end, held until the act is over."""
    opened_by(by)
    case = held(case, by)
    for_good(case, by)
    hold = Hold.objects.select_for_update().filter(case=case, reference=reference).first()
    if hold is None:
        raise Hidden
    return hold


def _person(reference: str) -> Any:
    return next(iter(accounts_of(references=[reference])), None)
