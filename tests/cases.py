"""What the tests of cases share: a house whose people have keys, a case with answers, and a browser at the desk."""

import json
from typing import Any

from amparo.casework.actions import cases as actions
from amparo.casework.models import Case
from amparo.formats.case_questions import Answer
from tests.letters import Letters, with_open_key

NAME, NUMBER, FEAR = "Yuli la de ejemplo", "Llamar al 0990 000 111", "Que el casero de ejemplo se entere"
SOME = {
    "name_used": Answer(NAME),
    "contact_ways": Answer(("TEL_H", "PAR")),
    "contact_where": Answer(NUMBER),
    "contact_if_other": Answer(said="prefers_not"),
    "need_first": Answer("shelter_tonight"),
    "safety_scale": Answer(3),
    "safety_fear": Answer(FEAR),
}


def person(house: Letters, name: str) -> Any:
    """One of the cast with her key open."""
    return with_open_key(house.outside if name == "olga" else getattr(house.cast, name))


def a_case(house: Letters, by: str = "ana", *, agreed: str = "written", **answers: Answer) -> Case:
    """A case that she opened; ``agreed`` is how the person said that we may go with her."""
    return actions.begin_case(answers={**SOME, **answers}, agreed=agreed, by=person(house, by))


def rows_as_text(*tables: Any) -> str:
    """Everything that stands in these tables, as text."""
    return "".join(
        json.dumps([[str(bytes(v)) if isinstance(v, bytes | memoryview) else str(v) for v in row] for row in rows])
        for rows in (table.objects.values_list() for table in tables)
    )
