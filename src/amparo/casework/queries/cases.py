"""Cases as those see them who may read them: whoever holds no wrap finds no row, no count, no gap in a number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from amparo.casework.models import Case
from amparo.casework.policies.cases import may_accompany, may_begin
from amparo.casework.policies.young import is_young
from amparo.casework.queries.parts import OpenPart, of_kind, parts_in
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer, answer_of, questions
from amparo.vault.actions.exclusion import facts_of, not_left_out
from amparo.vault.policies import RECOVERY
from amparo.vault.queries.fields import Kept, field_of_each, fields_of
from amparo.vault.queries.opened import case_seeds, has_keys, hers, hers_in_order, opened_by
from amparo.vault.queries.readers import could_read, reader_of, readers_of_ring

PAGE = 50  # cases on a page of the list
NAME = "name_used"


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the list: what she wants to be called, where that is known."""

    case: Case
    name: str


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case, opened with her key."""

    case: Case
    answers: dict[str, Answer]  # by question; those that were never given are not in it
    numbers: dict[str, int]  # how often each was written
    shut: frozenset[str]  # answers that her key does not open
    parts: list[OpenPart]  # what belongs to it, the newest first
    readers: list[Any]
    others: list[Any]  # who has a key and may be let in

    def __repr__(self) -> str:
        return "OpenCase(…)"

    @property
    def name(self) -> str:
        """What she wants to be called."""
        return name_in(self.answers)

    @property
    def is_young(self) -> bool:
        """Is she under 18, as far as anybody here knows?"""
        return is_young(self.answers, self.parts)

    def of_kind(self, kind: str) -> list[OpenPart]:
        """What belongs to it of one kind (list ``case_part``), the newest first."""
        return of_kind(self.parts, kind)


def name_in(answers: dict[str, Answer]) -> str:
    """What she wants to be called, out of her answers."""
    given = answers.get(NAME)
    return str(given.value) if given and given.value else ""


def cases_for(actor: Actor) -> Any:
    """Every case that is wrapped to her; the one that was touched last first, and among equals in no order."""
    return hers(Case.objects.all(), actor).select_related("owner").order_by("-last_on", "pk")


def list_of(actor: Actor, *, closed: bool = False, page: int = 1) -> tuple[list[Line], bool]:
    """One page of her cases with their names, and whether there is another page. Needs her key open."""
    may_accompany.check(actor)
    rows = hers_in_order(Case.objects.filter(closed_on__isnull=not closed), actor)
    rows = rows.select_related("owner").order_by("-last_on", "pk")
    first = (max(1, page) - 1) * PAGE
    shown = list(rows[first : first + PAGE + 1])
    names = field_of_each(actor, {case.reference: case.ring for case in shown[:PAGE]}, NAME)
    lines = [Line(case, _name(names.get(case.reference))) for case in shown[:PAGE]]
    return lines, len(shown) > PAGE


def _name(kept: Kept | None) -> str:
    return name_in({NAME: answer_of(kept.answer)}) if kept and kept.opens else ""


def why_not_begin(actor: Actor) -> Any:
    """Why she cannot open a case now, or None. Needs her key open: what she writes is sealed with it."""
    opened_by(actor)
    return may_begin.reason(actor, reader_of(actor))


def get_case(actor: Actor, reference: str) -> Case:
    """One case of hers, still shut, for as long as her key is open: nothing is done with a case while it is not."""
    may_accompany.check(actor)
    case = cases_for(actor).filter(reference=reference).first()
    if case is None:
        raise Hidden
    opened_by(actor)
    found: Case = case
    return found


def opened(actor: Actor, case: Case) -> OpenCase:
    """What is in a case. ``actions.open_case`` calls it, and writes who opened."""
    parts = list(case.parts.all())
    all_kept = fields_of(actor, case.ring, [case.reference, *(each.reference for each in parts)])
    kept = all_kept[case.reference]
    known = {name: each for name, each in kept.items() if name in questions()}
    return OpenCase(
        case,
        {name: answer_of(each.answer) for name, each in known.items() if each.opens},
        {name: each.number for name, each in known.items()},
        frozenset(name for name, each in known.items() if not each.opens),
        parts_in(case, parts, all_kept),
        readers_of_ring(case.ring),
        may_be_let_in(actor, case),
    )


def may_be_let_in(actor: Actor, case: Case) -> list[Any]:
    """Who has a key and does not read this case yet; nobody who was left out of it."""
    facts = facts_of(case, case_seeds(actor, case.ring))
    return not_left_out(could_read(case.ring), facts, ring=case.ring)


def people_reading(case: Case) -> list[Any]:
    """Who reads a case, without the sheets of paper."""
    return [each for each in readers_of_ring(case.ring) if each.kind != RECOVERY]


def due_to_go(on: date) -> Any:
    """Closed cases whose time is over, and those that an old backup brought back without their keys."""
    return Case.objects.filter(Q(keep_until__lt=on) | ~has_keys())
