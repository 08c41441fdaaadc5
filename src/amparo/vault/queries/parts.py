"""Something that belongs to a case or to a matter, as her key opens it: one sealed body says its kind and all else.

A row of it holds its name, by when something is due and when it ended, and nothing of what it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Self

from amparo.commons import clock
from amparo.formats.case_questions import Answer, answer_of, digest_of
from amparo.formats.codes import by_code
from amparo.vault.queries.fields import WHOLE, Kept

FIRST = datetime(1, 1, 1, tzinfo=UTC)
BODY = WHOLE  # the one sealed field of a part
NOTHING = digest_of(Answer())


def of_elsewhere(day: date) -> datetime:
    """Return what is kept for a day that another house wrote, of which nobody here knows the hour.

    It is the first moment of that day in UTC, by nobody. The first of all days stands for one that is not known.
    """
    return datetime.combine(day, time(), UTC)


def day_written(at: datetime, by: str) -> date:
    """Return the organisation's day of a part; of one that came from another house, the day as it was written there."""
    return at.date() if not by and at == of_elsewhere(at.date()) else clock.day(at)


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A part, opened. ``more`` is what is no answer: who wrote it, a decision, by which rule a day was reckoned."""

    part: Any  # the row
    kind: str  # of the list of its kinds; empty where her key does not open it
    number: int = 0  # the number it bears since it was written last
    at: datetime | None = None  # when it was first written
    by: str = ""  # the opaque name of whoever wrote it first
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    more: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def opened(cls, part: Any, kept: Kept | None, kinds: str) -> Self:
        """Out of its sealed field. ``kinds``: the list of what it can be; without a kind where it is none of these."""
        if kept is None or not kept.opens or kept.answer.get("kind") not in by_code(kinds):
            return cls(part, "", kept.number if kept else 0)
        body = kept.answer
        answers = {code: answer_of(each) for code, each in body["answers"].items()}
        at = datetime.fromisoformat(body["at"])
        return cls(part, body["kind"], kept.number, at, body["by"], answers, body["more"])

    @property
    def reference(self) -> str:
        """Its opaque name."""
        return str(self.part.reference)

    @property
    def on(self) -> date | None:
        """The organisation's day on which it was first written."""
        return day_written(self.at, self.by) if self.at else None

    @property
    def is_over(self) -> bool:
        """Is it done, or taken back?"""
        return self.part.ended_on is not None

    def said(self, code: str, default: Any = None) -> Any:
        """What was said to a question; ``default`` where there is no value."""
        given = self.answers.get(code)
        return default if given is None or given.value in (None, "", ()) else given.value


def body_of(kind: str, at: datetime, by: str, answers: Mapping[str, Answer], more: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed of a part."""
    said = {code: each.as_data() for code, each in answers.items() if each.is_there}
    return {"kind": kind, "at": at.isoformat(), "by": by, "answers": said, "more": dict(more)}


def past_in(found: SealedPart, answers: Mapping[str, Answer], was: Mapping[str, str]) -> list[str]:
    """To which of these has somebody written another answer since she read it? ``was``: of each the digest she read."""
    standing = {code: digest_of(found.answers.get(code, Answer())) for code in answers}
    return sorted(
        code
        for code, answer in answers.items()
        if standing[code] != was.get(code, NOTHING) and standing[code] != digest_of(answer)
    )
