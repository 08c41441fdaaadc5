"""What belongs to a legal matter is added, changed, ended. The trail says that it was written in, never which part."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all
from amparo.formats.codes import by_code
from amparo.legal.representation.actions.coded import count_again
from amparo.legal.representation.models import Matter, MatterPart
from amparo.legal.representation.policies import may_file, may_write_part
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, opened
from amparo.legal.representation.queries.parts import OpenPart
from amparo.vault.actions.fields import Past, write_fields
from amparo.vault.queries.parts import BODY, body_of, past_in

CARE = "default"
PARTY = "party"  # the kind of a side
type Guard = Callable[[OpenMatter, Mapping[str, Answer], Mapping[str, Any], Actor, datetime], None]
# By kind: what refuses a part, whichever way leads to it. A guard is given the open matter, the answers as they would
# stand, what is no answer, who writes, and the moment. An app above fills in its own kinds.
guards: dict[str, Guard] = {"filing": lambda found, said, more, by, now: may_file.check(by, found, said)}
# By kind: which answer is the day on which something is due, so that the desk and a calendar show it; and how many days
# before it is to be seen: before a protection ends somebody has to ask for more. An app above fills in its own kinds.
DUE = {"hearing": "hearing_on", "compliance": "compliance_on", "decision": "decision_protects_until"}
BEFORE = {"decision": 14}
# By kind: what refuses a change of a part, which is given as it stands, with the answers as they would stand.
stays: dict[str, Callable[[OpenPart, Mapping[str, Answer]], None]] = {}
# What is done once something was written: each is given the open matter as it is then, who wrote, and the moment.
afterwards: list[Callable[[OpenMatter, Actor, datetime], None]] = []
# The same once who the sides are was written.
when_sides_change: list[Callable[[OpenMatter, Actor, datetime], None]] = []


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def add_part(
    matter: Matter,
    *,
    kind: str,
    answers: Mapping[str, Answer],
    by: Actor,
    more: Mapping[str, Any] | None = None,
    due_on: date | None = None,
    now: datetime | None = None,
) -> MatterPart:
    """Add something to a matter; its answers are checked against the questions of its kind (``content/legal``)."""
    if kind not in by_code("matter_part"):
        raise ValueError("no kind of the list matter_part")
    moment = now or clock.now()
    found = opened(by, held := get_matter(by, matter.reference, held=True))
    said = checked_all(answers, kind)
    _check(found, kind, said, more or {}, by, moment)
    part = write_part(held, kind, said, by, moment, more)
    if day_due := due_on or _due(kind, said):
        MatterPart.objects.filter(pk=part.pk).update(due_on=day_due)
    _after(held, by, moment, kind)
    return part


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def change_part(
    matter: Matter,
    *,
    reference: str,
    kind: str,
    answers: Mapping[str, Answer],
    by: Actor,
    was: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
    due_on: Any = ...,
    now: datetime | None = None,
) -> OpenPart:
    """Change some answers of a part, and what else is named.

    ``was`` has of each answer the digest of what stood on her page; ``fields.Past``, and nothing is kept, where
    somebody changed one of these meanwhile.
    """
    moment = now or clock.now()
    held = get_matter(by, matter.reference, held=True)
    found = opened(by, held)
    part = found.part(reference, kind)
    if past := past_in(part, checked_all(answers, kind), was or {}):
        raise Past(past)
    said = {**part.answers, **checked_all(answers, kind)}
    if kind in stays:
        stays[kind](part, said)
    beside = {**part.more, **(more or {})}
    _check(found, kind, said, beside, by, moment)
    body = body_of(kind, part.at or moment, part.by, said, beside)
    write_fields(by, held.ring, reference, {BODY: body}, {BODY: part.number})
    if due_on is not ... or kind in DUE:
        day_now = _due(kind, said) if due_on is ... else due_on
        MatterPart.objects.filter(reference=reference).update(due_on=day_now)
    _after(held, by, moment, kind)
    return part


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def end_part(matter: Matter, *, reference: str, by: Actor, ended: bool = True, now: datetime | None = None) -> None:
    """Say that it is done, or that it is not after all."""
    moment = now or clock.now()
    held = get_matter(by, matter.reference, held=True)
    found = opened(by, held)
    part = found.part(reference)
    may_write_part.check(by, held, part.kind, found.is_clear)
    MatterPart.objects.filter(matter=held, reference=reference).update(ended_on=clock.day(moment) if ended else None)
    _after(held, by, moment, part.kind)


@unaudited("a part of an act, which is audited and has asked")
def write_part(
    matter: Matter,
    kind: str,
    answers: Mapping[str, Answer],
    by: Actor,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> MatterPart:
    """Write something that the house writes itself, such as how a matter ended, whatever else is open or shut."""
    part = MatterPart.objects.create(matter=matter)
    body = body_of(kind, now, opaque(by), checked_all(answers, kind), more or {})
    write_fields(by, matter.ring, part.reference, {BODY: body}, {})
    return part


@unaudited("a part of writing, which is audited")
def tell_after(matter: Matter, by: Actor, now: datetime) -> None:
    """What has to be done once something of a matter was written, by whichever act."""
    _after(matter, by, now)


def _check(
    found: OpenMatter, kind: str, said: Mapping[str, Answer], more: Mapping[str, Any], by: Actor, now: datetime
) -> None:
    may_write_part.check(by, found.matter, kind, found.is_clear)
    if kind in guards:
        guards[kind](found, said, more, by, now)


def _due(kind: str, said: Mapping[str, Answer]) -> date | None:
    given = said.get(DUE.get(kind, ""), Answer()).value
    return date.fromisoformat(str(given)) - timedelta(days=BEFORE.get(kind, 0)) if given else None


def _after(matter: Matter, by: Actor, now: datetime, kind: str = "") -> None:
    Matter.objects.filter(pk=matter.pk).update(last_on=clock.day(now))
    found = opened(by, matter)
    for each in [*(when_sides_change if kind == PARTY else ()), *afterwards]:
        each(found, by, now)
    count_again(found, by=by, now=now)
