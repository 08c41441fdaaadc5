"""What is handed out: the same bytes after a trip through another house, and nothing that is not public."""

import filecmp
import io
import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from amparo.commons import clock
from amparo.commons.directory.models import (
    Location,
    Organisation,
    Phone,
    Schedule,
    SearchRow,
    Service,
    ServiceAtLocation,
    Source,
)
from amparo.commons.directory.queries.exchange import service_record, with_all
from amparo.commons.places.actions import load_places
from amparo.config.demo.laying import lay_out
from tests.integration.test_finding import make

pytestmark = pytest.mark.django_db(databases=["default"])


def town(places: dict[str, Any]) -> None:
    """A town in which most things happen once."""
    here = places["tulcan"]
    whole = make(
        "Comedor <azul> & rojo", here, needs=("food", "hygiene"), welcome=("trans_women",), language=("es", "ht"),
        commitment=("no_police_call",), access_mode=("walk_in",), papers="none", cost="free", shares=("police",),
        summary="Almuerzo de lunes a sábado, «sin preguntas».", description="Dos renglones.\nCon una coma, y más.",
        how_to_ask="Di «vengo a comer».", they_ask="Tu nombre.", must_tell="A nadie.", alert="Cierra en enero.",
        eligibility="Todas.", cost_note="Nada.", minimum_age=15, maximum_age=99, answers_within_hours=4,
        checked_how="visit",
    )  # fmt: skip
    Phone.objects.create(
        service=whole, number="000 000 001", kind="whatsapp", hours="De 8 a 12", checked_on="2026-11-01"
    )
    Phone.objects.create(service=whole, number="000 000 002")
    at = whole.at_locations.get()
    Schedule.objects.create(
        at_location=at, days=64, opens=time(20), closes=time(2), valid_from="2026-01-01", note="Vísperas"
    )
    Location.objects.filter(pk=at.location_id).update(
        name="Casa 3",
        as_people_go="en bote, medio día",
        accessibility=["step_free"],
        postal_code="040101",
        housed_with=["migration"],
    )
    second = Location.objects.create(
        organisation=whole.organisation, place_text="Maldonado", country="EC", extra={"state": "Carchi"}
    )
    ServiceAtLocation.objects.create(service=whole, location=second)
    others(here, places["san_jose_carchi"])


def others(here: Any, homonym: Any) -> None:
    """What is reduced, what its source dates, what is closed, old, never confirmed or secret."""
    make("Dos San José", homonym, papers="passport", cost="paid")
    make("Casa callada", here, tier=1, hours=(8, 17), shares=("prosecution",))
    again = make("De la misma casa callada", here, tier=0)
    Service.objects.filter(name="Casa callada").update(organisation=again.organisation)
    Organisation.objects.filter(pk=again.organisation_id).update(website="https://example.org/")
    line = make("Línea", here, access_mode=("phone_line",), checked_on=None, checked_by_role="")
    Service.objects.filter(pk=line.pk).update(
        source=Source.objects.create(code="mapa", name="Mapa de 2026", licence="CC BY 4.0", as_of=date(2026, 10, 1))
    )
    nowhere = make("Sin puerta", here, is_example=True)
    nowhere.at_locations.all().delete()
    make("Cerrada para siempre", here, status="defunct")
    make("De hace dos años", here, checked_on=date(2024, 11, 1))
    make("Nadie la confirmó", here, checked_on=None, checked_by_role="")
    make("Socias", here, tier=2)
    make("Equipo", here, tier=3)


def empty() -> None:
    """The house holds no service."""
    for model in (SearchRow, Schedule, ServiceAtLocation, Service, Location, Organisation, Source):
        model.objects.all().delete()


def exported(to: Path, form: str) -> str:
    out = io.StringIO()
    call_command("export_services", to=to, format=form, stdout=out)
    return out.getvalue()


def test_the_site_of_a_body_without_a_public_door_is_not_said_whatever_others_run(places_small: dict[str, Any]) -> None:
    town(places_small)
    make("Casa sola", places_small["tulcan"], tier=1)
    make("Casa cerrada", places_small["tulcan"], status="inactive")
    Organisation.objects.update(website="https://example.org/")
    found = with_all(Service.objects.filter(name__contains="asa "))
    sites = {each.name: service_record(each).organisation.website for each in found}
    assert sites == {
        "Casa sola": "", "Casa cerrada": "", "Casa callada": "https://example.org/",
        "De la misma casa callada": "https://example.org/",
    }  # fmt: skip


def test_json_through_an_empty_house_is_the_same_bytes(places_small: dict[str, Any], tmp_path: Path) -> None:
    town(places_small)
    said = exported(tmp_path / "one.json", "json")
    once = (tmp_path / "one.json").read_bytes()
    assert ("8 servicios" in said, json.loads(once)["total_items"]) == (True, 8)
    empty()
    call_command("import_services", tmp_path / "one.json", trust_checks=True, stdout=io.StringIO())
    assert Service.objects.count() == 8
    exported(tmp_path / "two.json", "json")
    assert (tmp_path / "two.json").read_bytes() == once


def test_tables_through_an_empty_house_are_the_same_bytes(places_small: dict[str, Any], tmp_path: Path) -> None:
    town(places_small)
    exported(tmp_path / "one", "csv")
    empty()
    call_command("import_services", tmp_path / "one", trust_checks=True, stdout=io.StringIO())
    exported(tmp_path / "two", "csv")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", names, shallow=False) == (names, [], [])
    assert (tmp_path / "one" / "services.csv").read_text("utf-8").count("Comedor") == 1


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_house_that_trusts_no_checks_hands_on_the_same_bytes_too(
    places_small: dict[str, Any], tmp_path: Path, form: str
) -> None:
    town(places_small)
    said = []
    for turn in range(3):
        to = tmp_path / f"{turn}.{form}"
        exported(to, form)
        files = sorted(to.iterdir()) if to.is_dir() else [to]
        said.append({path.name.removeprefix(f"{turn}."): path.read_bytes() for path in files})
        empty()
        call_command("import_services", to, stdout=io.StringIO())
    assert said[1] == said[2]
    assert b"checker" in b"".join(said[0].values())
    assert b"checker" not in b"".join(said[1].values())


def test_what_comes_back_says_what_it_said(places_small: dict[str, Any], tmp_path: Path) -> None:
    town(places_small)
    exported(tmp_path / "one.json", "json")
    empty()
    call_command("import_services", tmp_path / "one.json", trust_checks=True, stdout=io.StringIO())
    whole = Service.objects.get(summary__startswith="Almuerzo")
    assert (whole.papers, whole.cost, whole.minimum_age, whole.answers_within_hours) == ("none", "free", 15, 4)
    assert (whole.checked_on, whole.checked_by_role, whole.checked_how) == (date(2026, 11, 20), "checker", "visit")
    assert (whole.organisation.operator, whole.organisation.shares_with) == ("civil_society", ["police"])
    assert set(whole.attributes.values_list("taxonomy", "code")) == {
        ("need", "food"), ("need", "hygiene"), ("welcome", "trans_women"), ("commitment", "no_police_call"),
        ("access_mode", "walk_in"), ("language", "es"), ("language", "ht"),
    }  # fmt: skip
    phone = whole.phones.get(number="000 000 001")
    assert (phone.kind, phone.hours, phone.checked_on) == ("whatsapp", "De 8 a 12", date(2026, 11, 1))
    door = whole.at_locations.get(location__name="Casa 3")
    assert (door.location.place, door.location.as_people_go) == (places_small["tulcan"], "en bote, medio día")
    assert set(door.schedules.values_list("days", "opens", "closes")) == {
        (127, time(8), time(17)), (64, time(20), time(2)),
    }  # fmt: skip
    quiet = Service.objects.get(name="Casa callada")
    assert (quiet.tier, quiet.at_locations.get().location.street) == (1, "")
    assert quiet.at_locations.get().location.place == places_small["tulcan"]
    line = Service.objects.get(name="Línea")
    assert (line.checked_on, line.source.code, line.source.as_of) == (None, "mapa", date(2026, 10, 1))
    assert Service.objects.get(name="Sin puerta").is_example


def test_nothing_above_the_public_tiers_and_no_reduced_place_is_written(
    places_small: dict[str, Any], tmp_path: Path
) -> None:
    town(places_small)
    exported(tmp_path / "one.json", "json")
    exported(tmp_path / "csv", "csv")
    text = (tmp_path / "one.json").read_text("utf-8")
    text += "".join(path.read_text("utf-8") for path in (tmp_path / "csv").iterdir())
    assert "Casa callada" in text
    for secret in ("Socias", "Equipo", "Calle Casa callada", "Nadie la confirmó"):
        assert secret not in text
    out = io.StringIO()
    call_command("export_services", to=tmp_path / "zero.json", tier=0, stdout=out)
    assert "Casa callada" not in (tmp_path / "zero.json").read_text("utf-8").replace("De la misma casa callada", "")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_demo_town_through_an_empty_house_is_the_same_bytes(
    db: None, places_small: dict[str, Any], tmp_path: Path, form: str
) -> None:
    load_places()
    lay_out(clock.now())
    one, two = tmp_path / f"one.{form}", tmp_path / f"two.{form}"
    exported(one, form)
    count = Service.objects.filter(tier__lte=1, checked_on__isnull=False).count()
    empty()
    call_command("import_services", one, trust_checks=True, stdout=io.StringIO())
    assert Service.objects.count() >= count > 30
    exported(two, form)
    if form == "json":
        assert two.read_bytes() == one.read_bytes()
        return
    names = sorted(path.name for path in one.iterdir())
    assert filecmp.cmpfiles(one, two, names, shallow=False) == (names, [], [])
