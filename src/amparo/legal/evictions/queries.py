"""What stands on the page of her home: the tenancy, the gate before a session, and what was agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.casework.queries.cases import get_case
from amparo.casework.queries.tasks import names_by_opaque
from amparo.commons.policy.policies import Actor, Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.formats.codes import Code, by_code
from amparo.formats.home_lines import lines
from amparo.formats.mediation import (
    APART,
    DANGER,
    MAY_MEET,
    MEET,
    NOT_ASKED,
    OFF,
    PLAN,
    PLANNED,
    SHUTTLE,
    UNSURE,
    may,
    stands,
    weigh,
    why,
)  # fmt: skip
from amparo.legal.evictions.policies import EACH_APART, EVENTS, JOINT
from amparo.legal.representation.queries.matters import Line, OpenMatter, list_of
from amparo.legal.representation.queries.parts import OpenPart

TENANCY, HARM, UTILITY, ASKED, SESSION = "tenancy", "harassment", "utilities", "screening", "session"
OFFER, AGREED, INSTALMENT, BREACH, REPRISAL = "offer", "agreement", "instalment", "breach", "reprisal"
EVICTION = "eviction"  # of the list matter_kind
PAID_BACK = frozenset({"calm", "no_reprisal", "no_report", "no_telling"})  # terms: she is asked anew
TOKEN, WHY, HELD, CALLED_OFF = "token", "why", "held_at", "off_at"  # what is beside the answers of a part
type Event = tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class Session:
    """A session, and where it stands (list session_state)."""

    part: OpenPart
    mode: str
    state: str
    by: str  # who decided on it


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether one room is open, why not, and who asked her last."""

    state: str  # of the list gate_state
    reasons: tuple[str, ...]  # of the list gate_reason
    asked: OpenPart | None  # what she was asked last
    by: str  # who asked her
    near: bool  # is whoever lets it somebody close to her?

    @property
    def may_be_joint(self) -> bool:
        """May a session in one room be set now?"""
        return may(PLAN, self.state)

    @property
    def may_meet(self) -> bool:
        """May a session in one room be held now?"""
        return may(MEET, self.state)

    @property
    def may_be_apart(self) -> bool:
        """May her lawyer negotiate with each side apart?"""
        return may(SHUTTLE, self.state)

    @property
    def was_asked(self) -> bool:
        """Was she asked at all?"""
        return self.state != NOT_ASKED


def said_in(answers: Mapping[str, Answer]) -> dict[str, str | None]:
    """What was answered, as the gate weighs it: what is not known or not said is nothing."""
    return {code: str(each.value) if each.value else None for code, each in answers.items()}


def events_in(found: OpenMatter) -> list[Event]:
    """Everything in a matter that opens or shuts the room, each with its moment."""
    events: list[Event] = []
    for part in found.of_kind(ASKED, HARM, BREACH, REPRISAL, SESSION):
        if part.at is None:
            continue
        if part.kind == ASKED:
            events.append((part.at, weigh(said_in(part.answers))))
        elif part.kind == HARM and is_dangerous(part):
            events.append((part.at, DANGER))
        elif part.kind == REPRISAL or (part.kind == BREACH and part.said("breach_term") in PAID_BACK):
            events.append((part.at, UNSURE))
        elif part.kind == SESSION:
            events += _of_session(part, part.at)
    return events


def _of_session(part: OpenPart, at: datetime) -> list[Event]:
    if part.said("session_mode") != JOINT:
        return [(at, SHUTTLE)]
    later = ((HELD, MEET), (CALLED_OFF, OFF))
    done = [(datetime.fromisoformat(part.more[key]), event) for key, event in later if part.more.get(key)]
    return [(at, PLAN), *done]


def is_dangerous(part: OpenPart) -> bool:
    """Is something in the log with which nobody sits her in a room with that person?"""
    return is_danger(part.said("harm_kind", ()))


def is_danger(kinds: Iterable[str]) -> bool:
    """The same of what is to be written."""
    known = by_code("harm_kind")
    return any(known[code].more["danger"] for code in kinds if code in known)


def state_of(found: OpenMatter, now: datetime) -> str:
    """Where it stands with one room (list gate_state)."""
    return stands(events_in(found), now=now)


def gate_of(found: OpenMatter, now: datetime) -> Gate:
    """Where it stands, with why and by whom."""
    state, asked = state_of(found, now), found.of_kind(ASKED)
    last = asked[0] if asked else None
    told = ("told",) if any(is_dangerous(each) for each in found.of_kind(HARM)) else ()
    if state == APART:  # every reason there ever was: it stays shut for each of them
        known = dict.fromkeys(reason for each in reversed(asked) for reason in why(said_in(each.answers)))
        reasons = tuple(each for each in known if each not in ("unknown", "not_alone", "no_counsel"))
    else:
        reasons = why(said_in(last.answers)) if last else ()
    names = names_by_opaque([last.by] if last else [])
    near = any(by_code("landlord_is")[each].more["near"] for each in _landlords(found))
    return Gate(state, (*reasons, *told), last, names.get(last.by, "") if last else "", near)


def _landlords(found: OpenMatter) -> list[str]:
    said = [str(each.said("landlord_is", "")) for each in found.of_kind(TENANCY)]
    return [each for each in said if each in by_code("landlord_is")]


def sessions_in(found: OpenMatter) -> list[Session]:
    """The sessions of a matter, the newest first."""
    parts = found.of_kind(SESSION)
    names = names_by_opaque(each.by for each in parts)
    return [Session(each, _mode(each), _stands(each), names.get(each.by, "")) for each in parts]


def _mode(part: OpenPart) -> str:
    mode = str(part.said("session_mode", EACH_APART))
    return mode if mode in EVENTS else EACH_APART


def _stands(part: OpenPart) -> str:
    return "held" if part.more.get(HELD) else "off" if part.is_over else "planned"


def is_open_room(state: str) -> bool:
    """May a session in one room that was set go on standing?"""
    return state in (PLANNED, MAY_MEET)


def same_part(found: OpenMatter, kind: str, token: Any) -> OpenPart | None:
    """The part that bears this token: the one that is written again. None where it is a new one."""
    return next((each for each in found.of_kind(kind) if token and each.more.get(TOKEN) == token), None)


def every_line(actor: Actor) -> tuple[list[Line], list[Line]]:
    """Her open matters: those about a home, and the others. A matter of any kind may have a home in it."""
    found: list[Line] = []
    page, more = 0, True
    while more:
        page += 1
        some, more = list_of(actor, page=page)
        found += some
    return [each for each in found if each.kind == EVICTION], [each for each in found if each.kind != EVICTION]


def law_of(found: OpenMatter) -> tuple[Code, ...]:
    """What pages say of evictions in the country of the matter; nothing: nobody here knows."""
    return lines(EVICTION, found.country) if found.country else ()


def has_order(found: OpenMatter) -> bool:
    """Is there an order of somebody who may give one? That the police came is none."""
    known = by_code("eviction_step")
    said = {code for part in found.of_kind(TENANCY) for code in part.said("eviction_step", ())}
    return any(known[code].more["order"] for code in said if code in known)


def case_of(actor: Actor, found: OpenMatter) -> Any:
    """The case that a matter comes from, where she reads it: the doors to a place to sleep and to cash are there."""
    if not found.case:
        return None
    try:
        return get_case(actor, found.case)
    except (Hidden, Denied):
        return None


def instalments_in(found: OpenMatter) -> list[OpenPart]:
    """The payments that were agreed, by their day; those that are open first."""
    parts = found.of_kind(INSTALMENT)
    return sorted(parts, key=lambda each: (each.is_over, each.part.due_on or date.max, each.reference))
