"""What an organisation got of her because she allowed it, and she took that back since: they are told, and asked.

It is read out of what is sealed, wherever a case is open, and is noted nowhere by itself. So it stands there at once,
whether she said no at the desk or took it back on her own page, where no key is open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.casework.policies.referrals import REFERRAL
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.permissions import NO_LONGER, Permission, permission_for, permissions_in, recipient_named
from amparo.casework.queries.transfer import KIND as SENT

GIVEN_OUT = "given_out"  # a list in which she stands; of the list ``case_part``, as ``SENT``
WENT = (SENT, GIVEN_OUT, REFERRAL)
ANSWER, WORDS = "back_answer", "back_words"
CALLED_BACK = "called_back"  # in what is kept of a file that was on its way: it did not become theirs


@dataclass(frozen=True, slots=True)
class Recall:
    """One organisation that has something of hers which she does not allow any more."""

    part: OpenPart
    case: Any = None
    name: str = field(default="", repr=False)

    @property
    def to(self) -> str:
        """Whom, as it was written down."""
        return str(self.part.more.get("to", ""))

    @property
    def on(self) -> date | None:
        """When they got it."""
        return self.part.on

    @property
    def is_list(self) -> bool:
        """Was it a list with her in it, and not a file about her alone?"""
        return self.part.kind == GIVEN_OUT

    @property
    def answer(self) -> str:
        """What they answered: of the list ``back_answer``, or nothing yet."""
        return str(self.part.said(ANSWER, ""))

    @property
    def words(self) -> str:
        """Who answered, and how."""
        return str(self.part.said(WORDS, ""))

    @property
    def waits(self) -> bool:
        """Has nobody written yet what they answered?"""
        return not self.answer


def recalls_in(parts: Iterable[OpenPart], **more: Any) -> list[Recall]:
    """What is to be called back, the newest first; and what was, with what they answered."""
    known = list(parts)
    given = permissions_in(known)
    return [
        Recall(each, **more)
        for each in known
        if each.kind in WENT and (each.said(ANSWER) or is_taken_back(known, given, each))
    ]


def is_taken_back(parts: list[OpenPart], given: list[Permission], went: OpenPart) -> bool:
    """Did she say no since, to what let this go? That a permission ran out is no word of hers.

    What she said of these very ones counts before what she said of anybody. A permission that is not among the parts
    she ended herself: the list of the day asks only for what has no end.
    """
    allowed = went.more.get("permission")
    if not allowed:
        return False
    found = next((each for each in given if each.part.reference == allowed), None)
    if found is None:
        return True
    named = permission_for(parts, found.kind, recipient_named(str(went.more.get("to", "")), is_state=False))
    return (named or found).consent.state in NO_LONGER
