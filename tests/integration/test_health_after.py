"""After a no, or where a door takes nobody in: the next place, what was agreed there, and a lawyer."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.access.health.queries.after import next_after
from amparo.access.health.queries.desk import instead_of, line_of
from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Service
from amparo.commons.directory.queries.beside import Spot, spot_of
from amparo.commons.directory.queries.feared import FORCES
from tests.cast import browser_of
from tests.health import MORNINGS, NOW, TODAY, clinic, door

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("english")]
FEARED = frozenset({"police", "health_state"})


@pytest.fixture
def town(tulcan: Any) -> dict[str, Service]:
    """Who said no; who is near; what a police hospital is; and lawyers."""
    made = {
        "no": clinic(tulcan, "Centro uno", needs=["pep", "prep"]),
        "near": clinic(tulcan, "Centro dos", needs=["pep", "prep"], km=2, operator="civil_society"),
        "state": clinic(tulcan, "Centro tres", needs=["pep", "prep"], km=4),
        "police": clinic(tulcan, "Centro cuatro", needs=["pep", "prep"], km=1, operator="police"),
        "lawyer": clinic(tulcan, "Oficina", needs=["lawyer"], km=3, operator="civil_society"),
        "prosecution": clinic(tulcan, "Oficina de otra calle", needs=["lawyer"], km=1, operator="prosecution"),
    }
    project_all()
    return made


def names(after: Any) -> list[str]:
    return [hit.name for hit in after.hits]


def test_the_next_places_are_near_the_one_that_said_no(town: dict[str, Service]) -> None:
    door(town["near"], MORNINGS, needs=["pep"])
    after = next_after(town["no"].reference, "pep", None, (), NOW)
    assert names(after) == ["Centro cuatro", "Centro dos", "Centro tres"]
    assert set(after.said) == {town["near"].reference}
    assert after.said[town["near"].reference].ask_for == "la consulta de la mañana"


def test_who_said_no_before_is_not_named_again(town: dict[str, Service]) -> None:
    after = next_after(town["no"].reference, "pep", None, (), NOW, skip=[town["near"].reference])
    assert names(after) == ["Centro cuatro", "Centro tres"]


def test_urgent_public_health_stays_whoever_hurt_her(town: dict[str, Service]) -> None:
    """What the police itself runs goes; the public clinic stays, even where health staff hurt her."""
    assert names(next_after(town["no"].reference, "pep", None, FEARED, NOW)) == ["Centro dos", "Centro tres"]
    assert names(next_after(town["no"].reference, "prep", None, FEARED, NOW)) == ["Centro dos"]


def test_a_lawyer_near_and_none_of_a_body_that_is_left_out(town: dict[str, Service]) -> None:
    after = next_after(town["no"].reference, "pep", None, (), NOW)
    assert after.lawyer is not None
    assert after.lawyer.name == "Oficina de otra calle"
    feared = next_after(town["no"].reference, "pep", None, FORCES | {"prosecution"}, NOW)
    assert feared.lawyer is not None
    assert feared.lawyer.name == "Oficina"
    Service.objects.filter(pk=town["lawyer"].pk).delete()
    project_all()
    assert next_after(town["no"].reference, "pep", None, FORCES | {"prosecution"}, NOW).lawyer is None


def test_a_lawyer_far_away_is_not_near(town: dict[str, Service]) -> None:
    """Fifty kilometres are an evening; eighty are not."""
    Service.objects.filter(pk__in=[town["lawyer"].pk, town["prosecution"].pk]).delete()
    for km, is_near in ((80, False), (50, True)):
        place = town["no"].at_locations.get().location.place
        clinic(place, f"Oficina a {km}", needs=["lawyer"], km=km, operator="civil_society")
        project_all()
        assert (next_after(town["no"].reference, "pep", None, (), NOW).lawyer is not None) is is_near


def test_a_point_of_hers_comes_before_that_of_the_place(town: dict[str, Service], tulcan: Any) -> None:
    north = (tulcan.lat + 4.2 / 111.2, tulcan.lon)
    assert names(next_after(town["no"].reference, "pep", north, ["police"], NOW))[0] == "Centro tres"


def test_of_a_hidden_place_nobody_learns_where_it_is(town: dict[str, Service], tulcan: Any) -> None:
    assert spot_of(town["no"].reference).lat == pytest.approx(tulcan.lat + 0.5 / 111.2)
    Service.objects.filter(pk=town["no"].pk).update(tier=2)
    project_all()
    assert spot_of(town["no"].reference) == Spot()
    assert next_after(town["no"].reference, "pep", None, (), NOW).hits, "they are still found, from anywhere"


def test_where_a_door_takes_nobody_in_its_page_says_what_is_near(town: dict[str, Service], cast: Any) -> None:
    made = door(town["no"], MORNINGS, checked_on=clock.today(), since=TODAY)
    assert instead_of(line_of(made, clock.now()), clock.now()) is None
    made.checked_on -= timedelta(days=200)
    made.save()
    with translation.override("en"):
        page = browser_of(cast.ana).get(reverse("health_channel", args=[made.reference])).text
    assert "Nobody is sent there now" in page
    assert "Not offered any more: nobody checked it since" in page
    assert "Centro dos" in page
    assert "Take a code for her" not in page
    assert "A lawyer, if she wants one:" in page


@pytest.mark.parametrize(("change", "sentence"), [
    ({"status": "defunct"}, "does not work any more"), ({"checked_on": "2024-01-01"}, "the public pages hide it"),
])  # fmt: skip
def test_a_place_that_closed_is_said_with_what_is_near(
    town: dict[str, Service], cast: Any, change: Any, sentence: str
) -> None:
    made = door(town["no"], MORNINGS, checked_on=clock.today(), since=TODAY)
    Service.objects.filter(pk=town["no"].pk).update(**change)
    with translation.override("en"):
        browser = browser_of(cast.ana)
        page = browser.get(reverse("health_channel", args=[made.reference])).text
        assert sentence in browser.get(reverse("health")).text
    assert sentence in page
    assert "Centro dos" in page
