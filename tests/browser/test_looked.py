"""The look at a page where no script runs: it finds what is planted there, on the page as it stands."""

import pytest

from tests.browser.looked import beside, what_is_wrong
from tests.browser.test_width import OVERFLOW

pytestmark = pytest.mark.browser
PLANTED = """() => document.querySelector('main').insertAdjacentHTML('beforeend',
    '<input><p><font color="#bbbbbb">a pale sentence</font></p><nobr>' + 'one line '.repeat(12) + '</nobr>')"""
AS_SEEN = """() => [document.body.innerText, getComputedStyle(document.body).backgroundColor,
    getComputedStyle(document.querySelector('h1')).font, document.querySelector('main').offsetHeight]"""


def test_planted_faults_are_found_where_no_script_runs(she):
    person = she(script=False)
    person.lands_on("letter_write", {})
    assert what_is_wrong(person.page) == []
    person.page.evaluate(PLANTED)
    found = what_is_wrong(person.page)
    assert {"label", "color-contrast"} <= {each[3] for each in found if len(each) == 5}
    assert [wide for wide, *_ in found if len(_) == 2] == [320]


def test_what_is_looked_at_is_the_page_as_it_stands_without_script(she):
    """The styles came, and the script that would change it did not."""
    person = she(script=False)
    person.lands_on("letter_write", {})
    seen = person.page.evaluate(AS_SEEN)
    with beside(person.page) as twin:
        assert twin.evaluate(AS_SEEN) == seen
        assert twin.url == person.page.url
        assert twin.locator("[data-seals=house]").is_visible()
        assert not twin.locator("[data-seals=phone]").is_visible()
        assert twin.evaluate("() => [...document.styleSheets].some(each => each.href)")
        assert twin.evaluate(OVERFLOW) is None
