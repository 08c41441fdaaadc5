"""The desk: writing places, and what two people who write at once lose (nothing)."""

from datetime import date, time

import pytest
from django.urls import reverse

from amparo.commons.audit.models import Act
from amparo.commons.directory.models import (
    Location,
    Organisation,
    Phone,
    Schedule,
    SearchRow,
)
from tests.desk import (
    client_with,
    found,
    last_number,
    typed,
    verbs_since,
    written,
)

pytestmark = pytest.mark.django_db(databases=["default"])


def test_a_new_place_is_stored_whole_in_one_act(tulcan):
    client = client_with("editor")
    before = last_number()
    service = written(client)
    assert verbs_since(before) == ["service.opened"]
    assert Act.objects.last().target == f"service:{service.reference}"
    assert (service.organisation.name, service.organisation.operator) == ("Casa Maíz", "civil_society")
    assert service.organisation.shares_with == ["police"]
    assert sorted(service.attributes.values_list("taxonomy", "code")) == [
        ("access_mode", "walk_in"),
        ("commitment", "no_police_call"),
        ("language", "es"),
        ("language", "ht"),
        ("need", "food"),
        ("need", "health_now"),
        ("welcome", "trans_women"),
    ]
    location = Location.objects.get()
    assert (location.place, location.country, location.kind) == (tulcan, "EC", "physical")
    assert (location.lat, location.lon, location.accessibility) == (0.8119, -77.7173, ["step_free"])
    hours = sorted(Schedule.objects.values_list("days", "opens", "closes"))
    assert hours == [(0b0011111, time(8), time(12, 30)), (0b0100000, time(20), time(2))]
    assert service.answers_within_hours == 24
    assert service.checked_on is None, "writing is not confirming"
    assert Phone.objects.get().checked_on is None


def test_a_line_without_a_door_has_a_virtual_location():
    service = written(client_with("editor"), place="", street="", coordinates="", access_modes=["phone_line"])
    assert service.at_locations.get().location.kind == "virtual"


def test_an_organisation_on_the_list_keeps_its_facts(tulcan):
    client = client_with("editor")
    first = written(client)
    second = written(client, organisation_name="casa maíz", operator="police", shares_with=[], name="Otra")
    assert second.organisation == first.organisation
    assert Organisation.objects.get().operator == "civil_society"
    beside = client.get(reverse("desk_new") + f"?of={first.reference}").content.decode()
    assert 'value="Casa Maíz"' in beside


def test_a_name_of_two_towns_is_asked_and_nothing_typed_is_lost(tulcan):
    client = client_with("editor")
    page = client.post(reverse("desk_new"), typed(place="San Isidro"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('name="place_code"') == 3  # both towns, and "as I wrote it"
    for kept in ("Te ven hoy, sin papeles.", "Calle Olmedo 12", "+593 99 000 0000", "20h00", "A pie desde el puente"):
        assert kept in text
    assert written(client, place="San Isidro", place_code="3").at_locations.get().location.place.code == "3"
    kept = written(client, place="San Isidro", place_code="-", name="Otra").at_locations.get().location
    assert (kept.place, kept.place_text) == (None, "San Isidro")


def test_emptying_lines_takes_them_away_and_the_rest_keeps_its_identity(tulcan):
    client = client_with("editor")
    service = written(client)
    hours = {line.days: line for line in Schedule.objects.all()}
    phone = Phone.objects.get()
    Phone.objects.update(checked_on=date(2026, 11, 1))
    service.refresh_from_db()
    changes = {
        "changed_at": service.changed_at.isoformat(),
        "hours-INITIAL_FORMS": "2",
        "phones-INITIAL_FORMS": "1",
        "hours-0-uid": str(hours[0b0011111].uid),
        "hours-0-closes": "13:00",
        "hours-1-uid": str(hours[0b0100000].uid),
        "hours-1-days": [],
        "hours-1-opens": "",
        "hours-1-closes": "",
        "phones-0-uid": str(phone.uid),
        "phones-0-number": "+593 99 000 0001",
        "place_code": "1",
    }
    before = last_number()
    answer = client.post(reverse("desk_change", args=[service.reference]), typed(**changes))
    assert answer.status_code == 302
    assert verbs_since(before) == ["service.changed"]
    left = Schedule.objects.get()
    assert (left.uid, left.closes) == (hours[0b0011111].uid, time(13))
    assert Phone.objects.get().uid == phone.uid
    assert Phone.objects.get().checked_on is None, "nobody rang the new number yet"


def test_two_people_write_at_once_and_nothing_is_lost(tulcan):
    client = client_with("editor")
    service = written(client)
    seen = service.changed_at.isoformat()
    where = reverse("desk_change", args=[service.reference])
    assert client.post(where, typed(changed_at=seen, summary="Primera mano escribe.")).status_code == 302
    before = last_number()
    page = client.post(where, typed(changed_at=seen, summary="Segunda mano escribe.", they_ask="Solo el nombre."))
    text = page.content.decode()
    assert page.status_code == 409
    assert verbs_since(before) == []
    assert "Primera mano escribe." in text
    assert text.count("Segunda mano escribe.") == 2  # to read, and to send again
    assert "El nombre que usas." in text
    assert 'name="they_ask" value="Solo el nombre."' in text
    service.refresh_from_db()
    assert service.summary == "Primera mano escribe."
    again = typed(changed_at=service.changed_at.isoformat(), summary="Segunda mano escribe.")
    assert "Segunda mano escribe." in client.post(where, again | {"again": "1"}).content.decode()
    assert client.post(where, again).status_code == 302
    service.refresh_from_db()
    assert service.summary == "Segunda mano escribe."


def test_who_changes_the_organisation_is_seen_by_who_has_another_of_its_places_open(tulcan):
    client = client_with("editor")
    one, other = written(client), written(client, name="Comedor")
    one.refresh_from_db()
    other.refresh_from_db()
    changes = {"changed_at": one.changed_at.isoformat(), "operator": "faith"}
    assert client.post(reverse("desk_change", args=[one.reference]), typed(**changes)).status_code == 302
    stale = typed(changed_at=other.changed_at.isoformat(), name="Comedor")
    assert client.post(reverse("desk_change", args=[other.reference]), stale).status_code == 409


def test_a_second_door_is_written_apart(tulcan):
    client = client_with("editor")
    service = written(client)
    page = client.get(reverse("desk_change", args=[service.reference]) + "?at=new").content.decode()
    assert '<input type="hidden" name="at" value="new"' in page
    assert "Calle Olmedo 12" not in page
    changes = {"at": "new", "changed_at": service.changed_at.isoformat(), "street": "Calle Sucre 4"}
    assert client.post(reverse("desk_change", args=[service.reference]), typed(**changes)).status_code == 302
    assert sorted(Location.objects.values_list("street", flat=True)) == ["Calle Olmedo 12", "Calle Sucre 4"]


def test_finding_reads_what_was_written(tulcan):
    client = client_with("editor", "checker")
    service = written(client)
    assert not SearchRow.objects.exists(), "nobody confirmed it yet"
    client.post(
        reverse("desk_check", args=[service.reference]),
        found(service),
    )
    assert SearchRow.objects.filter(service=service).count() == 2  # one for each need
