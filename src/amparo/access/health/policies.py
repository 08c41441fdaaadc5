"""Who reads, writes and uses what was agreed with a place of health; and which hours cannot be agreed."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from amparo.access.health.models import HELD, MOST_AT_ONCE, SLOTS, WALK_IN, Slot, Window
from amparo.commons.directory.policies import may_check as may_check_places
from amparo.commons.policy.policies import Actor, Sentence, rule, rule_of_now
from amparo.formats.access import accompanying, cell
from amparo.formats.sittings import clash

OUTSIDE = "outside"
MOST_LINES = 12


def takers() -> list[str]:
    """The roles that go with her: they write in cases, and stand in this house."""
    return [role for role in accompanying() if role != OUTSIDE and "W" in cell(role, "cases")]


@rule
def may_read(actor: Actor) -> Sentence | None:
    """Whoever accompanies, and whoever looks after the list of places."""
    here = [role for role in accompanying() if role != OUTSIDE]
    if not actor.is_authenticated or not actor.has_role("editor", "coordinator", "checker", *here):
        return _("Whoever accompanies reads which doors were agreed. Ask the coordinator. The list of places is yours.")
    return None


@rule
def may_write(actor: Actor) -> Sentence | None:
    """Who writes the list of places, or coordinates."""
    if not actor.is_authenticated or not actor.has_role("editor", "coordinator"):
        return _("Who writes the list of places writes this too. Ask her, or ask the coordinator for that role.")
    return None


@rule
def may_check(actor: Actor) -> Sentence | None:
    """Whoever calls and visits: as for places, writing it is not knowing it."""
    return may_check_places.reason(actor)


@rule
def may_take(actor: Actor) -> Sentence | None:
    """Whoever goes with her."""
    if not actor.is_authenticated or not actor.has_role(*takers()):
        return _("Whoever accompanies her takes a code for her. Ask her.")
    return None


@rule_of_now
def may_agree_hours(actor: Actor, lines: Sequence[Any]) -> Sentence | None:
    """Hours that hold together: none in the way of another, and room for somebody wherever a code is needed."""
    if len(lines) > MOST_LINES:
        return format_lazy(_("At most {n} lines of hours. Join those that are alike."), n=MOST_LINES)
    for line in lines:
        fault = _of_line(line)
        if fault:
            return fault
    found = clash(lines)
    if found is None:
        return None
    return format_lazy(
        _("Lines {one} and {other} are open at the same time, so nobody at the door would know which holds. "
          "Let one end where the other begins, or leave one out."),
        one=found[0] + 1, other=found[1] + 1,
    )  # fmt: skip


def _of_line(line: Any) -> Sentence | None:
    """What is wrong with one line of hours by itself."""
    if line.kind == SLOTS and not line.capacity:
        return _(
            "With room for nobody no code can be given out. Write for how many there is room, "
            "or choose that one just comes."
        )
    if line.kind == SLOTS and not 0 < line.capacity <= MOST_AT_ONCE:
        return format_lazy(_("Write for how many there is room in these hours: from 1 to {n}."), n=MOST_AT_ONCE)
    if line.kind == WALK_IN and line.capacity:
        return _("Where one just comes nobody counts. Leave the room empty, or choose that one comes with a code.")
    return None


@rule_of_now
def may_move_hours(actor: Actor, window: Window, slots: Sequence[Slot]) -> Sentence | None:
    """Hours for which somebody carries a code stay as they are."""
    if not slots:
        return None
    return format_lazy(
        _("For {hours} somebody carries a code already. Leave these hours, or free the codes first; "
          "other hours can be added beside them."),
        hours=f"{window.opens:%H:%M}-{window.closes:%H:%M}",
    )  # fmt: skip


@rule_of_now
def may_free(actor: Actor, slot: Slot, is_over: bool) -> Sentence | None:
    """A place goes back while somebody else can still have it."""
    refusal = may_take.reason(actor)
    if refusal is None and slot.state != HELD:
        return _("This code is not kept any more. The list of the day says what became of it.")
    if refusal is None and is_over:
        return _("These hours are over, so nobody else can have the place. Write down whether it was used.")
    return refusal
