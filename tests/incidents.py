"""What the tests of incidents share: a house, a case, an incident, and the pages of both."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from amparo.casework.actions import cases, incidents, screens
from amparo.casework.models import Case, Part
from amparo.casework.queries.incidents import happened, utc_now
from amparo.formats.case_questions import Answer
from tests.cases import person
from tests.letters import Letters, opened_client
from tests.over_the_wire import hidden

TOLD = "Me esperaba en la esquina de ejemplo"
PLATE = "ABC-000 de ejemplo"
POLICE: dict[str, Answer] = {
    "account": Answer(TOLD),
    "acts": Answer(("AGF", "COB")),
    "who": Answer(("state_agent",)),
    "of_state": Answer("yes"),
    "branch": Answer(("police_local",)),
    "plate": Answer(PLATE),
}


def an_incident(house: Letters, case: Case, by: str = "ana", **answers: Answer) -> Part:
    """An incident that she wrote down."""
    return incidents.add_incident(case, answers={"account": Answer(TOLD), **answers}, by=person(house, by))


def asked(house: Letters, case: Case, part: Part, *answers: str, by: str = "ana") -> Any:
    """The six questions, answered one after the other; what the rule says at the end."""
    who, found = person(house, by), None
    for number, answer in enumerate(answers, start=1):
        found = incidents.answer_question(case, reference=part.reference, question=number, answer=answer, by=who)
    return found


def seen(house: Letters, case: Case, part: Part, now: Any = None, by: str = "ana") -> Any:
    """The incident as its page shows it."""
    opened = cases.open_case(case, by=person(house, by))
    found = next(each for each in opened.parts if each.reference == part.reference)
    return happened(found, utc_now(now))


def at(name: str, case: Case, part: Part | None = None, *more: str) -> str:
    """The address of a page of a case or of a part of it."""
    return reverse(name, args=[case.reference, *([part.reference] if part else []), *more])


def client_of(house: Letters, name: str) -> Client:
    """Her browser, with her key open."""
    return opened_client(house.outside if name == "olga" else getattr(house.cast, name))


def text_of(response: Any) -> str:
    """A page as text, on one line."""
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def section_of(client: Client, name: str, case: Case, part: Part, section: str) -> dict[str, str]:
    """What the form of a section bears of what stood on the page."""
    page = client.get(at(name, case, part, section))
    assert page.status_code == 200
    return {"seen": hidden(page.content.decode(), "seen")}


def a_screen(house: Letters, case: Case, **answers: Answer) -> Part:
    """A conversation about force and deceit that Carla, who is a lawyer, wrote down."""
    return screens.add_screen(case, answers=answers, by=person(house, "carla"))
