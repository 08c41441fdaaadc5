"""How a study goes, in numbers by state: how much came, what waits, what is counted, and when it was brought on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from amparo.commons.audit.actions import opaque
from amparo.commons.audit.queries import acts_on
from amparo.fieldwork.models import Device, Study, Submission
from amparo.fieldwork.models.submissions import HERE, KEPT, LEFT_OUT, REPLACED, WAITING
from amparo.fieldwork.policies import CARRYING
from amparo.formats.codes import codes

CARE = "default"
ASKED_NOT_TO = "no_consent"  # she did not allow it: nothing waits for anybody


@dataclass(frozen=True, slots=True)
class Figures:
    """Forms of a study by where they stand."""

    here: int = 0  # came whole, and nothing is wrong with them
    waiting: int = 0  # a part is still on a phone
    kept: int = 0  # the door could not read them
    left_out: int = 0
    replaced: int = 0
    counted: int = 0  # of those that are here
    asked_not_to: int = 0  # of those that are here
    reasons: tuple[tuple[str, int], ...] = field(default=())  # of the kept, in the order of the list

    @property
    def not_yet(self) -> int:
        """Here, allowed, and in no build yet."""
        return self.here - self.counted - self.asked_not_to


def figures_of(study: Study) -> Figures:
    """All of them, in one question to the database."""
    rows = Submission.objects.filter(deployment__study=study).order_by()
    found = rows.values_list("state", "reason", "is_counted").annotate(Count("pk"))
    states, reasons = Counter[str](), Counter[str]()
    counted = asked_not_to = 0
    for state, reason, is_counted, many in found:
        states[state] += many
        counted += many if is_counted else 0
        asked_not_to += many if state == HERE and reason == ASKED_NOT_TO else 0
        reasons[reason] += many if state == KEPT else 0
    in_order = tuple((each.code, reasons[each.code]) for each in codes("door_reason") if reasons[each.code])
    return Figures(
        states[HERE], states[WAITING], states[KEPT], states[LEFT_OUT], states[REPLACED], counted, asked_not_to, in_order
    )


def last_build(study: Study) -> datetime | None:
    """In which hour what may be counted was brought on last; the trail knows."""
    found = acts_on(opaque(study), ["evidence.brought"], using=CARE, most=1)
    return found[0].at if found else None


def phones_with_state(study: Study, *, on: date) -> list[tuple[Any, str]]:
    """Every phone with its state, of the list ``device_state``; those in use first."""
    rows = study.devices.select_related("user").prefetch_related("user__memberships")
    rows = rows.order_by("is_lost", "label", "pk")
    return sorted(((each, state_of(each, on)) for each in rows), key=lambda each: each[1] != "in_use")


def state_of(device: Device, on: date) -> str:
    """Where a phone stands, as the door from the field sees it."""
    if device.is_lost:
        return "lost"
    if not device.user.has_role(*CARRYING):  # nor whoever left: a closed account has no role
        return "shut"
    return "over" if device.until < on else "in_use"
