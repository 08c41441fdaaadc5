"""The page of one place and its line in a list: everything she was promised to read of it, and what is not known."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amparo.commons import clock
from amparo.commons.directory.actions.projection import project_all
from amparo.commons.directory.models import Location, Phone, Service
from amparo.commons.directory.templatetags.finding import dialled
from amparo.formats.pathways import situations
from tests.integration.test_finding import make

pytestmark = [pytest.mark.django_db(databases=["default", "evidence"]), pytest.mark.clock]
WORDS = house.PATHS
HERE = {"t": "Tulcán", "d": "EC"}


def read(text):
    """A page as it is read: no marks, one space between words."""
    text = re.sub(r"<!--.*?-->", "", text[text.index("<main") : text.rindex("</main>")], flags=re.DOTALL)
    return re.sub(r"\s+([.,])", r"\1", re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))))


def page_of(service, **more):
    """The page of a place, in English."""
    return read(Client().post(f"/en/{WORDS['service']}", {"s": service.reference, "b": "food", **more}).text)


@pytest.fixture
def told(places_small):
    """A place of which everything is known."""
    today = clock.today()
    service = make(
        "Casa Violeta", places_small["tulcan"], papers="any_id", cost="sliding", welcome=("trans_women", "sex_workers"),
        language=("ht", "es"), commitment=("uses_my_name", "private_room"), access_mode=("appointment",),
        operator="municipality", shares=("prosecution", "migration"), checked_on=today - timedelta(days=3),
    )  # fmt: skip
    Service.objects.filter(pk=service.pk).update(
        answers_within_hours=48, minimum_age=15, maximum_age=29, cost_note="Dos monedas.", they_ask="Tu nombre.",
        must_tell="A nadie.", how_to_ask="Toca el timbre.", eligibility="Para quien llegó.", alert="Hoy no hay luz.",
        description="Un patio con árboles.", summary="Un techo y compañía.",
    )  # fmt: skip
    Location.objects.update(
        street="Calle 12", as_people_go="En bote, medio día", accessibility=["step_free", "sign_language"],
        housed_with=["police"],
    )  # fmt: skip
    Phone.objects.create(service=service, number="000 000 777", hours="De día", checked_on=today)
    project_all()
    return service


def test_everything_that_is_known_is_read(told):
    text = page_of(told)
    for sentence in (
        "Casa Violeta", "Un techo y compañía.", "Hoy no hay luz.", "Un patio con árboles.",
        "Papers: any ID, a photo is enough", "They use the name I give", "You pay what you can",
        "Calle 12. Tulcán, Carchi. En bote, medio día.",
        "000 000 777. De día", "They promise an answer in 48 hours.", "From 15 years.", "Up to 29 years.",
        "What they ask you Tu nombre.", "Whom they must tell A nadie.", "How to ask Toca el timbre.",
        "For whom Para quien llegó.", "Cost Dos monedas.", "Casa de Casa Violeta.",
        "There is police in the same building.", "Written in Spanish.", "They say they welcome",
        "Last confirmed Confirmed 3 days ago by: checker.", "They say they welcome Trans women Sex workers",
        "City hall runs it. It is not police. It tells: prosecutor, migration office.", "No steps. Sign language.",
        "Languages Spanish, Haitian Creole", "You talk in a private room", "How one gets in By appointment.",
        "Today from 8:00 to 17:00.",
    ):  # fmt: skip
        assert sentence in text, sentence


def test_what_nobody_knows_is_said_and_nothing_is_made_up(places_small):
    service = make("Casa", places_small["tulcan"], operator="unknown", hours=None)
    project_all()
    text = page_of(service)
    for sentence in (
        "We do not know. Ask before you tell: “Do you have to tell anybody?”",
        "Papers: we do not know which papers they ask for",
        "We do not know who runs it. It may be the State.",
    ):
        assert sentence in text, sentence
    unsaid = (
        "They promise",
        "Up to",
        "It tells:",
        "Languages",
        "They say they welcome",
        "Cost ",
        "Phone",
        "Today from",
    )
    assert [label for label in unsaid if label in text] == []


@pytest.mark.parametrize(("days", "is_said"), [(180, False), (181, True)])
def test_an_old_place_says_so_above_everything_and_in_the_list(places_small, days, is_said):
    on = clock.today() - timedelta(days=days)
    service = make("Casa", places_small["tulcan"], checked_on=on)
    project_all()
    page = Client().post(f"/en/{WORDS['service']}", {"s": service.reference, "b": "food"}).text
    sentence = f"Not confirmed for {days} days: call first."
    assert (f'<p class="notice"><strong>{sentence}</strong></p>' in page) is is_said
    listed = Client().post(f"/en/{WORDS['results']}", {"b": "food", **HERE}).text
    assert (f"<strong>{sentence}</strong>" in listed) is is_said
    assert (f"Confirmed {days} days ago by: checker." in listed) is not is_said


def test_the_list_says_of_each_what_it_asks_who_runs_it_and_why_the_first_is_first(told):
    text = read(Client().post(f"/en/{WORDS['results']}", {"b": "food", "g": "trans_women", **HERE}).text)
    for sentence in (
        "Papers: any ID, a photo is enough", "They use your name", "City hall runs it. It is not police. It tells:",
        "Confirmed 3 days ago by: checker.", "En bote, medio día.", "There is police in the same building.",
        "It is first because it says it welcomes you",
    ):  # fmt: skip
        assert sentence in text, sentence


def test_a_wish_that_was_let_go_is_said_on_the_page(places_small):
    make("Casa", places_small["tulcan"], papers="passport", language=("es",))
    project_all()
    text = read(Client().post(f"/en/{WORDS['results']}", {"b": "food", "x": ["papers"], **HERE}).text)
    assert "No place says that it asks for no papers. These may ask: see each one." in text


def test_a_police_place_is_not_offered_even_where_there_is_no_other(places_small):
    """The one wish that is never let go: better an honest empty list."""
    make("Unidad", places_small["tulcan"], operator="police", papers="none")
    project_all()
    sent = {"b": "food", "x": ["police"], **HERE}
    text = read(Client().post(f"/en/{WORDS['results']}", sent).text)
    assert "Unidad" not in text
    assert "We do not know a place for this here" in text
    assert "Unidad" in Client().post(f"/en/{WORDS['results']}", {"b": "food", **HERE}).text


def test_who_is_under_18_gets_her_own_page_and_finds_it_everywhere(told):
    heading = situations()["under_18"].title["en"]
    young = read(Client().get(f"/en/{WORDS['young']}").text)
    assert heading in young
    assert situations()["under_18"].lead["en"] in young
    link = f'<a href="/en/{WORDS["young"]}">I am under 18</a>'
    for code in situations():
        assert link in Client().post(f"/en/{WORDS['route']}", {"n": code}).text, code


WAYS = [
    ("home", {}), ("search", {"b": "food", **HERE}), ("results", {"b": "food", "t": "0.812, -77.717"}),
    ("results", {"b": "food", "t": "Tulcán", "g": "trans_women", "x": ["papers", "police"], "k": "casa"}),
    ("where", {"d": "EC", "u": "EC-C", "b": "food"}),
    ("route", {"n": "sexual_violence", "w": "last_night", "q": "POL"}),
    ("card", {"n": "sexual_violence", "w": "2026-11-20T10:00", **HERE}), ("list", HERE), ("happened", {}), ("help", {}),
    ("young", {}), ("kept", {}), ("leaving", {}), ("leave", {}), ("leave_2", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), WAYS)
def test_what_she_asks_writes_nothing(told, name, data):
    """Not her point, not her needs, not who it was: no statement of a public page changes a table."""
    where = {"s": told.reference, **data}
    with CaptureQueriesContext(connections["default"]) as care, CaptureQueriesContext(connections["evidence"]) as other:
        Client().post(f"/{WORDS.get(name, '')}", where)
    verbs = {query["sql"].split()[0].upper() for query in [*care, *other]}
    assert verbs <= {"SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"}


def test_the_control_a_tap_about_a_place_writes_one_row(told):
    with CaptureQueriesContext(connections["default"]) as care:
        Client().post(f"/{WORDS['feedback']}", {"s": told.reference, "a": "closed", **HERE})
    assert [query["sql"] for query in care if query["sql"].startswith("INSERT")]


def first_acts(text):
    """The links that look like buttons above the facts of a place: how quiet, where they lead, what they say."""
    above = text[text.index("<h1") : text.index('<dl class="facts"')]
    return re.findall(r'<a class="button( quiet)?" href="([^"]*)">([^<]*)</a>', above)


def as_it_stands(service):
    return Client().post(f"/en/{WORDS['service']}", {"s": service.reference, "b": "food"}).text


def test_the_first_thing_to_do_with_a_place_is_to_call_and_then_to_go(told):
    text = as_it_stands(told)
    assert first_acts(text) == [
        ("", "tel:000000777", "Call 000 000 777"), (" quiet", "#donde", "How to get there"),
    ]  # fmt: skip
    assert 'id="donde"' in text
    assert "De día" in text[text.index("tel:") : text.index('<dl class="facts"')]
    assert "A call stays in the list of calls of this phone." in text
    refused = re.search(r"<button([^>]*)>They turned me away</button>", text)
    assert refused
    assert 'class="quiet"' in refused.group(1)
    assert text.index("tel:") < refused.start()


def test_a_number_that_nobody_rang_lately_is_not_offered_to_be_called(told):
    Phone.objects.update(checked_on=clock.today() - timedelta(days=3_000))
    text = as_it_stands(told)
    assert first_acts(text) == [("", "#donde", "How to get there")]
    assert "A call stays" not in text


@pytest.mark.parametrize(("number", "dialled_"), [
    ("+593 99 000 0000", "+593990000000"), ("(02) 000-0011 ext. 12", "020000011"), ("*000", "*000"),
    ("000 000 011 / 000 000 012", "000000011"), ("javascript:1", ""), ("", ""),
])  # fmt: skip
def test_what_a_phone_dials_is_the_number_and_nothing_behind_it(number, dialled_):
    assert dialled(number) == dialled_
