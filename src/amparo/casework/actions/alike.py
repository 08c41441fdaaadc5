"""Looking whether there is a case already, before a second one is opened; and seeing that a case is found again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from amparo.casework.models import Case, Part
from amparo.casework.policies.cases import may_accompany, may_begin
from amparo.casework.queries.alike import COMPARED, Alike, alike_of_hers, codes_of, codes_sought, who_knows
from amparo.casework.queries.legal_names import texts_to_index
from amparo.commons.audit.actions import unaudited
from amparo.commons.policy.policies import Actor
from amparo.formats.case_questions import answer_of
from amparo.vault.actions.alike import make_known, rings_alike
from amparo.vault.actions.exclusion import leaves_out_anybody
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.opened import case_seeds, opened_by
from amparo.vault.queries.readers import reader_of


@unaudited("the look itself is in the trail, without what was looked for")
def look_for(text: str, *, by: Actor, now: datetime | None = None) -> Alike:
    """Cases of this name, number or account: hers, and of the others only whom to ask.

    ``TooOften`` where she looked for too many within the hour or the day.
    """
    may_accompany.check(by)
    opened_by(by)
    may_begin.check(by, reader_of(by))  # it is looked for before a case is opened, and for nothing else
    codes = codes_sought(text)
    rings = rings_alike(by=by, codes=codes, now=now)
    names, is_alone = who_knows(by, rings)
    return Alike(alike_of_hers(by, codes, rings), names, is_alone)


@unaudited("a part of opening a case, which is audited")
def know_again(
    case: Case,
    facts: dict[str, Any],
    *,
    by: Actor,
    anew: bool = False,
    seeds: Mapping[int, bytes] | None = None,
    papers: list[Part] | None = None,
) -> None:
    """See that a case is found by what stands in it, where it leaves out nobody; whatever of it she reads herself.

    ``anew`` where something of it was written. What her key does not open, others see to. ``papers``: where the name
    on her papers lies, where that is known already.
    """
    seeds = case_seeds(by, case.ring) if seeds is None else seeds
    kept = fields_of(by, case.ring, [case.reference], names=set(COMPARED), seeds=seeds)[case.reference]
    if any(not kept[code].opens for code in COMPARED if code in kept):
        return
    codes = codes_of(
        {code: answer_of(kept[code].answer) for code in COMPARED if code in kept},
        texts_to_index(by, case, seeds, papers),
    )
    make_known(by, case.ring, codes, seeds, to_all=not leaves_out_anybody(facts, ring=case.ring), anew=anew)


@unaudited("a part of writing in a case, which is audited")
def know_anew(case: Case, written: Iterable[str], facts: dict[str, Any], *, by: Actor) -> None:
    """The same after answers were written; where none of those was that are compared, nothing changes."""
    if set(written) & set(COMPARED):
        know_again(case, facts, by=by, anew=True)
