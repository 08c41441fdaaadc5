"""Whether a matter is counted follows what she allows, in the very act in which somebody writes, closes or opens it."""

from datetime import datetime

from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import Answer, checked_all
from amparo.formats.consent.permission import DAYS
from amparo.formats.matter_counting import BOOK
from amparo.legal.representation.models import Matter, MatterPart
from amparo.legal.representation.policies import may_represent
from amparo.legal.representation.queries.coded import STATS, hanging_of, row_of
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, opened
from amparo.vault.actions.coded import drop_row, drop_row_beside, is_counting, keep_row
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.parts import BODY, body_of

CARE = "default"


@unaudited("a part of opening or writing a matter, which is audited")
def count_again(open_matter: OpenMatter, *, by: Actor, now: datetime | None = None) -> None:
    """Keep the coded row of a matter that is closed, or drop it where she does not allow it (any more).

    Where the key of whoever acts does not open all that it is made of, the row stays as whoever opens all left it; a no
    is a no with every key. A matter that goes on takes the row along that it had, and no row of another matter of hers.
    """
    moment = now or clock.now()
    hanging = hanging_of(open_matter, by, moment) if is_counting() else None
    if hanging is None:
        return
    row = row_of(open_matter)
    if hanging.ends is None:
        drop_row(hanging.token)
    elif row is not None and open_matter.matter.closed_on is None:
        drop_row_beside(hanging.token, BOOK, row)
    elif row is not None and hanging.is_whole:
        keep_row(hanging.token, BOOK, row, ends=hanging.ends, now=moment)


@unaudited("a part of destroying a matter, which is audited")
def count_no_more(open_matter: OpenMatter, *, by: Actor) -> None:
    """Drop the coded row of a matter that goes, while its key is still there."""
    hanging = hanging_of(open_matter, by, clock.now()) if is_counting() else None
    row = row_of(open_matter)
    if hanging is not None and row is not None:
        drop_row_beside(hanging.token, BOOK, row)


@audited("matter.part_written", target="matter", using=CARE, hourly=True)
def say_counted(
    matter: Matter, *, answer: str, method: str = "", days: int = DAYS, by: Actor, now: datetime | None = None
) -> None:
    """Write what she says to being counted: on any day, also when the matter is closed. Her newest word holds."""
    held, moment = get_matter(by, matter.reference, held=True), now or clock.now()
    may_represent.check(by)
    said = checked_all({"stats_answer": Answer(answer), "stats_method": Answer(method or None)}, STATS)
    part = MatterPart.objects.create(matter=held)
    write_fields(by, held.ring, part.reference, {BODY: body_of(STATS, moment, opaque(by), said, {"days": days})}, {})
    count_again(opened(by, held), by=by, now=moment)
