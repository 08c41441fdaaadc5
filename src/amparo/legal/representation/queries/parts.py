"""What belongs to a legal matter, opened with her key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from amparo.commons.policy.policies import Hidden
from amparo.formats.case_questions import Answer, answer_of
from amparo.formats.codes import by_code
from amparo.legal.representation.models import MatterPart
from amparo.vault.queries.fields import WHOLE, Kept

FIRST = datetime(1, 1, 1, tzinfo=UTC)
BODY = WHOLE  # the one sealed field of a part


@dataclass(frozen=True, slots=True)
class OpenPart:
    """A part, opened. ``more`` is what is no answer: by which rule a day was reckoned, who decided."""

    part: MatterPart
    kind: str  # of the list matter_part; empty where her key does not open it
    number: int = 0  # the number it bears since it was written last
    at: datetime | None = None  # when it was first written
    by: str = ""  # the opaque name of whoever wrote it first
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    more: Mapping[str, Any] = field(default_factory=dict, repr=False)
    is_shut: bool = False  # what it says waits until it was looked whether there is a conflict

    @property
    def reference(self) -> str:
        """Its opaque name."""
        return self.part.reference

    @property
    def on(self) -> date | None:
        """The UTC day on which it was first written."""
        return self.at.astimezone(UTC).date() if self.at else None

    @property
    def is_over(self) -> bool:
        """Is it done?"""
        return self.part.ended_on is not None

    def said(self, code: str, default: Any = None) -> Any:
        """What was said to a question; ``default`` where there is no value."""
        given = self.answers.get(code)
        return default if given is None or given.value in (None, "", ()) else given.value

    def day(self, code: str) -> date | None:
        """A day that was said."""
        given = self.said(code)
        return date.fromisoformat(given) if given else None


def body_of(kind: str, at: datetime, by: str, answers: Mapping[str, Answer], more: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed of a part."""
    said = {code: each.as_data() for code, each in answers.items() if each.is_there}
    return {"kind": kind, "at": at.isoformat(), "by": by, "answers": said, "more": dict(more)}


def open_part(part: MatterPart, kept: Kept | None) -> OpenPart:
    """A part out of its sealed field; without a kind where her key does not open it."""
    if kept is None or not kept.opens or kept.answer.get("kind") not in by_code("matter_part"):
        return OpenPart(part, "", kept.number if kept else 0)
    body = kept.answer
    answers = {code: answer_of(each) for code, each in body["answers"].items()}
    at = datetime.fromisoformat(body["at"])
    return OpenPart(part, body["kind"], kept.number, at, body["by"], answers, body["more"])


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
