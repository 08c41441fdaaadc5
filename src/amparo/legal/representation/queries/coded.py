"""Whether a legal matter may be counted, and as what: in groups, once it is over, where she allows it.

It hangs on the permission of the case that the matter comes from, which is read with the key of whoever writes in the
matter; where her key does not open the case, nothing is known of it. A matter without a case has that permission as a
part of its own.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from amparo.casework.queries.cases import cases_for, whole
from amparo.casework.queries.coded import counted_until
from amparo.commons.policy.policies import Actor
from amparo.formats.consent.permission import DAYS
from amparo.formats.matter_counting import row_of_matter
from amparo.legal.representation.queries.matters import OpenMatter
from amparo.vault.actions.coded import token_of
from amparo.vault.queries.opened import case_seeds

STATS = "stats_consent"  # of the list matter_part
AGENT = "agent"  # a part of its own, and what a side may be


@dataclass(frozen=True, slots=True)
class Hanging:
    """By what a row is found, and until when she allows it; None: she does not, or not any more."""

    token: str = field(repr=False)
    ends: datetime | None
    is_whole: bool  # does her key open all that the row is made of?


def hanging_of(found: OpenMatter, by: Actor, on: datetime) -> Hanging | None:
    """On what the row of a matter hangs; None where the key of whoever asks does not tell."""
    here = all(each.kind and not each.is_shut for each in found.parts)
    if not found.case:
        token = token_of(case_seeds(by, found.matter.ring))
        return Hanging(token, own_until(found, on), here) if token else None
    case = cases_for(by).filter(reference=found.case).first()
    token = token_of(case_seeds(by, case.ring)) if case else None
    if case is None or token is None:
        return None
    known = whole(by, case).parts
    return Hanging(token, counted_until(known, on), here and all(each.kind for each in known))


def own_until(found: OpenMatter, on: datetime) -> datetime | None:
    """Until when she allows it by what was written in the matter: ninety days from her newest yes."""
    said = next(iter(found.of_kind(STATS)), None)
    if said is None or said.is_over or said.said("stats_answer") != "yes" or said.at is None:
        return None
    ends = said.at.astimezone(UTC) + timedelta(days=int(said.more.get("days", DAYS)))
    return ends if ends > on else None


def row_of(found: OpenMatter) -> dict[str, Any] | None:
    """The row of a matter by how it ended last, also where it was opened again since; None where it never ended so."""
    agents = found.of_kind(AGENT)
    sides = [each for each in found.of_kind("party") if each.said("party_role") == AGENT]
    ended = next(iter(found.of_kind("matter_closure")), None)
    return row_of_matter(
        kind=found.kind,
        outcome=str(ended.said("closure_outcome", "")) if ended else "",
        branches=[str(each.said("agent_branch", "")) for each in agents],
        agents=len(agents) + len(sides),
        filings=[str(each.said("filing_kind", "")) for each in found.of_kind("filing")],
    )
