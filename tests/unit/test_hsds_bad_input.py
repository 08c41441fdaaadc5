"""Every way a file can be wrong: the exact code, the exact place, and the good records beside it still read."""

import io
import json
import re
from pathlib import Path

import pytest

from amparo.formats import hsds
from amparo.formats.hsds import PROBLEM_CODES, Limits, Location, Problem, Service, Tally, read_json

A = "11111111-1111-4111-8111-111111111111"
B = "22222222-2222-4222-8222-222222222222"
C = "33333333-3333-4333-8333-333333333333"


def service(identifier: str = A, **more: object) -> dict[str, object]:
    return {"id": identifier, "name": "Casa Maíz", "status": "active"} | more


def read(data: object, **limits: int) -> tuple[list[object], list[tuple[str, str, dict[str, object]]]]:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    found = list(read_json(io.BytesIO(raw), source="test", limits=Limits(**limits)))
    problems = [(p.code, str(p.where), dict(p.params)) for p in found if isinstance(p, Problem)]
    return [each for each in found if not isinstance(each, Problem)], problems


def at_location(**location: object) -> list[dict[str, object]]:
    return [{"id": B, "location": {"id": C, "location_type": "physical"} | location}]


# --- the file -------------------------------------------------------------------------------------------------------
WHOLE_FILES: list[tuple[str, bytes, tuple[str, str, dict[str, object]]]] = [
    ("nothing", b"", ("empty_file", "", {})),
    ("blanks", b" \n\n ", ("empty_file", "", {})),
    ("latin-1", '[\n{"name": "Niñas"}]'.encode("latin-1"), ("wrong_encoding", "L2", {"encoding": "latin-1"})),
    ("windows", '[{"name": "“Sí”"}]'.encode("cp1252"), ("wrong_encoding", "L1", {"encoding": "windows-1252"})),
    ("utf-16 marked", "[{}]".encode("utf-16"), ("wrong_encoding", "L1", {"encoding": "utf-16"})),
    ("utf-16 bare", "[{}]".encode("utf-16-le"), ("wrong_encoding", "L1", {"encoding": "utf-16"})),
    ("utf-32", "[{}]".encode("utf-32"), ("wrong_encoding", "L1", {"encoding": "utf-32"})),
    ("NaN", b'[{"latitude": NaN}]', ("not_a_number", "#1 L1", {"value": "NaN"})),
    ("infinity", b'[{"latitude": -Infinity}]', ("not_a_number", "#1 L1", {"value": "-Infinity"})),
    ("overflow", b'[{"latitude": 1e999}]', ("not_a_number", "#1 L1", {"value": "1e999"})),
    ("not json", b"<html></html>", ("not_json", "#1 L1", {"detail": "invalid char in json text."})),
    ("cut", b'[\n{"id": "a", "na', ("truncated", "#1 L2", {})),
    ("cut in a letter", '[{"name": "ñ'.encode()[:-1], ("truncated", "L1", {})),
]


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in WHOLE_FILES], ids=[case[0] for case in WHOLE_FILES])
def test_a_broken_file_is_refused_with_its_reason_and_place(
    data: bytes, expected: tuple[str, str, dict[str, object]]
) -> None:
    assert read(data) == ([], [expected])


def test_a_byte_order_mark_of_utf_8_is_no_problem() -> None:
    found, problems = read(b"\xef\xbb\xbf" + json.dumps([service()]).encode())
    assert len(found) == 1
    assert problems == []


def test_what_came_before_the_cut_is_kept() -> None:
    whole = json.dumps([service(A), service(B)]).encode()
    found, problems = read(whole[:-10])
    assert [record.id for record in found] == [A]
    assert problems == [("truncated", "#2 L1", {})]


def test_depth_is_refused_by_the_limit_and_never_by_the_interpreter() -> None:
    deep = b'[{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]"
    assert read(deep) == ([], [("too_deep", "#1", {"limit": 40})])


def test_one_value_too_long_is_refused() -> None:
    data = json.dumps([service(description="x" * 300_000)]).encode()
    assert read(data, value_bytes=100_000)[1] == [("too_large", "#1 L1", {"what": "value_bytes", "limit": 100_000})]


def test_one_record_with_too_many_values_is_refused() -> None:
    data = [service(tags=[0] * 600)]
    assert read(data, record_values=500)[1] == [("too_large", "#1", {"what": "record_values", "limit": 500})]


def test_a_file_over_the_limit_is_refused() -> None:
    data = json.dumps([service(A), service(B)]).encode() + b" " * 70_000
    found, problems = read(data, file_bytes=66_000)
    assert problems[-1] == ("too_large", "#3", {"what": "file_bytes", "limit": 66_000})
    assert len(found) == 2


class Repeated(io.RawIOBase):
    """A stream of one piece again and again, 100 MB of it, that counts how much was asked for."""

    def __init__(self, piece: bytes) -> None:
        self.piece = piece
        self.given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.given >= 100_000_000:
            return b""
        data = (self.piece * (size // len(self.piece) + 1))[: max(size, 0)]
        self.given += len(data)
        return data


@pytest.mark.parametrize(
    "piece", [b"\0", b"x", b"[", b'{"a":', b" ", b"[]", b'"', b"1 ", b"{}\n", b"\xff", b'"a",'], ids=repr
)
def test_a_hundred_megabytes_of_garbage_are_refused_after_two(piece: bytes) -> None:
    stream = Repeated(piece)
    problems = [found for found in read_json(stream) if isinstance(found, Problem)]
    assert problems[-1].stops
    assert stream.given < 2_000_000


def test_a_file_with_nothing_but_problems_is_given_up() -> None:
    found, problems = read([{"id": A}] * 50, problems=10)
    assert found == []
    assert len(problems) == 11
    assert problems[-1] == ("too_many_problems", "#10", {"limit": 10})


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
    ("text NaN", {"minimum_age": "NaN"}, ("wrong_type", "#2 minimum_age", {"field": "minimum_age", "expected": "number"})),
    ("a list for a text", {"description": [1]}, ("wrong_type", "#2 description", {"field": "description", "expected": "text"})),
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
    assert [(place.latitude, dict(place.extra)) for place in places] == [(None, {"latitude": 100.0, "longitude": 101.0})]
    assert [code for code, _, _ in problems] == ["impossible_coordinates"]


def test_the_tally_counts_each_side() -> None:
    tally = Tally()
    data = [service(A), service(B, name="<i>x</i>"), service(A), service(C, metadata=[{}, {}], assurer_email="a@b.c")]
    list(read_json(io.BytesIO(json.dumps(data).encode()), tally=tally))
    assert tally.read == {"service": 3}
    assert tally.refused == {"duplicate_id": 1}
    assert tally.mended == {"html_in_name": 1}
    assert tally.left_out == {"service.metadata": 2, "service.assurer_email": 1}


def codes_used_in_source() -> set[str]:
    used: set[str] = set()
    for path in Path(hsds.__file__).parent.glob("*.py"):
        for first, second in re.findall(r'code="([a-z_]+)"|_mend\("([a-z_]+)"', path.read_text(encoding="utf-8")):
            used.add(first or second)
    return used


def test_every_code_of_the_contract_is_used_and_every_used_code_is_in_it() -> None:
    assert codes_used_in_source() | {"not_iso_date"} == set(PROBLEM_CODES)


def test_a_problem_without_its_params_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="params"):
        Problem(code="no_such_date")
    with pytest.raises(ValueError, match="code"):
        Problem(code="something_else")
