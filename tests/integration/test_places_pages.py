"""The pages on which the team keeps places."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.commons.accounts import actions as accounts
from amparo.commons.places import actions, queries
from amparo.commons.places.forms import LandmarkForm, PlaceForm
from amparo.commons.places.models import Landmark, Place
from tests.once import laid_once

pytestmark = pytest.mark.django_db
CUCUTA, TULCAN = "3685533", "3650472"
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module", autouse=True)
def whole_map(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with laid_once(django_db_blocker, actions.load_places):
        yield


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """A browser in which somebody with these roles is signed in."""

    def come_in(*roles: str) -> Client:
        person = accounts.open_account(
            sign_in_name="ana", name_used="Ana", password="cuatro palabras juntas", by=accounts.SETUP
        )
        team = accounts.make_team(name="Casa", by=accounts.SETUP)
        for role in roles:
            accounts.give_role(person, team=team, role=role, by=accounts.SETUP)
        client = Client()
        client.force_login(person)
        return client

    return come_in


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("landmarks", []),
        ("landmark_add", [TULCAN]),
        ("zone", [TULCAN]),
        ("place_add", []),
        ("landmark_remove", ["0" * 16]),
    ],
)
def test_a_stranger_is_turned_away(name: str, args: list[str]) -> None:
    for answer in (Client().get(reverse(name, args=args)), Client().post(reverse(name, args=args))):
        assert answer.status_code == 302
        assert reverse("sign_in") in answer["Location"]


def test_a_checker_enters_a_landmark_and_takes_it_away(signed_in: Callable[..., Client]) -> None:
    client = signed_in("checker")
    page = client.get(reverse("landmarks"), {"q": "tulcan", "pais": "EC"})
    assert "Tulcán, Carchi" in page.content.decode()
    address = reverse("landmark_add", args=[TULCAN])
    assert client.get(address).status_code == 200
    typed = {"kind": "crossing", "name": "Paso Ejemplo", "told_on": "2026-11-20"}
    wrong = client.post(address, typed | {"point": "-77.7, 0.81"})
    assert wrong.status_code == 200
    assert list(wrong.context["form"].errors) == ["point"]
    right = client.post(address, typed | {"point": "0.81, -77.7"})
    assert right.status_code == 302
    mark = Landmark.objects.get()
    assert (mark.lat, mark.lon, mark.told_by_role, mark.told_on) == (0.81, -77.7, "checker", date(2026, 11, 20))
    assert "Paso Ejemplo" in client.get(right["Location"]).content.decode()
    assert client.get(reverse("landmark_remove", args=[mark.reference])).url == reverse("landmarks")
    client.post(reverse("landmark_remove", args=[mark.reference]))
    assert not Landmark.objects.exists()


def test_an_editor_says_what_ground_it_is_and_takes_it_back(signed_in: Callable[..., Client]) -> None:
    client = signed_in("editor")
    address = reverse("zone", args=[TULCAN])
    assert client.get(address).status_code == 200
    client.post(address, {"zone": "urban"})
    assert queries.get_place(TULCAN).zone == "urban"
    client.post(address, {"zone": ""})
    assert queries.get_place(TULCAN).zone == "border"
    assert client.post(address, {"zone": "moon"}).status_code == 200


def test_the_coordinator_enters_a_missing_place(signed_in: Callable[..., Client]) -> None:
    client = signed_in("coordinator")
    page = client.get(reverse("place_add"), {"q": "Puerto Claro"}).content.decode()
    assert 'value="Puerto Claro"' in page
    typed = {"name": "Puerto Claro", "unit": "EC-C", "point": "0,9 -77,7", "population": "", "zone": "border"}
    answer = client.post(reverse("place_add"), typed)
    assert answer.status_code == 302
    place = Place.objects.get(name="Puerto Claro", admin1="EC-C")
    assert (place.lat, place.lon, place.population, place.zone) == (0.9, -77.7, 0, "border")
    assert client.post(reverse("place_add"), typed).status_code == 403


def test_a_lawyer_reads_and_does_not_write(signed_in: Callable[..., Client]) -> None:
    client = signed_in("lawyer")
    page = client.get(reverse("landmarks"), {"q": "tulcan"}).content.decode()
    assert "Tulcán" in page
    assert reverse("zone", args=[TULCAN]) not in page
    assert client.post(reverse("zone", args=[TULCAN]), {"zone": "urban"}).status_code == 403
    assert client.get(reverse("place_add")).status_code == 403


def test_what_is_not_there_is_not_there(signed_in: Callable[..., Client]) -> None:
    client = signed_in("checker")
    assert client.get(reverse("zone", args=["nothing"])).status_code == 404
    assert client.get(reverse("landmarks"), {"q": "x" * 500, "pais": "ZZ"}).status_code == 200


def landmark_form(**typed: str) -> LandmarkForm:
    facts = {"kind": "bridge", "name": "Puente", "point": "", "told_on": "2026-11-24"} | typed
    return LandmarkForm(facts, place=queries.get_place(CUCUTA), today=DAY)


def test_a_landmark_without_and_with_a_point() -> None:
    form = landmark_form()
    assert form.is_valid(), form.errors
    assert form.facts() == {"kind": "bridge", "name": "Puente", "told_on": DAY, "lat": None, "lon": None}
    form = landmark_form(point="7,89 -72,50")
    assert form.is_valid()
    assert (form.facts()["lat"], form.facts()["lon"]) == (7.89, -72.5)


@pytest.mark.parametrize(
    "typed",
    [
        {"point": "-72.50, 7.89"},
        {"point": "4.61, -74.08"},
        {"point": "nada"},
        {"told_on": "2026-11-25"},
        {"name": "<b>"},
        {"name": "..."},
        {"kind": "police"},
    ],
)
def test_a_landmark_that_makes_no_sense_is_refused_in_words(typed: dict[str, str]) -> None:
    form = landmark_form(**typed)
    assert not form.is_valid()
    assert list(form.errors) == list(typed)


def test_a_point_in_another_country_is_refused() -> None:
    typed = {"name": "Ejemplo", "unit": "PE-CUS", "point": "7.89, -72.50", "population": "", "zone": ""}
    assert list(PlaceForm(typed).errors) == ["point"]
    assert PlaceForm(typed | {"unit": "CO-NSA"}).is_valid()
