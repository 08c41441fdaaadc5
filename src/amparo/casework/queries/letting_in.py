"""Who was let into a case, why and until when, as the page of the case and her own page say it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amparo.casework.models import CLOSED, Case, Part
from amparo.casework.queries.parts import OpenPart, open_part
from amparo.commons.policy.policies import Actor
from amparo.vault.queries.desk import name_of
from amparo.vault.queries.fields import field_of_each
from amparo.vault.queries.parts import BODY

KIND = "letting_in"


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody was let in."""

    part: OpenPart
    who: str
    by: str
    until: datetime | None
    counts: bool  # may she read it because of this now?
    is_new: bool  # whoever it belongs to has not said that she has seen it

    @property
    def why(self) -> str:
        """A code of the list ``letting_in_reason``."""
        return str(self.part.said("letting_in_why", ""))

    @property
    def words(self) -> str:
        """What was written beside it."""
        return str(self.part.said("letting_in_words", ""))


def until_of(part: OpenPart) -> datetime | None:
    """Until when; None where there is no end."""
    said = part.more.get("until", "")
    return datetime.fromisoformat(said) if said else None


def lines_of(opened: Any, names_of: Callable[[Iterable[str]], dict[str, str]], now: datetime) -> list[Line]:
    """Everybody who was let into an open case, the newest first."""
    parts = opened.of_kind(KIND)
    by = {part.reference: part.by.removeprefix("user:") for part in parts}
    names = names_of({part.more["who"] for part in parts} | set(by.values()))
    names |= {each.reference: name_of(each) for each in opened.reading.readers if each.user is None}
    found = []
    for part in parts:
        until = until_of(part)
        is_new = part.part.due_on is not None and not part.is_over
        who, whose = names.get(part.more["who"], ""), names.get(by[part.reference], "")
        found.append(Line(part, who, whose, until, until is None or now < until, is_new))
    return found


def not_seen(actor: Actor, cases: Iterable[Case]) -> dict[int, date]:
    """Of these cases that are hers, those into which somebody was let and she has not said that she saw it; the day."""
    hers = {case.pk: case for case in cases if case.owner_id == actor.pk and case.state != CLOSED}
    parts = {each.reference: each for each in Part.objects.filter(case__in=hers, due_on__isnull=False, ended_on=None)}
    kept = field_of_each(actor, {each.reference: hers[each.case_id].ring for each in parts.values()}, BODY)
    opened = [open_part(parts[reference], each) for reference, each in kept.items()]
    return {each.part.case_id: each.part.due_on for each in opened if each.kind == KIND and each.part.due_on}
