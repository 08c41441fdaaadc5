"""What changed between two versions of a questionnaire: questions, their words, their answers, and their rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from amparo.formats.answers.ways import has_rule
from amparo.formats.coding import SEALED
from amparo.formats.openrosa.forms import Form, Question

WHAT = ("added", "removed", "moved", "reworded", "answers", "condition", "kind", "rule")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed in one question. ``was`` and ``now`` are words of the form, or rules."""

    what: str  # of WHAT
    question: Question  # as it is now; of one that is gone, as it was
    was: Any = ""
    now: Any = ""


def changes(before: Form, was_mapped: Mapping[str, Any], now: Form, is_mapped: Mapping[str, Any]) -> tuple[Change, ...]:
    """Everything that changed, in the order of the later version; what is gone comes last."""
    old = _by_name(before)
    new = _by_name(now)
    found: list[Change] = []
    for key, question in new.items():
        if key not in old:
            found.append(Change("added", question, now=question.labels))
        else:
            found += _of_one(old[key], question)
            found += _rules(now, old[key], question, was_mapped, is_mapped)
    gone = [each for key, each in old.items() if key not in new]
    return (*found, *(Change("removed", each, was=each.labels) for each in gone))


def _by_name(form: Form) -> dict[str, Question]:
    """Questions by their names; those that share one, by their paths."""
    names = [each.name for each in form.questions]
    return {each.name if names.count(each.name) == 1 else each.path: each for each in form.questions}


def _of_one(was: Question, now: Question) -> Iterator[Change]:
    """What changed in one question."""
    told = [
        ("moved", was.path, now.path),
        ("kind", was.type, now.type),
        ("reworded", [dict(was.labels), dict(was.hints)], [dict(now.labels), dict(now.hints)]),
        ("answers", _answers(was), _answers(now)),
        ("condition", was.relevant, now.relevant),
    ]
    for what, before, after in told:
        if before != after and not (what == "condition" and was.path != now.path):
            is_words = what == "reworded"
            yield Change(what, now, was.labels if is_words else before, now.labels if is_words else after)


def _answers(question: Question) -> list[tuple[str, dict[str, str]]]:
    return [(each.name, dict(each.labels)) for each in question.choices]


def _rules(
    form: Form, was: Question, now: Question, was_mapped: Mapping[str, Any], is_mapped: Mapping[str, Any]
) -> Iterator[Change]:
    """What nobody said anything about is sealed."""
    before, after = was_mapped.get(was.path, {"do": SEALED}), is_mapped.get(now.path, {"do": SEALED})
    if before != after and has_rule(form, now):
        yield Change("rule", now, before, after)
