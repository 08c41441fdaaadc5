"""What is due for a lawyer: by its day, with what it is, in as many questions however many matters she has."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from amparo.commons.policy.policies import Actor
from amparo.legal.representation.models import Matter, MatterPart
from amparo.legal.representation.queries.conflicts import shown_of
from amparo.legal.representation.queries.matters import Line, lines_of, list_of, matters_for
from amparo.legal.representation.queries.parts import BODY, OpenPart, parts_in
from amparo.vault.queries.fields import fields_of_each

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
    """What is due within two weeks or is past, the first day first; then one page of her matters."""
    lines, has_more = list_of(actor, closed=closed, page=page)
    due = [] if closed or page > 1 else due_for(actor, until=today + AHEAD)
    nexts = {each.line.matter.pk: each.on for each in reversed(due)}
    lines = [replace(each, due_on=nexts.get(each.matter.pk)) for each in lines]
    return Desk(due[:MOST], lines, has_more, page, len(due) > MOST)


def due_for(actor: Actor, *, until: date) -> list[Due]:
    """What is due of hers until a day, one more than is shown."""
    hers = matters_for(actor).order_by().filter(closed_on=None).values("pk")
    waiting = MatterPart.objects.filter(matter__in=hers, ended_on=None, due_on__lte=until)
    rows = list(waiting.select_related("matter__owner").order_by("due_on", "pk")[: MOST + 1])
    matters: dict[int, Matter] = {each.matter_id: each.matter for each in rows}
    known = {each.matter.pk: each for each in lines_of(actor, matters.values())}
    parts = _parts_in(actor, matters)
    opened = [(each, parts[each.reference]) for each in rows if each.reference in parts]
    return [Due(known[row.matter_id], part, row.due_on) for row, part in opened if part.kind and row.due_on]


def _parts_in(actor: Actor, matters: Mapping[int, Matter]) -> dict[str, OpenPart]:
    """Every part of these matters by its opaque name, as it may be read while a conflict may stand in the way."""
    rows = list(MatterPart.objects.filter(matter__in=list(matters)))
    rings = {each.reference: matters[each.matter_id].ring for each in rows}
    kept: Any = fields_of_each(actor, rings, [BODY]) if rows else {}
    by_matter: dict[int, list[MatterPart]] = {}
    for each in rows:
        by_matter.setdefault(each.matter_id, []).append(each)
    return {each.reference: each for some in by_matter.values() for each in shown_of(parts_in(some, kept))[0]}
