"""Finding: filters are cumulative, the order is explained, nothing above the public tiers is ever seen."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from amparo.commons.directory.actions.projection import learn_sizes, project_all
from amparo.commons.directory.models import (
    Attribute,
    Location,
    Organisation,
    Schedule,
    SearchRow,
    Service,
    ServiceAtLocation,
)
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.projection import public_services, rows_of
from amparo.formats.codes import mask
from tests import moment

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # Tuesday, 10:00 in Ecuador
TULCAN = {"lat": 0.812, "lon": -77.717, "country": "EC"}


def make(name, place, *, needs=("food",), tier=0, operator="civil_society", shares=(), km=0.5, hours=(8, 17), **more):
    """A service near Tulcán; ``km`` is how far to the north."""
    organisation = Organisation.objects.create(name=f"Casa de {name}", operator=operator, shares_with=list(shares))
    attributes = {taxonomy: more.pop(taxonomy, ()) for taxonomy in ("welcome", "language", "commitment", "access_mode")}
    service = Service.objects.create(
        organisation=organisation,
        name=name,
        tier=tier,
        **({"checked_on": moment.TODAY - timedelta(days=8), "checked_by_role": "checker", "papers": "unknown"} | more),
    )
    location = Location.objects.create(
        organisation=organisation, place=place, lat=0.812 + km / 111.2, lon=-77.717, street=f"Calle {name}"
    )
    at = ServiceAtLocation.objects.create(service=service, location=location)
    if hours:
        Schedule.objects.create(at_location=at, days=127, opens=time(hours[0]), closes=time(hours[1]))
    for code in needs:
        Attribute.objects.create(service=service, taxonomy="need", code=code)
    for taxonomy, chosen in attributes.items():
        for code in chosen:
            Attribute.objects.create(service=service, taxonomy=taxonomy, code=code)
    return service


def names(ask, **more):
    return [hit.name for hit in find(ask, now=NOW, **more).hits]


def test_each_filter_keeps_what_fits_and_they_are_cumulative(places_small):
    here = places_small["tulcan"]
    make("sin papeles", here, papers="none")
    make("kreyol", here, language=("ht",))
    make("ambas", here, papers="none", language=("ht",), km=2)
    make("policia", here, operator="police", papers="none", language=("ht",))
    make("avisa", here, papers="none", language=("ht",), shares=("police",))
    make("cerrada", here, papers="none", language=("ht",), hours=(20, 22))
    project_all()
    every = {"papers": True, "languages": ("ht",), "not_police": True, "open_now": True}
    assert set(names(Ask(needs=("food",), **TULCAN, **every))) == {"ambas"}
    answers = {wish: set(names(Ask(needs=("food",), **TULCAN, **{wish: value}))) for wish, value in every.items()}
    for one, other in combinations(every, 2):
        both = set(names(Ask(needs=("food",), **TULCAN, **{one: every[one], other: every[other]})))
        assert both == answers[one] & answers[other]


def test_the_order_is_fit_welcome_nearness_open_fresh(places_small):
    here = places_small["tulcan"]
    make("lejos", here, km=30)
    make("cerrada", here, hours=(20, 22))
    make("vieja", here, checked_on=date(2026, 5, 1))
    make("cerca", here)
    make("bienvenida", here, km=10, welcome=("trans_women",))
    make("dos cosas", here, km=40, needs=("food", "shelter_tonight"))
    project_all()
    ask = Ask(needs=("food", "shelter_tonight"), welcome=("trans_women",), **TULCAN)
    assert names(ask) == ["dos cosas", "bienvenida", "cerca", "vieja", "cerrada", "lejos"]


def test_a_wish_is_let_go_and_said_before_the_page_is_empty_but_never_the_police(places_small):
    here = places_small["tulcan"]
    make("pide papeles", here, papers="passport", hours=(20, 22))
    make("comisaria", here, operator="police", papers="none")
    project_all()
    found = find(Ask(needs=("food",), papers=True, open_now=True, not_police=True, **TULCAN), now=NOW)
    assert ([hit.name for hit in found.hits], found.let_go) == (["pide papeles"], ("open_now", "papers"))


def test_urgent_health_that_must_tell_stays_without_the_police(places_small):
    here = places_small["tulcan"]
    make("hospital", here, needs=("health_now",), operator="health_state", shares=("police", "prosecution"))
    make("posta policial", here, needs=("health_now",), operator="police")
    make("sin dueño", here, needs=("health_now",), operator="unknown")
    project_all()
    assert names(Ask(needs=("health_now",), not_police=True, **TULCAN)) == ["hospital"]
    hurt_by_health_staff = frozenset({"health_state", "unknown"})
    shown = names(Ask(needs=("health_now",), without=hurt_by_health_staff, **TULCAN))
    assert set(shown) == {"hospital", "posta policial"}  # public health is never taken out, there are others


def test_who_refused_her_is_not_offered_again(places_small):
    first, _ = make("primera", places_small["tulcan"]), make("segunda", places_small["tulcan"], km=3)
    project_all()
    ask = Ask(needs=("food",), **TULCAN)
    assert names(ask) == ["primera", "segunda"]
    assert names(ask.leaving_out(first.reference)) == ["segunda"]


def test_far_from_everything_the_circle_grows(places_small):
    make("la única", places_small["tulcan"], km=150)
    project_all()
    found = find(Ask(needs=("food",), **TULCAN), now=NOW)
    assert [hit.name for hit in found.hits] == ["la única"]
    assert found.radius_km == 400


@pytest.mark.parametrize(
    ("checked_on", "shown", "stale"),
    [
        (date(2026, 5, 28), True, False),
        (date(2026, 5, 27), True, True),
        (date(2025, 11, 29), True, True),
        (date(2025, 11, 28), False, False),
    ],
)  # 180, 181, 360 and 361 days before
def test_stale_is_said_and_twice_stale_is_hidden(places_small, checked_on, shown, stale):
    make("una", places_small["tulcan"], checked_on=checked_on)
    project_all()
    hits = find(Ask(needs=("food",), **TULCAN), now=NOW).hits
    assert [hit.is_stale for hit in hits] == ([stale] if shown else [])


def test_nobody_ever_confirmed_it_so_it_is_not_shown(places_small):
    make("rumor", places_small["tulcan"], checked_on=None, checked_by_role="")
    project_all()
    assert names(Ask(needs=("food",), **TULCAN)) == []


def test_a_word_of_the_name_is_found_in_any_form(places_small):
    make("Comedores de la Estación", places_small["tulcan"])
    make("Otra", places_small["tulcan"])
    project_all()
    for typed in ("comedor", "COMEDORES", "estacion", "estaciones"):
        assert names(Ask(needs=("food",), words=typed, **TULCAN)) == ["Comedores de la Estación"]


def test_the_projection_equals_the_joins(places_small):
    here = places_small["tulcan"]
    make("una", here, needs=("food", "health_now"), welcome=("trans_women",), papers="none")
    Location.objects.update(housed_with=["police"])
    make("reducida", here, tier=1)
    make("socias", here, tier=2)
    make("equipo", here, tier=3)
    make("cerrada", here, status="defunct")
    project_all()
    plain = [field.attname for field in SearchRow._meta.concrete_fields if field.name != "id"]
    stored = sorted(tuple(getattr(row, name) for name in plain) for row in SearchRow.objects.all())
    ids = list(Service.objects.values_list("pk", flat=True))
    joined = sorted(tuple(getattr(row, name) for name in plain) for row in rows_of(public_services(ids)))
    assert stored == joined
    bodies = {row.bodies for row in SearchRow.objects.all()}
    assert bodies == {mask("operator", ["civil_society", "police"]), mask("operator", ["civil_society"])}
    assert len(stored) == 3  # two needs of the first, one of the reduced; nothing of the others


def test_a_reduced_place_gives_the_middle_of_its_municipality(places_small):
    make("casa", places_small["tulcan"], tier=1, km=7)
    project_all()
    row = SearchRow.objects.get()
    assert (row.lat, row.lon, row.open_tue, row.reduced) == (0.812, -77.717, 0, True)
    hit = find(Ask(needs=("food",), **TULCAN), now=NOW).hits[0]
    assert (hit.km, hit.as_people_go, hit.open_until, hit.opens_at, hit.town) == (None, "", None, None, "Tulcán")


def answer(ask):
    found = find(ask, now=NOW)
    return [(hit.name, hit.km) for hit in found.hits], found.total, found.let_go, found.radius_km


@pytest.mark.parametrize("tier", [2, 3])
def test_what_stands_above_the_public_tiers_changes_no_answer(places_small, tier):
    here = places_small["tulcan"]
    make("pública", here)
    project_all()
    asks = [
        Ask(needs=needs, **TULCAN, papers=papers, open_now=open_now, not_police=police)
        for needs in (("food",), ("shelter_tonight", "food"), ("lawyer",))
        for papers in (False, True)
        for open_now in (False, True)
        for police in (False, True)
    ]
    before = []
    for ask in asks:
        with CaptureQueriesContext(connections["default"]) as queries:
            before.append((answer(ask), len(queries)))
    for number in range(12):
        make(f"CANARIO {number}", here, tier=tier, needs=("food", "lawyer"), papers="none", km=0.1)
    project_all()
    for ask, expected in zip(asks, before, strict=True):
        with CaptureQueriesContext(connections["default"]) as queries:
            assert (answer(ask), len(queries)) == expected


@given(words=st.text(max_size=40), lat=st.floats(-60, 35), lon=st.floats(-120, -30))
def test_whatever_is_asked_there_is_an_answer(words, lat, lon):
    found = find(Ask(needs=("food", "nonsense"), words=words, lat=lat, lon=lon), now=NOW)
    assert found.hits == []


@pytest.mark.parametrize("season", [{"valid_to": date(2026, 11, 23)}, {"valid_from": date(2026, 11, 25)}])
def test_hours_of_another_season_are_not_open_now(places_small, season):
    """Closed since yesterday, or only from tomorrow: the half hours of its week do not know that, its spans do."""
    here = places_small["tulcan"]
    other = make("otra temporada", here)
    Schedule.objects.filter(at_location__service=other).update(**season)
    project_all()
    found = find(Ask(needs=("food",), open_now=True, **TULCAN), now=NOW)
    assert ([hit.name for hit in found.hits], found.let_go) == (["otra temporada"], ("open_now",))
    make("abierta", here, km=1)
    make("cerrada", here, hours=(20, 22))
    project_all()
    assert names(Ask(needs=("food",), open_now=True, **TULCAN)) == ["abierta"]
    assert names(Ask(needs=("food",), **TULCAN))[0] == "abierta"


def test_of_places_as_near_what_is_close_to_uniforms_stands_later(places_small):
    """Not for health that cannot wait: there the nearer door is first, whoever else is in the building."""
    here = places_small["tulcan"]
    make("con policía", here, needs=("food", "health_now"), shares=["police"], km=0.2)
    make("nadie sabe de quién", here, needs=("food", "health_now"), operator="unknown", km=0.5)
    make("de la parroquia", here, needs=("food", "health_now"), operator="faith", km=1)
    make("más lejos", here, needs=("food", "health_now"), operator="faith", km=4)
    project_all()
    assert names(Ask(needs=("food",), **TULCAN)) == [
        "de la parroquia",
        "con policía",
        "nadie sabe de quién",
        "más lejos",
    ]
    order = [
        hit.name for hit in find(Ask(needs=("health_now",), lat=here.lat, lon=here.lon, country="EC"), now=NOW).hits
    ]
    assert order == ["con policía", "nadie sabe de quién", "de la parroquia", "más lejos"]


def test_the_database_learns_how_long_its_tables_are(places_small):
    """Without the numbers SQLite takes the index of the country for the lines that are given from anywhere."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("PostgreSQL counts its tables itself")
    for number in range(30):
        make(f"casa {number}", places_small["tulcan"])
    project_all()
    learn_sizes()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT idx FROM sqlite_stat1 WHERE tbl = 'directory_searchrow'")
        assert ("search_near",) in cursor.fetchall()
