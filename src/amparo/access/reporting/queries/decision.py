"""Who reads a letter, signed for the page on which she writes, and decided again when she sends.

The signature travels in the page. It lets the house see that what her browser sealed went to whom it was told, and
whether somebody came or went among the readers while she wrote: then the page comes back and says so.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core import signing
from django.http import QueryDict

from amparo.vault.policies import Asked
from amparo.vault.queries.decision import Decided, asked_of, decide_now

SALT = "amparo.letter.decision"
LIFE = 24 * 3600  # seconds


class Changed(Exception):
    """Who reads is not who was shown to her, or nothing tells any more who was."""

    def __init__(self, asked: Asked) -> None:
        super().__init__("changed")
        self.asked = asked


def signed(decided: Decided) -> str:
    """What was asked and who reads, for the page on which she writes."""
    said = {"asked": asdict(decided.asked), "readers": list(decided.decision.readers)}
    return signing.dumps(said, salt=SALT, compress=True)


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
