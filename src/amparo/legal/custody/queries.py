"""What stands on the page of her children, and what is missing there. Nothing of it is kept: each is read anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from amparo.commons.policy.policies import Actor
from amparo.formats.birth_papers import hints
from amparo.formats.codes import Code, by_code
from amparo.formats.home_lines import ANYWHERE, lines
from amparo.legal.representation.queries.matters import Line, OpenMatter, list_of
from amparo.legal.representation.queries.parts import OpenPart

CHILD, OTHER, ORDER, USED, BEST, TRAVEL, PREP = (
    "her_child", "other_parent", "care_order", "used_against", "best_interest", "child_travel", "hearing_prep",
)  # fmt: skip
KINDS = (OTHER, ORDER, USED, BEST, TRAVEL)  # shown one after the other, after the children themselves
CUSTODY = "custody"  # of the list matter_kind


@dataclass(frozen=True, slots=True)
class Child:
    """A child, with what to look at for its papers."""

    part: OpenPart
    hints: tuple[str, ...]  # of the list birth_hint; worked out, and kept nowhere

    @property
    def called(self) -> str:
        """What the child is called; nothing where nobody said it."""
        return str(self.part.said("child_called", ""))


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that is missing: what, and where it is written."""

    sentence: str
    kind: str
    part: str = ""  # the opaque name of what it belongs to; nothing where it is to be begun


def every_line(actor: Actor) -> tuple[list[Line], list[Line]]:
    """Her open matters: those about children, and the others. A matter of any kind may have a child in it."""
    found: list[Line] = []
    page, more = 0, True
    while more:
        page += 1
        some, more = list_of(actor, page=page)
        found += some
    return [each for each in found if each.kind == CUSTODY], [each for each in found if each.kind != CUSTODY]


def children_in(found: OpenMatter) -> list[Child]:
    """The children of a matter, the first one first."""
    return [Child(each, hints_of(each)) for each in reversed(found.of_kind(CHILD))]


def hints_of(part: OpenPart) -> tuple[str, ...]:
    """What to look at for a child's papers, from what was said."""
    proof = {*part.said("birth_proof", ())} - {"none"}
    return hints(
        where=part.said("birth_where", ""), registered=part.said("birth_registered", ""), shown=bool(proof),
        papers=part.said("child_papers", ""), family=part.said("parent_papers", ""),
    )  # fmt: skip


def alone_with(found: OpenMatter) -> list[str]:
    """The papers by which she may travel with a child alone, of those that the source names (list other_paper)."""
    known = by_code("other_paper")
    there = {code for part in found.of_kind(OTHER) for code in part.said("other_paper", ())}
    return [code for code, each in known.items() if each.more["stands_alone"] and code in there]


def told_of(found: OpenMatter) -> dict[str, tuple[Code, ...]]:
    """What pages say of this: for every country, and for the country of the matter. Nothing: nobody here knows."""
    return {"bia": lines("bia", ANYWHERE), "travel": lines("travel", found.country) if found.country else ()}


def missing_in(found: OpenMatter, today: date) -> list[Todo]:
    """What is missing, in the order in which it is asked. An empty list is a good day."""
    return [*_of_children(found), *_of_the_other(found), *_of_orders(found, today), *_of_best(found),
            *_of_hearings(found), *_of_travel(found)]  # fmt: skip


def _of_children(found: OpenMatter) -> Iterator[Todo]:
    children = children_in(found)
    if not children:
        yield Todo(_("Write down which child it is about."), CHILD)
    for each in children:
        name = each.called or _("the child")
        if not each.part.said("child_looks_after"):
            yield Todo(_("Ask who looks after %(name)s day to day.") % {"name": name}, CHILD, each.part.reference)
        if each.part.said("child_heard", "not_yet") == "not_yet":
            yield Todo(_("Say how %(name)s was asked what it wants.") % {"name": name}, CHILD, each.part.reference)


def _of_the_other(found: OpenMatter) -> Iterator[Todo]:
    if not found.of_kind(OTHER):
        yield Todo(_("Ask about the other parent, and whether telling that person is safe."), OTHER)
    for each in found.of_kind(OTHER):
        if not (each.said("other_violence") and each.said("other_contact_safe")):
            sentence = _("Ask whether there is danger, before the other parent is told anything.")
            yield Todo(sentence, OTHER, each.reference)


def _of_orders(found: OpenMatter, today: date) -> Iterator[Todo]:
    if not found.of_kind(ORDER):
        yield Todo(_("Ask whether anything was decided already, also in another country."), ORDER)
    for each in found.of_kind(ORDER):
        until = each.day("order_until")
        if each.said("order_paper") != "yes":
            yield Todo(_("Get the paper of what was decided."), ORDER, each.reference)
        if until and not each.is_over and (until - today).days <= 30:
            yield Todo(_("What was decided ends soon, or has ended: see what comes after it."), ORDER, each.reference)
    for each in found.of_kind(USED):
        if not each.said("used_proof"):
            sentence = _("Note who heard it, or on which paper her papers were used against her.")
            yield Todo(sentence, USED, each.reference)


def _of_best(found: OpenMatter) -> Iterator[Todo]:
    weighed = found.of_kind(BEST)
    if not any(each.said("weigh_mother") or each.said("weigh_mother_words") for each in weighed):
        yield Todo(_("Ask the mother what counts most for the child."), BEST)
    if not any(each.said("weigh_counsel") or each.said("weigh_counsel_words") for each in weighed):
        yield Todo(_("Write what counts most as you see it, and what shows it."), BEST, _first(weighed))


def _of_hearings(found: OpenMatter) -> Iterator[Todo]:
    preps = [each for each in found.of_kind(PREP) if not each.is_over]
    if any(not each.is_over for each in found.of_kind("hearing")) and not preps:
        yield Todo(_("There is a hearing: make it ready with her."), PREP)
    for each in preps:
        asked: tuple[tuple[Any, str], ...] = (
            (each.said("prep_asked"), _("Go through with her what she will be asked.")),
            (each.said("prep_with"), _("Agree who goes with her to the hearing.")),
            (each.said("prep_minds_sure") == "yes", _("Make sure who minds the children during the hearing.")),
            (each.said("prep_protect"), _("See what is asked for so that she has to face nobody.")),
            (each.said("prep_protect_asked") == "yes" or not each.said("prep_protect"),
             _("Ask the court for it in writing, before the day.")),
            (each.said("prep_bring"), _("Choose what she brings.")),
        )  # fmt: skip
        yield from (Todo(sentence, PREP, each.reference) for there, sentence in asked if not there)


def _of_travel(found: OpenMatter) -> Iterator[Todo]:
    for each in found.of_kind(TRAVEL):
        if each.said("travel_state") != "given" and not each.said("travel_source"):
            yield Todo(_("Ask who has to agree that the child travels, and write who said so."), TRAVEL, each.reference)


def _first(parts: list[OpenPart]) -> str:
    return parts[0].reference if parts else ""
