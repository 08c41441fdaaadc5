"""What comes out of a printer and may be found in a pocket: nothing on it says why she carries it."""

import re

import pytest

from amparo.formats.neutral import telling_words
from tests.browser.letter_house import Writer
from tests.browser.pages import FOOD, HERE
from tests.browser.paper import words_of_pdf

pytestmark = pytest.mark.browser
# The card and the list name places, and a place has the name that its own people gave it.
SHEETS = {
    "card": {"n": "sexual_violence", "w": "last_night", "q": "POL", **HERE},
    "list": FOOD,
}


def test_a_planted_word_is_read_from_the_paper(she):
    person = she()
    person.lands_on("list", FOOD)
    person.page.evaluate("() => { document.querySelector('h1').textContent = 'Refugio para víctimas de violación' }")
    words = words_of_pdf(person.page.pdf())
    assert "Refugio para víctimas de violación" in words
    assert {"refugio", "victimas", "violacion"} <= set(telling_words(words))


@pytest.mark.parametrize("language", ["es", "pt", "en"])
@pytest.mark.parametrize("sheet", list(SHEETS))
def test_no_telling_word_is_printed(she, sheet, language):
    person = she(language=language)
    person.lands_on(sheet, SHEETS[sheet])
    places = person.page.locator(".card li, .places b").all_inner_texts()
    assert len(places) >= 3
    words = words_of_pdf(person.page.pdf(display_header_footer=True))
    assert len(words) > 150
    assert places[-1].split()[0] in words
    assert telling_words(words) == []
    assert not re.search(r"(?i)amparo", words)


@pytest.mark.parametrize("sheet", list(SHEETS))
def test_only_the_sheet_is_printed(she, sheet):
    """The bar, the way out and the explanation stay on the screen."""
    person = she()
    person.lands_on(sheet, SHEETS[sheet])
    person.page.emulate_media(media="print")
    visible = person.page.locator("a, button, form, footer, header").evaluate_all(
        "all => all.filter(it => it.checkVisibility()).map(it => it.outerHTML.slice(0, 80))"
    )
    assert visible == []


def test_the_list_has_more_than_her_places(she):
    """Her places are some among ordinary ones, so the paper does not point at her."""
    person = she()
    person.lands_on("list", FOOD)
    assert person.page.locator(".places li").count() == 12


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_of_her_words_only_the_words_are_printed(opened, house, script):
    """Eight words on a paper are a list like any other; a sentence beside them would say what they open."""
    page = opened(script=script).new_page()
    words = Writer(page, house, script=script).she_writes_one_sentence("para el papel").split()
    printed = words_of_pdf(page.pdf())
    assert re.findall(r"[^\W\d]+", printed) == words
