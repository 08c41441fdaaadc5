"""What the documents of an archive hold, and what each value may be. Whoever reads one has it from somebody."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from amparo.formats.case_questions import CASE, NOT_SAID, answer_of, checked, questions

VERSION = 1
LONGEST_LINE = 4_000_000  # bytes; the longest of ours, a case with every answer full, is below a tenth of it
LONGEST_TEXT = 200_000  # characters of one text
PIECE = 192_000  # bytes of a file on one line
DEEPEST = 12  # lists and tables in one another
LARGEST_NUMBER = 2**53
REFERENCE, NAME = re.compile(r"[0-9a-f]{16}"), re.compile(r"[A-Za-z0-9_]{1,40}")
LISTS = ("excluded", "about", "roles", "teams")  # of the facts: who was left out, and what she said of whom
CODED = {"case": {"state": "case_state", "closure_reason": "closure_reason"}}
WHY = ("leaving", "transfer")

type Document = dict[str, Any]
type Check = Callable[[Any], bool]


class Refused(ValueError):
    """This archive is not what it should be; the message is a sentence that says where."""


def unknown_answers(answers: Mapping[str, Any]) -> set[str]:
    """The answers that this house cannot show: to another question, or with another code."""
    return {code for code, said in answers.items() if not is_answer_here(code, said)}


def is_answer_here(code: str, said: Any, of: str = CASE) -> bool:
    """Is this an answer to a question of this house, as it is asked here of a case, or ``of`` a kind of part?"""
    if code not in questions(of) or not is_answer(said) or said["said"] not in ("", *NOT_SAID):
        return False
    try:
        checked(questions(of)[code], answer_of(said))
    except (ValueError, TypeError):
        return False
    return True


def no_constant(text: str) -> Any:
    """Refuse what is no JSON: NaN and its like."""
    raise ValueError(f"{text} is no number")


def why_not_plain(value: Any, depth: int) -> str:
    """Why a value is nothing that anybody wrote, or nothing: too deep, too long, or half a letter."""
    if depth < 0:
        return "it goes too deep"
    if isinstance(value, str):
        if len(value) > max(LONGEST_TEXT, PIECE * 2):
            return "a text is too long"
        return "a text has half a letter" if any("\ud800" <= letter <= "\udfff" for letter in value) else ""
    if isinstance(value, dict):
        within: Iterable[Any] = (*value.keys(), *value.values())
    elif isinstance(value, list):
        within = value
    else:
        return "a number is too large" if isinstance(value, int) and abs(value) > LARGEST_NUMBER else ""
    return next((why for each in within if (why := why_not_plain(each, depth - 1))), "")


def is_reference(value: Any) -> bool:
    """An opaque name: sixteen figures, never a path."""
    return isinstance(value, str) and REFERENCE.fullmatch(value) is not None


def is_name(value: Any) -> bool:
    """A code, or the name of a kind."""
    return isinstance(value, str) and NAME.fullmatch(value) is not None


def is_day(value: Any) -> bool:
    """A day, and nothing finer."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_day_or_none(value: Any) -> bool:
    """A day, or that there is none."""
    return value is None or is_day(value)


def is_code_or_empty(value: Any) -> bool:
    """A code, also one of another house; or nothing."""
    return value == "" or is_name(value)


def is_words(value: Any) -> bool:
    """A text of a length that somebody writes."""
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def is_count(value: Any) -> bool:
    """A number that counts."""
    return type(value) is int and 0 <= value <= 2**31


def is_digests(value: Any) -> bool:
    """Lists by name, each with its version."""
    return isinstance(value, dict) and all(is_name(name) and is_name(each) for name, each in value.items())


def is_facts(value: Any) -> bool:
    """Who was left out, and what she said of whom: names and codes, nothing else."""
    return (
        isinstance(value, dict)
        and set(value) == {*LISTS, "complaint"}
        and all(isinstance(value[name], list) and all(map(is_name, value[name])) for name in LISTS)
        and is_code_or_empty(value["complaint"])
    )


def is_left_out(value: Any) -> bool:
    """Who was left out, as people know her: names under which another house may have her."""
    return isinstance(value, list) and all(
        isinstance(each, dict) and set(each) == {"name", "organisation"} and all(map(is_words, each.values()))
        for each in value
    )


def is_answer(value: Any) -> bool:
    """What she said, or why there is none."""
    return isinstance(value, dict) and set(value) == {"value", "said"} and is_code_or_empty(value["said"])


def is_answers(value: Any) -> bool:
    """Answers by the code of their question, also of questions that are not known here."""
    return isinstance(value, dict) and all(map(is_name, value)) and all(isinstance(v, dict) for v in value.values())


def is_piece(value: Any) -> bool:
    """A piece of a file, in base64."""
    return isinstance(value, str) and len(value) <= PIECE * 4 // 3 + 4 and value.isascii()


def is_table(value: Any) -> bool:
    """What belongs together under names. What is in it is known where its kind is."""
    return isinstance(value, dict)


def is_names(value: Any) -> bool:
    """Names of answers that nobody could open."""
    return isinstance(value, list) and all(map(is_name, value))


OF: dict[str, Check] = {"of": is_reference}
FACTS: dict[str, Check] = {"reference": is_reference, "facts": is_facts, "left_out": is_left_out}
FIELDS: dict[str, dict[str, Check]] = {
    "case": FACTS
    | {
        "opened_on": is_day, "last_on": is_day, "closed_on": is_day_or_none, "keep_until": is_day_or_none,
        "state": is_name, "closure_reason": is_code_or_empty, "answers": is_answers, "shut": is_names,
    },
    "part": OF
    | {
        "reference": is_reference, "kind": is_name, "due_on": is_day_or_none, "ended_on": is_day_or_none,
        "data": is_table,
    },
    "thread": FACTS | {"opened_on": is_day, "last_on": is_day, "state": is_name, "language": is_name},
    "message": OF | {"number": is_count, "by": is_name, "on": is_day, "role": is_code_or_empty, "text": is_words},
    "note": OF | {"on": is_day, "text": is_words},
    "file": OF
    | {"reference": is_reference, "name": is_words, "type": is_words, "number": is_count, "data": is_piece},
}  # fmt: skip
