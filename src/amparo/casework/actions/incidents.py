"""What happened to her is written down; the rule decides its kind, and somebody may see it otherwise beside it."""

import secrets
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions import parts
from amparo.casework.actions.holding import CARE, held
from amparo.casework.models import Case, Part
from amparo.casework.queries.incidents import (
    INCIDENT,
    KIND,
    OTHERWISE,
    ROW,
    SURVIVOR,
    as_kept,
    decided_of,
)
from amparo.casework.queries.parts import OpenPart, of_kind, parts_in
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import codes
from amparo.formats.incidents import Answers, Decided, classify
from amparo.vault.actions.fields import Past
from amparo.vault.queries.fields import fields_of

QUESTIONS = tuple(each.name for each in fields(Answers))  # of the rule, in its order


@unaudited("add_part writes it into the trail")
def add_incident(case: Case, *, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None) -> Part:
    """Write down what happened. It gets random names of its own, under which a table may count it one day."""
    with transaction.atomic(using=CARE):
        case = held(case, by)
        names = {ROW: secrets.token_hex(8), SURVIVOR: _survivor(case, by) or secrets.token_hex(8)}
        return parts.add_part(case, kind=INCIDENT, answers=answers, by=by, more=names, now=now)


@unaudited("change_part writes it into the trail")
def answer_question(
    case: Case, *, reference: str, question: int, answer: str, by: Actor, now: datetime | None = None
) -> Decided:
    """Answer one of the six questions, and decide by the rule of today.

    ``Past`` where another question comes now: somebody else answered meanwhile, and nothing is written over.
    """
    with transaction.atomic(using=CARE):
        decided = decided_of(parts.get_part(held(case, by), reference, INCIDENT, by=by))
        if decided.question != question:
            raise Past([str(question)])
        said = replace(decided.answers, **{QUESTIONS[question - 1]: answer})
        return _keep(case, reference, classify(said), by, now)


@unaudited("change_part writes it into the trail")
def begin_again(case: Case, *, reference: str, by: Actor, now: datetime | None = None) -> Decided:
    """Take the six answers back, to ask them again."""
    return _keep(case, reference, classify(Answers()), by, now)


@unaudited("change_part writes it into the trail")
def see_otherwise(
    case: Case, *, reference: str, core_type: str, reason: str, seen: str, by: Actor, now: datetime | None = None
) -> None:
    """Say that it was of another kind, and why; without a kind, say so no more. What the rule says stays beside it.

    ``seen`` is the mark of what stood there; ``Past`` where somebody wrote something else meanwhile.
    """
    if core_type and (core_type not in {each.code for each in codes("core_type")} or not reason.strip()):
        raise ValueError("a kind of the list core_type, and why")
    with transaction.atomic(using=CARE):
        found = parts.get_part(held(case, by), reference, INCIDENT, by=by)
        if mark_of(found) != seen:
            raise Past([OTHERWISE])
        said = {"core_type": core_type, "reason": reason, "by": opaque(by), "on": clock.day(now).isoformat()}
        _change(case, reference, {OTHERWISE: said if core_type else None}, by, now)


@unaudited("it changes nothing")
def mark_of(found: OpenPart) -> str:
    """A mark of how somebody sees it otherwise, for the page on which that is changed."""
    kept = found.more.get(OTHERWISE) or {}
    return digest_of(Answer(f"{kept.get('core_type', '')}|{kept.get('reason', '')}|{kept.get('by', '')}"))


def _keep(case: Case, reference: str, decided: Decided, by: Actor, now: datetime | None) -> Decided:
    _change(case, reference, {KIND: as_kept(decided)}, by, now)
    return decided


def _change(case: Case, reference: str, more: Mapping[str, Any], by: Actor, now: datetime | None) -> None:
    parts.change_part(case, reference=reference, kind=INCIDENT, answers={}, by=by, more=more, now=now)


def _survivor(case: Case, by: Actor) -> str:
    """Her random name in tables: the same in each incident of this case."""
    rows = list(Part.objects.filter(case=case))
    kept = fields_of(by, case.ring, [each.reference for each in rows])
    return next((str(each.more[SURVIVOR]) for each in of_kind(parts_in(case, rows, kept), INCIDENT)), "")
