"""A row goes on only to a partner that she named herself; one word of hers, with or without a key, and it does not."""

from typing import Any

import pytest

from amparo.casework.actions import cases
from amparo.casework.actions.hers import take_back
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case
from amparo.casework.queries import partners
from amparo.casework.queries.coded import partner_named
from amparo.casework.queries.hers import copy_of
from amparo.casework.queries.permissions import permissions_in, recipient_named
from amparo.casework.queries.taking_back import read_takes
from amparo.commons import clock
from amparo.formats.codebook import codebook
from amparo.vault.actions.coded import token_of
from amparo.vault.models import CodedRow
from amparo.vault.queries.coded import ids_for
from amparo.vault.queries.opened import case_seeds
from tests.cases import a_case, person
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
NOW = clock.now()
HERE, THERE = "share_nonidentifiable_stats", "share_coded_rows"
NETWORK, OTHER = "Red de la Costa, un ejemplo", "Casa Tres, un ejemplo"


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    return a_case(house)


def says(house: Letters, case: Case, answer: str, kind: str = HERE, name: str = "", days: int = 120) -> None:
    ana = person(house, "ana")
    to = {"recipient": recipient_named(name, is_state=False), "name": name} if name else {}
    known = permissions_in(cases.open_case(case, by=ana).parts)
    seen = next((each.part.number for each in known if (each.kind, each.name) == (kind, name)), None)
    yes = Said(kind, answer, content=frozenset({"coded_only"}), method="written", seen=seen, days=days, **to)
    write_permission(case, said=yes, by=ana)


def goes(name: str) -> int:
    return len(ids_for(partner_named(name), codebook("cases").reference))


def test_to_be_counted_here_is_not_to_be_counted_there(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    assert (CodedRow.objects.count(), CodedRow.objects.get().partners, goes(NETWORK)) == (1, "", 0)


def test_only_whom_she_named_has_her_row_and_only_while_she_says_so(house: Letters, case: Case) -> None:
    says(house, case, "yes", THERE, NETWORK)
    assert CodedRow.objects.count() == 0, "she is counted nowhere without her yes to be counted here"
    says(house, case, "yes")
    assert (goes(NETWORK), goes(NETWORK.upper()), goes(OTHER)) == (1, 1, 0)
    says(house, case, "yes", THERE, OTHER)
    assert (goes(NETWORK), goes(OTHER)) == (1, 1)
    says(house, case, "yes_with_limits", THERE, OTHER)  # no machine reads her limits
    says(house, case, "no", THERE, NETWORK)
    assert (CodedRow.objects.count(), goes(NETWORK), goes(OTHER)) == (1, 0, 0)


def test_a_yes_that_ends_with_the_quarter_goes_on_to_nobody(house: Letters, case: Case) -> None:
    says(house, case, "yes", THERE, NETWORK, days=1)
    says(house, case, "yes")
    assert goes(NETWORK) in {0, int(NOW.month % 3 == 0 and NOW.day >= 30)}
    assert CodedRow.objects.count() == 1


def test_on_her_own_page_she_takes_it_back_without_a_key_and_her_row_goes(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    says(house, case, "yes", THERE, NETWORK)
    ana = person(house, "ana")
    opened = cases.open_case(case, by=ana)
    takes = copy_of(opened, NOW, counted=token_of(case_seeds(ana, case.ring)) or "")["takes"]
    there = next(each.part.reference for each in permissions_in(opened.parts) if each.kind == THERE)
    assert take_back(case, there, takes=takes) == 1
    assert CodedRow.objects.count() == 0
    cases.open_case(case, by=person(house, "ana"))
    assert (CodedRow.objects.count(), goes(NETWORK)) == (1, 0), "here she is counted still, and there no more"


def test_where_more_count_her_than_the_list_holds_each_one_drops_her_row(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    for number in range(8):
        says(house, case, "yes", THERE, f"Casa {number}")
    ana = person(house, "ana")
    opened = cases.open_case(case, by=ana)
    found = read_takes(case, str(copy_of(opened, NOW, counted="f" * 64)["takes"]))
    assert len(found.parts) == 9
    assert all(found.drops([each]) for each in found.parts)
    assert len(CodedRow.objects.get().partners.split()) == 5, "five have it at most"


def test_she_is_asked_only_of_those_with_whom_something_is_agreed(
    house: Letters, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, page = opened_client(house.cast.ana), f"/mesa/casos/{case.reference}/permiso/{THERE}"
    assert desk.get(page).status_code == 404
    monkeypatch.setattr(partners, "sources", [lambda: [NETWORK]])
    shown = desk.get(page).text
    assert NETWORK in shown
    assert "Allá también me cuentan" in shown
    assert 'name="who"' not in shown
    assert "Escribe a quién nombró" in desk.post(page, {"answer": "yes", "method": "written", "days": "365"}).text
    said = {"answer": "yes", "method": "written", "days": "365", "name": NETWORK}
    assert desk.post(page, said | {"name": "Otra cualquiera"}).status_code == 200
    assert desk.post(page, said).status_code == 302
    says(house, case, "yes")
    assert goes(NETWORK) == 1
    monkeypatch.setattr(partners, "sources", [])
    kept = next(each.part for each in permissions_in(cases.open_case(case, by=person(house, "ana")).parts)
                if each.kind == THERE)  # fmt: skip
    again = f"{page}/{kept.reference}"
    assert desk.get(again).status_code == 200, "her no is written down also after it ended"
    assert desk.post(again, {"answer": "no", "number": str(kept.number)}).status_code == 302
    assert goes(NETWORK) == 0
