"""No page is wider than the screen: on any phone, at twice the text, at the desk."""

import pytest

from tests.browser.conftest import TALL
from tests.browser.pages import ROLES, on_every_public_page, on_every_staff_page

pytestmark = pytest.mark.browser
OVERFLOW = """() => {
    const wide = document.scrollingElement.scrollWidth;
    if (wide <= innerWidth) return null;
    const inside = it => { for (let p = it.parentElement; p; p = p.parentElement)
        if (getComputedStyle(p).overflowX !== 'visible' && p !== document.body && p !== document.documentElement)
            return true; return false };
    const guilty = [...document.body.querySelectorAll('*')]
        .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && !inside(it)).pop();
    return wide + ' px: ' + (guilty ? guilty.outerHTML.slice(0, 160) : '?');
}"""
BIG = {"standard": 32, "fixed": 26}  # twice what browsers begin with


def too_wide(page, widths, *, text=""):
    """At which of these widths the page is wider than the window, and what sticks out."""
    found = []
    for wide in widths:
        page.set_viewport_size({"width": wide, "height": TALL[wide]})
        guilty = page.evaluate(OVERFLOW)
        if guilty:
            found.append((wide, text, guilty))
    return found


def test_a_planted_wide_thing_is_seen(she):
    person = she()
    person.lands_on("kept")
    assert too_wide(person.page, [320, 1280]) == []
    person.page.evaluate(
        "() => document.querySelector('main')"
        ".insertAdjacentHTML('beforeend', '<nobr>' + 'one line '.repeat(12) + '</nobr>')"
    )
    assert [wide for wide, *_ in too_wide(person.page, [320, 1280])] == [320]


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_no_public_page_is_wider_than_the_screen(she, language):
    person = she(language=language)
    found = {name: wide for name in on_every_public_page(person) if (wide := too_wide(person.page, [320, 768, 1280]))}
    assert found == {}


def at_twice_the_text(person):
    """As someone whose phone is set to large letters."""
    person.page.context.new_cdp_session(person.page).send("Page.setFontSizes", {"fontSizes": BIG})
    person.lands_on("home")
    assert person.page.evaluate("() => getComputedStyle(document.documentElement).fontSize") == "32px"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_nor_at_twice_the_text(she, language):
    person = she(language=language)
    at_twice_the_text(person)
    found = {name: wide for name in on_every_public_page(person) if (wide := too_wide(person.page, [640, 768, 1280]))}
    assert found == {}


def test_nor_at_twice_the_text_on_the_narrowest_phone(she):
    person = she()
    at_twice_the_text(person)
    assert {name: wide for name in on_every_public_page(person) if (wide := too_wide(person.page, [320]))} == {}


def staff_pages_too_wide(opened, house, keys, widths, *, fonts=None):
    """Every page of the desk, each as someone who may open it."""
    found = {}
    for role in ROLES:
        page = opened(staff=True, storage_state=keys(role)).new_page()
        if fonts:
            page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": fonts})
        for name in on_every_staff_page(page, house.address, role):
            if wide := too_wide(page, widths):
                found[name] = wide
    return found


def test_no_page_of_the_desk_is_wider_than_the_screen(opened, house, keys):
    assert staff_pages_too_wide(opened, house, keys, [320, 768, 1280]) == {}


def test_nor_the_desk_at_twice_the_text(opened, house, keys):
    assert staff_pages_too_wide(opened, house, keys, [640, 768, 1280], fonts=BIG) == {}
