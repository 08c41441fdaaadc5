"""What belongs to a case is added, changed, ended. The trail says that a case was written in, never which part."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from amparo.casework.actions.coded import count_again
from amparo.casework.actions.holding import CARE, held
from amparo.casework.models import Case, Part
from amparo.casework.policies.areas import ONLY, areas_of, may_write_part
from amparo.casework.policies.cases import may_change
from amparo.casework.policies.stopping import is_more_of_her, may_write_more
from amparo.casework.queries.parts import OpenPart, is_hers, open_part
from amparo.casework.queries.permissions import has_stopped_now
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer, checked_all
from amparo.formats.codes import by_code
from amparo.vault.actions.fields import Past, write_fields
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.parts import BODY, body_of, past_in

COUNTED = {"permission", "incident"}  # what may change whether and how a case is counted
# By kind: what refuses a part, whichever way leads to it. A guard is given the case, the answers as they would stand,
# who writes, and the moment.
guards: dict[str, Callable[[Case, Mapping[str, Answer], Actor, datetime], None]] = {}


@audited("case.part_written", target="case", using=CARE, hourly=True)
def add_part(
    case: Case,
    *,
    kind: str,
    answers: Mapping[str, Answer],
    by: Actor,
    more: Mapping[str, Any] | None = None,
    due_on: date | None = None,
    even_closed: bool = False,
    now: datetime | None = None,
) -> Part:
    """Add something to a case; its answers are checked against the questions of its kind.

    ``even_closed``: what is about the case itself, such as who reads it, is written when it is closed, too.
    """
    if kind not in by_code("case_part"):
        raise ValueError("no kind of the list case_part")
    case, on = held(case, by), clock.day(now)
    if not even_closed:
        may_change.check(by, case)
    may_write_part.check(by, kind, more or {})
    if is_more_of_her(kind):
        check_more(case, by, now)
    _guard(case, kind, checked_all(answers, kind), by, now)
    part = Part.objects.create(case=case, due_on=due_on)
    body = body_of(kind, now or clock.now(), opaque(by), checked_all(answers, kind), more or {})
    write_fields(by, case.ring, part.reference, {BODY: body}, {})
    if not even_closed:
        _touch(case, on)
    _count(case, kind, by, now)
    return part


@audited("case.part_written", target="case", using=CARE, hourly=True)
def change_part(
    case: Case,
    *,
    reference: str,
    kind: str,
    answers: Mapping[str, Answer],
    by: Actor,
    was: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
    due_on: Any = ...,
    even_stopped: bool = False, even_closed: bool = False,
    now: datetime | None = None,
) -> OpenPart:  # fmt: skip
    """Change some answers of a part, and what else is named.

    ``was`` has of each answer the digest of what stood on her page; ``fields.Past``, and nothing is kept, where
    somebody changed one of these meanwhile. What others changed beside it stays. ``even_stopped``: it says no more
    of her, such as that a task is done. ``even_closed``: as with ``add_part``.
    """
    case = held(case, by)
    if not even_closed:
        may_change.check(by, case)
    found = get_part(case, reference, kind, by=by)
    may_write_part.check(by, kind, found.more)
    if is_more_of_her(kind) and not even_stopped:
        check_more(case, by, now)
    if (more or {}).get(ONLY, found.more.get(ONLY)) != found.more.get(ONLY):
        raise ValueError("for whom a part is, stays as it was")
    if past := past_in(found, checked_all(answers, kind), was or {}):
        raise Past(past)
    at, said = found.at or now or clock.now(), {**found.answers, **answers}
    _guard(case, kind, said, by, now)
    body = body_of(kind, at, found.by, said, {**found.more, **(more or {})})
    write_fields(by, case.ring, reference, {BODY: body}, {BODY: found.number})
    if due_on is not ...:
        Part.objects.filter(reference=reference).update(due_on=due_on)
    if not even_closed:
        _touch(case, clock.day(now))
    _count(case, kind, by, now)
    return found


@unaudited("a part of an act, which is audited")
def write_more(case: Case, found: OpenPart, more: Mapping[str, Any], *, by: Actor) -> None:
    """Write beside a part what is no answer of hers, also where the case is closed: that somebody looked at it."""
    at = found.at or clock.now()
    body = body_of(found.kind, at, found.by, found.answers, {**found.more, **more})
    write_fields(by, case.ring, found.reference, {BODY: body}, {BODY: found.number})


@audited("case.part_written", target="case", using=CARE, hourly=True)
def end_part(
    case: Case, *, reference: str, by: Actor, ended: bool = True, even_closed: bool = False, now: datetime | None = None
) -> None:
    """Say that it is done, or that it is not after all."""
    case = held(case, by)
    if not even_closed:
        may_change.check(by, case)
    found = _part_of(case, reference, by)
    may_write_part.check(by, found.kind, found.more)
    _guard(case, found.kind, found.answers, by, now)
    Part.objects.filter(case=case, reference=reference).update(ended_on=clock.day(now) if ended else None)
    _touch(case, clock.day(now))
    count_again(case, by=by, now=now)


@unaudited("a part of an act, which is audited")
def get_part(case: Case, reference: str, kind: str, *, by: Actor) -> OpenPart:
    """One part of a case of hers, opened; hidden where it is of another case or kind, or she does not read it."""
    found = _part_of(case, reference, by)
    if found.kind != kind:
        raise Hidden
    return found


def _part_of(case: Case, reference: str, by: Actor) -> OpenPart:
    """One part of a case of hers, of whatever kind; hidden where her key does not open it, or her roles do not."""
    part = Part.objects.filter(case=case, reference=reference).first()
    if part is None:
        raise Hidden
    found = open_part(part, fields_of(by, case.ring, [reference])[reference].get(BODY))
    if not found.kind or not is_hers(by, found, areas_of(by)):
        raise Hidden
    return found


@unaudited("it changes nothing")
def check_more(case: Case, by: Actor, now: datetime | None) -> None:
    """Refuse more of her where she said that we do not go with her; asked anew, while the case is held."""
    may_write_more.check(by, case, has_stopped_now(by, case, now=now or clock.now()))


def _guard(case: Case, kind: str, answers: Mapping[str, Answer], by: Actor, now: datetime | None) -> None:
    if kind in guards:
        guards[kind](case, answers, by, now or clock.now())


def _count(case: Case, kind: str, by: Actor, now: datetime | None) -> None:
    if kind in COUNTED:
        count_again(case, by=by, now=now)


def _touch(case: Case, on: date) -> None:
    Case.objects.filter(pk=case.pk).update(last_on=on)
