"""What is due for a lawyer: by its day, with what it is, in as many questions however many matters she has."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from amparo.commons.policy.policies import Actor
from amparo.legal.representation.models import MatterPart
from amparo.legal.representation.queries.conflicts import shown_of
from amparo.legal.representation.queries.matters import CALLED, KIND, Line, line_of, matters_for, page_of
from amparo.legal.representation.queries.parts import OpenPart, parts_in
from amparo.vault.queries.fields import Kept, fields_of_each
from amparo.vault.queries.parts import BODY

MOST = 30  # lines of what is due
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due in a matter."""

    line: Line
    part: OpenPart = field(repr=False)
    on: date


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one lawyer."""

    due: list[Due]
    lines: list[Line]
    has_more: bool
    page: int
    is_cut: bool  # more is due than stands here


def desk_of(actor: Actor, *, today: date, closed: bool = False, page: int = 1) -> Desk:
    """What is due within two weeks or is past, the first day first; then one page of her matters.

    All of it is opened together: her key opens the lock of each matter once.
    """
    rows, has_more = page_of(actor, closed=closed, page=page)
    waiting = [] if closed or page > 1 else _waiting(actor, until=today + AHEAD)
    busy = {each.matter_id: each.matter for each in waiting}
    parts = list(MatterPart.objects.filter(matter__in=list(busy)))
    rings = {each.reference: each.ring for each in (*rows, *busy.values())}
    rings |= {each.reference: busy[each.matter_id].ring for each in parts}
    kept = fields_of_each(actor, rings, [CALLED, KIND, BODY]) if rings else dict[str, dict[str, Kept]]()
    opened = _shown(parts, kept)
    due = [
        Due(line_of(each.matter, kept[each.matter.reference]), opened[each.reference], each.due_on)
        for each in waiting
        if each.due_on and each.reference in opened and opened[each.reference].kind
    ]
    nexts = {each.line.matter.pk: each.on for each in reversed(due)}
    lines = [replace(line_of(each, kept[each.reference]), due_on=nexts.get(each.pk)) for each in rows]
    return Desk(due[:MOST], lines, has_more, page, len(due) > MOST)


def _waiting(actor: Actor, *, until: date) -> list[MatterPart]:
    """What is due of hers until a day, still shut; one more than is shown."""
    hers = matters_for(actor).order_by().filter(closed_on=None).values("pk")
    rows = MatterPart.objects.filter(matter__in=hers, ended_on=None, due_on__lte=until)
    return list(rows.select_related("matter__owner").order_by("due_on", "pk")[: MOST + 1])


def _shown(rows: list[MatterPart], kept: Mapping[str, Mapping[str, Kept]]) -> dict[str, OpenPart]:
    """Every part of these matters by its opaque name, as it may be read while a conflict may stand in the way."""
    by_matter: dict[int, list[MatterPart]] = {}
    for each in rows:
        by_matter.setdefault(each.matter_id, []).append(each)
    return {each.reference: each for some in by_matter.values() for each in shown_of(parts_in(some, kept))[0]}
