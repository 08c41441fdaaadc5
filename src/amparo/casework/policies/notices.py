"""Telling somebody about her without her yes, because a law demands it or a life is in danger: two people, the least.

What the flow needs stands in the list ``consent_flow``; here each of it is asked of what was written. Her permission is
not asked: that is what this is for, and why it needs a second person.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from amparo.casework.policies.cases import may_accompany, may_change
from amparo.casework.policies.exports import one_person
from amparo.casework.policies.flowing import MISSING
from amparo.commons.audit.actions import opaque
from amparo.commons.policy.policies import PROCESSES, Actor, Sentence, rule
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.formats.consent.flows import flows

NOTICE, FLOW = "notice", "duty_or_danger"  # of the lists case_part and consent_flow
LAW = "law"  # of the list notice_ground
ONLY_AFTER = ("told_on", "told_who")  # what is only written once a second person said yes
HER_WORDS = "she_said"  # of its questions the one that is answered in her words
HER_DAYS = timedelta(days=30)  # within which she is told
YES_DAYS = timedelta(days=30)  # so long a yes counts; after that two people look again
# What the flow needs, and the answers in which it stands; a second person stands in none.
NEEDS = {
    "reason": ("told_why",),
    "law": ("told_body", "told_kind", "told_ground", "told_law", "told_source"),
    "least": ("told_fields",),
    "she_is_told": ("she_by",),
}
LACKS: dict[str, Sentence] = {
    "told_body": _("Write to whom."),
    "told_kind": _("Choose what it is."),
    "told_ground": _("Choose why: a law, or a life that is in danger now. There is no other reason."),
    "told_law": _("Write which law and which article. Where nobody has read it, it is not known, and nothing is told."),
    "told_source": _("Write how we know."),
    "told_fields": _("Choose what is told: what is not ticked is not told."),
    "told_why": _("Say why in a few words. She may read them."),
    "she_by": _("Write on which day she is told."),
}


class Opened(Protocol):
    """A case, opened: as much of it as is asked here."""

    def of_kind(self, kind: str) -> list[Any]: ...


def lacking(answers: Mapping[str, Answer], on: date) -> dict[str, Sentence]:
    """What is missing of what somebody asks for, or is more than may be asked, by the question where it belongs."""
    said: dict[str, Any] = {code: each.value for code, each in answers.items() if each.value}
    by_law = said.get("told_ground") == LAW
    found = {code: text for code, text in LACKS.items() if code not in said and (code != "told_law" or by_law)}
    if not by_law and _only_by_law("notice_body", said.get("told_kind")):
        found["told_kind"] = _("Nothing goes to migration or to a consulate, unless a law that you name demands it.")
    if not by_law and any(_only_by_law("notice_field", each) for each in said.get("told_fields", ())):
        found["told_fields"] = _("The name on her papers is told only where a law that you name asks for it.")
    if "she_by" in said and date.fromisoformat(said["she_by"]) > on + HER_DAYS:
        found["she_by"] = _("Choose a day within a month: she is told as soon as it can be.")
    return found


def _only_by_law(list_name: str, code: Any) -> bool:
    return code in by_code(list_name) and bool(by_code(list_name)[code].more["only_by_law"])


def met_by(notice: Any) -> set[str]:
    """What of that the flow needs is there: of the names of ``formats.consent.flows.ALSO``."""
    lacks = lacking(notice.answers, notice.on)
    found = {name for name, codes in NEEDS.items() if not set(codes) & set(lacks)}
    return found | ({"second_person"} if is_agreed(notice) else set())


def is_agreed(notice: Any) -> bool:
    """Did a second person say yes, and did nobody say no?"""
    return bool(notice.more.get("yes_by")) and not notice.is_over


def waits(notice: Any) -> bool:
    """Has nobody answered yet?"""
    return not notice.more.get("yes_by") and not notice.is_over


def to_tell_her(opened: Opened) -> list[Any]:
    """What two people agreed on and she was not told of yet: each is something to do."""
    return untold(opened.of_kind(NOTICE))


def untold(parts: Iterable[Any]) -> list[Any]:
    """The same, among parts of any kind."""
    return [each for each in parts if each.kind == NOTICE and is_agreed(each) and not each.said("she_told_on")]


@rule
def may_ask_to_tell(actor: Actor, answers: Mapping[str, Answer], on: date) -> Sentence | None:
    """A person asks, with all that it needs but the second person."""
    if actor in PROCESSES:
        return _("A person says this, not the server.")
    return next(iter(lacking(answers, on).values()), None)


@rule
def may_answer_notice(actor: Actor, case: Any, notice: Any, first: Any, yes: bool) -> Sentence | None:
    """A second person who reads the case, with other hands than the first, says yes or no; who asked takes it back."""
    if not waits(notice):
        return _("This was answered already.")
    refusal = may_accompany.reason(actor) or may_change.reason(actor, case)
    if refusal is not None or (not yes and notice.by == opaque(actor)):
        return refusal
    return one_person(actor, first)


@rule
def may_tell(actor: Actor, notice: Any, on: date) -> Sentence | None:
    """Whether it counts now: everything that the flow needs is there, the yes of a second person first of all."""
    met = met_by(notice)
    missing = next((each for each in flows()[FLOW].also if each not in met), None)
    if missing is not None:
        return MISSING[missing]
    said_on = date.fromisoformat(notice.more["said_on"])
    if on < said_on and notice.said("told_ground") == LAW:
        return _("That day is before the yes of the second person. What a law asks for is told only after it.")
    if on > said_on + YES_DAYS:
        return _("The yes of the second person is older than a month. Ask for it again.")
    return None


@rule
def may_write_told(actor: Actor, notice: Any, answers: Mapping[str, Answer], on: date) -> Sentence | None:
    """What came of it; that somebody was told only where two people agreed."""
    days = [each.value for code, each in answers.items() if code in {"told_on", "she_told_on"} and each.value]
    if any(date.fromisoformat(str(each)) > on for each in days):
        return _("That day has not come yet. Write it when it was done.")
    if not any(answers[code].value for code in ONLY_AFTER if code in answers):
        return None
    told = answers.get("told_on", Answer()).value or notice.said("told_on")
    return may_tell.reason(actor, notice, date.fromisoformat(str(told)) if told else on)
