"""What whoever goes with her sees of the legal side: that there is something, who looks at it, and where it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.casework.queries.cases import OpenCase, cases_for
from amparo.commons.policy.policies import Actor
from amparo.legal.representation.models import Matter
from amparo.legal.representation.policies import UNTIL_CLEAR
from amparo.legal.representation.queries.matters import lawyers
from amparo.vault.actions.exclusion import facts_of, not_left_out
from amparo.vault.queries.opened import case_seeds


@dataclass(frozen=True, slots=True)
class Status:
    """A matter as those see it who do not read it."""

    kind: str  # as whoever asked named it (list matter_kind)
    state: str  # of the list matter_state; empty where it is not there any more
    lawyer: Any  # whose it is
    asked_on: date | None
    is_past_look: bool  # nothing stands in the way any more: the lawyer may be told


def statuses_in(found: OpenCase) -> list[Status]:
    """Every matter that was asked for out of a case, the newest first."""
    asked = found.of_kind("lawyer")
    rows = {each.reference: each for each in _rows([str(each.more.get("matter", "")) for each in asked])}
    return [_status(each, rows.get(str(each.more.get("matter", "")))) for each in asked]


def _rows(references: list[str]) -> Any:
    return Matter.objects.filter(reference__in=references).select_related("owner")


def _status(part: Any, row: Matter | None) -> Status:
    state = row.state if row else ""
    kind = str(part.said("lawyer_kind", ""))
    return Status(kind, state, row.owner if row else None, part.on, bool(state) and state not in UNTIL_CLEAR)


def lawyers_for(actor: Actor, found: OpenCase) -> list[Any]:
    """Whom she may ask: the lawyers of the house, without whoever was left out of the case."""
    facts = facts_of(found.case, case_seeds(actor, found.case.ring))
    return not_left_out(lawyers(), facts, ring=found.case.ring)


def reads_case(actor: Actor, reference: str) -> bool:
    """Does she read the case a matter comes from?"""
    return bool(reference) and bool(cases_for(actor).filter(reference=reference).exists())
