"""What is done with a case. Each act is in the trail to the hour, and names the case by its opaque name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.alike import know_again, know_anew
from amparo.casework.actions.blanks import lay_blanks
from amparo.casework.actions.certificates import certify
from amparo.casework.actions.coded import count_again, count_no_more
from amparo.casework.actions.hers import put_in_place, show_her, show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.leaving_out import beside
from amparo.casework.actions.parts import check_more
from amparo.casework.actions.passed import forget_slices
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission
from amparo.casework.actions.slices import take_answers
from amparo.casework.actions.young import keep_young, use_second_yes
from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.policies.areas import may_destroy, may_write_answers, may_write_state
from amparo.casework.policies.cases import (
    may_accompany,
    may_begin,
    may_change,
    may_close,
    may_go,
    may_leave,
    may_move,
    may_share,
)
from amparo.casework.policies.letting_in import may_give_on, may_let_in_for_a_time
from amparo.casework.policies.young import CLOSE, SHARE_OUTSIDE
from amparo.casework.queries.cases import Line, OpenCase, get_case, list_of, opened, whole
from amparo.casework.queries.flowing import check_flow
from amparo.casework.queries.holds import held_until
from amparo.casework.queries.parts import PERMISSION
from amparo.casework.queries.reading import besides, reading_of, reads_until
from amparo.casework.queries.referrals import passed_on
from amparo.casework.queries.retention import is_due, kept_until
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all
from amparo.formats.codes import by_code
from amparo.formats.consent.permission import HOUSE, Scope
from amparo.vault.actions import letters as sealed
from amparo.vault.actions import rings
from amparo.vault.actions.exclusion import facts_of, give_to_sheets, leave_for_good, was_left_out
from amparo.vault.actions.fields import write_fields
from amparo.vault.policies import OUTSIDE, Asked
from amparo.vault.queries.opened import case_seeds, opened_by
from amparo.vault.queries.parts import BODY, body_of
from amparo.vault.queries.readers import reader_of

EXPIRY = "house.expiry"  # the nightly job
HER_PAGE = "her.page"  # she herself, with her words
ITSELF = {EXPIRY: "day_came", HER_PAGE: "her_page"}
LET_IN = "letting_in"


@audited("case.begun", using=CARE)
def begin_case(
    *,
    answers: Mapping[str, Answer],
    by: Actor,
    asked: Asked | None = None,
    facts: Mapping[str, Any] | None = None,
    readers: list[Any] | None = None,
    agreed: str = "",
    her_ring: str = "",
    now: datetime | None = None,
) -> Case:
    """Open a case: sealed to whoever opens it and to the sheets of paper.

    ``asked`` is whom she leaves out; it is decided as for a letter, and refused where it leaves out ``by``. Where it
    begins with a letter, ``facts`` are those of its thread and ``readers`` whoever else is to read it: whom she left
    out of the letter stays out of the case. ``agreed`` is how she said that we may go with her and keep what she tells
    (list ``consent_method``); empty where she was not asked yet. ``her_ring`` is the lock of the thread that her words
    open: with them she sees on her own page what is hers of the case.
    """
    may_accompany.check(by)
    opened_by(by)
    own: Any = reader_of(by)
    may_begin.check(by, own)
    may_write_answers.check(by, answers)
    if readers is None:
        facts, readers = beside(by, own, asked or Asked())
    ring, seed = rings.begin_ring({each.pk: each for each in (own, *readers)}.values())
    on = clock.day(now)
    version, box = rings.seal_to(ring, sealed.write_facts(dict(facts or {})))
    case = Case.objects.create(
        ring=ring, facts=box, facts_version=version, owner=by, opened_on=on, last_on=on,
        her_ring=her_ring, her_turn=Case.objects.filter(her_ring=her_ring).count() if her_ring else 0,
    )  # fmt: skip
    _write(case, answers, {}, by)
    lay_blanks(case, seed)
    if agreed:
        write_permission(case, said=Said("engage_services", "yes", content=ALL_OF_IT, method=agreed), by=by, now=now)
    keep_young(case, answers, by=by, now=now)
    know_again(case, facts_of(case, case_seeds(by, ring)), by=by)
    return case


@audited("cases.listed", target="by", using=CARE)
def list_cases(*, by: Actor, closed: bool = False, page: int = 1) -> tuple[list[Line], bool]:
    """One page of her cases, with the names that are sealed in them."""
    return list_of(by, closed=closed, page=page)


@audited("case.opened", target="case", using=CARE, hourly=True)
def open_case(case: Case, *, by: Actor) -> OpenCase:
    """Open a case with her key. What she changed on her own page is put in its place; what she sees there, renewed.

    The case is held meanwhile: a no of hers that comes now is written after it, and stays.
    """
    case = held(case, by)
    changed = put_in_place(case, by)
    seeds = case_seeds(by, case.ring)
    found, facts = opened(by, case, seeds=seeds), facts_of(case, seeds)
    if take_answers(found, by=by):
        found = opened(by, case, seeds=seeds)
    give_to_sheets(case.ring, facts, found.reading.readers, by=by)
    show_her(found, by)
    know_again(case, facts, by=by, anew=changed, seeds=seeds, papers=found._papers)
    count_again(case, by=by, found=found)
    return found


@audited("case.written", target="case", using=CARE, hourly=True)
def write_answers(
    case: Case,
    *,
    answers: Mapping[str, Answer],
    seen: Mapping[str, int],
    by: Actor,
    even_stopped: bool = False,
    now: datetime | None = None,
) -> None:
    """Write what she said; ``fields.Past``, and nothing is kept, where somebody wrote one of these meanwhile.

    ``even_stopped``: that nobody is to reach her is written also when she goes with us no more.
    """
    case = held(case, by)
    may_change.check(by, case)
    may_write_answers.check(by, answers)
    if not even_stopped:
        check_more(case, by, now)
    _write(case, answers, seen, by)
    keep_young(case, answers, by=by, now=now)
    show_her_anew(case, by)
    count_again(case, by=by, now=now)
    know_anew(case, answers, facts_of(case, case_seeds(by, case.ring)), by=by)
    Case.objects.filter(pk=case.pk).update(last_on=clock.day(now))


@audited("case.moved", target="case", using=CARE)
def move(case: Case, *, to: str, by: Actor, now: datetime | None = None) -> None:
    """Say where the case stands now. Closing it is an act of its own.

    What ended because it was closed at her word stays so when it is opened again, until she says yes anew.
    """
    case = held(case, by)
    may_move.check(by, case, to)
    if to not in by_code("case_state") or not by_code("case_state")[to].more["open"]:
        raise ValueError("closing and handing on are acts of their own")
    if case.closed_on:
        ended = [each.reference for each in whole(by, case).of_kind(PERMISSION) if each.is_over]
        Part.objects.filter(case=case, reference__in=ended, ended_on=None).update(ended_on=case.closed_on)
    case.state, case.last_on = to, clock.day(now)
    case.closed_on, case.keep_until, case.closure_reason = None, None, ""
    case.save(update_fields=["state", "last_on", "closed_on", "keep_until", "closure_reason"])


@audited("case.closed", target="case", using=CARE)
def close(
    case: Case, *, reason: str, by: Actor, kind: str = "", country: str = "", now: datetime | None = None
) -> None:
    """Close a case for a reason of the list. From this day on its time runs, as long as its kind and country say."""
    if reason not in by_code("closure_reason"):
        raise ValueError("no reason of the list closure_reason")
    case, on = held(case, by), clock.day(now)
    may_close.check(by, case)
    use_second_yes(case, CLOSE, by=by, on=on)
    case.state, case.closure_reason, case.last_on = CLOSED, reason, on
    case.closed_on, case.keep_until = on, kept_until(by, case, on, kind=kind, country=country).until
    case.save(update_fields=["state", "closure_reason", "last_on", "closed_on", "keep_until"])
    forget_slices(passed_on(whole(by, case).parts))


@audited("case.assigned", target="case", using=CARE)
def assign(case: Case, *, to: Any, by: Actor) -> None:
    """Say whose it is; only somebody who reads it can be named."""
    case = held(case, by)
    may_write_state.check(by)
    for_good(case, by)
    if to is not None and to.pk not in {each.user_id for each in reading_of(case).for_good}:
        raise ValueError("only who reads it")
    Case.objects.filter(pk=case.pk).update(owner=to)


@audited("case.shared", target="case", using=CARE)
def share(
    case: Case,
    *,
    reader: Any,
    by: Actor,
    answers: Mapping[str, Answer] | None = None,
    until: datetime | None = None,
    now: datetime | None = None,
) -> Part:
    """Wrap a case to one more reader, because she agreed to be accompanied; never to somebody who was left out.

    Why, is sealed with the case. ``until``: to the minute; from then on her wrap counts no more. The owner is told: the
    reason is a part of the case that is due today, until she says that she has seen it.
    """
    case, moment = held(case, by), now or clock.now()
    until = clock.minute(until) if until else None
    for_good(case, by)
    may_change.check(by, case)  # into a case that is closed, perhaps by her, nobody is let in
    facts = facts_of(case, case_seeds(by, case.ring))
    may_share.check(by, case, reader, was_left_out(reader, facts, ring=case.ring))
    may_let_in_for_a_time.check(by, reader, until, moment)
    parts = opened(by, case).parts
    check_flow(by, parts, "colleague", HOUSE, Scope(ALL_OF_IT), on=moment, met={"on_the_case", "needs_it"})
    if reader.kind == OUTSIDE:
        use_second_yes(case, SHARE_OUTSIDE, reader.reference, by=by, on=clock.day(moment))
    rings.share_ring(case.ring, reader, by=by, until=until)
    part = Part.objects.create(case=case, due_on=None if case.owner_id == by.pk else clock.day(now))
    who = reader.user.reference if reader.user else reader.reference
    more = {"who": who, "until": until.isoformat() if until else ""}
    said = {code: each for code, each in (answers or {}).items() if each.is_there}
    body = body_of(LET_IN, moment, opaque(by), checked_all(said, LET_IN), more)
    write_fields(by, case.ring, part.reference, {BODY: body}, {})
    show_her_anew(case, by, now=now)  # her page says at once why, and not when somebody opens it next
    return part


@audited("case.left", target="case", using=CARE)
def leave(case: Case, *, by: Actor) -> None:
    """Step back from a case, for good: her wrap goes, and what comes later is sealed to the others only."""
    case = held(case, by)
    reader: Any = reader_of(by)
    may_leave.check(by, case, sum(each.pk != reader.pk for each in reading_of(case).for_good))
    leave_for_good(case, reader, by=by)
    case.owner = None if case.owner_id == by.pk else case.owner
    case.save(update_fields=["facts", "facts_version", "owner"])


@audited("case.destroyed", target="reference", using=CARE)
def destroy(reference: str, *, by: Any, why: str = "", now: datetime | None = None) -> Any:
    """Destroy a case, because she asks for it or its time is over; no backup that is restored here brings it back.

    Never while two people hold it, whoever asks; nor at night, where it was opened again meanwhile. What is left is a
    certificate for whoever read it: ``why`` is a code of the list ``destroyed_why``.
    """
    rows = Case.objects.select_for_update()
    case = rows.get(reference=reference) if by in ITSELF else held(get_case(by, reference), by)
    if by == EXPIRY and not is_due(case, clock.day(now)):
        return None
    if by not in ITSELF:
        may_destroy.check(by, besides(reading_of(case).people, by))
        for_good(case, by)
    if (
        by != EXPIRY
    ):  # ``is_due`` asked that of the clock; what a backup brought back without its keys goes, held or not
        may_go.check(by, held_until(case, clock.day(now)))
    with transaction.atomic(using=CARE):
        made = certify(case, why=ITSELF.get(by, why), by=by, on=clock.day(now))
        ring = case.ring
        if by not in ITSELF:  # its row is long over on the day on which its time is
            count_no_more(ring, by=by)
            forget_slices(passed_on(whole(by, case).parts))
        case.delete()
        rings.shred_ring(ring)
    return made


@unaudited("it changes nothing")
def may_read_again(ring: str, seeds: dict[int, bytes], reader: Any) -> bool | None:
    """With these seeds out of the sheets: may a ring be wrapped to a reader? None where it locks no case."""
    case = Case.objects.filter(ring=ring).first()
    return None if case is None else not was_left_out(reader, facts_of(case, seeds), ring=ring)


@unaudited("it changes nothing")
def for_good(case: Case, by: Actor) -> None:
    """Refuse what somebody may not do who reads a case for a time only."""
    may_give_on.check(by, reads_until(by, case))


def _write(case: Case, answers: Mapping[str, Answer], seen: Mapping[str, int], by: Actor) -> None:
    """Seal the answers, each checked against its question."""
    data = {code: each.as_data() for code, each in checked_all(answers).items()}
    write_fields(by, case.ring, case.reference, data, seen)
