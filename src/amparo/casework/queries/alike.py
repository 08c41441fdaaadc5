"""By which of her answers a case is found again, and which of the cases that somebody reads have one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from amparo.casework.models import Case
from amparo.casework.queries.cases import NAME, Line, cases_for, name_in
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, answer_of
from amparo.vault.actions.alike import Code, codes_in
from amparo.vault.queries.fields import fields_of_each
from amparo.vault.queries.opened import rings_of
from amparo.vault.queries.readers import people_of_rings

# Of which questions of a case what is compared (kinds of ``vault.actions.alike``). Another question is another line.
COMPARED: dict[str, tuple[str, ...]] = {
    "name_used": ("name",),
    "contact_where": ("phone", "handle"),
}
ON_PAPERS = ("name", "document")  # what of the name on her papers, and of their number, is compared
LONGEST = 120  # characters of what is looked for


@dataclass(frozen=True, slots=True)
class Alike:
    """What looking found: her own cases, and who of the others may know of one. Not how many."""

    hers: list[Line]
    ask: list[str]  # the names that colleagues use
    is_alone: bool = False  # there is one, and nobody who reads it is here today

    @property
    def is_nothing(self) -> bool:
        """Was nothing found?"""
        return not (self.hers or self.ask or self.is_alone)


def codes_of(answers: Mapping[str, Answer], on_papers: Iterable[str] = ()) -> list[Code]:
    """By what a case with these answers is found, and with these texts of the name on her papers."""
    said = {code: answers.get(code, Answer()).value for code in COMPARED}
    found = [each for code, kinds in COMPARED.items() for each in codes_in(str(said[code] or ""), kinds)]
    return found + [each for text in on_papers for each in codes_in(text, ON_PAPERS)]


def codes_sought(text: str) -> list[Code]:
    """What of a text is looked for: a name, a number, an account, whatever stands in it."""
    found = codes_in(text[:LONGEST])
    bare = text.strip().casefold().removeprefix("@")
    return found if " " in bare or not bare else list(dict.fromkeys([*found, ("handle", bare)]))


def alike_of_hers(actor: Actor, codes: list[Code], rings: set[str]) -> list[Line]:
    """Her cases with one of these codes, opened and compared: it hangs on what she reads, and on nothing else.

    The name on her papers is not opened for it; by that, of hers too only what the tokens tell is found (``rings``).
    """
    cases = {case.reference: case for case in cases_for(actor)}
    kept = fields_of_each(actor, {name: case.ring for name, case in cases.items()}, COMPARED)
    found = []
    for name, case in cases.items():
        opened = {code: answer_of(each.answer) for code, each in kept.get(name, {}).items() if each.opens}
        if case.ring in rings or not set(codes).isdisjoint(codes_of(opened)):
            found.append(Line(case, name_in({NAME: opened.get(NAME, Answer())})))
    return found


def who_knows(actor: Actor, rings: set[str]) -> tuple[list[str], bool]:
    """Whom to ask about these cases, of those that she does not read; and whether nobody is there for one of them."""
    mine = set(rings_of(actor).filter(case_key__ring__in=rings))
    others = dict(Case.objects.filter(ring__in=rings - mine).values_list("ring", "owner_id"))
    reading = people_of_rings(others)
    asked = [_to_ask(owner, [each for each in reading[ring] if each.pk != actor.pk]) for ring, owner in others.items()]
    return sorted({each.name_used for each in asked if each is not None}), None in asked


def _to_ask(owner: int | None, reading: list[Any]) -> Any:
    """Whoever accompanies her first of all, or somebody else who reads it and is here today."""
    return next((each for each in reading if each.pk == owner), next(iter(reading), None))
