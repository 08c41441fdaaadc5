"""Wider than the screen: on any phone, at twice the text. Every page is looked at so in ``test_sound.py``."""

import pytest

from tests.browser.conftest import TALL

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
        found += sticks_out(page, wide, text)
    return found


def sticks_out(page, wide, text=""):
    """What sticks out of the window as it stands."""
    guilty = page.evaluate(OVERFLOW)
    return [(wide, text, guilty)] if guilty else []


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
    stands_so = f"() => getComputedStyle(document.documentElement).fontSize === '{fonts['standard']}px'"
    if not page.evaluate(stands_so):  # asked once is cheaper than waited for
        page.wait_for_function(stands_so)


def with_letters(page):
    """A page whose letters can be made larger while it stands."""
    page.context.letters = page.context.new_cdp_session(page)
    return page


def at_twice_the_text(page, widths):
    """Where it is too wide with letters of twice the size."""
    letters_of(page, BIG)
    found = too_wide(page, widths, text="twice")
    letters_of(page, USUAL)
    return found


def test_what_is_too_wide_only_at_twice_the_text_is_seen(she):
    person = she()
    page = with_letters(person.page)
    person.lands_on("kept")
    assert at_twice_the_text(page, [640, 768, 1280]) == []
    page.evaluate(
        "() => { const it = document.createElement('p'); it.append('x');"
        " it.style.minInlineSize = 'calc(60rem - 700px)'; document.querySelector('main').append(it) }"
    )
    assert too_wide(page, [320, 768, 1280]) == []
    assert {text for _, text, _ in at_twice_the_text(page, [640, 768, 1280])} == {"twice"}
