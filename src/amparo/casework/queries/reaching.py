"""May she be reached now, and how: out of what she said of it, and of what she allowed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from amparo.casework.models import Case
from amparo.casework.policies.areas import areas_of
from amparo.casework.policies.flowing import sentence_of as flow_sentence
from amparo.casework.queries.parts import OpenPart, parts_in
from amparo.casework.queries.permissions import has_stopped, permission_for, recipient_of_way, why_not_flow
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, answer_of
from amparo.formats.codes import by_code, label
from amparo.formats.consent.permission import Scope
from amparo.formats.safe_contact import ASKED, NO, Rule, rule_of, ways_that_work, why_not
from amparo.vault.queries.fields import Kept, fields_of

NO_PERMISSION, NO_KIND, SHE_WROTE, NOBODY = "no_permission", "no_kind", "she_wrote", "not_asked"
SHE_CHANGED, SHE_STOPPED = "she_changed", "she_stopped"
KIND, IDENTITY = "contact_by_channel", "identity"
FLOW, SCOPE = "contact", Scope(frozenset({"contact"}))


@dataclass(frozen=True, slots=True)
class Reach:
    """What one case says of it."""

    rule: Rule
    refused: Mapping[str, str]  # by way, why her permission does not let it now (list ``consent_reason``); "" lets it
    she_wrote: bool = False  # on her own page, and it waits to be put in its place: it may be a no
    she_changed: bool = False  # how to reach her, on her own page, and nobody has confirmed it with her yet
    she_stopped: bool = False  # she does not agree any more that we go with her
    limits: tuple[str, ...] = ()  # what she said beside a yes: whoever reaches out reads it first

    def ways(self, kind: str) -> tuple[str, ...]:
        """In which ways a thing of this kind may be done now."""
        more = by_code("task_kind")[kind].more
        found = ways_that_work(self.rule, more["ways"])
        return tuple(each for each in found if not more["asks_permission"] or not self.refused.get(each, NOBODY))

    def why_not(self, kind: str) -> str:
        """Why a thing of this kind is not done now: a code of ``contact_reason``, or nothing."""
        more = by_code("task_kind").get(kind)
        if more is None:
            return NO_KIND
        if not more.more["reaches_her"]:
            return ""
        if self.she_wrote:
            return SHE_WROTE
        if self.she_stopped:
            return SHE_STOPPED
        if self.she_changed and NO not in self.rule.ways:  # a no holds, whoever asks her whether it was she
            return SHE_CHANGED
        if self.ways(kind):
            return ""
        return why_not(self.rule, more.more["ways"]) or NO_PERMISSION

    def sentence(self, kind: str) -> str:
        """The same in words, with what mends it; nothing where it may be done."""
        reason = self.why_not(kind)
        if not reason:
            return ""
        said = label("contact_reason", reason, get_language() or "es")
        if reason != NO_PERMISSION:
            return said
        ways = [each for each in self.rule.ways if each in by_code("task_kind")[kind].more["ways"]]
        refused = next((self.refused[each] for each in ways if self.refused.get(each)), "")
        return f"{said} {flow_sentence(FLOW, refused)}" if refused else said


def reach_of(
    answers: Mapping[str, Answer],
    shut: Collection[str],
    parts: Iterable[OpenPart],
    *,
    now: datetime,
    she_wrote: bool = False,
    she_changed: bool = False,
    she_stopped: bool = False,
) -> Reach:
    """Out of an open case: how she said, and whether her permission for each way is in force.

    ``parts`` as she reads them who reaches out. Whether it was changed on her own page (``she_changed``), and whether
    she goes with us no more (``she_stopped``), is asked of all of them, whoever asks: it binds also who does not read
    the note about it, or what she allows.
    """
    rule, known = rule_of(answers, shut), list(parts)
    refused = {
        way: why_not_flow(known, FLOW, recipient_of_way(way), SCOPE, on=now) or "" for way in rule.ways if way != NO
    }
    said = (permission_for(known, KIND, recipient_of_way(way)) for way in refused)
    limits = tuple(str(each.part.said("limits")) for each in said if each and each.part.said("limits"))
    return Reach(rule, refused, she_wrote, she_changed, she_stopped or has_stopped(known, now), limits)


def changed_contact(parts: Iterable[OpenPart]) -> list[OpenPart]:
    """Notes that how to reach her was changed on her own page, and that nobody has confirmed with her since."""
    return [each for each in parts if not each.is_over and set(each.more.get("she_changed", ())) & set(ASKED)]


def reach_in(opened: Any, *, now: datetime) -> Reach:
    """Out of an open case, as far as she who opened it reads how to reach her."""
    shut = opened.shut if IDENTITY in opened.reads else {*opened.shut, *ASKED}
    told = {"she_changed": opened.she_changed, "she_stopped": opened.she_stopped}
    return reach_of(opened.answers, shut, opened.parts, now=now, **told)


def reach_now(actor: Actor, case: Case, *, now: datetime) -> Reach:
    """As it stands at this moment, read anew."""
    parts = list(case.parts.all())
    kept = fields_of(actor, case.ring, [case.reference, *(each.reference for each in parts)])
    answers, shut = contact_in(kept[case.reference])
    shut |= set() if IDENTITY in areas_of(actor) else set(ASKED)
    known = parts_in(case, parts, kept)
    wrote, changed = case.words.exists(), bool(changed_contact(known))
    return reach_of(answers, shut, known, now=now, she_wrote=wrote, she_changed=changed)


def contact_names(reads: Collection[str]) -> tuple[str, ...]:
    """The questions of how to reach her, for whoever reads them; else none, and then nobody reaches out."""
    return ASKED if IDENTITY in reads else ()


def contact_in(kept: Mapping[str, Kept]) -> tuple[dict[str, Answer], set[str]]:
    """What she said of how to reach her, and what of it does not open."""
    asked: dict[str, Any] = {name: each for name, each in kept.items() if name in ASKED}
    answers = {name: answer_of(each.answer) for name, each in asked.items() if each.opens}
    return answers, set(asked) - set(answers)
