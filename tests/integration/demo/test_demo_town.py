"""The made-up town: it is whole, it is marked, it answers every first need, and it keeps no passphrase in clear."""

import re
from collections import Counter
from datetime import datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.queries.desk import find_line
from amparo.commons import clock
from amparo.commons.accounts.models import Membership, Team, User
from amparo.commons.audit.models import Act
from amparo.commons.audit.queries import first_broken
from amparo.commons.directory import models as directory
from amparo.commons.directory.models import Organisation, Phone, SearchRow, Service, ServiceAtLocation
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.ordinary import ordinary_list
from amparo.commons.directory.queries.projection import rows_of
from amparo.commons.directory.queries.public import public_service
from amparo.commons.places.models import Landmark, Place
from amparo.commons.policy.policies import Hidden
from amparo.config.demo import town
from amparo.config.demo.home import remember_place
from amparo.config.demo.people import WORDS, fresh_phrase
from amparo.formats.codes import codes
from amparo.formats.pathways import situations, steps

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
ONE_EACH = (
    "analyst", "checker", "editor", "health", "interviewer", "moderator", "outside", "peer", "reviewer", "study_lead",
    "supervisor",
)  # fmt: skip
TABLES = (
    *(getattr(directory, name) for name in directory.__all__),
    LineCheck,
    SignOff,
    Membership,
    Team,
    User,
    Landmark,
    Place,
    Act,
)


@pytest.fixture(autouse=True)
def in_the_town(told: str) -> Place:
    return Place.objects.get(name="Puerto Claro", is_example=True)


@pytest.fixture
def now() -> datetime:
    return clock.now()


def ask(town_place: Place, *needs: str, **more: Any) -> Ask:
    """What someone in Puerto Claro asks."""
    return Ask(needs=needs, lat=town_place.lat, lon=town_place.lon, country="EC", **more)


def names(found: Any) -> set[str]:
    """The places and lines that were found."""
    return {hit.name for hit in [*found.hits, *found.lines]}


def named(name: str) -> Service:
    return Service.objects.get(name=name)


# It is whole


def test_the_counts() -> None:
    """Counted by hand in content/demo."""
    assert (Service.objects.count(), Organisation.objects.count(), ServiceAtLocation.objects.count()) == (56, 33, 58)
    assert Phone.objects.count() == 54
    assert (User.objects.count(), Team.objects.count(), Membership.objects.count()) == (25, 8, 29)
    assert Counter(Membership.objects.values_list("role", flat=True)) == {
        **dict.fromkeys(ONE_EACH, 1),
        "carer": 2,
        "child_protection": 1,
        "coordinator": 2,
        "counsel": 3,
        "focal_point": 4,
        "output_checker": 2,
        "reader": 4,
    }
    assert (LineCheck.objects.count(), SignOff.objects.count()) == (2, 2)
    assert Counter(directory.Feedback.objects.values_list("code", "state")) == {
        ("closed", "accepted"): 2,
        ("wrong_number", "new"): 1,
        ("helped", "new"): 3,
        ("bad_treatment", "new"): 1,
    }
    ends = directory.OutcomeTally.objects.values_list("refusal", "count")
    assert sum(count for _, count in ends.filter(followed=True)) == 45
    assert sum(directory.MissingTally.objects.values_list("count", flat=True)) == 32
    assert sorted(ends.filter(followed=False)) == [
        ("late", 1),
        ("no_stock", 1),
        ("refused_money", 3),
        ("refused_papers", 2),
    ]


def test_where_the_services_are() -> None:
    """Two lines are nowhere; most doors are in the town."""
    where = Counter(ServiceAtLocation.objects.values_list("location__place__name", flat=True))
    assert where == {
        "Puerto Claro": 46,
        None: 2,
        "Tulcán": 3,
        "Ibarra": 3,
        "El Ángel": 1,
        "Ipiales": 2,
        "Esmeraldas": 1,
    }
    here = Place.objects.get(name="Puerto Claro")
    assert (here.zone, here.admin1_id, here.is_example) == ("border", "EC-C", True)
    assert sorted(here.landmarks.values_list("kind", "name", "is_example")) == [
        ("bus_terminal", "Terminal de Puerto Claro", True),
        ("crossing", "Paso El Remanso", True),
    ]


def test_the_tiers_and_the_ages_of_what_is_known(now: datetime) -> None:
    assert Counter(Service.objects.values_list("tier", flat=True)) == {0: 52, 1: 2, 2: 1, 3: 1}
    today = clock.day(now)
    shown = SearchRow.objects.filter(hidden_on__gt=today)
    assert set(shown.filter(stale_on__lte=today).values_list("service__name", flat=True)) == {"Ventanilla social"}
    assert set(SearchRow.objects.filter(hidden_on__lte=today).values_list("service__name", flat=True)) == {
        "Ropero de la parroquia"
    }
    never_or_closed = ["Taller de costura del municipio", "Los jueves de Garza"]
    assert not SearchRow.objects.filter(service__name__in=never_or_closed).exists()
    unconfirmed = {"Mesa de ayuda de la terminal", "Guardería Los Pinos", "Ventanilla de medidas"}
    assert set(Service.objects.filter(source__code="demo-list").values_list("name", flat=True)) == unconfirmed
    assert unconfirmed <= set(shown.values_list("service__name", flat=True))
    assert not Service.objects.filter(name__in=unconfirmed, checked_on__isnull=False).exists()


def test_opening_hours_as_they_were_written() -> None:
    def lines(name: str) -> list[tuple[int, time, time]]:
        return list(
            directory.Schedule.objects.filter(at_location__service__name=name).values_list("days", "opens", "closes")
        )

    assert lines("Brigada Río Arriba") == [(0b0001010, time(9), time(15))]  # Tuesday and Thursday
    assert lines("Casa Maíz") == [(0b1111111, time(18), time(8))]
    assert lines("Centro de Salud La Orilla") == [(0b1111111, time(0), time(0))]
    assert town.days_of(["lun-vie"]) == [0, 1, 2, 3, 4]
    assert town.hours(["sáb 09:00-12:00"])[0]["days"] == [5]


def test_one_service_stands_in_three_towns(now: datetime) -> None:
    found = public_service(named("Punto Puerta Propia").reference, now=now)
    assert {place.town for place in found.places} == {"Puerto Claro", "Tulcán", "Ibarra"}


# It is marked, and nothing in it is real


def test_everything_is_an_example() -> None:
    assert not Service.objects.filter(is_example=False).exists()
    assert not Organisation.objects.filter(is_example=False).exists()
    assert not Landmark.objects.filter(is_example=False).exists()
    assert list(Place.objects.filter(is_example=True).values_list("name", flat=True)) == ["Puerto Claro"]


def test_no_phone_could_be_somebodys() -> None:
    numbers = list(Phone.objects.values_list("number", flat=True))
    assert [number for number in numbers if not re.fullmatch(r"000 000 0\d\d", number)] == []
    assert len(set(numbers)) == len(numbers)
    written = " ".join(path.read_text(encoding="utf-8") for path in town.CONTENT.iterdir())
    assert re.sub(r"000 000 0", "", written).count("000 000") == 0
    assert not re.search(r"\+\d{2,3}[ \d]{6,}|\b09\d{8}\b", written)


def text_faults(text: str) -> list[str]:
    """What the copy rules refuse in a text of the town."""
    faults = re.findall(r"[()\[\]–—]| - ", text)
    promises = r"(?i)segur[oa]s?\b|anónim|garantiz|protegid|confidencial"
    faults += re.findall(promises + "|víctima|rescat|agresor|beneficiari", text)
    return faults + [sentence for sentence in re.split(r"[.?!:;]", text) if len(sentence.split()) > 18]


def test_the_texts_keep_the_copy_rules() -> None:
    assert text_faults("Un lugar seguro (de día).") == ["(", ")", "seguro"]  # the lint bites
    assert text_faults("palabra " * 19) != []
    texts = {row["key"]: " ".join(str(row.get(name, "")) for name in town.TEXTS) for row in town.services()}
    # "must tell" and its kin stand each for itself: sentences are split at their stops
    assert {key: faults for key, text in texts.items() if (faults := text_faults(text.replace("  ", ". ")))} == {}


def test_what_health_must_tell_follows_the_pack() -> None:
    for name in ("Centro de Salud La Orilla", "Urgencias del Hospital Río Claro", "Puesto de Salud El Frailejón"):
        service = named(name)
        assert "Formulario 094" in service.must_tell
        assert "Este texto es un ejemplo." in service.must_tell
        assert service.organisation.shares_with == ["prosecution", "police"]
    assert "trans_women" not in named("Albergue El Puente").attributes.values_list("code", flat=True)


# It answers


@pytest.mark.parametrize("need", [code.code for code in codes("need")])
def test_every_need_finds_a_place(need: str, in_the_town: Place, now: datetime) -> None:
    assert names(find(ask(in_the_town, need), now=now)), need


@pytest.mark.parametrize("door", [code.code for code in codes("need_door")])
def test_every_door_of_help_leads_to_a_place_in_the_town(door: str, in_the_town: Place, now: datetime) -> None:
    situation = next(code.more["situation"] for code in codes("need_door") if code.code == door)
    general = steps()
    needs = next(general[code].needs for code in situations()[situation].steps if general[code].needs)
    found = find(ask(in_the_town, *needs), now=now)
    assert "Puerto Claro" in {hit.town for hit in found.hits}


@pytest.mark.parametrize("need", [code.code for code in codes("need") if code.more.get("first")])
def test_from_the_front_page_to_the_places(need: str, in_the_town: Place) -> None:
    """The page itself, with the town typed as she would type it, and with no place at all."""
    for typed in ("puerto claro", "terminal de puerto claro", ""):
        answer = Client().post(reverse("results"), {"b": need, "t": typed})
        assert answer.status_code == 200
        assert answer.context["found"].hits, (need, typed)


def test_where_the_police_are_left_out(in_the_town: Place, now: datetime) -> None:
    everywhere = names(find(ask(in_the_town, "protection"), now=now))
    assert everywhere == {"Mesa de la mujer", "Ventanilla de medidas", "Abogadas de La Ribera"}
    assert names(find(ask(in_the_town, "protection", not_police=True), now=now)) == {"Abogadas de La Ribera"}
    without_police = names(find(ask(in_the_town, "health_now", not_police=True), now=now))
    assert "Centro de Salud La Orilla" in without_police  # urgent health stays: its page says whom it must tell
    assert names(find(ask(in_the_town, "anti_trafficking", not_police=True), now=now)) == {"Acompañar una salida"}


def test_the_bed_for_tonight_is_one_that_takes_her_tonight(in_the_town: Place, now: datetime) -> None:
    """The house for weeks, where one calls and agrees on a day, welcomes her as well and would be first by that."""
    hits = find(ask(in_the_town, "shelter_tonight", welcome=("trans_women", "sex_workers")), now=now).hits
    order = [hit.name for hit in hits]
    assert (order[0], hits[0].just_come) == ("Casa Maíz", True)
    assert order.index("Casa Tejida") > order.index("Albergue El Puente")


def test_who_shares_a_door(in_the_town: Place, now: datetime) -> None:
    def there(name: str) -> tuple[str, ...]:
        return public_service(named(name).reference, now=now).places[0].housed_with

    assert there("Urgencias del Hospital Río Claro") == ("police",)
    assert there("Mesa de ayuda de la terminal") == ("migration", "police")
    feared = frozenset({"police", "interior", "unknown"})
    assert "Mesa de ayuda de la terminal" not in names(find(ask(in_the_town, "food", without=feared), now=now))


def test_an_ordinary_list_of_the_town_is_anybodys(in_the_town: Place, now: datetime) -> None:
    shown = [place.name for place in ordinary_list(ask(in_the_town, "shelter_tonight"), now=now)]
    everyday = {"Farmacia Agua Clara", "Mercado central de Puerto Claro", "Caja del Remanso"}
    everyday |= {"Correo y copias La Esquina", "Parada de buses del parque", "Biblioteca municipal"}
    everyday |= {"Panadería La Espiga", "Ferretería Dos Puentes"}
    assert everyday <= set(shown)
    assert len(shown) == 12


def test_what_is_above_the_public_tiers_is_nowhere(now: datetime) -> None:
    hidden = Service.objects.filter(tier__gte=2)
    assert hidden.count() == 2
    assert not SearchRow.objects.filter(service__tier__gte=2).exists()
    for service in hidden:
        with pytest.raises(Hidden):
            public_service(service.reference, now=now)
        page = Client().post(reverse("results"), {"b": "shelter_longer", "l": "3650472"})
        assert service.name not in page.content.decode()


def test_a_reduced_house_tells_its_town_only(now: datetime) -> None:
    page = Client().get(reverse("service_page", args=[named("Casa Tejida").reference])).content.decode()
    assert "Puerto Claro" in page
    assert "000 000 018" in page
    assert "Calle 21" not in page


def test_the_projection_is_what_it_ought_to_be() -> None:
    assert directory.SearchState.objects.count() == 1
    expected = list(rows_of(Service.objects.filter(tier__lte=1, status="active")))
    assert SearchRow.objects.count() == len(expected) > 100


def test_a_line_that_is_signed_and_one_that_waits(now: datetime) -> None:
    ready, waits = (line and line.standing for line in (find_line(id, today=clock.day(now)) for id in ("EC-1", "EC-2")))
    assert (ready.promise, ready.missing) == (True, ())
    assert (waits.promise, waits.missing, waits.example) == (False, ("signature",), True)


# Once, and never in clear


def passphrases(said: str) -> list[str]:
    return re.findall(r"\b(?:[a-z]+-){4}\d\d\b", said)


def test_the_passphrases_open_and_are_kept_nowhere(told: str) -> None:
    phrases = passphrases(told)
    assert len(set(phrases)) == 21
    assert User.objects.get(sign_in_name="ana").check_password(phrases[0])
    assert phrases[0] not in "".join(User.objects.values_list("password", flat=True))
    answer = Client().post(reverse("sign_in"), {"sign_in_name": "luz", "password": phrases[2]})
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk"))


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="it reads the bytes of an SQLite file")
def test_no_passphrase_stands_in_the_bytes_of_the_database(told: str) -> None:
    phrases = passphrases(told)
    bytes_kept = connections["default"].connection.serialize()
    assert b"Puerto Claro" in bytes_kept  # the search finds what is there
    assert [phrase for phrase in phrases if phrase.encode() in bytes_kept] == []


def test_the_words_of_a_passphrase() -> None:
    assert len(set(WORDS)) == len(WORDS) > 128
    assert len({phrase for phrase in (fresh_phrase() for _ in range(50)) if passphrases(phrase) == [phrase]}) == 50


def test_a_second_run_changes_nothing_and_tells_no_passphrase() -> None:
    before = {table: table.objects.count() for table in TABLES}
    said = StringIO()
    call_command("demo_town", stdout=said)
    assert {table: table.objects.count() for table in TABLES} == before
    assert passphrases(said.getvalue()) == []
    assert said.getvalue().rstrip().endswith("Para verlas de nuevo: ./amparo demo --wipe, y después ./amparo demo.")


def test_the_tour_names_pages_that_answer(told: str) -> None:
    addresses = {*re.findall(r"^  (/en/[a-z0-9/-]*)", told, re.MULTILINE), *re.findall(r" (/en/mesa[a-z0-9/-]*)", told)}
    wanted = ("", "agua", "buscar", "lista", "mesa", "mesa/caminos", "mesa/opiniones", "mesa/equipo")
    assert {f"/en/{each}" for each in wanted} <= addresses
    for address in addresses:
        assert Client().get(address).status_code in {200, 302}, address


def test_the_trail_names_the_process_and_nobody(told: str) -> None:
    assert set(Act.objects.filter(verb="service.opened").values_list("actor", flat=True)) == {"house.setup"}
    assert Act.objects.filter(verb="service.opened").count() == 56
    assert first_broken(using="default") is None


def test_a_house_that_is_no_demo_refuses() -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="not a demo"):
        call_command("demo_town")


def test_the_house_file_learns_the_place_once(tmp_path: Path) -> None:
    assert not remember_place(tmp_path, "own-1")  # no house file, nothing written
    file = tmp_path / "house.env"
    file.write_text("AMPARO_DEMO=yes\n", encoding="utf-8")
    assert (remember_place(tmp_path, "own-1"), remember_place(tmp_path, "own-2")) == (True, False)
    assert file.read_text(encoding="utf-8") == "AMPARO_DEMO=yes\nAMPARO_PLACE=own-1\n"
