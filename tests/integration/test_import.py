"""Bringing services in: twice is as once, nothing of the house is overwritten, no town is guessed."""

import io
import json
import os
import stat
import uuid
import zipfile
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from amparo.commons.audit.models import Act
from amparo.commons.directory.actions.checks import check_service
from amparo.commons.directory.actions.imports import import_services, rehearse
from amparo.commons.directory.actions.staged import staged
from amparo.commons.directory.models import Attribute, Location, Organisation, SearchRow, Service, Source
from amparo.commons.directory.queries.exchange import attributes
from amparo.commons.directory.queries.finding import Ask, find
from amparo.commons.directory.queries.incoming import From
from amparo.commons.directory.queries.public import public_service
from amparo.commons.policy.policies import Denied
from amparo.formats import hsds
from amparo.formats.hsds import Tally, read_json, to_hsds
from amparo.formats.hsds.facts import term_of
from tests.cast import Cast
from tests.integration.test_finding import NOW, TULCAN

pytestmark = pytest.mark.django_db(databases=["default"])
IRC = Path(__file__).resolve().parents[3] / "shared/data/hsds/real/irc_cuentanos_elsalvador_services_2020.json"


def uid(number: int) -> str:
    return str(uuid.UUID(int=number, version=4))


def service(number: int, **more: Any) -> dict[str, Any]:
    """A service of another house, in Tulcán."""
    return {
        "id": uid(number), "name": f"Lugar {number}", "status": "active",
        "organization": {"id": uid(9000), "name": "Casa de Ayuda", "description": ""},
        "attributes": [{"id": uid(100 + number), "taxonomy_term": to_hsds(term_of("need", "food", "Comida"))}],
        "phones": [{"id": uid(200 + number), "number": f"000 000 {number:03d}"}],
        "service_at_locations": [{
            "id": uid(300 + number),
            "schedules": [{"id": uid(500 + number), "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "08:00",
                           "closes_at": "12:00"}],
            "location": {"id": uid(400 + number), "location_type": "physical", "latitude": 0.81, "longitude": -77.71,
                         "addresses": [{"id": uid(600 + number), "address_1": "Calle 1", "city": "Tulcán",
                                        "state_province": "Carchi", "country": "EC", "address_type": "physical"}]},
        }],
    } | more  # fmt: skip


def bring(path: Path, value: Any = None, **options: Any) -> str:
    """Import a value as a file; what was said."""
    if value is not None:
        path.write_text(json.dumps(value), "utf-8")
    out = io.StringIO()
    call_command(
        "import_services", path, stdout=out, **({"as_of": "2026-11-01", "source": "prueba", "language": "en"} | options)
    )
    return out.getvalue()


def counts() -> tuple[int, ...]:
    """How many rows there are of everything."""
    return tuple(
        model.objects.count() for model in (Service, Organisation, Location, Attribute, SearchRow, Source, Act)
    )


def test_a_service_comes_in_with_all_its_parts_and_is_found(places_small: dict[str, Any], tmp_path: Path) -> None:
    said = bring(tmp_path / "a.json", [service(1)], name="Una lista", licence="CC0")
    one = Service.objects.get()
    assert (one.name, one.checked_on, one.source.name, one.source.licence) == ("Lugar 1", None, "Una lista", "CC0")
    assert one.at_locations.get().location.place == places_small["tulcan"]
    assert list(one.at_locations.get().schedules.values_list("days", "opens", "closes")) == [(3, time(8), time(12))]
    assert [hit.name for hit in find(Ask(needs=("food",), **TULCAN), now=NOW).hits] == ["Lugar 1"]
    assert "1" in said


def test_twice_is_as_once(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [service(1), service(2)])
    before, moments = counts(), list(Service.objects.order_by("pk").values_list("pk", "changed_at"))
    bring(tmp_path / "a.json")
    assert counts() == (*before[:-1], before[-1] + 1)  # one line in the trail for each import, nothing else
    assert list(Service.objects.order_by("pk").values_list("pk", "changed_at")) == moments
    assert list(Act.objects.order_by().values_list("verb", "actor").distinct()) == [
        ("services.imported", "import_services")
    ]


def test_what_the_source_changed_is_changed(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [service(1), service(2), service(3)])
    moved = service(2)
    moved["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = "Calle 2"
    said = bring(tmp_path / "a.json", [service(1, name="Otro nombre", phones=[]), moved, service(3)])
    assert "New: 0\nChanged: 2\nThe same as before: 1" in said
    one = Service.objects.get(uid=uid(1))
    assert (one.name, one.phones.count(), one.at_locations.count()) == ("Otro nombre", 0, 1)
    assert Location.objects.get(uid=uid(402)).street == "Calle 2"
    assert SearchRow.objects.count() == 3


@pytest.mark.parametrize("touched", ["edited", "confirmed", "door", "organisation"])
def test_what_the_house_touched_is_kept(places_small: dict[str, Any], tmp_path: Path, cast: Cast, touched: str) -> None:
    bring(tmp_path / "a.json", [service(1), service(2)])
    one = Service.objects.get(uid=uid(1))
    if touched == "edited":
        Service.objects.filter(pk=one.pk).update(alert="Cierra en enero.")
    if touched == "confirmed":
        check_service(one, how="visit", on=date(2026, 11, 20), seen=one.changed_at, by=cast.berta)
    if touched == "door":
        Location.objects.filter(uid=uid(401)).update(street="La de verdad")
    if touched == "organisation":
        Organisation.objects.update(operator="peer_led")
    new = service(1, name="Del archivo")
    new["service_at_locations"][0]["location"]["addresses"][0]["address_1"] = "Calle 9"
    new["organization"]["name"] = "Otra casa"
    said = bring(tmp_path / "a.json", [new, service(2)])
    after = Service.objects.get(uid=uid(1))
    kept = touched in {"edited", "confirmed"}
    assert after.name == ("Lugar 1" if kept else "Del archivo")
    assert ("Kept, changed here since: 1" in said, "changed here since." in said) == (
        kept,
        kept or touched == "organisation",
    )
    assert Location.objects.get(uid=uid(401)).street == {"door": "La de verdad"}.get(
        touched, "Calle 1" if kept else "Calle 9"
    )
    if touched == "organisation":
        assert Organisation.objects.get().operator == "peer_led"


def test_only_a_role_of_a_house_makes_a_check(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [service(1, assured_date="2026-11-20")])
    assert Service.objects.get().checked_on is None


def test_a_new_day_of_the_source_makes_its_services_fresh(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [service(1)], as_of="2020")
    assert Source.objects.get().as_of == date(2020, 1, 1)
    assert find(Ask(needs=("food",), **TULCAN), now=NOW).hits == []
    bring(tmp_path / "a.json", as_of="2026-11-02")
    assert len(find(Ask(needs=("food",), **TULCAN), now=NOW).hits) == 1


def test_what_a_new_edition_no_longer_holds_does_not_become_fresh(places_small: dict[str, Any], tmp_path: Path) -> None:
    def shown() -> list[str]:
        return [hit.name for hit in find(Ask(needs=("food",), **TULCAN), now=NOW).hits]

    bring(tmp_path / "a.json", [service(1), service(2)], as_of="2025-01-01")
    said = bring(tmp_path / "a.json", [service(1)], as_of="2026-11-02")
    assert "No longer in the list, left with their old day: 1" in said
    assert shown() == ["Lugar 1"]
    left = Service.objects.get(uid=uid(2)).source
    assert (left.code, left.as_of) == ("prueba-2025-01-01", date(2025, 1, 1))
    said = bring(tmp_path / "a.json", [service(1), service(2)], as_of="2026-11-03")
    assert "Changed: 1\nThe same as before: 1" in said
    assert sorted(shown()) == ["Lugar 1", "Lugar 2"]
    bring(tmp_path / "a.json", [service(1)], as_of="2026-11-04")
    Service.objects.filter(uid=uid(2)).update(alert="Cierra en enero.")
    assert "Kept, changed here since: 1" in bring(tmp_path / "a.json", [service(1), service(2)], as_of="2026-11-05")
    assert Service.objects.get(uid=uid(2)).alert == "Cierra en enero."


def test_a_rehearsal_leaves_nothing(places_small: dict[str, Any], tmp_path: Path) -> None:
    before = counts()
    said = bring(tmp_path / "a.json", [service(1)], dry_run=True)
    assert "New: 1" in said
    assert "nothing was changed" in said
    assert counts() == before


def test_towns_are_never_guessed(places_small: dict[str, Any], tmp_path: Path) -> None:
    def in_town(
        number: int, city: str, state: str = "", country: str = "", point: tuple[float, float] | None = None
    ) -> Any:
        one = service(number)
        location = one["service_at_locations"][0]["location"]
        location |= {"latitude": point[0] if point else None, "longitude": point[1] if point else None}
        location["addresses"][0] |= {"city": city, "state_province": state, "country": country}
        return one

    # In Colombia "San José" alone may also be short for San José de Cúcuta.
    bring(tmp_path / "a.json", [
        in_town(1, "San José"), in_town(2, "San José", "Carchi", "EC"), in_town(3, "San José", country="Colombia"),
        in_town(4, "Quito", country="CO"), in_town(5, "Tulcán", "Pichincha", "EC"), in_town(6, "Ipiales"),
        in_town(7, "Quito", country="EC", point=(0.81, -77.71)), in_town(8, "San Jose", "Nariño"),
    ])  # fmt: skip
    found = {
        at.service.name: (at.location.place and at.location.place.code, at.location.place_text)
        for one in Service.objects.all() for at in one.at_locations.all()
    }  # fmt: skip
    assert found == {
        "Lugar 1": (None, "San José"), "Lugar 2": ("own-sjec", ""), "Lugar 3": (None, "San José"),
        "Lugar 4": (None, "Quito"), "Lugar 5": (None, "Tulcán"), "Lugar 6": ("3680539", ""),
        "Lugar 7": (None, "Quito"), "Lugar 8": ("own-sjco", ""),
    }  # fmt: skip


def test_a_file_that_names_organisations_and_places_apart(places_small: dict[str, Any], tmp_path: Path) -> None:
    one = service(1)
    organisation, at = one.pop("organization"), one["service_at_locations"][0]
    location = at.pop("location")
    one["organization_id"], at["location_id"] = organisation["id"], location["id"]
    bring(tmp_path / "a.json", {"services": [one], "locations": [location], "organizations": [organisation]})
    assert Service.objects.get().organisation.name == "Casa de Ayuda"
    assert Service.objects.get().at_locations.get().location.street == "Calle 1"


def test_parts_that_share_an_identifier_do_not_collide(places_small: dict[str, Any], tmp_path: Path) -> None:
    two = service(2)
    two["phones"], two["service_at_locations"] = service(1)["phones"], service(1)["service_at_locations"]
    bring(tmp_path / "a.json", [service(1), two])
    before = counts()
    assert Location.objects.count() == 1
    assert [one.phones.get().number for one in Service.objects.all()] == ["000 000 001"] * 2
    bring(tmp_path / "a.json")
    assert counts()[:-1] == before[:-1]


def test_a_package_in_a_zip(places_small: dict[str, Any], tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("organizations.csv", f"id,name,description\n{uid(9000)},Casa de Ayuda,\n")
        package.writestr("services.csv", f"id,organization_id,name,status\n{uid(1)},{uid(9000)},Lugar,active\n")
    bring(tmp_path / "a.zip")
    assert Service.objects.get().organisation.name == "Casa de Ayuda"
    assert Service.objects.get().at_locations.get().location.kind == "virtual"


def test_texts_longer_than_their_column_are_cut_and_said(places_small: dict[str, Any], tmp_path: Path) -> None:
    said = bring(tmp_path / "a.json", [service(1, name="palabra " * 60)])
    assert len(Service.objects.get().name) <= 200
    assert "Texts that were too long and were cut: 1 (name 1)" in said


@pytest.mark.shared
def test_the_464_services_of_2020_wait_at_the_desk_and_are_on_no_page(places_small: dict[str, Any]) -> None:
    out = io.StringIO()
    call_command("import_services", IRC, mapping="irc_cuentanos", language="en", stdout=out)
    said = out.getvalue()
    assert "Services read: 464\nNew: 464\nChanged: 0\nThe same as before: 0\nNew organisations: 111" in said
    assert "Values that found no code: 572 (types[].name_en = Health & well-being 102;" in said
    assert "Towns not found by name, kept as text: 464 (San Salvador 327; Soyapango 52; Mejicanos 33;" in said
    source = Source.objects.get()
    assert (source.code, source.as_of, source.licence) == (
        "irc-cuentanos-sv", date(2020, 1, 1), "MIT, International Rescue Committee",
    )  # fmt: skip
    assert Service.objects.filter(checked_on=None, source=source, tier=0).count() == 464
    assert Location.objects.filter(country="SV", place=None, place_text="San Salvador").count() == 327
    for lat, lon in ((13.69, -89.22), (0.81, -77.7)):
        ask = Ask(needs=("work", "food", "lawyer", "papers"), lat=lat, lon=lon)
        assert find(ask, now=NOW).hits == []
    call_command("import_services", IRC, mapping="irc_cuentanos", language="en", stdout=out)
    assert "New: 0\nChanged: 0\nThe same as before: 464" in out.getvalue()
    assert Act.objects.count() == 2


def checked_by_others(number: int, day: str = "2026-11-20") -> dict[str, Any]:
    """A service of which a file says that a role of this house made sure."""
    said = attributes("service", uid(number), {"checked_by_role": "checker", "checked_how": "visit"})
    one = service(number, assured_date=day)
    one["attributes"] += [to_hsds(each) for each in said]
    return one


def test_no_file_makes_a_check_of_this_house(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [checked_by_others(1), service(2), checked_by_others(3, "2099-01-01")], name="Una lista")
    found = dict(Service.objects.values_list("name", "source__as_of"))
    assert found == {"Lugar 1": date(2026, 11, 20), "Lugar 2": date(2026, 11, 1), "Lugar 3": date(2026, 11, 1)}
    assert set(Service.objects.values_list("checked_on", "checked_by_role", "checked_how")) == {(None, "", "")}
    assert set(Source.objects.values_list("name", flat=True)) == {"Una lista"}
    assert "New: 0\nChanged: 0\nThe same as before: 3" in bring(tmp_path / "a.json", name="Una lista")
    said = public_service(Service.objects.get(name="Lugar 1").reference, now=NOW)
    assert (said.checked_on, said.checked_by_role) == (date(2026, 11, 20), "")


def test_only_who_runs_the_house_trusts_the_checks_of_a_file(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [checked_by_others(1), checked_by_others(3, "2099-01-01")], trust_checks=True)
    assert list(Service.objects.order_by("name").values_list("checked_on", "checked_by_role", "checked_how")) == [
        (date(2026, 11, 20), "checker", "visit"), (None, "", ""),
    ]  # fmt: skip
    bring(tmp_path / "a.json")
    assert set(Service.objects.values_list("checked_by_role", flat=True)) == {""}


def test_while_a_file_is_read_nobody_waits(places_small: dict[str, Any], cast: Cast) -> None:
    def found(store: Any) -> list[bool]:
        inside = []

        def reading() -> Any:
            inside.append(connections["default"].in_atomic_block and len(connections["default"].savepoint_ids) > before)
            yield from read_json(io.BytesIO(json.dumps([service(1)]).encode()), source="x")

        before = len(connections["default"].savepoint_ids)
        store(reading(), tally=Tally(), said=From("x"), language="es", today=date(2026, 11, 24), by=cast.ana)
        return inside

    assert (found(rehearse), Service.objects.count()) == ([False], 0)
    assert (found(import_services), Service.objects.count()) == ([False], 1)


def test_who_may_not_is_refused_before_anything_is_read(cast: Cast) -> None:
    def reading() -> Any:
        raise AssertionError("it was read")
        yield

    for act in (rehearse, import_services):
        with pytest.raises(Denied):
            act(reading(), tally=Tally(), said=From("x"), language="es", today=date(2026, 11, 24), by=cast.diana)


def test_what_was_read_leaves_no_file(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    with staged(iter([1, 2])) as file:
        assert list(file.taken()) == [1, 2]
        assert stat.S_IMODE(os.fstat(file._file.fileno()).st_mode) == 0o600
        assert list(tmp_path.iterdir()) == []
    assert file._file.closed


def test_what_lies_on_the_disk_comes_back_as_it_was(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    rich = service(1, cost_options=[{"id": uid(7), "amount": 0}], required_documents=[{"id": uid(8), "document": "?"}])
    rich |= {"languages": [{"id": uid(9), "code": "es"}], "service_areas": [{"id": uid(10), "name": "x"}], "more": [1]}
    file = json.dumps([rich, service(2, status="?"), service(3, name="<b>Casa</b>")])
    found = list(read_json(io.BytesIO(file.encode()), source="x"))
    with staged(iter(found)) as kept:
        assert list(kept.taken()) == found
        assert list(kept.taken()) == found  # and a second time
        assert [type(item) for item in found] == [hsds.Service, hsds.Problem, hsds.Problem, hsds.Service]
        assert kept.is_broken is False
    with staged(read_json(io.BytesIO(file.encode()[:-5]), source="x")) as kept:
        assert kept.is_broken is True
