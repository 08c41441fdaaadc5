"""A consulate is a piece of the State that somebody may have fled: no page shows one until she asks."""

import re

import pytest
from django.conf import settings
from django.test import Client

from amparo.access.pathways.queries.route import build
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location
from amparo.formats.pathways import situations
from tests.integration.test_finding import make
from tests.integration.test_routes import TODAY, everything_shown  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
WORDS = settings.PATHS
HERE = {"t": "Tulcán", "d": "EC"}
OFFICE = "Oficina de otro país"
BUTTON = re.compile(r'<button class="link" form="e"[^>]* name="c" value="1">')


@pytest.fixture
def town(places_small):
    """The consulate is the nearest for papers, and it also answers by phone from anywhere."""
    here = places_small["tulcan"]
    make(OFFICE, here, operator="consulate", needs=("papers", "errands"), papers="none")
    line = make(f"{OFFICE}, por teléfono", here, operator="consulate", needs=("papers",), hours=None)
    Location.objects.filter(at_services__service=line).update(place=None, lat=None, lon=None)
    make("Mesa de papeles", here, needs=("papers",), km=3)
    make("Botica", here, needs=("errands",), km=1)
    project_all()


ASKS = [
    ("results", {"b": "papers"}), ("results", {"b": "papers", "x": ["police", "papers"]}),
    ("results", {"k": "oficina"}),
    ("results", {"b": ["papers", "health_now"], "q": "POL"}), ("refused", {"b": "papers"}), ("card", {"n": "papers"}),
    ("list", {"b": "papers"}), ("results", {"b": "papers", "c": "0"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), ASKS)
def test_no_list_shows_one(town, name, data):
    text = Client().post(f"/{WORDS[name]}", HERE | data).text
    assert OFFICE not in text
    assert "Mesa de papeles" in text or "Botica" in text or name == "card"


@pytest.mark.parametrize("data", [{"b": "papers", "c": "1"}, {"b": "papers", "c": "1", "x": "police"}])
def test_whoever_asks_sees_it_and_who_runs_it(town, data):
    text = Client().post(f"/en/{WORDS['results']}", HERE | data).text
    assert OFFICE in text
    assert "It is the office of a government in another country." in text


def test_the_search_lets_her_ask_and_carries_it_on(town):
    page = Client().get(f"/en/{WORDS['search']}").text
    assert '<input type="checkbox" name="c" value="1">' in page
    again = Client().post(f"/en/{WORDS['search']}/otra", HERE | {"b": "papers", "c": "1"}).text
    assert '<input type="checkbox" name="c" value="1" checked>' in again
    assert '<input type="hidden" name="c"' not in again
    listed = Client().post(f"/en/{WORDS['results']}", HERE | {"b": "papers", "c": "1"}).text
    assert '<input type="hidden" name="c" value="1">' in listed


@pytest.mark.usefixtures("everything_shown")
def test_a_route_that_has_something_to_say_of_one_has_the_button_and_no_other():
    for country in ("CO", "EC", "AR"):
        for situation in situations():
            hidden = build(situation, country=country, today=TODAY)
            told = any("consulate_text" in part.texts for step in hidden.steps for part in step.here)
            page = Client().post(f"/{WORDS['route']}", {"n": situation, "d": country}).text
            assert bool(BUTTON.search(page)) is told, (country, situation)
            assert told or country != "CO" or situation != "controlled"
    asked = Client().post(f"/en/{WORDS['route']}", {"n": "controlled", "d": "CO", "c": "1"}).text
    assert "<dt>Consulates</dt>" in asked
    assert not BUTTON.search(asked)
