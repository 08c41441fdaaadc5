"""Referrals: one need of hers, one door, and what came of it. None of them is over without that."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from amparo.casework.policies.referrals import LATER, REFERRAL
from amparo.casework.queries.cases import OpenCase
from amparo.casework.queries.parts import OpenPart, of_kind
from amparo.casework.queries.permissions import Permission, permission_for, recipient_named
from amparo.casework.queries.transfer import Goes, told_of
from amparo.commons.directory.actions.outcomes import NO_REFUSAL
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.formats.consent.permission import Recipient

SHARE = "share_for_referral"  # of the list consent_kind
READY, SENT, DECLINED, NO_ROOM, DONE, UNKNOWN, RECALLED = (
    "ready", "sent", "declined", "no_capacity", "done", "unknown", "recalled",
)  # of the list referral_state  # fmt: skip
GOT = "REC"  # of the list service_outcome
AGAIN = timedelta(days=2)  # after an attempt, until the next one
FIRST = frozenset({"coded_only", "need_summary"})  # what may be told before they said yes
TOLD = FIRST | LATER  # what happened never is
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # of a code that is read aloud: none that looks like another


@dataclass(frozen=True, slots=True)
class Door:
    """Where a referral leads, as it was when it was made."""

    service: str  # the opaque name of the service
    name: str  # of the service
    organisation: str  # its name: whom she allows something, where anything is told
    operator: str  # of the list operator
    town: str = ""
    body: str = ""  # the opaque name of the organisation in the list of places

    @property
    def is_state(self) -> bool:
        """Does it belong to a State? What nobody knows who runs may."""
        return bool(by_code("operator")[self.operator].more["state"])

    @property
    def recipient(self) -> Recipient:
        """Whom she would allow something."""
        return recipient_named(self.organisation, is_state=self.is_state)

    def as_data(self) -> dict[str, str]:
        """What is sealed of it."""
        return {name: getattr(self, name) for name in ("service", "name", "organisation", "operator", "town", "body")}


@dataclass(frozen=True, slots=True)
class Referral:
    """One of them, as pages and rules see it."""

    part: OpenPart
    case: Any = None
    name: str = field(default="", repr=False)

    @property
    def reference(self) -> str:
        """Its opaque name."""
        return self.part.reference

    @property
    def door(self) -> Door:
        """Where it leads."""
        return Door(**self.part.more["door"])

    @property
    def need(self) -> str:
        """Of the list ``need``."""
        return str(self.part.more["need"])

    @property
    def way(self) -> str:
        """Of the list ``referral_way``."""
        return str(self.part.more["way"])

    @property
    def state(self) -> str:
        """Of the list ``referral_state``."""
        return str(self.part.more["state"])

    @property
    def is_over(self) -> bool:
        """Has it ended?"""
        return bool(by_code("referral_state")[self.state].more["ends"])

    @property
    def nexts(self) -> list[str]:
        """The states that may come next."""
        return list(by_code("referral_state")[self.state].more["next"])

    @property
    def outcome(self) -> str:
        """What came of it (list ``service_outcome``); nothing yet while it is under way."""
        return str(self.part.said("ref_outcome", ""))

    @property
    def is_hers(self) -> bool:
        """Did it end because she took her permission back, or as she said herself on her page?"""
        return self.state == RECALLED or bool(self.part.more.get("by_herself"))

    @property
    def gave_nothing(self) -> bool:
        """Was she there, or they said no before, and she did not get it in time?"""
        return self.state in {DECLINED, NO_ROOM, DONE} and self.outcome != GOT

    @property
    def code(self) -> str:
        """What stands on her slip: it means nothing to anybody who finds it."""
        return str(self.part.more["code"])

    @property
    def tells(self) -> bool:
        """Is something of hers told there?"""
        return bool(by_code("referral_way")[self.way].more["tells"])

    @property
    def told(self) -> frozenset[str]:
        """What of hers was told there so far (list ``consent_content``)."""
        return frozenset(self.part.more.get("content", ()))

    @property
    def attempts(self) -> list[str]:
        """The days on which somebody asked and got no answer."""
        return sorted({day for day, _by in self.part.more.get("attempts", ())})

    @property
    def due_on(self) -> date | None:
        """When somebody asks next."""
        return self.part.part.due_on

    @property
    def steps(self) -> list[tuple[str, date]]:
        """Each state it went through, with its day; the first one first."""
        return [(state, date.fromisoformat(on)) for state, on, _by in self.part.more["steps"]]

    @property
    def needs_second_person(self) -> bool:
        """Is something told to a State body, so that another person of the house agrees first?"""
        return self.tells and self.door.is_state

    @property
    def slice(self) -> str:
        """What was passed on of it to a focal point, by opaque name; empty where nothing was."""
        return str(self.part.more.get("slice", ""))

    @property
    def second(self) -> str:
        """Who agreed, by opaque name; nothing where nobody has."""
        return str(self.part.more.get("second", ""))


def referrals_in(parts: Iterable[OpenPart], **more: Any) -> list[Referral]:
    """Every referral of a case: those under way first, each group with the newest first."""
    found = [Referral(each, **more) for each in of_kind(parts, REFERRAL)]
    return sorted(found, key=lambda each: each.is_over)


def told_at_door(opened: OpenCase, content: frozenset[str]) -> Goes:
    """What of her stands for this at one door: not what else she needs, which is none of their business."""
    goes = told_of(opened, content)
    return replace(goes, answers={code: each for code, each in goes.answers.items() if code != "need_first"})


def passed_on(parts: Iterable[OpenPart], permission: str = "") -> list[str]:
    """The slices that were passed on of these; of one permission alone, where it is named."""
    found = [each.part.more for each in referrals_in(parts)]
    return [str(more["slice"]) for more in found if more.get("slice") and permission in {"", more.get("permission")}]


def passed_beyond(parts: Iterable[OpenPart], permission: str, content: frozenset[str]) -> list[str]:
    """The slices of a permission that say more than this: what she allows by now."""
    found = [each.part.more for each in referrals_in(parts)]
    mine = [more for more in found if more.get("slice") and more.get("permission") == permission]
    return [str(more["slice"]) for more in mine if not {*more["content"], *more.get("later", ())} <= content]


def permission_of(parts: Iterable[OpenPart], door: Door) -> Permission | None:
    """What she said of telling these very ones, if she was asked."""
    return permission_for(parts, SHARE, door.recipient)


def code_for_slip() -> str:
    """Six letters and digits by chance."""
    return "".join(secrets.choice(LETTERS) for _ in range(6))


def outcomes_of(state: str) -> list[str]:
    """What may be said of what came of it, where it ends with this state."""
    return list(by_code("referral_state")[state].more.get("outcomes", ()))


def outcome_said(state: str, answers: Mapping[str, Answer]) -> str:
    """What came of it: as it was said, or what the reason or the state says already; nothing where neither does."""
    said, reason = _value(answers, "ref_outcome"), _value(answers, "ref_reason")
    may = outcomes_of(state)
    if state == DECLINED:
        return str(by_code("decline_reason")[reason].more["outcome"]) if reason else ""
    return may[0] if len(may) == 1 else said


def refusal_said(state: str, outcome: str, answers: Mapping[str, Answer]) -> str:
    """What they said (list ``refusal``), where they said no; nothing where she got it or did not go."""
    if outcome in NO_REFUSAL:
        return ""
    reason = _value(answers, "ref_reason")
    if state == DECLINED:
        return str(by_code("decline_reason")[reason].more["refusal"]) if reason else ""
    return "no_stock" if state == NO_ROOM else _value(answers, "ref_refusal")


def _value(answers: Mapping[str, Answer], code: str) -> str:
    given = answers.get(code)
    return str(given.value) if given and given.value else ""


def asked_again_on(state: str, answers: Mapping[str, Answer], on: date) -> date | None:
    """When somebody asks next: on the day of an appointment the day after it, else as soon as she needs it."""
    if by_code("referral_state")[state].more["ends"]:
        return None
    if state == READY:
        return on
    if (day := _value(answers, "ref_day")) and state == "appointed":
        return max(on, date.fromisoformat(day) + timedelta(days=1))
    urgency = _value(answers, "ref_urgency") or "days"
    return on + timedelta(days=int(by_code("referral_urgency")[urgency].more["days"]))
