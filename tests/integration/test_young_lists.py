"""Somebody under 18 stands in no list that leaves before whoever is of child protection said yes to that very list."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from amparo.casework.actions import cases, second_yes
from amparo.casework.actions.exports import NOTHING_LEFT
from amparo.casework.models import Case, Request
from amparo.commons import clock
from amparo.commons.policy.policies import Denied
from amparo.formats.case_questions import Answer
from tests.cases import person
from tests.exports import agreed, of_ana, rows_in, says, taken
from tests.letters import Letters, a_house_for_letters, opened_client
from tests.young import NOW, YOUNG, a_yes, protects

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def young(house: Letters) -> Case:
    """Somebody under 18 who lets coded facts go; Berta reads it, who is of child protection."""
    case, ana = of_ana(house), person(house, "ana")
    protects(house, "berta")
    cases.write_answers(case, answers=YOUNG, seen=cases.opened(ana, case).numbers, by=ana)
    cases.share(case, reader=house.readers["berta"], by=ana)
    says(house, case, "yes")
    return case


@pytest.fixture
def grown(house: Letters) -> Case:
    case = of_ana(house)
    says(house, case, "yes")
    return case


def test_without_it_she_is_not_in_the_list_and_the_others_are(house: Letters, young: Case, grown: Case) -> None:
    made = agreed(house, young, grown, second="carla")
    written = taken(house, made)
    assert (written.count, written.left_out) == (1, 1)
    assert not [cells for cells in rows_in(written.box) if young.reference in cells]


def test_the_agreement_of_whoever_looked_at_the_list_is_none(house: Letters, young: Case) -> None:
    """Berta, who is of child protection, agreed to a list; to her going out she was not asked."""
    made = agreed(house, young)
    with pytest.raises(Denied) as denied:
        taken(house, made)
    assert denied.value.sentence is NOTHING_LEFT


def test_with_it_she_is_in_this_one_list_and_in_no_other(house: Letters, young: Case) -> None:
    made, other = agreed(house, young), agreed(house, young)
    a_yes(house, young, "export", made.reference, now=NOW)
    assert taken(house, made).count == 1
    with pytest.raises(Denied):
        taken(house, other)


def test_the_page_leads_to_where_it_is_asked(house: Letters, young: Case, grown: Case) -> None:
    made = agreed(house, young, grown)
    Request.objects.filter(pk=made.pk).update(until=datetime(2099, 1, 1, tzinfo=UTC))
    page = opened_client(house.cast.ana).post(reverse("export_write", args=[made.reference]))
    assert page["Location"] == reverse("case_yes_ask_about", args=[young.reference, "export", made.reference])
    made.refresh_from_db()
    assert made.state == "agreed", "the file is still to be taken"
    a_yes(house, young, "export", made.reference, now=clock.now())
    file = opened_client(house.cast.ana).post(reverse("export_write", args=[made.reference]))
    assert [cells[0] for cells in rows_in(file.content) if cells and cells[0] in {young.reference, grown.reference}]


def test_once_two_people_said_that_she_is_of_age_it_goes_as_any_other(house: Letters, young: Case) -> None:
    ana = person(house, "ana")
    old = {"age_band": Answer("18_24")}
    cases.write_answers(young, answers=old, seen=cases.opened(ana, young).numbers, by=ana)
    a_yes(house, young, "of_age", now=NOW)
    second_yes.end_young(young, by=ana, now=NOW)
    assert taken(house, agreed(house, young)).count == 1
