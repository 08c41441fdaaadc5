"""The official HSDS 3.0 examples and schemas (Open Referral, CC BY-SA 4.0), read from beside the project.

Provenance: openreferral/specification, branch 3.0. They are not part of this project; where they are not there, each
of these tests is skipped by its name.
"""

import datetime as dt
import filecmp
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from amparo.formats.hsds import (
    Address,
    Dataset,
    Organisation,
    Tally,
    as_dataset,
    read_datapackage,
    read_json,
    read_json_bytes,
    to_hsds,
    write_datapackage,
    write_json,
)
from amparo.formats.hsds.facts import terms, with_facts
from amparo.formats.hsds.profile import merged_schema
from tests.unit.test_hsds_facts import CODES, FACTS
from tests.unit.test_hsds_tiers import SERVICE

pytestmark = pytest.mark.shared

HSDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "hsds"
EXAMPLES = HSDS / "examples-3.0"
# base.json describes an API and tabular.json is the tables in one file: neither is a record.
NO_RECORDS = {"base.json", "tabular.json"}
RECORDS = (
    "location.json",
    "organization_full.json",
    "organization_list.json",
    "service_at_location_full.json",
    "service_at_location_list.json",
    "service_full.json",
    "service_list.json",
    "taxonomy.json",
    "taxonomy_list.json",
    "taxonomy_term.json",
    "taxonomy_term_list.json",
)


def read(name: str) -> tuple[Dataset, tuple[Any, ...], Tally]:
    tally = Tally()
    with (EXAMPLES / name).open("rb") as stream:
        dataset, problems = as_dataset(read_json(stream, tally=tally))
    return dataset, problems, tally


def test_no_example_is_forgotten_here() -> None:
    assert {path.name for path in EXAMPLES.glob("*.json")} == {*RECORDS, *NO_RECORDS}


@pytest.mark.parametrize("name", RECORDS)
def test_an_official_example_is_read_without_a_refusal_and_is_stable(name: str) -> None:
    dataset, problems, tally = read(name)
    assert sum(tally.read.values()) == 1
    assert tally.refused == {}
    # The examples place a civic centre at latitude 100. That is said, and kept.
    assert {problem.code for problem in problems} <= {"impossible_coordinates"}
    once = write_json(dataset)
    again, _ = read_json_bytes(once)
    assert write_json(again) == once


OMITTED = {"metadata", "assurer_email", "attention", "tax_id", "tax_status"}


def compared(value: Any, key: str = "") -> Any:
    """What must still be there: everything but the named omissions, with hours and lists in one spelling."""
    if isinstance(value, dict):
        left_out = OMITTED | ({"name", "email"} if key == "contacts" else set())
        kept = {name: compared(inside, name) for name, inside in value.items() if name not in left_out}
        return kept
    if isinstance(value, list):
        return sorted((compared(item, key) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    if key in ("opens_at", "closes_at"):
        return str(value).removesuffix(":00") if str(value).count(":") == 2 else value
    if key == "last_modified":
        return dt.datetime.fromisoformat(str(value)).isoformat()
    return value


def test_everything_of_the_full_service_is_still_there() -> None:
    sent = json.loads((EXAMPLES / "service_full.json").read_text(encoding="utf-8"))
    dataset, _, _ = read("service_full.json")
    written = json.loads(write_json(dataset))["contents"][0]
    assert compared(written) == compared(sent)


def test_everything_of_the_full_organisation_is_still_there() -> None:
    sent = json.loads((EXAMPLES / "organization_full.json").read_text(encoding="utf-8"))
    dataset, _, _ = read("organization_full.json")
    services = json.loads(write_json(dataset))["contents"]
    organisation = services[0].pop("organization")
    assert compared(organisation | {"services": services}) == compared(sent)


def test_the_official_tables_are_read_and_written_again(tmp_path: Path) -> None:
    tally = Tally()
    dataset, problems = as_dataset(read_datapackage(EXAMPLES / "csv", tally=tally))
    assert tally.refused == {}
    assert tally.read == {"service": 1, "taxonomy": 1, "taxonomy_term": 1}
    # The example attribute hangs from a record that no table holds.
    assert [problem.code for problem in problems] == ["orphan_row", "impossible_coordinates"]
    assert tally.left_out == {
        "organization.tax_id": 1,
        "organization.tax_status": 1,
        "service.assurer_email": 1,
        "contacts.name": 1,
        "contacts.email": 1,
        "addresses.attention": 1,
        "metadata": 1,
    }
    service = dataset.services[0]
    assert (len(service.phones), len(service.languages), len(service.cost_options)) == (1, 1, 1)
    assert sorted(service.extra) == [
        "accreditations",
        "contacts",
        "fees",
        "funding",
        "licenses",
        "program",
        "wait_time",
    ]
    write_datapackage(dataset, tmp_path / "one")
    again, _ = as_dataset(read_datapackage(tmp_path / "one"))
    write_datapackage(again, tmp_path / "two")
    names = [path.name for path in (tmp_path / "one").iterdir()]
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", names, shallow=False) == (names, [], [])


@pytest.fixture(scope="module")
def validators() -> dict[str, Draft202012Validator]:
    """A validator for each schema of the standard, after our merge patches, that follows references among them."""
    base = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (HSDS / "spec-3.0").glob("*.json")}
    merged = {name: merged_schema(name, base) for name in base}
    resources = [(name, Resource.from_contents(schema, DRAFT202012)) for name, schema in merged.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    checker = Draft202012Validator.FORMAT_CHECKER
    return {n: Draft202012Validator(s, registry=registry, format_checker=checker) for n, s in merged.items()}


def faults(validator: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def checked_service() -> Any:
    return replace(with_facts(SERVICE, FACTS, CODES), assured_date=dt.date(2026, 11, 1))


@pytest.mark.parametrize("tier", [0, 1])
def test_what_we_write_is_valid_under_the_profile(validators: dict[str, Draft202012Validator], tier: int) -> None:
    page = json.loads(write_json(Dataset(services=(replace(checked_service(), tier=tier),))))
    assert faults(validators["service.json"], page["contents"][0]) == []


def test_the_official_service_is_valid_when_we_write_it_again(validators: dict[str, Draft202012Validator]) -> None:
    dataset, _, _ = read("service_full.json")
    page = json.loads(write_json(dataset))
    assert faults(validators["service.json"], page["contents"][0]) == []


def test_our_lists_are_valid(validators: dict[str, Draft202012Validator]) -> None:
    for term in terms(CODES):
        assert faults(validators["taxonomy_term.json"], to_hsds(term)) == []
        assert faults(validators["taxonomy.json"], to_hsds(term)["taxonomy_detail"]) == []


def test_the_validator_bites_where_the_profile_says(validators: dict[str, Draft202012Validator]) -> None:
    unchecked = to_hsds(SERVICE)
    assert any(
        "'assured_date' is a required property" in fault for fault in faults(validators["service.json"], unchecked)
    )
    wrong = to_hsds(checked_service()) | {"status": "abierto"}
    assert any("'abierto' is not one of" in fault for fault in faults(validators["service.json"], wrong))
    assert faults(validators["location.json"], {"id": SERVICE.id, "location_type": "redacted"}) == []
    assert faults(validators["location.json"], {"id": SERVICE.id, "location_type": "secret"}) != []


def test_an_address_of_which_little_is_known_is_valid(validators: dict[str, Draft202012Validator]) -> None:
    address = to_hsds(Address(id=SERVICE.id, city="Tulcán", country="EC"))
    assert faults(validators["address.json"], address) == []
    assert faults(validators["organization.json"], to_hsds(Organisation(id=SERVICE.id, name="Red"))) == []


def test_the_profile_takes_tax_data_away(validators: dict[str, Draft202012Validator]) -> None:
    base = json.loads((HSDS / "spec-3.0" / "organization.json").read_text(encoding="utf-8"))
    assert {"tax_id", "tax_status"} <= set(base["properties"])
    assert {"tax_id", "tax_status"} & set(validators["organization.json"].schema["properties"]) == set()


def test_the_tables_have_the_columns_of_the_standard(tmp_path: Path) -> None:
    """Our tables are the standard's, less the columns that are never taken and the two tables that name staff."""
    package = json.loads((HSDS / "spec-3.0" / "datapackage.json").read_text(encoding="utf-8"))
    theirs = {r["path"]: [field["name"] for field in r["schema"]["fields"]] for r in package["resources"]}
    write_datapackage(Dataset(), tmp_path)
    ours = {path.name: path.read_text(encoding="utf-8").strip().split(",") for path in tmp_path.glob("*.csv")}
    assert set(theirs) - set(ours) == {"metadata.csv", "meta_table_descriptions.csv"}
    left_out = {
        "organizations.csv": {"tax_id", "tax_status"},
        "services.csv": {"assurer_email"},
        "contacts.csv": {"name", "email"},
        "addresses.csv": {"attention"},
    }
    for name, columns in ours.items():
        assert columns == [column for column in theirs[name] if column not in left_out.get(name, set())]
