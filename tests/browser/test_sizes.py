"""What a browser receives: filled-up pages are read like any other, and all ways to help weigh the same on the wire."""

import gzip

import pytest

from amparo.config.paths import WORDS
from amparo.formats.pathways import situations
from tests.browser.pages import FOOD, HERE

pytestmark = pytest.mark.browser


def weighed(person, name, fields):
    """The bytes of the answer as they came, and the heading that is read."""
    with person.page.expect_response(lambda answer: answer.url == person.path(name)) as waited:
        person.lands_on(name, fields)
    answer = waited.value
    assert answer.headers["content-encoding"] == "gzip"
    return answer.request.sizes()["responseBodySize"], person.page.locator("h1").inner_text()


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_every_way_to_help_is_read_and_weighs_the_same(she, language):
    person = she(script=True, language=language)
    found = [weighed(person, "route", {"n": code} | HERE) for code in situations()]
    assert len({heading for _size, heading in found}) == len(found) == 21
    assert {size for size, _heading in found} == {7_700}


def test_whatever_is_searched_weighs_the_same(she):
    person = she()
    searches = [FOOD, {"b": "lawyer", **HERE}, {"b": "food", "t": "Ningúnlugar del Norte"}, {"b": "health_now"}]
    assert {weighed(person, "results", fields)[0] for fields in searches} == {3_850}


def test_the_control_says_that_without_filling_they_differ(she, house):
    """The same pages, packed as they are: many sizes."""
    person = she()
    pages = [person.page.request.post(person.path("route"), form={"n": code}).body() for code in situations()]
    assert len({len(gzip.compress(page)) for page in pages}) > 15
    assert WORDS["route"] in person.path("route")
