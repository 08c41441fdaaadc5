"""Every address of the house: a stranger is turned away unless it is public, and public pages keep their promises."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import clear_url_caches, path, reverse

from amparo.config import urls
from amparo.config.reference import named_patterns
from amparo.config.urls import PUBLIC
from amparo.formats.fold import fold
from tests.cast import browser_of

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
SAMPLES = {
    "reference": "0123456789abcdef", "team_reference": "0123456789abcdef", "name": "aaa.mp3", "code": "3650472",
    "section": "need", "kind": "alert_peers", "part": "0123456789abcdef", "act": "close",
    "about": "0123456789abcdef", "place": "0", "zone": "border",
    "day": "2026-11-24", "agreement": "0123456789abcdef",
    "token": "0" * 40, "law": "co_tutela_ruling",
    "table": "1", "country": "EC", "number": "1",
    "line_id": "EC-1", "uid": "00000000-0000-4000-8000-000000000000", "id": "00000000-0000-4000-8000-000000000000",
}  # fmt: skip
NO_PAGE = {"leave", "leave_2", "robots", "audio", "words", "data_feed"}  # public, and not a page with words


def is_exchange(name: str) -> bool:
    """The addresses for programs: public, and without words for people."""
    return name.startswith(("hsds", "api"))


def addresses() -> Iterator[tuple[str, str, Any]]:
    """The name of every address, a path to it, and its view."""
    for name, pattern, view in named_patterns():
        assert name, f"{pattern} has no name: the guard knows addresses by their names"
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
        yield name, reverse(name, kwargs={key: SAMPLES[key] for key in wanted}), view


def strangers_welcome(rows: list[tuple[str, str, Any]], public: frozenset[str]) -> list[str]:
    """Addresses that are not public and let a stranger in: neither to the sign-in nor "there is no such page"."""
    faults = []
    for name, address, _view in rows:
        if name in public:
            continue
        for method in ("get", "post"):
            response = getattr(Client(raise_request_exception=False), method)(address)
            to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("sign_in"))
            if not to_sign_in and response.status_code != 404:
                faults.append(f"{name}: {method} answers {response.status_code}")
    return faults


def test_a_stranger_is_turned_away_everywhere_else() -> None:
    rows = list(addresses())
    assert len(rows) >= 40
    assert strangers_welcome(rows, PUBLIC) == []


def test_an_open_door_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control: an address of the team that is put on the public list by mistake answers a stranger."""
    monkeypatch.setattr("amparo.config.middleware.PUBLIC", PUBLIC | {"my_password_planted"})

    def open_door(request: HttpRequest) -> HttpResponse:
        return HttpResponse("come in")

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("puerta", open_door, name="my_password_planted")])
    clear_url_caches()
    try:
        assert strangers_welcome([("my_password_planted", "/puerta", open_door)], PUBLIC) == [
            "my_password_planted: get answers 200", "my_password_planted: post answers 200",
        ]  # fmt: skip
    finally:
        monkeypatch.undo()
        clear_url_caches()


def test_the_public_list_names_only_addresses_that_are_there() -> None:
    mounted = {name for name, _address, _view in addresses()}
    assert mounted >= PUBLIC
    assert {"desk", "team", "lines", "desk_service", "landmarks", "sign_out", "my_password"}.isdisjoint(PUBLIC)


def test_names_are_given_once() -> None:
    """The guard looks at the name: a second address of the same public name would be open too."""
    seen: dict[str, set[str]] = {}
    for name, _address, view in addresses():
        seen.setdefault(name, set()).add(f"{view.__module__}.{view.__qualname__}")
    assert {name: views for name, views in seen.items() if len(views) > 1} == {}


def get_or_post(client: Client, name: str, address: str) -> Any:
    """The page as somebody comes to it: most answer to GET, the others to a POST with nothing in it."""
    response = client.get(address)
    return client.post(address) if response.status_code == 405 else response


def test_public_pages_set_no_cookie_and_say_what_they_may_load(places_small: Any) -> None:
    for name, address, _view in addresses():
        if name not in PUBLIC:
            continue
        for prefix in ("", "/pt", "/en"):
            if prefix and (name in NO_PAGE or is_exchange(name)):
                continue
            client = Client()
            response = get_or_post(client, name, prefix + address)
            assert response.status_code < 500, name
            headers = response.headers
            assert headers["Content-Security-Policy"].startswith("default-src 'none'"), name
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], name
            assert "unsafe" not in headers["Content-Security-Policy"], name
            assert headers["Referrer-Policy"] == "same-origin", name
            assert headers["X-Content-Type-Options"] == "nosniff", name
            assert headers["X-Robots-Tag"] == "noindex, nofollow", name
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
            denied = set(headers["Permissions-Policy"].split(", "))
            assert {"geolocation=()", "camera=()", "microphone=()"} <= denied, name
            assert "no-store" in headers["Cache-Control"] or is_exchange(name), name
            assert "Server" not in headers, name
            if name != "sign_in":  # the team's own page carries a token against forged requests
                assert not client.cookies, name


def test_a_browser_stays_with_https_where_the_organisation_is_served_by_it() -> None:
    assert "Strict-Transport-Security" not in Client().get("/").headers
    with override_settings(SECURE=True, SECURE_HSTS_SECONDS=31_536_000):
        assert Client().get("/")["Strict-Transport-Security"] == "max-age=31536000"


def test_every_public_page_has_the_way_out(places_small: Any) -> None:
    """One link with the class that the script looks for, in every language, also where nothing is found."""
    way_out = reverse("leave")
    for name, address, _view in addresses():
        if name not in PUBLIC or name in NO_PAGE or is_exchange(name) or name == "sign_in":
            continue
        for prefix in ("", "/pt", "/en"):
            response = get_or_post(Client(), name, prefix + address)
            if response.status_code in {301, 302}:
                continue
            page = response.content.decode()
            links = re.findall(r"<a\b[^>]*class=\"[^\"]*\bleave\b[^>]*>", page)
            assert len(links) == 1, f"{prefix}{address} ({name})"
            assert way_out in links[0], name


def test_public_posts_carry_no_token_and_refuse_a_foreign_page() -> None:
    """Who is public and takes a POST without the token is marked, sets no cookie, and listens to no other site."""
    strict = Client(enforce_csrf_checks=True)
    marked = 0
    for name, address, view in addresses():
        if name not in PUBLIC or name == "sign_in":
            continue
        response = strict.post(address)
        if response.status_code in {404, 405}:
            continue
        if not getattr(view, "public_post", False):
            assert response.status_code == 403 or name in NO_PAGE | {"home", "leaving", "kept"}, name
            continue
        marked += 1
        if not is_exchange(name) and not name.endswith("_sealed"):  # a program that sends nothing is told so
            assert response.status_code < 400, f"{name}: {response.status_code}"
        assert strict.post(address, headers={"origin": "https://elsewhere.example"}).status_code == 403, name
        assert strict.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403, name
        assert strict.post(address, headers={"origin": "http://testserver"}).status_code != 403, name
        assert not strict.cookies, name
    assert marked >= 8


def test_only_public_addresses_may_go_without_a_token() -> None:
    for name, _address, view in addresses():
        if getattr(view, "csrf_exempt", False):
            assert name in PUBLIC, f"{name} is for the team, and takes forged requests"
            assert getattr(view, "public_post", False) or is_exchange(name), name


def test_every_post_of_the_team_wants_its_token(cast: Any) -> None:
    """Signed in as the coordinator, and sent by a page that is not ours: refused, before anything is read."""
    client = browser_of(cast.ana, enforce_csrf_checks=True)
    for name, address, _view in addresses():
        if name not in PUBLIC or name == "sign_in":
            response = client.post(address, headers={"origin": "https://elsewhere.example"})
            assert response.status_code in {403, 405}, f"{name}: {response.status_code}"


def words_that_tell(texts: list[str]) -> list[str]:
    """The words of ``content/codes/neutral_words`` in these texts."""
    file = tomllib.loads((ROOT / "src/amparo/content/codes/neutral_words.toml").read_text(encoding="utf-8"))
    whole = {word for words in file["forbidden"]["words"].values() for word in words}
    starts = tuple(word for words in file["forbidden"]["starts"].values() for word in words)
    found = []
    for text in texts:
        found += [word for word in re.findall(r"[a-z]+", fold(text)) if word in whole or word.startswith(starts)]
    return found


def test_no_address_says_what_happened() -> None:
    paths = [address for _name, address, _view in addresses()]
    files = [path.name for path in (ROOT / "src/amparo").rglob("static/**/*") if path.is_file()]
    assert words_that_tell([*paths, *files, *settings.PATHS.values(), settings.SITE_NAME]) == []


def test_an_address_that_tells_is_seen() -> None:
    assert words_that_tell(["/violencia/ayuda", "/pt/abrigo", "/lugares"]) == ["violencia", "abrigo"]
