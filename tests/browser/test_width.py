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
USUAL, BIG = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}  # what browsers begin with, and twice that


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


def letters_of(page, fonts):
    """As someone whose phone is set to letters of this size."""
    page.context.letters.send("Page.setFontSizes", {"fontSizes": fonts})
    size = f"{fonts['standard']}px"
    page.wait_for_function(f"() => getComputedStyle(document.documentElement).fontSize === '{size}'")


def with_letters(page):
    """A page whose letters can be made larger while it stands."""
    page.context.letters = page.context.new_cdp_session(page)
    return page


def at_any_text(page):
    """Where it is too wide as it is, and where at twice the text; each page is opened once for both."""
    found = too_wide(page, [320, 768, 1280])
    letters_of(page, BIG)
    found += too_wide(page, [640, 768, 1280], text="twice")
    letters_of(page, USUAL)
    return found


def test_what_is_too_wide_only_at_twice_the_text_is_seen(she):
    person = she()
    page = with_letters(person.page)
    person.lands_on("kept")
    assert at_any_text(page) == []
    page.evaluate(
        "() => { const it = document.createElement('p'); it.append('x');"
        " it.style.minInlineSize = 'calc(60rem - 700px)'; document.querySelector('main').append(it) }"
    )
    assert {text for _, text, _ in at_any_text(page)} == {"twice"}


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_no_public_page_is_wider_than_the_screen(she, language):
    person = she(language=language)
    page = with_letters(person.page)
    assert {name: wide for name in on_every_public_page(person) if (wide := at_any_text(page))} == {}


def test_nor_at_twice_the_text_on_the_narrowest_phone(she):
    person = she()
    page = with_letters(person.page)
    found = {}
    for name in on_every_public_page(person):
        letters_of(page, BIG)
        found |= {name: wide} if (wide := too_wide(page, [320])) else {}
        letters_of(page, USUAL)
    assert found == {}


def test_no_page_of_the_desk_is_wider_than_the_screen(opened, house, keys):
    found = {}
    for role in ROLES:
        page = with_letters(opened(staff=True, storage_state=keys(role)).new_page())
        for name in on_every_staff_page(page, house.address, role):
            found |= {name: wide} if (wide := at_any_text(page)) else {}
    assert found == {}
