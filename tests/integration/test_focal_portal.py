"""The one page of a focal point: she finds it and nothing else of the house, and it is light."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import clear_url_caches, path, reverse
from django.utils import translation

from amparo.access.focal_points.models import Visit
from amparo.access.focal_points.queries import portal
from amparo.access.focal_points.queries.visits import own_figures
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.policy.policies import Hidden
from amparo.config import urls
from amparo.config.middleware import AT_THE_PORTAL
from amparo.config.urls import PUBLIC
from tests.architecture.test_addresses import addresses
from tests.cast import PASSPHRASE, browser_of, copy_of
from tests.desk import days_ago
from tests.focal import accredited, again, body, invited, said, with_key
from tests.letters import opened_client

pytestmark = [pytest.mark.django_db(databases=["default"])]
HERS = {
    "portal",
    "portal_away",
    "portal_back",
    "portal_reply",
    "portal_slice",
    "my_account",
    "my_password",
    "second_step",
    "phone_lost",
    "sign_out",
}
MOST = 40_000  # bytes of the page, with both style sheets


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def open_to_her(person: Any, rows: Any) -> dict[str, set[int]]:
    """What answers her with a page or leads on, of all that is not public."""
    found: dict[str, set[int]] = {}
    hers = browser_of(person)
    for name, address, _view in rows:
        if name in PUBLIC:
            continue
        for verb in ("get", "post"):
            if not Session.objects.filter(pk=hers.cookies[settings.SESSION_COOKIE_NAME].value).exists():
                hers = browser_of(User.objects.get(pk=person.pk))  # an address of hers ended all her sessions
            answer = getattr(copy_of(hers, raise_request_exception=False), verb)(address)
            if answer.status_code not in {403, 404}:
                found.setdefault(name, set()).add(answer.status_code)
    return found


def test_a_focal_point_finds_her_page_and_nothing_else(places_small: Any) -> None:
    """Every address that the resolver knows, looked at and sent to: a new one is asked the day it is there."""
    focal = accredited(places_small["tulcan"])
    rows = list(addresses())
    found = open_to_her(focal.user, rows)
    assert len(rows) > 150
    assert set(found) == HERS - {"portal_slice"} | {"desk"}  # of what was passed on to nobody there is no page
    assert found["desk"] == {302}, "the first page after coming in leads to hers"
    assert {*HERS} == AT_THE_PORTAL


def test_the_look_finds_an_open_door(places_small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    focal = accredited(places_small["tulcan"])
    from django.http import HttpResponse

    def door(request: Any) -> HttpResponse:
        return HttpResponse("come in")

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("puerta", door, name="planted")])
    monkeypatch.setattr("amparo.config.middleware.AT_THE_PORTAL", AT_THE_PORTAL | {"planted"})
    clear_url_caches()
    try:
        assert open_to_her(focal.user, [("planted", "/puerta", door)]) == {"planted": {200}}
    finally:
        monkeypatch.undo()
        clear_url_caches()


def test_whatever_else_the_server_gave_her_she_finds_her_page_alone(places_small: Any, cast: Any) -> None:
    """By a rule of the pages nobody has both; from the terminal somebody can be given both by mistake."""
    focal = accredited(places_small["tulcan"])
    accounts.give_role(focal.user, team=cast.border, role="reader", by=accounts.SETUP)
    person = User.objects.get(pk=focal.user_id)
    for name in ("cases", "desk_letters", "team", "desk_services", "keys", "focal_points"):
        assert browser_of(person).get(reverse(name)).status_code == 404, name


def test_for_whoever_is_none_her_page_is_not_there(cast: Any, places_small: Any) -> None:
    accredited(places_small["tulcan"])
    got = {name: browser_of(person).get(reverse("portal")).status_code for name, person in cast.everyone().items()}
    assert got == {name: 302 if name == "stranger" else 404 for name in got}


def test_she_comes_in_by_the_door_and_lands_on_her_page(places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    client = browser_of(focal.user)
    client.logout()
    sent = {"sign_in_name": focal.user.sign_in_name, "password": PASSPHRASE}
    answer = client.post(reverse("sign_in"), sent, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/mesa/entrada")
    assert "Nothing waits for you" in client.get(reverse("portal")).text


def test_before_anything_else_she_chooses_a_passphrase_and_a_second_step(places_small: Any, settings: Any) -> None:
    settings.SECOND_STEP = True
    focal = accredited(places_small["tulcan"])
    client = browser_of(focal.user)
    assert client.get(reverse("portal"))["Location"] == reverse("second_step")
    page = client.get(reverse("second_step")).text
    assert "What is referred to you opens with your passphrase." in page
    assert "A sheet with 40 numbers." in page, "paper is enough"


@pytest.mark.clock
def test_her_page_says_how_she_stands_and_names_nobody_else(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"], on=days_ago(95), name="Nora")
    accredited(places_small["quito"], body("Registro de Ejemplo", "social_state"), on=days_ago(1), name="Olinda")
    page = browser_of(focal.user).get(reverse("portal")).text
    for sentence in ("Check again since", "Hospital de Ejemplo", "Tulcán, Carchi", "Monday to Friday", "from 08:00"):
        assert sentence in page, sentence
    for word in ("Olinda", "Registro de Ejemplo", "Ana", "Berta", "Lock everything", "Cases", "Team", reverse("team")):
        assert word not in page, word
    assert "It is made when you come in with a passphrase of your own" in page
    with_key(focal, confirmed=False)
    assert "read these five groups aloud" in opened_client(focal.user).get(reverse("portal")).text


def test_the_page_is_light_and_asks_for_no_script(places_small: Any) -> None:
    from pathlib import Path

    focal = accredited(places_small["tulcan"], on=days_ago(1))
    page = browser_of(focal.user).get(reverse("portal"))
    sheets = [*Path("src/amparo/commons/ui/static/ui").glob("*.css")]
    assert len(sheets) == 2
    assert len(page.content) + sum(each.stat().st_size for each in sheets) <= MOST
    assert "<script" not in page.text
    assert not re.search(r"\son\w+=|type=\"date\"|<dialog|<template", page.text), "an old browser reads all of it"


@pytest.mark.clock
def test_she_says_that_she_is_away_and_back(places_small: Any) -> None:
    focal = accredited(places_small["tulcan"], on=days_ago(1))
    client = browser_of(focal.user)
    today = clock.today()
    for day, sentence in (
        ("", "Write the day"), ("32/13/2026", "not a day of the calendar"),
        (f"{today - timedelta(days=1):%d/%m/%Y}", "This day is over"),
        (f"{today + timedelta(days=61):%d/%m/%Y}", "more than 60 days"),
    ):  # fmt: skip
        assert sentence in client.post(reverse("portal_away"), {"until": day}).text, day
    assert again(focal).away_until is None
    answer = client.post(reverse("portal_away"), {"until": f"{today + timedelta(days=60):%d/%m/%Y}"}, follow=True)
    assert "You are away until" in answer.text
    assert again(focal).away_until == today + timedelta(days=60)
    hers = (f"user:{focal.user.reference}", f"focalpoint:{focal.reference}")
    assert said("focal_point.away") == [hers]
    client.post(reverse("portal_back"))
    assert again(focal).away_until is None
    assert said("focal_point.back") == [hers]


def test_nobody_says_of_another_that_she_is_away(cast: Any, places_small: Any) -> None:
    focal, other = accredited(places_small["tulcan"]), accredited(places_small["tulcan"])
    browser_of(other.user).post(reverse("portal_away"), {"until": f"{days_ago(-3):%d/%m/%Y}"})
    assert again(focal).away_until is None
    assert again(other).away_until == days_ago(-3)


@pytest.mark.clock
def test_who_ended_finds_nothing(cast: Any, places_small: Any) -> None:
    from amparo.access.focal_points import actions

    focal = accredited(places_small["tulcan"])
    client = browser_of(focal.user)
    actions.end(focal, by=cast.ana, on=days_ago(0))
    assert client.get(reverse("portal")).status_code == 302, "her session is over"
    with pytest.raises(Hidden):
        portal.own(User.objects.get(pk=focal.user_id))


@pytest.mark.clock
def test_what_a_room_puts_there_is_shown_the_oldest_first_to_her_alone(
    places_small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    focal, other = accredited(places_small["tulcan"]), invited(places_small["tulcan"])

    def source(person: Any, now: datetime) -> list[portal.Arrived]:
        if person.pk != focal.user_id:
            return []
        return [
            portal.Arrived("Una pregunta de ejemplo", "/a", days_ago(1)),
            portal.Arrived("La primera de ejemplo", "/b", days_ago(4)),
            portal.Arrived("Respondida de ejemplo", "/c", days_ago(9), waits=False),
        ]

    monkeypatch.setattr(portal, "sources", [source])
    page = browser_of(focal.user).get(reverse("portal")).text
    assert page.index("La primera de ejemplo") < page.index("Una pregunta de ejemplo") < page.index("Respondida")
    assert "Nothing waits for you" not in page
    assert "de ejemplo" not in browser_of(other.user).get(reverse("portal")).text.replace("Hospital de Ejemplo", "")


@pytest.mark.clock
def test_her_own_figures_come_in_threes_and_never_in_the_month_of_a_visit(places_small: Any) -> None:
    """Worked by hand: of seven visits five are of past months, and of those the first three are told."""
    focal = accredited(places_small["tulcan"])
    today = date(2026, 11, 26)
    for day, there in ((1, "yes"), (2, "no"), (3, "unknown"), (4, "yes"), (5, "yes")):
        Visit.objects.create(focal_point=focal, on=today.replace(month=9, day=day), by_role="peer", was_there=there)
    for day in (1, 2):
        Visit.objects.create(focal_point=focal, on=today.replace(day=day), by_role="peer", was_there="no")
    found: Any = own_figures(focal, today)
    assert found.visits == 3
    (there,) = (each for each in found.figures if each.question == "was_there")
    assert (there.yes, there.no, there.unknown, there.seen) == (1, 1, 1, 2)
    assert own_figures(focal, today.replace(month=9, day=30)) is None
    later: Any = own_figures(focal, today.replace(month=12, day=1))
    assert later.visits == 6
