"""What was told without her yes, and what waits for a second person: for the page of her case, and for hers."""

from dataclasses import dataclass
from typing import Any

from amparo.casework.policies.notices import NOTICE, is_agreed, may_answer_notice, waits
from amparo.casework.queries.cases import OpenCase
from amparo.casework.queries.parts import first_of
from amparo.commons.policy.policies import Actor
from amparo.vault.queries.readers import names_of

ACCOUNT = "user:"  # before the opaque name of an account, as the trail writes it


@dataclass(frozen=True, slots=True)
class Notice:
    """One of them, as its page shows it."""

    part: Any
    by: str
    answered_by: str
    is_agreed: bool
    waits: bool
    why_not: Any  # why this reader does not say yes to it, or None
    is_hers: bool  # she asked for it, so she may take it back

    @property
    def is_to_tell(self) -> bool:
        """Has she still to be told?"""
        return self.is_agreed and not self.part.said("she_told_on")


def notices_in(actor: Actor, opened: OpenCase) -> list[Notice]:
    """Those of a case that she reads, the newest first."""
    parts = opened.of_kind(NOTICE)
    if not parts:
        return []
    names = names_of({_account(each) for part in parts for each in (part.by, _answered(part))})
    return [_notice(actor, opened, part, names) for part in parts]


def _notice(actor: Actor, opened: OpenCase, part: Any, names: dict[str, str]) -> Notice:
    why_not = may_answer_notice.reason(actor, opened.case, part, first_of(part), True) if waits(part) else None
    may_end = waits(part) and may_answer_notice.allows(actor, opened.case, part, None, False)
    by, answered = (names.get(_account(each), "") for each in (part.by, _answered(part)))
    return Notice(part, by, answered, is_agreed(part), waits(part), why_not, may_end)


def _answered(part: Any) -> str:
    return str(part.more.get("no_by") or part.more.get("yes_by") or "")


def _account(name: str) -> str:
    return name.removeprefix(ACCOUNT)
