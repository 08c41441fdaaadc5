"""A case as who supervises sees it: where it stands, the plan, what comes next. Not who she is, nor what happened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.tasks import TASK, kind_of
from amparo.formats.case_questions import Answer, by_section
from amparo.formats.masking import masked, telling
from amparo.formats.safe_contact import ASKED

# Answers that are shown as codes, and those whose words are shown without what tells who she is.
CODES, WORDS = ("need_first",), tuple(each.code for each in by_section()["plan"].questions)
# Whose words are taken out of what is shown: those by which she and hers are known.
TELL = ("name_used", *ASKED[1:], "own_words", "safety_people", "safety_fear", "safety_leave")
NAMED = ("minor", "notice")  # parts whose words name her, or those around her


@dataclass(frozen=True, slots=True)
class Seen:
    """One task of it."""

    kind: str
    what: str
    due_on: date | None
    ended_on: date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A case without who it is."""

    reference: str
    state: str
    opened_on: date
    knows_contact: bool  # is it known how to reach her without danger? Not how
    need: str
    plan: dict[str, str] = field(repr=False)  # by question
    tasks: list[Seen] = field(repr=False)


def masked_case(opened: Any, also: Iterable[str] = ()) -> Masked:
    """An open case as it is shown for supervision. What is not named here does not leave this function.

    ``also``: the name on her papers, which comes out with no case; its words are taken out as well.
    """
    answers: dict[str, Answer] = opened.answers
    beside = [each.said(code, "") for each in opened.parts if each.kind in NAMED for code in each.answers]
    words = telling([*(_text(answers, code) for code in TELL), *filter(_is_text, beside), *also])
    plan = {code: masked(_text(answers, code), words) for code in WORDS if _text(answers, code)}
    tasks = [_seen(each, words) for each in opened.of_kind(TASK)]
    case, need = opened.case, answers.get("need_first", Answer())
    waiting = [each for each in tasks if each.ended_on is None]
    done = [each for each in tasks if each.ended_on is not None]
    waiting.sort(key=lambda each: each.due_on or date.max)
    knows = bool(answers.get("contact_ways", Answer()).value)
    return Masked(case.reference, case.state, case.opened_on, knows, str(need.value or ""), plan, [*waiting, *done])


def _seen(part: OpenPart, words: frozenset[str]) -> Seen:
    what, outcome = str(part.said("task_what", "")), str(part.said("task_outcome", ""))
    return Seen(kind_of(part.answers), masked(what, words), part.part.due_on, part.part.ended_on, outcome)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _text(answers: dict[str, Answer], code: str) -> str:
    given = answers.get(code)
    return given.value if given and isinstance(given.value, str) else ""
