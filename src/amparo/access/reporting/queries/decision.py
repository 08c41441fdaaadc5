"""What she said before writing, and who reads because of it: decided here, signed, and decided again when she sends.

The signature travels in the page. It lets the house see that what her browser sealed went to whom it was told, and
whether somebody came or went among the readers while she wrote: then the page comes back and says so.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

from amparo.access.reporting.policies import Decision, decide
from amparo.formats.codes import by_code
from amparo.vault.policies import ABOUT_HOUSE, ABOUT_OTHER, ABOUT_OUTSIDE, BODIES, Asked
from amparo.vault.queries.readers import who_has_sheets
from amparo.vault.queries.standing import ReaderInfo, people, readers

SALT = "amparo.letter.decision"
LIFE = 24 * 3600  # seconds
COMPLAINTS = (ABOUT_HOUSE, ABOUT_OUTSIDE, ABOUT_OTHER)
REFERENCE = re.compile(r"[0-9a-f]{16}")
MOST = 40  # of each question


@dataclass(frozen=True, slots=True)
class Decided:
    """Who reads a letter, as things stand now."""

    asked: Asked
    decision: Decision
    readers: tuple[ReaderInfo, ...]  # those who read

    @property
    def facts(self) -> dict[str, Any]:
        """What only its readers will know of it."""
        return {
            "excluded": list(self.decision.excluded),
            "about": list(self.asked.bodies),
            "roles": list(self.asked.roles),  # who gets a key later, in such a role or team, stays out as well
            "teams": list(self.asked.teams),
            "complaint": self.asked.complaint,
        }

    @property
    def signed(self) -> str:
        """What was asked and who reads, for the page on which she writes."""
        said = {"asked": asdict(self.asked), "readers": list(self.decision.readers)}
        return signing.dumps(said, salt=SALT, compress=True)


class Changed(Exception):
    """Who reads is not who was shown to her, or nothing tells any more who was."""

    def __init__(self, asked: Asked) -> None:
        super().__init__("changed")
        self.asked = asked


def asked_of(post: QueryDict) -> Asked:
    """What she said before writing; what no list of ours knows is left out."""
    left_out = [each.partition(":") for each in post.getlist("a")[:MOST]]
    complaint = post.get("hum", "")
    return Asked(
        roles=tuple(code for kind, _, code in left_out if kind == "role" and code in by_code("house_role")),
        teams=tuple(name for kind, _, name in left_out if kind == "team" and REFERENCE.fullmatch(name)),
        bodies=tuple(code for code in dict.fromkeys(post.getlist("o")[:MOST]) if code in BODIES),
        complaint=complaint if complaint in COMPLAINTS else "",
    )


def fields_of(asked: Asked) -> list[tuple[str, str]]:
    """The same as hidden fields."""
    left_out = [f"role:{code}" for code in asked.roles] + [f"team:{name}" for name in asked.teams]
    pairs = [("a", each) for each in left_out] + [("o", code) for code in asked.bodies]
    return pairs + ([("hum", asked.complaint)] if asked.complaint else [])


def decide_now(asked: Asked) -> Decided:
    """Who reads this, of those who read today."""
    holders: set[int] = set() if asked.leaves_out_nobody else who_has_sheets()
    today = readers(holders)
    decision = decide(today, asked, () if asked.leaves_out_nobody else people(holders))
    return Decided(asked, decision, tuple(each for each in today if each.reference in decision.readers))


def decided_again(post: QueryDict, *, life: int = LIFE) -> Decided:
    """The decision of the page she wrote on, where it still holds today; else :class:`Changed`."""
    try:
        said = signing.loads(post.get("e", ""), salt=SALT, max_age=life)
    except signing.BadSignature as error:
        raise Changed(asked_of(post)) from error
    asked = _asked(said["asked"])
    now = decide_now(asked)
    if list(now.decision.readers) != said["readers"] or now.decision.goes_nowhere:
        raise Changed(asked)
    return now


def _asked(said: Mapping[str, Any]) -> Asked:
    return Asked(tuple(said["roles"]), tuple(said["teams"]), tuple(said["bodies"]), said["complaint"])
