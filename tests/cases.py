"""What the tests of cases share: a house whose people have keys, a case with answers, and a browser at the desk."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from amparo.casework.actions import alike, tasks
from amparo.casework.actions import cases as actions
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case
from amparo.casework.queries.cases import opened
from amparo.casework.queries.permissions import permission_for, recipient_of_way
from amparo.commons import clock
from amparo.commons.audit.actions import opaque
from amparo.formats.case_questions import Answer
from tests.letters import Letters, with_open_key

CHANNEL = "contact_by_channel"
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


def write(house: Letters, case: Case, by: str = "ana", **answers: Answer) -> None:
    """Somebody reads a case, and writes over what stands there."""
    her = person(house, by)
    actions.write_answers(case, answers=answers, seen=opened(her, case).numbers, by=her)


def named(house: Letters, name: str, by: str = "ana", where: str = "", **more: Any) -> Case:
    """A case with a name, and perhaps a number."""
    answers = {"name_used": Answer(name), **({"contact_where": Answer(where)} if where else {})}
    return actions.begin_case(answers=answers, by=person(house, by), **more)


def look(house: Letters, name: str, text: str, now: datetime | None = None) -> tuple[set[str], list[str]]:
    """What somebody finds: how her own cases are called, and whom she is to ask."""
    found = alike.look_for(text, by=person(house, name), now=now)
    return {line.case.reference for line in found.hers}, found.ask


def begun(client: Any, name: str, number: str, **asked: Any) -> str:
    """A case that somebody opens at the desk; how it is called."""
    sent = {"name_used": name, "contact_where": number, "need_first": "food", "agreed": "verbal_witnessed", **asked}
    answer = client.post(reverse("case_begin"), sent)
    assert answer.status_code == 302, answer.text[:2000]
    return str(answer["Location"]).rpartition("/")[2]


def rows_as_text(*tables: Any) -> str:
    """Everything that stands in these tables, as text."""
    return "".join(
        json.dumps([[str(bytes(v)) if isinstance(v, bytes | memoryview) else str(v) for v in row] for row in rows])
        for rows in (table.objects.values_list() for table in tables)
    )


HOURS, WORD = "de 3 a 5 de la tarde", "girasol"
REACH = {"contact_hours": Answer(HOURS), "contact_word": Answer(WORD)}


def allows_way(house: Letters, case: Case, way: str = "TEL_H", *, by: str = "ana", answer: str = "yes") -> None:
    """She says yes to being reached in one way, or another word."""
    standing = permission_for(actions.open_case(case, by=person(house, by)).parts, CHANNEL, recipient_of_way(way))
    said = Said(
        CHANNEL, answer, recipient_of_way(way), content=frozenset({"contact"}), method="written",
        seen=standing.part.number if standing else None,
    )  # fmt: skip
    write_permission(case, said=said, by=person(house, by))


def a_reachable_case(house: Letters, by: str = "ana", **answers: Answer) -> Case:
    """A case in which it is known how to call her, and she allows it."""
    case = a_case(house, by, **{**REACH, **answers})
    allows_way(house, case, by=by)
    return case


def a_task(house: Letters, case: Case, kind: str = "call", *, by: str = "ana", who: str = "", **more: Any) -> Any:
    """Something planned for today, or another day."""
    plan = {"due_on": more.pop("due_on", clock.today()), "every": more.pop("every", 0)}
    answers = {"task_kind": Answer(kind), "task_what": Answer(more.pop("what", "Preguntar si hay cama"))}
    whose = opaque(getattr(house.cast, who or by))
    return tasks.add_task(case, answers=answers, by=person(house, by), who=whose, **plan, **more)


def a_door() -> dict[str, Any]:
    """A door that is under way, as it stands beside its answers."""
    door = dict.fromkeys(("service", "name", "organisation", "town"), "Casa de ejemplo") | {"operator": "civil_society"}
    return {
        "door": door, "need": "food", "way": "slip", "state": "sent", "code": "abc234", "content": [], "attempts": [],
        "steps": [["sent", (clock.today() - timedelta(days=1)).isoformat(), ""]], "to": "Casa de ejemplo", "word": "",
    }  # fmt: skip
