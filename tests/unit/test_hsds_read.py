"""The shapes HSDS travels in, and what of a record becomes a field, stays in ``extra`` or is left out."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest

from amparo.formats.hsds import (
    Dataset,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Tally,
    Taxonomy,
    TaxonomyTerm,
    read_json,
    read_json_bytes,
    to_hsds,
    write_json,
)

A = "11111111-1111-4111-8111-111111111111"
B = "22222222-2222-4222-8222-222222222222"
C = "33333333-3333-4333-8333-333333333333"
SERVICE: dict[str, object] = {"id": A, "name": "Casa Maíz", "status": "active"}
SECOND: dict[str, object] = {"id": B, "name": "Casa Río", "status": "active"}
ORGANISATION: dict[str, object] = {"id": C, "name": "Red", "website": "https://red.example"}


def only(value: object) -> Service:
    dataset, problems = read_json_bytes(json.dumps(value).encode())
    assert problems == ()
    return dataset.services[0]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (json.dumps(SERVICE), ["Casa Maíz"]),
        (json.dumps([SERVICE, SECOND]), ["Casa Maíz", "Casa Río"]),
        (json.dumps({"total_items": 2, "contents": [SERVICE, SECOND], "empty": False}), ["Casa Maíz", "Casa Río"]),
        (json.dumps(SERVICE) + "\n" + json.dumps(SECOND) + "\n", ["Casa Maíz", "Casa Río"]),
        (json.dumps({"services": [SERVICE, SECOND]}), ["Casa Maíz", "Casa Río"]),
        (json.dumps([ORGANISATION | {"services": [SERVICE, SECOND]}]), ["Casa Maíz", "Casa Río"]),
        (json.dumps(ORGANISATION | {"services": [SERVICE]}), ["Casa Maíz"]),
        ("[]", []),
        (json.dumps({"contents": []}), []),
    ],
    ids=["object", "list", "page", "ndjson", "dump", "organisations", "organisation", "empty list", "empty page"],
)
def test_every_shape_gives_the_same_services(data: str, names: list[str]) -> None:
    found = list(read_json(io.BytesIO(data.encode())))
    assert [record.name for record in found if isinstance(record, Service)] == names
    assert len(found) == len(names)


def test_a_service_inside_an_organisation_carries_it() -> None:
    service = only(ORGANISATION | {"services": [SERVICE]})
    assert service.organisation == Organisation(id=C, name="Red", website="https://red.example")


def test_an_organisation_that_says_who_it_is_last_is_not_lost() -> None:
    dataset, problems = read_json_bytes(json.dumps({"services": [SERVICE]} | ORGANISATION).encode())
    assert problems == ()
    assert [record.name for record in (*dataset.services, *dataset.organisations)] == ["Casa Maíz", "Red"]


def test_a_service_at_a_location_becomes_the_service_at_that_place() -> None:
    value = {"id": B, "location": {"id": C, "location_type": "physical", "name": "Patio"}, "service": SERVICE}
    service = only(value)
    assert (service.id, service.service_at_locations[0].id) == (A, B)
    assert service.service_at_locations[0].location == Location(id=C, name="Patio")


def test_a_service_said_at_two_places_is_said_twice_and_is_no_duplicate() -> None:
    place = {"id": C, "location_type": "physical"}
    values = [{"id": B, "location": place, "service": SERVICE}, {"id": C, "location": place, "service": SERVICE}]
    found = list(read_json(io.BytesIO(json.dumps(values).encode())))
    assert [type(record) for record in found] == [Service, Service]


def test_other_kinds_are_told_by_what_they_say() -> None:
    values = [
        {"id": A, "location_type": "virtual"},
        {"id": A, "name": "lista", "version": "1"},
        {"id": A, "name": "uno", "taxonomy": "lista"},
        ORGANISATION,
    ]
    found = list(read_json(io.BytesIO(json.dumps(values).encode())))
    assert [type(record) for record in found] == [Location, Taxonomy, TaxonomyTerm, Organisation]


def test_days_hours_and_numbers_become_what_they_are() -> None:
    schedule = {"id": B, "freq": "WEEKLY", "byday": "FR,MO", "opens_at": "08:00:00", "closes_at": "24:00"}
    more = {"minimum_age": 12.0, "assured_date": "2026-11-01T00:00:00", "last_modified": "2026-11-01T10:00:00Z"}
    service = only(SERVICE | more | {"schedules": [schedule]})
    assert service.schedules == (Schedule(id=B, weekdays=("MO", "FR"), opens_at=dt.time(8), closes_at=dt.time(0)),)
    assert (service.minimum_age, service.assured_date) == (12, dt.date(2026, 11, 1))
    assert service.last_modified == dt.datetime(2026, 11, 1, 10, tzinfo=dt.UTC)
    assert to_hsds(service.schedules[0]) == {
        "id": B,
        "freq": "WEEKLY",
        "byday": "MO,FR",
        "opens_at": "08:00",
        "closes_at": "00:00",
    }


@pytest.mark.parametrize(
    "rule",
    [
        {"freq": "MONTHLY", "byday": "2MO"},
        {"freq": "MONTHLY", "byday": "MO"},
        {"freq": "WEEKLY", "byday": "MO", "interval": 2},
        {"freq": "WEEKLY", "byday": "MO", "bymonthday": "1,2,3"},
        {"freq": "WEEKLY", "byday": "MO", "until": "2020-01-01"},
        {"byday": "MO"},
        {"freq": "WEEKLY"},
    ],
)
def test_a_rule_that_is_not_plainly_every_week_opens_no_door(rule: dict[str, object]) -> None:
    schedule = only(SERVICE | {"schedules": [{"id": B} | rule]}).schedules[0]
    assert schedule.weekdays == ()
    assert to_hsds(schedule) == {"id": B} | rule


def test_a_foreign_identifier_becomes_one_of_source_kind_and_id() -> None:
    value = {"id": 12, "name": "Casa", "status": "active", "organization": {"id": "12", "name": "Red"}}
    one, _ = read_json_bytes(json.dumps(value).encode(), source="irc")
    again, _ = read_json_bytes(json.dumps(value).encode(), source="irc")
    other, _ = read_json_bytes(json.dumps(value).encode(), source="unhcr")
    assert one == again
    body = one.services[0].organisation
    assert body is not None
    assert len({one.services[0].id, other.services[0].id, body.id}) == 3


def test_a_reference_by_foreign_identifier_still_finds_its_record() -> None:
    page = {
        "contents": [SERVICE | {"organization_id": "o-1"}],
        "organizations": [{"id": "o-1", "name": "Red"}],
    }
    dataset, _ = read_json_bytes(json.dumps(page).encode(), source="x")
    assert dataset.services[0].organisation_id == dataset.organisations[0].id


def test_what_has_no_field_stays_and_persons_do_not() -> None:
    value = SERVICE | {
        "funding": [{"id": B, "source": "Municipio"}],
        "wait_time": "dos días",
        "assurer_email": "ana@example.org",
        "metadata": [{"id": B, "updated_by": "Ana"}],
        "contacts": [
            {"id": B, "name": "Ana Persona", "email": "ana@example.org", "title": "Recepción"},
            {"id": C, "name": "Luz Persona"},
        ],
        "organization": {"id": C, "name": "Red", "tax_id": "123", "tax_status": "x"},
        "service_at_locations": [
            {
                "id": B,
                "location": {
                    "id": C,
                    "location_type": "physical",
                    "addresses": [{"id": A, "attention": "Ana Persona", "city": "Tulcán", "country": "EC"}],
                },
            }
        ],
    }
    tally = Tally()
    dataset, problems = read_json_bytes(json.dumps(value).encode(), tally=tally)
    assert problems == ()
    assert dict(dataset.services[0].extra) == {
        "funding": [{"id": B, "source": "Municipio"}],
        "wait_time": "dos días",
        "contacts": [{"id": B, "title": "Recepción"}],
    }
    assert tally.left_out == {
        "service.assurer_email": 1,
        "service.metadata": 1,
        "contacts.name": 2,
        "contacts.email": 1,
        "organization.tax_id": 1,
        "organization.tax_status": 1,
        "addresses.attention": 1,
    }
    written = write_json(dataset).decode()
    assert "Persona" not in written
    assert "ana@" not in written


def test_a_tier_in_a_file_is_not_a_tier() -> None:
    service = only(SERVICE | {"tier": 3})
    assert service.tier == 0
    assert service.extra == {"tier": 3}


def test_each_kind_is_written_the_one_way() -> None:
    """The bytes were written by hand, from the standard and the rule: keys sorted, parts by identifier, one a line."""
    service = Service(
        id=B,
        name=" Casa <b>Maíz</b> ",
        organisation=Organisation(id=C, name="Red"),
        assured_date=dt.date(2026, 11, 1),
        minimum_age=18.0,
        phones=(Phone(id=B, number="+593 2"), Phone(id=A, number="+593 1")),
        service_at_locations=(
            ServiceAtLocation(
                id=A,
                location=Location(id=C, latitude=0.5, longitude=-77.0),
                schedules=(Schedule(id=C, weekdays=("SU", "MO"), opens_at=dt.time(8, 30)),),
            ),
        ),
        extra={"wait_time": "dos días"},
    )
    dataset = Dataset(services=(service, Service(id=A, name="Río")), organisations=(Organisation(id=A, name="Sola"),))
    golden = Path(__file__).parents[1] / "golden" / "hsds_small.json"
    assert write_json(dataset) == golden.read_bytes()


def test_an_empty_dataset_is_a_page_too() -> None:
    assert write_json(Dataset()) == (
        b'{"contents":[],\n"empty":true,\n"first_page":true,\n"last_page":true,\n"page_number":1,\n"size":0,\n'
        b'"total_items":0,\n"total_pages":1}\n'
    )
