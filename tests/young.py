"""What the tests of somebody under 18 share: a case that two people read, and the yes of the second."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

from amparo.casework.actions import cases as actions
from amparo.casework.actions import second_yes
from amparo.casework.models import Case
from amparo.casework.policies.young import asked_for
from amparo.casework.queries import cases as queries
from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from tests.cases import a_case, person
from tests.letters import Letters
from tests.letters import opened_client as client_of_person

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
YOUNG, OLD = {"age_band": Answer("12_17")}, {"age_band": Answer("18_24")}
WHY, ASKED = Answer("Ella lo pidió, y la tía de ejemplo está con ella"), Answer("La señora de ejemplo, de niñez")


def opened(case: Case, her: Any) -> queries.OpenCase:
    return actions.open_case(case, by=her)


def a_young_case(house: Letters, band: str = "12_17") -> Case:
    """Ana's, which Berta reads too, who is of child protection."""
    protects(house, "berta")
    case = a_case(house, age_band=Answer(band))
    actions.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    return case


def protects(house: Letters, name: str) -> None:
    """She is of child protection: somebody gave her that role."""
    her = getattr(house.cast, name)
    if not her.has_role("child_protection"):
        accounts.give_role(her, team=her.memberships.first().team, role="child_protection", by=accounts.SETUP)
        her.forget_roles()


def a_yes(house: Letters, case: Case, act: str, about: str = "", *, now: datetime = NOW) -> None:
    """Ana asks, Berta says yes."""
    second_yes.ask(case, act=act, about=about, answers={"yes_why": WHY}, by=person(house, "ana"), now=now)
    (asked,) = asked_for(opened(case, person(house, "ana")), act, about)
    said = {"yes_asked": ASKED, "yes_words": Answer("Lo leí.")}
    second_yes.answer(case, reference=asked.reference, yes=True, answers=said, by=person(house, "berta"), now=now)


def client_of(house: Letters, name: str) -> Any:
    return client_of_person(getattr(house.cast, name))


def text_of(response: Any) -> str:
    return unescape(response if isinstance(response, str) else response.text)
