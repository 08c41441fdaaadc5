"""The door itself: who else is in the building, where a hidden house is, what an organisation shows."""

import io
import json
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location, Organisation, SearchRow, Service, ServiceAtLocation
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.public import public_service
from amparo.commons.directory.templatetags.finding import cards, who_else_is_there
from amparo.formats.hsds.facts import term_of
from tests.desk import client_with, typed
from tests.integration.test_export import empty
from tests.integration.test_finding import NOW, TULCAN, make, names

pytestmark = pytest.mark.django_db(databases=["default"])
WORDS = settings.PATHS
POLICE_THERE = "There is police in the same building."


@pytest.fixture
def here(places_small):
    return places_small["tulcan"]


def housed(service, *bodies):
    Location.objects.filter(at_services__service=service).update(housed_with=list(bodies))
    project_all()
    return service


def today(service):
    """Confirmed today, so that the pages of today show it."""
    Service.objects.filter(pk=service.pk).update(checked_on=clock.today())
    return service


def asked(*needs, **more):
    return Ask(needs=needs, **TULCAN, **more)


def page(name, prefix="/en", **data):
    return Client().post(f"{prefix}/{WORDS[name]}", {"l": "3650472", "d": "EC"} | data).content.decode()


# Who else is in the building


@pytest.mark.parametrize(
    ("body", "fears"),
    [
        ("police", {"not_police": True}),
        ("migration", {"not_police": True}),
        ("police", {"without": frozenset({"police", "interior", "unknown"})}),
        ("municipality", {"without": frozenset({"municipality", "unknown"})}),
    ],
)
def test_a_place_that_shares_a_door_with_a_body_she_fears_is_left_out(here, body, fears):
    make("otra", here, km=3)
    housed(make("junto a ellos", here), body)
    assert names(asked("food")) == ["junto a ellos", "otra"]
    assert names(asked("food", **fears)) == ["otra"]


def test_of_two_doors_only_the_shared_one_is_left_out(here):
    service = make("dos puertas", here)
    housed(service, "police")
    second = Location.objects.create(organisation=service.organisation, place=here, lat=0.9, lon=-77.717)
    ServiceAtLocation.objects.create(service=service, location=second)
    today(service)
    project_all()
    assert SearchRow.objects.filter(service=service).values("bodies").distinct().count() == 2
    text = page("service", s=service.reference)
    assert text.count(POLICE_THERE) == 1
    assert f'Calle dos puertas. Tulcán, Carchi. <strong lang="en">{POLICE_THERE}' in text
    assert [round(hit.km) for hit in find(asked("food", not_police=True), now=NOW).hits] == [10]


def test_urgent_health_stays_after_the_others_and_says_it(here):
    housed(make("hospital", here, needs=("health_now",), operator="health_state", access_mode=("walk_in",)), "police")
    make("centro", here, needs=("health_now",), operator="health_state", access_mode=("walk_in",), km=4)
    project_all()
    assert names(asked("health_now")) == ["hospital", "centro"]
    found = find(asked("health_now", not_police=True), now=NOW)
    assert [(hit.name, hit.tells) for hit in found.hits] == [("centro", False), ("hospital", True)]
    assert found.some_tell
    assert [card.housed for card in cards(found.hits)] == ["", who_else_is_there(("police",))]


def test_the_page_says_who_else_is_there(here):
    service = today(housed(make("hospital", here, needs=("health_now",)), "police"))
    project_all()
    assert POLICE_THERE in page("service", s=service.reference)
    assert POLICE_THERE in page("results", b="health_now")
    housed(service, "migration", "prosecution")
    assert "In the same building there is: migration office, prosecutor." in page("service", s=service.reference)


def test_a_hidden_house_that_shares_its_building_is_for_the_people_of_the_house_only(here):
    """A search without the police would tell that they are there; and she who fears them must not be sent there."""
    service = today(housed(make("casa", here, tier=1, needs=("food",)), "police"))
    assert Service.objects.get().tier == 2
    assert names(asked("food")) == names(asked("food", not_police=True)) == []
    for text in (page("service", s=service.reference), page("results", b="food")):
        assert POLICE_THERE not in text
        assert "casa" not in text
    assert Client().get(f"/hsds/services/{service.uid}").status_code == 404
    asked_for = term_of("housed_with", "police", "").id
    assert Client().get(f"/hsds/services?taxonomy_term_id={asked_for}").json()["total_items"] == 0
    Service.objects.filter(pk=service.pk).update(tier=0)
    assert Client().get(f"/hsds/services?taxonomy_term_id={asked_for}").json()["total_items"] == 1
    assert asked_for in Client().get(f"/hsds/services/{service.uid}").content.decode()


def test_the_desk_writes_it_and_refuses_it_for_a_hidden_door(here):
    client = client_with("editor", "coordinator")
    place = {"place": "Tulcán", "place_code": "3650472", "housed_with": ["police", "migration"]}
    assert client.post(reverse("desk_new"), typed(**place)).status_code == 302
    assert Location.objects.get().housed_with == ["police", "migration"]
    refused = client.post(reverse("desk_new"), typed(**place, tier="1", name="Otra", street="", coordinates=""))
    assert refused.context["entry"].facts.errors.keys() == {"housed_with"}
    kept = client.post(reverse("desk_new"), typed(**place, tier="2", name="Otra"))
    assert (kept.status_code, Service.objects.count()) == (302, 2)


def test_another_body_in_the_building_is_no_longer_what_was_read_out(here):
    client = client_with("editor", "coordinator")
    client.post(reverse("desk_new"), typed(place="Tulcán", place_code="3650472"))
    service = Service.objects.get()
    Service.objects.filter(pk=service.pk).update(checked_on=date(2026, 11, 20), checked_by_role="checker")
    facts = client.get(reverse("desk_change", args=[service.reference])).context["entry"].facts.initial
    changed = {"place": facts["place"], "place_code": "3650472", "housed_with": ["police"]}
    more = {"changed_at": facts["changed_at"], "at": facts["at"]}
    assert client.post(reverse("desk_change", args=[service.reference]), typed(**changed, **more)).status_code == 302
    service.refresh_from_db()
    assert (service.changed_since_check, Location.objects.get().housed_with) == (True, ["police"])


# A hidden house in a tiny place


def test_a_hidden_house_in_a_tiny_place_names_its_unit_only(places_small):
    tiny, here = places_small["san_jose_carchi"], places_small["tulcan"]
    service = today(make("casa", tiny, tier=1))
    make("abierta", tiny, km=1)
    project_all()
    row = SearchRow.objects.get(service=service)
    assert (row.lat, row.lon, row.admin1) == (here.lat, here.lon, "EC-C")  # the biggest place of the unit
    assert SearchRow.objects.get(service__name="abierta").lat != here.lat
    hits = {hit.name: hit.town for hit in find(asked("food"), now=NOW).hits}
    assert hits == {"casa": "Carchi", "abierta": "San José"}
    place = public_service(service.reference, now=clock.now()).places[0]
    assert (place.town, place.unit) == ("Carchi", "")
    said = Client().get(f"/hsds/services/{service.uid}").json()["service_at_locations"][0]["location"]
    assert (said["addresses"][0]["city"], said["addresses"][0]["state_province"]) == ("", "Carchi")
    for text in (page("service", s=service.reference), json.dumps(said)):
        assert "San José" not in text


@pytest.mark.parametrize(("people", "town"), [(0, "Carchi"), (1_999, "Carchi"), (2_000, "San José")])
def test_the_edge_of_tiny(places_small, people, town):
    tiny = places_small["san_jose_carchi"]
    tiny.population = people
    tiny.save()
    make("casa", tiny, tier=1)
    project_all()
    assert [hit.town for hit in find(asked("food"), now=NOW).hits] == [town]


def test_two_villages_of_a_unit_cannot_be_told_apart_by_the_order(places_small):
    """Wherever she asks from, houses of two villages stand as if in one place."""
    make("casa", places_small["san_jose_carchi"], tier=1)
    other = places_small["san_jose_narino"]
    other.admin1_id = "EC-C"
    other.save()
    make("hogar", other, tier=1)
    project_all()
    points = set(SearchRow.objects.values_list("lat", "lon"))
    assert points == {(0.812, -77.717)}


def test_what_is_handed_out_of_a_tiny_place_comes_back_the_same(places_small, tmp_path):
    make("casa", places_small["san_jose_carchi"], tier=1)
    call_command("export_services", to=tmp_path / "one.json", stdout=io.StringIO())
    once = (tmp_path / "one.json").read_bytes()
    assert b"San Jos" not in once
    empty()
    call_command("import_services", tmp_path / "one.json", trust_checks=True, stdout=io.StringIO())
    call_command("export_services", to=tmp_path / "two.json", stdout=io.StringIO())
    assert (tmp_path / "two.json").read_bytes() == once
    Service.objects.update(checked_on=clock.today())
    place = public_service(Service.objects.get().reference, now=clock.now()).places[0]
    assert (place.town, place.unit) == ("Carchi", "Ecuador")


# An organisation with public and hidden services


def test_of_an_organisation_only_what_is_public_shows(here):
    shown = today(make("abierta", here))
    hidden = today(make("CANARIO", here, tier=2))
    Service.objects.filter(pk=hidden.pk).update(organisation=shown.organisation)
    alone = today(make("SOLA", here, tier=3))
    parent = {"hsds": {"parent_organization_id": str(alone.organisation.uid)}}
    Organisation.objects.filter(pk=shown.organisation_id).update(extra=parent)
    project_all()
    address = f"/hsds/organizations/{shown.organisation.uid}"
    told = Client().get(address).json()
    assert [one["name"] for one in told["services"]] == ["abierta"]
    everywhere = json.dumps(told) + "".join(
        Client().get(f"/hsds/{path}").content.decode()
        for path in ("organizations?full_service=true", "services?full=true", "service_at_locations?full=true")
    )
    for canary in ("CANARIO", "SOLA", str(hidden.uid), str(alone.organisation.uid)):
        assert canary not in everywhere
    gone = Client().get(f"/hsds/organizations/{alone.organisation.uid}")
    unknown = Client().get("/hsds/organizations/00000000-0000-4000-8000-000000000000")
    assert (gone.status_code, gone.content) == (404, unknown.content)
    Service.objects.filter(pk=alone.pk).update(tier=0)
    assert Client().get(address).json()["parent_organization_id"] == str(alone.organisation.uid)
