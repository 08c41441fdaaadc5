"""What is done with a legal matter. Each act is in the trail to the hour, and names the matter by its opaque name."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import MATTER, Answer, checked_all
from amparo.formats.codes import by_code
from amparo.legal.deadlines.queries import house_now
from amparo.legal.representation.actions.coded import count_again, count_no_more
from amparo.legal.representation.actions.conflicts import know_sides
from amparo.legal.representation.actions.deadlines import recompute
from amparo.legal.representation.actions.parts import CARE, add_part, tell_after, write_part
from amparo.legal.representation.models import CLOSED, Matter
from amparo.legal.representation.policies import (
    FIRST,
    LOOK_FIRST,
    READING,
    may_begin,
    may_change,
    may_close,
    may_leave,
    may_move,
    may_represent,
    may_share,
)
from amparo.legal.representation.queries.deadlines import is_stale
from amparo.legal.representation.queries.desk import Desk, desk_of
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, opened
from amparo.legal.representation.queries.retention import is_due, kept_until
from amparo.vault.actions import letters, rings
from amparo.vault.actions.exclusion import facts_of, give_to_sheets, leave_for_good, was_left_out
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.opened import case_seeds, opened_by
from amparo.vault.queries.readers import reader_of
from amparo.vault.queries.standing import sheets_today

EXPIRY = "house.expiry"  # the nightly job


@audited("matter.begun", using=CARE)
def begin_matter(
    *,
    answers: Mapping[str, Answer],
    by: Actor,
    sides: Sequence[Mapping[str, Answer]] | None = None,
    now: datetime | None = None,
) -> Matter:
    """Begin a matter: of what kind, in which country, and who the sides are. Nothing of what happened yet.

    It is sealed to the lawyer who begins it and to the sheets of paper.
    """
    may_represent.check(by)
    opened_by(by)
    own: Any = reader_of(by)
    may_begin.check(by, own)
    sheets = sheets_today()
    readers = [own, *([sheets.reader] if sheets and sheets.reader.state == "active" else [])]
    matter, _seed = lay_matter(readers=readers, facts={}, owner=by, now=now)
    _write_first(matter, answers, by)
    for each in sides or ():
        add_part(matter, kind="party", answers=each, by=by, now=now)
    return matter


@unaudited("a part of beginning a matter, which is audited")
def lay_matter(
    *, readers: list[Any], facts: Mapping[str, Any], owner: Any, now: datetime | None
) -> tuple[Matter, bytes]:
    """The row of a new matter and its lock, wrapped to these; and its seed, for whoever seals and reads none of it."""
    ring, seed = rings.begin_ring({each.pk: each for each in readers}.values())
    version, box = rings.seal_to(ring, letters.write_facts(dict(facts)))
    on = clock.day(now)
    made = Matter.objects.create(ring=ring, facts=box, facts_version=version, owner=owner, opened_on=on, last_on=on)
    return made, seed


def _write_first(matter: Matter, answers: Mapping[str, Answer], by: Actor) -> None:
    """What may be said before it was looked whether there is a conflict, and nothing else."""
    if set(answers) - FIRST:
        raise Denied(LOOK_FIRST)
    data = {code: each.as_data() for code, each in checked_all(answers, MATTER).items()}
    write_fields(by, matter.ring, matter.reference, data, {})


@audited("matter.opened", target="matter", using=CARE, hourly=True)
def open_matter(matter: Matter, *, by: Actor) -> OpenMatter:
    """Open a matter with her key. Sheets of paper that were made since are let in."""
    held = get_matter(by, matter.reference, held=True)
    seeds = case_seeds(by, held.ring)
    found = opened(by, held, seeds=seeds)
    give_to_sheets(held.ring, facts_of(held, seeds), found.readers, by=by)
    know_sides(found, by=by)
    count_again(found, by=by)
    return found


@audited("matter.written", target="matter", using=CARE, hourly=True)
def write_answers(
    matter: Matter, *, answers: Mapping[str, Answer], seen: Mapping[str, int], by: Actor, now: datetime | None = None
) -> None:
    """Write what is known; ``fields.Past``, and nothing is kept, where somebody wrote one of these meanwhile."""
    held = get_matter(by, matter.reference, held=True)
    may_change.check(by, held)
    if set(answers) - FIRST and not opened(by, held).is_clear:
        raise Denied(LOOK_FIRST)
    data = {code: each.as_data() for code, each in checked_all(answers, MATTER).items()}
    write_fields(by, held.ring, held.reference, data, seen)
    tell_after(held, by, now or clock.now())


@audited("matter.moved", target="matter", using=CARE)
def move(matter: Matter, *, to: str, by: Actor, now: datetime | None = None) -> None:
    """Say where the matter stands now, along the list. Closing it is an act of its own."""
    held = get_matter(by, matter.reference, held=True)
    may_move.check(by, held, to, opened(by, held).is_clear)
    if not by_code("matter_state")[to].more["open"]:
        raise ValueError("closing is an act of its own")
    held.state, held.last_on, held.closed_on, held.keep_until = to, clock.day(now), None, None
    held.save(update_fields=["state", "last_on", "closed_on", "keep_until"])
    tell_after(held, by, now or clock.now())


@audited("matter.closed", target="matter", using=CARE)
def close(matter: Matter, *, outcome: str, words: str, by: Actor, now: datetime | None = None) -> None:
    """Close a matter with how it ended: sealed, as no column tells it. From this day on its time runs."""
    held, moment = get_matter(by, matter.reference, held=True), now or clock.now()
    found = opened(by, held)
    may_move.check(by, held, CLOSED, found.is_clear)
    may_close.check(by, outcome)
    said = {"closure_outcome": Answer(outcome), "closure_words": Answer(words.strip() or None)}
    write_part(held, "matter_closure", said, by, moment)
    on = clock.day(moment)
    held.state, held.last_on, held.closed_on, held.keep_until = CLOSED, on, on, kept_until(found, on)
    held.save(update_fields=["state", "last_on", "closed_on", "keep_until"])
    tell_after(held, by, moment)


@audited("matter.shared", target="matter", using=CARE)
def share(matter: Matter, *, reader: Any, by: Actor) -> None:
    """Let one more lawyer of the house read it; never somebody who was left out."""
    held = get_matter(by, matter.reference, held=True)
    facts = facts_of(held, case_seeds(by, held.ring))
    may_share.check(by, reader, was_left_out(reader, facts, ring=held.ring))
    rings.share_ring(held.ring, reader, by=by)


@audited("matter.assigned", target="matter", using=CARE)
def assign(matter: Matter, *, to: Any, by: Actor) -> None:
    """Say whose it is; only somebody who reads it can be named."""
    held = get_matter(by, matter.reference, held=True)
    if to.pk not in {each.user_id for each in opened(by, held).readers}:
        raise ValueError("only who reads it")
    Matter.objects.filter(pk=held.pk).update(owner=to)


@audited("matter.left", target="matter", using=CARE)
def leave(matter: Matter, *, by: Actor) -> None:
    """Step back from a matter, for good: because she knows one of the sides, or for any other reason."""
    held = get_matter(by, matter.reference, held=True)
    reader: Any = reader_of(by)
    others = [each for each in opened(by, held).readers if each.user_id and each.pk != reader.pk]
    may_leave.check(by, len(others))
    leave_for_good(held, reader, by=by)
    held.owner = None if held.owner_id == by.pk else held.owner
    held.save(update_fields=["facts", "facts_version", "owner"])


@audited("matter.destroyed", target="reference", using=CARE)
def destroy(reference: str, *, by: Any, now: datetime | None = None) -> None:
    """Destroy a matter: because she asks for it, or because its time is over."""
    if by == EXPIRY:
        matter = Matter.objects.select_for_update().get(reference=reference)
        if not is_due(matter, clock.day(now)):
            return
    else:
        matter = get_matter(by, reference, held=True)
        count_no_more(opened(by, matter), by=by)
    with transaction.atomic(using=CARE):
        ring = matter.ring
        matter.delete()
        rings.shred_ring(ring)


@unaudited("it changes nothing")
def may_read_again(ring: str, seeds: dict[int, bytes], reader: Any) -> bool | None:
    """With these seeds out of the sheets: may a ring be wrapped to a reader? None where it locks no matter."""
    matter = Matter.objects.filter(ring=ring).first()
    if matter is None:
        return None
    works = reader.user is not None and reader.user.has_role(*READING)
    return works and not was_left_out(reader, facts_of(matter, seeds), ring=ring)


@audited("matters.listed", target="by", using=CARE)
def list_matters(*, by: Actor, closed: bool = False, page: int = 1, now: datetime | None = None) -> Desk:
    """Her desk: what is due, and one page of her matters. Clocks are counted anew where a rule or calendar changed."""
    may_represent.check(by)
    if is_stale(by, house_now().digest):
        recompute(by=by, now=now)
    return desk_of(by, today=clock.day(now), closed=closed, page=max(1, page))
