"""Referrals are made, told, followed and ended. The trail says that a case was written in, never which door it was."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from amparo.casework.actions.counting import count_end
from amparo.casework.actions.hers import show_her_anew
from amparo.casework.actions.holding import CARE, held
from amparo.casework.actions.parts import add_part, change_part, end_part, get_part
from amparo.casework.actions.passed import forget_slices
from amparo.casework.actions.referred import keep_word, take_word_up
from amparo.casework.actions.young import use_second_yes
from amparo.casework.models import Case, Part
from amparo.casework.policies.flowing import MISSING
from amparo.casework.policies.referrals import (
    NOT_OFFERED,
    REFERRAL,
    may_agree,
    may_attempt,
    may_refer,
    may_step,
    may_tell,
)
from amparo.casework.policies.young import REFERRAL as TELL
from amparo.casework.queries.cases import opened
from amparo.casework.queries.doors import door_to, is_shut_to_her
from amparo.casework.queries.flowing import check_flow
from amparo.casework.queries.parts import first_of
from amparo.casework.queries.permissions import Permission
from amparo.casework.queries.referrals import (
    AGAIN,
    DECLINED,
    READY,
    SENT,
    TOLD,
    Referral,
    asked_again_on,
    code_for_slip,
    outcome_said,
    permission_of,
    refusal_said,
    told_at_door,
)
from amparo.commons import clock
from amparo.commons.audit.actions import opaque, unaudited
from amparo.commons.directory.actions.outcomes import Source
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import by_code
from amparo.formats.consent.permission import Scope
from amparo.vault.actions.fields import Past

WRITTEN = "a part of a case, whose act is audited"
FLOWS = {True: "to_state", False: "referral"}  # by whether the door is of the State
OF_THE_END = {"ref_outcome", "ref_refusal", "ref_reason", "ref_rating", "ref_again"}  # said once it is over
NOT_COUNTED = {"DES", "RET"}  # what she decided says nothing of a door


@unaudited(WRITTEN)
def refer(
    case: Case,
    *,
    service: str,
    need: str,
    way: str,
    answers: Mapping[str, Answer],
    by: Actor,
    now: datetime | None = None,
) -> Part:
    """Choose a door for one need of hers. Where nothing of hers is told there, it is under way with this."""
    on = now or clock.now()
    tells = bool(by_code("referral_way")[way].more["tells"])
    with transaction.atomic(using=CARE):
        case = held(case, by)
        may_refer.check(by, case)
        door = door_to(by, opened(by, case), need, service, now=on) if need in by_code("need") else None
        if door is None:
            raise Denied(NOT_OFFERED)
        state = READY if tells else SENT
        more: dict[str, Any] = {
            "door": door.as_data(), "need": need, "way": way, "state": state, "code": code_for_slip(),
            "steps": [[state, clock.day(on).isoformat(), opaque(by)]], "attempts": [], "content": [],
            "to": door.organisation,
        }  # fmt: skip
        more["word"] = keep_word(more, by=by, on=clock.day(on))
        due = asked_again_on(state, answers, clock.day(on))
        part = add_part(case, kind=REFERRAL, answers=answers, more=more, by=by, due_on=due, now=on)
        show_her_anew(case, by, now=on)
        return part


@unaudited("it changes nothing")
def get_referral(case: Case, reference: str, *, by: Actor, seen: int | None = None) -> Referral:
    """One referral of a case of hers; ``Past`` where somebody wrote it since she read it."""
    found = Referral(get_part(case, reference, REFERRAL, by=by), case)
    if seen is not None and found.part.number != seen:
        raise Past(["state"])
    return found


@unaudited(WRITTEN)
def tell(
    case: Case, *, reference: str, content: Collection[str], seen: int, by: Actor, now: datetime | None = None
) -> None:
    """Note that this of hers was told there: never more than she allowed to these very ones, and first the least.

    To a State body only once another person of the house agreed; of somebody under 18 with a second yes.
    """
    on, wanted = now or clock.now(), frozenset(content)
    if not wanted <= TOLD:
        raise ValueError("only what of her may be told there")
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found, all_of_it = get_referral(case, reference, by=by, seen=seen), opened(by, case)
        may_tell.check(by, case, found, wanted, told_at_door(all_of_it, wanted))
        check_may_flow(case, found, all_of_it, wanted, by=by, on=on)
        permission = permission_of(all_of_it.parts, found.door)
        assert permission is not None
        use_second_yes(case, TELL, permission.part.reference, by=by, on=clock.day(on))
        tell_more(case, found, wanted, permission, {}, by=by, on=on)


@unaudited("a part of an act, which is audited")
def tell_more(
    case: Case,
    found: Referral,
    content: frozenset[str],
    permission: Permission,
    beside: Mapping[str, Any],
    *,
    by: Actor,
    on: datetime,
) -> None:
    """Write down that they know this of her now, and by which permission."""
    more: dict[str, Any] = {"content": sorted(found.told | content), "permission": permission.part.reference, **beside}
    if found.state == READY:
        more |= {"state": SENT, "steps": [*found.part.more["steps"], [SENT, clock.day(on).isoformat(), opaque(by)]]}
    due = asked_again_on(str(more.get("state", found.state)), found.part.answers, clock.day(on))
    write_down(case, found, {}, more, due, by, on)


@unaudited("it changes nothing")
def check_may_flow(
    case: Case, found: Referral, all_of_it: Any, content: frozenset[str], *, by: Actor, on: datetime
) -> None:
    """Refuse what she does not allow to these ones, or what the flow needs besides and is not there."""
    met = {"second_person"} if found.second else set()
    if is_shut_to_her(by, all_of_it, found.door, found.need, now=on):
        raise Denied(MISSING["not_left_out"])
    flow, recipient = FLOWS[found.door.is_state], found.door.recipient
    check_flow(by, all_of_it.parts, flow, recipient, Scope(content), on=on, met=met | {"not_left_out"})


@unaudited(WRITTEN)
def agree(case: Case, *, reference: str, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Another person of the house says that this may be told to a State body."""
    on = now or clock.now()
    with transaction.atomic(using=CARE):
        case = held(case, by)
        may_refer.check(by, case)
        found = get_referral(case, reference, by=by, seen=seen)
        may_agree.check(by, found, first_of(found.part))
        write_down(case, found, {}, {"second": opaque(by), "second_on": clock.day(on).isoformat()}, ..., by, on)


@unaudited(WRITTEN)
def attempt(case: Case, *, reference: str, seen: int, by: Actor, now: datetime | None = None) -> None:
    """Somebody asked what came of it, and got no answer. Asked again after two days."""
    on = now or clock.now()
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found = get_referral(case, reference, by=by, seen=seen)
        may_attempt.check(by, case, found, clock.day(on))
        asked = [*found.part.more["attempts"], [clock.day(on).isoformat(), opaque(by)]]
        write_down(case, found, {}, {"attempts": asked}, clock.day(on) + AGAIN, by, on)


@unaudited(WRITTEN)
def step(
    case: Case,
    *,
    reference: str,
    to: str,
    answers: Mapping[str, Answer],
    seen: int,
    by: Actor,
    now: datetime | None = None,
) -> None:
    """Write what happened there. A step that ends it says what came of it, once, in the one list of outcomes.

    ``Past``, and nothing is kept, where somebody wrote another step meanwhile: nobody accepts what ended.
    """
    on = now or clock.now()
    if to not in by_code("referral_state"):
        raise ValueError("no state of the list referral_state")
    with transaction.atomic(using=CARE):
        case = held(case, by)
        found = get_referral(case, reference, by=by, seen=seen)
        may_step.check(by, case, found, to, answers)
        move(case, found, to, answers, by=by, on=on)


@unaudited("a part of an act, which is audited")
def move(
    case: Case,
    found: Referral,
    to: str,
    answers: Mapping[str, Answer],
    *,
    by: Actor,
    on: datetime,
    source: Source = "desk",
    even_closed: bool = False,
    more: Mapping[str, Any] | None = None,
) -> None:
    """The referral as it stands after a step; where that ends it, what came of it is counted, without a person."""
    outcome, ends = outcome_said(to, answers), bool(by_code("referral_state")[to].more["ends"])
    left = OF_THE_END if not ends else set() if to == DECLINED else {"ref_reason"}
    said = {code: each for code, each in answers.items() if each.is_there and code not in left}
    if ends:
        said["ref_outcome"] = Answer(outcome)
        said["ref_refusal"] = Answer(refusal_said(to, outcome, answers) or None)
    steps = [*found.part.more["steps"], [to, clock.day(on).isoformat(), opaque(by)]]
    beside = {"state": to, "steps": steps, **(more or {})}
    due = asked_again_on(to, {**found.part.answers, **said}, clock.day(on))
    write_down(case, found, said, beside, due, by, on, even_closed=even_closed)
    if ends:
        forget_slices([found.slice])
        end_part(case, reference=found.reference, by=by, even_closed=even_closed, now=on)
        if outcome not in NOT_COUNTED:
            refusal = refusal_said(to, outcome, answers)
            count_end(found.door.service, found.need, outcome, refusal, source=source, on=clock.day(on))


@unaudited("a part of an act, which is audited")
def write_down(
    case: Case,
    found: Referral,
    said: Mapping[str, Answer],
    more: Mapping[str, Any],
    due: Any,
    by: Actor,
    on: datetime,
    *,
    even_closed: bool = False,
) -> None:
    """Write it, tell whoever made it in one word, and show her what changed."""
    was = {code: digest_of(found.part.answers.get(code, Answer())) for code in said}
    change_part(
        case, reference=found.reference, kind=REFERRAL, answers=said, was=was, more=more, due_on=due, by=by,
        even_stopped=True, even_closed=even_closed, now=on,
    )  # fmt: skip
    outcome = str(said["ref_outcome"].value) if "ref_outcome" in said else ""
    take_word_up({**found.part.more, **more}, outcome)
    show_her_anew(case, by, now=on)


@unaudited("a part of writing that they were told, which is audited")
def recalled(case: Case, reference: str, *, by: Actor, now: datetime | None = None) -> None:
    """She took her permission back and they were told: what was under way ends with that."""
    on = now or clock.now()
    found = get_referral(case, reference, by=by)
    if not found.is_over:
        move(case, found, "recalled", {}, by=by, on=on, even_closed=True)
