"""What an import does to places that the house knows better: confirmed ones, hidden ones, and those beside them."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.urls import reverse

from amparo.commons.bulk import add_rows
from amparo.commons.directory.actions.checks import check_phone, check_service
from amparo.commons.directory.actions.services import Conflict
from amparo.commons.directory.models import Location, Organisation, Phone, Schedule, SearchRow, Service, Source
from amparo.commons.directory.queries.export import exported
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.projection import public_services, rows_of
from amparo.formats.hsds import to_hsds, write_json
from amparo.formats.hsds.facts import term_of
from tests.cast import Cast, browser_of
from tests.integration.test_finding import NOW, TULCAN
from tests.integration.test_import import bring, checked_by_others, service, uid
from tests.integration.test_import_desk import file_of, hidden

pytestmark = pytest.mark.django_db(databases=["default"])
CHECKED = date(2026, 11, 20)


def coded(number: int, name: str, code: str) -> dict[str, Any]:
    """A code said of a record."""
    return {"id": uid(number), "taxonomy_term": to_hsds(term_of(name, code, code))}


def in_tier(number: int, tier: str, **more: Any) -> dict[str, Any]:
    """A service of which the file says who may see it."""
    one = service(number, **more)
    one["attributes"].append(coded(700 + number, "tier", tier))
    return one


def confirm(number: int, by: Any) -> Service:
    one = Service.objects.get(uid=uid(number))
    check_service(one, how="visit", on=CHECKED, seen=one.changed_at, by=by)
    return one


def plain(rows: Any) -> list[tuple[Any, ...]]:
    """Search rows as values, without their keys."""
    names = [field.attname for field in SearchRow._meta.concrete_fields if field.name != "id"]
    return sorted(tuple(getattr(row, name) for name in names) for row in rows)


def assert_finding_reads_what_is_stored() -> None:
    joined = rows_of(public_services(list(Service.objects.values_list("pk", flat=True))))
    assert plain(SearchRow.objects.all()) == plain(joined)


def test_what_finding_reads_is_what_is_stored(places_small: dict[str, Any], tmp_path: Path) -> None:
    two = service(2)
    two["attributes"] += [coded(801, "need", "shelter_tonight"), coded(802, "welcome", "trans_women")]
    two["service_at_locations"].append({"id": uid(803), "location": {
        "id": uid(804), "location_type": "physical", "latitude": 0.83, "longitude": -77.6,
        "addresses": [{"id": uid(805), "address_1": "Calle 7", "city": "Pueblo Que Nadie Conoce", "country": "EC"}],
    }})  # fmt: skip
    beside = service(
        6, service_at_locations=[{"id": uid(806), "location": service(1)["service_at_locations"][0]["location"]}]
    )
    elsewhere = service(7, organization={"id": uid(9001), "name": "Una comisaría", "description": ""})
    elsewhere["organization"]["attributes"] = [coded(807, "operator", "police")]
    file = [
        service(1), two, in_tier(3, "public_reduced"), in_tier(4, "partners"), service(5, status="defunct"),
        beside, elsewhere, service(8, service_at_locations=[]), service(9, attributes=[]),
    ]  # fmt: skip
    bring(tmp_path / "a.json", file)
    # 1, 6, 7, 8 once, 2 twice at two doors, 3 without its door; nothing of what is hidden, closed or for nothing.
    assert SearchRow.objects.count() == 9
    assert_finding_reads_what_is_stored()
    file[0] = service(1, name="Otro nombre")
    file[1]["service_at_locations"][0]["location"]["latitude"] = 0.82
    file[4] = service(5)
    file[6]["organization"]["attributes"] = []
    file += [service(10), in_tier(11, "public_reduced")]
    bring(tmp_path / "a.json", file)
    assert SearchRow.objects.count() == 12
    assert_finding_reads_what_is_stored()


def test_rows_that_are_put_in_many_at_once_are_the_same(places_small: dict[str, Any]) -> None:
    source = Source.objects.create(code="x", name="X")
    owner = Organisation(name="Casa", shares_with=["police"], extra={"a": ["ñ", 1]}, source=source)
    place = Location(organisation=owner, place=places_small["tulcan"], lat=0.5, lon=-77.25, accessibility=["ramp"])
    one = Service(name="Comedor", organisation=owner, checked_on=CHECKED, checked_by_role="checker", minimum_age=None)
    one.changed_at = NOW
    phone = Phone(service=one, number="000", checked_on=None)
    add_rows([owner, place, one, phone])
    for row in (owner, place, one, phone):
        stored = type(row).objects.get(pk=row.pk)
        for field in row._meta.concrete_fields:
            assert getattr(stored, field.attname) == getattr(row, field.attname), field
    line = Schedule(at_location=one.at_locations.create(location=place), days=3, opens=time(8, 30), closes=time(0))
    add_rows([line, Schedule(at_location=line.at_location, days=4, opens=time(9), closes=time(10))])
    assert Schedule.objects.get(pk=line.pk).opens == time(8, 30)
    with pytest.raises(models.ProtectedError):
        source.delete()


@pytest.mark.parametrize("what", ["operator", "street", "hours of another", "nothing"])
def test_what_was_read_out_and_is_another_now_is_no_longer_confirmed(
    places_small: dict[str, Any], tmp_path: Path, cast: Cast, what: str
) -> None:
    """The confirmed service is not even in the new file: who runs it, or its door, is changed beside it."""
    two = service(2)
    two["service_at_locations"][0]["location"] = service(1)["service_at_locations"][0]["location"]
    of_others = {"id": uid(9001), "name": "Otra casa", "description": ""}
    bring(tmp_path / "a.json", [service(1), two, service(3, organization=of_others)])
    confirm(1, cast.berta)
    seen, apart = (Service.objects.get(uid=uid(each)).changed_at for each in (1, 3))
    if what == "operator":
        two["organization"]["attributes"] = [coded(801, "operator", "police")]
    if what == "street":
        two["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = "Calle 9"
    if what == "hours of another":
        two["service_at_locations"][0]["schedules"][0]["opens_at"] = "10:00"
    bring(tmp_path / "a.json", [two])
    one = Service.objects.get(uid=uid(1))
    is_another = what in {"operator", "street"}
    assert (one.checked_on, one.changed_since_check) == (CHECKED, is_another)
    assert (one.changed_at > seen) == is_another
    assert Service.objects.get(uid=uid(3)).changed_at == apart, "what has nothing to do with it stays"
    assert_finding_reads_what_is_stored()
    if is_another:  # whoever has the page open from before would confirm what is no longer there
        with pytest.raises(Conflict):
            check_service(one, how="phone", on=CHECKED, seen=seen, by=cast.berta)
    page = Client().get(reverse("service_page", args=[one.reference])).content.decode()
    assert ("Calle 9" in page) == (what == "street")


def test_a_trusted_file_that_says_something_else_under_the_old_check_does_not_confirm_it(
    places_small: dict[str, Any], tmp_path: Path
) -> None:
    bring(tmp_path / "a.json", [checked_by_others(1)], trust_checks=True)
    bring(tmp_path / "a.json", [checked_by_others(1) | {"phones": []}], trust_checks=True)
    assert Service.objects.get().changed_since_check is True
    bring(tmp_path / "a.json", [checked_by_others(1, "2026-11-22")], trust_checks=True)
    assert Service.objects.get().changed_since_check is False


def with_numbers(one: dict[str, Any], number: int = 1) -> dict[str, Any]:
    """The same service, whose door has a number of its own that other books list with the street."""
    one["service_at_locations"][0]["location"]["phones"] = [{"id": uid(900 + number), "number": "000 777 333"}]
    return one


def shown(number: int = 1) -> str:
    """What a stranger reads of a service, wherever it is; empty where it is nowhere."""
    one = Service.objects.get(uid=uid(number))
    page = Client().get(reverse("service_page", args=[one.reference]))
    return (page.content.decode() if page.status_code == 200 else "") + write_json(exported()).decode()


@pytest.mark.parametrize("touched", [False, True])
def test_the_number_of_a_door_that_a_file_hides_is_on_no_page(
    places_small: dict[str, Any], tmp_path: Path, cast: Cast, touched: bool
) -> None:
    bring(tmp_path / "a.json", [with_numbers(service(1))])
    assert "000 777 333" in shown()
    if touched:
        confirm(1, cast.berta)
    said = bring(tmp_path / "a.json", [with_numbers(in_tier(1, "public_reduced"))], as_of="2026-11-22")
    one = Service.objects.get()
    assert (one.tier, [phone.number for phone in one.phones.all()]) == (1, ["000 000 001"])
    assert "000 777 333" not in shown()
    assert "Calle 1" not in shown()
    assert "000 000 001" in shown()
    assert (one.checked_on, one.changed_since_check) == ((CHECKED, True) if touched else (None, False))
    assert ("the file hides it: it is hidden here too" in said) == touched
    assert_finding_reads_what_is_stored()
    before = (one.changed_at, one.phones.get().pk)
    bring(tmp_path / "a.json", as_of="2026-11-22")
    one.refresh_from_db()
    assert (one.changed_at, one.phones.get().pk) == before


def test_a_hidden_place_whose_own_words_say_the_street_is_on_no_page_at_all(
    places_small: dict[str, Any], tmp_path: Path, cast: Cast
) -> None:
    bring(tmp_path / "a.json", [service(1)])
    Service.objects.update(description="Estamos en la Calle 12 con Carrera 4.")
    check_phone(Phone.objects.create(service=Service.objects.get(), number="000 111"), on=CHECKED, by=cast.berta)
    bring(tmp_path / "a.json", [in_tier(1, "public_reduced")])
    assert Service.objects.get().tier == 2
    assert "Calle 12" not in shown()
    assert set(Phone.objects.values_list("number", flat=True)) == {"000 111", "000 000 001"}


@pytest.mark.parametrize(
    ("told_on", "status", "sentence"),
    [("2026-11-22", "defunct", "it is closed here too"), ("2026-11-01", "active", "Call there")],
)
def test_a_place_that_was_confirmed_closes_only_by_later_news(
    places_small: dict[str, Any], tmp_path: Path, cast: Cast, told_on: str, status: str, sentence: str
) -> None:
    bring(tmp_path / "a.json", [service(1)])
    confirm(1, cast.berta)
    said = bring(tmp_path / "a.json", [service(1, status="defunct")], as_of=told_on)
    assert sentence in said
    assert Service.objects.get().status == status
    assert len(find(Ask(needs=("food",), **TULCAN), now=NOW).hits) == (status == "active")
    assert_finding_reads_what_is_stored()


def test_the_numbers_of_a_place_that_a_file_closes_are_handed_to_nobody(
    places_small: dict[str, Any], tmp_path: Path
) -> None:
    bring(tmp_path / "a.json", [with_numbers(service(1)), service(2)])
    bring(tmp_path / "a.json", [with_numbers(service(1, status="defunct")), service(2)])
    assert Phone.objects.filter(service__uid=uid(1)).count() == 2  # the desk keeps them
    assert "000 000 001" not in shown()
    assert "000 777 333" not in shown()
    assert "000 000 002" in shown(2)


def test_what_says_where_a_hidden_place_is_or_hides_it_in_an_unknown_way_does_not_get_out(
    places_small: dict[str, Any], tmp_path: Path
) -> None:
    told = in_tier(1, "public_reduced")
    told["service_at_locations"][0]["location"]["attributes"] = [coded(801, "housed_with", "police")]
    said = bring(tmp_path / "a.json", [told, in_tier(2, "a_tier_of_tomorrow")])
    assert "cannot say who shares its building" in said
    assert list(Service.objects.values_list("name", "tier")) == [("Lugar 2", 3)]
    assert SearchRow.objects.count() == 0


def test_only_who_coordinates_brings_a_hidden_place_out(
    places_small: dict[str, Any], tmp_path: Path, cast: Cast
) -> None:
    bring(tmp_path / "a.json", [in_tier(1, "public_reduced")], source="lista")

    def store(who: Any) -> str:
        browser = browser_of(who)
        page = browser.post(reverse("desk_import"), {"file": file_of([service(1)]), "name": "Lista"})
        return browser.post(reverse("desk_import"), hidden(page.text) | {"store": "1"}).text

    assert "<strong>" in store(cast.carla)
    assert Service.objects.get().tier == 1
    store(cast.ana)
    assert Service.objects.get().tier == 0


def test_a_table_without_a_mapping_is_called_a_table(places_small: dict[str, Any], tmp_path: Path, cast: Cast) -> None:
    (tmp_path / "lista.csv").write_text("Nombre;Ciudad\nCasa;Tulcán\n", "utf-8")
    with pytest.raises(CommandError) as refusal:
        call_command("import_services", tmp_path / "lista.csv", language="en")
    assert str(refusal.value).startswith("Nothing was brought in. Line 1: This is a table (CSV), not JSON.")
    assert "--mapping" in str(refusal.value)
    page = browser_of(cast.ana).post(reverse("desk_import"), {"file": file_of(b"a,b\n1,2\n", "a.csv"), "name": "Lista"})
    assert "--mapping" in page.text
    assert Service.objects.count() == 0


def test_the_place_of_what_was_left_out_is_said_in_words(places_small: dict[str, Any], tmp_path: Path) -> None:
    lines = [json.dumps(service(1)), json.dumps(service(2, assured_date="2026-02-31")), '{"id": "x", "na']
    (tmp_path / "a.json").write_text("\n".join(lines), "utf-8")
    with pytest.raises(CommandError, match=r"Nothing was brought in\. Record 3, line 3: The file ends in the middle"):
        bring(tmp_path / "a.json")
    said = bring(tmp_path / "b.json", [service(1), service(2, assured_date="2026-02-31")])
    assert "Record 2, field “assured_date”: “2026-02-31” is not a day of the calendar." in said
