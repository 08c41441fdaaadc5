"""The name on her papers: that there is one, and who looked at it. The name itself comes out of ``actions`` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.casework.models import Case, Part
from amparo.casework.queries.cases import OpenCase
from amparo.casework.queries.parts import LEGAL_NAME, open_part
from amparo.commons.policy.policies import Actor
from amparo.vault.queries.fields import fields_of
from amparo.vault.queries.parts import BODY

NAMES = ("legal_name", "legal_number")  # what is found again without being shown


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at it: in which roles, why, in her words, and on which day. She may read this."""

    roles: tuple[str, ...]
    why: str  # of the list reveal_reason
    words: str
    on: date


def legal_name_in(opened: OpenCase) -> Any:
    """The part that holds it, without what is in it; None where there is none."""
    return next((each for each in opened.of_kind(LEGAL_NAME) if not each.is_over), None)


def looks_at(opened: OpenCase) -> list[Look]:
    """Everybody who looked at it, the last first: for the page of the case, and for hers."""
    shown = [each for part in opened.of_kind(LEGAL_NAME) for each in part.more.get("shown", ())]
    looks = [Look(tuple(each["roles"]), each["why"], each["words"], date.fromisoformat(each["on"])) for each in shown]
    return sorted(looks, key=lambda each: each.on, reverse=True)


def texts_to_index(
    actor: Actor, case: Case, seeds: Mapping[int, bytes] | None = None, papers: list[Part] | None = None
) -> list[str]:
    """What of it is found again by a keyed digest, with her key open: it goes into the index, and nowhere else.

    ``papers``: the parts where it lies, where they are known already.
    """
    parts = list(case.parts.filter(ended_on=None)) if papers is None else papers
    if not parts:
        return []
    kept = fields_of(actor, case.ring, [each.reference for each in parts], names={BODY}, seeds=seeds)
    found = [open_part(each, kept[each.reference].get(BODY)) for each in parts]
    said = [str(each.said(code, "")) for each in found if each.kind == LEGAL_NAME for code in NAMES]
    return [each for each in said if each]
