"""What came to a focal point: the slice that somebody allowed, opened with her own key, for as long as it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from amparo.casework.models import Slice
from amparo.casework.policies.referrals import SAID_YES
from amparo.casework.policies.slices import ANSWERS, may_receive
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.case_questions import Answer, Question, answer_of, questions
from amparo.vault.actions.sending import open_note, open_notes
from amparo.vault.queries.opened import hers, hers_in_order, opened_by

Pairs = list[tuple[Question, Answer]]


@dataclass(frozen=True, slots=True)
class Passed:
    """One slice, as she sees it: what is told first, and the rest once she said yes."""

    row: Slice
    note: Mapping[str, Any] = field(repr=False)

    @property
    def reference(self) -> str:
        """Its opaque name."""
        return self.row.reference

    @property
    def need(self) -> str:
        """Of the list ``need``."""
        return str(self.note["need"])

    @property
    def state(self) -> str:
        """Of the list ``referral_state``."""
        return str(self.note["state"])

    @property
    def on(self) -> date:
        """The day on which it came."""
        return date.fromisoformat(self.note["steps"][0][1])

    @property
    def waits(self) -> bool:
        """Has she not said yes or no yet?"""
        return self.state in {"sent", "seen"}

    @property
    def may(self) -> tuple[str, ...]:
        """What she may answer now."""
        return ANSWERS.get(self.state, ())

    @property
    def told(self) -> Pairs:
        """What she reads of her: who it is only once she said yes."""
        later = self.note["later"] if self.state in SAID_YES else {}
        given = {**self.note["first"], **later}
        return [(questions()[code], answer_of(each)) for code, each in given.items() if code in questions()]

    @property
    def waits_for_yes(self) -> bool:
        """Is there more that she reads once she said yes?"""
        return bool(self.note["later"]) and self.state not in SAID_YES


def slices_for(actor: Actor) -> list[Passed]:
    """Everything that is hers to see now, the oldest first. Needs her key open."""
    may_receive.check(actor)
    opened_by(actor)
    found = [Passed(row, note) for row, note in open_notes(actor, hers_in_order(Slice.objects.all(), actor))]
    return sorted(found, key=lambda each: (each.on, each.reference))


def get_slice(actor: Actor, reference: str, *, held: bool = False) -> Passed:
    """One of hers; hidden for everybody else, and for her once it is over."""
    may_receive.check(actor)
    opened_by(actor)
    rows = hers(Slice.objects.filter(reference=reference), actor)
    row = (rows.select_for_update(of=("self",)) if held else rows).first()
    if row is None:
        raise Hidden
    return Passed(row, open_note(actor, row.ring, row.key_version, row.box))


def past_slices(now: datetime) -> Any:
    """Those whose last moment is over."""
    return Slice.objects.filter(until__lte=now)
