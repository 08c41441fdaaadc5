"""The pages around a form are easy to read, promise nothing, and have the way out; in three languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.formats.neutral import promise_words
from amparo.formats.readability import hard_sentences, passes, score
from tests.cast import Cast
from tests.field import make_field
from tests.integration.test_reading_level import SHORTEST, sentences_of
from tests.over_the_wire import words_on
from tests.web_form import Filler, begun, on_web

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def walked(short: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """Every page that she may meet, by what it is."""
    she = begun(short, prefix=prefix)
    yield "first", she.text
    she.presses("start")
    yield "page", she.text
    yield "missing", she.presses("next").text
    she.presses("next", may="yes").presses("next", counted="yes")
    yield "wrong", she.presses("next", nights="x").text
    she.presses("later")
    words = " ".join(words_on(she.text))
    yield "words", re.sub(r"<ol.*?</ol>", "", she.text, flags=re.DOTALL)
    yield "kept", she.presses("keep").text
    yield "used", she.again().text
    back = Filler(Client(), f"{prefix}/cuadro/volver")
    yield "back", back.text
    yield "nothing", Filler(Client(), f"{prefix}/cuadro/volver").sends_words("a b").text
    back.sends_words(words).presses("next", nights="1").presses("next")
    yield "check", back.text
    yield "thanks", back.presses("send").text
    yield "no", begun(short, prefix=prefix).presses("start").presses("next", may="no").text
    old = begun(short, prefix=prefix)
    yield "old", old.sends(old.form.action, {"b": "x", "do": "next"}).text


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_every_page_is_easy_to_read_and_has_the_way_out(
    cast: Cast, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.doors.intake.views.paper.WAIT", 0)
    prefix = "" if language == "es" else f"/{language}"
    texts, measured = "", 0
    for name, page in walked(on_web(make_field(cast)), prefix):
        assert page.count('class="button leave"') == 1, name
        assert f'href="{reverse("leave")}"'.split("/")[-1] in page, name
        assert re.findall("<title>(.*?)</title>", page) == ["Libreta"], name
        assert len(re.findall("<h1", page)) == 1, name
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), name
        told = {each for tied in re.findall(r'aria-describedby="([^"]+)"', page) for each in tied.split()}
        assert told <= set(ids), (name, told - set(ids))
        text = sentences_of(page)
        assert promise_words(text, language) == [], name
        texts += f" {text}"
        if len(text.split()) >= SHORTEST:
            measured += 1
            assert passes(text, language), (name, score(text, language), hard_sentences(text, language)[:5])
    assert measured >= 3
    assert passes(texts, language), score(texts, language)
