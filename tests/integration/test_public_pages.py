"""The public pages: what they weigh, what they leave behind, and the way from what she needs to a door."""

import gzip
import random
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Feedback, OutcomeTally, Service
from amparo.config.sizes import filled, full_size, gzipped
from amparo.formats.lawyer import matters
from amparo.formats.pathways import situations
from tests.integration.test_finding import make

pytestmark = pytest.mark.django_db
LIMIT = 14_000  # bytes on the wire, all of a first visit
HEADERS = 700  # bytes of headers that one answer is allowed here, request line and TLS record included
WORDS = settings.PATHS
MOST_LAW = {"state_threat": "CO", "leave_paper": "CL", "refuge": "MX", "room": "CO", "children": "CO",
            "keep_away": "PE", "my_name": "BR", "turned_away": "DO"}  # where somebody read most about it  # fmt: skip
A_WRIT = re.compile(r"\b(?:un|um|an) [«“]?amparo\b")  # what judges are asked for, by its name
LANGUAGES = {"es": "", "pt": "/pt", "en": "/en"}


@pytest.fixture
def town(places_small):
    here = places_small["tulcan"]
    for number in range(14):
        service = make(
            f"Centro de salud número {number}",
            here,
            needs=("health_now", "shelter_tonight", "food"),
            papers="none",
            km=number,
            welcome=("trans_women", "with_children"),
            commitment=("uses_my_name",),
            summary="Atención de urgencia, vacunas y alguien que escucha, todos los días del año.",
        )
    project_all()
    return service


def weight(response, *, client=None):
    """Bytes of a page with its style sheet and icon, compressed as they travel."""
    total = len(response.content) + HEADERS
    html = gzip.decompress(response.content).decode() if response.get("Content-Encoding") == "gzip" else response.text
    found = set(re.findall(r'(?:href|src)="(/s/[^"]+)"', html))
    for address in found:
        path = finders.find(address.removeprefix("/s/"))
        total += len(gzip.compress(Path(path).read_bytes(), 9)) + HEADERS
    return total, 1 + len(found)


def pages(client, prefix, town):
    """Each public page, as a phone asks for it."""
    where = {"t": "Tulcán", "d": "EC"}
    yield "home", client.get(f"{prefix}/")
    for name in ("help", "happened", "search", "young", "list", "kept", "leaving", "lawyer"):
        yield name, client.get(f"{prefix}/{WORDS[name]}")
    for code in situations():
        data = {"n": code, "w": "last_night", "q": "POL", **where}
        yield f"route {code}", client.post(f"{prefix}/{WORDS['route']}", data)
    for code in matters():
        yield f"lawyer {code}", client.post(f"{prefix}/{WORDS['lawyer']}", {"y": code, "d": MOST_LAW[code]})
    yield "results", client.post(f"{prefix}/{WORDS['results']}", {"b": ["health_now", "food"], **where})
    yield "service", client.post(f"{prefix}/{WORDS['service']}", {"s": town.reference, "b": "food", "l": "3650472"})
    yield "refused", client.post(f"{prefix}/{WORDS['refused']}", {"s": town.reference, "b": "food", "l": "3650472"})
    yield "card", client.post(f"{prefix}/{WORDS['card']}", {"n": "sexual_violence", **where})
    yield "change", client.post(f"{prefix}/{WORDS['search']}/otra", {"b": "food", **where})
    yield "where", client.post(f"{prefix}/{WORDS['where']}", {"d": "EC"})
    yield "where in a unit", client.post(f"{prefix}/{WORDS['where']}", {"d": "EC", "u": "EC-C", "n": "salud"})
    yield "homonyms", client.post(f"{prefix}/{WORDS['results']}", {"b": "food", "t": "San José"})


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_page_is_light_leaves_nothing_and_tells_nothing(town, prefix, settings):
    settings.DEMO = True  # the most that a route ever shows
    client = Client(headers={"accept-encoding": "gzip"})
    for name, response in pages(client, prefix, town):
        assert response.status_code == 200, name
        bytes_on_wire, requests = weight(response)
        assert requests <= 3, name
        assert bytes_on_wire <= LIMIT, (name, bytes_on_wire)
        assert not response.cookies, name
        assert response["Cache-Control"] == "no-store", name
        assert response["Referrer-Policy"] == "same-origin", name
        assert "Set-Cookie" not in response.headers, name
        assert response["Vary"] == "Accept-Encoding", name
        html = gzip.decompress(response.content).decode()
        assert re.search(r"<title>(.*?)</title>", html)[1] == settings.SITE_NAME, name
        assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", html), name
        assert "style=" not in html, name
        assert "amparo" not in A_WRIT.sub("", html.lower()), name
        assert "csrfmiddlewaretoken" not in html, name
    assert not client.cookies


GZIP = {"accept-encoding": "gzip"}


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_whatever_she_says_all_ways_weigh_the_same(town, prefix, settings):
    """Also the longest: where she leaves nobody out, no step is taken away."""
    settings.DEMO = True
    client, found = Client(headers=GZIP), set()
    for code in situations():
        for who in ("", "HUM", "MIG"):
            data = {"n": code, "w": "last_night", "q": who, "t": "Tulcán", "d": "EC", "x": ["police", "name"]}
            found.add(weight(client.post(f"{prefix}/{WORDS['route']}", data)))
    assert len(found) == 1
    assert max(found) <= (LIMIT, 3)


@pytest.mark.parametrize("headers", [GZIP, {}], ids=["gzip", "plain"])
@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_the_size_does_not_tell_which_way_it_was(town, prefix, headers, settings):
    """Each kind of page has one size: the ways to help, what answers a search, and what is only to read."""
    settings.DEMO = True
    sizes = {"route": set(), "answer": set(), "read": set()}
    for name, response in pages(Client(headers=headers), prefix, town):
        reading = name in {"home", "help", "kept", "leaving"}
        kind = "read" if reading else "route" if name == "young" or name.startswith(("route", "lawyer")) else "answer"
        sizes[kind].add((len(response.content), int(response["Content-Length"])))
    step = 1_925 if headers else 7_700
    assert sizes == {"route": {(4 * step,) * 2}, "answer": {(2 * step,) * 2}, "read": {(step,) * 2}}


def test_what_is_no_page_is_not_filled_up():
    assert len(Client(headers=GZIP).get("/hsds/openapi.json").content) % 1_925 != 0
    assert len(Client().get(f"/{WORDS['leave']}").content) < 600


def test_a_page_larger_than_its_kind_goes_to_the_next_step():
    assert [full_size(length, 100, 2) for length in (1, 200, 201, 300, 301)] == [200, 200, 300, 300, 400]
    noise = random.Random(7).randbytes(5_000)
    assert [len(gzipped(noise, least=least)) for least in (0, 1, 4)] == [5_024, 5_775, 7_700]
    assert gzip.decompress(gzipped(noise, least=4)) == noise
    assert filled(b"<p>a</p>", least=1).startswith(b"<p>a</p><!--   ")


def test_the_same_page_is_the_same_bytes(town):
    client = Client(headers={"accept-encoding": "gzip"})
    one, other = (client.get("/").content for _ in range(2))
    assert one == other


@pytest.mark.clock
def test_the_way_from_a_need_to_a_door_and_the_next_one(town):
    client = Client()
    assert 'value="salud"' in client.get(f"/{WORDS['help']}").text
    route = client.post(f"/{WORDS['route']}", {"n": "salud"})
    assert 'name="b"' in route.text
    found = client.post(f"/{WORDS['results']}", {"b": "health_now", "t": "tulcan", "n": "health_now"})
    references = re.findall(r'name="s" value="(\w{16})"', found.text)
    assert len(references) == 10
    one = client.post(f"/{WORDS['service']}", {"s": references[0], "b": "health_now", "l": "3650472"})
    assert Service.objects.get(reference=references[0]).name in one.text
    refused = client.post(f"/{WORDS['refused']}", {"s": references[0], "b": "health_now", "l": "3650472"})
    assert re.findall(r'name="s" value="(\w{16})" formaction', refused.text)[0] == references[1]
    client.post(f"/{WORDS['said']}", {"s": references[0], "a": "refused_papers"})
    tally = OutcomeTally.objects.get()
    assert (tally.service.reference, tally.refusal, tally.count) == (references[0], "refused_papers", 1)
    assert (tally.outcome, tally.followed) == ("CON", False)
    assert tally.month == clock.today().replace(day=1)


def test_someone_who_does_not_know_where_she_is_chooses_by_what_she_passed(town):
    client = Client()
    assert 'value="EC"' in client.get(f"/{WORDS['where']}").text
    assert 'value="EC-C"' in client.post(f"/{WORDS['where']}", {"d": "EC"}).text
    towns = client.post(f"/{WORDS['where']}", {"d": "EC", "u": "EC-C", "n": "salud"}).text
    assert re.search(rf'name="l" value="3650472" formaction="/{WORDS["route"]}">Tulcán', towns)
    searching = client.post(f"/{WORDS['where']}", {"d": "EC", "u": "EC-C", "b": "food"}).text
    assert f'formaction="/{WORDS["search"]}/otra">Tulcán' in searching
    assert 'value="CO"' in client.post(f"/{WORDS['where']}", {"d": "?"}).text


def test_three_taps_wait_for_a_moderator_and_hold_no_word(town):
    client = Client()
    client.post(f"/{WORDS['feedback']}", {"s": town.reference, "a": "closed", "text": "mi historia"})
    client.post(f"/{WORDS['feedback']}", {"s": town.reference, "a": "inventado"})
    client.post(f"/{WORDS['feedback']}", {"s": "no-es-nadie", "a": "closed"})
    assert [(each.code, each.state) for each in Feedback.objects.all()] == [("closed", "new")]


@pytest.mark.parametrize("name", ["route", "results", "service", "refused", "said", "feedback", "card", "lawyer"])
def test_another_site_cannot_send_to_a_public_page(town, name):
    client = Client()
    data = {"s": town.reference, "a": "closed", "n": "salud", "b": "food"}
    refused = client.post(f"/{WORDS[name]}", data, headers={"origin": "https://other.example"})
    assert refused.status_code == 403
    assert not Feedback.objects.exists()
    own = client.post(f"/{WORDS[name]}", data, headers={"origin": "http://testserver"})
    assert own.status_code == 200


def test_behind_tls_her_own_form_is_taken_and_a_copy_in_clear_is_not(town, settings):
    settings.SECURE, settings.ALLOWED_HOSTS = True, ["libreta.example"]
    client = Client(HTTP_HOST="libreta.example")  # the proxy speaks to the house in clear
    sent = {
        origin: client.post(f"/{WORDS['route']}", {"n": "salud"}, headers={"origin": origin}).status_code
        for origin in ("https://libreta.example", "http://libreta.example")
    }
    assert sent == {"https://libreta.example": 200, "http://libreta.example": 403}


def test_before_she_tells_anything_the_page_says_who_must_tell(town):
    for code in situations():
        html = Client().post(f"/{WORDS['route']}", {"n": code, "d": "EC"}).text
        assert html.index('id="tell"') < html.index('class="steps"'), code


def test_a_place_above_her_tier_and_one_that_is_not_there_are_the_same_answer(town):
    hidden = make("SECRETA", town.at_locations.first().location.place, tier=2)
    project_all()
    client = Client()
    there = client.get(f"/{WORDS['service']}/{hidden.reference}")
    nowhere = client.get(f"/{WORDS['service']}/0123456789abcdef")
    assert there.status_code == nowhere.status_code == 404
    assert there.content.replace(hidden.reference.encode(), b"") == nowhere.content.replace(b"0123456789abcdef", b"")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"b": "nonsense"},
        {"b": "food", "t": "x" * 5000},
        {"b": "food", "t": "😀" * 50},
        {"b": "food", "page": "-1"},
        {"b": "food", "page": "9" * 400},
        {"b": "food", "l": "' OR 1=1"},
        {"b": "food", "t": "-77.7, 0.81"},
        {"b": "food", "t": "99, 999"},
        {"b": ["food"] * 500},
        {"b": "food", "k": "%_\\'"},
        {"q": "POL'", "w": "2026-99-99"},
        {"b": "food", "r": ["x" * 90] * 90},
        {"b": "food", "t": "Ningúnlugar del Norte"},
    ],
)
def test_whatever_arrives_there_is_a_page(town, data):
    for name in ("results", "refused"):
        assert Client().post(f"/{WORDS[name]}", data).status_code == 200
    assert Client().post(f"/{WORDS['card']}", data).status_code == 200
    assert Client().post(f"/{WORDS['route']}", {"n": "salud", **data}).status_code == 200


def test_coordinates_shared_by_choice_are_used_and_not_kept(town):
    html = Client().post(f"/{WORDS['results']}", {"b": "food", "t": "0.812, -77.717"}).text
    assert "Centro de salud número 0" in html


def test_two_taps_of_leaving_clear_what_the_browser_kept():
    client = Client()
    first = client.get(f"/{WORDS['leave']}")
    assert (first.status_code, first["Clear-Site-Data"]) == (200, '"cache", "cookies", "storage"')
    assert first["Refresh"] == f"0; url=/{WORDS['leave_2']}"
    second = client.get(f"/{WORDS['leave_2']}")
    assert (second.status_code, second["Clear-Site-Data"]) == (303, '"cache", "cookies", "storage"')
    assert second["Location"].startswith("https://")


@pytest.mark.parametrize("page", ["route", "results"])
def test_a_name_that_several_places_bear_is_asked_back_and_the_way_goes_on(town, page):
    """On a way to help it was let fall without a word, and the page looked as if nothing had been said."""
    sent = {"n": "sexual_violence", "w": "last_night", "q": "POL", "b": "food", "t": "San José"}
    asked = Client(headers={"accept-language": "en"}).post(f"/en/{WORDS[page]}", sent)
    html = asked.content.decode()
    assert "Which one?" in html
    assert f'action="/en/{WORDS[page]}"' in html
    fields = dict(re.findall(r'<input type="hidden" name="(\w)" value="([^"]*)">', html))
    chosen = re.search(r'<button name="l" value="(own-[^"]+)">', html)
    assert {name: fields[name] for name in "nwqb"} == {name: sent[name] for name in "nwqb"}
    there = Client().post(f"/en/{WORDS[page]}", fields | {"l": chosen[1]}).content.decode()
    assert re.search(r"Near San José", there)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Xyzzyqwv", "We do not know a place called “Xyzzyqwv”."),
        ("-77.71, 0.81", "The two numbers are swapped."),
        ("48.85, 2.35", "This point lies in no country of the list."),
    ],
)
@pytest.mark.parametrize("page", ["route", "results"])
def test_what_is_no_place_is_said_so_wherever_she_types_it(town, page, typed, said):
    answer = Client().post(f"/en/{WORDS[page]}", {"n": "sexual_violence", "b": "food", "t": typed}).content.decode()
    assert said in answer
