"""The course of a form: which questions are asked, where some answers are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from amparo.formats.form_lint.conditions import holds, result
from amparo.formats.openrosa.forms import Form, Question

ROUNDS = 6  # how often a form is gone through for answers that hang on one further down


@dataclass(slots=True)
class Course:
    """A form, with everything that each of its questions hangs on: its own condition and those of its groups."""

    form: Form
    conditions: dict[str, list[tuple[str, str]]] = field(init=False)

    def __post_init__(self) -> None:
        groups = {group.path: group.relevant for group in self.form.groups if group.relevant.strip()}
        self.conditions = {
            each.path: [
                *([(each.relevant, each.path)] if each.relevant.strip() else []),
                *((groups[path], path) for path in each.groups if path in groups),
            ]
            for each in self.form.questions
        }

    def is_asked(self, question: Question, known: Mapping[str, str]) -> bool | None:
        """Is it asked, where these answers are known? None where that depends on others."""
        each = {holds(condition, path, known) for condition, path in self.conditions[question.path]}
        if False in each:
            return False
        return None if None in each else True

    def after(self, known: Mapping[str, str]) -> dict[str, str]:
        """What is known, what the phone works out of it, and "" for every answer that is not asked for by it."""
        now = dict(known)
        for _round in range(ROUNDS):
            count = len(now)
            for each in self.form.questions:
                if each.path in now or not (self.conditions[each.path] or each.calculate.strip()):
                    continue
                if self.is_asked(each, now) is False:
                    now[each.path] = ""
                elif each.calculate.strip() and (worked_out := result(each.calculate, each.path, now)) is not None:
                    now[each.path] = worked_out
            if len(now) == count:
                break
        return now
