"""What of a case may go to another organisation, and with which permission: never more than she allowed to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.casework.queries.cases import OpenCase
from amparo.casework.queries.parts import OpenPart, of_kind
from amparo.casework.queries.permissions import Permission, approved_summary, permissions_in, why_not_flow
from amparo.formats.case_questions import Answer, by_section
from amparo.formats.consent.permission import ANYBODY, Scope
from amparo.formats.fold import fold
from amparo.vault.actions.archives import name_here
from amparo.vault.queries.readers import known_as

KIND = "transfer"
FLOWS = {"share_for_referral": "referral", "cross_border_transfer": "cross_border"}  # permission → what flows
TRAVELS = frozenset({"coded_only", "need_summary", "contact", "identity"})  # what happened never does
ANSWERS = {
    "coded_only": ("need_first", "languages"),
    "identity": ("name_used", "pronouns"),
    "contact": tuple(each.code for each in by_section()["contact"].questions),
}
NOTHING: dict[str, Any] = {"excluded": [], "about": [], "roles": [], "teams": [], "complaint": ""}


@dataclass(frozen=True, slots=True)
class Goes:
    """What goes to one recipient: the answers, the summary, and nothing else."""

    scope: Scope
    answers: dict[str, Answer]
    summary: str

    @property
    def is_nothing(self) -> bool:
        """Is there nothing to send?"""
        return not self.answers and not self.summary


def usable(opened: OpenCase, on: datetime) -> list[Permission]:
    """The permissions with which a case could go: given now, to somebody she named, who is not of the State."""
    return [
        each
        for each in permissions_in(opened.parts)
        if each.kind in FLOWS
        and each.is_given(on)
        and each.consent.recipient != ANYBODY
        and not each.consent.recipient.is_state
        and each.consent.scope.content & TRAVELS
    ]


def what_goes(opened: OpenCase, permission: Permission) -> Goes:
    """Exactly what her permission covers; the summary only where she said yes to its words."""
    return told_of(opened, permission.consent.scope.content & TRAVELS)


def told_of(opened: OpenCase, content: frozenset[str]) -> Goes:
    """What of her stands for this (list ``consent_content``); the summary only where she said yes to its words."""
    codes = {code for each in content for code in ANSWERS.get(each, ())}
    answers = {code: given for code in sorted(codes) if (given := opened.answers.get(code)) and given.is_there}
    summary = approved_summary(opened.parts) if "need_summary" in content else None
    return Goes(Scope(content), answers, str(summary.said("summary_text", "")) if summary else "")


def document_of(opened: OpenCase, goes: Goes, recipient: str, on: date) -> list[dict[str, Any]]:
    """The case as it goes: under a name of its own for this recipient, with the day it goes and no other."""
    name, day = name_here(opened.case.reference, f"to:{recipient}"), on.isoformat()
    case: dict[str, Any] = {
        "item": "case", "reference": name, "facts": NOTHING, "left_out": [], "opened_on": day, "last_on": day,
        "closed_on": None, "keep_until": None, "state": "opening", "closure_reason": "",
        "answers": {code: each.as_data() for code, each in goes.answers.items()}, "shut": [],
    }  # fmt: skip
    part = {
        "item": "part", "of": name, "reference": name_here(name, "summary"), "kind": "summary", "due_on": None,
        "ended_on": None,
        "data": {"answers": {"summary_text": Answer(goes.summary).as_data()}, "more": {}, "on": day},
    }  # fmt: skip
    return [case, part] if goes.summary else [case]


def is_left_out(name: str, facts: dict[str, Any]) -> bool:
    """Is it an organisation whose reader she left out of the case?"""
    names = {fold(text) for each in known_as(facts["excluded"]) for text in each.values()} - {""}
    return fold(name) in names


def transfers_in(parts: Iterable[OpenPart]) -> list[OpenPart]:
    """Every time it went, the newest first."""
    return of_kind(parts, KIND)


def on_its_way(parts: Iterable[OpenPart]) -> OpenPart | None:
    """What went and of which nobody said yet that it arrived."""
    return next((each for each in transfers_in(parts) if not each.is_over), None)


def why_not_theirs(parts: Iterable[OpenPart], sent: OpenPart, on: datetime) -> str | None:
    """None where what she allowed still lets go what went, to the same ones; else the code of ``consent_reason``.

    It is asked again when they say that it arrived: in between she may have taken it back.
    """
    known, allowed = list(parts), sent.more.get("permission")
    permission = next((each for each in permissions_in(known) if each.part.reference == allowed), None)
    if permission is None:
        return "not_asked"
    to, content = permission.consent.recipient, Scope(frozenset(sent.more.get("content", ())))
    return why_not_flow(known, FLOWS[permission.kind], to, content, on=on)
