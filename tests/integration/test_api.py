"""The interface for programs: valid HSDS, whole pages, strict questions, and nothing that is not public."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from amparo.commons.directory.models import Phone, Service
from amparo.commons.directory.views import api
from amparo.formats.hsds.facts import taxonomy_of, term_of
from amparo.formats.hsds.profile import PROFILE, merge_patch
from tests.integration.test_export import town
from tests.integration.test_finding import make

pytestmark = pytest.mark.django_db(databases=["default"])
SPEC = Path(__file__).resolve().parents[3] / "shared/data/hsds/spec-3.0"
KINDS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
FULL = {"services": "?full=true", "service_at_locations": "?full=true", "organizations": "?full_service=true"}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day on which the made-up services are fresh."""
    monkeypatch.setattr(api, "today", lambda: date(2026, 11, 24))


@pytest.fixture
def _town(places_small: dict[str, Any]) -> dict[str, Any]:
    town(places_small)
    return places_small


def get(path: str, status: int = 200) -> Any:
    answer = Client().get(f"/hsds/{path}")
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert {"ETag", "Last-Modified", "Access-Control-Allow-Origin", "Set-Cookie"} & set(answer.headers) == set()
    return answer.json()


def post(kind: str, body: Any, status: int = 200) -> Any:
    answer = Client().post(f"/hsds/{kind}/search", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def names(page: Any) -> list[str]:
    return sorted(one["name"] for one in page["contents"])


# What is public and fresh or stale of the town in test_export, counted by hand.
SHOWN = ["Casa callada", "Comedor <azul> & rojo", "De la misma casa callada", "Dos San José", "Línea", "Sin puerta"]


@pytest.mark.usefixtures("_town")
def test_only_what_a_page_would_show_is_there() -> None:
    page = get("services")
    shown = sorted(name.replace("<azul>", "").replace("  ", " ") for name in SHOWN)
    assert names(page) == shown
    assert (page["total_items"], page["size"], page["first_page"], page["last_page"]) == (6, 6, True, True)
    hidden = Service.objects.exclude(name__in=SHOWN)
    assert hidden.count() == 5
    for service in hidden:
        assert get(f"services/{service.uid}", 404) == get(f"services/{uuid.uuid4()}", 404)


@pytest.mark.usefixtures("_town")
def test_the_root_names_version_profile_and_description() -> None:
    said = get("")
    assert said["version"] == "3.0"
    assert Client().get(said["openapi_url"]).json()["openapi"] == "3.1.0"
    for name, where in Client().get(said["profile"]).json()["patches"].items():
        assert Client().get(where).json() == PROFILE[name]
    assert Client().get("/hsds/profile/../secrets.json").status_code == 404


def without(patch: Any) -> dict[str, Any]:
    """A patch without what a compiled schema says elsewhere."""
    return {name: value for name, value in patch.items() if name != "name"}


def patched(schema: Any) -> Any:
    """A compiled schema with our changes wherever the thing they are about stands inside it."""
    if isinstance(schema, list):
        return [patched(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {name: patched(value) for name, value in schema.items()}
    file = f"{inside.get('name')}.json"
    if file in PROFILE and isinstance(inside.get("properties"), dict):
        return merge_patch(inside, PROFILE[file])
    return inside


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    checker = Draft202012Validator.FORMAT_CHECKER

    def made(name: str) -> Draft202012Validator:
        return Draft202012Validator(
            patched(json.loads((SPEC / name).read_text("utf-8"))), format_checker=checker, registry=registry
        )

    base = {path.name: json.loads(path.read_text("utf-8")) for path in SPEC.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (name, Resource.from_contents(patched(schema), DRAFT202012)) for name, schema in base.items()
    )
    return {
        "services": made("compiled/service.json"), "services list": made("compiled/service_list.json"),
        "service_at_locations": made("compiled/service_at_location.json"),
        "service_at_locations list": made("compiled/service_at_location_list.json"),
        "organizations": made("compiled/organization.json"),
        "organizations list": made("compiled/organization_list.json"),
        "taxonomies": made("taxonomy.json"), "taxonomies list": made("taxonomy.json"),
        "taxonomy_terms": made("taxonomy_term.json"), "taxonomy_terms list": made("taxonomy_term.json"),
    }  # fmt: skip


def faults(validator: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.shared
@pytest.mark.usefixtures("_town")
def test_everything_is_valid_under_the_profile(validators: dict[str, Draft202012Validator]) -> None:
    checked = 0
    for kind in KINDS:
        for one in get(f"{kind}?per_page=100")["contents"]:
            assert faults(validators[f"{kind} list"], one) == []
            whole = get(f"{kind}/{one['id']}")
            assert faults(validators[kind], whole) == []
            checked += 1
        for one in get(f"{kind}{FULL.get(kind, '')}")["contents"]:
            assert faults(validators[kind], one) == []
    assert checked > 100  # services, doors, organisations, and all the codes
    broken = get("services?full=true")["contents"][0] | {"status": "abierto"}
    assert faults(validators["services"], broken) != []


@pytest.mark.shared
@pytest.mark.usefixtures("_town")
def test_without_the_profile_only_what_it_changes_is_amiss() -> None:
    plain = Draft202012Validator(json.loads((SPEC / "compiled/service.json").read_text("utf-8")))
    found = {fault for one in get("services?full=true")["contents"] for fault in faults(plain, one)}
    assert found
    for fault in found:
        assert "postal_code" in fault or "redacted" in fault


def pages(kind: str, size: int, more: str = "") -> Iterator[Any]:
    number = 1
    while True:
        page = get(f"{kind}?per_page={size}&page={number}{more}")
        yield page
        if page["last_page"]:
            return
        number += 1


@pytest.mark.usefixtures("_town")
@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_together_are_the_whole_list(kind: str) -> None:
    size = 2 if kind != "taxonomy_terms" else 30
    read = list(pages(kind, size))
    ids = [one["id"] for page in read for one in page["contents"]]
    answer = Client().get(f"/hsds/{kind}?format=ndjson")
    assert answer["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in b"".join(answer).splitlines()]
    assert ids == [line["id"] for line in lines]
    assert ids == sorted(set(ids))
    assert {page["total_items"] for page in read} == {len(ids)}
    assert {page["total_pages"] for page in read} == {len(read)}
    assert [page["first_page"] for page in read] == [True] + [False] * (len(read) - 1)
    beyond = get(f"{kind}?page=999&per_page={size}")
    assert (beyond["contents"], beyond["empty"], beyond["last_page"]) == ([], True, True)


@pytest.mark.usefixtures("_town")
def test_filters_are_cumulative_and_post_says_the_same() -> None:
    food, trans = term_of("need", "food", "").id, term_of("welcome", "trans_women", "").id
    organisation = str(Service.objects.get(name="Casa callada").organisation.uid)
    filters: dict[str, Any] = {
        "taxonomy_term_id": [food], "organization_id": organisation, "modified_after": "2026-11-19", "search": "casa",
        "taxonomy_id": [taxonomy_of("need").id],
    }  # fmt: skip
    alone = {
        name: {one["id"] for one in post("services", {name: value})["contents"]} for name, value in filters.items()
    }
    assert alone["organization_id"] & alone["search"] == {
        one["id"] for one in post("services", {n: filters[n] for n in ("organization_id", "search")})["contents"]
    }
    assert set.intersection(*alone.values()) == {one["id"] for one in post("services", filters)["contents"]}
    assert names(post("services", filters)) == ["Casa callada", "De la misma casa callada"]
    assert names(post("services", {"taxonomy_term_id": [food, trans]})) == ["Comedor & rojo"]
    assert names(get(f"services?taxonomy_term_id={food}&taxonomy_term_id={trans}")) == ["Comedor & rojo"]
    assert get(f"services?taxonomy_term_id={uuid.uuid4()}")["total_items"] == 0
    assert names(get("services?modified_after=2026-11-01")) == [*names(get("services"))[:4], "Sin puerta"]
    for name, code, expected in (
        ("papers", "passport", ["Dos San José"]), ("cost", "free", ["Comedor & rojo"]),
        ("shares_with", "police", ["Comedor & rojo"]), ("accessibility", "step_free", ["Comedor & rojo"]),
        ("operator", "police", []), ("access_mode", "phone_line", ["Línea"]),
        ("housed_with", "migration", ["Comedor & rojo"]), ("housed_with", "police", []),
    ):  # fmt: skip
        assert names(get(f"services?taxonomy_term_id={term_of(name, code, '').id}")) == expected


@pytest.mark.usefixtures("_town")
def test_the_shapes_that_can_be_asked_for() -> None:
    minimal = get("services?minimal=true")["contents"][0]
    assert set(minimal) == {"id", "last_modified", "modified_date"}
    short = get("services")["contents"][0]
    assert not any(isinstance(value, list) for value in short.values())
    quiet = next(one for one in get("services?full=true")["contents"] if one["name"] == "Casa callada")
    location = quiet["service_at_locations"][0]["location"]
    assert set(location) == {"id", "location_type", "addresses"}
    assert (location["location_type"], location["addresses"][0]["city"]) == ("redacted", "Tulcán")
    assert location["addresses"][0]["address_1"] == ""
    assert "schedules" not in quiet["service_at_locations"][0]
    running = get("organizations?full_service=true")["contents"]
    assert sorted(len(one["services"]) for one in running) == [1, 1, 1, 1, 2]


def test_what_was_checked_in_secret_moves_no_day(places_small: dict[str, Any]) -> None:
    service = make("pública", places_small["tulcan"])
    before = Client().get("/hsds/services?full=true").content
    Service.objects.filter(pk=service.pk).update(changed_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert Client().get("/hsds/services?full=true").content == before


def test_it_is_there_only_when_the_house_says_so() -> None:
    import subprocess
    import sys

    code = (
        "import django; django.setup(); from django.urls import resolve, Resolver404\n"
        "try: resolve('/hsds/'); print('there')\nexcept Resolver404: print('not there')"
    )
    import os

    left_out = {"AMPARO_HSDS_API", "AMPARO_PROFILE"}
    plain = {name: value for name, value in os.environ.items() if name not in left_out} | {"PYTHONPATH": "src"}
    for said, expected in (
        ({"AMPARO_HSDS_API": "no"}, "not there"), ({"AMPARO_HSDS_API": "yes"}, "there"), ({}, "not there"),
        ({"AMPARO_PROFILE": "guia"}, "not there"), ({"AMPARO_PROFILE": "red"}, "there"),
    ):  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=plain | said
        )  # fmt: skip
        assert run.stdout.strip() == expected, said


@override_settings(HSDS_LICENCE="CC BY 4.0")
def test_the_licence_is_said() -> None:
    assert get("")["licence"] == "CC BY 4.0"
    assert get("openapi.json")["info"]["license"] == {"name": "CC BY 4.0"}


def test_phones_and_hours_of_an_open_place_are_there(places_small: dict[str, Any]) -> None:
    service = make("abierta", places_small["tulcan"])
    Phone.objects.create(service=service, number="000 000 009", hours="De día")
    told = get(f"services/{service.uid}")
    assert told["phones"][0]["number"] == "000 000 009"
    hours = told["service_at_locations"][0]["schedules"][0]
    assert (hours["byday"], hours["opens_at"], hours["closes_at"]) == (
        "MO,TU,WE,TH,FR,SA,SU", time(8).isoformat("minutes"), time(17).isoformat("minutes"),
    )  # fmt: skip
