"""Cases as those see them who may read them: whoever holds no wrap finds no row, no count, no gap in a number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from amparo.casework.models import Case, Part, Supervised
from amparo.casework.policies.areas import areas_of, may_let_in, writes_of
from amparo.casework.policies.cases import may_accompany, may_begin
from amparo.casework.policies.young import AGE, is_young
from amparo.casework.queries.letting_in import not_seen
from amparo.casework.queries.parts import LEGAL_NAME, OpenPart, hers_in, of_kind, parts_in
from amparo.casework.queries.permissions import has_stopped
from amparo.casework.queries.reaching import changed_contact
from amparo.casework.queries.reading import Reading, reading_of
from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.access import area_of, of_a_case, questions_in
from amparo.formats.case_questions import Answer, Question, Section, answer_of, questions
from amparo.vault.actions.exclusion import facts_of, not_left_out
from amparo.vault.queries.fields import Kept, field_of_each, fields_of
from amparo.vault.queries.opened import case_seeds, hers, hers_in_order, mine_for_a_time, opened_by
from amparo.vault.queries.parts import BODY
from amparo.vault.queries.readers import could_read, reader_of
from amparo.vault.queries.standing import accompanies

PAGE = 50  # cases on a page of the list
NAME = "name_used"
ALL_OF_HERS = frozenset({"called", "identity", "need", "agreed", "narrative"})  # areas


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the list: what she wants to be called, where that is known."""

    case: Case
    name: str
    until: Any = None  # until when she reads it, where she was let in for a time
    let_in_on: Any = None  # somebody was let into a case of hers, and she has not said that she saw it


@dataclass(frozen=True)
class OpenCase:
    """A case, opened with her key. Who reads it is asked where somebody looks at that, and once."""

    case: Case
    answers: dict[str, Answer]  # by question; those that were never given are not in it
    numbers: dict[str, int]  # the number each bears
    shut: frozenset[str]  # answers that her key does not open
    parts: list[OpenPart]  # what belongs to it, the newest first; of what she does not read nothing is here
    reads: frozenset[str]  # the areas that she reads
    writes: frozenset[str]  # and in which she writes
    is_young: bool  # is she under 18, as far as anybody here knows? Whoever has the case open is told, it binds her
    she_changed: bool  # was how to reach her changed on her own page, and nobody asked her yet? It binds everybody too
    she_stopped: bool  # does she not agree, or not any more, that we go with her? It binds everybody too
    _papers: list[Part]  # where the name on her papers lies, still shut: for the index, and no page reaches it

    def __repr__(self) -> str:
        return "OpenCase(…)"

    @property
    def name(self) -> str:
        """What she wants to be called."""
        return name_in(self.answers)

    @cached_property
    def reading(self) -> Reading:
        """Who reads it now."""
        return reading_of(self.case)

    def of_kind(self, kind: str) -> list[OpenPart]:
        """What belongs to it of one kind (list ``case_part``), the newest first."""
        return of_kind(self.parts, kind)


@dataclass(frozen=True, slots=True)
class Told:
    """A section of a case as somebody reads it. Of what she does not read, nothing says whether it is there."""

    section: Section
    answers: list[tuple[Question, Answer | None]]  # None: her key does not open it
    reads_some: bool
    reads_all: bool
    writes: bool


def told(section: Section, found: OpenCase) -> Told:
    """The questions of a section that were answered, as far as she reads them, and those that her key does not open."""
    hers = [each for each in section.questions if area_of(each) in found.reads]
    answers = [
        (each, found.answers.get(each.code))
        for each in hers
        if each.code in found.shut or found.answers.get(each.code, Answer()).is_there
    ]
    writes = any(area_of(each) in found.writes for each in section.questions)
    return Told(section, answers, bool(hers), len(hers) == len(section.questions), writes)


def asked_by(actor: Actor, section: Section) -> dict[str, Question]:
    """The questions of a section whose answers she writes, by their codes."""
    hers = writes_of(actor)
    return {each.code: each for each in section.questions if area_of(each) in hers}


def name_in(answers: dict[str, Answer]) -> str:
    """What she wants to be called, out of her answers."""
    given = answers.get(NAME)
    return str(given.value) if given and given.value else ""


def cases_for(actor: Actor) -> Any:
    """Every case that is wrapped to her; the one that was touched last first, and among equals in no order.

    Not those that she reads for supervision only: these she sees without who it is (``queries.quality``).
    """
    return hers(not_supervised(actor), actor).select_related("owner").order_by("-last_on", "pk")


def not_supervised(actor: Actor) -> Any:
    """Cases without those that she reads for supervision only."""
    return Case.objects.exclude(pk__in=supervised_by(actor).values("case"))


def supervised_by(actor: Actor) -> Any:
    """Which cases somebody reads for supervision only."""
    return Supervised.objects.filter(user=getattr(actor, "pk", None))


def list_of(actor: Actor, *, closed: bool = False, page: int = 1) -> tuple[list[Line], bool]:
    """One page of her cases with their names, and whether there is another page. Needs her key open."""
    may_accompany.check(actor)
    rows = hers_in_order(not_supervised(actor).filter(closed_on__isnull=not closed), actor)
    rows = rows.select_related("owner").order_by("-last_on", "pk")
    first = (max(1, page) - 1) * PAGE
    shown = list(rows[first : first + PAGE + 1])
    names = names_of_each(actor, shown[:PAGE])
    for_a_time, told = mine_for_a_time(actor), not_seen(actor, shown[:PAGE])
    lines = [
        Line(case, _name(names.get(case.reference)), for_a_time.get(case.ring), told.get(case.pk))
        for case in shown[:PAGE]
    ]
    return lines, len(shown) > PAGE


def names_of_each(actor: Actor, cases: Iterable[Case]) -> dict[str, Kept]:
    """What each wants to be called, for whoever reads that."""
    reads = NAME in questions_in(areas_of(actor))
    return field_of_each(actor, {case.reference: case.ring for case in cases} if reads else {}, NAME)


def named(actor: Actor, cases: list[Case]) -> list[tuple[str, str]]:
    """These cases as a form offers them: the opaque name, and what she wants to be called."""
    names = names_of_each(actor, cases)
    shown = {case.reference: _name(names.get(case.reference)) for case in cases}
    return [(each, f"{name} ({each[:4]})" if name else each[:4]) for each, name in shown.items()]


def _name(kept: Kept | None) -> str:
    return name_in({NAME: answer_of(kept.answer)}) if kept and kept.opens else ""


def why_not_begin(actor: Actor) -> Any:
    """Why she cannot open a case now, or None. Needs her key open: what she writes is sealed with it."""
    opened_by(actor)
    return may_begin.reason(actor, reader_of(actor))


def unread(reference: str) -> Case:
    """A case by its opaque name alone, for an act that fetches it while it is held, and refuses whoever has no key."""
    return Case(reference=reference)


def get_case(actor: Actor, reference: str, *, held: bool = False) -> Case:
    """One case of hers, still shut, for as long as her key is open: nothing is done with a case while it is not.

    ``held``: for an act, until it is over.
    """
    may_accompany.check(actor)
    rows = cases_for(actor).filter(reference=reference)
    case = (rows.select_for_update(of=("self",)) if held else rows).first()
    if case is None:
        raise Hidden
    opened_by(actor)
    found: Case = case
    return found


def opened(
    actor: Actor, case: Case, *, reads: frozenset[str] | None = None, seeds: Mapping[int, bytes] | None = None
) -> OpenCase:
    """What is in a case, as far as she reads it. ``actions.open_case`` calls it, and writes who opened.

    An answer of an area that she does not read is not opened at all. What kind a part is, is sealed with it, so it is
    opened here and goes no further. ``reads``: more than she reads, for code that takes out of it what tells who she
    is before anything reaches a page. ``seeds``: of its ring, where they are open already.
    """
    reads = areas_of(actor) if reads is None else reads
    seeds = case_seeds(actor, case.ring) if seeds is None else seeds
    parts, shown = list(case.parts.all()), questions_in(reads)
    things = [case.reference, *(each.reference for each in parts)]
    all_kept = fields_of(actor, case.ring, things, names={BODY, AGE, *shown}, seeds=seeds)
    known = {name: each for name, each in all_kept[case.reference].items() if name in questions()}
    answers = {name: answer_of(each.answer) for name, each in known.items() if each.opens}
    every = parts_in(case, parts, all_kept)
    return OpenCase(
        case,
        {name: each for name, each in answers.items() if name in shown},
        {name: each.number for name, each in known.items() if name in shown},
        frozenset(name for name, each in known.items() if not each.opens and name in shown),
        hers_in(actor, every, reads),
        reads,
        writes_of(actor),
        is_young(answers, every),
        bool(changed_contact(every)),
        has_stopped(every, clock.now()),
        [each.part for each in every if each.kind == LEGAL_NAME and not each.is_over],
    )


def whole(actor: Actor, case: Case, found: OpenCase | None = None) -> OpenCase:
    """A case with all that it holds, whoever of the house has it open: for what is hers, and for what is counted.

    It goes into a seal or into codes, and onto no page of whoever opened it.
    """
    return found if found is not None and found.reads >= ALL_OF_HERS else opened(actor, case, reads=of_a_case())


def may_be_let_in(actor: Actor, case: Case) -> list[Any]:
    """Who accompanies, has a key and does not read this case yet; nobody who was left out of it."""
    if not may_let_in.allows(actor):
        return []
    asked = [each for each in could_read(case.ring) if accompanies(each)]
    return not_left_out(asked, facts_of(case, case_seeds(actor, case.ring)), ring=case.ring)
