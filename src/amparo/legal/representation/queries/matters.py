"""Legal matters as those see them who may read them: whoever holds no wrap finds no row, no count, no gap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from amparo.commons.policy.policies import Actor, Denied, Hidden
from amparo.formats.case_questions import MATTER, Answer, answer_of, questions
from amparo.formats.codes import by_code
from amparo.legal.representation.models import Matter
from amparo.legal.representation.policies import FIRST, LOOK_FIRST, READING, UNTIL_CLEAR, may_begin, may_represent
from amparo.legal.representation.queries.conflicts import shown_of
from amparo.legal.representation.queries.parts import OpenPart, one_of, parts_in
from amparo.vault.actions.exclusion import facts_of, not_left_out
from amparo.vault.queries.fields import Kept, fields_of, fields_of_each
from amparo.vault.queries.opened import case_seeds, hers, hers_in_order, opened_by
from amparo.vault.queries.parts import BODY
from amparo.vault.queries.readers import could_read, has_own_desk, reader_of, readers_of_ring

PAGE = 50  # matters on a page of the list
CASE = "case"  # the sealed field that names the case a matter comes from, where there is one
CALLED, KIND, COUNTRY = "matter_called", "matter_kind", "matter_country"
HERS = ("client", "child")  # of the list party_role: whose address is hers


@dataclass(frozen=True)
class OpenMatter:
    """A matter, opened with her key. Before it is clear of conflicts nothing of what happened is in it."""

    matter: Matter
    answers: dict[str, Answer] = field(repr=False)
    numbers: dict[str, int] = field(repr=False)
    parts: list[OpenPart] = field(repr=False)  # the newest first
    case: str = ""  # the opaque name of the case it comes from
    is_clear: bool = False  # it was looked at whether there is a conflict, and none stands in the way

    def said(self, code: str, default: Any = None) -> Any:
        """What was said to a question of the matter; ``default`` where there is no value."""
        given = self.answers.get(code)
        return default if given is None or given.value in (None, "", ()) else given.value

    @property
    def kind(self) -> str:
        """What it is about (list ``matter_kind``)."""
        return str(self.said(KIND, ""))

    @property
    def country(self) -> str:
        """In which country (list ``country``)."""
        return str(self.said(COUNTRY, ""))

    @property
    def name(self) -> str:
        """What she wants to be called."""
        return str(self.said(CALLED, ""))

    @property
    def is_persecuted(self) -> bool:
        """Does whoever hurt her look for her, or does she not know? Then her address goes nowhere."""
        given = self.answers.get("matter_persecuted", Answer())
        return given.value == "yes" or given.said == "does_not_know"

    @property
    def addresses(self) -> list[str]:
        """Where she lives, as far as the matter knows: what no line tells that goes out where he looks for her."""
        hers_ = [each for each in self.of_kind("party") if each.said("party_role") in HERS]
        return [where for each in hers_ if (where := str(each.said("party_where", "")))]

    @property
    def has_mandate(self) -> bool:
        """Did she ask us to act for her, and not take it back?"""
        return any(not each.is_over for each in self.of_kind("mandate"))

    @property
    def outcome(self) -> str:
        """How it ended (list ``matter_outcome``), where it is closed."""
        return self._closure("closure_outcome")

    @property
    def outcome_words(self) -> str:
        """What she got, and what was left to do; nothing of it where a conflict stands in the way."""
        return self._closure("closure_words") if self.is_clear else ""

    def _closure(self, code: str) -> str:
        closings = self.of_kind("matter_closure") if self.matter.closed_on else []
        return str(closings[0].said(code, "")) if closings else ""

    @cached_property
    def readers(self) -> list[Any]:
        """Who reads it now: keys of people and the sheets of paper."""
        return readers_of_ring(self.matter.ring)

    def of_kind(self, *kinds: str) -> list[OpenPart]:
        """What belongs to it of these kinds (list ``matter_part``), the newest first."""
        return [each for each in self.parts if each.kind in kinds]

    def part(self, reference: str, kind: str = "") -> OpenPart:
        """One part by its opaque name; refused in words while a conflict may stand in the way of reading it."""
        found = one_of(self.parts, reference, kind)
        if found.is_shut:
            raise Denied(LOOK_FIRST)
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A matter on the list."""

    matter: Matter
    name: str = field(repr=False)
    kind: str = ""
    due_on: date | None = None  # the next day on which something is due


def matters_for(actor: Actor) -> Any:
    """Every matter that is wrapped to her; the one that was touched last first."""
    return hers(Matter.objects.all(), actor).select_related("owner").order_by("-last_on", "pk")


def get_matter(actor: Actor, reference: str, *, held: bool = False) -> Matter:
    """One matter of hers, still shut. ``held``: for an act, until it is over."""
    may_represent.check(actor)
    rows = matters_for(actor).filter(reference=reference)
    found: Matter | None = (rows.select_for_update(of=("self",)) if held else rows).first()
    if found is None:
        raise Hidden
    opened_by(actor)
    return found


def opened(actor: Actor, matter: Matter, *, seeds: Mapping[int, bytes] | None = None) -> OpenMatter:
    """What is in a matter. ``actions.matters.open_matter`` calls it, and writes who opened.

    Before it is clear of conflicts only who the sides are is opened, and what is said before.
    """
    seeds = case_seeds(actor, matter.ring) if seeds is None else seeds
    rows = list(matter.parts.all())
    things = [matter.reference, *(each.reference for each in rows)]
    kept = fields_of(actor, matter.ring, things, names={BODY, CASE, *questions(MATTER)}, seeds=seeds)
    parts, clear = shown_of(parts_in(rows, kept))
    own = kept[matter.reference]
    shown = set(questions(MATTER)) if clear else FIRST
    return OpenMatter(
        matter,
        {code: answer_of(each.answer) for code, each in own.items() if code in shown and each.opens},
        {code: each.number for code, each in own.items()},
        parts,
        str(own[CASE].answer) if CASE in own and own[CASE].opens else "",
        clear,
    )


def page_of(actor: Actor, *, closed: bool = False, page: int = 1) -> tuple[list[Matter], bool]:
    """One page of her matters, still shut, and whether there is another page."""
    may_represent.check(actor)
    rows = hers_in_order(Matter.objects.filter(closed_on__isnull=not closed), actor)
    rows = rows.select_related("owner").order_by("-last_on", "pk")
    first = (max(1, page) - 1) * PAGE
    shown = list(rows[first : first + PAGE + 1])
    return shown[:PAGE], len(shown) > PAGE


def list_of(actor: Actor, *, closed: bool = False, page: int = 1) -> tuple[list[Line], bool]:
    """One page of her matters with what she wants to be called, and whether there is another page."""
    rows, has_more = page_of(actor, closed=closed, page=page)
    rings = {each.reference: each.ring for each in rows}
    kept = fields_of_each(actor, rings, [CALLED, KIND]) if rings else dict[str, dict[str, Kept]]()
    return [line_of(each, kept[each.reference]) for each in rows], has_more


def line_of(matter: Matter, kept: Mapping[str, Kept]) -> Line:
    """A matter with what she wants to be called and what it is about, out of its opened fields."""
    return Line(matter, _word(kept.get(CALLED)), _word(kept.get(KIND)))


def _word(kept: Kept | None) -> str:
    return str(answer_of(kept.answer).value or "") if kept is not None and kept.opens else ""


def why_not_begin(actor: Actor) -> Any:
    """Why she cannot begin a matter now, or None. Needs her key open."""
    opened_by(actor)
    return may_begin.reason(actor, reader_of(actor))


def may_be_let_in(actor: Actor, matter: Matter) -> list[Any]:
    """Who works on legal matters, has a key and does not read this one yet; nobody who was left out of it."""
    asked = [each for each in could_read(matter.ring) if each.user is not None and each.user.has_role(*READING)]
    return not_left_out(asked, facts_of(matter, case_seeds(actor, matter.ring)), ring=matter.ring)


def people_of(matter: Matter) -> list[Any]:
    """The keys of the people who read it, without the sheets of paper."""
    return [each for each in readers_of_ring(matter.ring) if each.user_id]


def lawyers() -> list[Any]:
    """The confirmed keys of whoever works on legal matters here."""
    return [each for each in has_own_desk() if may_represent.allows(each.user)]


def nexts_of(matter: Matter, is_clear: bool) -> list[str]:
    """Where it may go from here, closing left out."""
    rows = by_code("matter_state")[matter.state].more["next"]
    return [each for each in rows if each != "closed" and (is_clear or each in UNTIL_CLEAR)]
