"""What is to be done for her: on the page of her case, and on the list of the day of all cases somebody reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.reaching import Reach
from amparo.commons.accounts.queries import accounts_of
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code

TASK = "task"
EVERY = (0, 1, 2, 3, 7, 14, 30)  # days from one to the next; 0 is once


def kind_of(answers: Mapping[str, Answer]) -> str:
    """Of which kind a task is (list ``task_kind``); nothing where it does not say."""
    given = answers.get("task_kind")
    return str(given.value) if given and given.value in by_code("task_kind") else ""


def reaches_her(answers: Mapping[str, Answer]) -> bool:
    """Does it reach out to her? What does not say of which kind it is might."""
    kind = kind_of(answers)
    return not kind or bool(by_code("task_kind")[kind].more["reaches_her"])


def contacts(answers: Mapping[str, Answer]) -> bool:
    """Is she reached out to: is it still to be done, or did somebody do it?"""
    given = answers.get("task_outcome")
    found = by_code("task_outcome").get(str(given.value)) if given and given.value else None
    return found is None or bool(found.more["contacts"])


@dataclass(frozen=True, slots=True)
class Task:
    """One of them, as a page shows it."""

    part: OpenPart
    who: str  # by name
    is_mine: bool
    why_not: str  # the sentence that refuses it now, or nothing
    ways: tuple[str, ...] = ()
    case: Any = None
    name: str = field(default="", repr=False)
    reach: Any = field(default=None, repr=False)

    @property
    def kind(self) -> str:
        """Of the list ``task_kind``."""
        return kind_of(self.part.answers)

    @property
    def what(self) -> str:
        """What is to be done, in words."""
        return str(self.part.said("task_what", ""))

    @property
    def outcome(self) -> str:
        """What came of it: of the list ``task_outcome``, or nothing yet."""
        return str(self.part.said("task_outcome", ""))

    @property
    def told(self) -> str:
        """What happened, in words."""
        return str(self.part.said("task_told", ""))

    @property
    def due_on(self) -> date | None:
        """Its day."""
        return self.part.part.due_on

    @property
    def every(self) -> int:
        """Every so many days; 0 for once."""
        return int(self.part.more.get("every", 0))

    @property
    def reaches_her(self) -> bool:
        """Does it reach out to her?"""
        return reaches_her(self.part.answers)

    @property
    def is_paper(self) -> bool:
        """Does it stand under papers?"""
        return bool(self.kind) and bool(by_code("task_kind")[self.kind].more["paper"])


def task_of(part: OpenPart, reach: Reach, names: Mapping[str, str], *, me: str = "", **more: Any) -> Task:
    """A part as a task. ``names``: how people are called, by their opaque names; ``me`` is whoever looks."""
    who, kind = str(part.more.get("who", "")), kind_of(part.answers)
    blocked = "" if part.is_over else reach.sentence(kind)
    return Task(part, names.get(who, ""), who == me, blocked, reach.ways(kind) if kind else (), reach=reach, **more)


def names_by_opaque(opaque_names: Iterable[str]) -> dict[str, str]:
    """The names that people use, by their opaque names as the trail writes them."""
    wanted = {each.partition(":")[2]: each for each in opaque_names if each.startswith("user:")}
    return {wanted[each.reference]: each.name_used for each in accounts_of(references=wanted)}
