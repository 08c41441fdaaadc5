"""What may be asked of a person whose case is opened: ``content/case/*.toml``, and what counts as an answer.

``case.toml`` is asked of the case itself; each other file belongs to a part of it, such as an incident or a task, and
bears the name of its kind (list ``case_part``). A question has a code of its own within its file. ``content/legal`` has
those of a legal matter, by the list ``matter_part``.

An answer is what she said, or that she does not know, or that she prefers not to say; where there is none, it was not
asked or was left out. None of these is ever taken for another.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES, by_code, codes
from amparo.formats.genders import is_code_of

CASE = "case"  # the file of the case itself
CHILD = "child"  # the file of a child who is minded: it belongs to no case, and lies apart from what does
MATTER = "matter"  # the file of a legal matter; what belongs to one lies beside it (list ``matter_part``)
KINDS = ("line", "text", "one", "many", "scale", "day", "month", "time")
MOMENTS = {"day": re.compile(r"\d{4}-\d\d-\d\d"), "month": re.compile(r"\d{4}-\d\d"), "time": re.compile(r"\d\d:\d\d")}
LONGEST = {"line": 200, "text": 8_000}  # characters
SCALE = range(11)  # as she rates it: 0 to 10
NOT_SAID = ("does_not_know", "prefers_not")  # of the list ``answer``


@dataclass(frozen=True, slots=True)
class Question:
    """One question: how it is asked, and of which kind its answer is."""

    code: str
    section: str
    kind: str
    list: str
    texts: dict[str, str]
    young: dict[str, str] = field(default_factory=dict)  # how it is asked of somebody under 18, where that differs
    without: tuple[str, ...] = ()  # codes of its list that are not offered for it
    ours: bool = False  # answered by whoever accompanies her, not by her

    @property
    def is_words(self) -> bool:
        """Is it answered in words, and not out of a list or on a scale?"""
        return self.kind in LONGEST

    @property
    def has_beside(self) -> bool:
        """Does "she does not know" stand in a field beside it, because its own field has no choices?"""
        return not self.ours and (self.is_words or self.kind in MOMENTS)

    def offered(self, language: str, *, young: bool = False) -> tuple[tuple[str, str], ...]:
        """The codes of its list that are offered, as pairs for a form."""
        known = [each for each in codes(self.list) if each.code not in self.without]
        return tuple((each.code, each.label(language, young=young)) for each in known)

    def label(self, language: str, *, young: bool = False) -> str:
        """How it is asked in this language; of somebody under 18 (``young``) as one speaks with her."""
        texts = self.young if young and self.young else self.texts
        return texts.get(language) or texts["es"]


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that are asked together."""

    code: str
    texts: dict[str, str]
    hints: dict[str, str]
    questions: tuple[Question, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of its questions."""
        return [each.code for each in self.questions]

    def label(self, language: str) -> str:
        """Its heading in this language."""
        return self.texts.get(language) or self.texts["es"]

    def hint(self, language: str) -> str:
        """What is said under its heading."""
        return self.hints.get(language) or self.hints["es"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What she said: ``value``, or why there is none (``said``: a code of NOT_SAID). Never both."""

    value: str | int | tuple[str, ...] | None = None
    said: str = ""

    def __repr__(self) -> str:
        return "Answer(…)"

    @property
    def is_there(self) -> bool:
        """Did she answer, with a value or with a no?"""
        return self.value not in (None, "", ()) or bool(self.said)

    def as_data(self) -> dict[str, Any]:
        """What is sealed of it."""
        return {"value": list(self.value) if isinstance(self.value, tuple) else self.value, "said": self.said}


def answer_of(data: Any) -> Answer:
    """An answer out of what was sealed."""
    value = data["value"]
    return Answer(tuple(value) if isinstance(value, list) else value, data["said"])


def digest_of(answer: Answer) -> str:
    """A short digest: did this answer change between the page and its sending?"""
    return hashlib.sha256(json.dumps(answer.as_data()).encode()).hexdigest()[:12]


@cache
def sections(of: str = CASE) -> tuple[Section, ...]:
    """Every section of a file in order. A mistake in it is an error of the program, found by its test."""
    with file_of(of).open("rb") as file:
        table = tomllib.load(file)
    return tuple(_section(row) for row in table["sections"])


def file_of(of: str) -> Path:
    """Where the questions of a kind stand: each file bears the name of one kind, and no two folders have the same."""
    folder = "care" if of == CHILD else "case" if (CONTENT / "case" / f"{of}.toml").exists() else "legal"
    return CONTENT / folder / f"{of}.toml"


@cache
def by_section(of: str = CASE) -> dict[str, Section]:
    """The sections of a file by their codes."""
    return {section.code: section for section in sections(of)}


@cache
def questions(of: str = CASE) -> dict[str, Question]:
    """Every question of a file by its code."""
    return {each.code: each for section in sections(of) for each in section.questions}


def _section(row: dict[str, Any]) -> Section:
    return Section(
        row["code"],
        {language: row[language] for language in LANGUAGES},
        {language: row[f"hint_{language}"] for language in LANGUAGES},
        tuple(_question(row["code"], each) for each in row["questions"]),
    )


def _question(section: str, row: dict[str, Any]) -> Question:
    kind, listed = row["kind"], row.get("list", "")
    if kind not in KINDS or (kind in {"one", "many"}) != bool(listed):
        raise ValueError(f"The question {row['code']} has no kind that is known, or no list to choose from.")
    young = {language: row[f"young_{language}"] for language in LANGUAGES} if "young_es" in row else {}
    texts = {language: row[language] for language in LANGUAGES}
    without, ours = tuple(row.get("without", ())), row.get("ours", False)
    return Question(row["code"], section, kind, listed, texts, young, without, ours)


def checked_all(answers: Mapping[str, Answer], of: str = CASE) -> dict[str, Answer]:
    """All of these answers, each checked against its question; a code that is none is an error too."""
    known = questions(of)
    unknown = sorted(set(answers) - set(known))
    if unknown:
        raise ValueError(f"{of}: there is no question {unknown[0]}.")
    return {code: checked(known[code], answer) for code, answer in answers.items()}


def checked(question: Question, answer: Answer) -> Answer:
    """The answer, if it is one to this question; else :class:`ValueError`, which names the question."""
    if answer.said:
        fits = answer.said in NOT_SAID and answer.value in (None, "", ())
    elif question.kind in LONGEST:
        fits = answer.value is None or (isinstance(answer.value, str) and len(answer.value) <= LONGEST[question.kind])
    elif question.kind == "one":
        fits = answer.value in {None, "", *by_code(question.list)} - set(question.without)
    elif question.kind == "many":
        codes = () if answer.value is None else answer.value  # nothing is marked any more
        fits = isinstance(codes, tuple) and all(is_code_of(question.list, each) for each in codes)
    elif question.kind in MOMENTS:
        fits = answer.value in (None, "") or is_moment(question.kind, answer.value)
    else:
        fits = answer.value is None or (type(answer.value) is int and answer.value in SCALE)
    if not fits:
        raise ValueError(f"{question.code}: this is no answer to it.")
    return answer


def is_moment(kind: str, value: Any) -> bool:
    """Is it a day (2026-11-25), a month (2026-11) or a time (14:30) that there is?"""
    if not isinstance(value, str) or not value.isascii() or not MOMENTS[kind].fullmatch(value):
        return False
    try:
        time.fromisoformat(value) if kind == "time" else date.fromisoformat(f"{value}-01"[:10])
    except ValueError:
        return False
    return True
