"""What an organisation got is noted; and when she took it back, what they answered when they were told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from amparo.casework.actions.hers import show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import write_more
from amparo.casework.actions.referrals import recalled
from amparo.casework.models import Case, Part
from amparo.casework.policies.areas import may_write_part
from amparo.casework.policies.cases import may_accompany
from amparo.casework.policies.referrals import REFERRAL
from amparo.casework.queries.calling_back import ANSWER, CALLED_BACK, GIVEN_OUT, WORDS, Recall, recalls_in
from amparo.casework.queries.cases import opened
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.transfer import KIND as SENT
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer, checked_all
from amparo.vault.actions.fields import Past, write_fields
from amparo.vault.queries.parts import BODY, body_of


@unaudited("a part of an export, which is in the trail of each case")
def note_given_out(case: Case, more: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
    """Note beside her case that an organisation got a list with her in it: which, in which rows, and who allowed it."""
    part = Part.objects.create(case=case)
    body = body_of(GIVEN_OUT, now, opaque(by), {}, more)
    write_fields(by, case.ring, part.reference, {BODY: body}, {})


@unaudited("a part of writing her no, which is audited")
def wait_for_telling(case: Case, parts: Iterable[OpenPart], *, now: datetime) -> None:
    """After her no at the desk: whoever got something is to be told today, also where the case is closed before that.

    On her own page no key is open, so nothing is due there; that her permission ended is what the list of the day asks.
    """
    due = [each.part.reference for each in recalls_in(parts) if each.waits]
    Part.objects.filter(case=case, reference__in=due, ended_on=None, due_on=None).update(due_on=clock.day(now))


@audited("case.part_written", target="case", using=CARE, hourly=True)
def say_answered(
    case: Case, *, reference: str, answer: str, words: str, seen: int, by: Actor, now: datetime | None = None
) -> None:
    """Write what they answered when they were told that she took it back; ``seen``: the number it bore then.

    A file that was still on its way counts as called back with this. It may be written in a case that is over, too: she
    takes back what she allowed on any day. ``Past`` where somebody wrote it meanwhile.
    """
    case = held(case, by)
    may_accompany.check(by)
    found = recall_in(opened(by, case).parts, reference).part
    may_write_part.check(by, found.kind, found.more)
    if found.number != seen:
        raise Past([ANSWER])
    said = checked_all({ANSWER: Answer(answer), WORDS: Answer(words or None)}, found.kind)
    on_its_way = found.kind == SENT and not found.is_over
    more: dict[str, Any] = {"back_on": (now or clock.now()).isoformat(), "back_by": opaque(by)}
    more |= {CALLED_BACK: True} if on_its_way else {}
    write_more(case, replace(found, answers={**found.answers, **said}), more, by=by)
    if found.kind == REFERRAL:
        recalled(case, reference, by=by, now=now)
    Part.objects.filter(case=case, reference=reference, ended_on=None).update(ended_on=clock.day(now))
    show_her_anew(case, by, now=now)


@unaudited("it changes nothing")
def recall_in(parts: Iterable[OpenPart], reference: str) -> Recall:
    """One of those that are to be called back, or were; hidden where it is none."""
    found = next((each for each in recalls_in(parts) if each.part.reference == reference), None)
    if found is None:
        raise Hidden
    return found
