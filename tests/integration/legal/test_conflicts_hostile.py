"""A look for a conflict against the odds: many sides, two lawyers at once, matters that no list knows, a later no."""

from typing import Any

import pytest

from amparo.casework.actions.cases import open_case
from amparo.casework.actions.leaving_out import leave_out
from amparo.casework.queries.leaving_out import may_be_left_out
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions import conflicts, matters, parts
from amparo.legal.representation.actions.asking import ask_lawyer
from amparo.legal.representation.models import Matter
from amparo.legal.representation.queries.matters import get_matter, matters_for
from amparo.vault.actions.alike import SIDE
from amparo.vault.models import Blind, Reader
from tests.cases import a_case
from tests.cases import person as of_letters
from tests.cast import Cast
from tests.lawyers import CLIENT, OTHER, Lawyers, a_clear_matter, a_matter, add, make_lawyers

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("english")]
# Names of three words that sound like nothing else here, so that each side needs tokens of its own.
MANY = [f"{one} {two} Fingido" for one in ("Bruno", "Dafne", "Fabio", "Gilda") for two in ("Lopera", "Mutis", "Pardo")]


@pytest.fixture
def house(cast: Cast) -> Lawyers:
    return make_lawyers(cast)


def side(role: str, name: str) -> dict[str, Answer]:
    return {"party_role": Answer(role), "party_name": Answer(name)}


def found_by(house: Lawyers, who: str, sides: Any) -> set[tuple[str, str]]:
    made = a_matter(house, who, sides=sides)
    return {(each.kind, each.ask) for each in conflicts.look(made, by=house.person(who))}


def test_of_very_many_sides_each_is_found_and_the_client_as_well(house: Lawyers) -> None:
    """Twelve landlords: the client, who was written first, must be found by whoever stands against her."""
    made = a_matter(house, "nora", sides=[CLIENT, *(side("landlord", name) for name in MANY)])
    matters.open_matter(made, by=house.person("nora"))
    assert found_by(house, "lucia", [side("client", MANY[0]), side("opposing", "Nadie Conocido Aqui")]) == {
        ("our_matter", "Nora")
    }
    against_her = [side("client", "Otra Persona Lejana"), {**CLIENT, "party_role": Answer("opposing")}]
    assert found_by(house, "lucia", against_her) == {("our_matter", "Nora")}


def test_a_matter_with_very_many_sides_is_looked_at_within_the_hour(house: Lawyers) -> None:
    made = a_matter(house, sides=[CLIENT, *(side("landlord", name) for name in MANY)])
    assert conflicts.look(made, by=house.person("lucia")) == []
    assert 2 <= Act.objects.filter(verb="case.sought").count() <= 8, "each look counts, and many names count more"


def test_two_lawyers_who_begin_at_once_both_see_that_they_stand_against_each_other(house: Lawyers) -> None:
    """Neither has opened the page of hers before the other looks."""
    one = a_matter(house, "lucia", sides=[CLIENT, OTHER])
    crossed = [{**OTHER, "party_role": Answer("client")}, {**CLIENT, "party_role": Answer("opposing")}]
    other = a_matter(house, "nora", sides=crossed)
    assert {each.ask for each in conflicts.look(one, by=house.person("lucia"))} == {"Nora"}
    assert {each.ask for each in conflicts.look(other, by=house.person("nora"))} == {"Lucia"}


def test_her_own_matter_that_leaves_somebody_out_is_found_by_her_and_by_nobody_else(house: Lawyers) -> None:
    """No list knows it, so that whoever was left out finds nothing; Lucía reads it, and is told of it."""
    case, ana = a_case(house.letters), of_letters(house.letters, "ana")
    nora = next(each for each in may_be_left_out(ana, case) if each.user == house.people["nora"])
    leave_out(case, somebody=nora, by=ana)
    lucia = Reader.objects.get(user=house.people["lucia"])
    other = {"party_name": str(OTHER["party_name"].value)}
    made = ask_lawyer(open_case(case, by=ana), reader=lucia, kind="eviction", other=other, by=ana)
    matters.open_matter(made, by=house.person("lucia"))
    sides = [{**OTHER, "party_role": Answer("client")}, side("opposing", "Nadie Conocido Aqui")]
    assert found_by(house, "lucia", sides) == {("our_matter", "Lucia")}
    Matter.objects.exclude(pk=made.pk).delete()
    assert found_by(house, "nora", sides) == set()


def test_opening_draws_no_token_anew_and_a_side_that_goes_is_not_found_any_more(house: Lawyers) -> None:
    """Two copies of the disk, before and after somebody looked at a matter, are the same."""
    made = a_clear_matter(house)
    rows = Blind.objects.filter(ring=made.ring, kind=SIDE).order_by("token")
    before = list(rows.values_list("token", flat=True))
    assert len(before) == 48
    matters.open_matter(made, by=house.person("lucia"))
    assert list(rows.values_list("token", flat=True)) == before
    gone = side("opposing", "Tercera Sofia Fingida")
    part = add(house, made, "party", party_role="opposing", party_name=str(gone["party_name"].value))
    crossed = [{**gone, "party_role": Answer("client")}]
    assert found_by(house, "nora", crossed) == {("our_matter", "Lucia")}
    parts.end_part(made, reference=part.reference, by=house.person("lucia"))
    Matter.objects.exclude(pk=made.pk).delete()
    assert found_by(house, "nora", crossed) == set()


def test_whom_she_leaves_out_of_her_case_later_is_left_out_of_the_matter_also_the_lawyer(house: Lawyers) -> None:
    case, ana, lucia, nora = a_case(house.letters), of_letters(house.letters, "ana"), "lucia", "nora"
    keys = {name: Reader.objects.get(user=house.people[name]) for name in (lucia, nora)}
    made = ask_lawyer(open_case(case, by=ana), reader=keys[lucia], kind="eviction", by=ana)
    matters.share(made, reader=keys[nora], by=house.person(lucia))
    assert get_matter(house.person(nora), made.reference) == made
    for name in (nora, lucia):
        somebody = next(each for each in may_be_left_out(ana, case) if each.user == house.people[name])
        leave_out(case, somebody=somebody, by=ana)
        with pytest.raises(Hidden):
            get_matter(house.person(name), made.reference)
        assert list(matters_for(house.person(name))) == []
        if name == nora:
            with pytest.raises(Denied, match="left out"):
                matters.share(made, reader=keys[nora], by=house.person(lucia))
    assert Matter.objects.get(pk=made.pk).owner is None


def test_a_matter_that_was_closed_before_anybody_looked_can_be_opened_again(house: Lawyers) -> None:
    made, lucia = a_matter(house), house.person("lucia")
    matters.close(made, outcome="no_contact", words="", by=lucia)
    with pytest.raises(Denied, match="First it is looked"):
        matters.move(made, to="merits", by=lucia)
    matters.move(made, to="inquiry", by=lucia)
    assert conflicts.look(made, by=lucia) == []
    matters.move(made, to="merits", by=lucia)
    assert Matter.objects.get(pk=made.pk).keep_until is None
