"""What is to be done for her is written down, changed, done. What reaches her needs that she said how, each time."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.cases import write_answers
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, check_more, end_part, get_part, guards
from amparo.casework.models import Case, Part
from amparo.casework.policies.tasks import may_reach
from amparo.casework.queries.reaching import reach_now
from amparo.casework.queries.reading import reading_of
from amparo.casework.queries.tasks import EVERY, TASK, contacts, kind_of, reaches_her
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import by_code
from amparo.formats.safe_contact import NO
from amparo.vault.actions.fields import Past
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.parts import past_in

WHO, DUE, STOP = "task_who", "task_due", "stop"
PLANNED = {"task_kind", "task_what"}
WRITTEN = "a part of a case, whose act is audited"


@unaudited("it changes nothing")
def check_reach(case: Case, answers: Mapping[str, Answer], by: Actor, now: datetime) -> None:
    """Refuse a task that reaches her where it is not known how, or not allowed: on every way that leads to it."""
    if reaches_her(answers) and contacts(answers):
        may_reach.check(by, kind_of(answers), reach_now(by, case, now=now))


guards[TASK] = check_reach


@unaudited(WRITTEN)
def add_task(
    case: Case,
    *,
    answers: Mapping[str, Answer],
    by: Actor,
    who: str,
    due_on: date,
    every: int = 0,
    now: datetime | None = None,
) -> Part:
    """Plan something. ``who``: the opaque name of one who reads the case; ``every``: so many days, or 0 for once."""
    check_asked(answers)
    check_who(case, who, kind_of(answers))
    more = {"who": who, "every": checked_every(every)}
    return add_part(case, kind=TASK, answers=answers, by=by, more=more, due_on=due_on, now=now)


@unaudited(WRITTEN)
def change_task(
    case: Case,
    *,
    reference: str,
    answers: Mapping[str, Answer],
    by: Actor,
    was: Mapping[str, str],
    who: str,
    due_on: date,
    every: int = 0,
    now: datetime | None = None,
) -> None:
    """Change it; ``Past`` where somebody changed the same meanwhile: its words, who does it, or its day."""
    check_asked(answers)
    with transaction.atomic(using=CARE):
        found = get_part(case, reference, TASK, by=by)
        standing = {WHO: str(found.more.get("who", "")), DUE: str(found.part.due_on or "")}
        plan, past = _brought_together(standing, {WHO: who, DUE: str(due_on)}, was)
        past += past_in(found, answers, was)
        if past:
            raise Past(past)
        check_who(case, plan[WHO], kind_of({**found.answers, **answers}))
        more, due = {"who": plan[WHO], "every": checked_every(every)}, date.fromisoformat(plan[DUE])
        change_part(
            case, reference=reference, kind=TASK, answers=answers, by=by, was=was, more=more, due_on=due, now=now
        )


def _brought_together(
    standing: Mapping[str, str], wanted: Mapping[str, str], was: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """What she did not change stays as it stands now; and which of these both changed, each another way."""
    plan, past = dict(wanted), []
    for name, value in standing.items():
        if was.get(name) == digest_of(Answer(wanted[name])):
            plan[name] = value or wanted[name]
        elif was.get(name) not in {None, digest_of(Answer(value))} and wanted[name] != value:
            past.append(name)
    return plan, past


@unaudited(WRITTEN)
def finish_task(
    case: Case,
    *,
    reference: str,
    outcome: str,
    told: str,
    by: Actor,
    next_on: date | None = None,
    now: datetime | None = None,
) -> Part | None:
    """Say what came of it, and plan the following one where there is one.

    That she asked us to stop is written where everybody looks before reaching out: from then on nobody does. Where she
    goes with us no more it can be ended, and nothing is written beside.
    """
    with transaction.atomic(using=CARE):
        found = get_part(case, reference, TASK, by=by)
        if outcome not in outcomes_for(found.answers):
            raise ValueError("no outcome of the list task_outcome for such a task")
        if told or next_on:
            check_more(held(case, by), by, now)
        answers = {"task_outcome": Answer(outcome), **({"task_told": Answer(told)} if told else {})}
        change_part(
            case, reference=reference, kind=TASK, answers=answers, by=by, was=standing_of(found.answers),
            more={"done_by": opaque(by)}, even_stopped=True, now=now,
        )  # fmt: skip
        end_part(case, reference=reference, by=by, now=now)
        if outcome == STOP:
            _stop(case, by=by, now=now)
            return None
        if next_on is None:
            return None
        again = {code: each for code, each in found.answers.items() if code in PLANNED}
        who, every = str(found.more.get("who", opaque(by))), int(found.more.get("every", 0))
        return add_task(case, answers=again, by=by, who=who, due_on=next_on, every=every, now=now)


@unaudited("it changes nothing")
def standing_of(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Of each answer the digest of what stands there: who marks a thing done has it on her page."""
    return {code: digest_of(each) for code, each in answers.items()}


@unaudited("it changes nothing")
def outcomes_for(answers: Mapping[str, Answer]) -> list[str]:
    """What may come of such a task."""
    wanted = "her" if reaches_her(answers) else "paper"
    return [code for code, each in by_code("task_outcome").items() if wanted in each.more["of"]]


@unaudited("it changes nothing")
def check_asked(answers: Mapping[str, Answer]) -> None:
    """What came of it is said by ``finish_task`` alone."""
    if not set(answers) <= PLANNED:
        raise ValueError("only what is planned")


@unaudited("it changes nothing")
def check_who(case: Case, who: str, kind: str) -> None:
    """Only who reads the case does something in it, and of some kind that there is."""
    if who not in {opaque(each.user) for each in reading_of(case).people if each.user_id}:
        raise ValueError("only who reads the case")
    if kind not in by_code("task_kind"):
        raise ValueError("no kind of the list task_kind")


@unaudited("it changes nothing")
def checked_every(every: int) -> int:
    """So many days, or 0 for once."""
    if every not in EVERY:
        raise ValueError("every so many days, as the list says")
    return every


def _stop(case: Case, *, by: Actor, now: datetime | None) -> None:
    """«Do not contact me», as the last word of how to reach her."""
    kept: Any = fields_of(by, case.ring, [case.reference])[case.reference].get("contact_ways")
    seen = {"contact_ways": kept.number if kept else 0}
    no = {"contact_ways": Answer((NO,))}
    write_answers(case, answers=no, seen=seen, by=by, even_stopped=True, now=now or clock.now())
