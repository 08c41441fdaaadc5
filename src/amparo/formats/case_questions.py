"""What may be asked of a person whose case is opened: ``content/case/questions.toml``, and what counts as an answer.

An answer is what she said, or that she does not know, or that she prefers not to say; where there is none, it was not
asked or was left out. None of these is ever taken for another.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from amparo.formats.codes import CONTENT, LANGUAGES, by_code

KINDS = ("line", "text", "one", "many", "scale")
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

    @property
    def is_words(self) -> bool:
        """Is it answered in words, and not out of a list or on a scale?"""
        return self.kind in LONGEST

    def label(self, language: str) -> str:
        """How it is asked in this language."""
        return self.texts.get(language) or self.texts["es"]


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that are asked together."""

    code: str
    texts: dict[str, str]
    hints: dict[str, str]
    questions: tuple[Question, ...]

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


@cache
def sections() -> tuple[Section, ...]:
    """Every section in order. A mistake in the file is an error of the program, found by its test."""
    with (CONTENT / "case" / "questions.toml").open("rb") as file:
        table = tomllib.load(file)
    return tuple(_section(row) for row in table["sections"])


@cache
def by_section() -> dict[str, Section]:
    """The sections by their codes."""
    return {section.code: section for section in sections()}


@cache
def questions() -> dict[str, Question]:
    """Every question by its code."""
    return {each.code: each for section in sections() for each in section.questions}


def _section(row: dict[str, Any]) -> Section:
    return Section(
        row["code"],
        {language: row[language] for language in LANGUAGES},
        {language: row[f"hint_{language}"] for language in LANGUAGES},
        tuple(_question(row["code"], each) for each in row["questions"]),
    )


def _question(section: str, row: dict[str, Any]) -> Question:
    kind, codes = row["kind"], row.get("list", "")
    if kind not in KINDS or (kind in {"one", "many"}) != bool(codes):
        raise ValueError(f"The question {row['code']} has no kind that is known, or no list to choose from.")
    return Question(row["code"], section, kind, codes, {language: row[language] for language in LANGUAGES})


def checked(question: Question, answer: Answer) -> Answer:
    """The answer, if it is one to this question; else :class:`ValueError`, which names the question."""
    if answer.said:
        fits = answer.said in NOT_SAID and answer.value in (None, "", ())
    elif question.kind in LONGEST:
        fits = isinstance(answer.value, str) and len(answer.value) <= LONGEST[question.kind]
    elif question.kind == "one":
        fits = answer.value in {None, "", *by_code(question.list)}
    elif question.kind == "many":
        fits = isinstance(answer.value, tuple) and set(answer.value) <= set(by_code(question.list))
    else:
        fits = answer.value is None or (type(answer.value) is int and answer.value in SCALE)
    if not fits:
        raise ValueError(f"{question.code}: this is no answer to it.")
    return answer
