"""What a page says has to hold for her, there and then: found by walking the whole way as a stranger."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.ranking import Hit
from amparo.commons.directory.templatetags.finding import asked_for, hours_today
from amparo.formats.gazetteer import other_names
from tests.integration.test_finding import NOW, TULCAN, make

pytestmark = pytest.mark.django_db
WORDS = settings.PATHS


def post(name, **sent):
    return Client().post(f"/en/{WORDS[name]}", sent).content.decode()


def form(html, name):
    """The hidden fields of the form with this id."""
    inside = re.search(rf'<form id="{name}".*?</form>', html, re.DOTALL)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w)" value="([^"]*)">', inside))


@pytest.mark.parametrize(("page", "answer"), [("refused", ""), ("feedback", "bad_treatment")])
def test_who_asks_for_a_lawyer_sees_lawyers_and_not_the_clinics_that_turned_her_away(places_small, page, answer):
    here = places_small["tulcan"]
    clinic = make("consulta", here, needs=("health_now",))
    make("otra consulta", here, needs=("health_now",))
    make("abogadas", here, needs=("lawyer",))
    project_all()
    html = post(page, b="health_now", l=here.code, s=clinic.reference, a=answer)
    assert re.search(r'<button class="quiet" form="lawyer" name="b" value="lawyer">', html)
    shown = post("results", **form(html, "lawyer"), b="lawyer")
    assert "abogadas" in shown
    assert "consulta" not in shown


def test_only_the_wish_that_left_nothing_is_let_go(places_small):
    """The page said “nothing is open right now” above places that were open, because nobody spoke her language."""
    here = places_small["tulcan"]
    make("abierta", here)
    make("cerrada", here, hours=(20, 22))
    project_all()
    found = find(Ask(needs=("food",), open_now=True, languages=("cab",), **TULCAN), now=NOW)
    assert ([hit.name for hit in found.hits], found.let_go) == (["abierta"], ("languages",))


def test_a_list_without_places_does_not_speak_of_the_place_above(places_small):
    here = places_small["tulcan"]
    make("comedor", here)
    project_all()
    said = "Did you go and they said no?"
    assert said in post("results", b="food", l=here.code)
    assert said not in post("results", b="lawyer", l=here.code)


def test_a_card_says_on_the_screen_who_else_is_in_the_building_and_never_on_paper(places_small):
    here = places_small["tulcan"]
    hospital = make("hospital", here, needs=("health_now",), operator="health_state")
    Location.objects.filter(organisation=hospital.organisation).update(housed_with=["police"])
    make("posta", here, needs=("health_now",), operator="health_state", km=1)
    project_all()
    html = post("card", n="sexual_violence", q="POL", l=here.code)
    warnings = re.findall(r'<p class="told no-print"><strong>(\w+)\.</strong> (.*)</p>', html)
    assert warnings == [("hospital", "There is police in the same building.")]
    paper = re.search(r'<section class="sheet card".*?</section>', html, re.DOTALL)[0]
    assert "hospital" in paper
    assert "police" not in paper


def test_a_card_sends_her_next_to_a_door_without_another_body_where_there_is_one(places_small):
    here = places_small["tulcan"]
    make("posta", here, needs=("health_now",), operator="health_state", km=0.2)
    hospital = make("hospital", here, needs=("health_now",), operator="health_state")
    Location.objects.filter(organisation=hospital.organisation).update(housed_with=["police"])
    lone = make("sala", here, needs=("health_now",), operator="health_state", km=3)
    project_all()
    assert list_of(post("card", n="sexual_violence", l=here.code)) == ["posta", "sala"]
    lone.delete()
    assert list_of(post("card", n="sexual_violence", l=here.code)) == ["posta", "hospital"]


def list_of(html):
    """The names on a card, in their order."""
    paper = re.search(r'<section class="sheet card".*?</section>', html, re.DOTALL)[0]
    return re.findall(r"posta|hospital|sala", re.sub(r"Calle \w+", "", paper))


def test_nobody_is_told_where_she_is_when_she_said_nothing(places_small, settings):
    """“You are near” read as if the page had followed her phone."""
    settings.HOME_PLACE = places_small["tulcan"].code
    assert "You are" not in post("route", n="sexual_violence")


@pytest.mark.parametrize(
    ("closes", "said"), [("2099-03-02 09:00", "Open until tomorrow at 9:00"), ("2000-03-01 22:30", "Open until 22:30")]
)
def test_a_door_that_closes_tomorrow_says_so(closes, said):
    """At three in the afternoon, “open until 9:00” read as closed for six hours."""
    until = datetime.fromisoformat(closes).replace(tzinfo=UTC)
    with translation.override("en"):
        assert hours_today(hit(open_until=until)) == said


def hit(**more):
    """A hit of which only the hours are asked."""
    fields = dict.fromkeys(Hit.__dataclass_fields__) | {"always_open": False}
    return Hit(**(fields | more))


def test_two_needs_are_told_apart_though_one_has_a_comma():
    with translation.override("es"):
        assert asked_for(Ask(needs=("health_now", "lawyer"))) == "Salud, hoy; Una abogada."


@pytest.mark.parametrize(
    "typed",
    ["Terminal de Tulcán", "la terminal de buses de Tulcan", "TERMINAL TERRESTRE TULCÁN", "Rodoviária de Tulcán"],
)
def test_a_bus_terminal_is_found_by_its_town(places_small, typed):
    """The page asks for “a town, a bus terminal”, and knew no terminal that the house had not entered."""
    assert "Near Tulcán" in post("results", b="food", t=typed)


def test_a_terminal_of_nowhere_is_said_so(places_small):
    assert "We do not know a place called “Xyzzyqwv”" in post("results", b="food", t="Terminal de Xyzzyqwv")


def test_the_biggest_city_of_the_amazon_is_known_by_its_spanish_name():
    """“Manaos” asked whether she meant Macas or Baños."""
    assert ("3663517", "Manaos") in other_names()
