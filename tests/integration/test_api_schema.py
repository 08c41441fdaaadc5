"""The schemas that the house itself hands out: each stands alone, and what the house emits is valid under it."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from tests.integration.test_api import _day, _town, faults, get  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(databases=["default"])
FILES = {
    "services": "service.json", "service_at_locations": "service_at_location.json",
    "organizations": "organization.json",
    "taxonomies": "taxonomy.json", "taxonomy_terms": "taxonomy_term.json",
}  # fmt: skip


def validator(name: str) -> Draft202012Validator:
    """The schema as any program finds it: from the root, by its address."""
    where = get("schema/")["schemas"][name]
    told = Client().get(where).json()
    assert told["$id"] == where
    Draft202012Validator.check_schema(told)
    return Draft202012Validator(told, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_root_leads_to_every_schema() -> None:
    assert Client().get(get("")["schema"]).json()["schemas"].keys() == set(FILES.values())
    assert Client().get("/hsds/schema/nothing.json").status_code == 404


@pytest.mark.usefixtures("_town")
@pytest.mark.parametrize("kind", FILES)
def test_what_is_emitted_is_valid_under_the_schema_of_the_house(kind: str) -> None:
    ours, checked = validator(FILES[kind]), 0
    for one in get(f"{kind}?per_page=30")["contents"]:
        assert faults(ours, get(f"{kind}/{one['id']}")) == []
        checked += 1
    assert checked >= 5
    whole: dict[str, Any] = get(f"{kind}/{get(kind)['contents'][0]['id']}")
    assert faults(ours, whole | {"id": "not an identifier"}) != []
    assert faults(ours, {key: value for key, value in whole.items() if key != "id"}) != []


def test_no_reference_of_a_schema_leads_out_of_it() -> None:
    for name in FILES.values():
        text = Client().get(f"/hsds/schema/{name}").content.decode()
        assert "#/components/" not in text
        assert text.count('"$ref"') >= 1
