"""The pages of the release door: what waits for whom, why a button cannot be pressed, and what a checker sees."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from amparo.commons import clock
from amparo.doors.release import actions
from amparo.doors.release.models import Request
from amparo.doors.release.queries import pages
from amparo.formats.plans import plan
from amparo.publications import queries as published
from tests.cast import Cast, browser_of, make_beside
from tests.release_house import DUE, TODAY, asked, brought

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


@pytest.fixture
def iris(cast: Cast) -> Any:
    """Paid, and of a peer organisation."""
    return make_beside(cast)["iris"]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The day of the organisation, as the pages ask for it; a test puts another one in."""
    day = [TODAY]
    monkeypatch.setattr(clock, "source", lambda: clock.at(day[0], 12))
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
    figures = published.figures(edition).values()
    shown = {each.reference for each in figures if each.kind != "hidden"}
    assert set(re.findall(r'class="figure" data-figure="(\w+)"', page)) == shown
    assert len(shown) < len(figures) >= 66
    assert "<b>No se muestra:</b>" in page
    assert "<button disabled" in page


def test_what_is_shown_may_be_named_in_a_sentence_and_what_is_hidden_may_not(cast: Cast) -> None:
    brought()
    of = asked(cast)
    cells = json.loads(of.cells)
    shown = [label for label, value, _why, stands in cells if (value, stands) != (None, None)]
    assert 0 < len(shown) < len(cells)
    offered = pages.places(plan("harm"), of)
    assert len(offered) == len(shown)
    assert all(re.fullmatch(r"\{\w+:[\w.,-]+\}", place) and re.search(r"\d", value) for place, value in offered), (
        offered
    )


KEPT = {"figures", "editions", "attackers", "deduced", "exact", "organisations", "nearest"}
NEAREST = {"edition", "label", "attackers", "span", "width"}


def test_what_the_attack_on_a_refused_table_tried_stays_and_counts_nobody(cast: Cast, iris: Any) -> None:
    brought()
    request = asked(cast)
    actions.refuse(request, why="too_fine", by=cast.elena)
    refused = Request.objects.get()
    assert (refused.counts, refused.edition, refused.cells) == ("", "", "")
    told = json.loads(refused.report)
    assert (set(told), set(told["nearest"])) == (KEPT, NEAREST), "how far an attacker was left, and never where"
    for person, sees in ((cast.diana, True), (cast.elena, True), (iris, False)):
        page = text(browser_of(person).get(reverse("release_request", args=[request.reference])))
        assert ('id="attack"' in page) is sees, person
        assert "Es tan fina que casi todo queda oculto" in page
        assert "El mismo plan sin este detalle" in page, "the author finds what she may ask for instead"
    withdrawn = actions.withdraw(asked(cast), by=cast.diana)
    assert withdrawn.report == "", "what nobody checked leaves nothing"


def test_a_table_is_held_against_the_edition_before_it_and_never_a_later_one(monkeypatch: pytest.MonkeyPatch) -> None:
    label = ["harm_gender", "total", "total"]

    def ledger(low: int) -> str:
        return json.dumps([{"figures": [{"label": label, "low": low, "of": None}]}])

    every = [
        SimpleNamespace(name=name, kind=kind, ledger=ledger(low))
        for name, kind, low in (
            ("harm/2026-11", "counts", 30), ("harm/2026-09", "totals", 7), ("harm/2026-08", "counts", 20),
            ("harm/2026-05", "counts", 10),
        )
    ]  # fmt: skip
    monkeypatch.setattr(pages, "earlier", lambda _code: every)
    for name, before, was, now in (
        ("harm/2026-08", "harm/2026-05", "10", 20), ("harm/2026-11", "harm/2026-08", "20", 30),
        ("harm/2027-01", "harm/2026-11", "30", 40),
    ):  # fmt: skip
        of: Any = SimpleNamespace(name=name, cells=json.dumps([[label, now, [], None]]))
        told = pages.differences(plan("harm"), of)
        assert told is not None
        assert (told[0], [(each.before, each.now) for each in told[1]]) == (before, [(was, str(now))])
    first: Any = SimpleNamespace(name="harm/2026-05", cells="[]")
    assert pages.differences(plan("harm"), first) is None
