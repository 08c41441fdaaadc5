"""Clocks of a matter: counted by a rule, or a day that a paper names; anew when a rule or a calendar changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.deadlines.counting import NOT_IN_FORCE, Computed
from amparo.legal.deadlines.queries import House, house_now
from amparo.legal.representation.actions.parts import CARE, add_part, change_part
from amparo.legal.representation.models import Matter, MatterPart
from amparo.legal.representation.queries.deadlines import KIND, computed_of, sentence_of, to_recount
from amparo.legal.representation.queries.matters import get_matter, opened

BATCH = 500


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def count(
    matter: Matter,
    *,
    rule: str,
    trigger: str,
    by: Actor,
    paper: str = "",
    place: str = "",
    house: House | None = None,
    now: datetime | None = None,
) -> MatterPart:
    """Count a clock by a rule from a day, a moment or a month; what comes first of all readings is the day it is due.

    A rule that was not in force then is refused with a sentence that names the one that was.
    """
    moment = now or clock.now()
    more = {"rule": rule, "trigger": trigger, "place": place}
    found = computed_of(more, house or house_now(), today=clock.day(moment))
    if found is None or found.state == NOT_IN_FORCE:
        raise Denied(sentence_of(found))
    answers = {"deadline_paper": Answer(paper.strip() or None)}
    return add_part(matter, kind=KIND, answers=answers, by=by, more=more, due_on=due_of(found), now=now)


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def note_day(
    matter: Matter, *, what: str, on: date, by: Actor, paper: str = "", now: datetime | None = None
) -> MatterPart:
    """A day that a paper names: nothing is counted, the paper is."""
    answers = {"deadline_what": Answer(what.strip()), "deadline_from": Answer(on.isoformat()),
               "deadline_paper": Answer(paper.strip() or None)}  # fmt: skip
    return add_part(matter, kind=KIND, answers=answers, by=by, due_on=on, now=now)


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def prove(matter: Matter, *, reference: str, words: str, by: Actor, now: datetime | None = None) -> None:
    """What proves that it was done in time."""
    answers: Mapping[str, Answer] = {"deadline_done": Answer(words.strip() or None)}
    standing = opened(by, get_matter(by, matter.reference)).part(reference, KIND)
    change_part(matter, reference=reference, kind=KIND, answers=answers, by=by, now=now,
                due_on=standing.part.due_on, was=digests_of(standing))  # fmt: skip


@unaudited("it changes nothing")
def digests_of(part: Any) -> dict[str, str]:
    """What stands there now, for a change of what nobody else writes."""
    return {code: digest_of(each) for code, each in part.answers.items()}


@unaudited("it changes nothing")
def due_of(found: Computed) -> date | None:
    """The day before whose end to act; None where nobody knows how long there is."""
    return found.safe_on


@audited("matters.recounted", target="by", using=CARE)
def recompute(*, by: Actor, now: datetime | None = None) -> int:
    """Count every clock of hers anew whose rule or calendar changed since; how many got another day.

    A clock that is counted by hand, or is done, stays. It is done when she opens her desk, and needs her key.
    """
    today, house = clock.day(now), house_now()
    moved: dict[date, list[int]] = {}  # by their new day: an update for each clock would take longer than counting them
    matters, clocks = to_recount(by, house.digest)
    for part, more in clocks:
        found = computed_of(more, house, today=today)
        on = due_of(found) if found is not None else part.due_on
        if on is not None and on != part.due_on:
            moved.setdefault(on, []).append(part.pk)
    for on, keys in moved.items():
        for start in range(0, len(keys), BATCH):
            MatterPart.objects.filter(pk__in=keys[start : start + BATCH]).update(due_on=on)
    for start in range(0, len(matters), BATCH):
        rows = Matter.objects.filter(pk__in=matters[start : start + BATCH])
        rows.update(counted_with=house.digest)
    return sum(len(keys) for keys in moved.values())
