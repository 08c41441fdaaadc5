"""Where nobody answers: worked out by hand on a map of four units, and what the page offers to do."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.access.focal_points.queries.gaps import gaps_for
from amparo.commons.policy.policies import Hidden
from tests.cast import browser_of, make_beside
from tests.desk import days_ago
from tests.focal import TODAY, accredited, before, body, invited

pytestmark = pytest.mark.django_db(databases=["default"])
SOME = ("health", "registry", "ombudsman")


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def lay(places: Any, day: Any) -> None:
    """Ecuador has two units here, Carchi and Pichincha; Colombia has two of its own."""
    accredited(places["tulcan"], on=day(5), name="Alba", competences=["health"])
    accredited(places["san_jose_carchi"], on=day(95), name="Brisa", competences=["health", "registry"])
    accredited(places["quito"], body("Registro de Ejemplo"), on=day(200), name="Celia", competences=["registry"])
    invited(places["quito"], body("Defensoría de Ejemplo"), on=day(3), name="Dora", competences=["ombudsman"])
    accredited(places["ipiales"], body("Hospital Vecino de Ejemplo"), on=day(1), name="Elsa", competences=["health"])


def test_where_nobody_answers_is_worked_out_by_hand(cast: Any, places_small: Any) -> None:
    lay(places_small, before)
    found = {each.competence: each for each in gaps_for(cast.ana, "EC", TODAY)}
    told = {
        code: (gap.there, *([each.name for each in lines] for lines in (gap.to_check, gap.to_accredit)),
               [unit.name for unit in gap.nobody], gap.is_whole)
        for code, gap in found.items() if code in SOME
    }  # fmt: skip
    assert told == {
        # Alba and Brisa are both in Carchi: one unit in which somebody answers; of Pichincha nobody was ever asked.
        "health": (1, ["Brisa"], [], ["Pichincha"], False),
        # Celia lapsed: nobody answers in Pichincha, and the nearest thing is to ask her again, not to look for another.
        "registry": (1, ["Brisa", "Celia"], [], [], False),
        "ombudsman": (0, [], ["Dora"], ["Carchi"], False),
    }
    assert [unit.name for unit in found["migration"].nobody] == ["Carchi", "Pichincha"]
    assert [code for code, gap in found.items() if gap.is_empty] == [
        "prosecution", "migration", "womens_institute", "child_protection",
    ]  # fmt: skip
    over_there = {each.competence: each for each in gaps_for(cast.ana, "CO", TODAY)}
    assert [unit.name for unit in over_there["health"].nobody] == ["Norte de Santander"]


def test_where_somebody_was_made_sure_of_everywhere_there_is_nothing_to_do(cast: Any, places_small: Any) -> None:
    accredited(places_small["tulcan"], on=before(5))
    accredited(places_small["quito"], on=before(90))
    (gap,) = (each for each in gaps_for(cast.ana, "EC", TODAY) if each.competence == "health")
    assert gap.is_whole
    assert gap.there == 2


def test_the_page_says_the_nearest_thing_to_do_and_compares_nobody(cast: Any, places_small: Any) -> None:
    lay(places_small, days_ago)
    page = browser_of(cast.ana).get(reverse("focal_gaps"), {"pais": "EC"}).text
    for sentence in ("Check again: Hospital de Ejemplo, San José", "Accredit: Defensoría de Ejemplo, Quito",
                     "Somebody answers in 1 territory.", "Nobody in 1 territory: Pichincha.",
                     "Nobody in the whole country was asked yet."):  # fmt: skip
        assert sentence in page, sentence
    assert f"{reverse('focal_invite')}?para=migration" in page
    assert not re.search(r"Alba|Brisa|Celia|Dora|Elsa|%|<table|style=", page), "work to be done, and no people ranked"
    invite = browser_of(cast.ana).get(f"{reverse('focal_invite')}?para=migration").text
    assert re.search(r'value="migration"[^>]*checked', invite)
    assert browser_of(cast.ana).get(reverse("focal_gaps"), {"pais": "XX"}).status_code == 200


def test_who_accompanies_reads_it_and_is_offered_nothing_that_is_refused(cast: Any, places_small: Any) -> None:
    lay(places_small, days_ago)
    page = browser_of(make_beside(cast)["rita"]).get(reverse("focal_gaps"), {"pais": "EC"}).text
    assert reverse("focal_invite") not in page
    assert "Only the coordinator changes this list." in page
    with pytest.raises(Hidden):
        gaps_for(cast.diana, "EC", TODAY)
