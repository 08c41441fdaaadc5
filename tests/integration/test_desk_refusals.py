"""The desk: what cannot be is answered with a sentence where it was typed, and leaves nothing."""

import pytest
from django.urls import reverse

from amparo.commons.accounts.models import User
from amparo.commons.directory.actions.services import open_service
from amparo.commons.directory.models import Service
from amparo.commons.directory.queries.entry import CODED, COLUMNS
from amparo.commons.policy.policies import Denied
from tests.desk import client_with, last_number, typed, verbs_since, written

pytestmark = pytest.mark.django_db(databases=["default"])


WRONG = [
    ("name", "<b>Consulta</b>", "id_name_error"),
    ("organisation_name", "Casa <script>", "id_organisation_name_error"),
    ("name", "", "id_name_error"),
    ("needs", [], "id_needs_error"),
    ("hours-0-opens", "25:00", "id_hours-0-opens_error"),
    ("hours-0-closes", "8:60", "id_hours-0-closes_error"),
    ("hours-0-days", [], "id_hours-0-days_error"),
    ("hours-0-valid_from", "31/02/2026", "id_hours-0-valid_from_error"),
    ("hours-0-valid_from", "29/02/2027", "id_hours-0-valid_from_error"),
    ("phones-0-number", "call us", "id_phones-0-number_error"),
    ("coordinates", "-77.7173, 0.8119", "id_coordinates_error"),
    ("coordinates", "95, 200", "id_coordinates_error"),
    ("coordinates", "near the bridge", "id_coordinates_error"),
    ("minimum_age", "-3", "id_minimum_age_error"),
    ("answers_within_hours", "soon", "id_answers_within_hours_error"),
    ("website", "javascript:alert(1)", "id_website_error"),
    ("operator", "mafia", "id_operator_error"),
    ("tier", "3", "id_tier_error"),
    ("place", "Xyzzyx", "id_place_code_error"),
]


@pytest.mark.parametrize(("field", "value", "error"), WRONG)
def test_what_cannot_be_is_answered_with_a_sentence_at_its_field(tulcan, field, value, error):
    client = client_with("editor")
    page = client.post(reverse("desk_new"), typed(**{field: value}))
    text = page.content.decode()
    assert page.status_code == 200
    assert f'id="{error}"' in text
    assert "El nombre que usas." in text, "the rest stays typed"
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("summary", "Estamos en la calle 12 con carrera 5"),
        ("description", "Av. Bolívar, segundo piso"),
        ("how_to_ask", "Llega a 0.8119, -77.7173 y pregunta"),
        ("alert", "Mira https://maps.app.goo.gl/abc"),
        ("they_ask", "Frente al parque te abren"),
    ],
)
def test_where_the_address_is_not_public_no_text_says_it(tulcan, field, text):
    client = client_with("editor")
    page = client.post(reverse("desk_new"), typed(tier="1", **{field: text}))
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not Service.objects.exists()
    assert written(client, tier="0", **{field: text}).tier == 0


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        ({"tier": "1", "summary": "Calle 12 # 4-56"}, "editor"),
        ({"tier": "1", "housed_with": ["police"]}, "editor"),
        ({"tier": "3"}, "editor"),
        ({"tier": "0"}, "checker"),
    ],
)
def test_the_action_refuses_what_the_page_would(changes, role):
    """A page that forgot to ask would still be turned back, and no row would be left."""
    words: dict[str, object] = (
        dict.fromkeys(COLUMNS, "")
        | {field: [] for field in CODED}
        | {
            "organisation_name": "Casa Maíz",
            "operator": "unknown",
            "shares_with": [],
            "website": "",
            "place": "",
            "place_code": "",
            "street": "",
            "coordinates": None,
            "as_people_go": "",
            "accessibility": [],
            "housed_with": [],
            "minimum_age": None,
            "maximum_age": None,
            "answers_within_hours": None,
            "name": "Una",
            "status": "active",
            "language": "es",
            "papers": "unknown",
            "cost": "unknown",
            "tier": "0",
        }
    )
    actor = User.objects.get(pk=client_with(role).session["_auth_user_id"])
    before = last_number()
    with pytest.raises(Denied):
        open_service(typed=words | changes, phones=[], hours=[], by=actor)
    assert not Service.objects.exists()
    assert verbs_since(before) == []
    editor = User.objects.get(pk=client_with("coordinator").session["_auth_user_id"])
    assert open_service(typed=words, phones=[], hours=[], by=editor).name == "Una"
