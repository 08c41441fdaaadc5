"""A slice of a case goes to a focal point, sealed to her; she answers; and it is gone for her when it is over.

What she answers is written into the case by whoever opens it next: no key of the house is open while she answers.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.referrals import check_may_flow, get_referral, move, tell_more
from amparo.casework.actions.young import use_second_yes
from amparo.casework.models import Case, Slice
from amparo.casework.policies.referrals import LATER, NOT_OFFERED, SAID_YES, may_refer, may_tell
from amparo.casework.policies.slices import ENDS, may_answer_slice
from amparo.casework.policies.young import REFERRAL as TELL
from amparo.casework.queries.cases import OpenCase, opened
from amparo.casework.queries.receivers import receivers_at
from amparo.casework.queries.referrals import (
    FIRST,
    SENT,
    Referral,
    permission_of,
    referrals_in,
    told_at_door,
)
from amparo.casework.queries.slices import Passed, get_slice
from amparo.commons import clock
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.vault.actions.rings import begin_ring, leave_rings, wrap_seeds
from amparo.vault.actions.sending import lock_again, read_note
from amparo.vault.queries.readers import reader_of

DAYS = timedelta(days=90)  # the longest that one lasts, whatever she allowed
SAYS = {"day": "ref_day", "hour": "ref_hour", "door": "ref_door", "reason": "ref_reason", "words": "ref_step_words"}


@unaudited("a part of a case, whose act is audited; an act of its own would say on which day a slice is whose")
def pass_on(
    case: Case,
    *,
    reference: str,
    to: str,
    content: Iterable[str],
    seen: int,
    by: Actor,
    now: datetime | None = None,
) -> None:
    """Seal to a focal point what she allowed to her body. ``to``: the opaque name of her account.

    She reads what she needs at once, and who she is only once she said yes. It lasts no longer than the permission.
    """
    on, wanted = now or clock.now(), frozenset(content)
    first, later = wanted & FIRST, wanted & LATER
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found, all_of_it = get_referral(case, reference, by=by, seen=seen), opened(by, case)
        may_tell.check(by, case, found, first, told_at_door(all_of_it, first))
        receiver = next((each for each in receivers_at(by, all_of_it, found, now=on) if each.account == to), None)
        if receiver is None or not first or wanted - FIRST - LATER:
            raise Denied(NOT_OFFERED)
        check_may_flow(case, found, all_of_it, wanted, by=by, on=on)
        permission = permission_of(all_of_it.parts, found.door)
        assert permission is not None
        assert permission.consent.expires_at is not None
        use_second_yes(case, TELL, permission.part.reference, by=by, on=clock.day(on))
        until = ends_at(min(permission.consent.expires_at, on + DAYS), on)
        slice_, key = _sealed(found, all_of_it, first, later, receiver.reader, until, on)
        more = {"slice": slice_, "slice_key": key.hex(), "receiver": receiver.name, "later": sorted(later)}
        tell_more(case, found, first, permission, more, by=by, on=on)


@unaudited("it changes nothing")
def ends_at(end: datetime, on: datetime) -> datetime:
    """Until when it lasts, at most until ``end``: with a month, where that leaves a week; else with a day.

    It stands in clear. A minute, ninety days after it was passed on, would pair it with what the trail says of a case.
    """
    day = clock.day(end)
    last, month = clock.at(day), clock.at(day.replace(day=1))
    if month >= on + timedelta(days=7):
        return month
    return last if last > on else clock.minute(end)


def _sealed(
    found: Referral, all_of_it: OpenCase, first: frozenset[str], later: frozenset[str], reader: Any, until: datetime,
    on: datetime,
) -> tuple[str, bytes]:  # fmt: skip
    """The slice, in a lock of its own, and its key: the focal point's for a time, and sealed in the case for good.

    No colleague holds a wrap of it, so that the disk does not say whose case it is of.
    """
    goes, more = told_at_door(all_of_it, first), told_at_door(all_of_it, later)
    said = found.part.answers
    note = {
        "need": found.need, "urgency": str(found.part.said("ref_urgency", "")), "code": found.code,
        "with": str(found.part.said("ref_with", "")) if said else "", "state": SENT,
        "steps": [[SENT, clock.day(on).isoformat()]], "summary": goes.summary,
        "first": {code: each.as_data() for code, each in goes.answers.items()},
        "later": {code: each.as_data() for code, each in more.answers.items()}, "said": {},
    }  # fmt: skip
    ring, seed = begin_ring([])
    wrap_seeds(ring, {1: seed}, reader, until=until)
    version, box = lock_again(ring, note)
    return str(Slice.objects.create(ring=ring, until=until, key_version=version, box=box).reference), seed


@audited("slice.opened", target="reference", using=CARE, hourly=True)
def open_slice(reference: str, *, by: Actor, now: datetime | None = None) -> Passed:
    """She looks at it: from then on the desk reads that it was seen."""
    found = get_slice(by, reference, held=True)
    return _keep(found, "seen", {}, now) if found.state == SENT else found


@audited("slice.answered", target="reference", using=CARE)
def answer_slice(reference: str, *, to: str, said: Mapping[str, str], by: Actor, now: datetime | None = None) -> None:
    """She says yes, no, when, or that somebody came. What ends it takes it away from her in the same moment."""
    found = get_slice(by, reference, held=True)
    may_answer_slice.check(by, found.state, to, said)
    _keep(found, to, {code: each for code, each in said.items() if code in SAYS and each}, now)
    if to in ENDS:
        own: Any = reader_of(by)
        leave_rings([found.row.ring], own)


def _keep(found: Passed, to: str, said: Mapping[str, str], now: datetime | None) -> Passed:
    note = {**found.note, "state": to, "said": {**found.note["said"], **said}}
    note["steps"] = [*found.note["steps"], [to, clock.day(now).isoformat()]]
    row = found.row
    row.key_version, row.box = lock_again(row.ring, note)
    row.save(update_fields=["key_version", "box"])
    return Passed(row, note)


@unaudited("a part of opening a case, which is audited")
def take_answers(found: OpenCase, *, by: Actor, now: datetime | None = None) -> bool:
    """Write into the case what focal points answered since it was opened last; whether there was anything."""
    waiting = [each for each in referrals_in(found.parts) if each.slice and not each.is_over]
    if not waiting or not may_refer.allows(by, found.case):
        return False
    rows = {each.reference: each for each in Slice.objects.filter(reference__in=[each.slice for each in waiting])}
    taken = [_take(found.case, each, rows.get(each.slice), by, now) for each in waiting]  # of each, not of the first
    return any(taken)


def _take(case: Case, found: Referral, row: Slice | None, by: Actor, now: datetime | None) -> bool:
    """Each step that she made and the case does not have yet, on its own day."""
    try:
        note = read_note(bytes.fromhex(found.part.more["slice_key"]), row.box) if row else {}
    except Hidden:
        return False
    done = int(found.part.more.get("taken", 1))
    steps = list(note.get("steps", ()))[done:]
    for number, (to, on) in enumerate(steps, start=done + 1):
        found = get_referral(case, found.reference, by=by)
        if found.is_over or to not in found.nexts:
            return bool(steps)
        last = number == len(note["steps"])
        said = {code: Answer(each) for name, code in SAYS.items() if (each := note["said"].get(name))} if last else {}
        content = sorted(found.told | set(found.part.more.get("later", ()))) if to in SAID_YES else sorted(found.told)
        at = clock.at(date.fromisoformat(on), 12)
        move(case, found, to, said, by=by, on=at, more={"taken": number, "content": content})
    return bool(steps)
