"""A child's record: written with the mother, opened by whoever minds the child, gone some weeks after the last stay."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from amparo.access.alternative_care.actions.letting_in import CARE, let_in_where_it_stays
from amparo.access.alternative_care.models import Child, ProtectionNote
from amparo.access.alternative_care.policies import may_begin, may_mind, may_protect
from amparo.access.alternative_care.queries.children import (
    COLLECT,
    OpenChild,
    get_child,
    opened,
    protecting,
)
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import CHILD, Answer, checked_all
from amparo.formats.fold import fold
from amparo.vault.actions.fields import write_fields
from amparo.vault.actions.rings import begin_ring, shred_ring
from amparo.vault.actions.sending import lock_note
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.opened import opened_by
from amparo.vault.queries.readers import reader_of

EXPIRY = "house.expiry"  # the nightly job


@audited("child.begun", using=CARE)
def begin_child(*, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None) -> Child:
    """Begin a record: sealed to whoever begins it and to child protection; who minds the child is let in with a stay.

    Its lock is its own. It is made from nothing of the mother's, and nothing of hers is written here.
    """
    may_mind.check(by)
    opened_by(by)
    own: Any = reader_of(by)
    may_begin.check(by, own)
    ring, _seed = begin_ring({each.pk: each for each in (own, *protecting())}.values())
    child = Child.objects.create(ring=ring, made_on=clock.day(now), last_on=clock.day(now))
    _write(child, answers, {}, by)
    return child


@audited("child.opened", target="child", using=CARE, hourly=True)
def open_child(child: Child, *, by: Actor, now: datetime) -> OpenChild:
    """Open a record. Whoever minds where the child stays is let in, where she is not yet."""
    may_mind.check(by)
    found = opened(by, child)
    let_in_where_it_stays(child, by=by, now=now)
    return found


@audited("child.written", target="child", using=CARE, hourly=True)
def write_answers(child: Child, *, answers: Mapping[str, Answer], seen: Mapping[str, int], by: Actor) -> None:
    """Write what is known; ``fields.Past``, and nothing is kept, where somebody wrote one of these meanwhile."""
    _write(get_child(by, child.reference, held=True), answers, seen, by)


@audited("child.collector_added", target="child", using=CARE)
def add_collector(child: Child, *, name: str, word: str, shows: str, until: date, by: Actor) -> None:
    """One more who may collect, until a day: a name used, a word she says, and what she shows."""
    if not name.strip() or not fold(word).strip():
        raise ValueError("whoever collects has a name and a word")
    rows, seen, child = _collectors(child, by)
    rows.append({"name": name.strip(), "word": word.strip(), "shows": shows.strip(), "until": until.isoformat()})
    write_fields(by, child.ring, child.reference, {COLLECT: rows}, {COLLECT: seen})


@audited("child.collector_ended", target="child", using=CARE)
def end_collector(child: Child, *, position: int, by: Actor, today: date) -> None:
    """From today on this person collects no more. Her place in the list stays, so that the others keep theirs.

    What is left are two days ago: where a place lies west of here, it may still be yesterday there.
    """
    rows, seen, child = _collectors(child, by)
    if not 0 <= position < len(rows):
        raise ValueError("nobody has this place in the list")
    rows[position]["until"] = (today - timedelta(days=2)).isoformat()
    write_fields(by, child.ring, child.reference, {COLLECT: rows}, {COLLECT: seen})


def _collectors(child: Child, by: Actor) -> tuple[list[dict[str, str]], int, Child]:
    """The list as it is now, held until the act is over."""
    child = get_child(by, child.reference, held=True)
    kept = fields_of(by, child.ring, [child.reference], names={COLLECT})[child.reference].get(COLLECT)
    return (list(kept.answer) if kept else []), (kept.number if kept else 0), child


@audited("child.protection_noted", target="child", using=CARE)
def note_protection(child: Child, *, text: str, by: Actor, now: datetime | None = None) -> ProtectionNote:
    """What child protection writes of the child's best interest: locked to child protection alone."""
    may_protect.check(by)
    child = get_child(by, child.reference, held=True)
    ring, version, box = lock_note(protecting(), {"text": text.strip()})
    return ProtectionNote.objects.create(child=child, ring=ring, on=clock.day(now), key_version=version, box=box)


@audited("child.destroyed", target="reference", using=CARE)
def destroy_child(reference: str, *, by: Any) -> None:
    """Destroy a record with its stays and notes: because the mother asks for it, or because its time is over."""
    if by == EXPIRY:
        child = Child.objects.select_for_update().get(reference=reference)
    else:
        child = get_child(by, reference, held=True)
    rings = [child.ring, *child.notes.values_list("ring", flat=True)]
    child.delete()
    for ring in rings:
        shred_ring(ring)


@unaudited("a part of an act, which is audited")
def _write(child: Child, answers: Mapping[str, Answer], seen: Mapping[str, int], by: Actor) -> None:
    data = {code: each.as_data() for code, each in checked_all(answers, CHILD).items()}
    write_fields(by, child.ring, child.reference, data, seen)
