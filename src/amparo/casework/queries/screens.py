"""A conversation about force and deceit, opened. Whether another may be offered is worked out here, kept nowhere."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from amparo.casework.queries.parts import OpenPart
from amparo.formats.case_questions import digest_of
from amparo.formats.codes import Code, by_code
from amparo.formats.trafficking import BESIDE, WEIGHED, Weighed, weigh

SCREEN = "screen"
SECOND = "second"  # in ``more``: what the second person said, and of which answers


@dataclass(frozen=True, slots=True)
class Heard:
    """One such conversation as its page shows it."""

    part: OpenPart
    weighed: Weighed
    marked: list[tuple[str, list[Code]]]  # what was marked of each weighed question
    beside: list[tuple[str, list[Code]]]  # what is for whoever listens, and never counts
    second: dict[str, Any] | None  # of the second person, as long as she looked at these very answers
    has_her_view: bool
    is_prepared: bool  # was everything so that has to be so before somebody asks?

    @property
    def is_ready(self) -> bool:
        """May she be offered another conversation now?"""
        asked_well = self.is_prepared and self.has_her_view
        return self.weighed.may_be_offered and asked_well and bool(self.second and self.second["agrees"])


def heard(part: OpenPart) -> Heard:
    """A conversation, read."""
    kept = part.more.get(SECOND)
    view = part.answers.get("her_view")
    return Heard(
        part, weigh(told(part)), _codes(part, WEIGHED), _codes(part, BESIDE),
        kept if kept and kept["of"] == answers_mark(part) else None, bool(view and view.is_there),
        set(part.said("before", ())) == set(by_code("before_asking")),
    )  # fmt: skip


def told(part: OpenPart) -> dict[str, tuple[str, ...]]:
    """What she told that somebody deceived or forces her; nothing else is weighed."""
    return {question: part.said(question, ()) for question in WEIGHED}


def _codes(part: OpenPart, names: Iterable[str]) -> list[tuple[str, list[Code]]]:
    lists = {**WEIGHED, "work": "signs_work", "leaving": "context_leaving", "here": "context_here"}
    found = [(name, [by_code(lists[name])[code] for code in part.said(name, ())]) for name in names]
    return [(name, marked) for name, marked in found if marked]


def answers_mark(part: OpenPart) -> str:
    """A mark of all that was told: a second look counts for these answers, and for no others."""
    said = {code: digest_of(each) for code, each in part.answers.items() if not code.startswith("offer_")}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]
