"""What a second hostile reader tried: puppets that hand each other passphrases, a door that two places share."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.access.pathways.models import SignOff
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Membership, User
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location, Organisation, Service, ServiceAtLocation
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.policy.policies import Denied
from tests.desk import client_of, client_with, person, typed
from tests.integration.test_finding import NOW, TULCAN, make, names
from tests.integration.test_gate import sign, team_of
from tests.integration.test_import import bring, uid
from tests.integration.test_import import service as service_of_file
from tests.integration.test_import_beside import coded, in_tier
from tests.integration.test_one_hand import chooses, opened, vouch

pytestmark = pytest.mark.django_db(databases=["default"])
WORDS = settings.PATHS


def again(user: User) -> User:
    """Her account as it stands in the database."""
    return User.objects.get(pk=user.pk)


# One person who signs as another


@translation.override("en")
def test_two_puppets_that_hand_each_other_passphrases_are_still_the_hands_of_their_maker():
    team_of("peer_led")
    ana = person("coordinator")
    first = opened("berta", ana, "coordinator")
    chooses(first)
    second = opened("carla", first, "coordinator")
    chooses(second)
    accounts.set_password(first, password="la que pone carla", by=second)  # now neither leads to Ana
    first = again(first)
    chooses(first)
    puppet = opened("marisol", first, "reviewer")
    chooses(puppet)
    with pytest.raises(Denied, match="same hands"):
        vouch(again(puppet), ana)
    with pytest.raises(Denied, match="Nobody vouches"):
        sign("EC-2", "reviewer", again(puppet))
    assert not SignOff.objects.exists()


@translation.override("en")
@pytest.mark.parametrize("who", ["colleague", "server"])
def test_a_fresh_passphrase_for_a_puppet_does_not_free_the_accounts_it_opened(who):
    """Another coordinator, or the server, hands the puppet a passphrase in good faith: she lost hers."""
    team_of("peer_led")
    ana, eva = person("coordinator"), person("coordinator")
    first = opened("berta", ana, "coordinator")
    chooses(first)
    puppet = opened("marisol", first, "reviewer")
    chooses(puppet)
    accounts.set_password(first, password="otra de buena fe", by=eva if who == "colleague" else accounts.SERVER)
    with pytest.raises(Denied, match="same hands"):
        vouch(again(puppet), again(ana))


def test_who_says_whose_a_team_is_vouches_for_nobody_by_it():
    """The page of the team says that a word is needed after that; it was given without being said."""
    team = team_of("civil_society")
    ana, eva = person("coordinator"), person("coordinator")
    puppet = opened("marisol", ana, "reviewer")
    chooses(puppet)
    peers = Organisation.objects.create(name="Colectiva Garza", operator="peer_led")
    page = reverse("team_change", args=[team.reference])
    assert client_of(eva).post(page, {"name": team.name, "organisation": peers.name}).status_code == 302
    assert not Membership.objects.get(user=puppet).is_vouched


def test_a_word_is_for_what_stood_on_the_page():
    """Between reading and pressing the button, somebody makes the organisation another one."""
    team = team_of("civil_society")
    ana, eva = person("coordinator"), person("coordinator")
    puppet = opened("marisol", ana, "reviewer")
    chooses(puppet)
    where = reverse("team_person", args=[puppet.reference])
    client, form = client_of(eva), reverse("team_vouch", args=[puppet.reference, team.reference])
    read = client.get(where).context["signing"][0]["seen"]
    Organisation.objects.update(operator="peer_led")
    assert client.post(form, {"role": "reviewer", "seen": read}).status_code == 409
    assert client.post(form, {"role": "reviewer"}).status_code == 409
    assert not Membership.objects.get(user=puppet).is_vouched
    read = client.get(where).context["signing"][0]["seen"]
    accounts.set_password(puppet, password="la que pone ana", by=ana)  # who comes in as her is another since then
    chooses(puppet)
    assert client.post(form, {"role": "reviewer", "seen": read}).status_code == 409
    read = client.get(where).context["signing"][0]["seen"]
    assert client.post(form, {"role": "reviewer", "seen": read}).url == where
    assert Membership.objects.get(user=puppet).is_vouched


# Who shares the building of a hidden house


def hidden_with(service: Service, body: str) -> bool:
    """Does a search tell that this body stands in the building of a place without its address?"""
    everything = names(Ask(needs=("food",), **TULCAN))
    without = names(Ask(needs=("food",), without=frozenset({body}), **TULCAN))
    return service.tier == 1 and (service.name in everything) != (service.name in without)


def test_a_place_with_a_second_door_beside_the_police_is_not_hidden_by_half(places_small):
    """Where the nearer door shares its building, leaving out the police would name the town of the other one."""
    client = client_with("editor", "coordinator")
    here = {"place": "Ipiales", "place_code": places_small["ipiales"].code, "needs": ["food"], "shares_with": []}
    client.post(reverse("desk_new"), typed(**here))
    service, first = Service.objects.get(), ServiceAtLocation.objects.get()
    Service.objects.update(checked_on=clock.day(NOW), checked_by_role="checker")
    second = Location.objects.create(
        organisation=service.organisation, place=places_small["tulcan"], housed_with=["police"]
    )
    ServiceAtLocation.objects.create(service=service, location=second)
    page = reverse("desk_change", args=[service.reference])
    facts = client.get(page, {"at": first.location.reference}).context["entry"].facts.initial
    hidden = {"tier": "1", "street": "", "coordinates": "", "changed_at": facts["changed_at"], "at": facts["at"]}
    assert client.post(page, typed(**here, **hidden)).status_code == 403
    project_all()
    asked = Ask(needs=("food",), **TULCAN)
    everything, without = (
        [(hit.name, hit.town, hit.reduced) for hit in find(ask, now=NOW).hits]
        for ask in (asked, replace(asked, not_police=True))
    )
    assert (everything, without) == ([(service.name, "Tulcán", False)], [(service.name, "Ipiales", False)])
    assert client.post(page, typed(**here, **hidden | {"tier": "2"})).status_code == 302


@pytest.mark.parametrize("tier", ["0", "2"])
def test_a_body_at_a_door_that_a_hidden_place_shares_hides_that_place_altogether(places_small, tier):
    here = places_small["tulcan"]
    client = client_with("editor", "coordinator")
    client.post(
        reverse("desk_new"), typed(place="Tulcán", place_code="3650472", needs=["food"], shares_with=[], tier=tier)
    )
    service = Service.objects.get()
    house = make("casa", here, tier=1)
    house.at_locations.update(location=service.at_locations.get().location)
    Service.objects.update(checked_on=clock.day(NOW), checked_by_role="checker")
    project_all()
    assert "casa" in names(Ask(needs=("food",), **TULCAN))
    facts = client.get(reverse("desk_change", args=[service.reference])).context["entry"].facts.initial
    changed = typed(
        place="Tulcán", place_code="3650472", needs=["food"], shares_with=[], housed_with=["police"], tier=tier,
        changed_at=facts["changed_at"], at=facts["at"],
    )  # fmt: skip
    assert client.post(reverse("desk_change", args=[service.reference]), changed).status_code == 302
    assert Location.objects.get(at_services__service=service).housed_with == ["police"]
    house.refresh_from_db()
    assert not hidden_with(house, "police")
    assert "casa" not in names(Ask(needs=("food",), **TULCAN)), "whoever fears them is not sent there either"


def test_a_file_that_says_it_once_for_two_places_does_not_say_it_of_the_hidden_one(places_small, tmp_path):
    shared = service_of_file(1)["service_at_locations"][0]["location"]
    public, house = service_of_file(1), in_tier(2, "public_reduced")
    public["service_at_locations"][0]["location"] = shared | {"attributes": [coded(801, "housed_with", "police")]}
    house["service_at_locations"][0]["location"] = shared
    bring(tmp_path / "a.json", [public, house])
    assert not hidden_with(Service.objects.get(uid=uid(2)), "police")
    bring(tmp_path / "b.json", [in_tier(3, "public_reduced")])
    beside, third = service_of_file(4), Service.objects.get(uid=uid(3))
    there = in_tier(3, "")["service_at_locations"][0]["location"]
    beside["service_at_locations"][0]["location"] = there | {"attributes": [coded(802, "housed_with", "police")]}
    bring(tmp_path / "b.json", [in_tier(3, "public_reduced"), beside])
    third.refresh_from_db()
    assert not hidden_with(third, "police")


# An organisation she leaves out


def test_the_eleventh_organisation_she_leaves_out_is_left_out_too(places_small):
    """The last tap is the one that counts: it may not fall off the end of what is carried."""
    for number in range(12):
        make(f"Lugar {number}", places_small["tulcan"])
    Service.objects.update(checked_on=clock.today())
    project_all()
    references = list(Organisation.objects.order_by("name").values_list("reference", flat=True))
    page = Client().post(f"/{WORDS['results']}", {"b": "food", "l": "3650472", "z": references[:11]})
    assert page.context["found"].total == 1
    carried = [value for name, value in page.context["carried"] if name == "z"]
    assert carried == references[:11]


def test_what_is_left_out_tells_nothing_of_what_is_hidden(places_small):
    """A guessed reference of a hidden organisation is as one that nobody has; a name is text and no tag."""
    here = places_small["tulcan"]
    shown = make("<script>alert(1)</script>", here)
    hidden = make("CANARIO", here, tier=3)
    Organisation.objects.filter(pk=hidden.organisation_id).update(name="ZORZAL")
    Organisation.objects.filter(pk=shown.organisation_id).update(name="<b>\"Casa'</b>")
    make("otra", here, km=2)
    Service.objects.update(checked_on=clock.today())
    project_all()

    def answer(*references):
        told = Client().post(f"/{WORDS['results']}", {"b": "food", "l": "3650472", "z": references}).content
        for reference in references:
            told = told.replace(reference.encode(), b"")
        return told

    assert answer(hidden.organisation.reference) == answer("0123456789abcdef") == answer("fedcba9876543210")
    text = answer(shown.organisation.reference).decode()
    assert "&lt;b&gt;" in text
    assert "<b>" not in text
    assert "<script>alert" not in text


# A hidden house in a village, and its name in a text


@translation.override("en")
@pytest.mark.parametrize("field", ["name", "summary", "organisation_name", "how_to_ask", "phones-0-hours"])
def test_no_text_of_a_hidden_house_names_its_village(places_small, field):
    village = places_small["san_jose_carchi"]
    client = client_with("editor", "coordinator")
    hidden = {"place": "San José", "place_code": village.code, "tier": "1", "street": "", "coordinates": ""}
    page = typed(**hidden) | {field: "Te esperamos en SAN JOSE, de noche"}
    refused = client.post(reverse("desk_new"), page)
    assert (refused.status_code, Service.objects.count()) == (200, 0), "what she typed is still there"
    assert "says it: “San José”" in refused.content.decode()
    assert client.post(reverse("desk_new"), page | {field: "San Joselito te espera"}).status_code == 302
    assert client.post(reverse("desk_new"), page | {"tier": "2"}).status_code == 302


def test_no_text_of_a_hidden_house_out_of_a_file_names_its_village(places_small, tmp_path):
    told = in_tier(1, "public_reduced", description="Llegas a San José y preguntas.")
    address = told["service_at_locations"][0]["location"]["addresses"][0]
    address["city"] = "San José"
    fine = in_tier(2, "public_reduced")
    fine["service_at_locations"][0]["location"]["addresses"][0]["city"] = "San José"
    said = bring(tmp_path / "a.json", [told, fine])
    assert "says it: “San José”" in said
    assert [each.name for each in Service.objects.all()] == ["Lugar 2"]
    assert Location.objects.get().place == places_small["san_jose_carchi"]


# A file that was made to find a hidden house


def test_a_file_that_points_at_a_hidden_door_does_not_make_it_public(places_small, tmp_path):
    """The interface names the door of a hidden place by an identifier; a stranger's list puts its own service there."""
    house = make("casa", places_small["tulcan"], tier=1)
    Location.objects.filter(at_services__service=house).update(street="Calle del Zorzal 12", lat=0.8, lon=-77.7)
    Service.objects.filter(pk=house.pk).update(checked_on=clock.today())
    door = Client().get(f"/hsds/services/{house.uid}").json()["service_at_locations"][0]
    for number, identifier in enumerate((door["location"]["id"], str(Location.objects.get().uid)), 1):
        bait = service_of_file(number)
        bait["service_at_locations"][0]["location"] = {"id": identifier, "location_type": "physical"}
        bring(tmp_path / "a.json", [bait], as_of=clock.today().isoformat())
        for address in ("services?full=true", f"services/{uid(number)}"):
            assert "Zorzal" not in Client().get(f"/hsds/{address}").content.decode()
        for each in Service.objects.filter(tier=0):
            assert "Zorzal" not in Client().post(f"/{WORDS['service']}", {"s": each.reference}).content.decode()


def test_a_list_that_knows_both_places_at_a_door_may_bring_a_third(places_small, tmp_path):
    """What a file itself says of a door is no secret from it, and the same file twice changes nothing."""
    shared = service_of_file(1)["service_at_locations"][0]["location"]
    house, first, second = in_tier(2, "public_reduced"), service_of_file(1), service_of_file(3)
    for each in (house, first, second):
        each["service_at_locations"][0]["location"] = shared
    bring(tmp_path / "a.json", [house, first])
    bring(tmp_path / "a.json", [house, first, second])
    assert "The same as before: 3" in bring(tmp_path / "a.json")
    assert sorted(Service.objects.values_list("name", "tier")) == [("Lugar 1", 0), ("Lugar 2", 1), ("Lugar 3", 0)]
