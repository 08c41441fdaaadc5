"""Bringing a list in at the desk: who may, looking before storing, and a file that stays nowhere."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from amparo.commons.audit.models import Act
from amparo.commons.directory.models import Service
from tests.cast import Cast, browser_of
from tests.integration.test_import import counts, service, uid

pytestmark = pytest.mark.django_db(databases=["default"])


def file_of(value: Any, name: str = "lista.json") -> SimpleUploadedFile:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return SimpleUploadedFile(name, data, "application/json")


def hidden(page: str) -> dict[str, str]:
    """What the page carries on."""
    return dict(
        re.findall(r'<input type="hidden" name="(seen|mapping|name|licence|as_of|carried)" value="([^"]*)"', page)
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 200), ("carla", 200), ("berta", 403), ("diana", 403), ("stranger", 302)],
)
def test_who_may_bring_a_list(cast: Cast, who: str, status: int) -> None:
    browser = browser_of(cast.everyone()[who])
    assert browser.get(reverse("desk_import")).status_code == status
    before = counts()
    answer = browser.post(reverse("desk_import"), {"file": file_of([service(1)]), "store": "1"})
    assert answer.status_code == status
    assert counts() == before  # a first press never stores


def test_looking_then_storing(cast: Cast, places_small: dict[str, Any]) -> None:
    browser = browser_of(cast.carla)
    before = counts()
    told = {"name": "Lista de la alcaldía", "licence": "CC0", "as_of": "01/11/2026"}
    page = browser.post(reverse("desk_import"), {"file": file_of([service(1), service(2, status="?")]), **told})
    assert counts() == before
    assert "«?»" in page.text or "“?”" in page.text
    carried = hidden(page.text)
    assert set(carried) == {"seen", "mapping", "name", "licence", "as_of", "carried"}
    stored = browser.post(reverse("desk_import"), carried | {"store": "1"})
    assert stored.status_code == 200
    assert list(Service.objects.values_list("name", "source__code", "source__licence")) == [
        ("Lugar 1", "lista-de-la-alcaldia", "CC0")
    ]
    act = Act.objects.get(verb="services.imported")
    assert act.actor.endswith(f":{cast.carla.reference}")


def test_another_file_is_looked_at_first(cast: Cast, places_small: dict[str, Any]) -> None:
    browser = browser_of(cast.ana)
    seen = hidden(browser.post(reverse("desk_import"), {"file": file_of([service(1)]), "name": "Lista"}).text)["seen"]
    browser.post(reverse("desk_import"), {"file": file_of([service(2)]), "seen": seen, "name": "Lista", "store": "1"})
    assert Service.objects.count() == 0
    browser.post(reverse("desk_import"), {"file": file_of([service(1)]), "seen": seen, "name": "Lista", "store": "1"})
    assert Service.objects.count() == 1


def test_a_bad_file_is_one_sentence_and_no_change(cast: Cast) -> None:
    browser, before = browser_of(cast.ana), counts()
    for data in (b"", b"{", b"PK\x03\x04", json.dumps([service(1)]).encode()[:-9], b"\xff\xfe"):
        page = browser.post(reverse("desk_import"), {"file": file_of(data), "name": "Lista"})
        assert page.status_code == 200
        assert 'name="store"' not in page.text
    big = browser.post(reverse("desk_import"), {"file": file_of(b" " * (5 * 2**20 + 1))})
    assert "import_services" in big.text
    for carried in ("x", "eJw=", "%%%"):
        assert browser.post(reverse("desk_import"), {"carried": carried, "store": "1"}).status_code == 200
    assert counts() == before


def test_an_editor_neither_writes_above_her_tier_nor_learns_of_it(cast: Cast, places_small: dict[str, Any]) -> None:
    from amparo.formats.hsds import to_hsds
    from amparo.formats.hsds.facts import term_of

    secret = service(1)
    secret["attributes"].append({"id": uid(77), "taxonomy_term": to_hsds(term_of("tier", "case_team", "-"))})
    carla = browser_of(cast.carla)

    def bring(browser: Client, value: Any) -> str:
        page = browser.post(reverse("desk_import"), {"file": file_of(value), "name": "Lista"})
        return browser.post(reverse("desk_import"), hidden(page.text) | {"store": "1"}).text

    bring(carla, [secret])
    assert Service.objects.count() == 0
    bring(browser_of(cast.ana), [secret])
    assert Service.objects.get().tier == 3
    page = bring(carla, [service(1, name="Otro")])
    assert Service.objects.get().name == "Lugar 1"
    assert "Lugar 1" not in page
    assert Service.objects.get().tier == 3


def test_a_file_too_large_for_the_memory_of_the_house_is_one_sentence_too(cast: Cast) -> None:
    """Django drops such a file before any form sees it: no file may lie on the disk."""
    handlers = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    with override_settings(FILE_UPLOAD_HANDLERS=handlers, FILE_UPLOAD_MAX_MEMORY_SIZE=5_250_000):
        page = browser_of(cast.ana).post(reverse("desk_import"), {"file": file_of(b" " * 5_300_000), "name": "Lista"})
    assert page.status_code == 200
    assert "import_services" in page.text


def test_a_press_with_nothing_at_all_is_a_sentence(cast: Cast) -> None:
    page = browser_of(cast.ana).post(reverse("desk_import"), {})
    assert page.status_code == 200
    assert 'role="alert"' in page.text
