"""Whoever was left out of a matter finds the same desk, searches and look for a conflict as if there were none.

Not only the pages are compared, byte for byte, but how often the database was asked for each.
"""

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.casework.actions.cases import open_case
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.config.reference import named_patterns
from amparo.config.urls import PUBLIC
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions import conflicts, matters, parts
from amparo.legal.representation.actions.asking import ask_lawyer
from amparo.vault.actions.recovery import asked_before
from amparo.vault.models import Reader
from amparo.vault.queries.opened import case_seeds
from tests import statements
from tests.access_walk import undone
from tests.cases import a_case
from tests.cases import person as of_letters
from tests.cast import Cast
from tests.lawyers import CLIENT, HER, OFFICER, Lawyers, a_clear_matter, a_matter, add, make_lawyers, settle
from tests.matter_walls import client_of, told, without_chance

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.usefixtures("english")]


def test_whoever_was_left_out_finds_the_same_house_with_and_without_the_matter(cast: Cast) -> None:
    """Her desk, her lists, her searches and her look for a conflict, before, while it is worked on, and after."""
    house = make_lawyers(cast)
    own = a_clear_matter(house, "nora", sides=[{**CLIENT, "party_name": Answer("Otra Clienta Lejana")}])
    add(house, own, "party", "nora", party_role="opposing", party_name=HER)
    before = seen(house, own)
    case, ana = a_case(house.letters), of_letters(house.letters, "ana")
    nora = next(each for each in may_be_left_out(ana, case) if each.user == house.people["nora"])
    leave_out(case, somebody=nora, by=ana)
    lucia = Reader.objects.get(user=house.people["lucia"])
    other = {"party_name": OFFICER, "party_phone": "0990 000 333"}
    made = ask_lawyer(open_case(case, by=ana), reader=lucia, kind="eviction", other=other, by=ana)
    matters.open_matter(made, by=house.person("lucia"))
    assert seen(house, own) == before
    said = {"party_role": Answer("client"), "party_name": Answer(HER)}
    parts.add_part(made, kind="party", answers=said, by=house.person("lucia"))
    found = conflicts.look(made, by=house.person("lucia"))
    assert [each.ask for each in found] == ["Nora"], "she who was not left out is told to ask her"
    settle(house, made, "not_same", "otra persona")
    matters.move(made, to="merits", by=house.person("lucia"))
    add(house, made, "hearing", hearing_where="ejemplo", hearing_on="2026-11-28")
    assert seen(house, own) == before
    matters.destroy(made.reference, by=house.person("lucia"))
    assert seen(house, own) == before


def test_the_look_at_the_same_house_sees_a_matter_that_leaves_nobody_out(cast: Cast) -> None:
    house = make_lawyers(cast)
    own = a_clear_matter(house, "nora", sides=[{**CLIENT, "party_name": Answer("Otra Clienta Lejana")}])
    add(house, own, "party", "nora", party_role="opposing", party_name=HER)
    before = seen(house, own)
    conflicts.look(a_matter(house, "lucia"), by=house.person("lucia"))
    after = seen(house, own)
    assert after["look"] != before["look"]
    assert {name for name in before if before[name] != after[name]} <= {"look", "search"}


def test_the_sheets_ask_the_desk_of_the_matters(cast: Cast) -> None:
    """Every room is asked who may read a ring that the sheets open; of a matter this one alone says."""
    house = make_lawyers(cast)
    made = a_matter(house, "lucia")
    seeds = case_seeds(house.person("lucia"), made.ring)
    lucia, ana = (Reader.objects.get(user=house.people[name]) for name in ("lucia", "ana"))
    assert {ask(made.ring, seeds, lucia) for ask in asked_before} == {True, None}
    assert {ask(made.ring, seeds, ana) for ask in asked_before} == {False, None}, "she represents nobody"
    assert {ask("0" * 16, {}, lucia) for ask in asked_before} == {None}


def seen(house: Lawyers, own: Any) -> dict[str, Any]:
    """Everything that Nora is told by what names no thing, by her search and by her look for a conflict."""
    client, found = client_of(house, "nora"), {}
    for name, pattern, _view in named_patterns():
        if name not in PUBLIC and "<" not in pattern and "i18n" not in pattern:
            found[name] = told(client, "GET", reverse(name))
    with undone():
        found["search"] = without_chance(client.post(reverse("case_alike"), {"sought": HER}).text)
    with undone(), CaptureQueriesContext(connections["default"]) as asked:
        looked = client.post(reverse("matter_look", args=[own.reference]))
        page = client.get(reverse("matter", args=[own.reference])).text
        found["look"] = (looked.status_code, without_chance(page), statements.count(asked))
    return found
