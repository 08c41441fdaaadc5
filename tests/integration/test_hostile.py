"""What a hostile reader tried: a route that leaks the body she fears, a wipe of a real house, a flood."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from amparo.access.pathways.queries.route import build
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location
from amparo.commons.directory.queries.finding import Ask, find
from amparo.config import prepare, wsgi
from amparo.formats.pathways import bodies_out, situations
from tests.integration.test_finding import NOW, TULCAN, make, names

pytestmark = pytest.mark.django_db
WORDS = settings.PATHS
TODAY = date(2026, 11, 24)
LAW = {"police", "interior", "military", "migration", "unknown"}


@pytest.mark.parametrize("country", ["EC", "CO", "PE", "BR", "CL", "DO", "PA", "MX"])
def test_a_page_about_an_official_leaves_them_out_before_she_says_who(country, settings):
    settings.DEMO = True
    route = build("official", country=country, today=TODAY)
    assert route.excluded == LAW
    assert not [each.line.id for each in route.lines if each.line.bodies & LAW]
    for step in route.steps:
        assert all(part.step.urgent_health or not part.step.bodies & LAW for part in step.here)
    assert any(step.urgent_health for step in route.steps)


def test_what_she_says_wins_over_what_the_page_is_about():
    assert bodies_out("", "official") == LAW
    assert bodies_out("PAR", "official") == frozenset()
    assert bodies_out("HUM", "official") == {"humanitarian", "un", "unknown"}
    assert bodies_out("", "helper_hurt_me") == {"humanitarian", "un", "unknown"}
    assert all(not bodies_out("", code) for code in situations() if code not in {"official", "helper_hurt_me"})


def test_the_search_from_such_a_page_leaves_them_out_too(places_small):
    make("mesa de la comisaría", places_small["tulcan"], operator="police", needs=("protection",))
    make("casa amiga", places_small["tulcan"], needs=("protection",), km=3)
    project_all()
    page = Client().post(f"/{WORDS['results']}", {"b": "protection", "l": "3650472", "n": "official"}).text
    assert "casa amiga" in page
    assert "comisaría" not in page


def test_urgent_health_nobody_knows_who_runs_is_shown_when_there_is_no_other_and_said(places_small):
    here = places_small["tulcan"]
    make("hospital sin nombre", here, needs=("health_now",), operator="unknown")
    project_all()
    hurt_by_police = Ask(needs=("health_now",), without=frozenset(LAW), **TULCAN)
    found = find(hurt_by_police, now=NOW)
    assert ([hit.name for hit in found.hits], found.let_go) == (["hospital sin nombre"], ("unknown",))
    assert found.some_tell
    make("hospital conocido", here, needs=("health_now",), operator="health_state", km=30)
    project_all()
    assert names(hurt_by_police) == ["hospital conocido"]
    make("comedor", here, operator="unknown")
    project_all()
    assert names(Ask(needs=("food",), without=frozenset(LAW), **TULCAN)) == []


def test_a_clinic_that_does_not_tell_them_stands_before_a_nearer_one_that_does(places_small):
    here = places_small["tulcan"]
    make("avisa", here, needs=("health_now",), operator="health_state", shares=("police",), km=0.2)
    make("no avisa", here, needs=("health_now",), operator="civil_society", km=30)
    project_all()
    assert names(Ask(needs=("health_now",), **TULCAN)) == ["avisa", "no avisa"]
    assert names(Ask(needs=("health_now",), not_police=True, **TULCAN)) == ["no avisa", "avisa"]
    page = Client().post(f"/{WORDS['results']}", {"b": "health_now", "l": "3650472", "x": "police"}).text
    assert 'id="tell"' in page
    assert 'id="tell"' not in Client().post(f"/{WORDS['results']}", {"b": "health_now", "l": "3650472"}).text


@pytest.mark.parametrize("page", ["²", "5" * 5000, "٣", "-1", "1.5", ""])
def test_a_page_number_that_is_none_is_the_first(places_small, page):
    make("una", places_small["tulcan"])
    project_all()
    answer = Client().post(f"/{WORDS['results']}", {"b": "food", "l": "3650472", "page": page})
    assert answer.status_code == 200
    assert "una" in answer.text


def test_a_name_that_tells_is_not_copied_as_text(places_small):
    told = make("Refugio para víctimas", places_small["tulcan"])
    daily = make("Casa Violeta", places_small["tulcan"])
    Location.objects.update(street="Calle 12")
    project_all()
    assert what_is_copied(told).startswith("Calle 12, Tulcán.")
    assert "víctimas" not in what_is_copied(told)
    assert what_is_copied(daily).startswith("Casa Violeta, Calle 12, Tulcán.")


def what_is_copied(service):
    """The text that she may send or keep: the paragraph under its heading."""
    page = Client().get(f"/en/{WORDS['service']}/{service.reference}").text
    return re.search(r"<summary>Copy as text</summary>\s*<p>(.*?)</p>", page, re.DOTALL)[1]


def test_only_a_demo_is_wiped(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    (tmp_path / "care.sqlite3").write_text("a real house", encoding="utf-8")
    for words in (["--wipe"], ["--no-serve"]):
        assert prepare.demo(words) == 1
        assert "left alone" in capsys.readouterr().out
    (tmp_path / "house.env").write_text("AMPARO_COUNTRY=EC\n", encoding="utf-8")
    assert prepare.demo(["--wipe"]) == 1
    assert (tmp_path / "care.sqlite3").exists()
    (tmp_path / "house.env").write_text("AMPARO_DEMO=yes\n", encoding="utf-8")
    assert prepare.demo(["--wipe"]) == 0
    assert not tmp_path.exists()


def test_what_is_too_large_is_refused_before_it_is_read():
    class Unread(BytesIO):
        def read(self, *args: int) -> bytes:
            raise AssertionError("it was read")

    request = RequestFactory().post(f"/{WORDS['results']}")
    client = Client()
    answer = client.generic(
        "POST", request.path, b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="200000000", **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert settings.FILE_UPLOAD_HANDLERS == ["amparo.commons.policy.uploads.HeldInMemory"]


def test_a_chunked_form_is_read_within_what_django_takes():
    assert wsgi.CHUNKED_LIMIT <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert Path(prepare.__file__).name == "prepare.py"


@pytest.mark.parametrize("who", ["POL", "JUS"])
def test_a_general_step_that_goes_through_them_is_out_too(who):
    kinds = [step.general.code for step in build("sexual_violence", country="", today=TODAY, who=who).steps]
    assert "say_it" not in kinds
    assert "keep_away" not in kinds
    assert {"health_today", "talk", "outside_body"} <= set(kinds)
    assert build("sexual_violence", country="", today=TODAY, who=who).taken_out == 2


@pytest.mark.parametrize("words", [["--prot", "8160"], ["--port"], ["--profile", "guia"], ["--port", "--small"]])
def test_a_misspelt_option_is_refused(words):
    with pytest.raises(SystemExit, match=r"does not belong here|comes a value"):
        prepare.demo(words)


def test_reasons_are_true(places_small):
    make("lejos", places_small["tulcan"], km=140, checked_on=date(2026, 8, 1), hours=None)
    project_all()
    page = Client().post(f"/{WORDS['results']}", {"b": ["food", "lawyer"], "l": "3650472"}).text
    assert "lejos" in page
    assert "queda cerca" not in page
    assert "hace poco" not in page
    empty = Client().post(f"/{WORDS['results']}", {"l": "3650472"}).text
    assert "Va primero" not in empty
