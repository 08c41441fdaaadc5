"""What belongs to a legal matter, opened with her key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from amparo.commons.policy.policies import Hidden
from amparo.legal.representation.models import MatterPart
from amparo.vault.queries.fields import Kept
from amparo.vault.queries.parts import BODY, FIRST, SealedPart


@dataclass(frozen=True, slots=True)
class OpenPart(SealedPart):
    """A part of a matter, of a kind of the list matter_part."""

    is_shut: bool = False  # what it says waits until it was looked whether there is a conflict

    def day(self, code: str) -> date | None:
        """A day that was said."""
        given = self.said(code)
        return date.fromisoformat(given) if given else None


def open_part(part: MatterPart, kept: Kept | None) -> OpenPart:
    """A part out of its sealed field; without a kind where her key does not open it."""
    return OpenPart.opened(part, kept, "matter_part")


def parts_in(parts: Iterable[MatterPart], kept: Mapping[str, Mapping[str, Kept]]) -> list[OpenPart]:
    """The parts of a matter, the newest first."""
    found = [open_part(each, kept.get(each.reference, {}).get(BODY)) for each in parts]
    return sorted(found, key=lambda each: each.at or FIRST, reverse=True)


def shut(part: OpenPart) -> OpenPart:
    """The same, and nothing of what it says."""
    return replace(part, answers={}, more={}, is_shut=True)


def one_of(parts: Iterable[OpenPart], reference: str, kind: str = "") -> OpenPart:
    """One of them by its opaque name; hidden where there is none, or it is of another kind."""
    found = next((each for each in parts if each.reference == reference and each.kind), None)
    if found is None or (kind and found.kind != kind):
        raise Hidden
    return found
