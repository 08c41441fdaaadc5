"""What the tests of somebody who goes with us no more share: a full case, her no."""

from typing import Any

import pytest

from amparo.casework.actions import cases, legal_names, parts
from amparo.casework.actions.permissions import ALL_OF_IT, Said, write_permission, write_summary
from amparo.casework.models import Case
from amparo.casework.queries.permissions import permission_for
from amparo.commons import clock
from amparo.formats.case_questions import Answer
from amparo.formats.consent.permission import HOUSE
from amparo.vault.models import SealedField
from tests.cases import a_reachable_case, a_task, person
from tests.incidents import a_screen, an_incident
from tests.letters import Letters, a_house_for_letters
from tests.young import YOUNG

MORE, ENGAGED = "Una palabra más de ejemplo", "engage_services"


@pytest.fixture
def house(cast: Any) -> Letters:
    """A house that takes letters."""
    return a_house_for_letters(cast)


@pytest.fixture
def her(house: Letters) -> Any:
    """Carla, who is a lawyer and so asks everything."""
    return person(house, "carla")


@pytest.fixture
def case(house: Letters) -> Case:
    """A case of Carla's with something of each kind."""
    return a_full_case(house)


def a_full_case(house: Letters) -> Case:
    """A case of Carla's with something of each kind, which Berta reads too."""
    made, carla = a_reachable_case(house, "carla", **YOUNG), person(house, "carla")
    cases.share(made, reader=house.readers["berta"], by=carla)
    parts.add_part(made, kind="note", answers={"note_text": Answer("Vino hoy")}, by=carla)
    an_incident(house, made, "carla")
    a_screen(house, made)
    a_task(house, made, "paper_work", by="carla")
    legal_names.write_legal_name(made, answers={"legal_name": Answer("Nombreinventado")}, written=0, by=carla)
    write_summary(made, text=Answer("Pide techo"), was={}, by=carla)
    return made


def opened(case: Case, by: Any) -> Any:
    """Opened with her key."""
    return cases.open_case(case, by=by)


def one(case: Case, by: Any, kind: str) -> Any:
    """Its newest part of a kind."""
    return opened(case, by).of_kind(kind)[0]


def says(case: Case, by: Any, answer: str) -> None:
    """She is asked at the desk whether we go with her, and answers."""
    standing = permission_for(opened(case, by).parts, ENGAGED, HOUSE)
    content, method = (ALL_OF_IT, "verbal_witnessed") if answer == "yes" else (frozenset(), "")
    read = {"seen": standing.part.number, "saw_taken": standing.by_herself} if standing else {}
    write_permission(case, said=Said(ENGAGED, answer, content=content, method=method, **read), by=by)


def takes_back(case: Case, by: Any) -> None:
    """She said yes, and takes it back. On her own page she closes her case instead."""
    says(case, by, "no")
    assert permission_for(opened(case, by).parts, ENGAGED, HOUSE).state(clock.now()) == "withdrawn"  # type: ignore[union-attr]


def sealed(case: Case) -> tuple[int, list[Any]]:
    """Everything of it that is sealed, and how often each was written."""
    things = [case.reference, *case.parts.values_list("reference", flat=True)]
    rows = SealedField.objects.filter(thing__in=things).exclude(name="shown").values_list("thing", "name", "number")
    return case.parts.count(), sorted(rows)
