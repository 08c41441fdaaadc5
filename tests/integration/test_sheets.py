"""The two sheets that she carries: neither names a body she fears, a name that tells, or a number nobody rang."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Phone
from amparo.formats.country_packs import countries, country_pack
from tests.feared import BODIES
from tests.integration.test_finding import make
from tests.integration.test_route_marks import UNKNOWN_LAW

pytestmark = pytest.mark.django_db
WORDS = settings.PATHS
HERE = {"t": "Tulcán", "d": "EC"}
RUNS = {"MIL": "military", "MIG": "migration", "MUN": "municipality", "POL": "police", "JUS": "judiciary", "HUM": "un"}


def sheet(name, **said):
    return Client().post(f"/en/{WORDS[name]}", HERE | said).text


@pytest.mark.parametrize("who", RUNS)
def test_a_card_leaves_out_whoever_hurt_her(places_small, who):
    """The nearest bed is run by that body, the next one tells it, the third is free of it."""
    here = places_small["tulcan"]
    assert RUNS[who] in BODIES[who]
    make("La de ellos", here, needs=("shelter_tonight",), operator=RUNS[who])
    make("La que avisa", here, needs=("shelter_tonight",), shares=(RUNS[who],), km=1)
    make("La libre", here, needs=("shelter_tonight",), km=2)
    project_all()
    text = sheet("card", n="place_tonight", q=who)
    assert "La libre" in text
    assert "La de ellos" not in text
    assert "La que avisa" not in text
    assert "La de ellos" in sheet("card", n="place_tonight")


@pytest.mark.parametrize(("days", "is_there"), [(90, True), (91, False)])
def test_a_card_has_no_number_that_nobody_rang_lately(places_small, days, is_there):
    today = datetime.now(UTC).date()
    service = make("Casa", places_small["tulcan"], needs=("shelter_tonight",), checked_on=today)
    Phone.objects.create(service=service, number="000 000 321", checked_on=today - timedelta(days=days))
    project_all()
    text = sheet("card", n="place_tonight")
    assert "Casa" in text
    assert ("000 000 321" in text) is is_there


@pytest.fixture
def town(places_small):
    """Everyday places, and among them what must not stand on a list that is looked at."""
    here = places_small["tulcan"]
    for number in range(6):
        make(f"Botica {number}", here, needs=("errands",), km=1 + number)
    make("Refugio para víctimas", here, needs=("errands", "food"))
    make("Comedor de denuncias", here, needs=("shelter_tonight",))
    for operator in ("police", "interior", "military", "migration"):
        make(f"Ventanilla {operator}", here, needs=("errands", "papers"), operator=operator)
    make("Casa callada", here, needs=("errands",), tier=1)
    project_all()


@pytest.mark.parametrize("said", [{}, {"b": "shelter_tonight"}, {"b": ["papers", "food"]}])
def test_an_ordinary_list_has_no_force_no_name_that_tells_and_no_hidden_house(town, said):
    text = sheet("list", **said)
    assert text.count("Botica") >= 6
    for name in ("Refugio", "denuncias", "Ventanilla", "Casa callada"):
        assert name not in text, name


def test_the_page_for_under_18_says_what_the_law_asks_of_those_under_18():
    """Elsewhere the duty for adults stands there; for her it is another one."""
    differing = 0
    for country in countries():
        rules = country_pack(country).reporting
        minor, adult = (rules[each].text["en"] for each in ("minor", "adult"))
        young = html.unescape(Client().post(f"/en/{WORDS['young']}", {"d": country}).text)
        assert (minor if is_seen(rules["minor"]) else UNKNOWN_LAW) in young, country
        if minor != adult:
            differing += 1
            assert adult not in young, country
    assert differing >= 5
    talk = html.unescape(Client().post(f"/en/{WORDS['route']}", {"n": "talk", "d": "EC"}).text)
    assert country_pack("EC").reporting["adult"].text["en"] in talk


def is_seen(rule):
    """A rule of which somebody saw a source, or that says itself that it is not known."""
    return rule.confidence != "unverified" or rule.known == "unknown"
