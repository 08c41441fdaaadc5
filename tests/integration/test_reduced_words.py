"""A word of its own in every field that HSDS has: of a place without its address only the allowed ones are heard."""

import json
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.test import Client

from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.queries.exchange import attributes
from amparo.formats.hsds import to_hsds
from amparo.formats.hsds.facts import term_of
from amparo.formats.hsds.fields import LINKS
from amparo.formats.hsds.tables import TABLES
from tests.integration.test_import import bring
from tests.properties.test_canary import surfaces, today

pytestmark = pytest.mark.django_db(databases=["default"])
HEARD = re.compile(r"zz(?:[a-z_]+q)+zz")
PLAIN = {
    "status": "active", "location_type": "physical", "address_type": "physical", "type": "voice", "country": "EC",
    "city": "Tulcán", "state_province": "Carchi", "latitude": 0.8123456, "longitude": -77.7123456,
    "assured_date": "2026-11-01", "last_modified": "2026-11-01T10:00:00", "valid_from": "2026-01-02",
    "valid_to": "2027-01-02", "dtstart": "2026-01-02", "until": "2027-01-02", "opens_at": "03:17", "closes_at": "04:43",
    "freq": "WEEKLY", "byday": "MO", "wkst": "MO", "timezone": -5, "count": 7, "interval": 1, "extension": None,
    "amount": 778, "year_incorporated": 1977, "minimum_age": 15, "maximum_age": 99, "external_identifier_type": "zz",
    "currency": "USD", "attention": None,
}  # fmt: skip
INSIDE = {
    "service": {"organization": "organization", "program": "program"}, "service_at_location": {"location": "location"},
    "attribute": {"taxonomy_term": "taxonomy_term"}, "taxonomy_term": {"taxonomy_detail": "taxonomy"},
}  # fmt: skip
# What a stranger may read of a place without its address.
ALLOWED = {
    "zzserviceqnameqzz", "zzserviceqdescriptionqzz", "zzserviceqapplication_processqzz", "zzserviceqalertqzz",
    "zzserviceqfees_descriptionqzz", "zzserviceqeligibility_descriptionqzz", "zzserviceqsummaryqzz",
    "zzserviceqthey_askqzz", "zzserviceqmust_tellqzz", "zzserviceqphonesqnumberqzz",
    "zzserviceqphonesqdescriptionqzz", "zzserviceqorganizationqnameqzz",
}  # fmt: skip
NEVER = ("03:17", "3:17", "0.8123", "77.7123", "2027-01-02", "zz.example")
HOUSE_SAYS = {
    "summary": "zzserviceqsummaryqzz",
    "they_ask": "zzserviceqthey_askqzz",
    "must_tell": "zzserviceqmust_tellqzz",
}


def word(path: tuple[str, ...], column: str) -> str:
    return "zz" + "".join(f"{step}q" for step in (*path, column)) + "zz"


def full(kind: str, path: tuple[str, ...], seed: str) -> dict[str, Any]:
    """A record of a kind with everything that HSDS lets stand in it, and a field that no standard knows."""
    node: dict[str, Any] = {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{seed} {path}")),
        "unheard": word(path, "unheard"),
    }
    for column in (*TABLES[kind].columns, "attention", "email"):
        if column == "id" or column.endswith("_id") or (kind == "schedule" and column.startswith("by")):
            continue
        said = word(path, column)
        node[column] = PLAIN.get(column, f"https://zz.example/{said}" if column in LINKS else said)
    for name, inner in INSIDE.get(kind, {}).items():
        node[name] = full(inner, (*path, name), seed)
    for child, table in TABLES.items():
        belongs = kind in table.parents or (child == "attribute" and kind not in ("taxonomy", "taxonomy_term"))
        if belongs and kind != child and not (kind == "attribute" or len(path) > 4):
            node[table.key] = [full(child, (*path, table.key), seed)]
    if kind == "schedule":
        node["byday"] = "MO"
    return node


def of_tier(code: str, seed: str) -> dict[str, Any]:
    """The same record as a file of another house tells it."""
    one = full("service", ("service",), seed)
    ours = attributes("service", one["id"], HOUSE_SAYS)
    one["attributes"] += [to_hsds(each) for each in ours]
    for name, term in (("tier", code), ("need", "food"), ("access_mode", "walk_in")):
        one["attributes"].append({"id": str(uuid.uuid4()), "taxonomy_term": to_hsds(term_of(name, term, term))})
    one["organization"]["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, "the same organisation"))
    return one


def told(ones: list[Service]) -> str:
    """Everything that a stranger, a program and a file are told."""
    bodies = [body.decode() for _, body, _ in surfaces(ones)]
    card = {"n": "sexual_violence", "l": "3650472", "d": "EC", "b": "food", "s": ones[0].reference}
    bodies.append(Client().post(f"/{house.PATHS['card']}", card).content.decode())
    for one in ones:
        at = one.at_locations.get().uid
        bodies += [Client().get(f"/hsds/{path}").content.decode() for path in (
            f"service_at_locations/{at}", "organizations?full=true&full_service=true", "organizations?full=true",
        )]  # fmt: skip
    return "".join(bodies)


def test_of_every_field_only_the_allowed_ones_are_told(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [of_tier("public_reduced", "a")], as_of=today().isoformat())
    one = Service.objects.get()
    assert (one.tier, one.at_locations.get().location.street) == (1, "zzserviceqservice_at_locationsqlocationqaddresses"
            "qaddress_1qzz, zzserviceqservice_at_locationsqlocationqaddressesqaddress_2qzz")  # fmt: skip
    text = told([one])
    assert set(HEARD.findall(text)) == ALLOWED
    assert [number for number in NEVER if number in text] == []
    assert "Tulcán" in text


def test_the_control_the_same_record_in_public_is_told_whole(places_small: dict[str, Any], tmp_path: Path) -> None:
    bring(tmp_path / "a.json", [of_tier("public", "a")], as_of=today().isoformat())
    text = told([Service.objects.get()])
    heard = set(HEARD.findall(text))
    assert len(heard - ALLOWED) > 60
    for path in ("interpretation_services", "urlq", "service_areasqname", "required_documentsqdocument",
                 "cost_optionsqoption", "organizationqdescription", "organizationqwebsite", "fundingqsource",
                 "contactsqtitle", "unheard"):  # fmt: skip
        assert any(path in word for word in heard), path
    assert [number for number in NEVER if number in text] == list(NEVER)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_organisation_says_its_page_only_under_what_is_public(
    places_small: dict[str, Any], tmp_path: Path, order: tuple[int, int]
) -> None:
    both = [of_tier("public_reduced", "a"), of_tier("public", "b")]
    bring(tmp_path / "a.json", [both[place] for place in order], as_of=today().isoformat())
    assert Organisation.objects.get().website == "https://zz.example/zzserviceqorganizationqwebsiteqzz"
    hidden, public = Service.objects.get(tier=1), Service.objects.get(tier=0)
    assert set(HEARD.findall(Client().get(f"/hsds/services/{hidden.uid}").content.decode())) == ALLOWED
    said = Client().get(f"/hsds/services/{hidden.uid}").json()["organization"]
    assert set(said) <= {"id", "name", "description", "attributes"}
    assert said["description"] == ""
    assert "organizationqwebsite" in Client().get(f"/hsds/services/{public.uid}").content.decode()
    body = Client().get(f"/hsds/organizations/{hidden.organisation.uid}").json()
    assert body["website"] == "https://zz.example/zzserviceqorganizationqwebsiteqzz"
    beside = json.dumps(next(one for one in body["services"] if one["id"] == str(hidden.uid)))
    assert set(HEARD.findall(beside)) == ALLOWED - {"zzserviceqorganizationqnameqzz"}


def test_a_town_that_no_list_knows_may_be_an_address(places_small: dict[str, Any], tmp_path: Path) -> None:
    one = of_tier("public_reduced", "a")
    address = one["service_at_locations"][0]["location"]["addresses"][0]
    address |= {"city": "zzserviceqcityqzz", "state_province": "zzserviceqstateqzz"}
    bring(tmp_path / "a.json", [one], as_of=today().isoformat())
    stored = Service.objects.get()
    assert stored.at_locations.get().location.place_text == "zzserviceqcityqzz"
    text = "".join(
        body.decode() for label, body, _ in surfaces([stored]) if not label.startswith(("results", "refused"))
    )
    assert set(HEARD.findall(text)) == ALLOWED
    page = Client().post(f"/{house.PATHS['service']}", {"s": stored.reference, "b": "food"}).content.decode()
    assert "Ecuador" in page


@pytest.mark.parametrize(
    ("where", "field"),
    [("organization", "name"), ("organization", "description"), ("phones", "description"), ("city", "city")],
)
def test_no_text_of_a_hidden_place_says_where_it_is(
    places_small: dict[str, Any], tmp_path: Path, where: str, field: str
) -> None:
    one = of_tier("public_reduced", "a")
    address = one["service_at_locations"][0]["location"]["addresses"][0]
    holder = {"organization": one["organization"], "phones": one["phones"][0], "city": address}[where]
    holder[field] = "Calle 12 con Carrera 4"
    said = bring(tmp_path / "a.json", [one], as_of=today().isoformat())
    assert Service.objects.count() == 0
    assert "“Calle 12”" in said


def test_a_number_of_the_place_is_no_number_of_a_hidden_service(places_small: dict[str, Any], tmp_path: Path) -> None:
    for code, numbers in (
        ("public_reduced", {"zzserviceqphonesqnumberqzz"}),
        ("public", {"zzserviceqphonesqnumberqzz", "zzatqphonesqnumberqzz", "zzlocationqphonesqnumberqzz"}),
    ):
        one = of_tier(code, code)
        at = one["service_at_locations"][0]
        at["phones"][0]["number"], at["location"]["phones"][0]["number"] = (
            "zzatqphonesqnumberqzz", "zzlocationqphonesqnumberqzz",
        )  # fmt: skip
        bring(tmp_path / "a.json", [one], as_of=today().isoformat())
        stored = Service.objects.get(uid=one["id"])
        assert set(stored.phones.values_list("number", flat=True)) == numbers
