"""A case as a story: what was written and done, the newest first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.referrals import Referral
from amparo.casework.queries.tasks import kind_of, names_by_opaque
from amparo.formats.codes import label
from amparo.vault.queries.parts import FIRST

SHOWN = 10  # before the rest is folded


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of it."""

    kind: str  # of the list ``case_part``
    on: date | None
    by: str  # by name
    words: str = field(default="", repr=False)
    address: str = ""  # of its own page, where it has one


def _note(case: Any, part: OpenPart) -> tuple[str, str]:
    words = str(part.said("note_text", ""))
    if part.more.get("she_changed"):
        words = gettext("She changed on her own page what to call her, or how to reach her.")
    return words, reverse("case_note", args=[case.reference, part.reference])


def _task(case: Any, part: OpenPart) -> tuple[str, str]:
    language = get_language() or "es"
    what = str(part.said("task_what", "")) or label("task_kind", kind_of(part.answers), language)
    came = str(part.said("task_outcome", ""))
    words = [what, label("task_outcome", came, language) if came else "", str(part.said("task_told", ""))]
    return ". ".join(each.rstrip(".") for each in words if each), reverse(
        "case_task", args=[case.reference, part.reference]
    )


def _closure(case: Any, part: OpenPart) -> tuple[str, str]:
    language, marked = get_language() or "es", part.said("closing_checks", ())
    words = [label("closing_check", each, language) for each in marked]
    return " · ".join([*words, *filter(None, [str(part.said("closing_words", ""))])]), ""


def _permission(case: Any, part: OpenPart) -> tuple[str, str]:
    language, more = get_language() or "es", part.more
    words = [label("consent_kind", str(more["kind"]), language), label("consent_state", str(more["state"]), language)]
    return ": ".join(words), ""


def _referral(case: Any, part: OpenPart) -> tuple[str, str]:
    language, one = get_language() or "es", Referral(part)
    came = label("service_outcome", one.outcome, language) if one.outcome else ""
    words = [one.door.name, label("need", one.need, language), came or label("referral_state", one.state, language)]
    return " · ".join(words), reverse("case_referral", args=[case.reference, part.reference])


# How a kind is told in a line. Of a kind that is not named here only its name and day stand there: what happened to her
# is read where it is opened, and not by passing by.
LINES: dict[str, Callable[[Any, OpenPart], tuple[str, str]]] = {"note": _note, "task": _task, "closure": _closure,
         "permission": _permission, "referral": _referral}  # fmt: skip

ELSEWHERE = {"", "letting_in"}  # what her key does not open; who was let in stands in a list of its own


def story_of(case: Any, parts: Iterable[OpenPart]) -> list[Moment]:
    """What was written and done in a case; what is still to be done stands above it, not here."""
    told = [each for each in parts if each.kind not in ELSEWHERE and (each.kind != "task" or each.is_over)]
    told.sort(key=_when, reverse=True)
    names = names_by_opaque(_whose(each) for each in told)
    moments = []
    for each in told:
        words, address = LINES[each.kind](case, each) if each.kind in LINES else ("", "")
        moments.append(Moment(each.kind, _day(each), names.get(_whose(each), ""), words, address))
    return moments


def _whose(part: OpenPart) -> str:
    return str(part.more.get("done_by") or part.by)


def _day(part: OpenPart) -> date | None:
    return (part.part.ended_on if part.kind == "task" else None) or part.on


def _when(part: OpenPart) -> tuple[date, Any]:
    return _day(part) or date.min, part.at or FIRST
