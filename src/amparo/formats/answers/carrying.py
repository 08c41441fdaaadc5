"""Rules of one version taken over into the next: by the path of a question, or by its name where it moved."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from amparo.formats.openrosa.forms import Form, Question


def carried(mapping: Mapping[str, Any], before: Form, now: Form) -> dict[str, Any]:
    """The rules of the questions that are still there. One that asks something of another kind begins anew."""
    old = {each.path: each for each in before.questions}
    return {
        question.path: mapping[was.path]
        for question in now.questions
        if (was := old.get(question.path) or _moved(question, before, now)) is not None
        and was.path in mapping
        and was.type == question.type
    }


def _moved(question: Question, before: Form, now: Form) -> Question | None:
    """The same question in another group: the only one of its name, then and now."""
    names = Counter(each.name for each in now.questions)
    same = [each for each in before.questions if each.name == question.name]
    paths = {each.path for each in now.questions}
    return same[0] if len(same) == 1 and names[question.name] == 1 and same[0].path not in paths else None
