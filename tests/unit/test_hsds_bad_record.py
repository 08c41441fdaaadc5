"""Every way a record or a field can be wrong: the exact code, the exact place, and its neighbours still read."""

import io
import json

import pytest

from amparo.formats.hsds import Location, Service, Tally, read_json, to_hsds
from tests.unit.test_hsds_bad_file import A, B, C, read, service


def at_location(**location: object) -> list[dict[str, object]]:
    return [{"id": B, "location": {"id": C, "location_type": "physical"} | location}]


# --- a record -------------------------------------------------------------------------------------------------------
RECORDS: list[tuple[str, dict[str, object], tuple[str, str, dict[str, object]]]] = [
    ("no id", {"id": None}, ("missing_field", "#2", {"field": "id"})),
    ("no name", {"name": ""}, ("missing_field", "#2", {"field": "name"})),
    ("no status", {"status": None}, ("missing_field", "#2", {"field": "status"})),
    (
        "status",
        {"status": "abierto"},
        (
            "unknown_code",
            "#2 status",
            {
                "field": "status",
                "value": "abierto",
                "allowed": ("active", "inactive", "defunct", "temporarily closed"),
            },
        ),
    ),
    ("31 February", {"assured_date": "2024-02-31"}, ("no_such_date", "#2 assured_date", {"value": "2024-02-31"})),
    ("31/02", {"assured_date": "31/02/2024"}, ("no_such_date", "#2 assured_date", {"value": "31/02/2024"})),
    ("28/02", {"assured_date": "28/02/2024"}, ("not_iso_date", "#2 assured_date", {"value": "28/02/2024"})),
    (
        "a day inside",
        {"schedules": [{"id": B}, {"id": C, "valid_from": "2023-04-31"}]},
        ("no_such_date", "#2 schedules[2].valid_from", {"value": "2023-04-31"}),
    ),
    (
        "a day we only keep",
        {"schedules": [{"id": B, "until": "2023-04-31"}]},
        ("no_such_date", "#2 schedules[1].until", {"value": "2023-04-31"}),
    ),
    (
        "hour",
        {"schedules": [{"id": B, "opens_at": "25:00"}]},
        ("no_such_time", "#2 schedules[1].opens_at", {"value": "25:00"}),
    ),
    (
        "number",
        {"minimum_age": "doce"},
        ("wrong_type", "#2 minimum_age", {"field": "minimum_age", "expected": "number"}),
    ),
    (
        "text NaN",
        {"minimum_age": "NaN"},
        ("wrong_type", "#2 minimum_age", {"field": "minimum_age", "expected": "number"}),
    ),
    (
        "a list for a text",
        {"description": [1]},
        ("wrong_type", "#2 description", {"field": "description", "expected": "text"}),
    ),
    ("a text for a list", {"phones": "911"}, ("wrong_type", "#2 phones", {"field": "phones", "expected": "list"})),
    (
        "swapped: Tulcán",
        {"service_at_locations": at_location(latitude=-77.72, longitude=0.81)},
        (
            "swapped_coordinates",
            "#2 service_at_locations[1].location.latitude",
            {"latitude": -77.72, "longitude": 0.81, "suggested_latitude": 0.81, "suggested_longitude": -77.72},
        ),
    ),
    (
        "swapped: Montevideo, whose mirror image one box would take",
        {"service_at_locations": at_location(latitude=-56.16, longitude=-34.9)},
        (
            "swapped_coordinates",
            "#2 service_at_locations[1].location.latitude",
            {"latitude": -56.16, "longitude": -34.9, "suggested_latitude": -34.9, "suggested_longitude": -56.16},
        ),
    ),
    ("the same id", {"id": B}, ("duplicate_id", "#2", {"id": B, "first_record": 1})),
]


@pytest.mark.parametrize(("more", "expected"), [case[1:] for case in RECORDS], ids=[case[0] for case in RECORDS])
def test_a_wrong_record_is_refused_and_its_neighbours_are_read(
    more: dict[str, object], expected: tuple[str, str, dict[str, object]]
) -> None:
    found, problems = read([service(B), service(A) | more, service(C)])
    assert [record.id for record in found] == [B, C]
    assert problems == [expected]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(19.43, -99.13), (-34.9, -56.16), (-54.8, -68.3), (64.1, -51.7), (51.5, -0.12), (-33.87, 151.2), (4.65, -74.05)],
    ids=["Ciudad de México", "Montevideo", "Ushuaia", "Nuuk", "London", "Sydney", "Bogotá"],
)
def test_a_right_pair_is_never_called_swapped(latitude: float, longitude: float) -> None:
    found, problems = read([service(service_at_locations=at_location(latitude=latitude, longitude=longitude))])
    assert problems == []
    assert isinstance(found[0], Service)
    place = found[0].service_at_locations[0].location
    assert isinstance(place, Location)
    assert (place.latitude, place.longitude) == (latitude, longitude)


def test_one_organisation_that_says_a_service_twice() -> None:
    found, problems = read([{"id": C, "name": "Red", "services": [service(A), service(A)]}])
    assert len(found) == 1
    assert problems == [("duplicate_id", "#1 services[2]", {"id": A, "first_record": 1})]


def organisation(identifier: str, parent: str) -> dict[str, object]:
    return {"id": identifier, "name": "Casa", "parent_organization_id": parent}


def test_organisations_that_are_each_others_parent_are_refused() -> None:
    page = {"organizations": [organisation(A, B), organisation(B, C), organisation(C, A)]}
    found, problems = read(page)
    assert [record.id for record in found] == [A, B]
    assert problems == [("cyclic", "#3", {"kind": "organization", "ids": (C, A, B)})]


def test_an_organisation_that_is_its_own_parent_is_refused_inside_a_service_too() -> None:
    found, problems = read([service(A, organization=organisation(B, B))])
    assert found == []
    assert problems == [("cyclic", "#1 organization", {"kind": "organization", "ids": (B,)})]


def test_terms_in_a_circle_are_refused() -> None:
    terms = [{"id": A, "name": "a", "parent_id": B}, {"id": B, "name": "b", "parent_id": A}]
    found, problems = read({"taxonomy_terms": terms})
    assert [record.id for record in found] == [A]
    assert problems == [("cyclic", "#2", {"kind": "taxonomy_term", "ids": (B, A)})]


def test_places_in_a_circle_are_refused() -> None:
    places = [
        {"id": A, "location_type": "physical", "parent_location_id": B},
        {"id": B, "location_type": "physical", "parent_location_id": A},
    ]
    found, problems = read(places)
    assert [record.id for record in found] == [A]
    assert problems == [("cyclic", "#2", {"kind": "location", "ids": (B, A)})]


def test_what_is_no_record_says_what_was_found() -> None:
    assert read([7, {"version": "3.0"}]) == (
        [],
        [("not_hsds", "#1", {"found": "int"}), ("not_hsds", "#2", {"found": "version"})],
    )


# --- a field --------------------------------------------------------------------------------------------------------
NAMES = [
    ("Casa <b>Maíz</b>", "Casa Maíz"),
    ("<script>alert(1)</script>Casa", "Casa"),
    ("Casa &lt;img src=x onerror=alert(1)&gt; Maíz", "Casa Maíz"),
    ("Casa <img src=x onerror=", "Casa"),
    ("Salud &amp; vida", "Salud & vida"),
]


@pytest.mark.parametrize(("written", "kept"), NAMES)
def test_markup_in_a_name_is_mended_and_said(written: str, kept: str) -> None:
    found, problems = read([service(name=written)])
    assert [record.name for record in found] == [kept]
    assert problems == [("html_in_name", "#1 name", {"field": "name", "kept": kept})]


def test_a_name_of_nothing_but_markup_is_no_name() -> None:
    found, problems = read([service(name="<br>")])
    assert found == []
    assert problems == [("missing_field", "#1", {"field": "name"})]


@pytest.mark.parametrize("name", ["Menos < más", "Tú & yo", "a<3"])
def test_an_honest_name_is_left_alone(name: str) -> None:
    found, problems = read([service(name=name)])
    assert [record.name for record in found] == [name]
    assert problems == []


def test_control_characters_are_mended_wherever_they_stand() -> None:
    found, problems = read([service(name="Ca\u0000sa\u202e", codigo="a\u0000b")])
    assert [(record.name, record.extra) for record in found] == [("Casa", {"codigo": "ab"})]
    assert [(code, where) for code, where, _ in problems] == [
        ("control_characters", "#1 name"),
        ("control_characters", "#1 codigo"),
    ]


def test_a_phone_without_a_number_is_dropped_and_said() -> None:
    found, problems = read([service(phones=[{"id": B}, {"id": C, "number": "+503 0"}])])
    assert [phone.number for record in found for phone in record.phones] == ["+503 0"]
    assert problems == [("missing_part", "#1 phones[1]", {"part": "phones", "field": "number"})]


def test_a_part_without_an_identifier_gets_the_same_one_every_time() -> None:
    first, problems = read([service(phones=[{"number": "+503 0"}])])
    second, _ = read([service(phones=[{"number": "+503 0"}])])
    assert first == second
    assert [(code, where) for code, where, _ in problems] == [("missing_id", "#1 phones[1]")]


def test_a_rule_that_is_not_of_the_standard_is_kept_unread() -> None:
    found, problems = read([service(schedules=[{"id": B, "freq": "DAILY", "byday": "MO"}])])
    assert [(s.weekdays, dict(s.extra)) for r in found for s in r.schedules] == [((), {"freq": "DAILY", "byday": "MO"})]
    assert problems == [("unreadable_rule", "#1 schedules[1].freq", {"field": "freq", "value": "DAILY"})]


def test_coordinates_that_no_map_has_are_kept_aside() -> None:
    found, problems = read([service(service_at_locations=at_location(latitude=100, longitude=101))])
    places = [at.location for record in found for at in record.service_at_locations]
    assert [(place.latitude, dict(place.extra)) for place in places] == [
        (None, {"latitude": 100.0, "longitude": 101.0})
    ]
    assert [code for code, _, _ in problems] == ["impossible_coordinates"]


def test_the_tally_counts_each_side() -> None:
    tally = Tally()
    data = [service(A), service(B, name="<i>x</i>"), service(A), service(C, metadata=[{}, {}], assurer_email="a@b.c")]
    list(read_json(io.BytesIO(json.dumps(data).encode()), tally=tally))
    assert tally.read == {"service": 3}
    assert tally.refused == {"duplicate_id": 1}
    assert tally.mended == {"html_in_name": 1}
    assert tally.left_out == {"service.metadata": 2, "service.assurer_email": 1}


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " JaVa\tScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.example"],
)
def test_what_is_no_address_of_the_web_is_left_out_and_counted(address: str) -> None:
    organisation = {"id": "b", "name": "Red", "website": address, "contacts": [{"id": "c", "url": address}]}
    whole = {"id": "a", "name": "Casa", "status": "active", "url": address, "organization": organisation}
    tally = Tally()
    found = list(read_json(io.BytesIO(json.dumps(whole).encode()), source="x", tally=tally))
    assert tally.mended["not_a_link"] == 3
    record = next(one for one in found if isinstance(one, Service))
    assert "alert(1)" not in str(record)
    assert (record.url, record.organisation and record.organisation.website) == ("", "")


@pytest.mark.parametrize(
    "address", ["https://a.example/x", "HTTP://A.example", "www.a.example", "a.example:8080/x", ""]
)
def test_an_address_of_the_web_stays(address: str) -> None:
    whole = {"id": "a", "name": "Casa", "status": "active", "url": address}
    found = list(read_json(io.BytesIO(json.dumps(whole).encode()), source="x"))
    assert [one.url for one in found if isinstance(one, Service)] == [address]


def test_what_is_no_address_of_the_web_is_never_written() -> None:
    written = to_hsds(Service(id="a", name="Casa", url="javascript:x()", extra={"programs": [{"uri": "data:x"}]}))
    assert "javascript" not in str(written)
    assert "data:" not in str(written)


def test_a_term_that_is_said_again_is_looked_at_again_where_there_was_something_to_say() -> None:
    def said(identifier: str, name: str, **more: object) -> dict[str, object]:
        term = {"id": "f0000000-0000-4000-8000-000000000001", "name": name, "code": "x"} | more
        return service(identifier, attributes=[{"id": B, "taxonomy_term": term}])

    found, problems = read([said(A, "<b>Comida</b>"), said(B, "<b>Comida</b>"), said(C, "Comida", code=1)])
    assert [(code, where) for code, where, _ in problems] == [
        ("html_in_name", "#1 attributes[1].taxonomy_term.name"), ("html_in_name", "#2 attributes[1].taxonomy_term.name")
    ]  # fmt: skip
    terms = [one.attributes[0].taxonomy_term for one in found if isinstance(one, Service)]
    assert [(term.name, term.code) for term in terms if term] == [("Comida", "x"), ("Comida", "x"), ("Comida", "1")]
    plain, metadata = said(A, "Comida"), said(B, "Comida", metadata="changed by someone")
    tally = Tally()
    list(read_json(io.BytesIO(json.dumps([metadata, plain, metadata | {"id": C}]).encode()), source="x", tally=tally))
    assert tally.left_out == {"taxonomy_term.metadata": 2}
