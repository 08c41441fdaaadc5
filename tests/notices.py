"""What the tests of telling without her yes share: what somebody asks for, as answers and as a form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from amparo.casework.actions import cases, notices
from amparo.casework.models import Case, Part
from amparo.formats.case_questions import Answer
from tests.cases import a_case, person
from tests.letters import Letters
from tests.young import NOW, OLD

WHO, HER_DAY = "Entidad de ejemplo", date(2026, 11, 22)
TOLD = {"told_on": Answer("2026-11-20")}


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


def read_by_two(house: Letters, **answers: Answer) -> Case:
    """Ana's, which Berta reads too."""
    case = a_case(house, **(answers or OLD))
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    return case


def asked(house: Letters, case: Case, **other: Any) -> Part:
    return notices.ask_to_tell(case, answers=notice_of(HER_DAY, **other), by=person(house, "ana"), now=NOW)


def answer(house: Letters, case: Case, part: Part, *, yes: bool = True, who: str = "berta") -> None:
    words = {"yes_words": Answer("Lo leí.")}
    notices.answer_notice(case, reference=part.reference, yes=yes, answers=words, by=person(house, who), now=NOW)


def tell(house: Letters, case: Case, part: Part, answers: Any = None, **more: Any) -> None:
    by = person(house, "ana")
    notices.write_told(case, reference=part.reference, answers=answers or TOLD, was={}, by=by, **{"now": NOW, **more})
