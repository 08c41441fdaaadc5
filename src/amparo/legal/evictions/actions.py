"""What is done about her home. The room is shut by what was told, whichever page or act writes it."""

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import Answer
from amparo.formats.instalments import schedule
from amparo.formats.mediation import MEET
from amparo.legal.evictions.policies import (
    BY_ITS_PAGE,
    EVENTS,
    IS_OVER,
    JOINT,
    STAYS,
    STAYS_SET,
    TOLD_STAYS,
    may_attend,
    may_decide,
    may_do,
)  # fmt: skip
from amparo.legal.evictions.queries import (
    ASKED,
    BREACH,
    CALLED_OFF,
    HARM,
    HELD,
    INSTALMENT,
    PAID_BACK,
    SESSION,
    TOKEN,
    WHY,
    is_danger,
    is_dangerous,
    is_open_room,
    same_part,
    state_of,
)  # fmt: skip
from amparo.legal.representation.actions.parts import (
    CARE,
    DUE,
    add_part,
    afterwards,
    change_part,
    end_part,
    guards,
    stays,
)
from amparo.legal.representation.queries.matters import OpenMatter
from amparo.legal.representation.queries.parts import OpenPart

WRITTEN = "a part of a matter, whose act is audited"


@unaudited(WRITTEN)
def ask_her(matter: Any, *, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None) -> Any:
    """Write what she was asked before a session. It stays as it is: to ask again is another one."""
    return add_part(matter, kind=ASKED, answers=answers, by=by, more={TOKEN: secrets.token_hex(8)}, now=now)


@unaudited(WRITTEN)
def set_session(matter: Any, *, answers: Mapping[str, Answer], why: str, by: Actor, now: datetime | None = None) -> Any:
    """Set a session: in one room where the gate is open, or with each side apart."""
    more = {TOKEN: secrets.token_hex(8), WHY: why.strip()}
    return add_part(matter, kind=SESSION, answers=answers, by=by, more=more, now=now)


@unaudited(WRITTEN)
def hold_session(
    matter: Any, *, reference: str, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None
) -> None:
    """Write that a session was held. One in one room only where she was asked again since it was set, on its day."""
    moment = now or clock.now()
    with transaction.atomic(using=CARE):
        _write(matter, reference, {HELD: moment.isoformat()}, answers, by, moment)
        end_part(matter, reference=reference, by=by, now=moment)


@unaudited(WRITTEN)
def call_off(matter: Any, *, reference: str, by: Actor, now: datetime | None = None) -> None:
    """A session is not held after all."""
    moment = now or clock.now()
    with transaction.atomic(using=CARE):
        _write(matter, reference, {CALLED_OFF: moment.isoformat()}, {}, by, moment)
        end_part(matter, reference=reference, by=by, now=moment)


def _write(
    matter: Any, reference: str, more: Mapping[str, Any], answers: Mapping[str, Answer], by: Actor, now: datetime
) -> None:
    change_part(matter, reference=reference, kind=SESSION, answers=answers, more=more, by=by, now=now)


@unaudited(WRITTEN)
def part_into(
    matter: Any,
    *,
    total: int,
    count: int,
    first: date,
    every: str,
    written: Callable[[int], str],
    by: Actor,
    now: datetime | None = None,
) -> None:
    """Part a sum into payments, each with its day on the list of the day. ``written`` says an amount in words."""
    with transaction.atomic(using=CARE):
        for day, amount in schedule(total, count, first=first, every=every):
            said = {"instalment_amount": Answer(written(amount)), "instalment_day": Answer(day.isoformat())}
            add_part(matter, kind=INSTALMENT, answers=said, due_on=day, by=by, now=now)


@unaudited(WRITTEN)
def pay(matter: Any, *, reference: str, answers: Mapping[str, Answer], by: Actor, now: datetime | None = None) -> None:
    """Write that a payment was made, with its receipt."""
    with transaction.atomic(using=CARE):
        change_part(matter, reference=reference, kind=INSTALMENT, answers=answers, by=by, now=now)
        end_part(matter, reference=reference, by=by, now=now)


@unaudited("it changes nothing")
def guard_asked(
    found: OpenMatter, answers: Mapping[str, Answer], more: Mapping[str, Any], by: Actor, now: datetime
) -> None:
    """What she was asked is written by its page, and never again."""
    if not more.get(TOKEN):
        raise Denied(BY_ITS_PAGE)
    if same_part(found, ASKED, more[TOKEN]):
        raise Denied(STAYS)


@unaudited("it changes nothing")
def guard_session(
    found: OpenMatter, answers: Mapping[str, Answer], more: Mapping[str, Any], by: Actor, now: datetime
) -> None:
    """No session in one room where it is shut: neither set, nor made out of another one, nor held."""
    if not more.get(TOKEN):
        raise Denied(BY_ITS_PAGE)
    before = same_part(found, SESSION, more[TOKEN])
    mode, day = _said(answers, "session_mode"), _said(answers, "session_day")
    may_attend.check(by, mode, _said(answers, "session_attends") or ())
    state, told = state_of(found, now), {key: more[key] for key in (HELD, CALLED_OFF) if more.get(key)}
    if before is None:
        if told:
            raise Denied(BY_ITS_PAGE)
        may_decide.check(by, mode, day, str(more.get(WHY, "")))
        may_do.check(by, state, EVENTS[mode])
        return
    stood = {key: before.more[key] for key in (HELD, CALLED_OFF) if before.more.get(key)}
    if before.said("session_mode") != mode or (stood and told != stood):
        raise Denied(STAYS_SET)
    if told and not stood and before.is_over:
        raise Denied(IS_OVER)
    if mode == JOINT and HELD in told and not stood:
        may_do.check(by, state, MEET)


def _said(answers: Mapping[str, Answer], code: str) -> Any:
    given = answers.get(code)
    return given.value if given is not None and given.value else ""


@unaudited("a part of writing in a matter, which is audited")
def close_what_is_shut(found: OpenMatter, by: Actor, now: datetime) -> None:
    """After anything was written: a session in one room that may not stand any more goes off the list of the day."""
    waiting = [each for each in found.of_kind(SESSION) if not each.is_over and each.said("session_mode") == JOINT]
    if not waiting or found.matter.closed_on or not found.is_clear or is_open_room(state_of(found, now)):
        return
    for each in waiting:
        end_part(found.matter, reference=each.reference, by=by, now=now)


@unaudited("it changes nothing")
def harm_stays(before: OpenPart, said: Mapping[str, Answer]) -> None:
    """What shut the room is not unsaid: who is afraid may take it back for fear. More may be said."""
    if is_dangerous(before) and not is_danger(_said(said, "harm_kind") or ()):
        raise Denied(TOLD_STAYS)


@unaudited("it changes nothing")
def breach_stays(before: OpenPart, said: Mapping[str, Answer]) -> None:
    """That she was paid back is not unsaid; nor is it said of an older breach, which a later word of hers covers."""
    if (before.said("breach_term") in PAID_BACK) != (_said(said, "breach_term") in PAID_BACK):
        raise Denied(TOLD_STAYS)


stays.update({HARM: harm_stays, BREACH: breach_stays})
guards[ASKED] = guard_asked
guards[SESSION] = guard_session
afterwards.append(close_what_is_shut)
DUE.update(
    {SESSION: "session_day", "tenancy": "eviction_by", "offer": "offer_until", "agreement": "agreed_out",
     INSTALMENT: "instalment_day"}
)  # fmt: skip
