"""What stands on the page of a matter."""

from typing import Any

from django.http import HttpRequest

from amparo.commons import clock
from amparo.formats.case_questions import MATTER, Section, sections
from amparo.formats.codes import by_code
from amparo.formats.legal_protocol import step_of
from amparo.legal.representation.forms import CloseForm, CountedForm, MoveForm, ReaderForm, SettleForm
from amparo.legal.representation.policies import may_change, may_write
from amparo.legal.representation.queries.coded import own_until
from amparo.legal.representation.queries.conflicts import findings_in, last_look, sides_in, who_is_missing
from amparo.legal.representation.queries.deadlines import KIND, clocks_in
from amparo.legal.representation.queries.matters import OpenMatter, may_be_let_in, nexts_of
from amparo.legal.representation.queries.of_case import reads_case
from amparo.legal.representation.queries.protocol import to_lay
from amparo.legal.representation.queries.state_agents import branches_in, not_to, paths_for, places_in
from amparo.vault.policies import RECOVERY

# What a matter shows in which order; the rest has pages of its own.
SHOWN = ("agent", "reprisal", "mandate", "authority", "filing", "hearing", "decision", "compliance", "matter_note",
         "cost", "time")  # fmt: skip


def page_of(request: HttpRequest, found: OpenMatter) -> dict[str, Any]:
    """Everything that the page of a matter needs."""
    look = last_look(found.parts)
    findings = findings_in(look)
    return {
        "matter": found.matter, "open": found,
        "why_not_write": may_write.reason(request.user, found.matter, found.is_clear),
        "why_not_change": may_change.reason(request.user, found.matter),
        "sections": told(found), "sides": sides_in(found.parts), "missing": who_is_missing(found.parts),
        "look": look, "findings": [(each, found.part(each.side)) for each in findings],
        "settle": settling(look) if findings and not found.is_clear else None,
        "kinds": [(kind, parts) for kind in SHOWN if (parts := found.of_kind(kind))],
        "not_yet": [kind for kind in SHOWN if not found.of_kind(kind)],
        "due": due_in(found), "clocks": clocks_in(found, today=clock.today()) if found.is_clear else [],
        "branches": branches_in(found), "not_to": not_to(found), "his_places": places_in(found),
        "paths": paths_for(found),
        "move": MoveForm(nexts=nexts_of(found.matter, found.is_clear)), "close": CloseForm(),
        "counted": CountedForm(), "counted_until": own_until(found, clock.now()),
        "share": ReaderForm(offered=may_be_let_in(request.user, found.matter)),
        "assign": ReaderForm(offered=[each for each in found.readers if each.user_id]),
        "readers": found.readers, "sheets": RECOVERY, "is_closed": found.matter.closed_on is not None,
        "reads_case": reads_case(request.user, found.case), "steps_to_lay": to_lay(found) if found.is_clear else [],
    }  # fmt: skip


def settling(look: Any) -> SettleForm:
    """The form that decides about a look: about this one, and none that somebody makes meanwhile."""
    return SettleForm(initial={"look": look.reference})


def due_in(found: OpenMatter) -> list[Any]:
    """What waits, by its day."""
    waiting = [each for each in found.parts if each.part.due_on and not each.is_over and each.kind not in {"", KIND}]
    return sorted(waiting, key=lambda each: (each.part.due_on, hours_of(each), each.reference))


def hours_of(part: Any) -> int:
    """How urgent a step of the house is; what is no step comes after those of its day."""
    step = step_of(str(part.more.get("step", "")))
    return step.hours if step else 24 * 365


def told(found: OpenMatter) -> list[tuple[Section, list[Any]]]:
    """Each section with what was said to it."""
    return [
        (each, [(one, found.answers[one.code]) for one in each.questions
                if one.code in found.answers and found.answers[one.code].is_there])
        for each in sections(MATTER)
    ]  # fmt: skip


def is_asked(kind: str) -> bool:
    """Has a kind of part a page that asks for it?"""
    known = by_code("matter_part").get(kind)
    return bool(known and known.more["asked"])
