"""Merge patches as RFC 7386 says, on its own examples, and what the profile changes."""

from typing import Any

import pytest

from amparo.formats.hsds.profile import PROFILE, merge_patch, merged_schema

# The examples of RFC 7386, appendix A: original, patch, result.
EXAMPLES: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("base", "patch", "expected"), EXAMPLES)
def test_the_examples_of_the_rfc(base: Any, patch: Any, expected: Any) -> None:
    before = repr(base)
    assert merge_patch(base, patch) == expected
    assert repr(base) == before


def test_a_schema_without_a_patch_is_itself() -> None:
    assert merged_schema("phone.json", {"phone.json": {"type": "object"}}) == {"type": "object"}
    with pytest.raises(ValueError, match="name"):
        merged_schema("nobody.json", {})


def test_what_the_profile_changes() -> None:
    base = {
        "service.json": {"required": ["id", "name", "status"], "properties": {"name": {}}},
        "address.json": {"required": ["id", "postal_code"]},
        "location.json": {"properties": {"location_type": {"type": "string", "enum": ["physical"]}}},
        "organization.json": {"properties": {"name": {}, "tax_id": {}, "tax_status": {}}},
    }
    assert merged_schema("service.json", base)["required"] == ["id", "name", "status", "assured_date"]
    assert set(merged_schema("service.json", base)["properties"]) == {"name", "service_capacity"}
    assert "postal_code" not in merged_schema("address.json", base)["required"]
    location_type = merged_schema("location.json", base)["properties"]["location_type"]
    assert location_type == {"type": "string", "enum": ["physical", "postal", "virtual", "redacted"]}
    assert set(merged_schema("organization.json", base)["properties"]) == {"name"}
    assert set(PROFILE) == {*base, "openapi.json"}
