"""Every public page is easy to read: Spanish, Portuguese and English, measured on what the page shows."""

import html
import re

import pytest
from django.test import Client

from amparo.formats.neutral import promise_words
from amparo.formats.readability import hard_sentences, passes, score
from tests.integration.test_public_pages import LANGUAGES, pages, town  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
BLOCKS = (
    r"</?(?:p|li|dt|dd|h\d|legend|summary|label|button|option|ul|ol|dl|div|section|form|fieldset|main|nav|br)\b[^>]*>"
)
SHORTEST = 40  # words: a page with fewer has too little text to be measured
CHROME_ALLOWED = {"list"}  # names of places only


def sentences_of(page: str) -> str:
    """The text of a page, each block a sentence; names of places, choices and quotes left out."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)[0]
    main = re.sub(r"<(select|article|table)\b.*?</\1>", "", main, flags=re.DOTALL)
    main = re.sub(r"<li>\s*<b>.*?</li>", "", main, flags=re.DOTALL)
    main = re.sub(BLOCKS, "\n", main)
    lines = [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in main.split("\n")]
    return " ".join(line if line[-1] in ".?!:»”" else f"{line}." for line in lines if line and not line.isdigit())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_easy_to_read(town, language):  # noqa: F811
    measured, hard = 0, []
    for name, response in pages(Client(), LANGUAGES[language], town):
        text = sentences_of(response.text)
        if name in CHROME_ALLOWED or len(text.split()) < SHORTEST:
            continue
        measured += 1
        if not passes(text, language):
            hard.append(f"{name}: {score(text, language):.0f}; {hard_sentences(text, language)[:5]}")
    assert not hard, "\n".join(hard)
    assert measured > 20


def test_the_measure_finds_a_hard_page():
    planted = (
        "La implementación interinstitucional de procedimientos administrativos especializados corresponde "
        "exclusivamente a las autoridades jurisdiccionales competentes territorialmente. " * 3
    )
    assert not passes(planted, "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_public_page_promises_what_nobody_can_hold(town, language):  # noqa: F811
    for name, response in pages(Client(), LANGUAGES[language], town):
        if name.startswith("route") or name == "young":
            continue  # what a place says of itself may be said there
        page = re.sub(r"<article.*?</article>", "", response.text, flags=re.DOTALL)
        assert promise_words(sentences_of(page), language) == [], name


def test_the_lint_finds_a_promise():
    assert promise_words("Es un canal seguro y anónimo", "es") == ["seguro", "anonimo"]
