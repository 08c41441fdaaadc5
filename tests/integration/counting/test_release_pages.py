"""The pages of the release door: what waits for whom, why a button cannot be pressed, and what a checker sees."""

import re
from typing import Any

import pytest
from django.urls import reverse

from amparo.doors.release.models import Request
from amparo.doors.release.views import requests as request_pages
from amparo.doors.release.views import words as word_pages
from amparo.publications import queries as published
from tests.cast import Cast, browser_of, make_beside
from tests.release_house import DUE, TODAY, brought

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def iris(cast: Cast) -> Any:
    """Paid, and of a peer organisation."""
    return make_beside(cast)["iris"]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The day where the house stands, as the pages ask for it."""
    day = [TODAY]
    for module in (request_pages, word_pages):
        monkeypatch.setattr(module, "today_here", lambda: day[0])
    return day


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_from_asking_to_the_page_of_the_edition(cast: Cast, iris: Any, today: list[Any]) -> None:
    brought()
    diana, elena, fabia, reader = (browser_of(each) for each in (cast.diana, cast.elena, cast.fabia, iris))
    made = diana.post(reverse("release_ask", args=["harm"]), {"period": "2026-11"}, follow=True)
    (request,) = Request.objects.all()
    page = text(made)
    assert "Tú no puedes revisar esta tabla" in page
    assert 'title="Tú pediste esta tabla' in page
    assert "Pueden: Elena, Fabia." in page
    assert "Ninguna." in page
    for client in (elena, fabia):
        seen = text(client.get(reverse("release_request", args=[request.reference])))
        assert "Qué intentó el ataque" in seen
        client.post(reverse("release_check", args=[request.reference]), {"seen": Request.objects.get().digest})
    for client in (elena, reader):
        words = text(client.get(reverse("release_request", args=[request.reference])))
        assert "personas permitieron contar" in words
        client.post(reverse("release_read", args=[request.reference]), {"seen": Request.objects.get().words_digest})
    assert "Sale treinta días después" in text(fabia.get(reverse("release_request", args=[request.reference])))
    assert fabia.post(reverse("release_out", args=[request.reference])).status_code == 403
    today[0] = DUE
    fabia.post(reverse("release_out", args=[request.reference]))
    (edition,) = published.editions()
    page = text(reader.get(reverse("release_edition", args=[edition.reference])))
    assert page.count("data-figure") >= 66
    assert "<button disabled" in page
