"""Where the address is hidden, no field of the desk's page says it, and an address that is no link is none."""

import pytest
from django.urls import reverse

from amparo.commons.directory.actions.services import open_service
from amparo.commons.directory.models import Service
from amparo.commons.policy.policies import Denied
from tests.desk import client_of, person, typed

pytestmark = pytest.mark.django_db(databases=["default"])
SPOT = "Calle 12 con Carrera 4"


@pytest.mark.parametrize("field", ["organisation_name", "place", "phones-0-hours", "they_ask", "cost_note"])
def test_no_field_of_a_hidden_place_says_where_it_is(field: str) -> None:
    client = client_of(person("editor"))
    asked = {"tier": "1", "place": "Vereda alta", "place_code": "-", "phones-0-number": "000 000 001"}
    page = client.post(reverse("desk_new"), typed(**(asked | {field: SPOT})))
    assert page.status_code == 200
    assert "Calle 12" in page.text
    assert f'id="id_{field}_error"' in page.text
    assert Service.objects.count() == 0
    assert client.post(reverse("desk_new"), typed(**(asked | {field: SPOT, "tier": "0"}))).status_code == 302
    assert client.post(reverse("desk_new"), typed(**(asked | {field: "Antes de las nueve"}))).status_code == 302


def test_the_action_refuses_the_hours_of_a_number_too() -> None:
    facts = {"tier": "1", "place_code": "", "place": ""}
    with pytest.raises(Denied):
        open_service(typed=facts, phones=iter([{"number": "1", "hours": SPOT}]), hours=[], by=person("editor"))


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://a.example/", "data:text/html,x"])
def test_the_page_of_an_organisation_is_one_of_the_web(website: str) -> None:
    page = client_of(person("editor")).post(reverse("desk_new"), typed(website=website, place_code="-"))
    assert page.status_code == 200
    assert 'id="id_website_error"' in page.text
    assert Service.objects.count() == 0
