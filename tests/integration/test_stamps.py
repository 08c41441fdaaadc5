"""The stamp of a form: it ends a page that lay open too long or comes out of the history. And pages of refusal."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from amparo.commons import clock
from amparo.commons.ui.queries import has_ended, stamp
from amparo.config.logs import place
from tests import moment
from tests.integration.test_public_pages import LANGUAGES, pages, town  # noqa: F401

pytestmark = pytest.mark.django_db
WORDS = settings.PATHS
NOON = 1_795_521_600.0  # a multiple of five minutes
MINUTE = 60


def sent(text):
    return RequestFactory().post("/", {"n": "salud"} if text is None else {"n": "salud", "h": text})


@pytest.mark.parametrize(
    ("made", "now", "ended"),
    [
        (NOON, NOON, False),
        (NOON, NOON + 40 * MINUTE, False),
        (NOON, NOON + 60 * MINUTE, False),
        (NOON + 4 * MINUTE, NOON + 64 * MINUTE, False),
        (NOON, NOON + 65 * MINUTE, True),
        (NOON, NOON + 30 * 24 * 60 * MINUTE, True),
        (NOON, NOON - 1, False),  # the clock was put right by a second
        (NOON, NOON - 60 * MINUTE, True),
    ],
)
def test_a_form_lives_for_an_hour(made, now, ended):
    assert has_ended(sent(stamp(made)), now) is ended


@pytest.mark.parametrize(
    "text", ["", ".", "x", "ñ.ñ", "é" * 500, "-1.aaaaaaaa", "9" * 40, stamp(NOON)[:-1], "0." + stamp(NOON)[-8:]]
)
def test_what_the_house_did_not_write_has_ended(text):
    assert has_ended(sent(text), NOON)


def test_a_stamp_is_the_same_for_everybody_and_short():
    assert stamp(NOON) == stamp(NOON + 299) != stamp(NOON + 300)
    assert re.fullmatch(r"[0-9a-z]{5}\.[\w-]{8}", stamp(NOON))


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_form_of_a_public_page_bears_one_stamp(town, prefix, monkeypatch):  # noqa: F811
    monkeypatch.setattr(clock, "source", lambda: datetime.fromtimestamp(NOON, UTC))
    seen = 0
    for name, response in pages(Client(), prefix, town):
        for form in re.findall(r"<form\b.*?</form>", response.text, re.DOTALL):
            seen += 1
            assert re.findall(r'name="h" value="([^"]+)"', form) == [stamp(NOON)], name
    assert seen > 30


@pytest.mark.clock
@pytest.mark.parametrize(
    "name", ["route", "results", "service", "refused", "said", "feedback", "card", "where", "list"]
)
def test_an_old_form_gets_the_first_page_and_a_sentence(town, name):  # noqa: F811
    old = {"n": "sexual_violence", "b": "food", "s": town.reference, "d": "EC", "h": stamp()}
    assert Client().post(f"/en/{WORDS[name]}", old).status_code == 200
    with moment.at(moment.later(days=9_000)):
        answer = Client().post(f"/en/{WORDS[name]}", old)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    page = answer.text
    assert "That page ended" in page
    assert re.search(r"<title>(.*?)</title>", page)[1] == settings.SITE_NAME
    assert town.name not in page
    assert page.count('href="/en/agua"') == 1


def test_a_program_is_not_asked_for_a_stamp():
    body = '{"h": "old"}'
    assert Client().post("/hsds/services/search", body, content_type="application/json").status_code != 410


@pytest.mark.parametrize(("prefix", "language"), [("", "es"), ("/pt", "pt"), ("/en", "en")])
def test_what_cannot_be_taken_is_answered_in_her_language(prefix, language):
    client, path = Client(raise_request_exception=False), f"{prefix}/{WORDS['results']}"
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data"
    answers = {
        413: client.generic("POST", path, b"", content_type=f"{parts}; boundary=x", CONTENT_LENGTH="200000000"),
        "too many fields": client.post(path, {f"a{number}": "1" for number in range(2_000)}),
        "too long": client.generic("POST", path, b"x" * 2_600_000, content_type=form),
        "no boundary": client.generic("POST", path, b"x", content_type=parts),
        "another host": client.get(path, headers={"host": "elsewhere.example"}),
    }
    for what, answer in answers.items():
        assert answer.status_code == (413 if what == 413 else 400), what
        assert f'<html lang="{language}">' in answer.text, what
        assert re.search(r"<title>(.*?)</title>", answer.text)[1] == settings.SITE_NAME, what
        assert answer["Content-Language"] == language, what
        assert not answer.cookies, what


@pytest.mark.parametrize("name", ["route", "card", "results", "service", "refused", "said", "feedback"])
def test_an_address_that_takes_a_form_leads_somewhere_when_it_is_opened(name):
    answer = Client().get(f"/pt/{WORDS[name]}")
    to = WORDS["help"] if name in {"route", "card"} else WORDS["search"]
    assert (answer.status_code, answer.get("Location")) == (302, f"/pt/{to}")


def test_an_error_of_the_framework_does_not_say_where_it_is_installed(caplog):
    client = Client(raise_request_exception=False)
    client.get("/", headers={"host": "elsewhere.example"})
    trace = next(record.exc_info[2] for record in caplog.records if record.exc_info)
    assert re.fullmatch(r"django/http/request\.py:\d+", place(trace))
