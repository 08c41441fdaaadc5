"""A conversation about force and deceit is written down, and a second person looks before anything is offered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions import parts
from amparo.casework.actions.holding import CARE, held
from amparo.casework.models import Case, Part
from amparo.casework.policies.screens import may_look_again, may_screen
from amparo.casework.queries.parts import OpenPart, first_of
from amparo.casework.queries.screens import SCREEN, SECOND, answers_mark
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer
from amparo.vault.actions.fields import Past


@unaudited("add_part writes it into the trail")
def add_screen(case: Case, *, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None) -> Part:
    """Write down what she told. With no answer at all it says that there was nothing to mark."""
    with transaction.atomic(using=CARE):
        case = held(case, by)
        may_screen.check(by, case)
        return parts.add_part(case, kind=SCREEN, answers=answers, by=by, now=now)


@unaudited("change_part writes it into the trail")
def change_screen(case: Case, *, by: Actor, **more: Any) -> OpenPart:
    """Change what stands there."""
    with transaction.atomic(using=CARE):
        case = held(case, by)
        may_screen.check(by, case)
        return parts.change_part(case, by=by, **more)


@unaudited("change_part writes it into the trail")
def look_again(
    case: Case, *, reference: str, agrees: bool, words: str, seen: str, by: Actor, now: datetime | None = None
) -> None:
    """Say, as the second person, whether another conversation may be offered.

    ``seen`` is the mark of the answers that she looked at; ``Past`` where they changed meanwhile.
    """
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found = parts.get_part(case, reference, SCREEN, by=by)
        may_look_again.check(by, case, first_of(found))
        if answers_mark(found) != seen:
            raise Past([SECOND])
        said = {"agrees": agrees, "words": words, "by": opaque(by), "on": clock.day(now).isoformat(), "of": seen}
        parts.change_part(case, reference=reference, kind=SCREEN, answers={}, by=by, more={SECOND: said}, now=now)
