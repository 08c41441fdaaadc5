"""Every page of every list: the envelope as the standard draws it, each of its contents, and the laws of paging."""

import json
from math import ceil
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.integration.test_api import (  # noqa: F401 (fixtures)
    KINDS,
    SPEC,
    _day,
    _town,
    faults,
    get,
    post,
    validators,
)

pytestmark = pytest.mark.django_db(databases=["default"])
ENVELOPE = {
    "total_items": int, "total_pages": int, "page_number": int, "size": int, "first_page": bool, "last_page": bool,
    "empty": bool, "contents": list,
}  # fmt: skip


def lawful(page: Any, *, number: int, per_page: int, total: int) -> list[str]:
    """Where a page breaks a law of paging, a few words each."""
    last = max(1, ceil(total / per_page))
    wanted = {
        "total_items": total, "total_pages": last, "page_number": number, "size": len(page["contents"]),
        "first_page": number == 1, "last_page": number >= last, "empty": not page["contents"],
    }  # fmt: skip
    found = [f"{name} is {page[name]}, not {value}" for name, value in wanted.items() if page[name] != value]
    expected = min(per_page, max(0, total - (number - 1) * per_page))
    return found + ([] if len(page["contents"]) == expected else [f"{len(page['contents'])} records, not {expected}"])


@pytest.mark.usefixtures("_town")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("per_page", [1, 2, 3, 100])
def test_every_page_keeps_the_laws(kind: str, per_page: int) -> None:
    total, number = get(kind)["total_items"], 1
    assert total >= 5
    while number <= min(7, ceil(total / per_page) + 1):  # one more than there are
        page = get(f"{kind}?per_page={per_page}&page={number}")
        assert {name: type(value) for name, value in page.items()} == ENVELOPE
        assert lawful(page, number=number, per_page=per_page, total=total) == []
        number += 1


@pytest.mark.usefixtures("_town")
def test_a_page_that_breaks_a_law_is_seen() -> None:
    page = get("services?per_page=2&page=2") | {"size": 3, "last_page": True, "total_pages": 2}
    broken = lawful(page, number=2, per_page=2, total=6)
    assert broken == ["total_pages is 2, not 3", "size is 3, not 2", "last_page is True, not False"]


@pytest.mark.shared
@pytest.mark.usefixtures("_town")
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_an_envelope_of_the_standard_with_valid_contents(
    kind: str,
    validators: dict[str, Draft202012Validator],  # noqa: F811
) -> None:
    described = json.loads((SPEC / "openapi.json").read_text("utf-8"))["components"]["schemas"]["Page"]
    strict = Draft202012Validator(described | {"required": list(described["properties"])})
    asked = [get(f"{kind}?per_page=3&page={number}") for number in (1, 2, 999)]
    if kind in {"services", "service_at_locations"}:
        asked += [post(kind, {"per_page": 3, "page": number}) for number in (1, 2)] + [post(kind, {"search": "zzzz"})]
    for page in asked:
        assert faults(strict, page) == []
        for one in page["contents"]:
            assert faults(validators[f"{kind} list"], one) == []
    assert asked[2]["empty"]
    assert faults(strict, asked[0] | {"size": "3"}) != []
