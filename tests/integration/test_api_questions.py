"""Questions that the interface cannot answer: one sentence each, and never an error of the house."""

import pytest
from django.test import Client

from tests.integration.test_api import get

pytestmark = pytest.mark.django_db(databases=["default"])
BAD = (
    "page=0", "page=-1", "page=x", "page=99999999999999999999", "per_page=101", "per_page=", "format=xml", "full=yes",
    "taxonomy_term_id=food", "organization_id=1", "modified_after=31/02/2026", "modified_after=2026-02-31", "nada=1",
    "page=1&page=2", "search=%00", f"search={'a' * 101}", "minimal=1", "modified_after=9999-12-31T23:00:00",
)  # fmt: skip


@pytest.mark.parametrize("query", BAD)
def test_a_question_that_is_not_understood_gets_one_sentence(query: str) -> None:
    said = get(f"services?{query}", 400)
    assert set(said) == {"error"}
    assert said["error"].endswith(".")


@pytest.mark.parametrize("query", ["postcode=040101", "proximity=100"])
def test_there_is_no_search_by_postal_code(query: str) -> None:
    assert "código postal" in get(f"service_at_locations?{query}", 400)["error"]


def test_bodies_that_are_no_question() -> None:
    client = Client()
    for body in (b"[]", b"{", b"\xff\xfe", b"1", b"[" * 5000, b'{"page": true}', b'{"search": {"a": 1}}',
                 b'{"full": null}', b'{"taxonomy_term_id": [[]]}',
                 b'{"search": "' + b"a" * 20_000 + b'"}'):  # fmt: skip
        answer = client.post("/hsds/services/search", body, content_type="application/json")
        assert (answer.status_code, set(answer.json())) == (400, {"error"}), body


def test_another_method_and_another_page_are_refused() -> None:
    assert Client().post("/hsds/services").status_code == 405
    assert Client().get("/hsds/services/search").status_code == 405
    assert Client().delete("/hsds/").status_code == 405
    foreign = Client().post(
        "/hsds/services/search", "{}", content_type="application/json", headers={"Origin": "https://x.example"}
    )
    assert foreign.status_code == 403
