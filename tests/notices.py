"""What the tests of telling without her yes share: what somebody asks for, as answers and as a form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from amparo.formats.case_questions import Answer

WHO = "Entidad de ejemplo"


def notice_of(her_day: date, **other: Any) -> dict[str, Answer]:
    """All that a second person needs to answer; a fictional law."""
    said = {
        "told_body": WHO, "told_kind": "child_protection", "told_ground": "law", "told_law": "Ley de ejemplo, art. 0",
        "told_source": "La abogada de ejemplo la leyó", "told_fields": ("age", "need"), "told_why": "Nada más ayuda",
        "she_by": her_day.isoformat(), **other,
    }  # fmt: skip
    return {code: Answer(value) for code, value in said.items()}


def form_of(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The same, as a browser sends it."""
    return {code: list(each.value) if isinstance(each.value, tuple) else each.value for code, each in answers.items()}
