"""Every page of the channel: easy to read, neutral, light, without a cookie, and of no more than a few sizes."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client

from amparo.formats.neutral import promise_words
from amparo.formats.readability import hard_sentences, passes, score
from tests.integration.test_public_pages import LANGUAGES, weight
from tests.integration.test_reading_level import SHORTEST, sentences_of
from tests.letter_pages import her_pages
from tests.letters import a_house_for_letters

pytestmark = pytest.mark.django_db
LIGHT = 30_000  # bytes on the wire, all of a first visit, without the script
STATUS = {"used": 409}
FIRST = {"home", "kept", "letter", "letter in a country", "sheet", "back", "readers"}  # with style sheet and icon


@pytest.fixture
def house(cast: Any, places_small: Any, settings: Any) -> Any:
    settings.LETTER_SCRIPT = ""
    return a_house_for_letters(cast)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_easy_to_read_and_promises_nothing(house: Any, language: str) -> None:
    measured, hard = 0, []
    for name, response in her_pages(Client(), LANGUAGES[language], house):
        text = sentences_of(
            re.sub(r"<(textarea|ol class=\"words)\b.*?</(textarea|ol)>", "", response.text, flags=re.DOTALL)
        )
        assert promise_words(text, language) == [], name
        if len(text.split()) < SHORTEST:
            continue
        measured += 1
        if not passes(text, language):
            hard.append(f"{name}: {score(text, language):.0f}; {hard_sentences(text, language)[:6]}")
    assert not hard, "\n".join(hard)
    assert measured > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_longer_than_eighteen_words(house: Any, language: str) -> None:
    long = []
    for name, response in her_pages(Client(), LANGUAGES[language], house):
        text = sentences_of(
            re.sub(r"<(textarea|ol class=\"words)\b.*?</(textarea|ol)>", "", response.text, flags=re.DOTALL)
        )
        if name == "letter in a country":
            continue  # what the law asks is content of its own
        long += [f"{name}: {each}" for each in re.split(r"(?<=[.!?:])\s+", text) if len(each.split()) > 18]
    assert not long, "\n".join(long)


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_page_is_neutral_light_and_leaves_nothing(house: Any, prefix: str, settings: Any) -> None:
    client, seen = Client(headers={"accept-encoding": "gzip"}), set()
    for name, response in her_pages(client, prefix, house):
        seen.add(name)
        assert response.status_code == STATUS.get(name, 200), name
        packed = response.get("Content-Encoding") == "gzip"
        page = gzip.decompress(response.content).decode() if packed else response.text
        assert re.search(r"<title>(.*?)</title>", page)[1] == settings.SITE_NAME, name
        assert "no-store" in response["Cache-Control"], name
        assert not response.cookies, name
        assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", page), name
        assert "style=" not in page, name
        assert "csrfmiddlewaretoken" not in page, name
        assert "amparo" not in page.lower(), name
        bytes_on_wire, requests = weight(response)
        assert requests <= 3, name
        if name in FIRST:
            assert bytes_on_wire <= LIGHT, (name, bytes_on_wire)
        most = 65_536 if name == "refused" else LIGHT  # twenty thousand letters of hers come back
        assert len(response.content) <= most, name
    assert len(seen) >= 25
    assert not client.cookies


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_form_ends_by_a_ticket_or_by_a_stamp(house: Any, prefix: str) -> None:
    seen = 0
    for name, response in her_pages(Client(), prefix, house):
        for form in re.findall(r"<form\b.*?</form>", response.text, re.DOTALL):
            seen += 1
            stamps, tickets = (
                re.findall(r'name="h" value="([^"]+)"', form),
                re.findall(r'name="t" value="([^"]+)"', form),
            )
            assert len(stamps) + len(tickets) == 1, (name, form)
            if tickets:
                assert form.rindex('name="t"') > max(
                    form.rfind("<button"), form.rfind("<textarea"), form.rfind('type="file"')
                ), name
    assert seen >= 28


def kept_by_a_browser(page: str) -> list[str]:
    """The forms of a page whose text a browser may keep, and put back for whoever opens the page next."""
    typed = [form for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL) if "<textarea" in form]
    return [form for form in typed if 'autocomplete="off"' not in form.partition(">")[0]]


def test_no_browser_is_let_keep_what_she_typed(house: Any) -> None:
    seen = 0
    for name, response in her_pages(Client(), "", house):
        assert kept_by_a_browser(response.text) == [], name
        seen += response.text.count("<textarea")
    assert seen >= 8
    assert len(kept_by_a_browser('<form method="post"><textarea name="text"></textarea></form>')) == 1


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=list(LANGUAGES))
def test_headings_labels_and_the_way_out_are_there(house: Any, prefix: str) -> None:
    for name, response in her_pages(Client(), prefix, house):
        page = response.text
        main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
        assert main.count("<h1") == 1, name
        assert 'class="button leave"' in page, name
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), (name, sorted(ids))
        for told in re.findall(r'(?:aria-describedby|aria-labelledby|for)="([^"]+)"', page):
            assert set(told.split()) <= set(ids), (name, told)
