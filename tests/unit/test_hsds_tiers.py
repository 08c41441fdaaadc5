"""Nothing of a hidden place leaves. The canaries are words and numbers that stand nowhere else."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from amparo.formats.hsds import (
    Accessibility,
    Address,
    Dataset,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    publishable,
    write_datapackage,
    write_json,
    write_ndjson,
)


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


PLACE = Location(
    id=uid(1),
    name="canary-name",
    alternate_name="canary-alternate",
    description="canary-description",
    transportation="canary-bus",
    url="https://canary.example",
    latitude=0.8112345,
    longitude=-77.7187654,
    external_identifier="canary-register",
    addresses=(
        Address(
            id=uid(2),
            address_1="canary-street 5",
            address_2="canary-floor",
            city="Tulcán",
            region="canary-region",
            state_province="Carchi",
            postal_code="canary-code",
            country="EC",
            extra={"landmark": "canary-landmark"},
        ),
    ),
    accessibility=(Accessibility(id=uid(3), description="canary-door"),),
    schedules=(Schedule(id=uid(4), description="canary-hours-1"),),
    phones=(Phone(id=uid(5), number="+593 1"),),
    extra={"photo": "canary-photo"},
)
SERVICE = Service(
    id=uid(10),
    name="Casa Maíz",
    organisation=Organisation(id=uid(11), name="Red", locations=(PLACE,)),
    service_at_locations=(
        ServiceAtLocation(
            id=uid(12),
            location=PLACE,
            description="canary-at",
            schedules=(Schedule(id=uid(13), weekdays=("MO",), opens_at=dt.time(8), notes="canary-hours-2"),),
            extra={"x": "canary-extra"},
        ),
    ),
    service_areas=(ServiceArea(id=uid(14), name="Carchi", extent="canary-extent"),),
    extra={"directions": "canary-directions"},
)
CANARIES = ("canary", "0.8112345", "77.7187654")


def everything_written(dataset: Dataset, folder: Path) -> str:
    write_datapackage(dataset, folder)
    tables = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    return write_json(dataset).decode() + write_ndjson(dataset).decode() + tables


def test_the_control_a_public_service_is_written_whole(tmp_path: Path) -> None:
    written = everything_written(Dataset(services=(SERVICE,)), tmp_path)
    assert all(canary in written for canary in ("canary-street", "canary-hours-1", "canary-hours-2", *CANARIES))


def hidden_place(tier: int) -> Service:
    """The same, where the place and not the service has the tier."""
    place = replace(PLACE, tier=tier)
    at = replace(SERVICE.service_at_locations[0], location=place)
    body = Organisation(id=uid(11), name="Red", locations=(place,))
    return replace(SERVICE, organisation=body, service_at_locations=(at,), extra={}, service_areas=())


def hidden_body() -> Service:
    """The same, where the organisation has the tier."""
    assert SERVICE.organisation
    return replace(SERVICE, organisation=replace(SERVICE.organisation, tier=1))


@pytest.mark.parametrize(
    "service", [replace(SERVICE, tier=1), hidden_place(1), hidden_body()], ids=["service", "place", "body"]
)
def test_tier_one_says_town_and_state_and_no_more(service: Service, tmp_path: Path) -> None:
    written = everything_written(Dataset(services=(service,)), tmp_path)
    assert [canary for canary in CANARIES if canary in written] == []
    assert '"location_type":"redacted"' in written
    assert '"city":"Tulcán"' in written
    assert '"state_province":"Carchi"' in written
    assert "tier" not in written


def test_a_hidden_service_cannot_be_joined_to_its_public_place(tmp_path: Path) -> None:
    public = replace(SERVICE, id=uid(20), service_at_locations=(ServiceAtLocation(id=uid(21), location=PLACE),))
    hidden = publishable(replace(SERVICE, tier=1))
    assert hidden is not None
    place = hidden.service_at_locations[0].location
    assert place is not None
    assert place.id != PLACE.id
    assert place.addresses[0].id != PLACE.addresses[0].id
    assert place.phones == ()
    written = everything_written(Dataset(services=(public, replace(SERVICE, tier=1))), tmp_path)
    assert "canary-street" in written  # of the public one
    rows = (tmp_path / "service_at_location.csv").read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if uid(10) in row and PLACE.id in row] == []


@pytest.mark.parametrize("tier", [2, 3])
def test_tier_two_and_above_is_written_nowhere(tier: int, tmp_path: Path) -> None:
    hidden = replace(SERVICE, tier=tier)
    assert publishable(hidden) is None
    assert write_json(Dataset(services=(hidden,))) == write_json(Dataset())
    assert "Casa Maíz" not in everything_written(Dataset(services=(hidden,)), tmp_path)


def test_a_service_of_an_unnamed_organisation_is_not_written() -> None:
    body = Organisation(id=uid(11), name="canary-body", tier=2)
    inside = replace(SERVICE, organisation=body)
    referring = replace(SERVICE, id=uid(30), organisation=None, organisation_id=uid(11))
    child = Organisation(id=uid(31), name="Otra", parent_organisation_id=uid(11))
    written = write_json(Dataset(services=(inside, referring), organisations=(body, child))).decode()
    assert "canary" not in written
    assert uid(11) not in written
    assert "Otra" in written


def test_a_place_hidden_once_is_hidden_wherever_it_is_repeated() -> None:
    strict = replace(PLACE, tier=2)
    written = write_json(
        Dataset(services=(replace(SERVICE, extra={}, service_areas=()),), locations=(strict,))
    ).decode()
    assert "canary" not in written
    assert "Casa Maíz" in written
