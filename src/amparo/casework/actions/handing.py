"""Whoever leaves hands all her cases to a colleague: a hundred at a time, taken up again where it stopped."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any

from amparo.casework.actions.cases import LET_IN
from amparo.casework.actions.permissions import ALL_OF_IT
from amparo.casework.models import Case, Part
from amparo.casework.policies.handing import may_hand
from amparo.casework.policies.young import SHARE_OUTSIDE, needs_second_yes
from amparo.casework.queries.cases import not_supervised, opened
from amparo.casework.queries.flowing import reason_against
from amparo.casework.queries.parts import parts_of_many
from amparo.commons import clock
from amparo.commons.audit.actions import audited, opaque, record
from amparo.commons.policy.policies import Actor
from amparo.formats.consent.permission import HOUSE, Scope
from amparo.vault.actions import rings
from amparo.vault.actions.exclusion import LeftOut, facts_of
from amparo.vault.actions.fields import write_fields
from amparo.vault.policies import OUTSIDE
from amparo.vault.queries.opened import hers, mine_for_a_time, opened_by, rings_read_by, seeds_of_many
from amparo.vault.queries.parts import BODY, body_of

CARE = "default"
MET = ("on_the_case", "needs_it")  # she reads it from now on, and goes on with her
BATCH = 100  # cases in one transaction: meanwhile nobody else writes to the house


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one batch: given now, kept back, and not looked at yet.

    Kept back is a case from which she was left out, and one whose person was not asked whether we may go with her, or
    said no: nothing of it goes to a colleague.
    """

    given: int
    kept_back: int
    waiting: int


@audited("cases.handed", target="reader", using=CARE)
def hand_cases(reader: Any, *, by: Actor, most: int = BATCH, now: datetime | None = None) -> Handed:
    """Wrap some more of her cases to a colleague, and say they are hers now; never one she was left out of.

    What the colleague reads already is passed over, so that calling this again goes on, also after a cut or on another
    day. Each case that is handed on is one line in the trail.
    """
    may_hand.check(by, reader)
    opened_by(by)
    mine = not_supervised(by).exclude(ring__in=rings_read_by(reader)).exclude(ring__in=list(mine_for_a_time(by)))
    waiting = list(hers(mine, by).order_by("pk").values_list("pk", flat=True))
    given, kept_back, on = 0, 0, now or clock.now()
    asked = LeftOut(reader)
    for some in batched(waiting, most):
        if given:
            break
        cases = list(Case.objects.select_for_update().filter(pk__in=some))
        seeds = seeds_of_many(by, [case.ring for case in cases])
        parts = parts_of_many(cases, seeds)
        free = [
            case
            for case in cases
            if not asked.of(facts_of(case, seeds[case.ring]), case.ring)
            and reason_against(by, parts[case.pk], "colleague", HOUSE, Scope(ALL_OF_IT), on=on, met=MET) is None
            and not (reader.kind == OUTSIDE and _waits(case, reader, by, clock.day(on)))
        ]
        rings.wrap_many({case.ring: seeds[case.ring] for case in free}, reader)
        Case.objects.filter(pk__in=[case.pk for case in free], owner=by).update(owner=reader.user)
        for case in free:
            _note(case, reader, by, on)
            record("case.shared", by=by, target=case, using=CARE)
        given += len(free)
        kept_back += len(cases) - len(free)
    return Handed(given, kept_back, len(waiting) - given - kept_back)


def _waits(case: Case, reader: Any, by: Actor, on: date) -> bool:
    """Is she under 18, and has no second person said yes to this reader of another organisation?"""
    return needs_second_yes(opened(by, case), SHARE_OUTSIDE, reader.reference, on=on)


def _note(case: Case, reader: Any, by: Actor, on: datetime) -> None:
    """Who was let in and by whom, sealed in the case, as when one case is shared."""
    part = Part.objects.create(case=case, due_on=None if case.owner_id in {None, by.pk} else clock.day(on))
    more = {"who": reader.user.reference if reader.user else reader.reference, "until": ""}
    write_fields(by, case.ring, part.reference, {BODY: body_of(LET_IN, on, opaque(by), {}, more)}, {})
