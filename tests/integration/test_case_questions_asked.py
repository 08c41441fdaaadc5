"""However many cases, parts and colleagues there are: the list and a case cost as many questions to the database."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from amparo.access.reporting.actions.desk import begin_case
from amparo.access.reporting.queries import desk
from amparo.casework.actions import cases as actions
from amparo.casework.actions import parts
from amparo.casework.models import Case
from amparo.casework.queries import cases as queries
from amparo.casework.queries.retention import due_to_go
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.models import Act
from amparo.formats.case_questions import Answer
from amparo.vault.models import CaseKey, Reader
from amparo.vault.queries import fields, opened
from amparo.vault.queries.opened import hers, hers_in_order, rings_of
from tests.cases import a_case, person
from tests.letters import Letters, a_house_for_letters, own_key
from tests.letters import opened_client as client_of
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


def asked(act: Callable[[], Any]) -> int:
    """How many questions to the database an act costs."""
    counted = []

    def count(execute: Any, *rest: Any) -> Any:
        counted.append(rest[0])
        return execute(*rest)

    with connections["default"].execute_wrapper(count):
        act()
    return len(counted)


def another_reader(house: Letters, number: int) -> None:
    """One more colleague with a confirmed key."""
    name = f"colega{number}"
    made = accounts.open_account(
        sign_in_name=name, name_used=name, password="mango lluvia puerta sal", by=accounts.SETUP
    )
    for team in (house.cast.border, house.cast.coast):
        accounts.give_role(made, team=team, role="reader", by=accounts.SETUP)
    own_key(made)
    Reader.objects.filter(user=made).update(state="active")


def test_the_list_costs_as_much_with_one_case_as_with_many(house: Letters) -> None:
    a_case(house)
    client = client_of(house.cast.ana)
    address = reverse("cases")
    client.get(address)
    first = asked(lambda: client.get(address))
    for _ in range(14):
        a_case(house)
    assert asked(lambda: client.get(address)) == first <= 30
    assert client.get(address).content.count(b'class="due"') == 15


def test_a_case_costs_as_much_with_one_part_and_colleague_as_with_many(house: Letters) -> None:
    """Also where somebody was left out: who that is, is asked once for all who could be let in."""
    letter, ana = written("No a la costa.", teams=(house.cast.coast.reference,)), person(house, "ana")
    case = begin_case(desk.get_thread(ana, letter.reference), answers={"name_used": Answer("Ejemplo")}, by=ana)
    for mine in (a_case(house), case):
        add_note(house, mine)
        client, address = client_of(house.cast.ana), reverse("case", args=[mine.reference])
        client.get(address)
        first = asked(lambda client=client, address=address: client.get(address))
        for number in range(12):
            add_note(house, mine)
            another_reader(house, number + 100 * mine.pk)
        client.get(address)  # the first look gives new colleagues the key of the index, once
        assert asked(lambda client=client, address=address: client.get(address)) == first <= 85
    assert len(queries.opened(ana, case).parts) == 13


def add_note(house: Letters, case: Case) -> None:
    parts.add_part(case, kind="note", answers={"note_text": Answer("x")}, by=person(house, "ana"))


def test_more_parts_than_are_named_one_by_one_are_all_there(house: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    case = a_case(house)
    for _ in range(4):
        add_note(house, case)
    monkeypatch.setattr(fields, "MANY", 3)
    notes = actions.open_case(case, by=person(house, "ana")).of_kind("note")
    assert [each.said("note_text") for each in notes] == ["x"] * 4


@pytest.mark.parametrize("few", [0, 5_000])
def test_hers_are_the_same_looked_up_or_walked(house: Letters, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "FEW", few)
    mine, other = {a_case(house).ring for _ in range(3)}, {a_case(house, by="berta").ring for _ in range(2)}
    for name, expected in (("ana", mine), ("berta", other), ("carla", set())):
        her = person(house, name)
        assert {each.ring for each in hers(Case.objects.all(), her)} == expected
        assert {each.ring for each in hers_in_order(Case.objects.all(), her)} == expected
        assert expected <= set(rings_of(her))
        assert {line.case.ring for line in queries.list_of(her)[0]} == expected
    stranger = house.cast.stranger
    assert not hers(Case.objects.all(), stranger).exists()
    assert not hers_in_order(Case.objects.all(), stranger).exists()
    assert not set(rings_of(stranger))
    ana = person(house, "ana")
    ana.is_empty_desk = True
    assert not hers_in_order(Case.objects.all(), ana).exists()


def test_the_numbers_of_the_trail_are_found_by_an_index(house: Letters) -> None:
    """Who did what to one thing, and how often she did it within the hour, must not cost a walk through the trail."""
    indexed = {tuple(each.fields) for each in Act._meta.indexes}
    assert ("target",) in indexed
    assert ("actor", "verb", "at") in indexed


def test_only_a_case_without_keys_or_past_its_day_is_due_to_go(house: Letters) -> None:
    stays, goes = a_case(house), a_case(house)
    CaseKey.objects.filter(ring=goes.ring).delete()
    assert list(due_to_go(date(2026, 11, 25))) == [goes]
    assert stays in Case.objects.all()
