"""What she is offered: tonight first, none of whom she leaves out, true sentences, a list like anybody's."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location, Service
from amparo.commons.directory.queries.finding import find
from amparo.commons.directory.queries.ordinary import ordinary_list
from amparo.commons.directory.queries.projection import arrival
from amparo.commons.directory.templatetags.finding import why_first
from tests.integration.test_doors import asked, page, today
from tests.integration.test_finding import NOW, make, names

pytestmark = pytest.mark.django_db(databases=["default"])
WORDS = settings.PATHS


@pytest.fixture
def here(places_small):
    return places_small["tulcan"]


# Something for tonight


@pytest.mark.parametrize(
    ("access", "hours", "expected"),
    [
        (["walk_in"], None, 0),
        (["walk_in", "referral_only"], 12, 0),
        (["walk_in"], 13, 2),
        (["phone_line", "appointment"], 2, 1),
        ([], None, 1),
        (["outreach"], None, 1),
        (["appointment"], 2, 2),
        (["appointment", "referral_only"], None, 2),
    ],
)
def test_how_one_gets_in(access, hours, expected):
    assert arrival(access, hours) == expected


def beds(here):
    """Five ways in; by nearness and welcome alone the last ones would stand first."""
    make("llega", here, needs=("shelter_tonight",), access_mode=("walk_in",), hours=(18, 8), km=9)
    make("llama", here, needs=("shelter_tonight",), access_mode=("phone_line", "appointment"), hours=None)
    make("lejos", here, needs=("shelter_tonight",), access_mode=("walk_in",), hours=(18, 8), km=90)
    make("ya cerró", here, needs=("shelter_tonight",), access_mode=("walk_in",), hours=(7, 9))
    make("con cita", here, needs=("shelter_tonight",), access_mode=("appointment",), welcome=("trans_women",))
    project_all()


def test_what_takes_her_in_tonight_stands_first(here):
    beds(here)
    wanted = asked("shelter_tonight", welcome=("trans_women",))
    assert names(wanted) == ["llega", "llama", "con cita", "ya cerró", "lejos"]
    first, second = find(wanted, now=NOW).hits[:2]
    assert (first.just_come, second.just_come) == (True, False)
    reason = "you can come without asking first"
    with translation.override("en"):
        assert reason in why_first(first, wanted)
        assert reason not in why_first(second, wanted)


def test_a_need_that_can_wait_keeps_its_order(here):
    beds(here)
    for service in Service.objects.all():
        service.attributes.filter(taxonomy="need").update(code="shelter_longer")
    project_all()
    hits = find(asked("shelter_longer", welcome=("trans_women",)), now=NOW).hits
    assert hits[0].name == "con cita"
    assert not any(hit.just_come for hit in hits)


# One organisation she leaves out


def two_of_one(here):
    hurt = make("primera", here)
    also = make("segunda", here, km=2)
    Service.objects.filter(pk=also.pk).update(organisation=hurt.organisation)
    line = make("línea", here, access_mode=("phone_line",))
    Service.objects.filter(pk=line.pk).update(organisation=hurt.organisation)
    Location.objects.filter(at_services__service=line).update(lat=None, lon=None, place=None)
    for number in range(14):
        make(f"otra {number}", here, km=3 + number)
    for service in Service.objects.all():
        today(service)
    project_all()
    return hurt


def test_she_leaves_out_all_of_one_organisation_everywhere(here):
    hurt = two_of_one(here)
    reference, gone = hurt.organisation.reference, {"primera", "segunda", "línea"}
    shown = set(re.findall(r'formaction="[^"]*"(?: lang="es")?>([^<]+)</button>', page("results", b="food")))
    assert gone <= shown
    assert f'name="z" value="{reference}"' in page("service", s=hurt.reference, b="food")
    answers = [
        page("results", b="food", z=reference),
        page("results", b="food", z=reference, page="1"),
        page("refused", b="food", z=reference),
        page("refused", b="food", z=reference, s=Service.objects.get(name="otra 0").reference),
        page("list", b="food", z=reference),
        page("card", n="sexual_violence", z=reference),
    ]
    for text in answers:
        assert not [name for name in gone if f">{name}<" in text]
    assert "otra 11" in answers[1]
    assert "You left out everything of: Casa de primera." in answers[0]
    assert f'<input type="hidden" name="z" value="{reference}">' in answers[0]
    assert reference not in Client().get(f"/en/{WORDS['search']}").content.decode()


def test_she_takes_it_back(here):
    hurt = two_of_one(here)
    text = page("results", b="food", z=hurt.organisation.reference, v="1")
    assert ">primera<" in text
    assert "You left out" not in text
    assert 'name="z" value="' + hurt.organisation.reference + '">Leave out' in text
    assert f'type="hidden" name="z" value="{hurt.organisation.reference}"' not in text


def test_it_is_never_let_go_and_nonsense_leaves_out_nothing(here):
    hurt = make("única", here)
    project_all()
    assert names(asked("food", not_these=frozenset({hurt.organisation.reference}))) == []
    assert names(asked("food", not_these=frozenset({"0" * 16, "' OR 1=1"}))) == ["única"]


@pytest.mark.parametrize(
    ("data", "says"),
    [({"n": "helper_hurt_me"}, 1), ({"n": "partner_family"}, 0), ({"n": "sexual_violence", "q": "HUM"}, 1)],
)
def test_the_route_of_someone_hurt_by_a_helper_says_that_she_can(here, data, says):
    text = page("route", **data)
    assert text.count("you can leave out everything of that person’s organisation") == says


# Refused, from a step of a route


def test_refused_without_a_place_claims_no_next_one(here):
    one = today(make("una", here))
    today(make("dos", here, km=2))
    project_all()
    from_a_step = page("refused", b="food", n="health_now")
    assert "This is the next one" not in from_a_step
    assert "These are places that we know. If it was one of them, choose another." in from_a_step
    from_a_place = page("refused", b="food", s=one.reference)
    assert "This is the next one" in from_a_place
    assert ">una<" not in from_a_place


# An ordinary list


@pytest.mark.parametrize(("everyday", "telling"), [(0, 0), (1, 1), (3, 3), (6, 4), (12, 4)])
def test_an_ordinary_list_is_mostly_what_anybody_needs(here, everyday, telling):
    for number in range(12):
        today(make(f"casa {number}", here, needs=("shelter_tonight", "food")))
    for number in range(everyday):
        today(make(f"tienda {number}", here, needs=("errands",)))
    project_all()
    shown = [each.name for each in ordinary_list(asked("shelter_tonight"), now=clock.now())]
    tells = [name for name in shown if name.startswith("casa")]
    assert len(tells) == telling
    assert len(shown) - len(tells) == min(everyday, 12 - telling)
    assert shown == sorted(shown)


def test_where_errands_are_few_other_daily_places_stand_in(here):
    today(make("tienda", here, needs=("errands",)))
    for number in range(9):
        today(make(f"comedor {number}", here, needs=("food",)))
        today(make(f"casa {number}", here, needs=("shelter_tonight", "food")))
    project_all()
    shown = [each.name.split()[0] for each in ordinary_list(asked("shelter_tonight"), now=clock.now())]
    assert {name: shown.count(name) for name in shown} == {"tienda": 1, "comedor": 7, "casa": 4}


def test_hers_are_among_the_others(here):
    for number in range(6):
        today(make(f"tienda {number}", here, needs=("errands",)))
        today(make(f"cerca {number}", here, needs=("papers",)))
        today(make(f"abogada {number}", here, needs=("lawyer",), km=15))
    project_all()
    shown = [each.name for each in ordinary_list(asked("lawyer"), now=clock.now())]
    assert (sum("abogada" in name for name in shown), sum("cerca" in name for name in shown)) == (2, 2)


# Its own words are in another language


def test_its_own_words_are_marked_with_their_language(here):
    service = make("Comedor", here, summary="Almuerzo caliente.", alert="Cierra en enero.", description="Más.")
    today(service)
    Location.objects.filter(at_services__service=service).update(as_people_go="A pie, diez minutos")
    project_all()
    results, own = page("results", b="food"), page("service", s=service.reference)
    assert '<span lang="es">Almuerzo caliente.</span>' in results
    assert '<span lang="es">A pie, diez minutos.</span>' in results
    for text in (results, own):
        assert text.count("Written in Spanish.") == 1
    assert '<p class="notice" lang="es">Cierra en enero.</p>' in own
    for text in (page("results", "", b="food"), page("service", "", s=service.reference)):
        assert "Written in" not in text
        assert 'lang="es">Almuerzo' not in text
